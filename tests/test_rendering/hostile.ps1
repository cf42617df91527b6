# Reads scripts made of headers with PowerShell's own parser, then runs them, and counts what is not as it must be.
# stdin: the path of a file a line; answer: a line of JSON. Lines of the file, texts in base64 of UTF-16:
#   t <script>                                  a twin: the same headers with harmless values; counted from 0
#   <twin> <script> <literals> <arrivals> <texts>   positions in texts: of each literal, and of what arrives in $p:
#       3 is text, n3 a number, 3:4 a record whose key 'key' is text 4
$ErrorActionPreference = 'Stop'
$twins = [Collections.Generic.List[object]]::new()
$arrived = [Collections.Generic.List[object]]::new()
$watch = @{ commands = 0 }
function Invoke-Canary { [IO.File]::WriteAllText('canary', 'x') }
# nothing in a header is a command: whatever is looked up there has come out of a value
$hook = [EventHandler[Management.Automation.CommandLookupEventArgs]] { $watch.commands++ }

function Read-Text([string]$Base64) { [Text.Encoding]::Unicode.GetString([Convert]::FromBase64String($Base64)) }

function Measure-Script([string]$Script) {
    $tokens = $errors = $null
    $tree = [Management.Automation.Language.Parser]::ParseInput($Script, [ref]$tokens, [ref]$errors)
    $literals = foreach ($token in $tokens) { if ($token.Kind -eq 'StringLiteral') { $token.Value } }
    @{ statements = $tree.EndBlock.Statements.Count; tokens = $tokens.Count; errors = $errors.Count; literals = @($literals); tree = $tree }
}

function Invoke-Script($Tree) {
    # -> whether anything was run: a command was looked up, or something was put out
    $arrived.Clear()
    $watch.commands = 0
    $ExecutionContext.InvokeCommand.PreCommandLookupAction = $hook
    $put = $null
    try { $put = . $Tree.GetScriptBlock() 2>$null } catch { } finally { $ExecutionContext.InvokeCommand.PreCommandLookupAction = $null }
    $watch.commands -or $null -ne $put
}

function Test-Literal($Literals, [string[]]$Positions, $Texts) {
    if ($Literals.Count -ne $Positions.Count) { return $false }
    for ($at = 0; $at -lt $Positions.Count; $at++) { if (-not [string]::Equals($Literals[$at], $Texts[[int]$Positions[$at]])) { return $false } }
    $true
}

function Test-Arrival($Values, [string[]]$Positions, $Texts) {
    if ($Values.Count -ne $Positions.Count) { return $false }
    for ($at = 0; $at -lt $Positions.Count; $at++) {
        $value, $position = $Values[$at], $Positions[$at]
        if ($position[0] -eq 'n') {
            if ($value -is [string] -or -not [string]::Equals([string]$value, $Texts[[int]$position.Substring(1)])) { return $false }
            continue
        }
        $both = $position.Split(':')
        if ($value -isnot [string] -or -not [string]::Equals($value, $Texts[[int]$both[0]])) { return $false }
        if ($both.Count -eq 1) { continue }
        $key = (ConvertFrom-Json -InputObject $value -DateKind String).key
        if ($key -isnot [string] -or -not [string]::Equals($key, $Texts[[int]$both[1]])) { return $false }
    }
    $true
}

while ($null -ne ($path = [Console]::In.ReadLine())) {
    $result = @{ scripts = 0; parsed_otherwise = 0; executed = 0; altered = 0 }
    foreach ($line in [IO.File]::ReadLines($path)) {
        $parts = $line.Split(' ')
        $read = Measure-Script (Read-Text $parts[1])
        if ($parts[0] -eq 't') { $twins.Add($read); continue }
        $twin = $twins[[int]$parts[0]]
        $texts = @(foreach ($text in $parts[4].Split('|')) { Read-Text $text })
        $isSame = $read.errors -eq 0 -and $read.statements -eq $twin.statements -and $read.tokens -eq $twin.tokens
        $hasRun = Invoke-Script $read.tree
        $values = @(foreach ($value in $arrived) { foreach ($item in $value) { $item } })
        $result.scripts++
        if (-not ($isSame -and (Test-Literal $read.literals $parts[2].Split(',') $texts))) { $result.parsed_otherwise++ }
        if ($hasRun) { $result.executed++ }
        if (-not (Test-Arrival $values $parts[3].Split(',') $texts)) { $result.altered++ }
    }
    [Console]::Out.WriteLine((ConvertTo-Json -InputObject $result -Compress))
}
