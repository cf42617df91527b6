# OPEN: the folder of the run and its locks. A lock is a file that nobody else can open: it dies with this process, however it ends.

function Lock-File([string]$Path) {
    # Takes the lock and writes beside it who has it; returns nothing then, else who has it as far as it can be known.
    $waiting = [Diagnostics.Stopwatch]::StartNew()
    while ($true) {
        try {
            $State.locks += New-Object IO.FileStream($Path, [IO.FileMode]::OpenOrCreate, [IO.FileAccess]::ReadWrite, [IO.FileShare]::None)
            break
        } catch {
            $fault = $_.Exception.GetBaseException()
            if ($fault -isnot [IO.IOException]) { throw }
        }
        # A scanner lets go of it soon, and whoever has just taken it has yet to say so.
        $holder = Get-Holder $Path
        if ($holder -or $waiting.ElapsedMilliseconds -ge $LockMilliseconds) { return @{ holder = $holder; why = $fault.Message } }
        [Threading.Thread]::Sleep(20)
    }
    # Who has it is told for people's sake: that it cannot be told ends no run.
    $text = Format-ExkitJson ([ordered]@{ run = $State.run; pid = $PID; at = [DateTime]::UtcNow }) 0
    try { Write-Through "$Path.json" 'Create' $text } catch { Write-Verbose "$_" }
}

function Deny-Run([string]$Kind, $Data) {
    foreach ($lock in $State.locks) { $lock.Close() }
    Send-Data $Kind $Data
    $State.quit = $true
}

function Get-Holder([string]$Path) {
    # What stands beside a lock, when it is whole and of a process that lives. Opened so that its owner can write meanwhile.
    $file = $null
    try {
        $file = New-Object IO.FileStream("$Path.json", [IO.FileMode]::Open, [IO.FileAccess]::Read, [IO.FileShare]'ReadWrite, Delete')
        $text = (New-Object IO.StreamReader($file)).ReadToEnd()
        if ($text -match '"pid":([0-9]{1,9}),.*\}\z') { [void][Diagnostics.Process]::GetProcessById($Matches[1]); $text }
    } catch { Write-Verbose "$_" } finally { if ($file) { $file.Close() } }
}

function Open-Run([string]$Run, [string]$Root, [int]$Heartbeat, [bool]$Alone, [bool]$New) {
    if ($State.folder) { return }
    if ($Run -cnotmatch '\A[a-z0-9][a-z0-9-]{0,63}\z') { Deny-Run 'REFUSED' @{ why = 'the id of the run is not allowed' }; return }
    $State.run = $Run
    $folder = [IO.Path]::Combine($Root, "run-$Run")
    try { $fault = Initialize-JournalFolder $Root $folder } catch { $fault = $_.Exception.GetBaseException().Message }
    if ($fault) { Deny-Run 'REFUSED' @{ why = "the journal's folder cannot be trusted: $fault" }; return }
    $locks = @([IO.Path]::Combine($folder, 'agent.lock'))
    if ($Alone) { $locks += [IO.Path]::Combine($Root, 'host.lock') }
    foreach ($lock in $locks) {
        $other = Lock-File $lock
        if (-not $other) { continue }
        Deny-Run 'BUSY' ([ordered]@{ lock = [IO.Path]::GetFileName($lock); holder = $other.holder; why = $other.why })
        return
    }
    $names = @([IO.Directory]::GetFiles($folder, 'step-*') | ForEach-Object { [IO.Path]::GetFileName($_) } | Sort-Object)
    if ($New -and $names) { Deny-Run 'REFUSED' ([ordered]@{ why = 'this run was begun before'; begun = $names.Count }); return }
    $State.folder = $folder
    $State.heartbeat = $Heartbeat
    Send-Data 'OPENED' ([ordered]@{ run = $Run; journal = $names })
}
