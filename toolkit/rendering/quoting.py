"""The only place that knows how a value is written in PowerShell."""

from toolkit.model.script_value import ScriptValue

SINGLE_QUOTES = "'\u2018\u2019\u201a\u201b"
"""PowerShell takes all five for a single quote; doubling only U+0027 lets a value run as code (measured, security design §2.1)."""

_DOUBLED = {ord(quote): quote * 2 for quote in SINGLE_QUOTES}


def write_literal(value: ScriptValue) -> str:
    """Return ``value`` as a PowerShell literal: ``'text'``, ``14``, ``$true``, ``$null``, ``@('a', 'b')``."""
    if value is None:
        return "$null"
    if isinstance(value, bool):
        return "$true" if value else "$false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return f"'{value.translate(_DOUBLED)}'"
    return write_list(value)


def write_list(items: tuple[str | int, ...]) -> str:
    """Return ``items`` as an array literal; several stand one on a line, so that people can read them."""
    quoted = [write_literal(item) for item in items]
    if len(quoted) <= 1:
        return f"@({''.join(quoted)})"
    return "@(\n        " + ",\n        ".join(quoted) + "\n    )"


def write_header(values: dict[str, ScriptValue]) -> str:
    """Return the header ``$p = @{ ... }`` that holds every value of a script, in the order given."""
    if not values:
        return "$p = @{}\n"
    lines = [f"    {name} = {write_literal(value)}" for name, value in values.items()]
    return "$p = @{\n" + "\n".join(lines) + "\n}\n"
