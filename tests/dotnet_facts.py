"""Writes what .NET Framework 4.0 has of the types that templates may use: python -m tests.dotnet_facts, with ../shared."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TypedDict

from toolkit.knowledge.template_permits import load_permits

CATALOGUE = Path(__file__).parents[2] / "shared" / "catalogue" / "dotnet.jsonl"
DATA = Path(__file__).parents[1] / "toolkit" / "knowledge" / "data" / "dotnet40.json"
SOURCE = "Reference assemblies of .NET Framework 4.0 and 4.5 and PowerShellStandard.Library 5.1.1, read by reflection."


class Row(TypedDict, total=False):
    """One type of the catalogue."""

    type: str
    base: str
    net40: list[str]
    net45: list[str]
    ps51: list[str]


def read_rows() -> dict[str, Row]:
    """Return the catalogue by lower-case full name."""
    rows: Iterator[Row] = map(json.loads, CATALOGUE.read_text(encoding="utf-8").splitlines())
    return {row["type"].lower(): row for row in rows}


def members_of(rows: dict[str, Row], name: str) -> list[str]:
    """Return the members of a type and of all that it derives from, ``replace/3`` or ``length``, sorted."""
    found: set[str] = set()
    at = name.lower()
    while at in rows:
        row = rows[at]
        found |= {member[2:].lower() for member in [*row.get("net40", []), *row.get("ps51", [])]}
        at = (row.get("base") or "").lower()
    return sorted(found)


def make_data() -> str:
    """Return the data file as text."""
    rows = read_rows()
    types = {permitted.name: members_of(rows, permitted.name) for permitted in load_permits().types.values()}
    newer = sorted(row["type"] for row in rows.values() if row.get("net45") and not row.get("net40") and not row.get("ps51"))
    lines = ",\n".join(f'  "{name}": {json.dumps(members)}' for name, members in types.items())
    return f'{{"source": "{SOURCE}",\n "types": {{\n{lines}\n }},\n "newer_types": {json.dumps(newer)}}}\n'


if __name__ == "__main__":
    DATA.write_text(make_data(), encoding="utf-8")
