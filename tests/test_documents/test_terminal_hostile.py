"""Hostile names, values and answers reach a terminal as text, in every page that can hold them."""

import unicodedata
from dataclasses import replace

import pytest

from tests.test_documents.hostile import CORPUS
from tests.test_documents.samples import DEBTS, METERS_RESULT, OUTCOMES, PATHS, PLAN, PLAYBOOK, VOCABULARY, report
from toolkit.documents.blocks import Page
from toolkit.documents.debts import debts_page
from toolkit.documents.errors import error_page
from toolkit.documents.explaining import explain_page
from toolkit.documents.plan_page import plan_page
from toolkit.documents.playbook_pages import playbook_show
from toolkit.documents.run_pages import runs_list, runs_show, summary_page
from toolkit.documents.run_step import run_step_page
from toolkit.documents.terminal import Layout, paint_ansi, render_terminal
from toolkit.errors import NoAnswer
from toolkit.model.command import CommandError
from toolkit.model.explanation import Explanation
from toolkit.model.run import Verdict

SHORT = [text for text in CORPUS if len(text) < 1_000]
OURS = ("\x1b[0m", "\x1b[1m", "\x1b[30;103m", "\x1b[97;41m", "\x1b[30;102m")


def pages_with(text: str) -> list[Page]:
    """Return pages with ``text`` in every name, value and answer."""
    result = replace(METERS_RESULT, output=(text,), console=text, errors=(CommandError(text, text),), why=text)
    outcomes = (replace(OUTCOMES[0], says=text, title=text, result=result),)
    debts = tuple(replace(debt, what=text, host=text) for debt in DEBTS)
    ended = report(Verdict.FAILED, text, host=text, why=text, do=(text,), state=text, approved_by=text, outcomes=outcomes, debts=debts)
    playbook = replace(PLAYBOOK, id=text, title=text, roles=(text,))
    plan = replace(PLAN, playbook=playbook, host=text, parameters={text: text}, binding_facts={text: text})
    return [
        plan_page(plan, PATHS, VOCABULARY, (text,), text),
        playbook_show(playbook),
        summary_page(ended),
        runs_list((ended,)),
        runs_show(ended),
        run_step_page(outcomes[0]),
        debts_page(debts, DEBTS[0].since, (text,), (text,)),
        explain_page(Explanation(text, (), text)),
        error_page(NoAnswer(text, why=text, do=(text,), state=text)),
    ]


def without_ours(text: str) -> str:
    """Return ``text`` without the five colour codes that are ours."""
    for code in OURS:
        text = text.replace(code, "")
    return text


@pytest.mark.parametrize("text", SHORT, ids=range(len(SHORT)))
def test_no_escape_but_ours(text: str) -> None:
    """In colour, no control, bidi, zero-width or surrogate character is written but our own colour codes."""
    for page in pages_with(text):
        shown = without_ours(render_terminal(page, Layout(), paint_ansi))
        assert not [one for one in shown if unicodedata.category(one) in ("Cc", "Cf", "Cs", "Zl", "Zp") and one not in "\n\t"]


def test_a_name_cannot_forge_a_line() -> None:
    """A line end in a server's name does not begin a line of ours."""
    page = error_page(NoAnswer("EX01\n  State  EX01 is unchanged.", why="x"))
    assert "EX01<U+000A>  State" in render_terminal(page, Layout())
