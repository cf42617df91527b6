begin {
# exkit stage 0: takes the agent's plain text from standard input, checks its SHA-256 and runs it.
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
if ("$($ExecutionContext.SessionState.LanguageMode)" -ne 'FullLanguage') { "`n@EXK 0 REFUSED language-mode"; exit 3 }
if ($PSVersionTable.PSVersion.Major -lt 3) { "`n@EXK 0 REFUSED powershell-version"; exit 3 }
$body = New-Object Text.StringBuilder
$token = ''
$queue = $null
"`n@EXK 0 READY"
}
process {
# PowerShell feeds standard input only to a script that names $input here, at its top level.
$line = "$input".TrimEnd()
if ($queue) { $queue.Add($line) }
elseif (-not $token) { if ($line -cmatch '#EXK-BEGIN ([0-9a-f]{32})\z') { $token = $Matches[1] } }
elseif ($line -cne '#EXK-END') { [void]$body.Append($line).Append("`n") }
else {
$text = $body.ToString()
# SHA256.Create() fails under the FIPS policy.
$sha = New-Object Security.Cryptography.SHA256CryptoServiceProvider
$hash = [BitConverter]::ToString($sha.ComputeHash([Text.Encoding]::UTF8.GetBytes($text))).Replace('-', '')
if ($hash -ne '@HASH@') { "`n@EXK 0 REFUSED agent-hash"; exit 3 }
$queue = New-Object 'Collections.Concurrent.BlockingCollection[string]'
$agent = [PowerShell]::Create()
[void]$agent.AddScript($text).AddArgument($queue).AddArgument($token).AddArgument($ExkitPrelude)
$running = $agent.BeginInvoke()
}
}
end { if ($queue) { $queue.CompleteAdding(); [void]$running.AsyncWaitHandle.WaitOne() } }
