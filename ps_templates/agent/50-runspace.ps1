# The runspace in which all steps run: modules, $global: and $env: stay from step to step.

# Functions of this text that the steps may use.
$SharedFunctions = @(
    'Protect-ExkitText', 'Protect-ExkitManyKinds', 'Format-ExkitString', 'Format-ExkitTime', 'Format-ExkitFloat', 'Format-ExkitPairs'
    'Format-ExkitDictionary', 'Format-ExkitObject', 'Format-ExkitList', 'Test-ExkitForeignText', 'Format-ExkitJson', 'ConvertTo-ExkitItem'
    'Get-ExkitDescendant', 'Stop-ExkitProcess'
)

# What runs for each step; $args: its text, whether it runs in the global scope, where it begins.
# Functions of script modules obey only the global $ErrorActionPreference, and implicit remoting is made of such functions.
# $ExkitEnd betrays exit, break and continue, which look like success to the engine.
$StepWrapper = @'
$global:ExkitEnd = $false
$global:LASTEXITCODE = $null
$global:Error.Clear()
$global:ErrorActionPreference = 'Stop'
$global:ProgressPreference = 'Continue'
[Threading.Thread]::CurrentThread.CurrentCulture = [Globalization.CultureInfo]::InvariantCulture
Set-Location -LiteralPath $args[2]
if ($args[1]) { . ([ScriptBlock]::Create($args[0])) | ConvertTo-ExkitItem }
else { & ([ScriptBlock]::Create($args[0])) | ConvertTo-ExkitItem }
$global:ExkitEnd = $true
'@

function Invoke-Inline([string]$Text) {
    # Runs text in the steps' runspace and waits for it.
    $shell = [PowerShell]::Create()
    $shell.Runspace = $State.runspace
    try {
        [void]$shell.AddScript($Text, $false).Invoke()
        if ($shell.Streams.Error.Count) { throw "$($shell.Streams.Error[0])" }
    } finally { $shell.Dispose() }
}

function Open-StepRunspace {
    # Without a host of its own: every prompt fails at once, and exit cannot end this process.
    if ($State.runspace) { return }
    $runspace = [RunspaceFactory]::CreateRunspace()
    $runspace.ThreadOptions = 'ReuseThread'
    # As in a console, where the Exchange shell is made to work.
    if ($OnWindows) { $runspace.ApartmentState = 'STA' }
    $runspace.Open()
    $State.runspace = $runspace
    $texts = @(foreach ($name in $SharedFunctions) { "function global:$name {$((Get-Item -LiteralPath "function:$name").Definition)}" })
    Invoke-Inline ($texts -join "`n")
    # The prelude is the lab's: it puts it in front of stage 0. On a server there is none.
    if ($Prelude) { Invoke-Inline $Prelude }
    $State.home = [IO.Path]::GetPathRoot([Environment]::SystemDirectory)
    if (-not $State.home) { $State.home = '/' }
}

function Get-StepVariable([string]$Name) { $State.runspace.SessionStateProxy.GetVariable($Name) }

function Import-Library($Step) {
    # Once per process. Without its libraries no step can be right, now or later.
    if ($State.libraries[$Step.sha]) { return }
    try {
        Open-StepRunspace
        Invoke-Inline $Step.text
        $State.libraries[$Step.sha] = $true
    } catch {
        $State.cancelled = $true
        Send-Data 'REFUSED' ([ordered]@{ why = "a library does not load: $_" })
    }
}
