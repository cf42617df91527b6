"""What stands between backticks in the sentences of a page, and its links."""

import re
from pathlib import Path

from tests.test_docs.pages import prose_of, read

_SPAN = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def code_spans(page: Path) -> list[str]:
    """Return what stands between backticks outside of blocks."""
    return _SPAN.findall(prose_of(read(page)))


def links_of(page: Path) -> list[str]:
    """Return where a page links to, without addresses on the web."""
    return [target for target in _LINK.findall(prose_of(read(page))) if "://" not in target]


def options_in(text: str) -> set[str]:
    """Return the options that ``text`` names."""
    return set(_OPTION.findall(text))


def anchors_of(page: Path) -> set[str]:
    """Return the anchors that a page has by its headings, as GitHub makes them."""
    return {re.sub(r"[^\w -]", "", heading.lower()).strip().replace(" ", "-") for heading in _HEADING.findall(prose_of(read(page)))}
