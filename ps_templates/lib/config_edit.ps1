# One appSettings key of a .config file, changed in place: every byte outside the edited element stays.

function ConvertTo-ExkitAttribute([string]$Value, [string]$Quote) {
    [void][Xml.XmlConvert]::VerifyXmlChars($Value)
    $text = $Value.Replace('&', '&amp;').Replace('<', '&lt;').Replace('>', '&gt;')
    $text = $text.Replace("`t", '&#x9;').Replace("`r", '&#xD;').Replace("`n", '&#xA;')
    if ($Quote -eq '"') { $text.Replace('"', '&quot;') } else { $text.Replace("'", '&apos;') }
}

function Get-ExkitLead([string]$Text, [int]$At) {
    # Start of the line break and indentation right before $At; $At itself when something else stands before it on the line.
    $start = [regex]::Match($Text.Substring(0, $At), '(?:\r\n|\r|\n)[ \t]*\z')
    if ($start.Success) { $start.Index } else { $At }
}

function Get-ExkitNewAdd($Config, [string]$Key, [string]$RawValue) {
    # A new key goes behind the last element, with the line break and indentation of the last <add>.
    $text = $Config.Text
    $layout = $Config.Layout
    if ($layout.IsEmpty) { throw 'config: appSettings is an empty element' }
    if ($layout.Adds.Count) {
        $model = $layout.Adds[$layout.Adds.Count - 1]
        $lead = Get-ExkitLead $text $model.Start
        $before = $text.Substring($lead, $model.Start - $lead)
        $at = $layout.LastEnd
    } else {
        $before = $(if ($text -match '\r\n') { "`r`n" } else { "`n" }) + $layout.Indent + '  '
        $at = $layout.BodyStart
    }
    @{ At = $at; Cut = 0; Put = $before + '<add key="' + (ConvertTo-ExkitAttribute $Key '"') + '" value="' + $RawValue + '" />' }
}

function New-ExkitEdit($Config, $Add, $Ask) {
    # -> At, Cut (characters), Put (text): the one place where the text changes
    $quote = $(if ($Add) { $Add.Quote } else { '"' })
    # raw text is taken as it stood, unless the quote around it is another one now
    $raw = $(if ($null -ne $Ask.Raw -and -not $Ask.Raw.Contains($quote)) { $Ask.Raw } else { ConvertTo-ExkitAttribute $Ask.Value $quote })
    if (-not $Ask.Present) {
        if (-not $Add) { return @{ At = 0; Cut = 0; Put = '' } }
        $at = Get-ExkitLead $Config.Text $Add.Start
        return @{ At = $at; Cut = $Add.End - $at; Put = '' }
    }
    if ($Add -and $Add.Value -ceq $Ask.Value) { return @{ At = $Add.From; Cut = 0; Put = '' } }
    if ($Add) { return @{ At = $Add.From; Cut = $Add.To - $Add.From; Put = $raw } }
    if ($Ask.Element) { return @{ At = $Ask.Offset; Cut = 0; Put = $Ask.Element } }
    Get-ExkitNewAdd $Config $Ask.Key $raw
}

function Assert-ExkitEdit($Config, [string]$NewText, $Ask) {
    # The result is read again: still XML, this key as asked, and nothing else has moved.
    $after = Find-ExkitAppSetting $NewText
    $others = foreach ($layout in $Config.Layout, $after) {
        @($layout.Adds | Where-Object { $_.Key -cne $Ask.Key } | ForEach-Object { "$($_.Key)=$($_.Value)" }) -join "`n"
    }
    $now = @($after.Adds | Where-Object { $_.Key -ceq $Ask.Key })
    if ($others[0] -cne $others[1] -or $now.Count -ne [int]$Ask.Present) { throw 'config: the edit would change something else' }
    if ($Ask.Present -and $now[0].Value -cne $Ask.Value) { throw 'config: the value would not read back' }
}

function Join-ExkitEditBytes($Config, $Edit) {
    # Bytes before and after the edit are copied, never encoded again.
    $utf8 = New-Object Text.UTF8Encoding($false)
    $head = $Config.Bom + $utf8.GetByteCount($Config.Text.Substring(0, $Edit.At))
    $tail = $head + $utf8.GetByteCount($Config.Text.Substring($Edit.At, $Edit.Cut))
    $middle = $utf8.GetBytes($Edit.Put)
    $all = New-Object IO.MemoryStream
    $all.Write($Config.Bytes, 0, $head)
    $all.Write($middle, 0, $middle.Length)
    $all.Write($Config.Bytes, $tail, $Config.Bytes.Length - $tail)
    , $all.ToArray()
}

function Write-ExkitConfig([string]$Path, [byte[]]$Bytes, [string]$ExpectedSha256) {
    # Atomic: a new file beside the old one, then File.Replace, which on Windows keeps ACL, owner, attributes and streams.
    # The new file begins as a copy, so that where Replace is a plain rename it has the mode of the old one.
    $file = Resolve-ExkitPath $Path
    $stamp = [DateTime]::UtcNow.ToString('yyyyMMddTHHmmssfff')
    $new = "$file.exkit-new-$stamp"
    [IO.File]::Copy($file, $new)
    try {
        $stream = Open-ExkitWriteStream $new 'Truncate'
        try { $stream.Write($Bytes, 0, $Bytes.Length); $stream.Flush($true) } finally { $stream.Close() }
        if ((Get-ExkitHash ([IO.File]::ReadAllBytes($file))) -cne $ExpectedSha256) { throw 'config: the file changed meanwhile' }
        [IO.File]::Replace($new, $file, "$file.exkit-old-$stamp")
    } catch { [IO.File]::Delete($new); throw }
    "$Path.exkit-old-$stamp"
}
