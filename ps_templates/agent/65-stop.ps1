# Watching a step, and stopping it: first politely (its finally blocks run), then its children, then by leaving.

function Get-StepChild {
    # Processes that this step started; what earlier steps left running is not ours. Asked only when a step is stopped, in a
    # runspace of its own with a limit: asking Windows for its processes costs 50 to 200 ms, and WMI may hang.
    $shell = [PowerShell]::Create()
    [void]$shell.AddScript((Get-Item -LiteralPath 'function:Get-ExkitDescendant').Definition).AddArgument($PID)
    $handle = $shell.BeginInvoke()
    if (-not $handle.AsyncWaitHandle.WaitOne(5000)) { [void]$shell.BeginStop($null, $null); return }
    foreach ($id in @($shell.EndInvoke($handle))) {
        try {
            $process = [Diagnostics.Process]::GetProcessById([int]"$id")
            if ($process.StartTime -ge $State.now.began_at) { $process }
        } catch { Write-Verbose "$_" }
    }
    $shell.Dispose()
}

function Stop-StepChild {
    foreach ($process in @($State.now.children) + @(Get-StepChild)) {
        try {
            if (-not $process.HasExited) { $process.Kill(); $State.now.killed += $process.Id }
        } catch { Write-Verbose "$_" }
    }
}

function Stop-Step([string]$Why) {
    # The children are noted before: PowerShell kills only its direct child, whose own children are then nobody's, hold the
    # output pipe, and the stop would never end.
    $now = $State.now
    if (-not $now -or $now.stop_why) { return }
    $now.children = @(Get-StepChild)
    $now.stop_why = $Why
    $now.stop_at = $Clock.ElapsedMilliseconds
    [void]$now.shell.BeginStop($null, $null)
}

function Leave-Step {
    # A blocked .NET or RPC call cannot be stopped otherwise. The journal keeps that the step began.
    Send-Answer 'UNKNOWN' $State.now.step @{ why = "$($State.now.stop_why), and the step could not be stopped" }
    Send-Frame 'BYE' 'abandoned'
    [Environment]::Exit(75)
}

function Send-News {
    # At most once a second, only when something is new. By index: enumerating an open collection blocks.
    $now = $State.now
    $count = $now.output.Count
    $records = $now.shell.Streams.Progress
    $progress = $null
    if ($records.Count) { $progress = $records[$records.Count - 1] }
    $now.told_at = $Clock.ElapsedMilliseconds
    if ("$count $progress" -eq $now.told) { return }
    $now.told = "$count $progress"
    $last = $null
    if ($count) { $last = Limit-Text ([string]@($now.output[$count - 1])[0]) 500 }
    $status = $null
    if ($progress) { $status = Limit-Text $progress.StatusDescription 500 }
    $time = $Clock.ElapsedMilliseconds - $now.began
    Send-Data 'OUT' ([ordered]@{ id = $now.step.id; ms = $time; count = $count; last = $last; progress = $status })
}

function Watch-Step {
    $now = $State.now
    $time = $Clock.ElapsedMilliseconds
    if (-not $now.stop_why -and $time - $now.began -gt $now.step.deadline * 1000) { Stop-Step 'deadline' }
    if ($now.stop_why) {
        if ($time - $now.stop_at -gt $PoliteMilliseconds -and -not $now.hard) { $now.hard = $true; Stop-StepChild }
        if ($time - $now.stop_at -gt $HopelessMilliseconds) { Leave-Step }
    }
    if ($time - $now.told_at -ge 1000) { Send-News }
}
