# The journal's folder. Ordinary users may create folders below %ProgramData%, and a planted answer would be believed: the folder is
# made for SYSTEM and Administrators only, and a folder that somebody else made is refused.

$TrustedOwners = @(
    'S-1-5-18'                                                          # SYSTEM
    'S-1-5-32-544'                                                      # Administrators
    'S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464'    # TrustedInstaller owns C:\ and what Windows installed
)
$TrustedWriters = @('S-1-5-18', 'S-1-5-32-544')

function Find-FolderFault($Facts) {
    # Decides on facts alone, so that it can be tested anywhere. Facts of each folder on the path: path, ours, link, owner,
    # protected, writers. Returns one sentence, or nothing when the path can be trusted.
    foreach ($fact in $Facts) {
        if ($fact.link) { return "$($fact.path) is a link or a mount point" }
        if ($TrustedOwners -notcontains $fact.owner) { return "$($fact.path) belongs to $($fact.owner)" }
        if (-not $fact.ours) { continue }
        if ($TrustedWriters -notcontains $fact.owner) { return "$($fact.path) belongs to $($fact.owner)" }
        if (-not $fact.protected) { return "$($fact.path) inherits rights from the folder above" }
        foreach ($writer in $fact.writers) {
            if ($TrustedWriters -notcontains $writer) { return "$($fact.path) gives rights to $writer" }
        }
    }
}

function Test-Link([string]$Path) { ([IO.File]::GetAttributes($Path) -band [IO.FileAttributes]::ReparsePoint) -ne 0 }

function Get-OwnUser {
    # Nothing of .NET tells who runs this elsewhere than on Windows; a new file belongs to him.
    $file = [IO.Path]::GetTempFileName()
    try { (Get-Item -LiteralPath $file).UnixStat.UserId } finally { [IO.File]::Delete($file) }
}

function Get-UnixFact([string]$Path) {
    # In the lab there are an owner and the rights of others, told in Windows' words; only our own folders are looked at.
    $stat = (Get-Item -LiteralPath $Path -Force).UnixStat
    $owner = "user $($stat.UserId)"
    if (0, (Get-OwnUser) -contains $stat.UserId) { $owner = 'S-1-5-18' }
    $writers = @()
    if ($stat.Mode -band 2) { $writers = @('everybody') }
    @{ path = $Path; ours = $true; link = Test-Link $Path; owner = $owner; protected = $true; writers = $writers }
}

function Get-FolderFact([string]$Path, [bool]$Ours) {
    $sid = [Security.Principal.SecurityIdentifier]
    $security = [IO.Directory]::GetAccessControl($Path, 'Owner, Access')
    $allowed = @($security.GetAccessRules($true, $true, $sid) | Where-Object { $_.AccessControlType -eq 'Allow' })
    @{
        path = $Path
        ours = $Ours
        link = Test-Link $Path
        owner = $security.GetOwner($sid).Value
        protected = $security.AreAccessRulesProtected
        writers = @($allowed | ForEach-Object { $_.IdentityReference.Value })
    }
}

function Get-PathFacts([string[]]$Ours) {
    # Of our folders and of every folder above the first of them.
    if (-not $OnWindows) { return $Ours | ForEach-Object { Get-UnixFact $_ } }
    $path = [IO.Path]::GetDirectoryName($Ours[0])
    while ($path) {
        Get-FolderFact $path $false
        $path = [IO.Path]::GetDirectoryName($path)
    }
    foreach ($path in $Ours) { Get-FolderFact $path $true }
}

function New-ProtectedFolder([string]$Path) {
    # Nothing happens to a folder that exists: Find-FolderFault looks at it afterwards in any case.
    if (-not $OnWindows) { [void][IO.Directory]::CreateDirectory($Path); return }
    $security = New-Object Security.AccessControl.DirectorySecurity
    $security.SetAccessRuleProtection($true, $false)
    $security.SetOwner((New-Object Security.Principal.SecurityIdentifier('S-1-5-32-544')))
    foreach ($writer in $TrustedWriters) {
        $who = New-Object Security.Principal.SecurityIdentifier($writer)
        $security.AddAccessRule((New-Object Security.AccessControl.FileSystemAccessRule(
                    $who, 'FullControl', 'ContainerInherit, ObjectInherit', 'None', 'Allow')))
    }
    [void][IO.Directory]::CreateDirectory($Path, $security)
}

function Find-JournalLink([string]$Root, [string]$Folder) {
    # A link in the place of a file lets somebody else decide what is read, and which file is written over.
    foreach ($path in @([IO.Directory]::GetFileSystemEntries($Folder)) + @([IO.Directory]::GetFileSystemEntries($Root, 'host.*'))) {
        if (Test-Link $path) { return "$path is a link" }
    }
}

function Initialize-JournalFolder([string]$Root, [string]$Folder) {
    # Makes both folders; returns why they cannot be used, or nothing. The second is made when the first is known to be no link.
    $ours = @()
    foreach ($path in $Root, $Folder) {
        New-ProtectedFolder $path
        $ours += $path
        $fault = Find-FolderFault @(Get-PathFacts $ours)
        if ($fault) { return $fault }
    }
    Find-JournalLink $Root $Folder
}
