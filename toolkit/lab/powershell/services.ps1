# Windows services. The config file of the transport service is read at its start, and only then.

$ServiceStatus = @{ Stopped = 1; StartPending = 2; StopPending = 3; Running = 4 }

function Get-LabServiceName([string]$Pattern) {
    # The names that fit; an error in the server's words when none does.
    $names = @($State.services.Keys | Where-Object { $_ -like $Pattern } | Sort-Object)
    if (-not $names.Count -and -not [WildcardPattern]::ContainsWildcardCharacters($Pattern)) {
        Write-LabError 'NoServiceFoundForGivenName' "Cannot find any service with service name '$Pattern'."
    }
    $names
}

function Start-LabService([string]$Name) {
    if ($Name -eq 'MSExchangeTransport' -and -not (Start-LabTransport -IsRestart)) {
        $State.services[$Name].status = 'Stopped'
        Save-LabState
        Write-LabError 'StartServiceFailed' "Service '$Name' cannot be started." 'OpenError'
        return
    }
    $State.services[$Name].status = 'Running'
    Add-LabCall "Start $Name"
}

function Stop-LabService([string]$Name) {
    $State.services[$Name].status = 'Stopped'
    Add-LabCall "Stop $Name"
}

$Handlers['Get-Service'] = {
    param($Bound)
    foreach ($pattern in $(if ($Bound.ContainsKey('Name')) { $Bound.Name } else { '*' })) {
        foreach ($name in Get-LabServiceName $pattern) {
            $status = New-LabEnum 'System.ServiceProcess.ServiceControllerStatus' $State.services[$name].status $ServiceStatus
            [pscustomobject]@{ Name = $name; ServiceName = $name; Status = $status }
        }
    }
}
$Handlers['Start-Service'] = { param($Bound) foreach ($name in $Bound.Name) { foreach ($one in Get-LabServiceName $name) { Start-LabService $one } } }
$Handlers['Stop-Service'] = { param($Bound) foreach ($name in $Bound.Name) { foreach ($one in Get-LabServiceName $name) { Stop-LabService $one } } }
$Handlers['Restart-Service'] = {
    param($Bound)
    foreach ($name in $Bound.Name) { foreach ($one in Get-LabServiceName $name) { Stop-LabService $one; Start-LabService $one } }
}
