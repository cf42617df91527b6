# Who may do what to a folder or file, without names: trustees are the two letters that Windows has for well-known ones.

function ConvertFrom-ExkitSddl([string]$Sddl) {
    # -> owner (TI for TrustedInstaller, other for a name), protected, trustees that are allowed something, number of others
    $installer = 'S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464'
    $owner = 'other'
    if ($Sddl -cmatch '\AO:([A-Z]{2})[GD]:') { $owner = $Matches[1] } elseif ($Sddl.StartsWith("O:$installer")) { $owner = 'TI' }
    $allowed = @([regex]::Matches($Sddl, '\(A;[^;)]*;[^;)]*;[^;)]*;[^;)]*;([^;)]+)') | ForEach-Object { $_.Groups[1].Value })
    $known = @($allowed | Where-Object { $_ -cmatch '\A[A-Z]{2}\z' } | Sort-Object -Unique)
    [ordered]@{
        owner = $owner
        protected = $Sddl -cmatch 'D:[A-Z]*P'
        trustees = $known
        others = @($allowed | Where-Object { $_ -cnotmatch '\A[A-Z]{2}\z' } | Sort-Object -Unique).Count
    }
}

function Get-ExkitRights([string]$What, [string]$Path) {
    # -> one row; of what does not exist or does not say, all is null
    $row = [ordered]@{ what = $What; exists = $false; owner = $null; protected = $null; trustees = @(); others = $null }
    if (-not $Path -or -not (Test-Path -LiteralPath $Path)) { return $row }
    $row.exists = $true
    $rights = ConvertFrom-ExkitSddl (Get-Acl -LiteralPath $Path).Sddl
    foreach ($key in 'owner', 'protected', 'trustees', 'others') { $row[$key] = $rights[$key] }
    $row
}

function Get-ExkitWsmanText([string]$Path) {
    # -> a setting of WinRM as text; nothing where there is no WSMan: drive or no such setting
    $full = "WSMan:\localhost\$Path"
    if (Test-Path -LiteralPath $full) { "$((Get-Item -LiteralPath $full).Value)" }
}

function Get-ExkitListener {
    # -> transports of the listeners: HTTP, HTTPS
    if (-not (Test-Path -LiteralPath 'WSMan:\localhost\Listener')) { return }
    foreach ($listener in Get-ChildItem -LiteralPath 'WSMan:\localhost\Listener') {
        foreach ($key in $listener.Keys) { if ($key -match '\ATransport=(HTTPS?)\z') { $Matches[1].ToUpperInvariant() } }
    }
}
