# Drives that are folders, environment variables, and a trap for calls that forget to resolve a path.

function Start-LabServer {
    Update-LabState
    foreach ($drive in $State.drives) { $null = New-PSDrive -Name $drive -PSProvider FileSystem -Root ([IO.Path]::Combine($Root, $drive)) -Scope Global }
    $null = New-PSDrive -Name HKLM -PSProvider FileSystem -Root ([IO.Path]::Combine($Root, 'HKLM')) -Scope Global
    foreach ($name in $State.environment.Keys) { [Environment]::SetEnvironmentVariable($name, $State.environment[$name]) }
    # A .NET call with an unresolved C:\ path writes here: any file in this folder is a fault of a script.
    [IO.Directory]::SetCurrentDirectory([IO.Path]::Combine($Root, 'trap'))
    if ($State.services.Contains('MSExchangeTransport') -and -not $State.Contains('transport')) {
        if (Start-LabTransport) { $null = Update-LabMeter } else { $State.services.MSExchangeTransport.status = 'Stopped' }
        Save-LabState
    }
}

function Resolve-LabPath([string]$Path) { $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path) }

function Join-LabPath([string]$Parent, [string]$Child) { $Parent.TrimEnd('\') + '\' + $Child }
