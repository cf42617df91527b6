# The loop: lines in between, the step that runs, the next step, a sign of life.

function Receive-Lines {
    # Waits where there is nothing else to do: 40 ms for a step that runs, else for the next line.
    $wait = [Math]::Min(1000, $State.heartbeat)
    if ($State.now) { [void]$State.now.handle.AsyncWaitHandle.WaitOne(40); $wait = 0 }
    elseif ($State.plan.Count) { $wait = 0 }
    $line = ''
    while (-not $State.quit -and $Queue.TryTake([ref]$line, $wait)) { Read-Line $line; $wait = 0 }
}

function Send-WhatIsReady {
    # Answers wait for the next one while further steps do, but not longer than $HoldMilliseconds.
    $late = $Clock.ElapsedMilliseconds - $State.heldSince -ge $HoldMilliseconds
    if ($late -or -not ($State.plan.Count -or $State.now)) { Send-Held }
    if ($Clock.ElapsedMilliseconds - $State.lastFrame -ge $State.heartbeat) { Send-Data 'HB' (Get-Beat) }
}

function Test-ClientGone { $Queue.IsCompleted -and -not $State.closing }

function Invoke-Turn {
    Receive-Lines
    if ($State.now) { if ($State.now.handle.IsCompleted) { Complete-Step } else { Watch-Step } }
    if (-not $State.now -and $State.plan.Count -and -not $State.quit) { Start-NextStep }
    if (Test-ClientGone) {
        # End of input without EXIT, or Ctrl-C: stop the step, keep in the journal how it ended, answer the rest, leave.
        $State.cancelled = $true
        if ($State.now) { Stop-Step 'cancelled' } elseif (-not $State.plan.Count) { $State.quit = $true }
    }
    if ($State.closing -and -not $State.now -and -not $State.plan.Count) { $State.quit = $true }
    Send-WhatIsReady
}

try {
    Send-Data 'HELLO' ([ordered]@{
            agent = 1; pid = $PID; ps = "$($PSVersionTable.PSVersion)"; host = "$env:COMPUTERNAME"
            x64 = ([IntPtr]::Size -eq 8); culture = [Globalization.CultureInfo]::CurrentCulture.Name
        })
    while (-not $State.quit) { Invoke-Turn }
    Send-Frame 'BYE' 'end'
    foreach ($lock in $State.locks) { $lock.Close() }
    [Environment]::Exit(0)
} catch {
    try { Send-Data 'FATAL' ([ordered]@{ message = "$_"; line = $_.InvocationInfo.ScriptLineNumber }) } finally { [Environment]::Exit(70) }
}
