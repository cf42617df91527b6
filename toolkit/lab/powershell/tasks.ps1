# The task scheduler. A task runs when it is started; nothing here waits for its time.

function Get-LabTaskKey($Bound) { "$($Bound.TaskPath)$($Bound.TaskName)" }

foreach ($part in 'Action', 'Principal', 'SettingsSet') {
    $Handlers["New-ScheduledTask$part"] = { param($Bound) [pscustomobject]([hashtable]$Bound) }
}
$Handlers['New-ScheduledTaskTrigger'] = {
    param($Bound)
    if ($Bound.ContainsKey('RepetitionInterval') -and -not $Bound.ContainsKey('RepetitionDuration')) { Stop-Lab 'Windows Server 2012 R2 wants -RepetitionDuration too' }
    [pscustomobject]([hashtable]$Bound)
}

$Handlers['Register-ScheduledTask'] = {
    param($Bound)
    $key = Get-LabTaskKey $Bound
    if ($State.tasks.Contains($key)) { Write-LabError 'HRESULT 0x800700b7' 'Cannot create a file when that file already exists.' 'ResourceExists'; return }
    $State.tasks[$key] = @{ path = $Bound.TaskPath; name = $Bound.TaskName; state = 'Ready'; execute = $Bound.Action[0].Execute; argument = $Bound.Action[0].Argument
        at = $Bound.Trigger[0].At.ToUniversalTime().ToString('o'); user = $Bound.Principal.UserId; run_level = "$($Bound.Principal.RunLevel)" }
    Add-LabCall "Register-ScheduledTask $key"
    Get-LabTask $State.tasks[$key]
}

function Get-LabTask($Task) {
    $type = 'Microsoft.PowerShell.Cmdletization.GeneratedTypes.ScheduledTask.StateEnum'
    [pscustomobject]@{ PSTypeName = 'Microsoft.Management.Infrastructure.CimInstance#Root/Microsoft/Windows/TaskScheduler/MSFT_ScheduledTask'
        TaskPath = $Task.path; TaskName = $Task.name; State = New-LabEnum $type $Task.state @{ Disabled = 1; Ready = 3; Running = 4 } }
}

function Find-LabTask($Bound) {
    $key = Get-LabTaskKey $Bound
    if ($State.tasks.Contains($key)) { return $State.tasks[$key] }
    Write-LabError 'CmdletizationQuery_NotFound_TaskName' "No MSFT_ScheduledTask objects found with property 'TaskName' equal to '$($Bound.TaskName)'."
}

$Handlers['Get-ScheduledTask'] = { param($Bound) $task = Find-LabTask $Bound; if ($task) { Get-LabTask $task } }
$Handlers['Unregister-ScheduledTask'] = {
    param($Bound)
    if (-not (Find-LabTask $Bound)) { return }
    $State.tasks.Remove((Get-LabTaskKey $Bound))
    Add-LabCall "Unregister-ScheduledTask $(Get-LabTaskKey $Bound)"
}
$Handlers['Start-ScheduledTask'] = {
    param($Bound)
    $task = Find-LabTask $Bound
    if (-not $task) { return }
    if ($task.argument -notmatch '-File "([^"]+)"') { Stop-Lab "the task runs $($task.argument), which is no script file" }
    Add-LabCall "Start-ScheduledTask $(Get-LabTaskKey $Bound)"
    & $Matches[1]
}
