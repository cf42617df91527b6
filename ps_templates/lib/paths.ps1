# Paths: one rule for Windows and for drives that are folders (the lab).

function Join-ExkitPath([string]$Parent, [string]$Child) { $Parent.TrimEnd('\') + '\' + $Child.TrimStart('\') }

function Resolve-ExkitPath([string]$Path) {
    # Before ANY .NET call and before a native program. On Windows it changes nothing.
    $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path)
}

function Test-ExkitBelow([string]$Path, [string]$Folder) {
    # Is $Path this folder or below it?
    ($Path.TrimEnd('\') + '\').StartsWith($Folder.TrimEnd('\') + '\', [StringComparison]::OrdinalIgnoreCase)
}

function Test-ExkitPlainPath([string]$Path) {
    # C:\a\b or \\?\Volume{...}\a without . and .. parts: what cannot lead elsewhere than it says
    $Path -match '\A(?:[A-Za-z]:|\\\\\?\\Volume\{[0-9A-Fa-f-]+\})(?:\\[^\\/:*?"<>|]+)*\\?\z' -and $Path -notmatch '(?:\A|\\)\.{1,2}(?:\\|\z)'
}

function Test-ExkitLink($Item) {
    # Junctions, symbolic links and mount points lead to other folders.
    [bool]($Item.Attributes -band [IO.FileAttributes]::ReparsePoint)
}

function Open-ExkitWriteStream([string]$File, [string]$Mode) {
    # $File is resolved. Every write goes through to the disk before it returns.
    New-Object IO.FileStream($File, [IO.FileMode]$Mode, [IO.FileAccess]::Write, [IO.FileShare]::Read, 4096, [IO.FileOptions]::WriteThrough)
}

function Get-ExkitVolume {
    # Volumes by mount point, as Windows has them; a drive letter says nothing about folders with volumes of their own.
    foreach ($volume in Get-CimInstance -ClassName Win32_Volume -Filter 'DriveType = 3') {
        [pscustomobject][ordered]@{
            mount_point = $volume.Name
            device = $volume.DeviceID
            label = $volume.Label
            file_system = $volume.FileSystem
            capacity_bytes = [long]$volume.Capacity
            free_bytes = [long]$volume.FreeSpace
            block_bytes = [long]$volume.BlockSize
        }
    }
}

function Find-ExkitVolume([string]$Path, $Volumes) {
    # The volume that holds $Path: the one with the longest mount point.
    $best = $null
    foreach ($volume in $Volumes) {
        $holds = (Test-ExkitBelow $Path $volume.mount_point) -or (Test-ExkitBelow $Path $volume.device)
        if ($holds -and (-not $best -or $volume.mount_point.Length -gt $best.mount_point.Length)) { $best = $volume }
    }
    if (-not $best) { throw "no volume is known for $Path" }
    $best
}
