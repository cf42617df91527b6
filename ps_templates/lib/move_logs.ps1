# Moving old logs to an archive on another volume, and putting them back.

function Assert-ExkitSource([string]$Folder, [string]$ArchiveTo, $Volumes) {
    # Making room needs another volume, and an archive that is no log folder itself.
    Assert-ExkitLogFolder $Folder
    if ((Test-ExkitBelow $ArchiveTo $Folder) -or (Test-ExkitBelow $Folder $ArchiveTo)) { throw "archive and log folder overlap: $ArchiveTo" }
    $isSame = (Find-ExkitVolume $Folder $Volumes).device -eq (Find-ExkitVolume $ArchiveTo $Volumes).device
    if ($isSame) { throw "moving from $Folder to the same volume makes no room" }
}

function Select-ExkitSource([string[]]$Folders, [string]$ArchiveTo, $Failed) {
    # The folders that can be moved from. The others are told; when none is left, that is an error.
    if (-not (Test-ExkitPlainPath $ArchiveTo)) { throw "not an absolute path: $ArchiveTo" }
    $volumes = @(Get-ExkitVolume)
    foreach ($folder in $Folders) {
        try { Assert-ExkitSource $folder $ArchiveTo $volumes; $folder }
        catch { Add-ExkitFailure $Failed $folder $_ }
    }
    if ($Failed.Count -eq $Folders.Count) { throw "none of these folders can be moved from: $(@($Failed | ForEach-Object { $_.why }) -join '; ')" }
}

function Select-ExkitLogToMove([string[]]$Folders, [datetime]$Before, [long]$AtMostBytes) {
    # Oldest first, until $AtMostBytes are together.
    $left = $AtMostBytes
    $files = @(foreach ($folder in $Folders) { (Find-ExkitOldLog $folder $Before).Files })
    foreach ($file in $files | Sort-Object -Property Written, Path -Unique) {
        if ($file.Bytes -gt $left) { return }
        $left -= $file.Bytes
        $file
    }
}

function Get-ExkitArchivePath([string]$Archive, [string]$From) {
    # C:\inetpub\a.log -> <archive>\C\inetpub\a.log, or a~2.log where that name is taken
    $to = "$Archive\" + $From.Replace(':', '').TrimStart('\', '?')
    for ($number = 2; Test-ExkitFile $to; $number++) { $to = ($to -replace '(?:~\d+)?(\.[^.\\]+)\z', "~$number`$1") }
    $to
}

function Complete-ExkitBrokenMove($Entry, [string]$Archive) {
    # A line of a move that broke off: the file is still at home, perhaps with half a copy in the archive.
    if (-not (Test-ExkitEntry $Entry $Archive)) { throw "the manifest names what is not ours: $($Entry.From)" }
    $isHome = Test-ExkitFile $Entry.From
    $copied = $(if (Test-ExkitFile $Entry.To) { (New-Object IO.FileInfo((Resolve-ExkitPath $Entry.To))).Length } else { -1 })
    if (-not $isHome -and $copied -ge 0) { return }
    if (-not $isHome) { throw 'neither in its place nor in the archive' }
    # a copy of full length may be the only copy of what has since been written anew: nothing is deleted then
    if ($copied -eq $Entry.Bytes) { throw 'both in its place and in the archive' }
    if ($copied -ge 0) { [IO.File]::Delete((Resolve-ExkitPath $Entry.To)) }
    Move-ExkitFile $Entry.From $Entry.To
}

function Get-ExkitRoomToFill([string]$ArchiveTo, $AtMostBytes) {
    # One gigabyte stays free on the archive's volume: moved logs must not make a second full disk.
    $room = (Find-ExkitVolume $ArchiveTo @(Get-ExkitVolume)).free_bytes - 1GB
    if ($null -ne $AtMostBytes -and $AtMostBytes -lt $room) { return [long]$AtMostBytes }
    $room
}

function Add-ExkitFailure($Failed, [string]$Path, $Fault) {
    [void]$Failed.Add([ordered]@{ path = $Path; why = $Fault.Exception.GetBaseException().Message })
}

function Move-ExkitOldLog([string[]]$Folders, [datetime]$Before, [string]$ArchiveTo, $AtMostBytes) {
    $failed = New-Object Collections.ArrayList
    $sources = @(Select-ExkitSource $Folders $ArchiveTo $failed)
    $ArchiveTo = $ArchiveTo.TrimEnd('\')
    $list = $Folders -join '|'
    $manifest = Find-ExkitOpenManifest $ArchiveTo $list
    if ($manifest) { Complete-ExkitTornLine $manifest } else { $manifest = New-ExkitManifest $ArchiveTo $list }
    $archive = $manifest.Substring(0, $manifest.LastIndexOf('\'))
    $result = [ordered]@{ manifest = $manifest; archive = $archive; moved = 0; bytes = [long]0; failed = $failed }
    foreach ($entry in (Read-ExkitManifest $manifest).Entries) {
        try { Complete-ExkitBrokenMove $entry $archive; $result.moved++; $result.bytes += $entry.Bytes }
        catch { Add-ExkitFailure $failed $entry.From $_ }
    }
    if ($null -ne $AtMostBytes) { $AtMostBytes -= $result.bytes }
    $room = Get-ExkitRoomToFill $ArchiveTo $AtMostBytes
    $stream = Open-ExkitManifestStream $manifest
    try {
        foreach ($file in Select-ExkitLogToMove $sources $Before $room) {
            Write-Progress -Activity 'Moving old logs' -Status $file.Path
            $to = Get-ExkitArchivePath $archive $file.Path
            Add-ExkitManifestLine $stream "$($file.Path)|$to|$($file.Bytes)"
            try { Move-ExkitFile $file.Path $to; $result.moved++; $result.bytes += $file.Bytes } catch { Add-ExkitFailure $failed $file.Path $_ }
        }
        Add-ExkitManifestLine $stream '# end'
    } finally { $stream.Close() }
    $result
}

function Restore-ExkitLog($Entry, [string]$Archive) {
    # -> 1 when the file went back, 0 when it is at home already
    if (-not (Test-ExkitEntry $Entry $Archive)) { throw 'not a log that this archive holds' }
    $isHome = Test-ExkitFile $Entry.From
    if (-not (Test-ExkitFile $Entry.To)) {
        if ($isHome) { return 0 }
        throw 'no longer in the archive'
    }
    if ($isHome) { throw 'another file has taken its place' }
    Move-ExkitFile $Entry.To $Entry.From
    1
}

function Undo-ExkitLogMove([string]$Manifest) {
    $isOurs = $Manifest -match '\\exkit-moved-\d{8}T\d{9}Z\\manifest\.txt\z'
    if (-not $isOurs -or -not (Test-ExkitPlainPath $Manifest)) { throw "not a manifest of moved logs: $Manifest" }
    $archive = $Manifest.Substring(0, $Manifest.LastIndexOf('\'))
    $result = [ordered]@{ manifest = $Manifest; returned = 0; bytes = [long]0; left = New-Object Collections.ArrayList }
    foreach ($entry in (Read-ExkitManifest $Manifest).Entries) {
        Write-Progress -Activity 'Returning logs' -Status $entry.From
        try { $count = Restore-ExkitLog $entry $archive; $result.returned += $count; $result.bytes += $count * $entry.Bytes }
        catch { [void]$result.left.Add([ordered]@{ path = $entry.From; why = $_.Exception.GetBaseException().Message }) }
    }
    $result
}
