"""What a checksum pass counted: ``/k`` and esefile (``_esefile/checksum.cxx``); the named pages come on stderr."""

import re
from itertools import islice

from toolkit.model.eseutil import PageChecksums
from toolkit.parsing.eseutil_text import MOST, every_match, line_start, no_output, places, plain_text

_NEEDED = ("pages seen", "bad checksums", "uninitialized pages", "wrong page numbers")
_ALL = (*_NEEDED, "correctable checksums")
_NUMBER = re.compile(r"[ \t>]{0,40}(?P<count>[0-9]{1,10})[ \t]{1,4}")
_FAILED_PAGE = re.compile(r"ERROR: page (?P<page>[0-9]{1,10}) checksum failed\b")
_MOST_PAGES = 10_000


def read_checksums(text: str, errors: str = "") -> PageChecksums:
    """Return the counts.

    Args:
        text: what was printed on stdout.
        errors: what was printed on stderr.

    Raises:
        ParsingError: a count is missing, or printed twice: two runs, or a cut one.
    """
    plain = plain_text(text)
    counts = {what: count for what in _ALL if (count := _count(plain, what)) is not None}
    if not counts.keys() >= set(_NEEDED):
        raise no_output(f"a whole checksum pass with {', '.join(_NEEDED)}", text)
    return PageChecksums(
        pages_seen=counts["pages seen"],
        bad=counts["bad checksums"],
        correctable=counts.get("correctable checksums"),
        uninitialized=counts["uninitialized pages"],
        wrong_page_numbers=counts["wrong page numbers"],
        failed_pages=failed_pages(f"{plain}\n{plain_text(errors)}"),
    )


def _count(text: str, what: str) -> int | None:
    """Return the number before ``what``, which only blanks and marks of quoting may precede on its line; None: there is none.

    Raises:
        ParsingError: there are two, or the words stand there hundreds of times.
    """
    found = None
    for count, position in enumerate(places(text, what)):
        if count == MOST:
            raise no_output("one checksum pass, not a text full of its words", text)
        number = _NUMBER.fullmatch(text, line_start(text, position), position)
        if number is not None and found is not None:
            raise no_output("one checksum pass, not several", text)
        found = int(number["count"]) if number else found
    return found


def failed_pages(text: str) -> tuple[int, ...]:
    """Return the pages that lines of stderr name, in order, each once; at most 10,000."""
    pages = (int(match["page"]) for match in every_match(_FAILED_PAGE, text, "ERROR: page "))
    return tuple(islice(dict.fromkeys(pages), _MOST_PAGES))
