# Processes below this one. Shared with the steps.

function Get-ExkitDescendant([int]$Root) {
    # Ids below $Root, parents first. conhost.exe belongs to the console, not to a step.
    $pairs = @(if ([IO.Path]::DirectorySeparatorChar -eq '\') {
            Get-CimInstance -ClassName Win32_Process -Property ProcessId, ParentProcessId, Name |
                Where-Object { $_.Name -ne 'conhost.exe' } |
                ForEach-Object { , @([int]$_.ParentProcessId, [int]$_.ProcessId) }
        } else {
            [IO.Directory]::GetDirectories('/proc') | ForEach-Object {
                # A process that ends meanwhile has no stat any more.
                try {
                    $stat = [IO.File]::ReadAllText("$_/stat")
                    , @([int]$stat.Substring($stat.LastIndexOf(')') + 2).Split(' ')[1], [int][IO.Path]::GetFileName($_))
                } catch { Write-Verbose "$_" }
            }
        })
    $found = New-Object Collections.ArrayList
    $parents = New-Object Collections.Queue
    $parents.Enqueue($Root)
    while ($parents.Count) {
        $parent = $parents.Dequeue()
        foreach ($pair in $pairs) {
            if ($pair[0] -ne $parent -or $pair[1] -eq $Root -or $found.Contains($pair[1])) { continue }
            [void]$found.Add($pair[1])
            $parents.Enqueue($pair[1])
        }
    }
    $found
}

function Stop-ExkitProcess([int[]]$Id) {
    foreach ($one in $Id) {
        try { [Diagnostics.Process]::GetProcessById($one).Kill() } catch { Write-Verbose "$_" }
    }
}
