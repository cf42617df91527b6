# What a step puts out, on its way to a JSON array.

function ConvertTo-ExkitItem {
    # Runs in the step's runspace, item by item, while the objects are still alive. Text stays text, to be escaped all at once;
    # anything else becomes an array of one: its JSON. Shared with the steps.
    process {
        if ($_ -is [string]) { $_ }
        elseif ($null -ne $_ -and $_.GetType().FullName.StartsWith('Microsoft.PowerShell.Commands.Internal.Format.')) {
            throw 'a step puts out data, not what Format-* makes of it'
        }
        else { , @(Format-ExkitJson $_ 0) }
    }
}

function Join-Texts($Texts) {
    # JSON strings with commas between. Escaping in one piece: a call for each costs minutes for 100,000 lines.
    $separator = [string][char]1
    $all = [string]::Join($separator, $Texts)
    $clean = $all.Length - $all.Replace($separator, '').Length -eq $Texts.Count - 1 -and -not $all.Contains('\u0001')
    if ($clean) { return '"' + (Protect-ExkitText $all).Replace('\u0001', '","') + '"' }
    @(foreach ($text in $Texts) { Format-ExkitString $text }) -join ','
}

function Join-Output($Items) {
    # Returns whether the output was cut, and the inside of a JSON array. The length of text as JSON is bounded by its UTF-8 bytes:
    # each one beyond the letters costs five characters at most.
    $size = 0
    $escaped = 0
    $cut = $false
    $json = New-Object 'Collections.Generic.List[string]'
    $texts = New-Object 'Collections.Generic.List[string]'
    foreach ($item in $Items) {
        if ($item -is [string]) { $size += $item.Length + 3; $escaped += 5 * $Utf8.GetByteCount($item) - 4 * $item.Length + 3 }
        else { $size += $item[0].Length + 1; $escaped += $item[0].Length + 1 }
        if ($size -gt $OutputCharacters -or $escaped -gt $EscapedCharacters) { $cut = $true; break }
        if ($item -is [string]) { $texts.Add($item); continue }
        if ($texts.Count) { $json.Add((Join-Texts $texts)); $texts.Clear() }
        $json.Add($item[0])
    }
    if ($texts.Count) { $json.Add((Join-Texts $texts)) }
    $cut
    [string]::Join(',', $json)
}

function Get-Texts($Records) {
    # The first records of a stream, as text of bounded length.
    foreach ($record in @($Records | Select-Object -First $StreamItems)) { Limit-Text "$record" $StreamCharacters }
}

function Limit-Text([string]$Text, [int]$Characters) {
    if ($Text.Length -gt $Characters) { $Text.Substring(0, $Characters) } else { $Text }
}
