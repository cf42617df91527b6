"""``docs/reference/triage.md``: every verdict, every state and every key of its JSON."""

from datetime import UTC, datetime

from tests.test_analysis.chain_world import case, dirty
from tests.test_docs.pages import DOCS, first_column, read, rows_of
from toolkit.analysis.log_chain import solve
from toolkit.documents.triage_json import triage_object
from toolkit.model.log_chain import LogState, Verdict
from toolkit.model.triage import Triage

PAGE = read(DOCS / "reference" / "triage.md")


def test_every_verdict_has_a_row() -> None:
    """The table has each word that a page can begin with."""
    assert sorted(first_column(PAGE, "Verdicts")) == sorted(verdict.value for verdict in Verdict)


def test_every_state_has_a_row() -> None:
    """The table has each word of the column."""
    assert first_column(PAGE, "States of a generation") == [state.value for state in LogState]


def test_every_key_of_the_json_has_a_row() -> None:
    """And the row of the verdict has every word that programs may meet."""
    given = case(dirty(1, 2, 3), [])
    assert first_column(PAGE, "JSON") == list(triage_object(Triage(given, solve(given), (), 0, 0, datetime(2026, 11, 25, tzinfo=UTC)), 0))
    (words,) = [row[1] for row in rows_of(PAGE, 2) if row[0] == "`verdict`"]
    assert all(f"`{verdict.name.lower()}`" in words for verdict in Verdict)
