# Finds what can run in PowerShell files, from the tree of the real parser: statements and branches.
# stdin: JSON {"name": "text", ...}; stdout: JSON {"name": [{kind, line, at, text, ...}, ...], ...}. Offsets are in UTF-16 units.
#   statement  a statement begins at $at
#   block      a branch begins behind the brace at $at
#   else       an if without else ends at $at
#   default    a switch without default ends with the brace at $at
#   loop       a body begins at $at; the statement around the loop reaches from $before to $after
using namespace System.Management.Automation.Language
$ErrorActionPreference = 'Stop'

function Read-Line($Ast) { ($Ast.Extent.StartScriptPosition.Line).Trim() }

function New-Point([string]$Kind, [string]$Name, $Ast, [int]$At) {
    [ordered]@{ kind = $Kind; name = $Name; line = $Ast.Extent.StartLineNumber; at = $At; text = Read-Line $Ast }
}

function New-BlockPoint([string]$Name, $Block) { New-Point 'block' $Name $Block ($Block.Extent.StartOffset + 1) }

function Test-Listed($Ast) {
    # Does it stand in a list of statements, where another statement can be put before and behind it?
    $Ast -is [StatementAst] -and ($Ast.Parent -is [NamedBlockAst] -or $Ast.Parent -is [StatementBlockAst])
}

function Test-Alone($Ast) {
    # The only statement of $(...) or @(...) runs when the statement around it does.
    $Ast.Parent -is [StatementBlockAst] -and $Ast.Parent.Statements.Count -eq 1 -and
    ($Ast.Parent.Parent -is [SubExpressionAst] -or $Ast.Parent.Parent -is [ArrayExpressionAst])
}

function Get-IfPoint($Ast) {
    foreach ($clause in $Ast.Clauses) { New-BlockPoint 'if' $clause.Item2 }
    if ($Ast.ElseClause) { New-BlockPoint 'else' $Ast.ElseClause; return }
    $last = $Ast.Clauses[$Ast.Clauses.Count - 1].Item2
    New-Point 'else' 'no else' $Ast $last.Extent.EndOffset
}

function Get-SwitchPoint($Ast) {
    foreach ($clause in $Ast.Clauses) { New-BlockPoint 'switch' $clause.Item2 }
    if ($Ast.Default) { New-BlockPoint 'default' $Ast.Default } else { New-Point 'default' 'no default' $Ast ($Ast.Extent.EndOffset - 1) }
}

function Test-Sure($Ast) {
    # Is the body of this loop always entered? Over a list that is written out, or 'while ($true)'.
    $what = $Ast.Condition
    if ($what -is [PipelineAst] -and $what.PipelineElements.Count -eq 1) { $what = $what.PipelineElements[0].Expression }
    $what -is [ArrayLiteralAst] -or ($Ast -is [WhileStatementAst] -and "$what" -eq '$true')
}

function Get-LoopPoint($Ast) {
    New-BlockPoint 'loop entered' $Ast.Body
    if (Test-Sure $Ast) { return }
    $around = $Ast
    while (-not (Test-Listed $around)) { $around = $around.Parent }
    $point = New-Point 'loop' 'loop not entered' $Ast ($Ast.Body.Extent.StartOffset + 1)
    $point.before = $around.Extent.StartOffset
    $point.after = $around.Extent.EndOffset
    $point
}

function Get-Point($Ast) {
    if ((Test-Listed $Ast) -and -not (Test-Alone $Ast) -and $Ast -isnot [FunctionDefinitionAst]) { New-Point 'statement' 'statement' $Ast $Ast.Extent.StartOffset }
    if ($Ast -is [IfStatementAst]) { Get-IfPoint $Ast }
    elseif ($Ast -is [SwitchStatementAst]) { Get-SwitchPoint $Ast }
    elseif ($Ast -is [ForEachStatementAst] -or $Ast -is [ForStatementAst] -or $Ast -is [WhileStatementAst]) { Get-LoopPoint $Ast }
    elseif ($Ast -is [CatchClauseAst]) { New-BlockPoint 'catch' $Ast.Body }
    elseif ($Ast -is [TrapStatementAst]) { New-BlockPoint 'trap' $Ast.Body }
}

$found = [ordered]@{}
$texts = ConvertFrom-Json -InputObject ([Console]::In.ReadToEnd()) -AsHashtable
foreach ($name in $texts.Keys) {
    $faults = $null
    $tree = [Parser]::ParseInput($texts[$name], [ref]$null, [ref]$faults)
    if ($faults) { throw "${name}: $($faults[0])" }
    $found[$name] = @(foreach ($ast in $tree.FindAll({ $true }, $true)) { Get-Point $ast })
}
ConvertTo-Json -InputObject $found -Depth 4 -Compress
