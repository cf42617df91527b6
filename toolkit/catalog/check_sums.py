"""Lists of hashes as ``sha256sum`` writes them, against the files themselves."""

import hashlib
import re
from collections.abc import Mapping

from toolkit.catalog.site_files import SIGNATURE, SUMS, SiteFiles

_LINE = re.compile(r"(?P<sum>[0-9a-f]{64}) [ *](?:\./)?(?P<path>[A-Za-z0-9_][A-Za-z0-9_.-]*(?:/[A-Za-z0-9_][A-Za-z0-9_.-]*)*)")
MOST_TOLD = 3


def what_differs(files: SiteFiles) -> str:
    """Return how the files differ from ``SHA256SUMS``, one sentence without its full stop; empty when every file is as listed.

    The list and its signature are not listed; every other file is.
    """
    if SUMS not in files:
        return f"{SUMS} is missing"
    try:
        listed = _read_sums(files[SUMS])
    except ValueError as fault:
        return str(fault)
    actual = {name: hashlib.sha256(content).hexdigest() for name, content in files.items() if name not in (SUMS, SIGNATURE)}
    return _compare(listed, actual)


def _compare(listed: Mapping[str, str], actual: Mapping[str, str]) -> str:
    told = [f"{name} is missing" for name in listed if name not in actual]
    told += [f"{name} is not in {SUMS}" for name in actual if name not in listed]
    told += [f"{name} was changed" for name in listed if name in actual and actual[name] != listed[name]]
    more = f" and {len(told) - MOST_TOLD} more" if len(told) > MOST_TOLD else ""
    return ", ".join(told[:MOST_TOLD]) + more


def _read_sums(content: bytes) -> Mapping[str, str]:
    """Return the hashes by path.

    Raises:
        ValueError: a line is no hash and path, or a path stands twice; the line is named.
    """
    listed: dict[str, str] = {}
    for number, line in enumerate(content.decode("ascii", "replace").splitlines(), 1):
        match = _LINE.fullmatch(line)
        if match is None or match["path"] in listed:
            raise ValueError(
                f"{SUMS}:{number} is no line of sha256sum" if match is None else f"{SUMS}:{number} lists {match['path']} twice"
            )
        listed[match["path"]] = match["sum"]
    return listed
