"""``eseutil /mh`` as people paste it: whole, with ``/v``, cut, glued, or single lines out of ``find`` (``dbdump.cxx``)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from toolkit.model.ese_database import DatabaseHeader
from toolkit.model.ese_doubt import HeaderCopy
from toolkit.model.ese_dump import DatabaseDump
from toolkit.model.eseutil import EndingKind, EseutilEnding
from toolkit.parsing.eseutil_ending import find_endings
from toolkit.parsing.eseutil_labels import check_length, found_labels, label_pattern, typed_command
from toolkit.parsing.eseutil_mh_header import header_of_text, is_state
from toolkit.parsing.eseutil_mh_labels import PATCH, SECTIONS, VALUES, Said
from toolkit.parsing.eseutil_text import no_output, plain_text
from toolkit.parsing.fields import unreadable

MOST_HEADERS = 1_000
"""More headers than this in one text are no output that somebody pasted."""
_PRIMARY, _SHADOW, _WARNING = "DATABASE HEADER", "DATABASE SHADOW HEADER", "WARNING"
_LABELS = label_pattern((*VALUES, *SECTIONS, PATCH, _PRIMARY, _SHADOW, _WARNING))
_COMMAND = re.compile(typed_command("mh"), re.IGNORECASE)
_TYPED = "command "
_MODE = re.compile(r"Initiating FILE DUMP mode")
_WARNING_WORDS = re.compile(r"\s{0,20}(primary header and shadow header are not identical|(?:primary|shadow) header has a)")
_DECIDING = frozenset(("State", "Log Required", "Log Committed"))
"""A value of these that cannot be read is never passed over."""
_OWN = frozenset(
    (
        *("Log Required", "Log Committed", "Log Consistent", "Log Recovering", "Log Signature", "Gen. Max. Com. Creation Time"),
        *("DB Signature", "cbDbPage", "Format ulVersion", "Last Objid", "Shadowed", "Repair Count", "Old Repair Count"),
        *("Bad Checksum Error Count", "ECC Fix Error Count"),
    )
)
"""Labels that no other output of Eseutil prints."""
_TIMED = ("Last Consistent", "Last Attach", "Last Detach", "Last ReAttach")
"""Only ``/mh`` prints these with a time."""


@dataclass(slots=True)
class _Part:
    """One header in the text; it grows while the text is read. It is complete when Eseutil's last line follows."""

    run: int
    path: str
    said: Said = field(default_factory=Said)
    is_complete: bool = False


def read_mh(text: str) -> DatabaseDump:
    """Return one header for each database in ``text``, with what it does not say as None.

    With ``/v`` both copies are printed; then the first is used, or the second when Eseutil says that the first is damaged.

    Raises:
        ParsingError: it is no output of ``/mh``, or a deciding value (state, required, committed) is not of its form.
    """
    check_length(text)
    plain = plain_text(text)
    endings = find_endings(plain)
    parts = [part for part in _parts(plain, [start for start, _ in endings]) if _is_header(part.said)]
    ending = endings[-1][1] if endings else None
    if not parts and not _is_failed_dump(plain, ending):
        raise no_output("an output of eseutil /mh", text)
    return DatabaseDump(tuple(_databases(parts)), ending)


def _parts(text: str, endings: Sequence[int]) -> Iterator[_Part]:
    commands = [(match.start(), match.end(), f"{_TYPED}{match[1] or match[2] or match[3]}") for match in _COMMAND.finditer(text)]
    modes = [(match.start(), match.end(), "mode") for match in _MODE.finditer(text)]
    reader = _Reader(text)
    for name, at in found_labels(_LABELS, text, [*commands, *modes, *((start, start, "ending") for start in endings)]):
        reader.take(name, at)
        if len(reader.parts) > MOST_HEADERS:
            raise unreadable("text", f"an output with at most {MOST_HEADERS:,} headers", "one with more")
    return iter(reader.parts)


class _Reader:
    """Walks over the labels of a text and sorts them into headers."""

    __slots__ = ("parts", "section", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.parts = [_Part(0, "")]
        self.section = ""

    def take(self, name: str, at: int) -> None:
        """Take one label or mark, whose value begins at ``at``."""
        part = self.parts[-1]
        if name in (_PRIMARY, _SHADOW):
            self._begin(part.run, part.path)
            self.parts[-1].said.marks.append(name)
        elif name == _WARNING:
            match = _WARNING_WORDS.match(self.text, at)
            part.said.marks.extend((match[1],) if match else ())
        elif name in SECTIONS or name == PATCH:
            self.section = name
        elif name not in VALUES:
            self._begin_run(name)
        elif self.section != PATCH:
            self._take_value(name, at)

    def _take_value(self, name: str, at: int) -> None:
        part = self.parts[-1]
        if name == "Database":
            found = Said()
            found.take(name, "", self.text, at)
            part.path = found.words.get(name, part.path)
            return
        if part.said.has(name):
            self._begin(part.run, part.path)
        self.parts[-1].said.take(name, self.section, self.text, at)

    def _begin_run(self, mark: str) -> None:
        """Begin with another run of Eseutil: at a typed command, which names a file, at the mode line below it, or after the last line."""
        part = self.parts[-1]
        for one in self.parts if mark == "ending" else ():
            one.is_complete = one.is_complete or one.run == part.run
        path = {"mode": part.path, "ending": ""}.get(mark, mark.removeprefix(_TYPED))
        self._begin(part.run + 1, path)

    def _begin(self, run: int, path: str) -> None:
        self.section = ""
        self.parts.append(_Part(run, path))


def _is_header(said: Said) -> bool:
    """Whether the labels are those of ``/mh``; a word behind "State:" alone must be one of its words."""
    owned = any(said.has(label) for label in _OWN) or any(stamp.time for label, stamp in said.stamps.items() if label in _TIMED)
    if not owned and not is_state(said.words.get("State", "")):
        return False
    for label in said.unreadable:
        if label in _DECIDING and not said.has(label):
            raise unreadable(label, "of the form that eseutil /mh prints", "something else")
    return True


def _is_failed_dump(text: str, ending: EseutilEnding | None) -> bool:
    failed = ending is not None and ending.kind in (EndingKind.FAILED, EndingKind.FAILED_UNNAMED)
    is_dump = _COMMAND.search(text) is not None or (_MODE.search(text) is not None and re.search(r"\sDatabase:", text) is not None)
    return failed and is_dump


def _databases(parts: Sequence[_Part]) -> Iterator[DatabaseHeader]:
    place = 0
    while place < len(parts):
        part, following = parts[place], parts[place + 1 : place + 2]
        pair = [part, *(one for one in following if one.run == part.run and _SHADOW in one.said.marks and _PRIMARY in part.said.marks)]
        marks = [mark for one in pair for mark in one.said.marks]
        copy = _copy(marks, part.is_complete)
        yield header_of_text(pair[-1 if copy is HeaderCopy.SHADOW else 0].said, part.path, copy)
        place += len(pair)


def _copy(marks: Sequence[str], is_complete: bool) -> HeaderCopy | None:
    if "primary header has a" in marks or (_SHADOW in marks and _PRIMARY not in marks):
        return HeaderCopy.SHADOW
    if "shadow header has a" in marks:
        return HeaderCopy.SHADOW_DAMAGED
    if any(mark.startswith("primary header and") for mark in marks):
        return HeaderCopy.DIFFER
    if _PRIMARY not in marks:
        return None
    # the engine compares both copies at every dump, and warns below the fields
    return HeaderCopy.BOTH if is_complete or _SHADOW in marks else HeaderCopy.PRIMARY
