# Objects as an implicit-remoting session hands them over, and as the server itself has them.

function Protect-LabXml([string]$Text) { [Security.SecurityElement]::Escape($Text) }

function New-LabValue([string]$Type, [string]$Text, [string]$Inner = '') {
    # A deserialized value: type name, text, and for enums the number.
    $names = "<TN RefId=`"0`"><T>$(Protect-LabXml $Type)</T><T>System.Object</T></TN>"
    $xml = "<Objs Version=`"1.1.0.1`" xmlns=`"http://schemas.microsoft.com/powershell/2004/04`"><Obj RefId=`"0`">$names<ToString>$(Protect-LabXml $Text)</ToString>$Inner</Obj></Objs>"
    [Management.Automation.PSSerializer]::Deserialize($xml)
}

function New-LabEnum([string]$Type, [string]$Name, [hashtable]$Numbers) {
    if (-not $Numbers.ContainsKey($Name)) { Stop-Lab "$Type has no value $Name" }
    New-LabValue $Type $Name "<I32>$($Numbers[$Name])</I32>"
}

$RealObjects = @{}

function Get-LabObject([string]$Own, [string]$Real) {
    # The objects of a capture from a real server where there is one, else a small one with the same names and types.
    $file = $(if ($State.objects -and $Real) { [IO.Path]::Combine($State.objects, "$Real.xml") } else { [IO.Path]::Combine($PSScriptRoot, 'objects', "$Own.xml") })
    if (-not $RealObjects.ContainsKey($file)) { $RealObjects[$file] = [IO.File]::ReadAllText($file) }
    [Management.Automation.PSSerializer]::Deserialize($RealObjects[$file])
}

function Set-LabProperty($Object, [Collections.IDictionary]$Values) {
    foreach ($name in $Values.Keys) { Add-Member -InputObject $Object -MemberType NoteProperty -Name $name -Value $Values[$name] -Force }
    $Object
}

function ConvertTo-LabTime($Value) { ([datetime]$Value).ToUniversalTime() }
