"""The way back is a run of its own, in reverse order, from what the run has kept."""

import pytest

from tests.small_world import answered, small_vocabulary
from tests.test_engine.around import ScriptedShell, Stage, beginning, carry_out, results_of, small_situation
from tests.test_engine.test_driving import stage
from toolkit.engine.progress import RunProgress
from toolkit.engine.undoing import make_undo, rebuild_facts, undoable, undone_steps
from toolkit.errors import GateClosed
from toolkit.model.run import Verdict


def finished() -> RunProgress:
    """Return the small playbook carried out well."""
    return carry_out(beginning(), stage().around())[0]


def test_the_undo_uses_what_the_change_has_answered() -> None:
    """The manifest of the move comes from the kept answer; what must take effect follows."""
    run = finished()
    situation = rebuild_facts(small_situation(), results_of(run), small_vocabulary())
    undo = make_undo(situation, undoable(situation.playbook, run.outcomes), small_vocabulary())
    assert [step.id for step in undo.playbook.steps] == ["undo-move", "undo-restart-transport"]
    shell = ScriptedShell({"undo-move": answered, "undo-restart-transport": answered})
    play = Stage(shell)
    progress, _ = carry_out(RunProgress.begin(undo), play.around())
    assert "Manifest = 'C:\\ProgramData\\exkit\\m.txt'" in shell.batches[0][0].script
    assert progress.ending is not None
    assert progress.ending.verdict is Verdict.DONE
    assert undone_steps(progress.outcomes) == {"move", "restart-transport"}
    assert [len(request.commands) for request in play.person.asked] == [1, 1], "the OUTAGE behind a CHANGE is asked for by itself"


def test_a_run_without_changes_has_nothing_to_undo() -> None:
    """The refusal says so instead of doing nothing quietly."""
    run = carry_out(beginning(), stage(read_volumes=lambda command: answered(command, {"percent": 1})).around())[0]
    with pytest.raises(GateClosed, match="nothing to undo"):
        make_undo(small_situation(), undoable(run.situation.playbook, run.outcomes), small_vocabulary())
