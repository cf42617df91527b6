# What Exchange's Move-TransportDatabase.ps1 does, step by step in its order: checks, folder, stop, copy of the config, files, config, start.

$DatabaseFiles = 'mail.que', 'trn.chk'
$LoggingFiles = 'Trn*.log', 'Trnres00001.jrs', 'Trnres00002.jrs', 'Temp.edb'

function Get-LabMovePlan([string]$Queue, [string]$Logging, [string]$Temporary) {
    $config = Read-LabTransport
    if ($Temporary -and $Temporary -ne $config.temporary) { @{ key = 'TemporaryStoragePath'; from = $config.temporary; to = $Temporary; files = @() } }
    if ($Queue -and $Queue -ne $config.queue) { @{ key = 'QueueDatabasePath'; from = $config.queue; to = $Queue; files = $DatabaseFiles } }
    if ($Logging -and $Logging -ne $config.logging) { @{ key = 'QueueDatabaseLoggingPath'; from = $config.logging; to = $Logging; files = $LoggingFiles } }
}

function Get-LabMoveFile($Step) {
    # by -like: names are case-insensitive on a server, and folders of this machine may know case
    $items = @(Get-ChildItem -LiteralPath $Step.from -ErrorAction SilentlyContinue)
    foreach ($pattern in $Step.files) { $items | Where-Object { $_.Name -like $pattern } }
}

function Set-LabConfigValue([string]$Key, [string]$Value) {
    $path = Resolve-LabPath (Get-LabConfigPath)
    $hasBom = [IO.File]::ReadAllBytes($path)[0] -eq 239
    $pattern = "(<add key=`"$([regex]::Escape($Key))`" value=`")[^`"]*(`")"
    $text = [IO.File]::ReadAllText($path)
    [IO.File]::WriteAllText($path, [regex]::Replace($text, $pattern, { param($m) $m.Groups[1].Value + $Value + $m.Groups[2].Value }), [Text.UTF8Encoding]::new($hasBom))
}

function Move-LabTransportDatabase([string]$QueueDatabasePath, [string]$QueueDatabaseLoggingPath, [string]$TemporaryStoragePath) {
    Update-LabState
    $plan = @(Get-LabMovePlan $QueueDatabasePath $QueueDatabaseLoggingPath $TemporaryStoragePath)
    if (-not $plan.Count) { Write-Error 'Specify at least one path that differs from the present one.'; return }
    foreach ($step in $plan) {
        $volume = @(Get-LabVolume | Where-Object { $_.mount_point -eq (Find-LabVolume $step.to).mount_point })[0]
        $needs = [long]2GB
        foreach ($file in Get-LabMoveFile $step) { $needs += $file.Length }
        Write-Host "Required space: $needs bytes. Free space on $($volume.mount_point): $($volume.free_bytes) bytes."
        if ($volume.free_bytes -lt $needs) { Write-Error "There isn't enough free space on $($volume.mount_point)."; return }
    }
    foreach ($step in $plan) { [void][IO.Directory]::CreateDirectory((Resolve-LabPath $step.to)) }
    Stop-LabService 'MSExchangeTransport'
    $config = Resolve-LabPath (Get-LabConfigPath)
    [IO.File]::Copy($config, "$config.$([DateTime]::Now.ToString('yyyyMMddHHmmss')).old", $true)
    foreach ($step in $plan) {
        foreach ($file in Get-LabMoveFile $step) { Move-Item -LiteralPath $file.PSPath -Destination $step.to -Force; Write-Host "$($file.Name) was moved." }
        Set-LabConfigValue $step.key $step.to
        Write-Host "$($step.key) is $($step.to) now."
    }
    Start-LabService 'MSExchangeTransport'
    Write-Host 'The transport database was moved.'
}
