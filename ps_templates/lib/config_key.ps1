# Setting a key and putting it back: the record of a change is all that its way back needs.

function New-ExkitRecord([string]$Path, $Config, $Add, $Ask, $Edit) {
    $text = $Config.Text
    $isRemoved = $Add -and -not $Ask.Present
    [ordered]@{
        path = $Path
        key = $Ask.Key
        changed = $text.Substring($Edit.At, $Edit.Cut) -cne $Edit.Put
        before = [ordered]@{
            present = [bool]$Add
            value = $(if ($Add) { $Add.Value })
            raw = $(if ($Add) { $text.Substring($Add.From, $Add.To - $Add.From) })
            element = $(if ($isRemoved) { $text.Substring($Edit.At, $Edit.Cut) })
            offset = $(if ($isRemoved) { $Edit.At } else { -1 })
        }
        after = [ordered]@{ present = $Ask.Present; value = $(if ($Ask.Present) { $Ask.Value }) }
        sha256_before = $Config.Sha256
        sha256_after = $Config.Sha256
        bom = [bool]$Config.Bom
        backup = $null
    }
}

function Edit-ExkitAppSetting([string]$Path, $Config, $Ask) {
    # $Ask: Key, Present, Value; Raw, Element, Offset for a way back. -> the record
    $add = Select-ExkitAppSetting $Config $Ask.Key
    $edit = New-ExkitEdit $Config $add $Ask
    $newText = $Config.Text.Substring(0, $edit.At) + $edit.Put + $Config.Text.Substring($edit.At + $edit.Cut)
    Assert-ExkitEdit $Config $newText $Ask
    $record = New-ExkitRecord $Path $Config $add $Ask $edit
    if ($record.changed) {
        $bytes = Join-ExkitEditBytes $Config $edit
        $record.backup = Write-ExkitConfig $Path $bytes $Config.Sha256
        $record.sha256_after = Get-ExkitHash $bytes
    }
    $record
}

function Open-ExkitWritableConfig([string]$Path) {
    $file = New-Object IO.FileInfo((Resolve-ExkitPath $Path))
    if (-not $file.Exists) { throw "config: no file $Path" }
    if ($file.IsReadOnly) { throw "config: $Path is read-only" }
    Open-ExkitConfig $Path
}

function Set-ExkitAppSetting([string]$Path, [string]$Key, $Value, $ExpectPresent, $ExpectValue) {
    # $Value null removes the key. $ExpectPresent null, $ExpectValue null: no expectation.
    $config = Open-ExkitWritableConfig $Path
    $add = Select-ExkitAppSetting $config $Key
    $now = $(if ($add) { "'$($add.Value)'" } else { 'absent' })
    $wanted = $(if ($null -ne $ExpectValue) { "'$ExpectValue'" } elseif ($ExpectPresent) { 'present' } else { 'absent' })
    $isOther = $null -ne $ExpectValue -and -not ($add -and $add.Value -ceq $ExpectValue)
    if ($isOther -or ($null -ne $ExpectPresent -and [bool]$add -ne $ExpectPresent)) { throw "config: $Key is now $now, expected $wanted" }
    Edit-ExkitAppSetting $Path $config @{ Key = $Key; Present = $null -ne $Value; Value = [string]$Value; Raw = $null; Element = $null; Offset = -1 }
}

function ConvertFrom-ExkitRecord([string]$Json) {
    # A record comes back from the operator's journal: it may only speak of this server's own file.
    $record = ConvertFrom-Json -InputObject $Json
    $path = Get-ExkitConfigPath
    if ($record.path -ne $path) { throw "the record is about $($record.path), this server has $path" }
    $record
}

function Test-ExkitSetting($Add, $Wanted) {
    # Is the key as $Wanted (present, value) says?
    if (-not $Wanted.present) { return -not $Add }
    [bool]$Add -and $Add.Value -ceq $Wanted.value
}

function Undo-ExkitAppSetting($Record) {
    # Puts the key back, not the file: an update that replaced the file in between keeps all its other changes. A key that is
    # already as it was is left alone; one that somebody else has changed since is refused.
    $config = Open-ExkitWritableConfig $Record.path
    $add = Select-ExkitAppSetting $config $Record.key
    if (-not (Test-ExkitSetting $add $Record.before) -and -not (Test-ExkitSetting $add $Record.after)) {
        throw "config: $($Record.key) is now $(if ($add) { "'$($add.Value)'" } else { 'absent' }), which this change did not set"
    }
    $isSameFile = $config.Sha256 -ceq $Record.sha256_after
    Edit-ExkitAppSetting $Record.path $config @{
        Key = $Record.key; Present = $Record.before.present; Value = [string]$Record.before.value; Raw = $Record.before.raw
        Element = $(if ($isSameFile) { $Record.before.element }); Offset = $Record.before.offset
    }
}

function Remove-ExkitBackup([string]$ConfigPath, [string]$Backup) {
    # Only a backup that this toolkit made of this file.
    if (-not $Backup) { return }
    $own = "$ConfigPath.exkit-old-"
    $isOwn = $Backup.StartsWith($own) -and $Backup.Substring($own.Length) -match '\A\d{8}T\d{9}\z'
    if (-not $isOwn) { throw "not a backup of ${ConfigPath}: $Backup" }
    [IO.File]::Delete((Resolve-ExkitPath $Backup))
}
