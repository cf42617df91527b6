# A .config file and one key of its appSettings: what cannot be kept byte for byte is refused.

function Read-ExkitConfig([string]$Path) {
    # -> Bytes, Text (without byte order mark), Bom (its length), Sha256
    $bytes = [IO.File]::ReadAllBytes((Resolve-ExkitPath $Path))
    $bom = 0
    $head = [BitConverter]::ToString($bytes, 0, [Math]::Min(3, $bytes.Length))
    if ($head -match '\A(?:FF-FE|FE-FF)') { throw 'config: UTF-16 is not supported' }
    if ($head -eq 'EF-BB-BF') { $bom = 3 }
    try { $text = (New-Object Text.UTF8Encoding($false, $true)).GetString($bytes, $bom, $bytes.Length - $bom) }
    catch { throw 'config: not valid UTF-8' }
    if ($text -match '\A<\?xml[^>]*\bencoding\s*=\s*["'']([^"'']+)' -and $Matches[1] -notmatch '\A(?:utf-8|us-ascii)\z') {
        throw "config: encoding $($Matches[1]) is not supported"
    }
    @{ Bytes = $bytes; Text = $text; Bom = $bom; Sha256 = Get-ExkitHash $bytes }
}

function Open-ExkitConfig([string]$Path) {
    # As above, with Layout; refused unless there is exactly one appSettings section that says all it means.
    $config = Read-ExkitConfig $Path
    $layout = Find-ExkitAppSetting $config.Text
    if ($layout.Sections -ne 1) { throw "config: $($layout.Sections) appSettings sections, expected one" }
    if ($layout.IsElsewhere) { throw 'config: appSettings takes its values from another file' }
    if ($layout.Others.Count) { throw "config: appSettings also holds <$($layout.Others -join '>, <')>" }
    $config.Layout = $layout
    $config
}

function Select-ExkitAppSetting($Config, [string]$Key) {
    # -> the <add> of this key, null when there is none. .NET ignores the case of keys, Exchange's documentation says it
    # matters: a key spelled in other case is neither edited nor added beside.
    $same = @($Config.Layout.Adds | Where-Object { $_.Key -ieq $Key })
    if ($same.Count -gt 1) { throw "config: key $Key stands $($same.Count) times, lines $(@($same | ForEach-Object { $_.Line }) -join ', ')" }
    if (-not $same.Count) { return $null }
    if ($same[0].Key -cne $Key) { throw "config: line $($same[0].Line) spells the key '$($same[0].Key)', asked for '$Key'" }
    if ($same[0].From -lt 0) { throw "config: line $($same[0].Line) has no value attribute" }
    $same[0]
}

function Get-ExkitAppSetting([string]$Path, [string]$Key) {
    # -> the value, null when the key is not there
    $add = Select-ExkitAppSetting (Open-ExkitConfig $Path) $Key
    if ($add) { $add.Value }
}
