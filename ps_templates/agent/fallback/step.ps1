begin {
# exkit without its agent: one process, one step. Uses only what constrained language allows.
$global:ErrorActionPreference = 'Stop'
$global:ProgressPreference = 'SilentlyContinue'
$ExkitToken = ''
$ExkitScripts = @{}
if ($ExkitPrelude) { Invoke-Expression $ExkitPrelude }
function ConvertTo-ExkitItemJson($Item) {
    if ($Item -is [string]) { $Item = "$Item" }
    ConvertTo-Json -InputObject $Item -Compress -Depth 12
}
function Add-ExkitItem {
    # A hashtable with numbers: lists of .NET are not allowed, and a growing array is slow.
    process {
        if ($null -ne $_ -and $_.PSObject.TypeNames -contains 'System.Management.Automation.WarningRecord') {
            $ExkitAnswer.warnings += "$_"
        } else { $ExkitItems[$ExkitItems.Count] = ConvertTo-ExkitItemJson $_ }
    }
}
function Add-ExkitError($Record) {
    $ExkitAnswer.errors += @{ message = "$Record"; id = "$($Record.FullyQualifiedErrorId)"
        category = "$($Record.CategoryInfo.Category)"; at = "$($Record.ScriptStackTrace)" }
}
function Write-ExkitAnswer {
    $ExkitAnswer.native_exit = $global:LASTEXITCODE
    $ExkitAnswer.output = @(for ($number = 0; $number -lt $ExkitItems.Count; $number++) { $ExkitItems[$number] })
    $json = ConvertTo-Json -InputObject $ExkitAnswer -Compress -Depth 4
    # ASCII in short lines: a console has a code page and a width.
    $letters = @{}
    foreach ($letter in ($json -creplace '[ -~]', '').ToCharArray()) { $letters[[int]$letter] = "$letter" }
    foreach ($number in $letters.Keys) { $json = $json.Replace($letters[$number], ('\u{0:x4}' -f $number)) }
    "`n@EXK $ExkitToken BEGIN"
    foreach ($part in [regex]::Matches($json, '.{1,70}')) { '|' + $part.Value }
    "@EXK $ExkitToken END $($json.Length)"
}
"`n@EXK 0 READY"
}
process {
$ExkitLine = "$input"
if (-not $ExkitToken) { if ($ExkitLine -cmatch '#EXK-STEP ([0-9a-f]{32})\s*$') { $ExkitToken = $Matches[1] }; return }
if ($ExkitLine -cnotmatch '^#EXK-END\s*$') { $ExkitScripts[$ExkitScripts.Count] = $ExkitLine; return }
$ExkitItems = @{}
$ExkitAnswer = @{ state = 'refused'; stage = 'library'; warnings = @(); errors = @() }
$ExkitEnded = $false
$global:LASTEXITCODE = $null
try {
    # The loop catches a stray break or continue.
    foreach ($ExkitNumber in 0..($ExkitScripts.Count - 1)) {
        $ExkitEnded = $false
        $ExkitScript = ConvertFrom-Json -InputObject $ExkitScripts[$ExkitNumber]
        $ExkitAnswer.stage = $ExkitScript.kind
        if ($ExkitScript.text.Length -ne $ExkitScript.characters) { throw 'the script arrived changed' }
        if ($ExkitScript.kind -eq 'step') {
            $ExkitAnswer.state = 'failed'
            & { Invoke-Expression $ExkitScript.text } 3>&1 | Add-ExkitItem
        } else { $null = Invoke-Expression $ExkitScript.text }
        $ExkitEnded = $true
    }
    if (-not $ExkitEnded) { throw 'left by break or continue' }
    $ExkitAnswer.state = 'ok'
} catch { Add-ExkitError $_ }
Write-ExkitAnswer
}
