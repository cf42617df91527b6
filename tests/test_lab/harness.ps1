# Runs many scripts in one PowerShell, the way the agent runs its steps: one runspace without a host, the agent's own JSON.
# A line on stdin is base64 of {"script":...,"shared":...}; the answer is one line of JSON.
param([string]$AgentFolder)
$ErrorActionPreference = 'Stop'
$runspace = [RunspaceFactory]::CreateRunspace()
$runspace.ThreadOptions = 'ReuseThread'
$runspace.Open()
function Invoke-Text([string]$Text, [object[]]$Arguments) {
    $shell = [PowerShell]::Create()
    $shell.Runspace = $runspace
    $null = $shell.AddScript($Text, $false)
    foreach ($one in $Arguments) { $null = $shell.AddArgument($one) }
    $fault = $null
    $output = [Collections.Generic.List[object]]::new()
    try { foreach ($item in $shell.Invoke()) { $output.Add($item) } } catch { $fault = $_.Exception.InnerException ?? $_.Exception }
    $errors = @($shell.Streams.Error)
    if ($fault) { $errors = @($fault.ErrorRecord ?? [Management.Automation.ErrorRecord]::new($fault, 'Harness', 'NotSpecified', $null)) + $errors }
    $shell.Dispose()
    @{ output = $output; errors = $errors }
}
foreach ($name in '10-json.ps1', '15-output.ps1', '20-process.ps1') {
    $found = Invoke-Text ([IO.File]::ReadAllText([IO.Path]::Combine($AgentFolder, $name)) -replace '(?m)^function (?=\S)', 'function global:') @()
    if ($found.errors) { throw "$($found.errors[0])" }
}
$wrapper = @'
$global:ExkitEnd = $false
$global:LASTEXITCODE = $null
$global:ErrorActionPreference = 'Stop'
Set-Location -LiteralPath /
if ($args[1]) { . ([ScriptBlock]::Create($args[0])) | ConvertTo-ExkitItem }
else { & ([ScriptBlock]::Create($args[0])) | ConvertTo-ExkitItem }
$global:ExkitEnd = $true
'@
# as the agent does: a step that reads the console finds its end
$lines = [Console]::In
[Console]::SetIn([IO.TextReader]::Null)
[Console]::Out.WriteLine('READY')
while ($null -ne ($line = $lines.ReadLine())) {
    $ask = ConvertFrom-Json -InputObject ([Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($line)))
    $found = Invoke-Text $wrapper @($ask.script, $ask.shared)
    $items = foreach ($item in $found.output) { if ($item -is [string]) { ConvertTo-Json -InputObject $item -Compress } else { @($item)[0] } }
    $faults = foreach ($fault in $found.errors) {
        ConvertTo-Json -Compress -InputObject ([ordered]@{ message = "$fault"; error_id = $fault.FullyQualifiedErrorId; at = "$($fault.ScriptStackTrace)" })
    }
    $ended = "$($runspace.SessionStateProxy.GetVariable('ExkitEnd'))".ToLowerInvariant()
    [Console]::Out.WriteLine('{"output":[' + ($items -join ',') + '],"errors":[' + ($faults -join ',') + '],"ended":' + $ended + '}')
}
