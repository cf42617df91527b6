"""Records of changes: enough for the way back."""

import json

import pytest

from tests.test_parsing.samples import ANSWERS, MOVE, RECORD
from toolkit.parsing.changes import (
    read_config_key_change,
    read_debts,
    read_move_old_logs,
    read_move_queue_database,
    read_return_old_logs,
    read_schedule_key_return,
)


def test_the_record_of_a_key_travels_whole() -> None:
    """The way back gets every field of the record, also those that nobody reads here."""
    change = read_config_key_change((RECORD,))
    assert json.loads(json.dumps(dict(change.record))) == RECORD
    assert change.before.value is None
    assert change.after.value == "false"
    assert change.backup


def test_a_key_that_already_had_the_value() -> None:
    """Nothing changed, so there is no copy of the file."""
    change = read_config_key_change(({**RECORD, "changed": False, "backup": None},))
    assert not change.changed
    assert change.backup == ""


def test_moved_and_failed_files() -> None:
    """What stayed is named with its reason; what came back is counted."""
    moved = read_move_old_logs(tuple(ANSWERS["move_old_logs"]))
    assert (moved.moved, moved.failed[0].path, moved.failed[0].why) == (3, "C:\\x.log", "open")
    assert read_return_old_logs(tuple(ANSWERS["return_old_logs"])).left == ()


def test_a_return_that_is_registered() -> None:
    """The debt ends by itself at that time."""
    back = read_schedule_key_return(tuple(ANSWERS["schedule_key_return"]))
    assert back.registered
    assert back.runs_at is not None


def test_a_return_without_a_task_ends_never_by_itself() -> None:
    """Where Windows has no such tasks, no time is promised."""
    item = {**ANSWERS["schedule_key_return"][0], "task": None, "registered": False, "why": "no ScheduledTasks module"}
    back = read_schedule_key_return((item,))
    assert back.runs_at is None
    assert back.task == ""
    assert "module" in back.why


@pytest.mark.parametrize(("code", "wanted"), [(None, None), (0, 0), (-543, -543), (2147483647, 2147483647)])
def test_exit_codes_are_signed_or_missing(code: int | None, wanted: int | None) -> None:
    """A script that ran no native program has no exit code."""
    assert read_move_queue_database(({**MOVE, "exit": code},)).exit == wanted  # type: ignore[dict-item]  # objects are JSON here


def test_folders_before_and_after_a_move() -> None:
    """The way back needs the folders as they were."""
    move = read_move_queue_database(tuple(ANSWERS["move_queue_database"]))
    assert (move.queue_before, move.queue_after, move.temporary_before) == ("C:\\Q", "D:\\Q", "")


def test_debts_of_a_server() -> None:
    """What was left, until when, and what its task says; nothing is an answer."""
    debt = read_debts(tuple(ANSWERS["debts"])).items[0]
    assert (debt.what, debt.ends_at, debt.task_state, debt.outcome) == ("a key", None, "Ready", "")
    assert read_debts(()).items == ()
