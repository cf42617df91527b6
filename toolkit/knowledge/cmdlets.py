"""Cmdlets and their parameters as Microsoft documents them, for one server: Exchange, Windows and PowerShell version.

The rows come from the public documentation repositories named in each data file; nothing is known of cumulative updates,
of parameters that role-based access hides, or of parameters that the pages leave out.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TypedDict

from toolkit.model.exchange import ExchangeVersion

EVERY_SET = "*"
"""Name of the set that stands for all parameter sets of a cmdlet."""

_BOOKS = ("exchange", "windows", "powershell51")


class _UseRow(TypedDict, total=False):
    required: bool
    position: int
    pipeline: str


class _ParameterRow(TypedDict, total=False):
    type: str
    switch: bool
    aliases: list[str]
    versions: list[str]
    sets: dict[str, _UseRow]
    alias_of: str


class _CmdletRow(TypedDict, total=False):
    module: str
    versions: list[str]
    supports_should_process: bool
    sets: list[str]
    default_set: str
    parameters: dict[str, _ParameterRow]


@dataclass(frozen=True, slots=True)
class Host:
    """The versions that decide which cmdlets a server has.

    Attributes:
        exchange: None where Exchange's cmdlets are not wanted.
        windows: ``2012``, ``2012R2``, ``2016``, ``2019``, ``2022`` or ``2025``.
        powershell: ``3.0``, ``4.0``, ``5.0`` or ``5.1``.
    """

    exchange: ExchangeVersion | None
    windows: str
    powershell: str

    def __str__(self) -> str:
        exchange = f"Exchange {self.exchange.value} on " if self.exchange else ""
        return f"{exchange}Windows Server {self.windows} with PowerShell {self.powershell}"

    def version_in(self, book: str) -> str:
        """Return the word that ``book`` (``exchange``, ``windows``, ``powershell51``) has for this server's version."""
        exchange = self.exchange.value if self.exchange else ""
        return {"exchange": exchange, "windows": self.windows, "powershell51": self.powershell}[book]


@dataclass(frozen=True, slots=True)
class ParameterUse:
    """A parameter in one parameter set.

    Attributes:
        required: the set needs it.
        position: place from 0; None when it must be named.
        pipeline: ``value``, ``property``, ``both``, or empty.
    """

    required: bool = False
    position: int | None = None
    pipeline: str = ""


@dataclass(frozen=True, slots=True)
class CmdletParameter:
    """A parameter as this server's cmdlet has it.

    Attributes:
        name: as documented.
        type_name: .NET type as documented, ``System.`` cut off.
        is_switch: takes no value.
        aliases: other names.
        uses: by set name; ``*`` means every set.
    """

    name: str
    type_name: str
    is_switch: bool
    aliases: tuple[str, ...]
    uses: Mapping[str, ParameterUse]


@dataclass(frozen=True, slots=True)
class Cmdlet:
    """A cmdlet as one server has it.

    Attributes:
        name: as documented.
        book: ``exchange``, ``windows`` or ``powershell51``.
        module: module that it comes with.
        changes_something: it knows ``-Confirm`` and ``-WhatIf``.
        sets: names of its parameter sets; empty for one set without a name.
        default_set: as documented; empty where the page does not say.
        parameters: by name, in the order of the page; the common parameters are not among them.
    """

    name: str
    book: str
    module: str
    changes_something: bool
    sets: tuple[str, ...]
    default_set: str
    parameters: Mapping[str, CmdletParameter]

    def parameter(self, name: str) -> CmdletParameter | None:
        """Return the parameter with this name or alias, in any case of letters; None when there is none."""
        wanted = name.lower()
        for parameter in self.parameters.values():
            if wanted in {parameter.name.lower(), *(alias.lower() for alias in parameter.aliases)}:
                return parameter
        return None


@cache
def _book(name: str) -> dict[str, tuple[str, _CmdletRow]]:
    text = files("toolkit.knowledge").joinpath("data", f"cmdlets_{name}.json").read_text(encoding="utf-8")
    rows: dict[str, _CmdletRow] = json.loads(text)["cmdlets"]
    return {key.lower(): (key, row) for key, row in rows.items()}


@cache
def _common_rows() -> dict[str, _ParameterRow]:
    text = files("toolkit.knowledge").joinpath("data", "cmdlets_common.json").read_text(encoding="utf-8")
    rows: dict[str, _ParameterRow] = json.loads(text)["parameters"]
    return rows


@cache
def _common_names(powershell: str) -> Mapping[str, str]:
    here = {name: row for name, row in _common_rows().items() if powershell in row["versions"]}
    return {word.lower(): name for name, row in here.items() for word in (name, *row.get("aliases", []))}


