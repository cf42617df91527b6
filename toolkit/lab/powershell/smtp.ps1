# The SMTP service, as it answers under the pressure that the state has.

function Get-LabSmtpReply([string]$Line) {
    switch -Regex ($Line) {
        '\AEHLO ' { "250-$($State.fqdn) Hello [127.0.0.1]`n250-SIZE 37748736`n250-PIPELINING`n250-DSN`n250-ENHANCEDSTATUSCODES`n250-8BITMIME`n250 CHUNKING"; break }
        '\AMAIL FROM:' { if (Test-LabPressure) { '452 4.3.1 Insufficient system resources' } else { '250 2.1.0 Sender OK' }; break }
        '\ARSET\z' { '250 2.0.0 Resetting'; break }
        '\AQUIT\z' { '221 2.0.0 Service closing transmission channel'; break }
        default { Stop-Lab "the SMTP stand-in does not know: $Line" }
    }
}

function Invoke-LabSmtpDialog([string]$ComputerName, [int]$Port, [string[]]$Command, [int]$TimeoutSeconds = 70) {
    Update-LabState
    $result = [ordered]@{ connected = $false; error = $null; exchanges = [Collections.ArrayList]::new() }
    $isEdge = 'EdgeTransportRole' -in $State.exchange.roles
    $listener = $(if ($isEdge -or -not $State.services.Contains('MSExchangeFrontEndTransport')) { 'MSExchangeTransport' } else { 'MSExchangeFrontEndTransport' })
    if ($Port -ne 25 -or $State.services[$listener].status -ne 'Running') {
        $result.error = 'No connection could be made because the target machine actively refused it.'
        return $result
    }
    $result.connected = $true
    $banner = "220 $($State.fqdn) Microsoft ESMTP MAIL Service ready"
    $lines = $Command
    if ($State.services['MSExchangeTransport'].status -ne 'Running') { $banner = '421 4.3.2 Service not available'; $lines = @($Command[-1]) }
    [void]$result.exchanges.Add([ordered]@{ sent = $null; reply = $banner; ms = 1 })
    foreach ($line in $lines) { [void]$result.exchanges.Add([ordered]@{ sent = $line; reply = Get-LabSmtpReply $line; ms = 1 }) }
    $result
}
