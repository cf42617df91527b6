# Questions to the Exchange shell that more than one template asks.

function Get-ExkitComponent([string]$Server) {
    # Component states with who holds them: a component stays inactive while any requester wants it so.
    foreach ($component in Get-ServerComponentState -Identity $Server) {
        [ordered]@{
            component = Get-ExkitText $component.Component
            state = Get-ExkitText $component.State
            requesters = @(foreach ($local in $component.LocalStates) {
                    if ($null -eq $local) { continue }
                    $at = ConvertTo-ExkitTime $local.Timestamp
                    [ordered]@{ requester = Get-ExkitText $local.Requester; state = Get-ExkitText $local.State; at = $at }
                })
        }
    }
}

function Get-ExkitThrottlingXml([string]$Server) {
    # An access-denied answer is valid XML without meters: it is handed over whole, to be judged by the reader.
    $info = Get-ExchangeDiagnosticInfo -Server $Server -Process EdgeTransport -Component ResourceThrottling
    Get-ExkitText $info.Result
}