def find_cmdlet(name: str, host: Host) -> Cmdlet | None:
    """Return the cmdlet ``name`` as ``host`` has it, with the parameters of that version; None when it has none."""
    for book in _BOOKS:
        name_and_row = _book(book).get(name.lower())
        if name_and_row is not None and host.version_in(book) in name_and_row[1]["versions"]:
            return _cmdlet_on(*name_and_row, book, host.version_in(book))
    return None


def versions_of(name: str) -> tuple[str, ...]:
    """Return the versions that ``name`` is documented for, in the words of its own book; empty when nobody documents it."""
    return next((tuple(_book(book)[name.lower()][1]["versions"]) for book in _BOOKS if name.lower() in _book(book)), ())


def _cmdlet_on(name: str, row: _CmdletRow, book: str, version: str) -> Cmdlet:
    known = {key: part for key, part in row["parameters"].items() if version in part.get("versions", row["versions"])}
    gone = [part for key, part in row["parameters"].items() if key not in known]
    sets = tuple(name for name in row["sets"] if not any(_is_required_in(name, part) for part in gone))
    return Cmdlet(
        name=name,
        book=book,
        module=row["module"],
        changes_something=row["supports_should_process"],
        sets=sets,
        default_set=row.get("default_set", ""),
        parameters=MappingProxyType({key: _parameter(key, known[key], sets) for key in _own_names(known)}),
    )


def _own_names(known: Mapping[str, _ParameterRow]) -> list[str]:
    """Leave out older names of parameters that are there under their new one."""
    return [key for key, part in known.items() if part.get("alias_of") not in known]


def _is_required_in(set_name: str, row: _ParameterRow) -> bool:
    return set_name in row["sets"] and row["sets"][set_name].get("required", False)


def _parameter(name: str, row: _ParameterRow, sets: tuple[str, ...]) -> CmdletParameter:
    uses = {
        key: ParameterUse(use.get("required", False), use.get("position"), use.get("pipeline", ""))
        for key, use in row["sets"].items()
        if key == EVERY_SET or not sets or key in sets
    }
    return CmdletParameter(name, row["type"], row.get("switch", False), tuple(row.get("aliases", ())), MappingProxyType(uses))


_SUPPORTS = {"confirm": "Confirm", "cf": "Confirm", "whatif": "WhatIf", "wi": "WhatIf"}


def common_parameters(host: Host, cmdlet: Cmdlet) -> Mapping[str, str]:
    """Return what ``cmdlet`` takes as every cmdlet does on ``host``: whole name by name and alias in lower case."""
    return {**_common_names(host.powershell), **(_SUPPORTS if cmdlet.changes_something else {})}


def versions_of_common(name: str) -> tuple[str, ...]:
    """Return the PowerShell versions in which every cmdlet takes a parameter; empty for none."""
    return next((tuple(row["versions"]) for key, row in _common_rows().items() if name.lower() == key.lower()), ())


def versions_of_parameter(cmdlet_name: str, parameter: str) -> tuple[str, ...]:
    """Return the versions in which a cmdlet has a parameter, in the words of its book; empty when none has."""
    wanted = parameter.lower()
    for book in _BOOKS:
        row = _book(book).get(cmdlet_name.lower())
        for name, part in row[1]["parameters"].items() if row else ():
            if wanted in {name.lower(), *(alias.lower() for alias in part.get("aliases", []))}:
                return tuple(part.get("versions", row[1]["versions"] if row else ()))
    return ()


def sets_that_take(cmdlet: Cmdlet, given: Sequence[CmdletParameter]) -> tuple[str, ...]:
    """Return the parameter sets that have all of ``given``; empty when they do not go together."""
    return tuple(name for name in cmdlet.sets or (EVERY_SET,) if all(_is_in(parameter, name) for parameter in given))


def _is_in(parameter: CmdletParameter, set_name: str) -> bool:
    return EVERY_SET in parameter.uses or set_name in parameter.uses


def missing_parameters(cmdlet: Cmdlet, sets: Sequence[str], given: Sequence[CmdletParameter], *, piped: bool) -> tuple[str, ...]:
    """Return what the set of ``sets`` that lacks least still needs, sorted; every parameter is taken to be named.

    Args:
        cmdlet: as the server has it.
        sets: the sets that come into question.
        given: parameters of the call.
        piped: something comes down the pipeline, which may fill parameters that take it.
    """
    have = {parameter.name for parameter in given}
    wanted = [sorted(_required_of(cmdlet, set_name, piped=piped) - have) for set_name in sets]
    return min((tuple(names) for names in wanted), key=len)


def _required_of(cmdlet: Cmdlet, set_name: str, *, piped: bool) -> set[str]:
    found = set()
    for parameter in cmdlet.parameters.values():
        use = parameter.uses.get(set_name) or parameter.uses.get(EVERY_SET)
        if use is not None and use.required and not (piped and use.pipeline):
            found.add(parameter.name)
    return found
