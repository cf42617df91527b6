# Which static members of .NET that agent and library use are not on this server. A test keeps the list whole.

function Get-ExkitMemberList {
    # type, names of its members
    , @([Array], 'Sort')
    , @([BitConverter], 'ToString')
    , @([Console], 'OpenStandardOutput', 'OutputEncoding', 'SetError', 'SetIn', 'SetOut')
    , @([Convert], 'FromBase64String', 'ToBase64String')
    , @([DateTime], 'Now', 'Parse', 'UtcNow')
    , @([Diagnostics.Process], 'GetCurrentProcess', 'GetProcessById')
    , @([Diagnostics.Stopwatch], 'StartNew')
    , @([double], 'IsInfinity', 'IsNaN')
    , @([Environment], 'Exit', 'SystemDirectory')
    , @([Globalization.CultureInfo], 'CurrentCulture', 'InvariantCulture')
    , @([IntPtr], 'Size')
    , @([IO.Compression.CompressionMode], 'Compress')
    , @([IO.Directory], 'CreateDirectory', 'GetAccessControl', 'GetDirectories', 'GetFiles', 'GetFileSystemEntries')
    , @([IO.File], 'Copy', 'Delete', 'Exists', 'GetAttributes', 'Move', 'ReadAllBytes', 'ReadAllLines', 'ReadAllText', 'Replace')
    , @([IO.FileAccess], 'Read', 'ReadWrite', 'Write')
    , @([IO.FileAttributes], 'ReparsePoint')
    , @([IO.FileMode], 'Open', 'OpenOrCreate')
    , @([IO.FileOptions], 'WriteThrough')
    , @([IO.FileShare], 'None', 'Read')
    , @([IO.Path], 'Combine', 'DirectorySeparatorChar', 'GetDirectoryName', 'GetFileName', 'GetPathRoot', 'GetTempFileName')
    , @([IO.TextReader], 'Null')
    , @([long], 'Parse')
    , @([Management.Automation.Language.Parser], 'ParseInput')
    , @([Math], 'Min', 'Pow', 'Round')
    , @([PowerShell], 'Create')
    , @([regex], 'IsMatch', 'Match', 'Matches', 'Replace')
    , @([RunspaceFactory], 'CreateRunspace')
    , @([ScriptBlock], 'Create')
    , @([string], 'Join')
    , @([StringComparer], 'Ordinal')
    , @([StringComparison], 'OrdinalIgnoreCase')
    , @([Text.Encoding], 'ASCII', 'UTF8')
    , @([Threading.Thread], 'CurrentThread', 'Sleep')
    , @([TimeSpan], 'Parse')
    , @([Xml.DtdProcessing], 'Prohibit')
    , @([Xml.XmlConvert], 'VerifyXmlChars')
}

function Get-ExkitMemberGap {
    # -> number of members that were looked for, and those that are not there
    $asked = 0
    $missing = @(foreach ($row in Get-ExkitMemberList) {
            $there = @(Get-Member -InputObject $row[0] -Static | ForEach-Object { $_.Name })
            foreach ($name in $row[1..($row.Count - 1)]) {
                $asked++
                if ($there -cnotcontains $name) { "$($row[0].FullName).$name" }
            }
        })
    [ordered]@{ asked = $asked; missing = $missing }
}
