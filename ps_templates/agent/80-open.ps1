# OPEN: the folder of the run and its locks. A lock is a file that nobody else can open: it dies with this process, however it ends.

function Lock-File([string]$Path) {
    # Takes the lock and writes beside it who has it; returns $false when somebody else does.
    try {
        $State.locks += New-Object IO.FileStream($Path, [IO.FileMode]::OpenOrCreate, [IO.FileAccess]::ReadWrite, [IO.FileShare]::None)
    } catch {
        if ($_.Exception.GetBaseException() -isnot [IO.IOException]) { throw }
        return $false
    }
    Write-Through "$Path.json" 'Create' (Format-ExkitJson ([ordered]@{ run = $State.run; pid = $PID; at = [DateTime]::UtcNow }) 0)
    $true
}

function Deny-Run([string]$Kind, $Data) {
    foreach ($lock in $State.locks) { $lock.Close() }
    Send-Data $Kind $Data
    $State.quit = $true
}

function Get-Holder([string]$Path) {
    try { [IO.File]::ReadAllText("$Path.json") } catch { Write-Verbose "$_" }
}

function Open-Run([string]$Run, [string]$Root, [int]$Heartbeat, [bool]$Alone) {
    if ($State.folder) { return }
    if ($Run -cnotmatch '\A[a-z0-9][a-z0-9-]{0,63}\z') { Deny-Run 'REFUSED' @{ why = 'the id of the run is not allowed' }; return }
    $State.run = $Run
    $folder = [IO.Path]::Combine($Root, "run-$Run")
    try { $fault = Initialize-JournalFolder $Root $folder } catch { $fault = $_.Exception.GetBaseException().Message }
    if ($fault) { Deny-Run 'REFUSED' @{ why = "the journal's folder cannot be trusted: $fault" }; return }
    $locks = @([IO.Path]::Combine($folder, 'agent.lock'))
    if ($Alone) { $locks += [IO.Path]::Combine($Root, 'host.lock') }
    foreach ($lock in $locks) {
        if (Lock-File $lock) { continue }
        Deny-Run 'BUSY' ([ordered]@{ lock = [IO.Path]::GetFileName($lock); holder = Get-Holder $lock })
        return
    }
    $State.folder = $folder
    $State.heartbeat = $Heartbeat
    $names = [IO.Directory]::GetFiles($folder, 'step-*') | ForEach-Object { [IO.Path]::GetFileName($_) } | Sort-Object
    Send-Data 'OPENED' ([ordered]@{ run = $Run; journal = @($names) })
}
