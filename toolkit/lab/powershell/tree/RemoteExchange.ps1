# Stand-in of the lab for Exchange's own start script.
function global:Connect-ExchangeServer {
    [CmdletBinding(PositionalBinding = $false)]
    param([string]$ServerFqdn, [switch]$Auto, [string]$ClientApplication)
    $server = if ($Auto) { "$env:COMPUTERNAME.$env:USERDNSDOMAIN" } else { $ServerFqdn }
    ExkitLab\Connect-LabExchange $server
}
