# The journal: step-<id>.started before a step, step-<id>.done after it. "step-" because CON, NUL and COM1 are devices.
# A .done is written beside and renamed: it is whole or absent. Its second line is the SHA-256 of the .started that it belongs to and
# of its first line, so that nothing that was cut, changed or copied from elsewhere is replayed.

function Get-JournalPath([string]$Id, [string]$Kind) { [IO.Path]::Combine($State.folder, "step-$Id.$Kind") }

function Write-Through([string]$Path, [string]$Mode, [string]$Text) {
    $file = New-Object IO.FileStream(
        $Path, [IO.FileMode]$Mode, [IO.FileAccess]::Write, [IO.FileShare]::Read, 4096, [IO.FileOptions]::WriteThrough)
    try {
        $bytes = $Utf8.GetBytes($Text)
        $file.Write($bytes, 0, $bytes.Length)
        $file.Flush($true)
    } finally { $file.Close() }
}

function Read-Journal([string]$Id, [string]$Kind) {
    # Its text, or $null when there is no such file. Empty text is a torn file: begun all the same.
    $path = Get-JournalPath $Id $Kind
    if ([IO.File]::Exists($path)) { $Utf8.GetString([IO.File]::ReadAllBytes($path)) }
}

function Get-DoneSum([string]$Started, [string]$Json) { Get-FullSum $Utf8.GetBytes($Started + $Json) }

function Get-Answer([string]$Started, $Done) {
    # The JSON of a .done, or nothing when it is not whole or does not belong to this .started.
    $json, $sum = "$Done".Split("`n")
    if ($sum -is [string] -and $sum -ceq (Get-DoneSum $Started $json)) { $json }
}

function Write-Started($Step) {
    $text = Format-ExkitJson ([ordered]@{ run = $State.run; sha = $Step.sha; pid = $PID; at = [DateTime]::UtcNow }) 0
    #@before-started
    Write-Through (Get-JournalPath $Step.id 'started') 'CreateNew' $text
    #@after-started
}

function Write-Done([string]$Id, [string]$Json) {
    $beside = Get-JournalPath $Id 'done.tmp'
    #@before-done
    Write-Through $beside 'Create' "$Json`n$(Get-DoneSum (Read-Journal $Id 'started') $Json)"
    #@before-rename
    [IO.File]::Move($beside, (Get-JournalPath $Id 'done'))
    #@after-done
}

function Get-DonePattern([string]$Id, [string]$Hash) {
    # How a .done of this run, step and script begins. Anchored: the output behind it may contain anything.
    # Only an UNKNOWN of a torn .started, resolved by a person, has no hash.
    '\A\{"run":"' + $State.run + '","id":"' + $Id + '","sha":"(?:' + $Hash + '","state":"[a-z]+|","state":"applied)"'
}

function Get-StepVerdict($Step, $Started, $Done) {
    # What the journal says of a step: run, again, replay, unknown, damaged, conflict or planted.
    if ($null -ne $Done -and $null -eq $Started) { return 'planted' }
    if ($Started -and -not $Started.Contains('"sha":"' + $Step.sha + '"')) { return 'conflict' }
    $answer = Get-Answer $Started $Done
    if ($answer -and $answer -cnotmatch (Get-DonePattern $Step.id $Step.sha)) { return 'conflict' }
    # What a shared step leaves in memory has died with the process that ran it.
    if ($Step.shared -and $Step.policy -eq 'idempotent' -and $null -ne $Started -and -not $State.mine[$Step.id]) { return 'again' }
    if ($answer) { return 'replay' }
    if ($null -eq $Started) { return 'run' }
    if ($Step.policy -eq 'idempotent') { return 'again' }
    if ($null -ne $Done) { return 'damaged' }
    'unknown'
}

function Resolve-Step([string]$Id, [string]$As, [string]$By) {
    # A person, or a step that looked, answers an UNKNOWN.
    $started = Read-Journal $Id 'started'
    $done = Read-Journal $Id 'done'
    if ($null -eq $started -or (Get-Answer $started $done)) {
        Send-Data 'REFUSED' ([ordered]@{ id = $Id; why = 'there is nothing to resolve' })
        return
    }
    $now = [DateTime]::UtcNow.Ticks
    if ($null -ne $done) { [IO.File]::Move((Get-JournalPath $Id 'done'), (Get-JournalPath $Id "damaged-$now")) }
    if ($As -eq 'applied') {
        $hash = ''
        if ($started -match '"sha":"([0-9a-f]{64})"') { $hash = $Matches[1] }
        $answer = [ordered]@{ run = $State.run; id = $Id; sha = $hash; state = 'applied'; why = $null; rc = 0; by = $By }
        Write-Done $Id (Format-ExkitJson $answer 0)
    } else {
        [IO.File]::Move((Get-JournalPath $Id 'started'), (Get-JournalPath $Id "attempt-$now"))
    }
    $State.failed = $false
    Send-Data 'RESOLVED' ([ordered]@{ id = $Id; as = $As })
}
