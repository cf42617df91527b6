"""Texts below ``tests/recordings`` with what must be found in them, and the real ones of ``../shared`` where they are."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

RECORDINGS = Path(__file__).parent / "recordings"
SHARED = Path(__file__).parent.parent.parent / "shared"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is not there")


@dataclass(frozen=True)
class Recorded:
    """A text and its truth.

    Attributes:
        name: file name without suffix.
        text: exactly as stored.
        truth: what a test must find; its keys depend on the kind.
    """

    name: str
    text: str
    truth: dict[str, Any]  # JSON by hand: each test knows its keys

    def __str__(self) -> str:
        return self.name


def recorded(kind: str) -> list[Recorded]:
    """Return all texts of ``tests/recordings/<kind>`` with their truths."""
    texts = sorted(path for path in (RECORDINGS / kind).iterdir() if path.suffix != ".json")
    return [Recorded(path.stem, _read(path), json.loads(_read(path.with_suffix(".json")))) for path in texts]


def shared_recordings(kind: str) -> list[Recorded]:
    """Return the real texts of one kind with their facts; none where ``../shared`` is absent."""
    index = SHARED / "recordings" / "index.jsonl"
    if not index.is_file():
        return []
    rows = [json.loads(line) for line in _read(index).splitlines()]
    return [Recorded(row["file"], _read(SHARED / "recordings" / row["file"]), row["facts"]) for row in rows if row["kind"] == kind]


def shared_diagnostics() -> str:
    """Return the XML of a real server's diagnostics, out of its CLIXML.

    Raises:
        FileNotFoundError: ``../shared`` is absent.
    """
    path = SHARED / "exchange-objects" / "E16" / "GetExchangeDiagnosticInfo_EdgeTransportResourceThrottling.xml"
    text = _read(path).split('<S N="Result">', 1)[1].split("</S>", 1)[0]
    plain = text.replace("_x000D_", "").replace("_x000A_", "\n").replace("&lt;", "<").replace("&gt;", ">")
    return plain.replace("&quot;", '"').replace("&amp;", "&")


def _read(path: Path) -> str:
    return path.read_bytes().decode("utf-8").removeprefix("\ufeff")
