"""Runs: the end is last, a run that needs a person says so, server text is cut and escaped."""

from dataclasses import replace

import pytest

from tests.test_documents.samples import DEBTS, METERS_RESULT, OUTCOMES, RUN_ID, at, report
from toolkit.documents.debts import debts_page
from toolkit.documents.run_pages import runs_list, runs_show, summary_page
from toolkit.documents.run_step import MOST_BYTES, run_step_page
from toolkit.documents.terminal import Layout, render_terminal
from toolkit.model.run import Verdict


@pytest.mark.parametrize("verdict", Verdict)
def test_last_line_is_the_exit_code(verdict: Verdict) -> None:
    """Whatever the verdict, the last line says the exit code and what it means."""
    last = render_terminal(summary_page(report(verdict)), Layout()).splitlines()[-1]
    assert last.startswith(f"exit {verdict.exit_code}")


@pytest.mark.parametrize("verdict", Verdict)
def test_every_debt_has_its_undo(verdict: Verdict) -> None:
    """Whatever the verdict, each open debt is named with the command that settles it."""
    text = render_terminal(summary_page(report(verdict)), Layout())
    assert all(f"exkit runs undo {RUN_ID} --debt {debt.id}" in text for debt in DEBTS)


def test_run_without_steps_says_so() -> None:
    """A run that ended before its first step does not count to zero."""
    assert "No step was started." in render_terminal(summary_page(report(outcomes=())), Layout())
    assert "One step with command" not in render_terminal(runs_show(report(outcomes=())), Layout())


def test_unknown_run_needs_somebody() -> None:
    """Runs whose state is unknown are repeated below the list."""
    text = render_terminal(runs_list((report(), report(Verdict.UNKNOWN))), Layout(120))
    assert text.count("needs you") == 1


def test_server_text_is_bounded() -> None:
    """Of a large answer 64 KiB are shown, and how much is missing."""
    result = replace(METERS_RESULT, console="x\n" * MOST_BYTES, output=(), errors=())
    text = render_terminal(run_step_page(replace(OUTCOMES[0], result=result)), Layout())
    assert f"{MOST_BYTES:,} more bytes in the run's folder" in text
    assert text.count("> x\n") == MOST_BYTES // 2


def test_debt_that_is_over_is_not_called_ended() -> None:
    """After its end a debt asks to be looked at: nobody has seen that the server ended it."""
    text = render_terminal(debts_page(DEBTS, at(19, day=26)), Layout())
    assert "which is over: look whether the server has ended it" in text
    assert "within 24 h" not in text


def test_silent_servers_are_not_free_of_debts() -> None:
    """A server that did not answer has debts that are not known, not none."""
    text = render_terminal(debts_page((), at(10), ("EX02",), ("EX02",)), Layout())
    assert "debts there are not known" in text
