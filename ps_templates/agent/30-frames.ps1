# Frames to the client:  \n@EXK <token> <seq> <KIND> <-|Z><+|.> <base64> <sum>\n

function Get-ShortSum([string]$Text) {
    [BitConverter]::ToString($Sha.ComputeHash($Utf8.GetBytes($Text)), 0, 8).Replace('-', '').ToLowerInvariant()
}

function Get-FullSum([byte[]]$Bytes) {
    [BitConverter]::ToString($Sha.ComputeHash($Bytes)).Replace('-', '').ToLowerInvariant()
}

function Compress-Bytes([byte[]]$Bytes) {
    $packed = New-Object IO.MemoryStream
    $deflate = New-Object IO.Compression.DeflateStream($packed, [IO.Compression.CompressionMode]::Compress, $true)
    $deflate.Write($Bytes, 0, $Bytes.Length)
    $deflate.Close()
    , $packed.ToArray()
}

function Add-Frame([string]$Kind, [string]$Text) {
    # Puts a frame, or several when the text is long, behind what is held for sending.
    $bytes = $Utf8.GetBytes($Text)
    $packing = '-'
    if ($bytes.Length -ge $DeflateFromBytes) { $bytes = Compress-Bytes $bytes; $packing = 'Z' }
    $all = [Convert]::ToBase64String($bytes)
    if (-not $all) { $all = '=' }
    for ($position = 0; $position -lt $all.Length; $position += $FrameCharacters) {
        $part = $all.Substring($position, [Math]::Min($FrameCharacters, $all.Length - $position))
        $more = '.'
        if ($position + $FrameCharacters -lt $all.Length) { $more = '+' }
        $State.sequence++
        $frame = "@EXK $Token $($State.sequence) $Kind $packing$more $part"
        $frame = "`n$frame $(Get-ShortSum $frame)`n"
        $State.sent[$State.sequence] = $frame
        if (-not $State.held.Length) { $State.heldSince = $Clock.ElapsedMilliseconds }
        [void]$State.held.Append($frame)
    }
    $State.lastFrame = $Clock.ElapsedMilliseconds
    #@frame
}

function Send-Held {
    if (-not $State.held.Length) { return }
    $bytes = $Utf8.GetBytes($State.held.ToString())
    [void]$State.held.Clear()
    $Stdout.Write($bytes, 0, $bytes.Length)
    $Stdout.Flush()
}

function Send-Frame([string]$Kind, [string]$Text) { Add-Frame $Kind $Text; Send-Held }

function Send-Data([string]$Kind, $Data) { Send-Frame $Kind (Format-ExkitJson $Data 0) }

function Send-Answer([string]$Kind, $Step, $Data) {
    # The answer to a step, with its id first. It may wait for the next one: that saves the client round trips.
    $all = [ordered]@{ id = $Step.id }
    foreach ($name in $Data.Keys) { $all[$name] = $Data[$name] }
    Add-Frame $Kind (Format-ExkitJson $all 0)
}

function Send-Again([int]$From) {
    Send-Held
    foreach ($number in @($State.sent.Keys | Sort-Object)) {
        if ($number -ge $From) { [void]$State.held.Append($State.sent[$number]) }
    }
    Send-Held
}

function Confirm-Frames([int]$Last) {
    # The client has these: forget them.
    for ($number = $State.acknowledged + 1; $number -le $Last -and $number -le $State.sequence; $number++) {
        $State.sent.Remove($number)
        $State.acknowledged = $number
    }
}
