"""What endings of tools mean: complete, sourced, and never an advice that loses data."""

import re

import pytest

from toolkit.knowledge.tool_outcomes import KnownOutcome, tool_outcome, tool_outcomes
from toolkit.model.chkdsk import ChkdskVerdict
from toolkit.model.eseutil import EseutilMode

LOSSY = re.compile(r"/a\b|/p\b|\beseutil /|-Force\b|AcceptDataLoss|delete (?:the|all) log|chkdsk (?:[a-z]: )?/", re.IGNORECASE)


@pytest.mark.parametrize("row", tool_outcomes(), ids=lambda row: f"{row.tool}-{row.how}")
def test_no_outcome_leads_to_loss(row: KnownOutcome) -> None:
    """Nothing that is to be done now loses data; every row has its source."""
    assert not LOSSY.search(row.do_now), row.do_now
    assert row.says
    assert row.do_now.endswith(".")
    assert row.source


@pytest.mark.parametrize("mode", EseutilMode)
@pytest.mark.parametrize("how", ["succeeded", "failed", "open"])
def test_every_mode_has_every_ending(mode: EseutilMode, how: str) -> None:
    """A mode without words of its own gets the general ones."""
    assert tool_outcome(mode.value, how).says


@pytest.mark.parametrize("verdict", ChkdskVerdict)
def test_every_verdict_of_chkdsk_is_there(verdict: ChkdskVerdict) -> None:
    """No verdict is without an answer."""
    assert tool_outcome("CHKDSK", verdict.name).tool == "CHKDSK"


def test_an_unknown_ending_is_an_error() -> None:
    """The table does not guess."""
    with pytest.raises(KeyError):
        tool_outcome("RECOVERY", "perhaps")
