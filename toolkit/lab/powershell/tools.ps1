# Native programs: recorded text and a full 32-bit exit code, which a Linux process cannot return.

function Invoke-LabTool([string]$FilePath, [string[]]$ArgumentList, [int]$TimeoutSeconds = 600, [string]$WorkingDirectory) {
    Update-LabState
    $name = ($FilePath -split '[\\/]')[-1].ToLowerInvariant()
    # a program that the world does not know is a real one of this machine
    if (-not $State.tools.Contains($name)) { return & (Get-Item -LiteralPath function:Invoke-ExkitTool) @PSBoundParameters }
    if (-not (Test-Path -LiteralPath $FilePath)) { Stop-Lab "$FilePath does not exist" }
    $line = $ArgumentList -join ' '
    foreach ($recorded in $State.tools[$name]) {
        if ($line -notmatch $recorded.arguments) { continue }
        Add-LabCall "$name $line"
        return [pscustomobject][ordered]@{ exit_code = [int]$recorded.exit_code; timed_out = $false; ms = 0; stdout = $recorded.stdout; stderr = $recorded.stderr }
    }
    Stop-Lab "no recording for $name $line"
}
