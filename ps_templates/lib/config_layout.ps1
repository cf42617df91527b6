# Where the <add> elements of /configuration/appSettings stand in the text of a .config file, to the character.
# Comments, other sections and namespaces do not count.

function New-ExkitXmlReader([string]$Text) {
    $reader = New-Object Xml.XmlTextReader((New-Object IO.StringReader($Text)))
    $reader.DtdProcessing = [Xml.DtdProcessing]::Prohibit
    $reader.XmlResolver = $null
    $reader
}

function Get-ExkitLineStart([string]$Text) {
    # Offset at which each line begins, as the XML reader counts lines.
    $starts = New-Object Collections.ArrayList
    [void]$starts.Add(0)
    foreach ($break in [regex]::Matches($Text, '\r\n|\r|\n')) { [void]$starts.Add($break.Index + $break.Length) }
    , $starts
}

function Get-ExkitReaderOffset($Scan) { $Scan.Lines[$Scan.Reader.LineNumber - 1] + $Scan.Reader.LinePosition - 1 }

function Get-ExkitAttributeSpan($Scan) {
    # The reader stands on an attribute -> quote, and offsets of its value.
    $pattern = New-Object regex('\G[^\s=]+\s*=\s*(["''])')
    $match = $pattern.Match($Scan.Text, (Get-ExkitReaderOffset $Scan))
    $from = $match.Index + $match.Length
    @{ Quote = $match.Groups[1].Value; From = $from; To = $Scan.Text.IndexOf($match.Groups[1].Value, $from) }
}

function Get-ExkitTagEnd($Scan) {
    # Offset behind the '>' of the start tag that the reader stands on; a '>' inside an attribute is not it.
    $from = Get-ExkitReaderOffset $Scan
    if ($Scan.Reader.AttributeCount) {
        $Scan.Reader.MoveToAttribute($Scan.Reader.AttributeCount - 1)
        $from = (Get-ExkitAttributeSpan $Scan).To + 1
        [void]$Scan.Reader.MoveToElement()
    }
    $Scan.Text.IndexOf('>', $from) + 1
}

function Read-ExkitAdd($Scan) {
    $reader = $Scan.Reader
    $add = @{ Key = $reader.GetAttribute('key'); Value = $reader.GetAttribute('value'); Line = $reader.LineNumber
        Start = (Get-ExkitReaderOffset $Scan) - 1; End = Get-ExkitTagEnd $Scan; From = -1; To = -1; Quote = '"' }
    if ($reader.MoveToAttribute('value')) {
        $span = Get-ExkitAttributeSpan $Scan
        $add.Quote = $span.Quote; $add.From = $span.From; $add.To = $span.To
        [void]$reader.MoveToElement()
    }
    [void]$Scan.Layout.Adds.Add($add)
}

function Open-ExkitElement($Scan) {
    $reader = $Scan.Reader
    $layout = $Scan.Layout
    $isEmpty = $reader.IsEmptyElement
    [void]$Scan.Path.Add($reader.Name)
    $where = $Scan.Path -join '/'
    if ($where -ceq 'configuration/appSettings') {
        $layout.Sections++
        $layout.IsEmpty = $isEmpty
        $layout.IsElsewhere = [bool]($reader.GetAttribute('configSource') -or $reader.GetAttribute('file'))
        $lineStart = $Scan.Lines[$reader.LineNumber - 1]
        $layout.Indent = $Scan.Text.Substring($lineStart, (Get-ExkitReaderOffset $Scan) - 1 - $lineStart)
        $layout.BodyStart = Get-ExkitTagEnd $Scan
    } elseif ($where -ceq 'configuration/appSettings/add') { Read-ExkitAdd $Scan }
    elseif ($where -cmatch '\Aconfiguration/appSettings/[^/]+\z') { [void]$layout.Others.Add($reader.Name) }
    if ($isEmpty) {
        if ($where -cmatch '\Aconfiguration/appSettings/[^/]+\z') { $layout.LastEnd = Get-ExkitTagEnd $Scan }
        $Scan.Path.RemoveAt($Scan.Path.Count - 1)
    }
}

function Close-ExkitElement($Scan) {
    $where = $Scan.Path -join '/'
    if ($where -cmatch '\Aconfiguration/appSettings/[^/]+\z') {
        $end = $Scan.Text.IndexOf('>', (Get-ExkitReaderOffset $Scan)) + 1
        $Scan.Layout.LastEnd = $end
        if ($where -ceq 'configuration/appSettings/add') { $Scan.Layout.Adds[$Scan.Layout.Adds.Count - 1].End = $end }
    }
    $Scan.Path.RemoveAt($Scan.Path.Count - 1)
}

function Find-ExkitAppSetting([string]$Text) {
    # -> Adds (Key, Value, Line, Start, End, From, To, Quote), Sections, Others, BodyStart, LastEnd, Indent, IsEmpty, IsElsewhere
    $scan = @{ Text = $Text; Lines = Get-ExkitLineStart $Text; Reader = New-ExkitXmlReader $Text; Path = New-Object Collections.ArrayList
        Layout = @{ Adds = New-Object Collections.ArrayList; Sections = 0; Others = New-Object Collections.ArrayList
            BodyStart = -1; LastEnd = -1; Indent = ''; IsEmpty = $false; IsElsewhere = $false } }
    try {
        while ($scan.Reader.Read()) {
            if ($scan.Reader.NodeType -eq 'Element') { Open-ExkitElement $scan }
            elseif ($scan.Reader.NodeType -eq 'EndElement') { Close-ExkitElement $scan }
        }
    } catch {
        $cause = $_.Exception.GetBaseException()
        if ($cause -is [Xml.XmlException]) { throw "config: malformed XML: $($cause.Message)" }
        throw
    } finally { $scan.Reader.Close() }
    $scan.Layout
}
