"""YAML that is refused before it is parsed: what hides from a reader's eye, and what costs more than a page (security design §2.6)."""

import re
from collections.abc import Callable, Iterator

from toolkit.model.hidden_text import HIDDEN

LARGEST_BYTES = 256 * 1024
LONGEST_LINE = 1_000
"""Characters; the longest line that an editor still shows whole is far shorter."""
_OUT_OF_SIGHT = re.compile(r" {100}|(?:\n *){50}\n")
_DIRECTIVE = re.compile(r"^%\S*", re.MULTILINE)
_TAB = re.compile(r"\t")
_LONE_CR = re.compile(r"\r(?!\n)")
_BROKEN_BYTE = re.compile("[\udc80-\udcff]")
_UTF_16 = ("\udcff\udcfe", "\udcfe\udcff")
"""The marks of UTF-16 in both byte orders, as :func:`decode_yaml` leaves them."""
_BYTE_ORDER_MARK = "\ufeff"


class YamlProblem(Exception):
    """A file that is not read.

    Attributes:
        line: counts from 1.
        what: what stands there.
        why: why it is refused.
        do: what to write instead.
        others: what else was found in the same look, in the order of the file.
    """

    def __init__(self, line: int, what: str, why: str, do: str, others: tuple["YamlProblem", ...] = ()) -> None:
        super().__init__(what)
        self.line = line
        self.what = what
        self.why = why
        self.do = do
        self.others = others


def decode_yaml(data: bytes) -> str:
    """Return the bytes of a file as text; bytes that are no UTF-8 stay as lone surrogates, which :func:`refuse_text` names."""
    return data.decode("utf-8", "surrogateescape").replace("\r\n", "\n")


def refuse_text(text: str) -> None:
    """Refuse a file by its characters alone.

    Raises:
        YamlProblem: it is too large, no UTF-8, or holds something that a reader does not see as a parser does.
    """
    if len(text.encode("utf-8", "surrogatepass")) > LARGEST_BYTES:
        raise YamlProblem(1, "the file is larger than 256 KiB", "a playbook is a page, not a data store", "split it")
    for check in _CHECKS:
        for problem in check(text):
            raise problem


def hidden_in(value: str, line: int) -> YamlProblem | None:
    """Return what is hidden in one value, written there as an escape; None when there is nothing."""
    hidden = HIDDEN.search(value)
    return _hidden(hidden[0], line) if hidden else None


def _hidden(character: str, line: int) -> YamlProblem:
    return YamlProblem(line, f"hidden character U+{ord(character):04X}", "it can make a line read as another", "delete it")


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def _other_encoding(text: str) -> Iterator[YamlProblem]:
    if text.startswith((*_UTF_16, _BYTE_ORDER_MARK)):
        name = "a byte order mark" if text.startswith(_BYTE_ORDER_MARK) else "UTF-16"
        yield YamlProblem(1, f"the file begins with {name}", "other programs read it as another text", "save it as UTF-8 without a mark")
    broken = _BROKEN_BYTE.search(text)
    if broken:
        byte = ord(broken[0]) - 0xDC00
        yield YamlProblem(_line(text, broken.start()), f"the byte 0x{byte:02X}", "the file is not UTF-8 text", "save it as UTF-8")


def _line_ends(text: str) -> Iterator[YamlProblem]:
    found = _LONE_CR.search(text)
    if found:
        why = "some editors show one line where a parser reads two"
        yield YamlProblem(_line(text, found.start()), "a line that ends with CR alone", why, "end lines with LF or CR LF")


def _hidden_characters(text: str) -> Iterator[YamlProblem]:
    found = HIDDEN.search(text.replace("\r\n", "\n"))
    if found:
        yield _hidden(found[0], _line(text, found.start()))


def _tabs(text: str) -> Iterator[YamlProblem]:
    found = _TAB.search(text)
    if found:
        indents = not text[text.rfind("\n", 0, found.start()) + 1 : found.start()].strip()
        what = "a tab indents this line" if indents else "a tab"
        yield YamlProblem(_line(text, found.start()), what, "YAML indents with blanks only", "replace the tab by blanks")


def _far_text(text: str) -> Iterator[YamlProblem]:
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > LONGEST_LINE:
            yield YamlProblem(number, f"a line of more than {LONGEST_LINE:,} characters", "nobody reads that far", "break it")
    found = _OUT_OF_SIGHT.search(text)
    if found:
        yield YamlProblem(_line(text, found.start()), "text behind very many blanks", "it stands out of sight", "take the blanks out")


def _directives(text: str) -> Iterator[YamlProblem]:
    found = _DIRECTIVE.search(text)
    if found:
        why = "a directive changes how the rest is read"
        yield YamlProblem(_line(text, found.start()), f"the directive {found[0][:20]}", why, "delete the line")


_CHECKS: tuple[Callable[[str], Iterator[YamlProblem]], ...] = (
    _other_encoding,
    _line_ends,
    _hidden_characters,
    _tabs,
    _far_text,
    _directives,
)
