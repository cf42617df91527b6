# A Windows and Exchange server for PowerShell 7: drives that are folders, a registry, and stand-in cmdlets over state.json.
#
#   stand-in (generated from the cmdlet catalogue: right parameters, nothing more)
#     -> Invoke-LabCmdlet -> $Handlers['Get-Queue'] (written by hand: what it does to the state)
#
# Every change is saved at once, so that the server survives the death of the process. What has no handler fails loudly.
#   Import-Module ExkitLab.psm1 -ArgumentList <folder of the world>
param([string]$Root)
Set-StrictMode -Version 3.0

# Windows PowerShell leaves a text that looks like a time as text when it reads JSON; the lab's own state is read as ever.
$PSDefaultParameterValues = @{}
$global:PSDefaultParameterValues['ConvertFrom-Json:DateKind'] = 'String'

$Handlers = @{}
foreach ($part in 'state', 'values', 'drives', 'volumes', 'transport', 'meters', 'services', 'windows', 'tasks', 'smtp', 'exchange', 'shell', 'queue_move', 'tools') {
    . ([IO.Path]::Combine($PSScriptRoot, "$part.ps1"))
}
. ([IO.Path]::Combine($PSScriptRoot, 'windows_cmdlets.ps1'))
Start-LabServer

# An alias wins over the function of the same name that the libraries define later: these are the doors to the outside.
Set-Alias -Name Invoke-ExkitTool -Value Invoke-LabTool
Set-Alias -Name Invoke-ExkitSmtpDialog -Value Invoke-LabSmtpDialog
Export-ModuleMember -Alias Invoke-ExkitTool, Invoke-ExkitSmtpDialog -Function ($WindowsStandIns + @(
        'Invoke-LabCmdlet', 'Connect-LabExchange', 'Move-LabTransportDatabase', 'Invoke-LabTool', 'Invoke-LabSmtpDialog'))
