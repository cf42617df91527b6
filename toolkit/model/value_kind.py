"""The kinds of values that a template can ask for, and what each takes."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from toolkit.model.script_path import check_path
from toolkit.model.script_record import write_record
from toolkit.model.script_value import ScriptValue, check_database, check_integer, check_number, check_server, check_text
from toolkit.model.vocabulary import TemplateValue

GivenValue = ScriptValue | Mapping[str, object]
"""What the engine hands over for a value: text, number, list, or a record that travels as JSON."""

TEXT_CHECKS: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {
        "text": check_text,
        "choice": check_text,
        "server": check_server,
        "database": check_database,
        "folder": check_path,
        "path": check_path,
    }
)
"""By kind, for the kinds that are text."""

KINDS = frozenset({*TEXT_CHECKS, "number", "json"})


def read_value(value: TemplateValue, given: GivenValue) -> ScriptValue:
    """Return ``given`` as the header of a script holds it.

    Raises:
        ValueError: it is not of the value's kind, or must not reach a script; the message names cause and cure.
    """
    if not value.many:
        return _read_one(value, given)
    if not isinstance(given, tuple):
        raise ValueError(f"a list is needed, not {type(given).__name__}; give every item of it")
    return tuple(_read_one(value, item) for item in given)


def _read_one(value: TemplateValue, given: GivenValue) -> str | int:
    if value.kind == "json":
        return write_record(given)
    if value.kind == "number":
        return _read_number(given)
    if not isinstance(given, str):
        raise ValueError(f"text is needed, not {type(given).__name__}; give it as text")
    if value.kind == "choice" and given not in value.choices:
        raise ValueError(f"it is none of the choices; write one of {', '.join(value.choices)}")
    return TEXT_CHECKS[value.kind](given)


def _read_number(given: GivenValue) -> int:
    if isinstance(given, str):
        return check_number(given)
    if isinstance(given, bool) or not isinstance(given, int):
        raise ValueError(f"a number is needed, not {type(given).__name__}; write it in digits")
    return check_integer(given)
