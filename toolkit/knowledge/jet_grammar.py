"""How JET errors stand in text: ``-543``, ``0xfffffde1``, ``4294966753``, ``0xc8000228``, ``JET_errDiskIO``; never without a sign."""

import re

from toolkit.knowledge.bounded_text import bounded
from toolkit.knowledge.jet_errors import JetWarning, jet_error, jet_error_named, jet_warning_named, signed_jet

MOST_ERRORS = 20
"""More different errors than this in one text are not looked at."""
_FORM = re.compile(
    r"\b(?P<symbol>JET_err[A-Za-z0-9]{1,60})"
    r"|\b0x(?P<hex>[0-9A-Fa-f]{8})\b"
    r"|\b(?P<plain>(?:c8000|fffff)[0-9A-Fa-f]{3})\b"
    r"|(?<![\w.,-])(?P<unsigned>42949[0-9]{5})\b"
    r"|(?<![\w.)\]-])[-−–](?P<digits>[1-9][0-9]{2,4})(?![0-9A-Za-z]|[.,:-][0-9])",
    re.IGNORECASE,
)
_ALONE = re.compile(
    r"(?:jet[ :]?|error )?(?P<form>[-−–][0-9]{1,9}|0x[0-9a-f]{1,8}|(?:c8000|fffff)[0-9a-f]{3}|42949[0-9]{5})",
    re.IGNORECASE,
)


_WARNING = re.compile(r"\bJET_wrn[A-Za-z0-9]{1,60}", re.IGNORECASE)
_SMALLEST = -500
_ERROR_BEFORE = re.compile(r"\b(?:error|err|ec|jet)\W{1,3}\Z", re.IGNORECASE)


def find_jet_errors(text: str) -> tuple[int, ...]:
    """Return the known JET errors in ``text``, negative, in order, each once."""
    found: dict[int, None] = {}
    for match in _FORM.finditer(bounded(text)):
        number = _number(match) if _is_meant(match) else None
        if number is not None and jet_error(number) is not None:
            found.setdefault(number)
        if len(found) == MOST_ERRORS:
            break
    return tuple(found)


def find_jet_warnings(text: str) -> tuple[JetWarning, ...]:
    """Return the warnings whose names stand in ``text``, in order, each once; their numbers alone are positive and mean anything."""
    named = (jet_warning_named(match[0]) for match in _WARNING.finditer(bounded(text)))
    return tuple(dict.fromkeys(warning for warning in named if warning is not None))


def lone_jet_error(text: str) -> int | None:
    """Return the negative number that ``text`` is and nothing else, in any form, known or not; None for other texts."""
    match = _ALONE.fullmatch(text.strip())
    if match is None:
        return None
    form = match["form"].lower()
    if form[0] in "-−–":
        return -int(form[1:])
    return signed_jet(int(form, 16) if form[0] != "4" else int(form))


def _is_meant(match: re.Match[str]) -> bool:
    """Whether a number is written as an error: those above -500 are too common to be errors without the word before them."""
    if not match["digits"] or -int(match["digits"]) <= _SMALLEST:
        return True
    return bool(_ERROR_BEFORE.search(match.string[max(0, match.start() - 12) : match.start()]))


def _number(match: re.Match[str]) -> int | None:
    if match["symbol"]:
        error = jet_error_named(match["symbol"])
        return error.number if error else None
    if match["digits"]:
        return -int(match["digits"])
    return signed_jet(int(match["unsigned"])) if match["unsigned"] else signed_jet(int(match["hex"] or match["plain"], 16))
