# Native programs: arguments that arrive unchanged, nothing to read on stdin, both outputs captured, a deadline for the whole tree.
# Get-ExkitDescendant and Stop-ExkitProcess are the agent's.

function ConvertTo-ExkitArgument([string]$Text) {
    # The rule of CommandLineToArgvW: backslashes count only before a quote.
    if ($Text -ne '' -and $Text -notmatch '[\s"]') { return $Text }
    '"' + (($Text -replace '(\\*)"', '$1$1\"') -replace '(\\+)\z', '$1$1') + '"'
}

function New-ExkitProcess([string]$FilePath, [string[]]$ArgumentList, [string]$WorkingDirectory) {
    $process = New-Object Diagnostics.Process
    $start = $process.StartInfo
    $start.FileName = Resolve-ExkitPath $FilePath
    $start.Arguments = @(foreach ($one in $ArgumentList) { if ($null -ne $one) { ConvertTo-ExkitArgument $one } }) -join ' '
    if ($WorkingDirectory) { $start.WorkingDirectory = Resolve-ExkitPath $WorkingDirectory }
    $start.UseShellExecute = $false
    $start.CreateNoWindow = $true
    $start.RedirectStandardInput = $true
    $start.RedirectStandardOutput = $true
    $start.RedirectStandardError = $true
    $process
}

function New-ExkitPipe($Stream) {
    $buffer = New-Object byte[] 65536
    @{ from = $Stream; buffer = $buffer; all = New-Object IO.MemoryStream; read = $Stream.BeginRead($buffer, 0, $buffer.Length, $null, $null) }
}

function Receive-ExkitPipe($Pipe) {
    # Takes what has arrived; says whether anything has moved.
    if (-not $Pipe.read -or -not $Pipe.read.IsCompleted) { return $false }
    $count = $Pipe.from.EndRead($Pipe.read)
    $Pipe.read = $null
    if ($count -gt 0) {
        $Pipe.all.Write($Pipe.buffer, 0, $count)
        $Pipe.read = $Pipe.from.BeginRead($Pipe.buffer, 0, $Pipe.buffer.Length, $null, $null)
    }
    $true
}

function Wait-ExkitProcess($Process, $Pipes, [int]$TimeoutSeconds, [string]$Name) {
    # -> ended in time? A grandchild that holds a pipe open is waited for two seconds, not for ever.
    $clock = [Diagnostics.Stopwatch]::StartNew()
    $told = 0
    $endedAt = -1
    while ($true) {
        $moved = $false
        foreach ($pipe in $Pipes) { if (Receive-ExkitPipe $pipe) { $moved = $true } }
        $now = $clock.ElapsedMilliseconds
        if ($Process.HasExited) {
            if (-not @($Pipes | Where-Object { $_.read })) { return $true }
            if ($endedAt -lt 0 -or $moved) { $endedAt = $now } elseif ($now - $endedAt -gt 2000) { return $true }
        }
        if ($now -gt 1000 * $TimeoutSeconds) { return $false }
        if ($now - $told -gt 1000) { $told = $now; Write-Progress -Activity $Name -Status "$([int]($now / 1000)) s" }
        if (-not $moved) { Start-Sleep -Milliseconds 15 }
    }
}

function Invoke-ExkitTool([string]$FilePath, [string[]]$ArgumentList, [int]$TimeoutSeconds = 600, [string]$WorkingDirectory) {
    # -> exit_code (signed, null when it was stopped), timed_out, ms, stdout, stderr
    $encoding = [Console]::OutputEncoding
    $process = New-ExkitProcess $FilePath $ArgumentList $WorkingDirectory
    $clock = [Diagnostics.Stopwatch]::StartNew()
    $inTime = $false
    [void]$process.Start()
    try {
        $process.StandardInput.Close()
        $pipes = @((New-ExkitPipe $process.StandardOutput.BaseStream), (New-ExkitPipe $process.StandardError.BaseStream))
        $inTime = Wait-ExkitProcess $process $pipes $TimeoutSeconds ([IO.Path]::GetFileName($FilePath))
    } finally {
        # children are noted before anything is killed: a killed parent's children are nobody's, and hold the pipes for ever
        if (-not $inTime -or -not $process.HasExited) { Stop-ExkitProcess (@(Get-ExkitDescendant $process.Id) + $process.Id) }
    }
    [pscustomobject][ordered]@{
        exit_code = $(if ($inTime) { $process.ExitCode })
        timed_out = -not $inTime
        ms = $clock.ElapsedMilliseconds
        stdout = $encoding.GetString($pipes[0].all.ToArray())
        stderr = $encoding.GetString($pipes[1].all.ToArray())
    }
}
