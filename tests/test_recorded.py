"""The stored texts themselves."""

from pathlib import Path

import pytest

from tests.recorded import RECORDINGS

KINDS = ("back_pressure_meters", "eseutil_mh", "eseutil_mk", "eseutil_ml", "event", "explain", "smtp_reply", "transport_config")


@pytest.mark.parametrize("kind", KINDS)
def test_every_text_has_a_truth(kind: str) -> None:
    """A stored text without its truth, or a truth without its text, tests nothing and is an error."""
    files = list((RECORDINGS / kind).iterdir())
    texts = {path.stem for path in files if path.suffix != ".json"}
    truths = {path.stem for path in files if path.suffix == ".json"}
    assert texts == truths, kind
    assert texts


def test_texts_name_no_real_host() -> None:
    """Stored texts are our own: only example domains, documentation addresses and private ones stand in them."""
    for path in Path(RECORDINGS).rglob("*.*"):
        assert "contoso" not in path.read_bytes().decode("utf-8").lower(), path
