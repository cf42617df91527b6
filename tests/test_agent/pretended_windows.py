"""The parts of a Windows that looks of a first contact read, pretended in a PowerShell session: WSMan drive, registry, System32."""

import json
from collections.abc import Mapping
from pathlib import Path

from toolkit.rendering.quoting import write_literal

WSMAN: Mapping[str, str] = {
    "Service\\Auth\\CbtHardeningLevel": "Relaxed",
    "Service\\AllowUnencrypted": "false",
    "Service\\Auth\\Basic": "true",
    "Service\\Auth\\CredSSP": "false",
    "Service\\Auth\\Kerberos": "true",
    "Service\\RootSDDL": "O:NSG:BAD:P(A;;GA;;;BA)(A;;GR;;;S-1-5-21-1-2-3-1105)S:P(AU;FA;GA;;;WD)",
    "Shell\\MaxMemoryPerShellMB": "2147483647",
    "MaxEnvelopeSizekb": "500",
    "Shell\\IdleTimeout": "7200000",
    "Listener": "",
}
REGISTRY: Mapping[str, Mapping[str, int | str]] = {
    "SOFTWARE\\Microsoft\\NET Framework Setup\\NDP\\v4\\Full": {"Release": 528049},
    "SYSTEM\\CurrentControlSet\\Control\\Nls\\CodePage": {"ACP": "1252", "OEMCP": "850"},
    "SYSTEM\\CurrentControlSet\\Control\\Lsa\\FipsAlgorithmPolicy": {"Enabled": 0},
    "SOFTWARE\\Policies\\Microsoft\\Windows\\PowerShell\\ScriptBlockLogging": {"EnableScriptBlockLogging": 1},
    "SOFTWARE\\Policies\\Microsoft\\Windows\\PowerShell\\Transcription": {"OutputDirectory": "\\\\ZQX\\share"},
}
PROGRAMS: Mapping[str, str] = {
    "esentutl.exe": 'test "$1" = /mh && test ! -e "$2" && exit 237',
    "chcp.com": "echo Aktive Codepage: 850.",
    "sort.exe": "cat",
    "ping.exe": "sleep 30",
}
STAND_INS = """
$global:Wsman = ConvertFrom-Json -AsHashtable -InputObject {wsman}
$global:Registry = ConvertFrom-Json -AsHashtable -InputObject {registry}
function global:Test-Path($LiteralPath) {{
    if ($LiteralPath -notlike 'WSMan:*') {{ return Microsoft.PowerShell.Management\\Test-Path -LiteralPath $LiteralPath }}
    $Wsman.Contains($LiteralPath.Substring(17))
}}
function global:Get-Item($LiteralPath) {{ [pscustomobject]@{{ Value = $Wsman[$LiteralPath.Substring(17)] }} }}
function global:Get-ChildItem($LiteralPath) {{
    foreach ($one in 'HTTP', 'HTTPS') {{ [pscustomobject]@{{ Keys = 'Address=IP:10.87.65.43', "Transport=$one" }} }}
}}
function global:Get-ItemProperty($Path) {{
    $key = $Path.Substring(6)
    if ($Registry.Contains($key)) {{ return [pscustomobject]$Registry[$key] }}
    Write-Error -Message 'not there' -ErrorId 'PathNotFound' -Category ObjectNotFound
}}
function global:Get-CimInstance($ClassName, $Property) {{
    # 4 is the oldest; 20 has lost its parent; the parent of 30 is younger than 30
    $rows = @(4, 0, 1), @(10, 4, 2), @(20, 99, 3), @(30, 40, 4), @(40, 4, 5)
    foreach ($row in $rows) {{
        [pscustomobject]@{{ ProcessId = $row[0]; ParentProcessId = $row[1]; CreationDate = [datetime]::new(2026, 1, $row[2]) }}
    }}
}}
$env:SystemRoot = {root}
$env:ProgramData = {root}
"""


def pretend_windows(root: Path) -> str:
    """Write programs below ``root``, and return what makes a session take it for a Windows."""
    system = root / "System32"
    system.mkdir()
    (root / "exkit").mkdir()
    for name, body in PROGRAMS.items():
        (system / name).write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
        (system / name).chmod(0o755)
    return STAND_INS.format(
        wsman=write_literal(json.dumps(dict(WSMAN))), registry=write_literal(json.dumps(REGISTRY)), root=write_literal(str(root))
    )
