"""What the seeded templates say about cmdlets, looked up in the shared catalogue without the code that the compiler reads it with."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TypedDict

import pytest

from tests.test_rendering.seeded import Case, read_cases
from toolkit.rendering.libraries import load_libraries

CATALOGUE = Path(__file__).parents[3] / "shared" / "catalogue"
HOSTS = {"2010": ("2012", "3.0"), "2013": ("2012", "3.0"), "2016": ("2012", "3.0"), "2019": ("2019", "5.1"), "SE": ("2019", "5.1")}
"""Oldest Windows and PowerShell of each Exchange version."""
_CMDLET = re.compile(r"\b[A-Z]\w+-[A-Z]\w+")


class _Parameter(TypedDict, total=False):
    aliases: list[str]
    versions: list[str]


class _Cmdlet(TypedDict):
    versions: list[str]
    parameters: dict[str, _Parameter]


@cache
def _books() -> dict[str, dict[str, _Cmdlet]]:
    if not CATALOGUE.is_dir():
        pytest.skip(f"there is no {CATALOGUE}")
    return {name: json.loads((CATALOGUE / f"{name}.json").read_text())["cmdlets"] for name in ("exchange", "windows", "powershell51")}


def _find(name: str) -> tuple[int, _Cmdlet] | None:
    """Return the number of the book, and the cmdlet."""
    return next(((at, book[name]) for at, book in enumerate(_books().values()) if name in book), None)


def _hosts(case: Case) -> Iterator[tuple[str, str, str]]:
    for version in case.exchange or HOSTS:
        yield (version, *HOSTS[version])


def _cases(*rules: str) -> list[Case]:
    return [case for case in read_cases("wrong") if case.rules <= set(rules) and _CMDLET.search(case.body)]


def _parameters(case: Case, version_of: int, host: tuple[str, str, str]) -> set[str]:
    """Return the names that the cmdlet of the case has for its parameters on ``host``, those of all cmdlets included."""
    found = _find(_cmdlet_of(case))
    assert found is not None
    common = json.loads((CATALOGUE / "common_parameters.json").read_text())["parameters"]
    known = {name: row for name, row in found[1]["parameters"].items() if host[version_of] in row.get("versions", found[1]["versions"])}
    known |= {name: row for name, row in common.items() if host[2] in row["versions"]}
    return {word.lower() for name, row in known.items() for word in (name, *row.get("aliases", []))}


def _cmdlet_of(case: Case) -> str:
    """Return the cmdlet whose parameter is named: the last one before the parameter, or the one that gets a table of parameters."""
    before, found, _ = case.body.partition(f"-{case.says}")
    names: list[str] = _CMDLET.findall(before if found else case.body)
    return names[-1]


@pytest.mark.shared
@pytest.mark.parametrize("case", _cases("command.unknown"), ids=lambda case: case.name)
def test_an_unknown_command_is_in_no_book(case: Case) -> None:
    """Nobody documents it for a server, and the library does not define it."""
    assert _find(case.says) is None
    assert f"function {case.says}" not in "".join(load_libraries())


@pytest.mark.shared
@pytest.mark.parametrize("case", _cases("command.version"), ids=lambda case: case.name)
def test_a_command_of_other_versions_is_documented(case: Case) -> None:
    """Somebody has it, and a server that the case is for does not."""
    found = _find(case.says)
    assert found is not None
    at, cmdlet = found
    assert any(host[at] not in cmdlet["versions"] for host in _hosts(case))


@pytest.mark.shared
@pytest.mark.parametrize("case", _cases("parameter.unknown", "parameter.version"), ids=lambda case: case.name)
def test_a_parameter_is_missing_on_a_server(case: Case) -> None:
    """A server that the case is for does not have it; when it is unknown, none has."""
    name = _cmdlet_of(case)
    found = _find(name)
    if found is None:
        assert f"function {name}(" in "".join(load_libraries())
        return
    lacking = [case.says.lower() not in _parameters(case, found[0], host) for host in _hosts(case)]
    assert all(lacking) if case.rules == {"parameter.unknown"} else any(lacking)
