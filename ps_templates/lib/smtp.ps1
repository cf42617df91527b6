# A conversation with an SMTP server: what was said, what it answered, how long it took.

function Read-ExkitSmtpReply($Stream) {
    # A whole reply, its lines joined by LF; text so far when the server closes. The last line has a blank behind its code.
    $buffer = New-Object byte[] 4096
    $text = ''
    while ($text -notmatch '(?m)^\d{3}(?: [^\r\n]*)?\r?\n\z') {
        if ($text.Length -gt 65536) { throw 'the reply does not end' }
        $count = $Stream.Read($buffer, 0, $buffer.Length)
        if ($count -le 0) { break }
        $text += [Text.Encoding]::ASCII.GetString($buffer, 0, $count)
    }
    $text.Replace("`r`n", "`n").TrimEnd("`n")
}

function Invoke-ExkitSmtpExchange($Stream, $Sent) {
    # Says one line (null: only listens, for the banner).
    $clock = [Diagnostics.Stopwatch]::StartNew()
    if ($null -ne $Sent) {
        $bytes = [Text.Encoding]::ASCII.GetBytes("$Sent`r`n")
        $Stream.Write($bytes, 0, $bytes.Length)
    }
    $reply = Read-ExkitSmtpReply $Stream
    if ($reply -eq '') { throw 'the server closed the connection without a reply' }
    [ordered]@{ sent = $Sent; reply = $reply; ms = $clock.ElapsedMilliseconds }
}

function Connect-ExkitTcp($Client, [string]$ComputerName, [int]$Port, [int]$TimeoutSeconds) {
    $pending = $Client.BeginConnect($ComputerName, $Port, $null, $null)
    if (-not $pending.AsyncWaitHandle.WaitOne(1000 * $TimeoutSeconds)) { throw "no connection within $TimeoutSeconds s" }
    $Client.EndConnect($pending)
}

function Invoke-ExkitSmtpDialog([string]$ComputerName, [int]$Port, [string[]]$Command, [int]$TimeoutSeconds = 70) {
    # -> connected, error, exchanges. The last command is said in any case that leaves a connection; the others only after a
    # banner that begins with 2. A server under pressure delays replies by up to 55 s, which is no silence yet.
    $result = [ordered]@{ connected = $false; error = $null; exchanges = New-Object Collections.ArrayList }
    $client = New-Object Net.Sockets.TcpClient
    try {
        Connect-ExkitTcp $client $ComputerName $Port 20
        $result.connected = $true
        $stream = $client.GetStream()
        $stream.ReadTimeout = 1000 * $TimeoutSeconds
        $stream.WriteTimeout = 1000 * $TimeoutSeconds
        $banner = Invoke-ExkitSmtpExchange $stream $null
        [void]$result.exchanges.Add($banner)
        $lines = $(if ($banner.reply -match '\A2') { $Command } else { $Command[-1] })
        foreach ($line in $lines) {
            Write-Progress -Activity 'SMTP' -Status $line
            [void]$result.exchanges.Add((Invoke-ExkitSmtpExchange $stream $line))
        }
    } catch { $result.error = $_.Exception.GetBaseException().Message }
    finally { $client.Close() }
    $result
}
