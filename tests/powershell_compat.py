"""May a script run in Windows PowerShell 3.0 on .NET Framework 4.0? Asked of the real parser and of the catalogue in ../shared."""

import json
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

READER = Path(__file__).with_name("powershell_facts.ps1")
CATALOGUE = Path(__file__).parents[2] / "shared" / "catalogue"
VERSION = "3.0"
SHORT_NAMES = {
    "int": "System.Int32",
    "long": "System.Int64",
    "bool": "System.Boolean",
    "float": "System.Single",
    "xml": "System.Xml.XmlDocument",
    "regex": "System.Text.RegularExpressions.Regex",
    "hashtable": "System.Collections.Hashtable",
    "ipaddress": "System.Net.IPAddress",
    "type": "System.Type",
    "psobject": "System.Management.Automation.PSObject",
    "pscustomobject": "System.Management.Automation.PSObject",
    "ordered": "System.Collections.Specialized.OrderedDictionary",
    "switch": "System.Management.Automation.SwitchParameter",
    "scriptblock": "System.Management.Automation.ScriptBlock",
    "pscredential": "System.Management.Automation.PSCredential",
    "powershell": "System.Management.Automation.PowerShell",
    "runspacefactory": "System.Management.Automation.Runspaces.RunspaceFactory",
    "cmdletbinding": "System.Management.Automation.CmdletBindingAttribute",
    "parameter": "System.Management.Automation.ParameterAttribute",
    "ref": "System.Management.Automation.PSReference",
    "void": "System.Object",
}
"""Type accelerators of 3.0 whose names do not lead to their types."""
Fact = Mapping[str, str | int | list[str] | None]


@dataclass(frozen=True, slots=True)
class Surface:
    """What .NET Framework 4.0 and PowerShell have; names in lower case."""

    members: Mapping[str, frozenset[str]]
    bases: Mapping[str, str]
    methods: frozenset[str]

    def find(self, written: str) -> str:
        """Return the full name of a type as PowerShell looks it up; empty when there is none."""
        name = SHORT_NAMES.get(written.lower(), written).lower()
        return next((full for full in (name, f"system.{name}") if full in self.members), "")

    def has(self, full: str, *members: str) -> bool:
        """Whether a type, or one that it derives from, has one of the members."""
        while full in self.members:
            if self.members[full].intersection(members):
                return True
            full = self.bases.get(full, "")
        return False


@cache
def load_surface() -> Surface:
    """Read the types; skips where the catalogue is absent."""
    if not CATALOGUE.is_dir():
        pytest.skip(f"there is no {CATALOGUE}")
    members: dict[str, frozenset[str]] = {}
    bases: dict[str, str] = {}
    for line in (CATALOGUE / "dotnet.jsonl").read_text().splitlines():
        row = json.loads(line)
        known = [*row.get("net40", []), *row.get("ps51", [])]
        if known:
            members[row["type"].lower()] = frozenset(member.lower() for member in known)
            bases[row["type"].lower()] = (row.get("base") or "").lower()
    every = frozenset(member for each in members.values() for member in each if member.startswith("m:"))
    return Surface(members, bases, every)


@cache
def load_cmdlets() -> dict[str, frozenset[str]]:
    """Return the cmdlets of 3.0 with the parameters that they have there, all in lower case."""
    common = json.loads((CATALOGUE / "common_parameters.json").read_text())["parameters"]
    shared = frozenset(_spellings(common)) | {"whatif", "confirm"}
    cmdlets = json.loads((CATALOGUE / "powershell51.json").read_text())["cmdlets"]
    return {
        name.lower(): frozenset(_spellings(cmdlet["parameters"], cmdlet["versions"])) | shared
        for name, cmdlet in cmdlets.items()
        if VERSION in cmdlet["versions"]
    }


def _spellings(parameters: Mapping[str, dict[str, list[str]]], versions: Sequence[str] = ()) -> Iterator[str]:
    for name, parameter in parameters.items():
        if VERSION in parameter.get("versions", versions):
            yield from (spelling.lower() for spelling in (name, *parameter.get("aliases", [])))


def read_facts(powershell: str, files: Sequence[Path]) -> list[Fact]:
    """Return what the real parser finds in ``files``."""
    quoted = ", ".join("'" + str(file).replace("'", "''") + "'" for file in files)
    command = [powershell, "-NoLogo", "-NoProfile", "-NonInteractive", "-Command", f"& '{READER}' -Files @({quoted})"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def find_incompatibilities(powershell: str, files: Sequence[Path], known_commands: frozenset[str] = frozenset()) -> list[str]:
    """Return ``file:line: what`` for everything in ``files`` that Windows PowerShell 3.0 on .NET 4.0 does not have.

    Instance members are looked for in all types, by name and number of arguments: their type is not known before a script runs.
    What came to PowerShell's own types after 3.0 is not found. Skips where ``../shared`` is absent.

    Args:
        powershell: path of a PowerShell 7.
        files: scripts; functions that one of them defines may be called in all of them.
        known_commands: further commands that are there, such as Exchange's; their parameters are not looked at.
    """
    facts = read_facts(powershell, files)
    functions = {str(fact["name"]).lower() for fact in facts if fact["kind"] == "function"}
    allowed = functions | {command.lower() for command in known_commands}
    found = []
    for fact in facts:
        for what in _judge(fact, allowed):
            found.append(f"{Path(str(fact['file'])).name}:{fact['line']}: {what}")
    return found


def _judge(fact: Fact, allowed: set[str]) -> Iterator[str]:
    kind = fact["kind"]
    if kind == "syntax":
        yield str(fact["what"])
    elif kind == "type" and not load_surface().find(str(fact["type"])):
        yield f"no type {fact['type']} in .NET 4.0"
    elif kind == "static":
        yield from _judge_static(fact)
    elif kind == "instance" and not _forms(fact) & load_surface().methods:
        yield f"no type has .{fact['member']} with {fact['arguments']} arguments"
    elif kind == "command" and str(fact["name"]).lower() not in allowed:
        yield from _judge_command(fact)


def _judge_static(fact: Fact) -> Iterator[str]:
    surface = load_surface()
    full = surface.find(str(fact["type"]))
    if not full:
        yield f"no type {fact['type']} in .NET 4.0"
    elif not surface.has(full, *_forms(fact)) and not (fact["member"] == ".ctor" and fact["arguments"] == 0):
        yield f"{fact['type']} has no {fact['member']} with {fact['arguments']} arguments"


def _forms(fact: Fact) -> set[str]:
    """How a member may stand in the catalogue: a method with so many or any number of arguments, or a property."""
    name = str(fact["member"]).lower()
    if fact["arguments"] is None:
        return {f"p:{name}", f"m:get_{name}/0"}
    return {f"m:{name}/{fact['arguments']}", f"m:{name}/*"}


def _judge_command(fact: Fact) -> Iterator[str]:
    parameters = load_cmdlets().get(str(fact["name"]).lower())
    if parameters is None:
        yield f"no command {fact['name']} in 3.0"
        return
    given = fact["parameters"]
    assert isinstance(given, list)
    for name in given:
        if name.lower() not in parameters:
            yield f"{fact['name']} of 3.0 has no -{name}"
