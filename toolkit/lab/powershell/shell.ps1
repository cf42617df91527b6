# How the Exchange cmdlets come into a session: not before Exchange's own scripts or snap-ins were loaded.

$SnapIns = @{ v14 = 'Microsoft.Exchange.Management.PowerShell.E2010'; v15 = 'Microsoft.Exchange.Management.PowerShell.SnapIn' }

function Import-LabExchange { Import-Module -Name ([IO.Path]::Combine($PSScriptRoot, 'exchange_cmdlets.psm1')) -Global -DisableNameChecking }

function Connect-LabExchange([string]$ServerFqdn) {
    # As Exchange's own function: what goes wrong is said on the screen, and it returns.
    Update-LabState
    $known = @($State.fqdn) + @($State.servers | ForEach-Object { $_.fqdn })
    if ($ServerFqdn -notin $known) { Write-Host "Failed to connect to an Exchange server: $ServerFqdn cannot be resolved."; return }
    if ($State.exchange_shell -eq 'denied') { Write-Host "Connecting to remote server $ServerFqdn failed: Access is denied."; return }
    Import-LabExchange
}

$Handlers['Add-PSSnapin'] = {
    param($Bound)
    foreach ($name in $Bound.Name) {
        if ($name -ne $SnapIns[$State.exchange.generation]) {
            Write-LabError 'AddPSSnapInRead' "The Windows PowerShell snap-in '$name' is not installed on this computer." 'InvalidArgument'
            continue
        }
        Import-LabExchange
    }
}
