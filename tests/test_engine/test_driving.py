"""A run goes the way that the facts say, and no other."""

from dataclasses import replace

import pytest

from tests.small_world import PLAYBOOK, answered, failed
from tests.test_engine.around import Answer, MemoryJournal, Person, ScriptedShell, Stage, beginning, carry_out
from toolkit.engine.driving import RunDriver
from toolkit.engine.running import AskApproval
from toolkit.engine.situation import Situation
from toolkit.errors import ApprovalMissing
from toolkit.model.command import Command, CommandResult, Outcome
from toolkit.model.danger import Danger
from toolkit.model.plan import PathTurn
from toolkit.model.run import StepWord, Verdict

SERVER: Answer = lambda command: answered(command, {"build": "15.2.1544.4"})  # noqa: E731 - a table of answers reads best so
SERVICE: Answer = lambda command: answered(command, {"services": []})  # noqa: E731
MOVED: Answer = lambda command: answered(command, {"manifest": "C:\\ProgramData\\exkit\\m.txt"})  # noqa: E731


def level(*percents: int) -> Answer:
    """Answer one percentage after the other, the last one for ever."""
    left = list(percents)

    def answer(command: Command) -> CommandResult:
        return answered(command, {"percent": left.pop(0) if len(left) > 1 else left[0]})

    return answer


def stage(**answers: Answer) -> Stage:
    """Return a stage on which the small playbook goes well, with other answers where given."""
    good: dict[str, Answer] = {
        "read-server": SERVER,
        "read-volumes": level(97),
        "read-service": SERVICE,
        "move": MOVED,
        "room": level(97, 50),
    }
    return Stage(ScriptedShell(good | {name.replace("_", "-"): answer for name, answer in answers.items()}))


def test_the_expected_path_is_done_with_one_approval() -> None:
    """Questions, a decision, an approved change and a wait end well; each script is sent once."""
    play = stage()
    progress, approved_by = carry_out(beginning(), play.around())
    assert progress.ending is not None
    assert progress.ending.verdict is Verdict.DONE
    assert approved_by == "CORP\\a.ivanova"
    assert progress.turns == (PathTurn("full", "yes"), PathTurn("room", "yes"))
    assert [[command.step_id for command in batch] for batch in play.shell.batches] == [
        ["read-server"],
        ["read-volumes", "read-service"],
        ["move"],
        ["room-1"],
        ["room-2"],
    ]
    assert [outcome.word for outcome in progress.outcomes] == [StepWord.DONE] * 5
    assert progress.changed == ("Move old files",)


def test_a_decision_leads_elsewhere_without_any_approval() -> None:
    """C: is not full: nothing is changed, nobody is asked, a person takes over."""
    play = stage(read_volumes=level(20))
    progress, approved_by = carry_out(beginning(), play.around())
    assert progress.ending is not None
    assert (progress.ending.verdict, progress.ending.slug) == (Verdict.HANDED_OVER, "hand-over.nothing-to-do")
    assert not approved_by
    assert not play.person.asked


def test_a_step_that_is_for_another_version_is_skipped() -> None:
    """Exchange 2016: the step for 2019 is not sent, and the outcome says why."""
    play = stage(read_server=lambda command: answered(command, {"build": "15.1.2375.7"}))
    progress, _ = carry_out(beginning(), play.around())
    skipped = [outcome for outcome in progress.outcomes if outcome.word is StepWord.SKIPPED]
    assert [(outcome.step_id, outcome.says) for outcome in skipped] == [("read-service", "not for Exchange 2016")]


