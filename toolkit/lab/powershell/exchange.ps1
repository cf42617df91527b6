# Exchange's own cmdlets. Values come from the state; names and types of the objects from captures or from objects/.

$ServiceStates = @{ Inactive = 0; Active = 1; Draining = 2 }

function Get-LabServer {
    # This server and those it knows, in one form
    @{ name = $State.computer; fqdn = $State.fqdn; components = $State.components; diagnostics = $State.diagnostics; isHere = $true }
    foreach ($other in $State.servers) {
        @{ name = $other.name; fqdn = $other.fqdn; components = $other.components; diagnostics = $other.diagnostics; isHere = $false }
    }
}

function Stop-LabNotFound([string]$Identity) {
    $message = "The operation couldn't be performed because object '$Identity' couldn't be found on 'DC01.$($State.domain)'."
    $fault = [Management.Automation.ItemNotFoundException]::new($message)
    $id = '[FailureCategory=Cmdlet-ManagementObjectNotFoundException] 1B6AD2,lab'
    throw [Management.Automation.ErrorRecord]::new($fault, $id, 'NotSpecified', $Identity)
}

function Find-LabServer([string]$Identity) {
    $hits = @(Get-LabServer | Where-Object { $Identity -in $_.name, $_.fqdn })
    if (-not $hits.Count) { Stop-LabNotFound $Identity }
    $hits[0]
}

function Get-LabIdentity([string]$Name) { New-LabValue 'Microsoft.Exchange.Data.Directory.ADObjectId' $Name }

function Get-LabList([string[]]$Items) {
    $names = @($Items | Where-Object { $null -ne $_ })
    [Collections.ArrayList]@($names | ForEach-Object { Get-LabIdentity $_ })
}

$Handlers['Get-ExchangeServer'] = {
    param($Bound)
    $servers = @($(if ($Bound.ContainsKey('Identity')) { Find-LabServer "$($Bound.Identity)" } else { Get-LabServer }))
    $build = $State.exchange.build -split '\.'
    foreach ($server in $servers) {
        $isEdge = 'EdgeTransportRole' -in $State.exchange.roles
        $version = New-LabValue 'Microsoft.Exchange.Data.ServerVersion' ('Version {0}.{1} (Build {2}.{3})' -f $build)
        Set-LabProperty (Get-LabObject 'ExchangeServer' 'GetExchangeServer') ([ordered]@{
                Name = $server.name; Fqdn = $server.fqdn; Identity = Get-LabIdentity $server.name
                AdminDisplayVersion = $version; IsEdgeServer = $isEdge; IsMailboxServer = -not $isEdge })
    }
}

$Handlers['Get-ServerComponentState'] = {
    param($Bound)
    $server = Find-LabServer "$($Bound.Identity)"
    $all = @(Get-LabObject 'ServerComponentState' 'GetServerComponentState' | Where-Object { $_.Component })
    foreach ($name in $server.components.Keys | Where-Object { -not $Bound.ContainsKey('Component') -or $_ -eq $Bound.Component } | Sort-Object) {
        $known = $server.components[$name]
        $base = @($all | Where-Object { $_.Component -eq $name }) + (Get-LabObject 'ServerComponentState' '')
        $locals = @(foreach ($local in $known.requesters) {
                $text = "Requestor:$($local.requester); State:$($local.state); Timestamp:$($local.at)"
                $value = New-LabValue 'Microsoft.Exchange.Data.Directory.Management.ServerComponentStatePresentationObject+RequesterDetails' $text
                $at = ConvertTo-LabTime $local.at
                Set-LabProperty $value ([ordered]@{ Requester = $local.requester; State = $local.state; Timestamp = $at; Component = $name })
            })
        Set-LabProperty $base[0] ([ordered]@{
                ServerFqdn = $server.fqdn; Component = $name
                State = New-LabEnum 'Microsoft.Exchange.Data.ServiceState' $known.state $ServiceStates
                LocalStates = [Collections.ArrayList]$locals; Identity = Get-LabIdentity $server.name })
    }
}

