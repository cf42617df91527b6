# The manifest of moved logs: a line 'from|to|bytes' is on disk before its file moves, so that a move that broke off can be
# gone on with and every move can be undone.

function Add-ExkitManifestLine($Stream, [string]$Line) {
    $bytes = [Text.Encoding]::UTF8.GetBytes("$Line`r`n")
    $Stream.Write($bytes, 0, $bytes.Length)
    $Stream.Flush($true)
}

function Open-ExkitManifestStream([string]$Manifest) {
    Open-ExkitWriteStream (Resolve-ExkitPath $Manifest) 'Append'
}

function Read-ExkitManifest([string]$Manifest) {
    # -> Folders, Entries (From, To, Bytes), IsEnded. A torn last line means that its file did not move.
    $read = @{ Folders = ''; Entries = New-Object Collections.ArrayList; IsEnded = $false }
    foreach ($line in [IO.File]::ReadAllLines((Resolve-ExkitPath $Manifest), [Text.Encoding]::UTF8)) {
        if ($line -ceq '# end') { $read.IsEnded = $true }
        elseif ($line -cmatch '\A# folders (.*)\z') { $read.Folders = $Matches[1] }
        elseif ($line -match '\A([^|#]+)\|([^|]+)\|(\d+)\z') {
            [void]$read.Entries.Add([pscustomobject]@{ From = $Matches[1]; To = $Matches[2]; Bytes = [long]$Matches[3] })
        }
    }
    $read
}

function Find-ExkitOpenManifest([string]$ArchiveTo, [string]$Folders) {
    # The newest manifest of the same folders that was never ended: a move that broke off.
    if (-not (Test-Path -LiteralPath $ArchiveTo)) { return }
    foreach ($item in Get-ChildItem -LiteralPath $ArchiveTo | Sort-Object -Property Name -Descending) {
        $manifest = "$ArchiveTo\$($item.Name)\manifest.txt"
        if ($item.Name -notmatch '\Aexkit-moved-\d{8}T\d{9}Z\z' -or -not (Test-Path -LiteralPath $manifest)) { continue }
        $read = Read-ExkitManifest $manifest
        if (-not $read.IsEnded -and $read.Folders -ceq $Folders) { return $manifest }
    }
}

function New-ExkitManifest([string]$ArchiveTo, [string]$Folders) {
    $archive = "$ArchiveTo\exkit-moved-" + [DateTime]::UtcNow.ToString('yyyyMMddTHHmmssfff') + 'Z'
    [void][IO.Directory]::CreateDirectory((Resolve-ExkitPath $archive))
    $manifest = "$archive\manifest.txt"
    $stream = Open-ExkitManifestStream $manifest
    try { Add-ExkitManifestLine $stream '# exkit moved logs 1'; Add-ExkitManifestLine $stream "# folders $Folders" } finally { $stream.Close() }
    $manifest
}

function Complete-ExkitTornLine([string]$Manifest) {
    # Before it is read: what is written next must not grow onto a line that was torn when the move broke off.
    $stream = Open-ExkitManifestStream $Manifest
    try { Add-ExkitManifestLine $stream '' } finally { $stream.Close() }
}

function Test-ExkitEntry($Entry, [string]$Archive) {
    # A manifest is a file that others may reach: only plain paths, only logs, only between the archive and where logs lie.
    $plain = (Test-ExkitPlainPath $Entry.From) -and (Test-ExkitPlainPath $Entry.To)
    $logs = (Test-ExkitLogName ($Entry.From -split '\\')[-1]) -and (Test-ExkitLogName ($Entry.To -split '\\')[-1])
    $plain -and $logs -and (Test-ExkitBelow $Entry.To $Archive) -and -not (Test-ExkitQueueFolder $Entry.From)
}

function Test-ExkitFile([string]$Path) { [IO.File]::Exists((Resolve-ExkitPath $Path)) }

function Move-ExkitFile([string]$From, [string]$To) {
    # Never over an existing file.
    $folder = $To.Substring(0, $To.LastIndexOf('\'))
    [void][IO.Directory]::CreateDirectory((Resolve-ExkitPath $folder))
    [IO.File]::Move((Resolve-ExkitPath $From), (Resolve-ExkitPath $To))
}
