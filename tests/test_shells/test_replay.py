"""A tape is played strictly, a scenario by template and state."""

from dataclasses import replace

import pytest

from toolkit.errors import RecordingMismatch, RecordingUnfinished
from toolkit.model.command import Command, CommandError, CommandResult, Outcome, Policy
from toolkit.model.danger import Danger
from toolkit.shells.recording import RecordingShell
from toolkit.shells.replay import NOT_ON_TAPE, ScenarioShell, TapeShell, template_of
from toolkit.shells.session_file import About, RecordedAnswer, Recording, Source

ABOUT = About(Source.CONSTRUCTED, "small-world", "a test")


def command(step_id: str, script: str = "", *, goes_on: bool = True) -> Command:
    """Return a command; its script names a template after the step."""
    return Command(step_id, script or f"# exkit observe/{step_id}\n1\n", Danger.OBSERVE, Policy.IDEMPOTENT, 60, goes_on=goes_on)


def answer(number: str, asked: Command, *items: str, **kinds: dict[str, str]) -> RecordedAnswer:
    """Return a recorded answer to ``asked``."""
    result = CommandResult(asked.step_id, Outcome.OK, output=items)
    when, then = kinds.get("when", {}), kinds.get("then", {})
    return RecordedAnswer(number, asked.step_id, template_of(asked.script), asked.script, result, when, then)


FIRST, SECOND = command("first"), command("second")
TAPE = Recording(ABOUT, answers=(answer("01", FIRST, "a"), answer("02", SECOND, "b")))


def test_a_tape_answers_the_same_scripts_in_order() -> None:
    """The answers carry the hash of what was asked, as a server's would."""
    tape = TapeShell(TAPE, "tape")
    results = list(tape.ask([FIRST, SECOND]))
    tape.finish()
    assert [(result.output, result.script_sha256) for result in results] == [(("a",), FIRST.sha256), (("b",), SECOND.sha256)]


def test_another_script_is_refused_and_the_nearest_is_shown() -> None:
    """One changed byte is another script; the message shows where they differ."""
    changed = replace(SECOND, script="# exkit observe/second\n2\n")
    tape = TapeShell(TAPE, "tape")
    list(tape.ask([FIRST]))
    with pytest.raises(RecordingMismatch) as refused:
        list(tape.ask([changed]))
    assert "Nearest is answer 02 (second):\n- 1\n+ 2" in refused.value.why


@pytest.mark.parametrize("asked", [[SECOND], [FIRST, FIRST], [FIRST, SECOND, SECOND]])
def test_wrong_order_repeats_and_more_than_the_tape_has_are_refused(asked: list[Command]) -> None:
    """A rehearsal that differs from the recording proves nothing."""
    with pytest.raises(RecordingMismatch):
        list(TapeShell(TAPE, "tape").ask(asked))


def test_a_tape_that_is_not_played_to_its_end_fails() -> None:
    """The run took another way, or stopped earlier, than the recording."""
    tape = TapeShell(TAPE, "tape")
    list(tape.ask([FIRST]))
    with pytest.raises(RecordingUnfinished) as refused:
        tape.finish()
    assert "Not asked: second" in refused.value.why


def test_behind_a_recorded_failure_everything_is_skipped() -> None:
    """As on a server: nothing is taken from the tape for what was never run."""
    failure = replace(answer("01", FIRST), result=CommandResult("first", Outcome.FAILED, errors=(CommandError("no"),)))
    tape = TapeShell(Recording(ABOUT, answers=(failure,)), "tape")
    results = list(tape.ask([replace(FIRST, goes_on=False), SECOND]))
    tape.finish()
    assert [result.outcome for result in results] == [Outcome.FAILED, Outcome.SKIPPED]


def test_a_scenario_answers_by_template_and_state_and_remembers() -> None:
    """A change alters what the same question is answered afterwards."""
    full = answer("01", FIRST, "full", when={"disk": "full"})
    empty = answer("02", FIRST, "empty", when={"disk": "empty"})
    clean = answer("03", SECOND, "cleaned", then={"disk": "empty"})
    shell = ScenarioShell(Recording(ABOUT, state={"disk": "full"}, answers=(full, empty, clean)))
    assert [result.output for result in shell.ask([FIRST, SECOND, FIRST])] == [("full",), ("cleaned",), ("empty",)]


def test_a_scenario_that_does_not_know_a_script_fails_loudly() -> None:
    """Never an empty success; the message names template and state."""
    shell = ScenarioShell(Recording(ABOUT, state={"disk": "full"}))
    [result] = shell.ask([FIRST])
    assert (result.outcome, result.errors[0].error_id) == (Outcome.FAILED, NOT_ON_TAPE)
    assert "observe/first in the state disk=full" in result.errors[0].message


def test_a_recording_shell_writes_everything_down() -> None:
    """Each answer is kept with its command before it goes on."""
    kept: list[tuple[str, Outcome]] = []
    shell = RecordingShell(TapeShell(TAPE, "tape"), lambda asked, result: kept.append((asked.script, result.outcome)))
    assert len(list(shell.ask([FIRST, SECOND]))) == 2
    assert kept == [(FIRST.script, Outcome.OK), (SECOND.script, Outcome.OK)]


@pytest.mark.parametrize(
    ("script", "template"), [("# exkit observe/volumes\n1", "observe/volumes"), ("1", ""), ("\n# exkit observe/x\n", "")]
)
def test_the_template_stands_in_the_first_line(script: str, template: str) -> None:
    """Only there, so that no value can name another one."""
    assert template_of(script) == template
