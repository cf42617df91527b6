# Lines from the client:  <n> <ack> <VERB> <fields> <sum>

function ConvertFrom-Base64([string]$Text) { $Utf8.GetString([Convert]::FromBase64String($Text)) }

function Get-Root([string]$Field) {
    if ($Field -eq '-') { return [IO.Path]::Combine($env:ProgramData, 'exkit') }
    ConvertFrom-Base64 $Field
}

function Add-Step($Fields) {
    # STEP id policy deadline sha256 base64. What is wrong with it is answered in its turn.
    $bytes = [Convert]::FromBase64String($Fields[7])
    $words = $Fields[4].Split('+')
    $step = @{
        id = $Fields[3]; policy = $words[0]; deadline = [int]$Fields[5]; sha = $Fields[6]; text = $Utf8.GetString($bytes)
        goesOn = $words -contains 'continue'; shared = $words -contains 'shared'; fresh = $words -contains 'fresh'
    }
    if ($step.id -cnotmatch '\A[a-z0-9][a-z0-9-]{0,47}\z') { $step.fault = 'the id of the step is not allowed' }
    elseif (-not $State.folder) { $step.fault = 'no run is open' }
    elseif ('once', 'idempotent' -cnotcontains $step.policy) { $step.fault = 'the policy is not known' }
    elseif ((Get-FullSum $bytes) -cne $step.sha) { $step.fault = 'the script is not the one that its hash names' }
    $State.plan.Enqueue($step)
}

function Add-Library($Fields) {
    # LIB sha256 base64: functions for all later steps, in order with the steps.
    $bytes = [Convert]::FromBase64String($Fields[4])
    if ((Get-FullSum $bytes) -ceq $Fields[3]) {
        $State.plan.Enqueue(@{ library = $true; sha = $Fields[3]; text = $Utf8.GetString($bytes) })
        return
    }
    $State.cancelled = $true
    Send-Data 'REFUSED' @{ why = 'a library is not the one that its hash names' }
}

function Stop-Run {
    # CANCEL: the running step is stopped, the rest is skipped, and so is whatever comes later.
    $State.cancelled = $true
    if ($State.now) { Stop-Step 'cancelled' } else { Send-Data 'HB' (Get-Beat) }
}

function Get-Beat {
    $step = $null
    $time = $null
    if ($State.now) { $step = $State.now.step.id; $time = $Clock.ElapsedMilliseconds - $State.now.began }
    $memory = [Diagnostics.Process]::GetCurrentProcess().WorkingSet64 / 1MB
    [ordered]@{ line = $State.lastLine; step = $step; ms = $time; waiting = $State.plan.Count; mb = [int]$memory }
}

function Deny-Line([string]$Why) {
    # Asked for once: the lines behind a torn one would each ask for the same again.
    $expected = $State.lastLine + 1
    $time = $Clock.ElapsedMilliseconds
    if ($State.refusedLine -eq $expected -and $time - $State.refusedAt -lt 250) { return }
    $State.refusedLine = $expected
    $State.refusedAt = $time
    Send-Data 'NAK' ([ordered]@{ expect = $expected; why = $Why })
}

function Read-Line([string]$Line) {
    if (-not $Line) { return }
    $cut = $Line.LastIndexOf(' ')
    if ($cut -lt 1 -or (Get-ShortSum $Line.Substring(0, $cut)) -cne $Line.Substring($cut + 1)) { Deny-Line 'checksum'; return }
    $fields = $Line.Substring(0, $cut).Split(' ')
    $number = $fields[0] -as [int]
    $acknowledged = $fields[1] -as [int]
    if ($null -eq $number -or $null -eq $acknowledged) { Deny-Line 'number'; return }
    if ($number -le $State.lastLine) { return }
    if ($number -gt $State.lastLine + 1) { Deny-Line 'gap'; return }
    $State.lastLine = $number
    Confirm-Frames $acknowledged
    Invoke-Verb $fields
}

function Invoke-Verb($Fields) {
    switch -CaseSensitive ($Fields[2]) {
        'OPEN' { Open-Run $Fields[3] (Get-Root $Fields[4]) ([int]$Fields[5]) ($Fields[6] -eq '1') ($Fields[7] -eq '1') }
        'LIB' { Add-Library $Fields }
        'STEP' { Add-Step $Fields }
        'CANCEL' { Stop-Run }
        'RESOLVE' { Resolve-Step $Fields[3] $Fields[4] (ConvertFrom-Base64 $Fields[5]) }
        'RESEND' { Send-Again ([int]$Fields[3]) }
        'PING' { Send-Data 'HB' (Get-Beat) }
        'EXIT' { $State.closing = $true }
        default { Send-Data 'REFUSED' ([ordered]@{ why = "the verb $($Fields[2]) is not known" }) }
    }
}
