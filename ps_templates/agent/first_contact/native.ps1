# How native programs behave under the agent, tried with programs that every Windows has and that change nothing.

function Invoke-ExkitWindowsTool([string]$Name, [string[]]$ArgumentList, [int]$TimeoutSeconds = 20) {
    # -> as Invoke-ExkitTool; nothing where there is no such program. It works in the folder of the journals, which is ours.
    $program = "$env:SystemRoot\System32\$Name"
    if (-not (Test-Path -LiteralPath $program)) { return }
    Invoke-ExkitTool -FilePath $program -ArgumentList $ArgumentList -TimeoutSeconds $TimeoutSeconds -WorkingDirectory "$env:ProgramData\exkit"
}

function Get-ExkitNativeHabit {
    # esentutl says of a file that does not exist what eseutil says: -1811. It gets no other file, least of all one of Exchange.
    $engine = Invoke-ExkitWindowsTool 'esentutl.exe' '/mh', "$env:ProgramData\exkit\there-is-no-such-file.edb"
    $page = Invoke-ExkitWindowsTool 'chcp.com' @()
    # sort repeats what it reads: nothing, unless closing its input writes a byte order mark
    $sorted = Invoke-ExkitWindowsTool 'sort.exe' @()
    $tree = Invoke-ExkitWindowsTool 'ping.exe' '-n', '30', '127.0.0.1' -TimeoutSeconds 2
    $clock = [Diagnostics.Stopwatch]::StartNew()
    $left = @(Get-ExkitDescendant $PID).Count
    [ordered]@{
        exit_code = $(if ($engine) { $engine.exit_code })
        code_page = $(if ($page -and $page.stdout -match '(\d{3,5})\D*\z') { [int]$Matches[1] })
        repeated_characters = $(if ($sorted) { $sorted.stdout.Length })
        stopped_in_time = $(if ($tree) { $tree.timed_out })
        stopped_ms = $(if ($tree) { $tree.ms })
        children_left = $left
        children_ms = $clock.ElapsedMilliseconds
        parents = $(if ([IO.Path]::DirectorySeparatorChar -eq '\') { Get-ExkitParentHabit })
    }
}

function Get-ExkitParentHabit {
    # Windows keeps the id of a parent that has ended, and may give it to another process, which then looks like the parent.
    $all = @(Get-CimInstance -ClassName Win32_Process -Property ProcessId, ParentProcessId, CreationDate)
    $born = @{}
    foreach ($one in $all) { $born[[int]$one.ProcessId] = $one.CreationDate }
    $ended = 0
    $reused = 0
    foreach ($one in $all) {
        $parent = [int]$one.ParentProcessId
        if (-not $born.ContainsKey($parent)) { $ended++ }
        elseif ($one.CreationDate -and $born[$parent] -gt $one.CreationDate) { $reused++ }
    }
    [ordered]@{ processes = $all.Count; ended = $ended; reused = $reused }
}
