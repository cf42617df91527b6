# Reads scripts without running them: every command with its named parameters, every static member, every syntax that Windows
# PowerShell 3.0 does not have, every break and continue outside a loop. One JSON line each.
param([string]$Folder)
function Write-Found($File, $Node, $Kind, $Name, $More) {
    ConvertTo-Json -Compress -InputObject ([ordered]@{ file = $File; line = $Node.Extent.StartLineNumber; kind = $Kind; name = $Name; more = @($More) })
}
function Test-InLoop($Node) {
    for ($up = $Node.Parent; $up; $up = $up.Parent) {
        if ($up -is [Management.Automation.Language.LoopStatementAst]) { return $true }
        if ($up -is [Management.Automation.Language.FunctionDefinitionAst]) { return $false }
    }
    $false
}
foreach ($path in [IO.Directory]::GetFiles($Folder)) {
    $errors = $null
    $file = [IO.Path]::GetFileName($path)
    $root = [Management.Automation.Language.Parser]::ParseFile($path, [ref]$null, [ref]$errors)
    foreach ($fault in $errors) { Write-Found $file $root 'syntax' "$($fault.Message)" }
    foreach ($node in $root.FindAll({ $true }, $true)) {
        switch ($node.GetType().Name) {
            'CommandAst' {
                $names = @($node.CommandElements | Where-Object { $_ -is [Management.Automation.Language.CommandParameterAst] } | ForEach-Object { $_.ParameterName })
                Write-Found $file $node 'command' $node.GetCommandName() $names
            }
            'InvokeMemberExpressionAst' { if ($node.Static) { Write-Found $file $node 'method' "$($node.Expression.TypeName.GetReflectionType().FullName)" @("$($node.Member)", "$(@($node.Arguments | Where-Object { $_ }).Count)") } }
            'MemberExpressionAst' { if ($node.Static) { Write-Found $file $node 'property' "$($node.Expression.TypeName.GetReflectionType().FullName)" @("$($node.Member)") } }
            { $_ -in 'TernaryExpressionAst', 'PipelineChainAst', 'TypeDefinitionAst', 'UsingStatementAst', 'ExitStatementAst' } { Write-Found $file $node 'new' $_ }
            { $_ -in 'BreakStatementAst', 'ContinueStatementAst' } { if (-not (Test-InLoop $node)) { Write-Found $file $node 'leaves' $_ } }
            'BinaryExpressionAst' { if ("$($node.Operator)" -match 'QuestionQuestion') { Write-Found $file $node 'new' '??' } }
        }
    }
}
