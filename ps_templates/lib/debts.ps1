# What is left on this server until it is undone: a folder that only administrators reach, a file for each debt.

function Get-ExkitDebtFolder { Join-ExkitPath $env:ProgramData 'exkit\debts' }

function Get-ExkitDebtPath([string]$DebtId, [string]$Ending) {
    if ($DebtId -notmatch '\A[A-Za-z0-9][A-Za-z0-9-]{0,99}\z') { throw "not the id of a debt: $DebtId" }
    Join-ExkitPath (Get-ExkitDebtFolder) "$DebtId$Ending"
}

function Assert-ExkitOwner([string]$Path) {
    # Users may create folders below %ProgramData%; what they made is not trusted with anything.
    if (Test-ExkitLink (Get-Item -LiteralPath $Path -Force)) { throw "$Path is a link" }
    $owner = (Get-Acl -LiteralPath $Path).Sddl
    if ($owner -notmatch '\AO:(?:SY|BA|S-1-5-18|S-1-5-32-544)G:') { throw "$Path belongs neither to SYSTEM nor to the Administrators" }
}

function Protect-ExkitFolder([string]$Path) {
    # Owner Administrators; full control for SYSTEM and Administrators, nothing inherited, nobody else.
    $acl = Get-Acl -LiteralPath $Path
    $acl.SetSecurityDescriptorSddlForm('O:BAG:BAD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)')
    Set-Acl -LiteralPath $Path -AclObject $acl -Confirm:$false
}

function New-ExkitDebtFolder {
    $folder = Get-ExkitDebtFolder
    foreach ($path in $folder.Substring(0, $folder.LastIndexOf('\')), $folder) {
        if (Test-Path -LiteralPath $path) { Assert-ExkitOwner $path; continue }
        [void][IO.Directory]::CreateDirectory((Resolve-ExkitPath $path))
        Protect-ExkitFolder $path
    }
    Protect-ExkitFolder $folder
}

function Write-ExkitTextFile([string]$Path, [string]$Text, [string]$Mode) {
    # UTF-8 with byte order mark: without it Windows PowerShell reads a script in the server's code page.
    $stream = Open-ExkitWriteStream (Resolve-ExkitPath $Path) $Mode
    try {
        foreach ($bytes in [byte[]](239, 187, 191), [Text.Encoding]::UTF8.GetBytes($Text)) { $stream.Write($bytes, 0, $bytes.Length) }
        $stream.Flush($true)
    } finally { $stream.Close() }
}

function Write-ExkitDebt([string]$DebtId, $Debt, [string]$Mode) {
    Write-ExkitTextFile (Get-ExkitDebtPath $DebtId '.json') (ConvertTo-Json -InputObject $Debt -Compress) $Mode
}

function Read-ExkitDebt([string]$Path) {
    ConvertFrom-Json -InputObject ([IO.File]::ReadAllText((Resolve-ExkitPath $Path)))
}

function Remove-ExkitDebtFile([string]$DebtId, [string]$Ending) {
    [IO.File]::Delete((Resolve-ExkitPath (Get-ExkitDebtPath $DebtId $Ending)))
}

function Remove-ExkitEndedDebt([string]$DebtId) {
    # Makes way for a new debt of this name; one that is still open stays.
    $file = Get-ExkitDebtPath $DebtId '.json'
    if (-not (Test-Path -LiteralPath $file)) { return }
    if (-not (Read-ExkitDebt $file).outcome) { throw "this debt is still open: $file" }
    Remove-ExkitDebtFile $DebtId '.json'
}

function Get-ExkitDebt {
    # Debts of this server, open and ended, with the state of the task that ends each
    $folder = Get-ExkitDebtFolder
    if (-not (Test-Path -LiteralPath $folder)) { return }
    foreach ($item in Get-ChildItem -LiteralPath $folder -Filter '*.json' | Sort-Object -Property Name) {
        $debt = Read-ExkitDebt "$folder\$($item.Name)"
        $task = Get-ExkitReturnTask ($item.Name -replace '\.json\z')
        [ordered]@{
            file = "$folder\$($item.Name)"
            made_at = ConvertTo-ExkitTime $debt.made_at
            what = $debt.what
            ends_at = ConvertTo-ExkitTime $debt.ends_at
            task_state = $(if ($task) { Get-ExkitText $task.State })
            outcome = $debt.outcome
            why = $debt.why
        }
    }
}

function Get-ExkitConfigCopy([string]$ConfigPath) {
    # Copies of the config file that changes of a key left beside it; their time stands in the name.
    $cut = $ConfigPath.LastIndexOf('\')
    $folder = $ConfigPath.Substring(0, $cut)
    $pattern = $ConfigPath.Substring($cut + 1) + '.exkit-old-*'
    foreach ($item in Get-ChildItem -LiteralPath $folder -Filter $pattern | Sort-Object -Property Name) {
        if ($item.Name -notmatch '(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)\d{3}\z') { continue }
        [ordered]@{
            file = "$folder\$($item.Name)"
            made_at = ConvertTo-ExkitTime ('{0}-{1}-{2}T{3}:{4}:{5}Z' -f $Matches[1..6])
            what = 'copy of EdgeTransport.exe.config'
            ends_at = $null
            task_state = $null
            outcome = $null
            why = $null
        }
    }
}
