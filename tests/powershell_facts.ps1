# Reads scripts with the real parser and says, one JSON object a line, what they use: syntax newer than 3.0, types, members, commands.
# Runs in PowerShell 7; tests/powershell_compat.py judges what it says.
param([string[]]$Files)
$ErrorActionPreference = 'Stop'
$NewSyntax = @{
    TernaryExpressionAst = 'ternary ?: (7.0)'
    PipelineChainAst = '&& or || (7.0)'
    TypeDefinitionAst = 'class or enum (5.0)'
    UsingStatementAst = 'using (5.0)'
    ConfigurationDefinitionAst = 'configuration (4.0)'
}
$NewVariables = 'IsWindows', 'IsLinux', 'IsMacOS', 'IsCoreCLR', 'PSStyle', 'PSEdition', 'EnabledExperimentalFeatures'

function Out-Fact($Ast, [string]$Kind, $Values) {
    $fact = [ordered]@{ file = $file; line = $Ast.Extent.StartLineNumber; kind = $Kind }
    foreach ($name in $Values.Keys) { $fact[$name] = $Values[$name] }
    ConvertTo-Json -InputObject $fact -Compress -Depth 3
}

function Out-Syntax($Ast, [string]$What) { Out-Fact $Ast 'syntax' @{ what = $What } }

function Get-TypeText($Name) {
    # The name as written, without brackets of arrays; List[string] becomes List`1.
    while ($Name.IsArray) { $Name = $Name.ElementType }
    if ($Name.IsGeneric) { return "$($Name.TypeName.FullName)``$($Name.GenericArguments.Count)" }
    $Name.FullName
}

function Out-Member($Ast) {
    $member = if ($Ast.Member -is [Management.Automation.Language.StringConstantExpressionAst]) { $Ast.Member.Value }
    $isCall = $Ast -is [Management.Automation.Language.InvokeMemberExpressionAst]
    $count = if ($isCall) { @($Ast.Arguments | Where-Object { $_ }).Count }
    if ($Ast.NullConditional) { Out-Syntax $Ast '?. (7.0)' }
    if (-not $member) { return }
    $isType = $Ast.Static -and $Ast.Expression -is [Management.Automation.Language.TypeExpressionAst]
    if ($Ast.Static -and $member -eq 'new') { Out-Syntax $Ast '::new() (5.0)' }
    elseif ($isType) { Out-Fact $Ast 'static' @{ type = Get-TypeText $Ast.Expression.TypeName; member = $member; arguments = $count } }
    elseif ($isCall -and $member -in 'ForEach', 'Where') { Out-Syntax $Ast ".$member() (4.0)" }
    elseif ($isCall) { Out-Fact $Ast 'instance' @{ member = $member; arguments = $count } }
}

function Out-NewObject($Ast) {
    $elements = @($Ast.CommandElements | Select-Object -Skip 1)
    if ($elements[0] -is [Management.Automation.Language.CommandParameterAst]) { $elements = @($elements | Select-Object -Skip 1) }
    if ($elements[0] -isnot [Management.Automation.Language.StringConstantExpressionAst]) { return }
    $type = [Management.Automation.Language.Parser]::ParseInput("[$($elements[0].Value)]", [ref]$null, [ref]$null).Find(
        { $args[0] -is [Management.Automation.Language.TypeExpressionAst] }, $true)
    if ($type.TypeName.IsArray) { Out-Fact $Ast 'type' @{ type = Get-TypeText $type.TypeName }; return }
    $count = 0
    if ($elements.Count -gt 1 -and $elements[1] -is [Management.Automation.Language.ParenExpressionAst]) {
        $inner = $elements[1].Pipeline.PipelineElements[0].Expression
        $count = if ($inner -is [Management.Automation.Language.ArrayLiteralAst]) { $inner.Elements.Count } else { 1 }
    } elseif ($elements.Count -gt 1) { $count = 1 }
    Out-Fact $Ast 'static' @{ type = Get-TypeText $type.TypeName; member = '.ctor'; arguments = $count }
}

function Out-Command($Ast) {
    $name = $Ast.GetCommandName()
    if (-not $name) { return }
    $parameters = @($Ast.CommandElements | Where-Object { $_ -is [Management.Automation.Language.CommandParameterAst] } | ForEach-Object { $_.ParameterName })
    Out-Fact $Ast 'command' @{ name = $name; parameters = $parameters }
    if ($name -eq 'New-Object' -and $Ast.CommandElements.Count -gt 1) { Out-NewObject $Ast }
}

function Out-Node($Ast) {
    $kind = $Ast.GetType().Name
    if ($NewSyntax[$kind]) { Out-Syntax $Ast $NewSyntax[$kind] }
    switch ($kind) {
        'PipelineAst' { if ($Ast.Background) { Out-Syntax $Ast 'background & (6.0)' } }
        'BinaryExpressionAst' { if ("$($Ast.Operator)" -match 'QuestionQuestion') { Out-Syntax $Ast '?? (7.0)' } }
        'AssignmentStatementAst' { if ("$($Ast.Operator)" -match 'QuestionQuestion') { Out-Syntax $Ast '??= (7.0)' } }
        'ScriptBlockAst' { if ($Ast.CleanBlock) { Out-Syntax $Ast 'clean (7.3)' } }
        'VariableExpressionAst' { if ($Ast.VariablePath.UserPath -in $NewVariables) { Out-Syntax $Ast "`$$($Ast.VariablePath.UserPath) (6.0)" } }
        'FunctionDefinitionAst' { Out-Fact $Ast 'function' @{ name = $Ast.Name } }
        { $_ -in 'TypeExpressionAst', 'TypeConstraintAst' } { Out-Fact $Ast 'type' @{ type = Get-TypeText $Ast.TypeName } }
        { $_ -in 'MemberExpressionAst', 'InvokeMemberExpressionAst' } { Out-Member $Ast }
        'CommandAst' { Out-Command $Ast }
    }
}

function Out-Token($Token) {
    if ("$($Token.Kind)" -match 'String' -and $Token.Text -match '`(u\{|e)' -and $Token.Text[0] -ne "'") { Out-Syntax $Token '`u{} or `e (6.0)' }
    if ("$($Token.Kind)" -eq 'Number' -and $Token.Text -match '(?i)^(0b|\d+(u|y|uy|us|ul|n|s)$)') { Out-Syntax $Token "number $($Token.Text) (6.2)" }
}

foreach ($file in $Files) {
    $tokens = $null
    $errors = $null
    $root = [Management.Automation.Language.Parser]::ParseFile($file, [ref]$tokens, [ref]$errors)
    foreach ($fault in $errors) { Out-Fact $fault 'syntax' @{ what = "does not parse: $($fault.Message)" } }
    if ([IO.File]::ReadAllBytes($file) -gt 127) { Out-Syntax $root 'not ASCII' }
    foreach ($token in $tokens) { Out-Token $token }
    foreach ($node in $root.FindAll({ $true }, $true)) { Out-Node $node }
}
