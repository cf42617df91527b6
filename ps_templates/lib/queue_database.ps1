# The queue database of the transport service: where it lives, and Microsoft's script that moves it.

function Get-ExkitQueueHome {
    $config = Get-ExkitConfigPath
    [ordered]@{
        queue = Get-ExkitAppSetting $config 'QueueDatabasePath'
        logging = Get-ExkitAppSetting $config 'QueueDatabaseLoggingPath'
        temporary = Get-ExkitAppSetting $config 'TemporaryStoragePath'
    }
}

function Get-ExkitDatabaseFile([string]$Folder) {
    # Names of files in $Folder that a database engine may own: databases, queues, checkpoints, transaction and reserve logs
    if (-not (Test-Path -LiteralPath $Folder)) { return }
    foreach ($item in Get-ChildItem -LiteralPath $Folder -Force) {
        if ($item.Name -match '\.(?:edb|que|chk|jrs)\z' -or $item.Name -like 'E??*.log' -or $item.Name -like 'trn*.log') { $item.Name }
    }
}

function Assert-ExkitQueueHome([string]$New, [string]$Current, $Volumes) {
    # Microsoft's script moves with -Force: files of another database in the new folder would be lost.
    if ($New.TrimEnd('\') -eq $Current.TrimEnd('\')) { return }
    if (-not (Test-ExkitPlainPath $New) -or $New.TrimEnd('\') -match '\A[A-Za-z]:\z') { throw "no folder for a database: $New" }
    $files = @(Get-ExkitDatabaseFile $New)
    if ($files.Count) { throw "$New already holds database files: $($files -join ', ')" }
    if ((Find-ExkitVolume $New $Volumes).device -eq (Find-ExkitVolume $Current $Volumes).device) { throw "$New is on the volume that $Current is on" }
}

function Invoke-ExkitQueueScript([string]$Script, $Paths) {
    # The one place where & runs a file: this is a PowerShell script of Exchange with its own parameters, not a native program.
    & $Script @Paths *>&1 | ForEach-Object { Get-ExkitText $_ }
}

function Move-ExkitQueueDatabase([string]$QueuePath, [string]$LoggingPath, $TemporaryPath) {
    # The folder for content conversion has a meter of its own: on the same full volume it keeps the pressure up.
    if (Test-ExkitSetupRunning) { throw 'Exchange Setup is running' }
    $before = Get-ExkitQueueHome
    $volumes = @(Get-ExkitVolume)
    Assert-ExkitQueueHome $QueuePath $before.queue $volumes
    Assert-ExkitQueueHome $LoggingPath $before.logging $volumes
    $script = Join-ExkitInstallPath 'Scripts\Move-TransportDatabase.ps1'
    $paths = @{ queueDatabasePath = $QueuePath; queueDatabaseLoggingPath = $LoggingPath }
    if ($TemporaryPath) {
        Assert-ExkitQueueHome $TemporaryPath $before.temporary $volumes
        $paths.temporaryStoragePath = $TemporaryPath
    }
    $output = @(Invoke-ExkitQueueScript $script $paths)
    $after = Get-ExkitQueueHome
    $code = Get-Variable -Name LASTEXITCODE -Scope Global -ValueOnly -ErrorAction SilentlyContinue
    [ordered]@{ script = $script; before = $before; after = $after; exit = $code; output = $output }
    $hasMoved = $after.queue -eq $QueuePath -and $after.logging -eq $LoggingPath -and (-not $TemporaryPath -or $after.temporary -eq $TemporaryPath)
    if (-not $hasMoved) { throw "the script ended, but the queue database is in $($after.queue)" }
}