function Format-LabMeter($Meter) {
    $threshold = @($Meter.Threshold.Keys | ForEach-Object { "$_=$($Meter.Threshold[$_])" }) -join ' '
    @"
        <ResourceMeter Resource="$(Protect-LabXml $Meter.Name)">
          <CurrentResourceUse>$($Meter.Use)</CurrentResourceUse>
          <PreviousResourceUse>$($Meter.Previous)</PreviousResourceUse>
          <PressureTransitions>[PressureTransitions: $threshold]</PressureTransitions>
          <Pressure>$($Meter.Pressure)</Pressure>
        </ResourceMeter>
"@
}

function Format-LabDiagnostics($Server, $Meters) {
    $level = Get-LabAggregate $Meters
    $isOn = $State.transport.monitoring -or -not $Server.isHere
    $observers = foreach ($name in $Observers) {
        $paused = ($isOn -and $level -ne 'Low' -and $name -in $PausedByPressure).ToString().ToLowerInvariant()
        "        <ResourceLevelObserver Name=`"$name`">`n          <Paused>$paused</Paused>`n          <SubStatus></SubStatus>`n        </ResourceLevelObserver>"
    }
    $text = [IO.File]::ReadAllText([IO.Path]::Combine($PSScriptRoot, 'objects', 'ResourceThrottling.xml'))
    $text.Replace('{server}', $Server.name).Replace('{build}', $State.exchange.build).Replace('{aggregate}', $level).Replace('{enabled}', "$isOn".ToLowerInvariant()).
    Replace('{meters}', (@($Meters | ForEach-Object { Format-LabMeter $_ }) -join "`n")).Replace('{observers}', ($observers -join "`n"))
}

$Handlers['Get-ExchangeDiagnosticInfo'] = {
    param($Bound)
    $server = $(if ($Bound.ContainsKey('Server')) { Find-LabServer "$($Bound.Server)" } else { @(Get-LabServer)[0] })
    $asked = "$($Bound['Process']) $($Bound['Component'])"
    if ($asked -ne 'EdgeTransport ResourceThrottling') { Stop-Lab "no stand-in for $asked" }
    if ($State.exchange.generation -eq 'v14') { Stop-Lab 'ResourceThrottling came with Exchange 2013' }
    if ($server.diagnostics -eq 'unreachable') {
        Write-LabError 'RpcError' "Failed to connect to $($server.name): The RPC server is unavailable." 'ConnectionError'
        return
    }
    if ($server.isHere -and $State.services['MSExchangeTransport'].status -ne 'Running') {
        Write-LabError 'ProcessNotFound' 'The process EdgeTransport does not run on this server.'
        return
    }
    $text = '<Diagnostics><ProcessInfo></ProcessInfo><Components><error>Access is denied.</error></Components></Diagnostics>'
    if ($server.diagnostics -ne 'denied') {
        $meters = @(Update-LabMeter)
        if (-not $server.isHere) { foreach ($meter in $meters) { $meter.Use = 'Low'; $meter.Previous = 'Low'; $meter.Pressure = 1 } }
        $text = Format-LabDiagnostics $server $meters
    }
    Set-LabProperty (Get-LabObject 'DiagnosticInfo' 'GetExchangeDiagnosticInfo_EdgeTransportResourceThrottling') @{ Result = $text }
}

$QueueStatus = @{ None = 0; Active = 1; Ready = 2; Retry = 3; Suspended = 4; Connecting = 5 }

function Step-LabQueue {
    # Mail leaves when nothing holds it back: with each reading a third of what waits in queues that are not in Retry.
    if (Test-LabPressure) { return }
    foreach ($queue in $State.queues) {
        if ($queue.status -in 'Ready', 'Active' -and $queue.messages -gt 0) { $queue.messages = [int][Math]::Floor($queue.messages * 2 / 3) }
    }
    Save-LabState
}

$Handlers['Get-Queue'] = {
    param($Bound)
    $server = $(if ($Bound.ContainsKey('Server')) { Find-LabServer "$($Bound.Server)" } else { @(Get-LabServer)[0] })
    foreach ($name in $Bound.Keys) { if ($name -notin 'Server', 'ResultSize', 'ErrorAction') { Stop-Lab "Get-Queue -$name has no stand-in" } }
    if (-not $server.isHere) { return }
    Step-LabQueue
    foreach ($queue in $State.queues) {
        Set-LabProperty (Get-LabObject 'QueueInfo' '') ([ordered]@{ Identity = New-LabValue 'Microsoft.Exchange.Data.QueueViewer.QueueIdentity' $queue.identity
                MessageCount = [int]$queue.messages; Status = New-LabEnum 'Microsoft.Exchange.Data.QueueViewer.QueueStatus' $queue.status $QueueStatus
                DeliveryType = New-LabValue 'Microsoft.Exchange.Data.DeliveryType' $queue.delivery_type '<I32>1</I32>'
                NextHopDomain = $queue.next_hop; LastError = $queue.last_error })
    }
}

