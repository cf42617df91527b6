# The resident agent of exkit. Stage 0 has checked the SHA-256 of this text and runs it in a runspace of its own:
#
#   standard input -> stage 0 -> $Queue -> the loop at the end of this text -> a third runspace, in which the steps run
#   standard output <- frames, written by this text only
#
# A step that hangs, prompts, exits or throws can therefore neither end nor block the conversation.
# Protocol: docs/reference/agent-protocol.md. Windows PowerShell 3.0 to 5.1, ASCII only.
# Comments like "#@name" mark the places at which the tests kill the agent.
param($Queue, [string]$Token, [string]$Prelude)

$ErrorActionPreference = 'Stop'

$Utf8 = New-Object Text.UTF8Encoding($false)
# SHA256.Create() throws under the FIPS policy of .NET Framework.
$Sha = New-Object Security.Cryptography.SHA256CryptoServiceProvider
$Invariant = [Globalization.CultureInfo]::InvariantCulture
$Clock = [Diagnostics.Stopwatch]::StartNew()
$Stdout = [Console]::OpenStandardOutput()
# A step that reads the console gets end-of-file instead of the lines of the protocol.
[Console]::SetIn([IO.TextReader]::Null)

$OnWindows = [IO.Path]::DirectorySeparatorChar -eq '\'
$FrameCharacters = 48000        # base64 in one frame; a multiple of 4, so that every frame decodes alone
$DeflateFromBytes = 512
$HoldMilliseconds = 250         # how long a ready answer may wait for the next one
$PoliteMilliseconds = 1000      # after a stop: until the children are killed
$HopelessMilliseconds = 6000    # after a stop: until the agent leaves
$LockMilliseconds = 2000        # how long a lock may be taken by nobody who can be named
$OutputCharacters = 16MB        # of one step, before JSON
$EscapedCharacters = 40MB       # of one step, as JSON; the client takes 64 MiB
$ConsoleCharacters = 1MB
$StreamItems = 200              # warnings and the like of one step
$StreamCharacters = 4000        # of one of them

# What changes while the agent lives.
$State = @{
    sequence = 0                # last frame sent
    acknowledged = 0            # last frame that the client has
    sent = @{}                  # frames to repeat, by number
    held = New-Object Text.StringBuilder
    heldSince = 0
    lastFrame = 0               # milliseconds on $Clock
    lastLine = 0                # last line accepted from the client
    refusedLine = 0             # line that was asked for again, and when
    refusedAt = -1000
    heartbeat = 15000
    run = ''
    folder = ''                 # of the journal; empty until OPEN
    locks = @()
    runspace = $null            # of the steps; made with the first one
    home = ''                   # where every step begins
    plan = New-Object Collections.Queue
    libraries = @{}             # hashes of those that were loaded
    mine = @{}                  # ids of the steps that this process has run
    now = $null                 # the step that runs
    failed = $false             # a step failed: the rest is skipped
    cancelled = $false          # the client cancelled: everything is skipped, for good
    closing = $false            # EXIT was said
    quit = $false
}
