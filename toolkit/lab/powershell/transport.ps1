# The transport service: it reads its config file when it starts, and never in between.

function Get-LabConfigPath { Join-LabPath $State.exchange.install_path 'Bin\EdgeTransport.exe.config' }

function Read-LabTransport {
    # What the service knows until its next start. A malformed file: it does not start.
    $xml = [xml]::new()
    $xml.Load((Resolve-LabPath (Get-LabConfigPath)))
    $keys = @{}
    foreach ($add in $xml.SelectNodes('/configuration/appSettings/add')) { $keys[$add.GetAttribute('key')] = $add.GetAttribute('value') }
    $thresholds = @{}
    foreach ($key in $keys.Keys) {
        if ($key -match '\A(.+)\.(LowToMedium|MediumToHigh|HighToMedium|MediumToLow)\z') { $thresholds[$key] = [long]$keys[$key] }
    }
    # That the key is honoured is an assumption of this lab; whether Exchange 2016 and later do is not known (domain reference 4.2).
    $isOff = $keys['EnableResourceMonitoring'] -eq 'false'
    @{ queue = $keys['QueueDatabasePath']; logging = $keys['QueueDatabaseLoggingPath']; temporary = $keys['TemporaryStoragePath']
        monitoring = -not $isOff; thresholds = $thresholds }
}

function Start-LabTransport([switch]$IsRestart) {
    try { $State.transport = Read-LabTransport } catch { return $false }
    if (-not $IsRestart) { return $true }
    foreach ($meter in $State.meters.Values) {
        # what a restart clears, for example the memory of EdgeTransport.exe
        if ($meter.Contains('after_restart')) { $meter.pressure = $meter.after_restart }
        $meter.use = 'Low'
    }
    $true
}
