# Old diagnostic logs: which files may be moved away, and which never.

function Test-ExkitLogName([string]$Name) {
    # Only diagnostic logs by their ending; never what may belong to a database engine (E00.log, E0000000A1B.log, trn.log).
    $Name -match '\.(?:log|blg|etl|csv)\z' -and $Name -notlike 'E??*.log' -and $Name -notlike 'trn*.log' -and $Name -notmatch '[|\r\n]'
}

function Test-ExkitQueueFolder([string]$Path) { "$Path\" -match '\\data\\Queue\\' }

function Test-ExkitDatabaseFolder($Items) {
    # A folder that holds a database, a checkpoint or reserve logs is left alone with everything in it.
    [bool]@($Items | Where-Object { $_.Name -match '\.(?:edb|que|chk|jrs)\z' }).Count
}

function Get-ExkitFolderItem([string]$Path, $Found) {
    # Items by name; a folder that cannot be read is counted, not passed over.
    try { Get-ChildItem -LiteralPath $Path -Force | Sort-Object -Property Name }
    catch { if ($_.FullyQualifiedErrorId -notlike 'PathNotFound*') { $Found.Unreadable++ } }
}

function Find-ExkitOldLog([string]$Folder, [datetime]$Before) {
    # -> Files (Path, Bytes, Written), Unreadable. Folders behind links are not entered: they belong to somebody else. A whole
    # drive and the home of the queue database are not looked into either.
    $found = @{ Files = New-Object Collections.ArrayList; Unreadable = 0 }
    try { Assert-ExkitLogFolder $Folder } catch { $found.Unreadable = 1; return $found }
    $top = Get-Item -LiteralPath $Folder -Force -ErrorAction SilentlyContinue
    if ($top -and (Test-ExkitLink $top)) { $found.Unreadable = 1; return $found }
    $todo = New-Object Collections.Queue
    $todo.Enqueue($Folder.TrimEnd('\'))
    while ($todo.Count) {
        $here = $todo.Dequeue()
        if (Test-ExkitQueueFolder $here) { continue }
        $items = @(Get-ExkitFolderItem $here $found)
        if (Test-ExkitDatabaseFolder $items) { continue }
        Write-Progress -Activity 'Old logs' -Status $here
        foreach ($item in $items) {
            if (Test-ExkitLink $item) { continue }
            if ($item.PSIsContainer) { $todo.Enqueue("$here\$($item.Name)") }
            elseif ($item.LastWriteTimeUtc -lt $Before -and (Test-ExkitLogName $item.Name)) {
                $file = [pscustomobject]@{ Path = "$here\$($item.Name)"; Bytes = [long]$item.Length; Written = $item.LastWriteTimeUtc }
                [void]$found.Files.Add($file)
            }
        }
    }
    $found
}

function Get-ExkitAgeLimit([int]$Days) {
    # Files of the last day may be open.
    if ($Days -lt 1) { throw 'logs younger than a day are never moved' }
    [DateTime]::UtcNow.AddDays(-$Days)
}

function Assert-ExkitLogFolder([string]$Folder) {
    if (-not (Test-ExkitPlainPath $Folder)) { throw "not an absolute path: $Folder" }
    if ($Folder.TrimEnd('\') -match '\A[A-Za-z]:\z') { throw "a whole drive is no log folder: $Folder" }
    if (Test-ExkitQueueFolder $Folder) { throw "the queue database lives there: $Folder" }
}
