# The answer of a step that has ended.

function Get-StepState($Now, $Fault, $Errors) {
    # state and why. A stopped step may have ended in the same moment: then it has ended.
    $ended = Get-StepVariable 'ExkitEnd'
    if ($Now.stop_why -and -not $ended) { return $Now.stop_why, 'stopped; what it had done is not known' }
    if ($Fault -or ($ended -and $Errors)) { return 'failed', 'error' }
    if (-not $ended) { return 'failed', 'left by exit, break or continue' }
    'ok', $null
}

function Get-StepErrors($Errors, $Fault) {
    $records = @($Errors)
    if ($Fault) {
        $record = $Fault.ErrorRecord
        if (-not $record) { $record = New-Object Management.Automation.ErrorRecord($Fault, 'Exkit', 'NotSpecified', $null) }
        $records = @($record) + $records
    }
    foreach ($record in @($records | Select-Object -First 50)) {
        [ordered]@{
            message = Limit-Text "$record" $StreamCharacters
            id = $record.FullyQualifiedErrorId
            category = "$($record.CategoryInfo.Category)"
            type = $record.Exception.GetType().FullName
            at = Limit-Text "$($record.ScriptStackTrace)" $StreamCharacters
        }
    }
}

function Get-StepStreams($Streams, $NativeErrors) {
    $information = @()
    # There is no information stream before Windows PowerShell 5.0.
    if ($Streams.PSObject.Properties['Information']) { $information = @(Get-Texts $Streams.Information) }
    [ordered]@{
        warning = @(Get-Texts $Streams.Warning)
        verbose = @(Get-Texts $Streams.Verbose)
        information = $information
        native_error = @(Get-Texts $NativeErrors)
    }
}

function Get-StepFault($Now) {
    # The exception that ended the script, if one did; not its innermost cause, which carries no error record.
    try { [void]$Now.shell.EndInvoke($Now.handle) }
    catch { if ($_.Exception.InnerException) { $_.Exception.InnerException } else { $_.Exception } }
}

function Save-Answer($Step, [string]$Head, [string]$Tail) {
    # On a full disk, that the step has ended is what must be kept; the frame still carries the output.
    try { Write-Done $Step.id ($Head + ',"truncated":' + $Tail + '}') }
    catch { Write-Done $Step.id ($Head + ',"truncated":true,"not_kept":' + (Format-ExkitString "$_") + '}') }
}

function Complete-Step {
    $now = $State.now
    $step = $now.step
    $fault = Get-StepFault $now
    if ($now.stop_why) { Stop-StepChild }
    $all = @($now.shell.Streams.Error)
    # What a native program wrote to its standard error is not an error of the step.
    $errors = @($all | Where-Object { $_.FullyQualifiedErrorId -notlike 'NativeCommandError*' })
    $native = @($all | Where-Object { $_.FullyQualifiedErrorId -like 'NativeCommandError*' })
    $word, $why = Get-StepState $now $fault $errors
    $cut, $items = Join-Output $now.output
    $head = Format-ExkitJson ([ordered]@{
            run = $State.run; id = $step.id; sha = $step.sha; state = $word; why = $why; rc = [int]($word -ne 'ok')
            native_exit = Get-StepVariable 'LASTEXITCODE'; ms = $Clock.ElapsedMilliseconds - $now.began; count = $now.output.Count
        }) 0
    $said = Format-ExkitJson ([ordered]@{
            errors = @(Get-StepErrors $errors $fault); streams = Get-StepStreams $now.shell.Streams $native
            console = Limit-Text "$($now.console)" $ConsoleCharacters; killed = @($now.killed | Select-Object -Unique)
        }) 0
    $now.shell.Dispose()
    $State.now = $null
    $head = $head.TrimEnd('}')
    $tail = (Format-ExkitJson $cut 0) + ',' + $said.Substring(1, $said.Length - 2) + ',"output":[' + $items + ']'
    Save-Answer $step $head $tail
    if ($word -ne 'ok' -and -not $step.goesOn) { $State.failed = $true }
    Add-Frame 'RESULT' ($head + ',"truncated":' + $tail + '}')
}
