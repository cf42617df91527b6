"""Which fields of facts a script can be given: texts, numbers, truth values, times, lists of texts, and whole records."""

import types
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import is_dataclass
from typing import Any, Union, get_args, get_origin, get_type_hints


def field_type(kind: type, path: Sequence[str]) -> Any | None:  # an annotation: a class, a union, or a generic
    """Return what a path of fields or properties below ``kind`` is declared as; None when it does not exist."""
    declared: Any = kind
    for name in path:
        owners = [one for one in _alternatives(declared) if isinstance(one, type)]
        found = [_declared_in(owner, name) for owner in owners]
        declared = next((one for one in found if one is not None), None)
        if declared is None:
            return None
    return declared


def _declared_in(owner: type, name: str) -> Any | None:
    member = getattr(owner, name, None)
    if isinstance(member, property) and member.fget is not None:
        return get_type_hints(member.fget).get("return")
    return get_type_hints(owner).get(name) if is_dataclass(owner) else None


def _alternatives(declared: Any) -> Iterator[Any]:
    if get_origin(declared) in (Union, types.UnionType):
        yield from get_args(declared)
    else:
        yield declared


def can_stand_in_a_script(declared: Any) -> bool:
    """Return whether a value declared so becomes one text, one number, a list of texts, or a record as JSON."""
    for one in _alternatives(declared):
        if get_origin(one) is tuple and any(is_dataclass(item) for item in get_args(one)):
            return False
        if is_dataclass(one) and not _is_not_known(one):
            return False
        if get_origin(one) not in (None, tuple, Mapping) or one is object:
            return False
    return True


def _is_not_known(kind: Any) -> bool:
    return bool(getattr(kind, "__name__", "") == "Unknown")
