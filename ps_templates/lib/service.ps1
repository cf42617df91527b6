# Windows services.

function Get-ExkitServiceStatus([string]$Name) { Get-ExkitText (Get-Service -Name $Name).Status }

function Restart-ExkitService([string]$Name, [int]$TimeoutSeconds = 300) {
    # -> before, after, ms. Waits until the service runs, but not for ever.
    $clock = [Diagnostics.Stopwatch]::StartNew()
    $before = Get-ExkitServiceStatus $Name
    Restart-Service -Name $Name -Confirm:$false -WarningAction SilentlyContinue
    while (($after = Get-ExkitServiceStatus $Name) -ne 'Running') {
        if ($clock.Elapsed.TotalSeconds -gt $TimeoutSeconds) { throw "$Name is $after $TimeoutSeconds s after its restart" }
        Write-Progress -Activity $Name -Status $after
        Start-Sleep -Seconds 1
    }
    [ordered]@{ service = $Name; before = $before; after = $after; ms = $clock.ElapsedMilliseconds }
}
