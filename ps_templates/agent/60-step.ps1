# From a step in the plan to a step that runs, or to the answer why it does not.

function Deny-Step([string]$Kind, $Step, $Data) {
    # An answer that stops the rest.
    $State.failed = $true
    Send-Answer $Kind $Step $Data
}

function Find-SyntaxError([string]$Text) {
    $errors = $null
    $tokens = $null
    [void][Management.Automation.Language.Parser]::ParseInput($Text, [ref]$tokens, [ref]$errors)
    $errors | Select-Object -First 1
}

function Send-Replay($Step, [string]$Done) {
    # Byte for byte. A replayed failure stops the rest as the failure did.
    $good = $Done -cmatch '\A\{"run":"[^"]*","id":"[^"]*","sha":"[^"]*","state":"(?:ok|applied)"'
    if (-not $good -and -not $Step.goesOn) { $State.failed = $true }
    Add-Frame 'RESULT' $Done
}

function Start-NextStep {
    $step = $State.plan.Dequeue()
    if ($step.library) { Import-Library $step; return }
    # A step that must not run twice must not take the answers before it into its grave.
    if ($step.policy -eq 'once') { Send-Held }
    if ($step.fresh) { $State.failed = $false }
    if ($step.fault) { Deny-Step 'REFUSED' $step @{ why = $step.fault }; return }
    $started = Read-Journal $step.id 'started'
    $done = Read-Journal $step.id 'done'
    switch (Get-StepVerdict $step $started $done) {
        'planted' { Deny-Step 'REFUSED' $step @{ why = 'the journal holds an answer to a step that never began: somebody planted it' } }
        'conflict' { Deny-Step 'CONFLICT' $step @{ why = 'another script ran under this id' } }
        'unknown' { Deny-Step 'UNKNOWN' $step @{ why = 'begun, and not seen to end' } }
        'damaged' { Deny-Step 'UNKNOWN' $step @{ why = 'begun, and its answer in the journal is damaged or belongs to something else' } }
        'replay' { Send-Replay $step (Get-Answer $started $done) }
        default { Enter-Step $step $started $done }
    }
}

function Enter-Step($Step, $Started, $Done) {
    if ($State.failed -or $State.cancelled) { Send-Answer 'SKIP' $Step @{}; return }
    $fault = Find-SyntaxError $Step.text
    if ($fault) { Deny-Step 'REJECTED' $Step ([ordered]@{ why = $fault.Message; line = $fault.Extent.StartLineNumber }); return }
    Open-StepRunspace
    try {
        if ($null -ne $Done) { [IO.File]::Delete((Get-JournalPath $Step.id 'done')) }
        if ($null -eq $Started) { Write-Started $Step }
    } catch {
        # It has not begun, so nothing may say that it has.
        if ($null -eq $Started) { try { [IO.File]::Delete((Get-JournalPath $Step.id 'started')) } catch { Write-Verbose "$_" } }
        Deny-Step 'REFUSED' $Step @{ why = "no journal: $($_.Exception.GetBaseException().Message)" }
        return
    }
    Start-Script $Step
}

function Start-Script($Step) {
    $console = New-Object IO.StringWriter
    [Console]::SetOut($console)
    [Console]::SetError($console)
    $shell = [PowerShell]::Create()
    $shell.Runspace = $State.runspace
    [void]$shell.AddScript($StepWrapper, $false).AddArgument($Step.text).AddArgument($Step.shared).AddArgument($State.home)
    $nothing = New-Object 'Management.Automation.PSDataCollection[psobject]'
    $nothing.Complete()
    $output = New-Object 'Management.Automation.PSDataCollection[psobject]'
    $State.mine[$Step.id] = $true
    $State.now = @{
        step = $Step
        shell = $shell
        output = $output
        console = $console
        began = $Clock.ElapsedMilliseconds
        began_at = [DateTime]::Now.AddSeconds(-1)
        told = '0 '
        told_at = $Clock.ElapsedMilliseconds
        stop_why = ''
        stop_at = 0
        hard = $false
        children = @()
        killed = @()
        handle = $shell.BeginInvoke($nothing, $output)
    }
    #@running
}
