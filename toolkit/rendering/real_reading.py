"""What a real PowerShell sees in a script, beside what the compiler sees: where the two differ, neither is trusted."""

import base64
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TypedDict

from toolkit.model.script_rule import Rule
from toolkit.rendering.rule_setting import Broken
from toolkit.rendering.script_facts import ScriptFacts

Sighting = tuple[int, str, str]
"""Line, ``command`` or ``member``, and name; the name is empty when a value decides it."""


class _Row(TypedDict):
    errors: list[str]
    words: list[str]


@dataclass(frozen=True, slots=True)
class Reading:
    """One script as PowerShell's own parser sees it.

    Attributes:
        errors: line and message, in PowerShell's language.
        sightings: commands and members.
    """

    errors: tuple[tuple[int, str], ...]
    sightings: Counter[Sighting]


RealParser = Callable[[Sequence[str]], Sequence[Reading]]
"""Reads scripts with a PowerShell, all at once; gives one reading for each."""


@cache
def reader_script() -> str:
    """Return the PowerShell script that reads scripts from its standard input."""
    return files("toolkit.rendering").joinpath("read_scripts.ps1").read_text(encoding="utf-8")


def write_scripts(scripts: Sequence[str]) -> str:
    """Return what the reader script takes on its standard input."""
    return "".join(base64.b64encode(script.encode()).decode() + "\n" for script in scripts)


def read_answers(text: str) -> tuple[Reading, ...]:
    """Return the readings that the reader script put out, in the order of the scripts.

    Raises:
        ValueError: the text is not what the script puts out.
    """
    rows: Iterator[_Row] = (json.loads(line) for line in text.splitlines() if line.startswith("{"))
    return tuple(Reading(tuple(map(_error, row["errors"])), Counter(map(_sighting, row["words"]))) for row in rows)


def _error(text: str) -> tuple[int, str]:
    line, _, message = text.partition(" ")
    return int(line), " ".join(message.split())


def _sighting(text: str) -> Sighting:
    line, kind, name = (*text.split(" ", 2), "")[:3]
    return int(line), kind, name.lower()


def check_reading(facts: ScriptFacts, reading: Reading) -> Iterator[Broken]:
    """Yield what PowerShell refuses, else every command and member that only one of the two readers sees."""
    for line, message in reading.errors:
        yield Broken(Rule.PARSE, line, message)
    if reading.errors or any(node.kind == "ERROR" for node, _ in facts.nodes):
        return
    ours = Counter(_ours(facts))
    for line, kind, name in sorted((ours - reading.sightings) + (reading.sightings - ours)):
        yield Broken(Rule.PARSE, line, f"PowerShell reads the {kind} {name or 'that a value names'} differently")


def _ours(facts: ScriptFacts) -> Iterator[Sighting]:
    yield from ((call.where.line, "command", call.name.lower()) for call in facts.calls)
    yield from ((member.where.line, "member", member.name.lower()) for member in facts.members if member.name != ".ctor")