$Handlers['Get-MailboxDatabase'] = {
    param($Bound)
    $known = $State.databases
    if ($Bound.ContainsKey('Identity')) { $known = @($known | Where-Object { $_.name -eq "$($Bound.Identity)" }) }
    if ($Bound.ContainsKey('Identity') -and -not $known.Count) { Stop-LabNotFound "$($Bound.Identity)" }
    if ($Bound.ContainsKey('Server') -and -not (Find-LabServer "$($Bound.Server)").isHere) { return }
    foreach ($database in $known) {
        Set-LabProperty (Get-LabObject 'MailboxDatabase' '') ([ordered]@{ Name = $database.name; Identity = Get-LabIdentity $database.name
                EdbFilePath = New-LabValue 'Microsoft.Exchange.Data.EdbFilePath' $database.edb_path
                LogFolderPath = New-LabValue 'Microsoft.Exchange.Data.NonRootLocalLongFullPath' $database.log_folder })
    }
}

$Handlers['Get-MailboxServer'] = {
    param($Bound)
    foreach ($server in @($(if ($Bound.ContainsKey('Identity')) { Find-LabServer "$($Bound.Identity)" } else { Get-LabServer }))) {
        $dag = $(if ($State.dag) { Get-LabIdentity $State.dag.name })
        $identity = Get-LabIdentity $server.name
        Set-LabProperty (Get-LabObject 'MailboxServer' 'GetMailboxServer') ([ordered]@{
                Name = $server.name; Identity = $identity; DatabaseAvailabilityGroup = $dag })
    }
}

$Handlers['Get-DatabaseAvailabilityGroup'] = {
    param($Bound)
    $isOther = -not $State.dag -or ($Bound.ContainsKey('Identity') -and "$($Bound.Identity)" -ne $State.dag.name)
    if ($isOther) { Stop-LabNotFound "$($Bound['Identity'])" }
    Set-LabProperty (Get-LabObject 'DatabaseAvailabilityGroup' '') ([ordered]@{
            Name = $State.dag.name; Identity = Get-LabIdentity $State.dag.name; Servers = Get-LabList $State.dag.members })
}

# Below the install path, as the documentation of Set-TransportService gives the defaults; {role} is Hub or Edge.
$LogPaths = [ordered]@{ ConnectivityLogPath = 'TransportRoles\Logs\{role}\Connectivity'; MessageTrackingLogPath = 'TransportRoles\Logs\MessageTracking'
    ReceiveProtocolLogPath = 'TransportRoles\Logs\{role}\ProtocolLog\SmtpReceive'; SendProtocolLogPath = 'TransportRoles\Logs\{role}\ProtocolLog\SmtpSend'
    RoutingTableLogPath = 'TransportRoles\Logs\{role}\Routing' }

function Get-LabTransportObject([string]$Identity) {
    $server = Find-LabServer $Identity
    $role = $(if ('EdgeTransportRole' -in $State.exchange.roles) { 'Edge' } else { 'Hub' })
    $values = [ordered]@{ Name = $server.name; Identity = Get-LabIdentity $server.name; IrmLogPath = $null }
    foreach ($name in $LogPaths.Keys) {
        $path = Join-LabPath $State.exchange.install_path $LogPaths[$name].Replace('{role}', $role)
        $values[$name] = New-LabValue 'Microsoft.Exchange.Data.LocalLongFullPath' $path
    }
    Set-LabProperty (Get-LabObject 'TransportService' '') $values
}

$Handlers['Get-TransportService'] = { param($Bound) Get-LabTransportObject "$(if ($Bound.ContainsKey('Identity')) { $Bound.Identity } else { $State.computer })" }
$Handlers['Get-TransportServer'] = $Handlers['Get-TransportService']
