"""Reports say what happened, what is open and in which state the server is."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.small_world import answered, failed, small_vocabulary
from tests.test_engine.around import Answer, Stage, beginning, carry_out
from tests.test_engine.test_driving import stage
from toolkit.engine.report_json import report_from_json, report_to_json
from toolkit.engine.reporting import RunNames, make_report, without_debts
from toolkit.model.command import CommandResult, Outcome
from toolkit.model.run import RunReport, StepWord

START = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)


def report_of(play: Stage) -> RunReport:
    """Carry the small playbook out and report."""
    progress, approved_by = carry_out(beginning(), play.around())
    names = RunNames("R-20261125-EX01-9318", START, START + timedelta(minutes=2), approved_by, "ab" * 32)
    return make_report(progress, names)


def test_a_change_leaves_its_debt() -> None:
    """Old files are elsewhere until somebody brings them back; the debt names run, server and step."""
    report = report_of(stage())
    assert [(debt.id, debt.host, debt.step_id, debt.what, debt.ends) for debt in report.debts] == [
        ("D-9318-4", "EX01", "move", "old files are elsewhere", None)
    ]
    assert report.state == "Changed on EX01: Move old files."


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (None, "Changed on EX01: Move old files."),
        (lambda command: failed(command, "no"), "Step 4 may have done a part of its work."),
        (
            lambda command: CommandResult(command.step_id, Outcome.UNKNOWN, "lost"),
            "Not known: what step 4 has done. It will not be started twice.",
        ),
    ],
    ids=["done", "failed", "unknown"],
)
def test_the_state_of_the_server_is_always_said(answer: Answer | None, state: str) -> None:
    """The first question at 3 a.m. has an answer in every end."""
    assert report_of(stage(move=answer) if answer else stage()).state == state


def test_a_run_that_only_asked_leaves_the_server_unchanged() -> None:
    """Nothing was sent that could change anything."""
    report = report_of(stage(read_volumes=lambda command: answered(command, {"percent": 1})))
    assert report.state == "EX01 is unchanged: only questions were asked."
    assert not report.debts


def test_the_next_command_names_this_run() -> None:
    """Whatever a playbook says about RUN is a command that can be typed."""
    report = report_of(stage(room=lambda command: answered(command, {"percent": 97})))
    assert report.do == ("exkit runs show R-20261125-EX01-9318",)


def test_a_report_survives_its_file() -> None:
    """What is written is read back, but for the commands and answers that are files of their own."""
    report = report_of(stage())
    bare = replace(report, outcomes=tuple(replace(outcome, command=None, result=None) for outcome in report.outcomes))
    assert report_from_json(report_to_json(report)) == bare


@pytest.mark.parametrize("damage", [{"v": 2}, {"verdict": "FINE"}, {"steps": [{}]}, {"started": "yesterday"}, {"host": 5}])
def test_a_damaged_report_is_refused(damage: dict[str, object]) -> None:
    """Nothing is guessed from half a report."""
    value = report_to_json(report_of(stage())) | damage
    with pytest.raises(ValueError, match=r"report|FINE|yesterday"):
        report_from_json(value)  # type: ignore[arg-type]  # damaged on purpose


def test_what_was_undone_is_no_debt_any_more() -> None:
    """The step says UNDONE and its debt is gone."""
    report = without_debts(report_of(stage()), frozenset({"move"}))
    assert not report.debts
    assert [outcome.word for outcome in report.outcomes if outcome.step_id == "move"] == [StepWord.UNDONE]
    assert report.state.endswith("Undone since then: Move old files.")
    assert without_debts(report, frozenset({"move"})).state == report.state, "said once"
    assert small_vocabulary().readers
