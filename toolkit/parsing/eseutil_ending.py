"""The last line of an Eseutil run: how it ended, with which code, after how long (``eseutil.cxx``, wszOperSuccess and its neighbours)."""

import re

from toolkit.model.eseutil import EndingKind, EseutilEnding
from toolkit.parsing.eseutil_text import matches, no_output, plain_text

_LONGEST = 1_200
_PROGRAMS = ("Operation", "Edbutil", "Eseutil", "esefile")
_BEGINNING = re.compile(r"[A-Za-z]{7,9}\s{1,20}(?:completed\s|completes\s|terminated\s)")
_WORDS = r"(?P<words>[^()]*(?:\([^()]*\)[^()]*)*)"
_AFTER = r"(?:\.? ?after (?P<elapsed>\S{1,20}) seconds)?"
_FORMS = (
    (EndingKind.SUCCEEDED, re.compile(r"\w+ completed successfully in (?P<elapsed>\S{1,20}) seconds")),
    (EndingKind.SUCCEEDED, re.compile(r"esefile completes successfully after (?P<elapsed>\S{1,20}) seconds")),
    (EndingKind.WARNED, re.compile(rf"\w+ completed successfully with (?P<code>-?[0-9]{{1,10}}) \({_WORDS}\){_AFTER}")),
    (EndingKind.FAILED, re.compile(rf"\w+ terminated with error (?P<code>-?[0-9]{{1,10}})\b(?: ?\({_WORDS}\))?{_AFTER}")),
    (EndingKind.FAILED_UNNAMED, re.compile(r"\w+ terminated unsuccessfully after (?P<elapsed>\S{1,20}) seconds")),
)
_TIME = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,3})?")
_SYMBOL = re.compile(r"(?P<symbol>JET_(?:err|wrn)\w{1,60})(?:, ?(?P<text>.*))?", re.IGNORECASE)


def read_ending(text: str) -> EseutilEnding:
    """Return the last ending in ``text``; a line may be broken anywhere, and glued to the dots before it.

    Raises:
        ParsingError: there is no ending, or too many.
    """
    found = find_endings(plain_text(text))
    if not found:
        raise no_output('an output of Eseutil with its last line, "Operation ..."', text)
    return found[-1][1]


def find_endings(text: str) -> tuple[tuple[int, EseutilEnding], ...]:
    """Return where the line of each ending begins, in order; ``text`` is without markup.

    Raises:
        ParsingError: there are more than any output has.
    """
    starts = sorted(match.start() for program in _PROGRAMS for match in matches(_BEGINNING, text, program))
    found = ((start, _ending(text[start : start + _LONGEST])) for start in starts)
    return tuple((start, ending) for start, ending in found if ending is not None)


def _ending(text: str) -> EseutilEnding | None:
    """Return the ending at the beginning of ``text``; None for a sentence of another program with the same first words."""
    line = " ".join(text.split())
    for kind, form in _FORMS:
        match = form.match(line)
        if match is not None:
            return _from(kind, match.groupdict())
    return None


def _from(kind: EndingKind, parts: dict[str, str | None]) -> EseutilEnding:
    code = parts.get("code")
    elapsed = parts.get("elapsed") or ""
    words = (parts.get("words") or "").strip()
    name = _SYMBOL.fullmatch(words)
    return EseutilEnding(
        kind=kind,
        code=int(code) if code else None,
        symbol=name["symbol"] if name else "",
        text=(name["text"] or "").strip() if name else words,
        elapsed=elapsed if _TIME.fullmatch(elapsed) else "",
    )
