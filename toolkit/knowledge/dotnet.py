"""What .NET Framework 4.0 has: Windows PowerShell 3.0 runs on it, so nothing newer may stand in a script."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Surface:
    """Members and types; every name is in lower case.

    Attributes:
        members: by full name of a type: ``replace/3`` for a method, ``length`` for a property, inherited ones too; ``*`` takes any number.
        newer: types that came with 4.5.
    """

    members: Mapping[str, frozenset[str]]
    newer: frozenset[str]

    def has(self, type_name: str, member: str, arguments: int | None) -> bool:
        """Whether a type has a property, or a method that takes so many arguments."""
        known = self.members.get(type_name.lower(), frozenset())
        name = member.lower()
        forms = {name} if arguments is None else {f"{name}/{arguments}", f"{name}/*"}
        return bool(known & forms)


@cache
def load_surface() -> Surface:
    """Return what the reference assemblies of 4.0 have of the types that templates may use."""
    text = files("toolkit.knowledge").joinpath("data", "dotnet40.json").read_text(encoding="utf-8")
    rows = json.loads(text)
    members = {name.lower(): frozenset(names) for name, names in rows["types"].items()}
    return Surface(MappingProxyType(members), frozenset(name.lower() for name in rows["newer_types"]))
