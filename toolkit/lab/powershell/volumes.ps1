# Free space moves with the files: what lies in the folders now, against what lay there when the world was made.

function Get-LabTreeFile {
    # Every file below the drives as a Windows path with its size.
    $options = [IO.EnumerationOptions]@{ RecurseSubdirectories = $true; AttributesToSkip = [IO.FileAttributes]::ReparsePoint }
    foreach ($drive in $State.drives) {
        $top = [IO.Path]::Combine($Root, $drive)
        foreach ($file in [IO.Directory]::EnumerateFiles($top, '*', $options)) {
            @{ path = $drive + ':' + $file.Substring($top.Length).Replace('/', '\'); bytes = [IO.FileInfo]::new($file).Length }
        }
    }
}

function Find-LabVolume([string]$Path) {
    $best = $null
    foreach ($volume in $State.volumes) {
        $holds = "$Path\".StartsWith($volume.mount_point, [StringComparison]::OrdinalIgnoreCase)
        if ($holds -and ($null -eq $best -or $volume.mount_point.Length -gt $best.mount_point.Length)) { $best = $volume }
    }
    if ($null -eq $best) { Stop-Lab "no volume for $Path" }
    $best
}

function Get-LabVolume {
    # -> the volumes with free bytes as they are now
    $used = @{}
    foreach ($volume in $State.volumes) { $used[$volume.mount_point] = [long]0 }
    foreach ($file in Get-LabTreeFile) { $used[(Find-LabVolume $file.path).mount_point] += $file.bytes }
    foreach ($volume in $State.volumes) {
        $now = $volume.Clone()
        $now.free_bytes = [Math]::Max([long]0, [long]$volume.free_bytes + [long]$volume.files_bytes - $used[$volume.mount_point])
        $now
    }
}

$Handlers['Get-CimInstance'] = {
    param($Bound)
    foreach ($name in $Bound.Keys) { if ($name -notin 'ClassName', 'Filter', 'Property', 'ErrorAction') { Stop-Lab "Get-CimInstance -$name has no stand-in" } }
    $class = 'Microsoft.Management.Infrastructure.CimInstance#root/cimv2/' + $Bound.ClassName
    switch ($Bound.ClassName) {
        'Win32_Volume' {
            if ($Bound['Filter'] -ne 'DriveType = 3') { Stop-Lab "no stand-in for the filter $($Bound['Filter'])" }
            foreach ($volume in Get-LabVolume) {
                [pscustomobject]@{ PSTypeName = $class; Name = $volume.mount_point; DeviceID = $volume.device; Label = $volume.label
                    FileSystem = $volume.file_system; Capacity = [uint64]$volume.capacity_bytes; FreeSpace = [uint64]$volume.free_bytes
                    BlockSize = [uint64]$volume.block_bytes; DriveType = [uint32]3 }
            }
        }
        'Win32_OperatingSystem' { [pscustomobject]@{ PSTypeName = $class; Version = $State.windows.version; CSName = $State.computer } }
        'Win32_ComputerSystem' { [pscustomobject]@{ PSTypeName = $class; Name = $State.computer; Domain = $State.domain; PartOfDomain = [bool]$State.domain_joined } }
        default { Stop-Lab "no stand-in for the class $($Bound.ClassName)" }
    }
}
