# Registry, processes, events and access lists.

$Handlers['Get-ItemProperty'] = {
    param($Bound)
    $paths = $(if ($Bound.ContainsKey('LiteralPath')) { $Bound.LiteralPath } else { $Bound.Path })
    foreach ($path in $paths) {
        if ($path -notmatch '\A(?:Registry::HKEY_LOCAL_MACHINE|HKLM:)\\') { Microsoft.PowerShell.Management\Get-ItemProperty @Bound; continue }
        $key = ($path -replace '\A(?:Registry::HKEY_LOCAL_MACHINE|HKLM:)', 'HKLM:').TrimEnd('\')
        $found = $State.registry.Keys | Where-Object { $_ -eq $key }
        if ($found) { [pscustomobject]$State.registry[$found]; continue }
        $fault = [Management.Automation.ItemNotFoundException]::new("Cannot find path '$path' because it does not exist.")
        Write-Error -Exception $fault -ErrorId 'PathNotFound' -Category ObjectNotFound
    }
}

$Handlers['Get-Process'] = {
    param($Bound)
    foreach ($name in $(if ($Bound.ContainsKey('Name')) { $Bound.Name } else { '*' })) {
        $hits = @($State.processes | Where-Object { $_ -like $name })
        if (-not $hits.Count) { Write-LabError 'NoProcessFoundForGivenName' "Cannot find a process with the name `"$name`"." }
        foreach ($hit in $hits) { [pscustomobject]@{ Name = $hit; ProcessName = $hit } }
    }
}

function Test-LabEvent($Event, $Filter) {
    foreach ($key in $Filter.Keys) {
        $fits = switch ($key) {
            'LogName' { $Event.log -in $Filter.LogName }
            'ProviderName' { $Event.provider -in $Filter.ProviderName }
            'Id' { $Event.id -in $Filter.Id }
            'Level' { $Event.level -in $Filter.Level }
            'StartTime' { (ConvertTo-LabTime $Event.at) -ge $Filter.StartTime.ToUniversalTime() }
            'EndTime' { (ConvertTo-LabTime $Event.at) -le $Filter.EndTime.ToUniversalTime() }
            default { Stop-Lab "no stand-in for the filter key $key" }
        }
        if (-not $fits) { return $false }
    }
    $true
}

$Handlers['Get-WinEvent'] = {
    param($Bound)
    if (-not $Bound.ContainsKey('FilterHashtable')) { Stop-Lab 'Get-WinEvent without -FilterHashtable has no stand-in' }
    if ($State.Contains('transport')) { $null = Update-LabMeter }
    $hits = @($State.events | Where-Object { Test-LabEvent $_ $Bound.FilterHashtable[0] } | Sort-Object -Property { ConvertTo-LabTime $_.at } -Descending)
    if ($Bound.ContainsKey('MaxEvents')) { $hits = @($hits | Select-Object -First $Bound.MaxEvents) }
    if (-not $hits.Count) { Write-LabError 'NoMatchingEventsFound' 'No events were found that match the specified selection criteria.' }
    foreach ($hit in $hits) {
        [pscustomobject]@{ PSTypeName = 'System.Diagnostics.Eventing.Reader.EventLogRecord'; Id = [int]$hit.id; ProviderName = $hit.provider
            LogName = $hit.log; Level = [byte]$hit.level; TimeCreated = (ConvertTo-LabTime $hit.at).ToLocalTime(); RecordId = [long]$hit.record
            Message = $hit.message; Properties = @(foreach ($value in $hit.properties) { [pscustomobject]@{ Value = $value } }) }
    }
}

function Get-LabAccess([string]$Path) {
    $known = $State.access.Keys | Where-Object { $_ -eq $Path.TrimEnd('\') }
    if ($known) { return $State.access[$known] }
    'O:BAG:SYD:AI(A;OICIID;FA;;;SY)(A;OICIID;FA;;;BA)(A;OICIID;0x1200a9;;;BU)'
}

$Handlers['Get-Acl'] = {
    param($Bound)
    foreach ($path in $(if ($Bound.ContainsKey('LiteralPath')) { $Bound.LiteralPath } else { $Bound.Path })) {
        if (-not (Test-Path -LiteralPath $path)) { Write-LabError 'PathNotFound' "Cannot find path '$path' because it does not exist."; continue }
        $acl = [pscustomobject]@{ PSTypeName = 'System.Security.AccessControl.DirectorySecurity'; Path = $path; Sddl = Get-LabAccess $path }
        $acl | Add-Member -MemberType ScriptMethod -Name SetSecurityDescriptorSddlForm -Value { param([string]$Sddl) $this.Sddl = $Sddl } -PassThru
    }
}

$Handlers['Set-Acl'] = {
    param($Bound)
    foreach ($path in $(if ($Bound.ContainsKey('LiteralPath')) { $Bound.LiteralPath } else { $Bound.Path })) {
        if (-not (Test-Path -LiteralPath $path)) { Write-LabError 'PathNotFound' "Cannot find path '$path' because it does not exist."; continue }
        $State.access[$path.TrimEnd('\')] = $Bound.AclObject.Sddl
        Add-LabCall "Set-Acl $path"
    }
}
