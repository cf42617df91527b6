"""The agent's JSON is what Python would write, and enums, times and lists are what a reader expects."""

import base64
import json
import random

import pytest

from tests.test_agent.bench import again
from toolkit.model.json_value import JsonValue
from toolkit.shells.agent import AgentShell

pytestmark = pytest.mark.pwsh
ALPHABET = "aZ09 <>&'\"\\/\b\f\n\r\t\0\x1b\x7f\x80\xa0éЖ漢\u2028\ufeff\uffff😀"
HELPERS = """
function A { ,([object[]]$args) }
function O { $o = [ordered]@{}; for ($i = 0; $i -lt $args.Count; $i += 2) { $o.Add($args[$i], $args[$i + 1]) }; $o }
"""


def make_value(chance: random.Random, depth: int) -> JsonValue:
    """Return a value of any kind."""
    kind = chance.randrange(8 if depth < 4 else 5)
    if kind < 4:
        text = "".join(chance.choice(ALPHABET) for _ in range(chance.randrange(12)))
        return (text, chance.randrange(-(2**63), 2**63), chance.choice([True, False, None]), chance.randrange(100))[kind]
    if kind < 7:
        return [make_value(chance, depth + 1) for _ in range(chance.randrange(4))]
    names = [f"k{number}" + chance.choice(["", "Ж", '"', "\n"]) for number in range(chance.randrange(4))]
    return {name: make_value(chance, depth + 1) for name in names}


def literal(value: JsonValue) -> str:
    """Return a PowerShell expression for ``value``."""
    if value is None or isinstance(value, bool):
        return {None: "$null", True: "$true", False: "$false"}[value]
    if isinstance(value, int):
        return f"[long]::Parse('{value}')"
    if isinstance(value, str):
        return f"[Text.Encoding]::UTF8.GetString([Convert]::FromBase64String('{base64.b64encode(value.encode()).decode()}'))"
    if isinstance(value, dict):
        return "(O" + "".join(f" ({literal(key)}) ({literal(member)})" for key, member in value.items()) + ")"
    assert isinstance(value, list)
    return "(A" + "".join(f" ({literal(item)})" for item in value) + ")"


def test_same_bytes_as_python(shell: AgentShell) -> None:
    """500 random values, written by both: the same text."""
    chance = random.Random(13)
    values = [make_value(chance, 0) for _ in range(500)]
    script = HELPERS + "\n".join(f"Format-ExkitJson ({literal(value)}) 0" for value in values)
    (result,) = shell.ask([again("json", script, deadline_s=60)])
    assert result.output == tuple(json.dumps(value, separators=(",", ":")) for value in values)


TRAPS = {
    "[DayOfWeek]::Friday": "Friday",
    "[datetime]'2026-01-02T03:04:05Z'": "2026-01-02T03:04:05.0000000Z",
    "[DateTime]::SpecifyKind([datetime]'2026-01-02', 'Unspecified')": "2026-01-02T00:00:00.0000000",
    "[DateTimeOffset]'2026-01-02T03:04:05+03:00'": "2026-01-02T00:04:05.0000000Z",
    "[timespan]'00:10:00'": "00:10:00",
    "[ordered]@{ one = @(1); none = @(); deep = @{ a = @{ b = @{ c = 1 } } } }": {"one": [1], "none": [], "deep": {"a": {"b": {"c": 1}}}},
    "@{ b = 1; a = 2; C = 3 }": {"C": 3, "a": 2, "b": 1},
    ", [byte[]](1, 2, 255)": "AQL/",
    "[xml]'<a><b/></a>'": "<a><b /></a>",
    "[guid]'11111111-2222-3333-4444-555555555555'": "11111111-2222-3333-4444-555555555555",
    "[char]'x'": "x",
    "[version]'15.1.2375.7'": "15.1.2375.7",
    "1.5": 1.5,
    "[double]::NaN": "NaN",
    "[decimal]'12.50'": 12.5,
    "[uint64]::MaxValue": 2**64 - 1,
    "[switch]$true": True,
    "Get-Item -LiteralPath /": "/",
    "[pscustomobject]@{ a = $null; b = [DBNull]::Value }": {"a": None, "b": None},
    "Add-Member -InputObject 'x' -MemberType NoteProperty -Name p -Value 1 -PassThru": "x",
}


def test_values_that_convertto_json_gets_wrong(shell: AgentShell) -> None:
    """Enums are names, times are ISO, one is a list of one, nothing is an empty list, objects of the system are their text."""
    script = "\n".join(TRAPS)
    (result,) = shell.ask([again("traps", script)])
    assert dict(zip(TRAPS, result.output, strict=True)) == TRAPS


@pytest.mark.shared
def test_deserialized_objects(shell: AgentShell, exchange_objects: str) -> None:
    """Objects of a real Exchange server as implicit remoting gives them: an enum is its name, though its base object is a number."""
    script = f"(Import-Clixml -LiteralPath '{exchange_objects}/GetServerComponentState.xml')[0].State"
    nested = f"[ordered]@{{ state = (Import-Clixml -LiteralPath '{exchange_objects}/GetServerComponentState.xml')[0].State }}"
    (result,) = shell.ask([again("deserialized", f"{script}\n{nested}")])
    assert result.output == ("Active", {"state": "Active"})
