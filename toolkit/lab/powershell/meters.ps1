# Resource meters as Exchange 2016 shows them: a level is entered at one threshold and left at a lower one.

$MeterKinds = 'PrivateBytes', 'SystemMemory', 'UsedVersionBuckets', 'JetSessions', 'CheckpointDepth', 'QueueLength', 'DatabaseUsedSpace',
'UsedDiskSpace', 'UsedDiskSpaceData'

# MediumToHigh, HighToMedium, LowToMedium, MediumToLow of a real 15.2.1544.4; QueueLength from Microsoft's page (domain reference 4.3).
$MeterThresholds = @{
    PrivateBytes = 75, 73, 72, 71; SystemMemory = 94, 89, 88, 84; UsedVersionBuckets = 1500, 1000, 999, 800; JetSessions = 1500, 1400, 1000, 900
    CheckpointDepth = 300, 280, 250, 230; QueueLength = 15000, 10000, 9999, 2000; DatabaseUsedSpace = 99, 97, 96, 94; UsedDiskSpace = 99, 94, 90, 88
}
$PressureLevels = [Collections.Generic.List[string]]('Low', 'Medium', 'High')
$ThresholdNames = 'MediumToHigh', 'HighToMedium', 'LowToMedium', 'MediumToLow'

# What rejects mail at Medium and High, from a real event 15006.
$PausedByPressure = 'ContentAggregator', 'MessageResubmission', 'MessagingDatabase', 'Pickup', 'ShadowRedundancy', 'Replication', 'SmtpIn'
$Observers = 'BootScanner', 'ContentAggregator', 'DelayedDelivery', 'EnhancedDns', 'IsMemberOfResolver', 'MessageResubmission', 'MessagingDatabase',
'Pickup', 'RemoteDelivery', 'ShadowRedundancy', 'Replication', 'SmtpIn', 'Categorizer'

function Get-LabMeterName([string]$Kind, $Transport) {
    switch ($Kind) {
        { $_ -in 'PrivateBytes', 'SystemMemory' } { return $Kind }
        'QueueLength' { return 'QueueLength[SubmissionQueue]' }
        'UsedDiskSpace' { return "UsedDiskSpace[$($Transport.logging)]" }
        'UsedDiskSpaceData' { return "UsedDiskSpace[$($Transport.temporary.Substring(0, $Transport.temporary.LastIndexOf('\')))]" }
        'DatabaseUsedSpace' { return "DatabaseUsedSpace[$($Transport.queue)]" }
        default { return "$Kind[$($Transport.queue)\mail.que]" }
    }
}

function Get-LabThreshold([string]$Kind, [string]$Name, $Transport) {
    # In the config file the qualified key wins over the unqualified one.
    $family = $Kind -replace 'Data\z'
    $values = [ordered]@{}
    for ($at = 0; $at -lt 4; $at++) {
        $values[$ThresholdNames[$at]] = [long]$MeterThresholds[$family][$at]
        foreach ($key in "$family.$($ThresholdNames[$at])", "$Name.$($ThresholdNames[$at])") {
            if ($Transport.thresholds.Contains($key)) { $values[$ThresholdNames[$at]] = [long]$Transport.thresholds[$key] }
        }
    }
    $values
}

function Get-LabPressure([string]$Kind, [string]$Name, $Volumes) {
    if ($Kind -eq 'QueueLength') {
        $submission = @($State.queues | Where-Object { $_.identity -like '*\Submission' })
        return $(if ($submission.Count) { [long]$submission[0].messages } else { 0 })
    }
    if ($Kind -notmatch 'Space') { return [long]$State.meters[$Kind].pressure }
    $folder = $Name.Substring($Name.IndexOf('[') + 1).TrimEnd(']')
    $volume = @($Volumes | Where-Object { $_.mount_point -eq (Find-LabVolume $folder).mount_point })[0]
    [long][Math]::Floor(100 * ($volume.capacity_bytes - $volume.free_bytes) / $volume.capacity_bytes)
}

function Get-LabLevel([string]$Use, [long]$Pressure, $Threshold) {
    # Level by level, until it stays.
    while ($true) {
        $next = switch ($Use) {
            'Low' { if ($Pressure -ge $Threshold.LowToMedium) { 'Medium' } else { 'Low' } }
            'Medium' { if ($Pressure -ge $Threshold.MediumToHigh) { 'High' } elseif ($Pressure -lt $Threshold.MediumToLow) { 'Low' } else { 'Medium' } }
            'High' { if ($Pressure -lt $Threshold.HighToMedium) { 'Medium' } else { 'High' } }
        }
        if ($next -eq $Use) { return $Use }
        $Use = $next
    }
}

function Update-LabMeter {
    # -> the meters as they are now; their levels are kept, because they depend on what was before
    $transport = $State.transport
    $volumes = @(Get-LabVolume)
    $before = ConvertTo-Json -InputObject $State.meters -Depth 5
    $meters = foreach ($kind in $MeterKinds) {
        if (-not $State.meters.Contains($kind)) { $State.meters[$kind] = @{ pressure = 0; use = 'Low' } }
        $meter = $State.meters[$kind]
        $name = Get-LabMeterName $kind $transport
        $threshold = Get-LabThreshold $kind $name $transport
        $pressure = Get-LabPressure $kind $name $volumes
        $previous = $(if ($meter.Contains('use')) { $meter.use } else { 'Low' })
        $meter.use = $(if ($transport.monitoring) { Get-LabLevel $previous $pressure $threshold } else { 'Low' })
        [pscustomobject]@{ Name = $name; Kind = $kind; Use = $meter.use; Previous = $previous; Threshold = $threshold; Pressure = $pressure }
    }
    Write-LabPressureEvent (Get-LabAggregate $meters)
    if ((ConvertTo-Json -InputObject $State.meters -Depth 5) -cne $before) { Save-LabState }
    $meters
}

function Write-LabPressureEvent([string]$Level) {
    # 15004 and 15005 of the resource manager (domain reference 1.3), when the level is another than before
    $was = $State['pressure_level']
    if ($was -eq $Level) { return }
    $State.pressure_level = $Level
    if ($was) {
        $isLess = $PressureLevels.IndexOf($Level) -lt $PressureLevels.IndexOf($was)
        $records = @($State.events | ForEach-Object { [long]$_['record'] }) + 21000
        $State.events = @($State.events) + @{ log = 'Application'; provider = 'MSExchangeTransport'; id = $(if ($isLess) { 15005 } else { 15004 })
            level = $(if ($isLess) { 4 } else { 3 }); record = ($records | Measure-Object -Maximum).Maximum + 1; properties = @($was, $Level)
            at = [DateTimeOffset]::UtcNow.ToString('o'); message = "The resource pressure $(if ($isLess) { 'decreased' } else { 'increased' }) from $was to $Level." }
    }
    Save-LabState
}

function Get-LabAggregate($Meters) {
    # SystemMemory alone never stops mail (a real sample: SystemMemory High, aggregate Low).
    $uses = @($Meters | Where-Object { $_.Kind -ne 'SystemMemory' } | ForEach-Object { $_.Use })
    foreach ($level in 'High', 'Medium') { if ($level -in $uses) { return $level } }
    'Low'
}

function Test-LabPressure { $State.transport.monitoring -and (Get-LabAggregate @(Update-LabMeter)) -ne 'Low' }
