"""The beginning of a space dump, ``/ms``: how large the database is and how much of it is free.

Old versions print pages, newer ones MB (``dbspacedump.cxx``; the columns are also those that Analyze-SpaceDump.ps1 of CSS-Exchange reads).
"""

import re

from toolkit.model.eseutil import DatabaseSpace
from toolkit.parsing.eseutil_text import first_match, last_match, no_output, plain_text

_BORDER = "***** SPACE DUMP "
_DUMP = re.compile(r"\*{5} SPACE DUMP \*{3,400}")
_PAGE_SIZE = re.compile(r"PageSize: (?P<bytes>[0-9]{3,5})\b")
_HEAD = 4_000
_TITLE = re.compile(r"\S+")
_TYPE_END = len("Name Type")
_RULE = re.compile(r"[=-]{20,}")
_ROW = re.compile(r"(?P<name>.{1,120}?)[ \t,]+Db(?=[ \t,])")
_PAGES = re.compile(r"[0-9]{1,10}")
_MB = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,6})?")


def read_space(text: str) -> DatabaseSpace:
    """Return the row of the database, found by its type ``Db``; values by the titles above them.

    Raises:
        ParsingError: there is no space dump, the row is missing, or its values do not stand below the titles.
    """
    plain = plain_text(text)
    dump = first_match(_DUMP, plain, _BORDER)
    if dump is None:
        raise no_output("an output of eseutil /ms with its SPACE DUMP", text)
    titles, row = _titles_and_row(plain[dump.end() : dump.end() + _HEAD])
    if row is None:
        raise no_output("a space dump with the titles Name and Type and the row of the database", text)
    page = last_match(_PAGE_SIZE, plain[max(0, dump.start() - _HEAD) : dump.start()], "PageSize: ")
    return _space(row["name"].strip(), int(page["bytes"]) if page else None, _values(titles, row))


def _titles_and_row(table: str) -> tuple[str, re.Match[str] | None]:
    """Return the line of titles, and the row of the database; None when either is missing."""
    lines = [line.rstrip() for line in table.split("\n") if line.strip() and not _RULE.match(line)]
    if not lines or re.split(r"[\s,]+", lines[0])[:2] != ["Name", "Type"]:
        return "", None
    return lines[0], next((row for line in lines[1:4] if (row := _ROW.match(line))), None)


def _values(titles: str, row: re.Match[str]) -> dict[str, str]:
    """Return the values by title: between commas, right-aligned below the titles, or, where a paste lost the blanks, one for each.

    Raises:
        ParsingError: they are not.
    """
    line = row.string
    if "," in titles:
        return dict(zip(_cells(titles), _cells(line), strict=False))
    aligned = {title[0]: line[: title.end()].split()[-1] for title in _TITLE.finditer(titles, _TYPE_END) if _ends_at(line, title.end())}
    if {"Owned(MB)", "Avail(MB)"} <= aligned.keys() or {"Owned", "Available"} <= aligned.keys():
        return aligned
    names, values = titles.split()[2:], line[row.end() :].split()
    if len(names) != len(values):
        raise no_output(f"a row of the database with {len(names)} values", line)
    return dict(zip(names, values, strict=True))


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split(",")]


def _ends_at(line: str, end: int) -> bool:
    """Whether a value ends exactly at ``end``."""
    return len(line) >= end and not line[end - 1].isspace() and (len(line) == end or line[end].isspace())


def _space(name: str, page_bytes: int | None, values: dict[str, str]) -> DatabaseSpace:
    owned, available = _pages(values, "Owned"), _pages(values, "Available")
    owned_mb, available_mb = _megabytes(values, "Owned(MB)"), _megabytes(values, "Avail(MB)")
    if None in (owned, available) and None in (owned_mb, available_mb):
        raise no_output("a row of the database with owned and free space in numbers", name)
    return DatabaseSpace(name, page_bytes, owned_mb, available_mb, owned, available)


def _pages(values: dict[str, str], title: str) -> int | None:
    value = values.get(title, "")
    return int(value) if _PAGES.fullmatch(value) else None


def _megabytes(values: dict[str, str], title: str) -> str | None:
    value = values.get(title, "")
    return value if _MB.fullmatch(value) else None
