# Values of Exchange, CIM and services as plain text and numbers: the same answer from a live shell, from implicit
# remoting (Deserialized.* objects) and from text.

function Get-ExkitText($Value) {
    # "$x" and -eq see the NUMBER of a deserialized enum; ToString() sees its name everywhere.
    if ($null -eq $Value) { return '' }
    $Value.ToString()
}

function ConvertTo-ExkitBytes($Value) {
    # '36 MB (37,748,736 bytes)', 384MB, Unlimited -> 37748736, 402653184, 'unlimited'; nothing -> null
    $text = (Get-ExkitText $Value).Trim()
    if ($text -eq '') { return $null }
    if ($text -eq 'Unlimited') { return 'unlimited' }
    if ($text -match '\(([\d\s.,''\u00a0\u202f]+)bytes\)') { return [long]($Matches[1] -replace '\D') }
    if ($text -match '\A(\d+)\s*([KMGT]?)B?\z') {
        $power = ' KMGT'.IndexOf("$($Matches[2]) ".Substring(0, 1).ToUpperInvariant())
        return [long]$Matches[1] * [long][Math]::Pow(1024, $power)
    }
    throw "not a size: '$text'"
}

function ConvertTo-ExkitNumber($Value) {
    $text = (Get-ExkitText $Value).Trim()
    if ($text -eq '') { return $null }
    if ($text -eq 'Unlimited') { return 'unlimited' }
    [long]::Parse($text, [Globalization.CultureInfo]::InvariantCulture)
}

function ConvertTo-ExkitSeconds($Value) {
    $text = (Get-ExkitText $Value).Trim()
    if ($text -eq '') { return $null }
    if ($text -eq 'Unlimited') { return 'unlimited' }
    [long][Math]::Round([TimeSpan]::Parse($text, [Globalization.CultureInfo]::InvariantCulture).TotalSeconds)
}

function ConvertTo-ExkitTime($Value) {
    # -> '2026-11-25T10:15:00.0000000Z'; a time without a zone is taken for local when it is a DateTime, for UTC when it is text
    if ($null -eq $Value -or (Get-ExkitText $Value) -eq '') { return $null }
    $culture = [Globalization.CultureInfo]::InvariantCulture
    if ($Value -isnot [datetime]) {
        $styles = [Globalization.DateTimeStyles]'AssumeUniversal, AdjustToUniversal'
        $Value = [datetime]::Parse((Get-ExkitText $Value), $culture, $styles)
    }
    $Value.ToUniversalTime().ToString('yyyy-MM-ddTHH:mm:ss.fffffffZ', $culture)
}

function ConvertTo-ExkitList($Value) {
    # A multi-valued property, one value or nothing -> array of text, never unwrapped
    , @(foreach ($one in $Value) { if ($null -ne $one) { Get-ExkitText $one } })
}

function ConvertTo-ExkitLiteral([string]$Text) {
    # PowerShell takes five characters for a single quote; doubling only ' would let a value run as code.
    "'" + [regex]::Replace($Text, "['\u2018\u2019\u201a\u201b]", '$0$0') + "'"
}

function Get-ExkitHash([byte[]]$Bytes) {
    # SHA256.Create() throws under the FIPS policy of .NET Framework; this provider does not.
    $provider = New-Object Security.Cryptography.SHA256CryptoServiceProvider
    [BitConverter]::ToString($provider.ComputeHash($Bytes)).Replace('-', '').ToLowerInvariant()
}
