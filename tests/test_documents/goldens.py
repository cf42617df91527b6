"""Golden files: what a page looked like when a person last read it; ``UPDATE_GOLDENS=1`` writes them anew."""

import os
from pathlib import Path

GOLDENS = Path(__file__).parent.parent / "goldens"


def assert_golden(name: str, text: str) -> None:
    """Compare ``text`` with the golden file ``name``, byte for byte."""
    file = GOLDENS / name
    if os.environ.get("UPDATE_GOLDENS"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode("utf-8"))
    assert file.is_file(), f"there is no golden file {name}; UPDATE_GOLDENS=1 writes it"
    assert text.encode("utf-8") == file.read_bytes(), f"{name} is not what it was"
