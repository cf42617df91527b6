# A key that returns by itself: a scheduled task runs a self-contained script, on Windows 2012 and later.

function Test-ExkitTaskModule { [bool](Get-Command -Name Register-ScheduledTask -ErrorAction SilentlyContinue) }

function Get-ExkitReturnTask([string]$DebtId) {
    # -> the task, null when there is none
    if (-not (Test-ExkitTaskModule)) { return }
    try { Get-ScheduledTask -TaskPath '\exkit\' -TaskName "return-$DebtId" -ErrorAction Stop }
    catch { if ($_.FullyQualifiedErrorId -notlike 'CmdletizationQuery_NotFound*') { throw } }
}

function Get-ExkitReturnScript([string]$Record, [string]$DebtId) {
    # Everything that the way back needs, in plain text; the text of the functions is the text that is loaded here.
    $names = 'Get-ExkitText', 'ConvertTo-ExkitTime', 'Get-ExkitHash', 'Join-ExkitPath', 'Resolve-ExkitPath', 'Open-ExkitWriteStream',
    'New-ExkitXmlReader', 'Get-ExkitLineStart', 'Get-ExkitReaderOffset', 'Get-ExkitAttributeSpan', 'Get-ExkitTagEnd', 'Read-ExkitAdd',
    'Open-ExkitElement', 'Close-ExkitElement', 'Find-ExkitAppSetting', 'Read-ExkitConfig', 'Open-ExkitConfig', 'Select-ExkitAppSetting',
    'ConvertTo-ExkitAttribute', 'Get-ExkitLead', 'Get-ExkitNewAdd', 'New-ExkitEdit', 'Assert-ExkitEdit', 'Join-ExkitEditBytes',
    'Write-ExkitConfig', 'New-ExkitRecord', 'Edit-ExkitAppSetting', 'Open-ExkitWritableConfig', 'Test-ExkitSetting', 'Undo-ExkitAppSetting',
    'Remove-ExkitBackup', 'Test-ExkitSetupRunning', 'Get-ExkitServiceStatus', 'Restart-ExkitService', 'Get-ExkitDebtFolder', 'Get-ExkitDebtPath',
    'Write-ExkitTextFile', 'Write-ExkitDebt', 'Read-ExkitDebt', 'Remove-ExkitDebtFile', 'Restore-ExkitKeyWhenDue', 'Complete-ExkitKeyReturn'
    $functions = foreach ($name in $names) { "function $name {$((Get-Item -LiteralPath "function:$name").Definition)}" }
    @(
        "# Puts a key of EdgeTransport.exe.config back. Made by exkit for the debt $DebtId; started by the task \exkit\return-$DebtId."
        'Set-StrictMode -Version 2.0'
        '$ErrorActionPreference = ''Stop'''
        $functions
        "Complete-ExkitKeyReturn (ConvertFrom-Json -InputObject $(ConvertTo-ExkitLiteral $Record)) '$DebtId'"
    ) -join "`r`n"
}

function Register-ExkitReturnTask([string]$DebtId, [string]$File, [datetime]$RunsAtUtc) {
    # Comes again every 15 minutes for a day: Setup may be at work, or the file may be open.
    $quarter = New-TimeSpan -Minutes 15
    $how = '-NoProfile -NonInteractive -ExecutionPolicy RemoteSigned'
    $task = @{
        TaskPath = '\exkit\'
        TaskName = "return-$DebtId"
        Action = New-ScheduledTaskAction -Execute 'powershell.exe' -Argument ($how + ' -File "' + $File + '"')
        Trigger = New-ScheduledTaskTrigger -Once -At $RunsAtUtc.ToLocalTime() -RepetitionInterval $quarter -RepetitionDuration (New-TimeSpan -Days 1)
        Principal = New-ScheduledTaskPrincipal -UserId 'S-1-5-18' -LogonType ServiceAccount -RunLevel Highest
        Settings = New-ScheduledTaskSettingsSet -StartWhenAvailable -ExecutionTimeLimit $quarter -AllowStartIfOnBatteries -DontStopIfGoingOnBatteries
    }
    [void](Register-ScheduledTask @task)
}

function Add-ExkitKeyReturn([string]$Record, [int]$AfterHours, [string]$DebtId, [string]$What) {
    if ($AfterHours -lt 1) { throw 'a key stays changed for an hour at least' }
    $file = Get-ExkitDebtPath $DebtId '.ps1'
    Remove-ExkitEndedDebt $DebtId
    $runsAt = [DateTime]::UtcNow.AddHours($AfterHours)
    $task = $(if (Test-ExkitTaskModule) { "\exkit\return-$DebtId" })
    New-ExkitDebtFolder
    try {
        Write-ExkitTextFile $file (Get-ExkitReturnScript $Record $DebtId) 'CreateNew'
        $debt = [ordered]@{ made_at = ConvertTo-ExkitTime ([DateTime]::UtcNow); what = $What; ends_at = ConvertTo-ExkitTime $runsAt; task = $task
            outcome = $null; why = $null; ended_at = $null }
        Write-ExkitDebt $DebtId $debt 'CreateNew'
        if ($task) { Register-ExkitReturnTask $DebtId $file $runsAt }
    } catch { Remove-ExkitDebtFile $DebtId '.ps1'; Remove-ExkitDebtFile $DebtId '.json'; throw }
    [ordered]@{ task = $task; file = $file; runs_at = ConvertTo-ExkitTime $runsAt; registered = [bool]$task
        why = $(if (-not $task) { 'this Windows has no ScheduledTasks module (it came with 2012)' }) }
}

function Restore-ExkitKeyWhenDue($Record) {
    # -> outcome, why. A file that is open just now is an error of the moment: the task comes again.
    try { $back = Undo-ExkitAppSetting $Record }
    catch {
        $cause = $_.Exception.GetBaseException()
        if ($cause -is [IO.IOException] -or $cause -is [UnauthorizedAccessException]) { throw }
        return 'left', $_.Exception.Message
    }
    Remove-ExkitBackup $Record.path $Record.backup
    Remove-ExkitBackup $Record.path $back.backup
    if (-not $back.changed -or (Get-ExkitServiceStatus 'MSExchangeTransport') -ne 'Running') { return 'returned', $null }
    try { [void](Restart-ExkitService 'MSExchangeTransport') } catch { return 'returned', "the service: $($_.Exception.Message)" }
    'returned', $null
}

function Complete-ExkitKeyReturn($Record, [string]$DebtId) {
    # What the scheduled script does. Setup may write the same file: it is waited for.
    if (Test-ExkitSetupRunning) { return }
    $outcome, $why = Restore-ExkitKeyWhenDue $Record
    $old = Read-ExkitDebt (Get-ExkitDebtPath $DebtId '.json')
    $debt = [ordered]@{ made_at = ConvertTo-ExkitTime $old.made_at; what = $old.what; ends_at = ConvertTo-ExkitTime $old.ends_at; task = $old.task
        outcome = $outcome; why = $why; ended_at = ConvertTo-ExkitTime ([DateTime]::UtcNow) }
    Write-ExkitDebt $DebtId $debt 'Create'
    Remove-ExkitDebtFile $DebtId '.ps1'
    if ($old.task) { Unregister-ScheduledTask -TaskPath '\exkit\' -TaskName "return-$DebtId" -Confirm:$false }
}
