# Stand-in of the lab for Exchange's own script, with its parameters.
param([string]$queueDatabasePath, [string]$queueDatabaseLoggingPath, [string]$iPFilterDatabasePath, [string]$iPFilterDatabaseLoggingPath, [string]$temporaryStoragePath, [bool]$setupMode)
if ($iPFilterDatabasePath -or $iPFilterDatabaseLoggingPath -or $setupMode) { throw 'lab: only the queue and temporary paths have a stand-in' }
ExkitLab\Move-LabTransportDatabase $queueDatabasePath $queueDatabaseLoggingPath $temporaryStoragePath
