# Drives that are folders, environment variables, and a trap for calls that forget to resolve a path.

function Start-LabServer {
    # the drives first: a new server reads its config file as soon as its state is read
    foreach ($drive in @((ConvertFrom-Json -InputObject ([IO.File]::ReadAllText($StateFile))).drives) + 'HKLM') {
        $null = New-PSDrive -Name $drive -PSProvider FileSystem -Root ([IO.Path]::Combine($Root, $drive)) -Scope Global
    }
    Update-LabState
    foreach ($name in $State.environment.Keys) { [Environment]::SetEnvironmentVariable($name, $State.environment[$name]) }
    # A .NET call with an unresolved C:\ path writes here: any file in this folder is a fault of a script.
    [IO.Directory]::SetCurrentDirectory([IO.Path]::Combine($Root, 'trap'))
}

function Resolve-LabPath([string]$Path) { $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path) }

function Join-LabPath([string]$Parent, [string]$Child) { $Parent.TrimEnd('\') + '\' + $Child }
