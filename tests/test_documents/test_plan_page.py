"""Plans on a terminal: the end is a summary that fits a screen, paths and approvals say everything."""

import re
from dataclasses import replace

import pytest

from tests.test_documents.sample_pages import ASKED
from tests.test_documents.samples import PATHS, PLAN, PLAYBOOK, VOCABULARY, place, planned
from toolkit.documents.plan_page import approval_page, paths_page, plan_page
from toolkit.documents.terminal import Layout, render_terminal
from toolkit.model.exchange import ExchangeVersion
from toolkit.model.plan import Plan
from toolkit.model.playbook import AskStep

SCREEN = 24
NEXT = "exkit run smtp-452-back-pressure -t EX02"


def plan_of(steps: int) -> Plan:
    """Return a plan of so many steps that only read."""
    asked = tuple(AskStep(f"ask-{at}", f"Ask about thing {at}", place(at), template="observe/volumes") for at in range(1, steps + 1))
    playbook = replace(PLAYBOOK, steps=asked)
    return replace(PLAN, playbook=playbook, steps=tuple(planned(str(at), step) for at, step in enumerate(asked, start=1)))


def last_screen(plan: Plan) -> str:
    """Return the last 24 lines of the review."""
    page = plan_page(plan, PATHS, VOCABULARY, ("plan.json",), NEXT)
    return "\n".join(render_terminal(page, Layout()).splitlines()[-SCREEN:])


@pytest.mark.parametrize("steps", (1, 8, 14))
def test_last_screen_is_the_summary(steps: int) -> None:
    """Up to 14 steps the last 24 lines hold all steps, counts, what can be lost and the next command."""
    shown = last_screen(plan_of(steps))
    assert all(f" {at}  OBSERVE    Ask about thing {at}" in shown for at in range(1, steps + 1))
    assert shown.count("SUMMARY  ") == 1
    assert f"Plan: {steps} observe." in shown
    assert "Can be lost: nothing." in shown
    assert shown.endswith(f"Next:  {NEXT}")


def test_long_plan_keeps_its_last_lines() -> None:
    """With 200 steps counts, loss and next command still stand in the last twelve lines."""
    shown = "\n".join(last_screen(plan_of(200)).splitlines()[-12:])
    assert "Plan: 200 observe." in shown
    assert "Can be lost: nothing." in shown
    assert NEXT in shown


def test_every_command_is_whole_where_nobody_looks() -> None:
    """Piped output holds every script byte for byte."""
    text = render_terminal(plan_page(PLAN, PATHS, VOCABULARY), Layout(is_terminal=False))
    assert all(step.preview in text for step in PLAN.steps)


def test_words_replace_names_of_questions_and_readers() -> None:
    """Questions are asked in words; without the words their names stand in."""
    assert "Has the archive volume room?" in render_terminal(plan_page(PLAN, (), VOCABULARY), Layout())
    assert "volumes.archive-has-room" in render_terminal(plan_page(PLAN), Layout())


def test_plan_says_when_nobody_asked_the_server() -> None:
    """A version that was assumed is called assumed."""
    text = render_terminal(plan_page(replace(PLAN, version_is_read=False)), Layout())
    assert "assumed, the server was not asked" in " ".join(text.split())


def test_steps_of_other_versions_are_named_as_skipped() -> None:
    """A step that is not for the plan's version is shown, called skipped, and not on the expected path."""
    steps = tuple(replace(step, versions=(ExchangeVersion.E2010,)) if isinstance(step, AskStep) else step for step in PLAYBOOK.steps)
    numbered = tuple(replace(line, step=step) for line, step in zip(PLAN.steps, steps, strict=True))
    plan = replace(PLAN, playbook=replace(PLAYBOOK, steps=steps), steps=numbered)
    text = render_terminal(plan_page(plan, (), VOCABULARY), Layout())
    assert "version only Exchange 2010: skipped here" in text
    assert re.search(r"Measure free space by mount point +not for 2016\n", text)
    assert "Plan: 1 observe, 1 change, 1 outage." in text
    assert "Expected path 3, 4: nobody notices." in text


def test_paths_name_their_recordings() -> None:
    """Every path says its answers, its end, its worst danger and who has rehearsed it."""
    text = render_terminal(paths_page(PLAN, PATHS), Layout())
    assert "Path 1   CHANGE     done" in text
    assert "tape    disk-full" in text
    assert "Path 2   OBSERVE    handed over: memory" in text
    assert "no recording takes this path" in text
    assert text.endswith("Rehearsed: 1 of 2 paths.\n")


def test_approval_shows_the_exact_commands() -> None:
    """A person approves what will be sent, not what was planned."""
    text = render_terminal(approval_page(PLAN, ASKED), Layout(is_terminal=False))
    assert all(command.script in text for command in ASKED)
    assert "(known after step" not in text


def test_approval_of_an_unknown_step_is_a_fault() -> None:
    """A command without a step in the plan is never shown as if it had one."""
    with pytest.raises(KeyError):
        approval_page(PLAN, (replace(ASKED[0], step_id="other"),))
