"""The beginning of a space dump, ``/ms``: how large the database is and how much of it is free.

Old versions print pages, newer ones MB (``dbspacedump.cxx``; the columns are also those that Analyze-SpaceDump.ps1 of CSS-Exchange reads).
"""

import re

from toolkit.model.eseutil import DatabaseSpace
from toolkit.parsing.eseutil_text import first_match, no_output, plain_text

_BORDER = "***** SPACE DUMP "
_DUMP = re.compile(r"\*{5} SPACE DUMP \*{3,400}")
_PAGE_SIZE = re.compile(r"^[ \t]{0,20}PageSize: (?P<bytes>[0-9]{3,5})[ \t]{0,20}$", re.MULTILINE)
_HEAD = 4_000
_RULE = re.compile(r"[=-]{20,}")
_TYPE = re.compile(r"^(?P<name>.{1,120}?)[ \t]+Db[ \t]+(?P<values>[0-9].*)$")
_PAGES = re.compile(r"[0-9]{1,10}")
_MB = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,6})?")


def read_space(text: str) -> DatabaseSpace:
    """Return the row of the database, found by its type ``Db``; values by the titles above them.

    Raises:
        ParsingError: there is no space dump, the row is missing, or its values do not fit the titles.
    """
    plain = plain_text(text)
    dump = first_match(_DUMP, plain, _BORDER)
    if dump is None:
        raise no_output("an output of eseutil /ms with its SPACE DUMP", text)
    lines = [line.rstrip() for line in plain[dump.end() : dump.end() + _HEAD].split("\n") if line.strip()]
    titles = lines[0].split() if lines else []
    row = next((row for line in lines[1:5] if not _RULE.match(line) and (row := _TYPE.match(line))), None)
    if titles[:2] != ["Name", "Type"] or row is None:
        raise no_output("a space dump with the titles Name and Type and the row of the database", text)
    page = _PAGE_SIZE.search(plain[max(0, dump.start() - _HEAD) : dump.start()])
    values = dict(zip(titles[2:], row["values"].split(), strict=False))
    if len(row["values"].split()) != len(titles) - 2:
        raise no_output(f"a row of the database with {len(titles) - 2} values", row[0])
    return _space(row["name"].strip(), int(page["bytes"]) if page else None, values)


def _space(name: str, page_bytes: int | None, values: dict[str, str]) -> DatabaseSpace:
    pages = [values.get("Owned"), values.get("Available") or values.get("Avail")]
    megabytes = [values.get("Owned(MB)"), values.get("Avail(MB)")]
    owned, available = (int(value) if value and _PAGES.fullmatch(value) else None for value in pages)
    owned_mb, available_mb = (value if value and _MB.fullmatch(value) else None for value in megabytes)
    if (owned is None or available is None) and (owned_mb is None or available_mb is None):
        raise no_output("a row of the database with owned and free space in numbers", name)
    return DatabaseSpace(name, page_bytes, owned_mb, available_mb, owned, available)
