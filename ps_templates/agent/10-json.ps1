# Canonical JSON: ASCII, no blanks, byte for byte what Python's json.dumps(value, separators=(",", ":")) writes.
# Dictionaries that keep no order are sorted; what is not data becomes its text. These functions are shared with the steps.
# ConvertTo-Json is not used: it cuts at depth 2, turns enums into numbers, and its dates differ between versions.

function Protect-ExkitText([string]$Text) {
    # The inside of a JSON string. Whole-text Replace calls: work per character costs seconds for a megabyte.
    if ([regex]::IsMatch($Text, '\A[ !#-\[\]-~]*\z')) { return $Text }
    $Text = $Text.Replace('\', '\\').Replace('"', '\"').Replace("`n", '\n').Replace("`r", '\r')
    $Text = $Text.Replace("`t", '\t').Replace("`b", '\b').Replace("`f", '\f')
    if (-not [regex]::IsMatch($Text, '[^ -~]')) { return $Text }
    $kinds = New-Object 'Collections.Generic.HashSet[char]' (, $Text.ToCharArray())
    $escapes = @{}
    foreach ($character in $kinds) {
        $number = [int]$character
        if ($number -lt 32 -or $number -gt 126) { $escapes[$character] = '\u' + $number.ToString('x4') }
    }
    if ($escapes.Count -gt 300) { return Protect-ExkitManyKinds $Text $escapes }
    foreach ($character in $escapes.Keys) { $Text = $Text.Replace([string]$character, $escapes[$character]) }
    $Text
}

function Protect-ExkitManyKinds([string]$Text, $Escapes) {
    # Chinese, Japanese, Korean: thousands of kinds, for which as many Replace calls would be slower.
    $result = New-Object Text.StringBuilder
    $position = 0
    foreach ($found in [regex]::Matches($Text, '[^ -~]+')) {
        [void]$result.Append($Text, $position, $found.Index - $position)
        foreach ($character in $found.Value.ToCharArray()) { [void]$result.Append($Escapes[$character]) }
        $position = $found.Index + $found.Length
    }
    $result.Append($Text, $position, $Text.Length - $position).ToString()
}

function Format-ExkitString([string]$Text) { '"' + (Protect-ExkitText $Text) + '"' }

function Format-ExkitTime([datetime]$Time) {
    $format = 'yyyy-MM-ddTHH:mm:ss.fffffff'
    if ($Time.Kind -eq 'Local') { $Time = $Time.ToUniversalTime() }
    if ($Time.Kind -eq 'Utc') { $format += 'Z' }
    '"' + $Time.ToString($format, [Globalization.CultureInfo]::InvariantCulture) + '"'
}

function Format-ExkitFloat($Value) {
    $invariant = [Globalization.CultureInfo]::InvariantCulture
    if ([double]::IsNaN($Value) -or [double]::IsInfinity($Value)) { return '"' + $Value.ToString($invariant) + '"' }
    $Value.ToString('R', $invariant)
}

function Format-ExkitPairs($Pairs, [string]$KeyName, [int]$Depth) {
    # The members of an object. The common kinds are done here and not in a call: calls are what costs.
    foreach ($pair in $Pairs) {
        $key = [string]$pair.$KeyName
        if (-not [regex]::IsMatch($key, '\A[ !#-\[\]-~]*\z')) { $key = Protect-ExkitText $key }
        $value = $pair.Value
        if ($null -eq $value) { $json = 'null' }
        elseif ($value -is [string]) {
            $json = $value
            if (-not [regex]::IsMatch($json, '\A[ !#-\[\]-~]*\z')) { $json = Protect-ExkitText $json }
            $json = '"' + $json + '"'
        }
        elseif ($value -is [psobject]) { $json = Format-ExkitJson $value ($Depth + 1) }
        elseif ($value -is [int] -or $value -is [long]) { $json = $value.ToString([Globalization.CultureInfo]::InvariantCulture) }
        elseif ($value -is [bool]) { $json = $value.ToString().ToLowerInvariant() }
        else { $json = Format-ExkitJson $value ($Depth + 1) }
        '"' + $key + '":' + $json
    }
}

function Format-ExkitDictionary($Value, [int]$Depth) {
    $pairs = @(Format-ExkitPairs $Value.GetEnumerator() 'Key' $Depth)
    if ($Value -isnot [Collections.Specialized.OrderedDictionary]) { [Array]::Sort($pairs, [StringComparer]::Ordinal) }
    '{' + ($pairs -join ',') + '}'
}

function Format-ExkitObject($Value, [int]$Depth) {
    '{' + (@(Format-ExkitPairs $Value.PSObject.Properties 'Name' $Depth) -join ',') + '}'
}

function Format-ExkitList($Value, [int]$Depth) {
    '[' + (@(foreach ($item in $Value) { Format-ExkitJson $item ($Depth + 1) }) -join ',') + ']'
}

function Test-ExkitForeignText($Value) {
    # Objects of implicit remoting that are no lists: an enum's base object is its number, so only ToString() knows its name.
    $type = [string]$Value.PSObject.TypeNames[0]
    if (-not $type.StartsWith('Deserialized.')) { return $false }
    $Value -isnot [Collections.IEnumerable] -and $type -ne 'Deserialized.System.Management.Automation.PSCustomObject'
}

function Format-ExkitJson($Value, [int]$Depth) {
    if ($null -eq $Value -or $Value -is [DBNull]) { return 'null' }
    if ($Value -is [string]) { return '"' + (Protect-ExkitText $Value) + '"' }
    if ($Value -is [psobject]) {
        if (Test-ExkitForeignText $Value) { return Format-ExkitString $Value.ToString() }
        if ($Depth -lt 12 -and $Value -is [Management.Automation.PSCustomObject]) { return Format-ExkitObject $Value $Depth }
    }
    if ($Value -is [bool]) { return $Value.ToString().ToLowerInvariant() }
    if ($Value -is [switch]) { return $Value.IsPresent.ToString().ToLowerInvariant() }
    if ($Value -is [Enum]) { return Format-ExkitString $Value.ToString() }
    if ($Value -is [double] -or $Value -is [single]) { return Format-ExkitFloat $Value }
    if ($Value -is [decimal]) { return $Value.ToString([Globalization.CultureInfo]::InvariantCulture) }
    if ($Value -is [datetime]) { return Format-ExkitTime $Value }
    if ($Value -is [DateTimeOffset]) { return Format-ExkitTime $Value.UtcDateTime }
    if ($Value -is [byte[]]) { return '"' + [Convert]::ToBase64String($Value) + '"' }
    if ($Value -is [Xml.XmlNode]) { return Format-ExkitString $Value.OuterXml }
    if ($Value.GetType().IsPrimitive -and $Value -isnot [char] -and $Value -isnot [IntPtr] -and $Value -isnot [UIntPtr]) {
        return $Value.ToString([Globalization.CultureInfo]::InvariantCulture)
    }
    if ($Depth -lt 12) {
        if ($Value -is [Collections.IDictionary]) { return Format-ExkitDictionary $Value $Depth }
        if ($Value -is [Collections.IEnumerable]) { return Format-ExkitList $Value $Depth }
    }
    Format-ExkitString $Value.ToString()
}
