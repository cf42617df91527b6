"""Explain a pasted text, a file or what comes through a pipe."""

import sys
from dataclasses import dataclass
from pathlib import Path

from toolkit.analysis.explaining import explain
from toolkit.cli.options import Settings
from toolkit.cli.printing import open_console
from toolkit.cli.vocabulary import load_playbooks
from toolkit.documents.explaining import explain_page
from toolkit.documents.json import explanation_object
from toolkit.errors import NOTHING_READ, PlaybookError, UsageError
from toolkit.model.explanation import Explanation
from toolkit.model.playbook import Playbook
from toolkit.parsing.pasted_output import find_output

MOST_BYTES = 10 * 1024 * 1024
"""A bounced message with its attachments; more is not read (security design §2.4)."""


@dataclass(frozen=True, slots=True)
class GivenText:
    """The text itself; ``is_whole`` False: it is longer than what is read, and its end is missing."""

    text: str
    is_whole: bool


def explain_words(settings: Settings, words: tuple[str, ...]) -> None:
    """Print what the words mean.

    Raises:
        UsageError: a file cannot be read.
    """
    explanation = _explanation(read_given(words))
    wanted = {meaning.playbook for meaning in explanation.meanings if meaning.playbook}
    page = explain_page(explanation, _find_playbooks(wanted))
    open_console(settings).result(page, explanation_object(explanation))


def _explanation(given: GivenText) -> Explanation:
    """Return what the text means; an output whose end is missing says nothing, because its end decides."""
    output = find_output(given.text)
    if output is not None and not given.is_whole:
        return Explanation(given.text, (), f"Only its first {MOST_BYTES // 2**20} MiB were read, and the end of such an output decides.")
    return explain(given.text, output)


def _find_playbooks(wanted: set[str]) -> dict[str, Playbook]:
    """Return the playbooks that can be loaded; what a text means is told even where a playbook is broken."""
    try:
        return {playbook.id: playbook for playbook in load_playbooks() if playbook.id in wanted} if wanted else {}
    except PlaybookError:
        return {}


def read_words(words: tuple[str, ...]) -> str:
    """Return the text itself: from stdin for ``-``, from a file for the name of one, else the words.

    Raises:
        UsageError: the file cannot be read.
    """
    return read_given(words).text


def read_given(words: tuple[str, ...]) -> GivenText:
    """Return the text as ``read_words`` does, with whether it was read to its end.

    Raises:
        UsageError: the file cannot be read.
    """
    if words == ("-",):
        content = sys.stdin.buffer.read(MOST_BYTES + 1)
        return GivenText(content[:MOST_BYTES].decode("utf-8", "replace"), len(content) <= MOST_BYTES)
    file = Path(words[0])
    return _read_file(file) if len(words) == 1 and _is_file(file) else GivenText(" ".join(words), is_whole=True)


def _is_file(file: Path) -> bool:
    try:
        return file.is_file()
    except (OSError, ValueError):  # a long or odd text is no name of a file
        return False


def _read_file(file: Path) -> GivenText:
    """Return the text of a file: UTF-16 when its first bytes say so (Notepad, PowerShell), else UTF-8."""
    try:
        with file.open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
    except OSError as fault:
        what = f"{file} cannot be read"
        raise UsageError(what, why=f"{fault.strerror}.", do=("exkit explain --help",), state=NOTHING_READ) from fault
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    return GivenText(content[:MOST_BYTES].decode(encoding, "replace"), len(content) <= MOST_BYTES)
