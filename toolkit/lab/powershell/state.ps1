# The state of the server: a file, read again whenever somebody else has written it.

$StateFile = [IO.Path]::Combine($Root, 'state.json')
$State = $null
$StateText = ''

function Update-LabState {
    $text = [IO.File]::ReadAllText($StateFile)
    if ($text -ceq $script:StateText) { return }
    $script:StateText = $text
    $script:State = ConvertFrom-Json -InputObject $text -AsHashtable -Depth 20
    # a new server: its transport service starts, and the meters are read once, before anybody asks
    if ($State.Contains('transport') -or -not $State.services.Contains('MSExchangeTransport')) { return }
    if (Start-LabTransport) { $null = Update-LabMeter } else { $State.services.MSExchangeTransport.status = 'Stopped' }
    Save-LabState
}

function Save-LabState {
    # A state.json is whole or the old one, also when the process is killed here.
    $script:StateText = ConvertTo-Json -InputObject $State -Depth 20
    [IO.File]::WriteAllText("$StateFile.new", $StateText)
    [IO.File]::Move("$StateFile.new", $StateFile, $true)
}

function Add-LabCall([string]$What) {
    $State.calls = @($State.calls) + $What
    Save-LabState
}

function Stop-Lab([string]$Why) {
    # A defect of the lab or of a script, never swallowed by -ErrorAction.
    $ErrorActionPreference = 'Stop'
    throw "lab: $Why"
}

function Invoke-LabCmdlet([string]$Name, $Bound, $Preference) {
    $ErrorActionPreference = $Preference
    if (-not $Handlers.ContainsKey($Name)) { Stop-Lab "$Name has no stand-in" }
    Update-LabState
    & $Handlers[$Name] $Bound
}

function Write-LabError([string]$Id, [string]$Message, [string]$Category = 'ObjectNotFound') {
    Write-Error -Message $Message -ErrorId $Id -Category $Category
}