@pytest.mark.parametrize(
    "answer",
    [
        lambda command: failed(command, "Access is denied"),
        lambda command: answered(command, {"percent": "97"}),
        answered,
        lambda command: replace(answered(command, {"percent": 97}), truncated=True),
        lambda command: CommandResult(command.step_id, Outcome.DEADLINE, "stopped"),
    ],
    ids=["failed", "wrong type", "nothing", "cut", "deadline"],
)
def test_what_could_not_be_read_is_unknown_and_stops(answer: Answer) -> None:
    """Could not look is never no: the decision is not guessed and nothing is changed."""
    play = stage(read_volumes=answer)
    progress, _ = carry_out(beginning(), play.around())
    assert progress.ending is not None
    assert (progress.ending.verdict, progress.ending.slug) == (Verdict.UNKNOWN, "decision.full")
    assert progress.turns == (PathTurn("full", "unknown"),)
    assert not play.person.asked


def test_nobody_approves_and_nothing_is_sent() -> None:
    """A no ends the run before the change, exit code 8."""
    play = replace(stage(), person=Person(""))
    progress, _ = carry_out(beginning(), play.around())
    assert progress.ending is not None
    assert progress.ending.verdict.exit_code == 8
    assert all(command.danger is Danger.OBSERVE for batch in play.shell.batches for command in batch)


def test_the_approved_bytes_are_the_sent_bytes() -> None:
    """What the person saw is, to the byte, what the server got."""
    play = stage()
    carry_out(beginning(), play.around())
    seen = [command for request in play.person.asked for command in request.commands]
    sent = [command for batch in play.shell.batches for command in batch if command.danger > Danger.OBSERVE]
    assert seen == sent
    assert sent[0].script.startswith("# exkit change/move_old_logs\n$p = @{\n    Folders = @('C:\\logs')\n    OlderThanDays = 14\n")


def test_a_closed_gate_refuses_before_anybody_is_asked() -> None:
    """The gate reads the newest facts; closed, it ends the run with its own slug."""
    text = PLAYBOOK.replace("really-full: {question: small.full", "has-room: {question: small.empty").replace("[really-full]", "[has-room]")
    play = stage()
    progress, _ = carry_out(beginning(text), play.around())
    assert progress.ending is not None
    assert (progress.ending.verdict, progress.ending.slug) == (Verdict.REFUSED, "gate.has-room")
    assert progress.turns[-1] == PathTurn("move", "closed")
    assert not play.person.asked


def test_hearsay_alone_opens_no_change() -> None:
    """A text that anybody can write may choose a path, but nothing on it is changed."""
    text = PLAYBOOK.replace("{decide: full, question: small.full", "{decide: full, question: small.heard")
    progress, _ = carry_out(beginning(text), stage().around())
    assert progress.ending is not None
    assert (progress.ending.verdict, progress.ending.slug) == (Verdict.REFUSED, "gate.evidence")


@pytest.mark.parametrize(
    ("answer", "verdict", "word"),
    [
        (lambda command: failed(command, "disk full"), Verdict.FAILED, StepWord.FAILED),
        (lambda command: CommandResult(command.step_id, Outcome.REJECTED, "does not parse"), Verdict.FAILED, StepWord.SKIPPED),
        (lambda command: CommandResult(command.step_id, Outcome.UNKNOWN, "lost"), Verdict.UNKNOWN, StepWord.UNKNOWN),
        (lambda command: CommandResult(command.step_id, Outcome.DEADLINE, "stopped"), Verdict.UNKNOWN, StepWord.UNKNOWN),
        (lambda command: answered(command, {"nonsense": 1}), Verdict.UNKNOWN, StepWord.UNKNOWN),
    ],
    ids=["failed", "rejected", "lost", "deadline", "unreadable"],
)
def test_a_change_that_did_not_end_well_stops_the_run(answer: Answer, verdict: Verdict, word: StepWord) -> None:
    """Nothing is sent after it, and nothing is called done."""
    play = stage(move=answer)
    progress, _ = carry_out(beginning(), play.around())
    assert progress.ending is not None
    assert progress.ending.verdict is verdict
    assert progress.outcomes[-1].word is word
    assert play.shell.batches[-1][0].step_id == "move"
    assert not progress.changed


