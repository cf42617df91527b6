"""The tables of refused and accepted values, as data."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from toolkit.model.value_kind import GivenValue
from toolkit.model.vocabulary import TemplateValue

CHOICES = ("remote", "snapin")


@dataclass(frozen=True, slots=True)
class Row:
    """A value of a kind.

    Attributes:
        kind: as front matter writes it, ``list(folder)``.
        value: as the engine hands it over.
        says: words that the refusal must contain; empty in the table of accepted values.
        result: what comes out of an accepted value.
    """

    kind: str
    value: GivenValue
    says: str
    result: GivenValue

    @property
    def place(self) -> TemplateValue:
        """A header value of this kind."""
        kind = self.kind.removeprefix("list(").removesuffix(")")
        return TemplateValue("Value", kind, CHOICES if kind == "choice" else (), many=kind != self.kind)


def read_rows(name: str) -> list[Row]:
    """Return the rows of ``refused_values`` or ``accepted_values``; those of folders count for paths too."""
    tables = tomllib.loads(Path(__file__).with_name(f"{name}.toml").read_text(encoding="utf-8"))
    tables["path"] = tables["folder"]
    return [_row(kind, entry) for kind, entries in tables.items() for entry in entries]


def _row(kind: str, entry: dict[str, object]) -> Row:
    value = _value(entry)
    is_list = kind.startswith("list(")
    given: object = tuple(value) if is_list and isinstance(value, list) else value
    result = entry.get("is", given)
    return Row(kind, given, str(entry.get("says", "")), tuple(result) if isinstance(result, list) else result)  # type: ignore[arg-type]  # TOML knows no types


def from_units(units: Iterable[int]) -> str:
    """Return the text that is made of these UTF-16 units, lone surrogates too."""
    return b"".join(unit.to_bytes(2, "little") for unit in units).decode("utf-16-le", "surrogatepass")


def _value(entry: dict[str, object]) -> object:
    units, value, times = entry.get("units"), entry.get("value"), entry.get("times", 1)
    if isinstance(units, list):
        return from_units(units)
    return value * times if isinstance(value, str) and isinstance(times, int) else value
