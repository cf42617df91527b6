"""All paths are known before anything runs."""

from tests.test_engine.around import small_situation
from toolkit.engine.paths import list_paths, mark_rehearsed
from toolkit.model.danger import Danger
from toolkit.model.exchange import ExchangeVersion
from toolkit.model.plan import PathTurn


def test_every_way_through_the_playbook_is_listed() -> None:
    """Decisions, closed gates, waits that were given up and answers that are not known: each its own path."""
    paths = list_paths(small_situation().playbook, ExchangeVersion.E2019)
    assert [([(turn.step_id, turn.answer) for turn in path.turns], path.ends, path.danger) for path in paths] == [
        ([("full", "yes"), ("move", "closed")], "refused", Danger.OBSERVE),
        ([("full", "yes"), ("room", "yes")], "done", Danger.CHANGE),
        ([("full", "yes"), ("room", "not reached")], "handed over: call-for-help", Danger.CHANGE),
        ([("full", "no")], "handed over: nothing-to-do", Danger.OBSERVE),
        ([("full", "unknown")], "unknown", Danger.OBSERVE),
    ]


def test_a_path_holds_only_the_steps_of_its_version() -> None:
    """For Exchange 2016 the step for 2019 is on no path."""
    for version, there in ((ExchangeVersion.E2019, True), (ExchangeVersion.E2016, False)):
        assert all(("read-service" in path.steps) is there for path in list_paths(small_situation().playbook, version))


def test_a_recording_rehearses_the_path_that_it_takes() -> None:
    """Turns decide, not names."""
    paths = list_paths(small_situation().playbook, ExchangeVersion.E2019)
    turns = (PathTurn("full", "no"),)
    marked = mark_rehearsed(paths, {"quiet": turns, "other": (PathTurn("full", "maybe"),)})
    assert [path.rehearsed_by for path in marked] == [(), (), (), ("quiet",), ()]