def test_waiting_asks_again_and_gives_up_in_time() -> None:
    """Every 10 s, at most 30 s: three readings, two pauses, then the other way."""
    play = stage(room=level(97))
    progress, _ = carry_out(beginning(), play.around())
    assert progress.ending is not None
    assert progress.ending.slug == "hand-over.call-for-help"
    assert play.clock.slept == [10, 10]
    assert play.audience.waits == [10, 10]
    assert progress.turns[-1] == PathTurn("room", "not reached")


def test_waiting_for_what_cannot_be_seen_is_unknown() -> None:
    """A wait that could not read anything does not count as not reached."""
    progress, _ = carry_out(beginning(), stage(room=lambda command: failed(command, "denied")).around())
    assert progress.ending is not None
    assert progress.ending.verdict is Verdict.UNKNOWN


def test_a_server_that_is_lost_ends_the_run_with_its_error() -> None:
    """The report still says what was done before."""
    play = stage()
    play.shell.answers = {"read-server": SERVER, "read-volumes": level(97), "read-service": SERVICE, "move": MOVED}
    progress, _ = carry_out(beginning(), play.around())
    assert progress.ending is not None
    assert (progress.ending.verdict, progress.ending.slug) == (Verdict.NOT_ASKED, "reach.failed")
    assert progress.changed == ("Move old files",)


def test_every_command_is_journaled_before_it_is_sent() -> None:
    """The journal holds a command before its answer, with the hash of its bytes."""
    play = stage()
    carry_out(beginning(), play.around())
    kinds = [(kind, body.get("step")) for kind, body in play.journal.records]
    assert kinds.index(("sent", "move")) < kinds.index(("answer", "move"))
    assert ("approval", None) in kinds
    assert [entry[:2] for entry in play.journal.kept][:2] == [("1", "read-server"), ("2", "read-volumes")]


def test_without_a_journal_nothing_is_sent() -> None:
    """A full disk on the operator's machine stops the run before the next command."""
    play = replace(stage(), journal=MemoryJournal(full_after=0))
    with pytest.raises(OSError, match="No space"):
        carry_out(beginning(), play.around())
    assert not play.shell.batches


def test_collecting_facts_stops_before_the_first_change() -> None:
    """A plan reads everything that may be read unattended, and nothing more."""
    play = stage()
    progress = RunDriver(beginning(), play.around()).collect_facts()
    assert progress.step is not None
    assert progress.step.id == "move"
    assert not play.person.asked
    assert len(play.shell.batches) == 2


def test_people_are_told_what_happens_while_it_happens() -> None:
    """Each script is announced with its number before its outcome."""
    play = stage()
    carry_out(beginning(), play.around())
    assert play.audience.started == ["1", "2", "3", "4", "5", "5"]
    assert [outcome.number for outcome in play.audience.finished] == ["1", "2", "3", "4", "5"]
    assert {finding.name for finding in play.audience.findings} == {"small.full"}


def test_nobody_to_ask_is_an_ending_of_its_own() -> None:
    """Without a terminal the run ends with exit 8 and says which command approves; the report is still made."""

    class Nobody(Person):
        def approve(self, request: AskApproval, situation: Situation) -> str:
            raise ApprovalMissing("nobody can be asked", why="There is no terminal.", do=("exkit run x --yes",))

    progress, _ = carry_out(beginning(), replace(stage(), person=Nobody()).around())
    assert progress.ending is not None
    assert (progress.ending.verdict, progress.ending.do) == (Verdict.NOT_APPROVED, ("exkit run x --yes",))


def test_a_run_that_a_person_stops_says_what_is_not_known() -> None:
    """Ctrl+C while a change is on its way: its state is unknown, and the report says so."""

    def interrupted(command: Command) -> CommandResult:
        raise KeyboardInterrupt

    driver = RunDriver(beginning(), stage(move=interrupted).around())
    with pytest.raises(KeyboardInterrupt):
        driver.carry_out()
    progress = driver.stop()
    assert progress.ending is not None
    assert (progress.ending.verdict, progress.ending.slug) == (Verdict.UNKNOWN, "step.stopped")
    assert progress.outcomes[-1].word is StepWord.UNKNOWN
