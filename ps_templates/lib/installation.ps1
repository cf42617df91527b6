# What Exchange's Setup wrote into the registry: no Exchange shell is needed to read it.

function Get-ExkitRegistry([string]$Path) {
    # -> the key's values; null only when the key does not exist. Anything else that goes wrong is an error.
    try { Get-ItemProperty -Path $Path -ErrorAction Stop }
    catch { if ($_.FullyQualifiedErrorId -notlike 'PathNotFound*') { throw } }
}

function Get-ExkitInstallation {
    # -> generation (v15, v14), path, build, roles, edge; null where Exchange is not installed
    foreach ($generation in 'v15', 'v14') {
        $setup = Get-ExkitRegistry "HKLM:\SOFTWARE\Microsoft\ExchangeServer\$generation\Setup"
        if (-not $setup) { continue }
        $roles = @(foreach ($role in 'Mailbox', 'ClientAccess', 'HubTransport', 'FrontendTransport', 'UnifiedMessaging', 'EdgeTransport') {
                if (Get-ExkitRegistry "HKLM:\SOFTWARE\Microsoft\ExchangeServer\$generation\${role}Role") { $role -replace 'Transport\z' }
            })
        $numbers = $setup.MsiProductMajor, $setup.MsiProductMinor, $setup.MsiBuildMajor, $setup.MsiBuildMinor
        return [pscustomobject][ordered]@{
            generation = $generation
            path = $setup.MsiInstallPath
            build = $numbers -join '.'
            roles = $roles
            edge = $roles -contains 'Edge'
        }
    }
}

function Join-ExkitInstallPath([string]$Child) {
    # The install path is wherever the registry says, never a default.
    $installation = Get-ExkitInstallation
    if (-not $installation) { throw 'Exchange is not installed on this server' }
    Join-ExkitPath $installation.path $Child
}

function Get-ExkitConfigPath { Join-ExkitInstallPath 'Bin\EdgeTransport.exe.config' }

function Test-ExkitSetupRunning { @(Get-Process -Name 'ExSetup', 'ExSetupUI' -ErrorAction SilentlyContinue).Count -gt 0 }
