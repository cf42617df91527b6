# Reads scripts, one line of base64 each, and says one line of JSON for each what the parser of this PowerShell sees. Runs nothing of them.
# Also for Windows PowerShell 3.0 and later.
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

function Read-Script([string]$Text) {
    $tokens = $null
    $errors = $null
    $root = [Management.Automation.Language.Parser]::ParseInput($Text, [ref]$tokens, [ref]$errors)
    $words = @(foreach ($node in $root.FindAll({ $true }, $true)) {
            if ($node -is [Management.Automation.Language.CommandAst]) {
                $name = $(if ("$($node.InvocationOperator)" -eq 'Unknown') { $node.GetCommandName() })
                "$($node.Extent.StartLineNumber) command $name"
            } elseif ($node -is [Management.Automation.Language.MemberExpressionAst]) {
                $isText = $node.Member -is [Management.Automation.Language.StringConstantExpressionAst]
                "$($node.Extent.StartLineNumber) member $(if ($isText) { $node.Member.Value })"
            }
        })
    $faults = @(foreach ($fault in $errors) { "$($fault.Extent.StartLineNumber) $($fault.Message)" })
    ConvertTo-Json -InputObject @{ errors = $faults; words = $words } -Compress
}

while ($null -ne ($line = [Console]::In.ReadLine())) {
    if ($line -ne '') { Read-Script ([Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($line))) }
}
