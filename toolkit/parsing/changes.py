"""Records of changing steps."""

from toolkit.model.changes import (
    CancelledReturn,
    ConfigKeyChange,
    FailedFile,
    KeyReturn,
    KeyValue,
    LeftBehind,
    LeftItem,
    MovedLogs,
    QueueMove,
    Restart,
    ReturnedLogs,
)
from toolkit.parsing.fields import Answer, Item, each_item, one_item


def read_move_old_logs(answer: Answer) -> MovedLogs:
    """Return what was moved to the archive.

    Raises:
        ParsingError: the answer is not of this form.
    """
    item = one_item(answer, "move_old_logs")
    return MovedLogs(item.text("manifest"), item.text("archive"), item.number("moved"), item.number("bytes"), item.items("failed", _failed))


def read_return_old_logs(answer: Answer) -> ReturnedLogs:
    """Return what was moved back.

    Raises:
        ParsingError: the answer is not of this form.
    """
    item = one_item(answer, "return_old_logs")
    return ReturnedLogs(item.text("manifest"), item.number("returned"), item.number("bytes"), item.items("left", _failed))


def _failed(item: Item) -> FailedFile:
    return FailedFile(item.text("path"), item.text("why"))


def read_config_key_change(answer: Answer) -> ConfigKeyChange:
    """Return the record of a key that was set, or set back.

    Raises:
        ParsingError: the answer is not of this form.
    """
    item = one_item(answer, "config_key_change")
    return ConfigKeyChange(
        record=item.fields,
        path=item.text("path"),
        key=item.text("key"),
        changed=item.flag("changed"),
        before=_key_value(item.item("before")),
        after=_key_value(item.item("after")),
        sha256_before=item.text("sha256_before"),
        sha256_after=item.text("sha256_after"),
        bom=item.flag("bom"),
        backup=item.text_or_nothing("backup"),
    )


def _key_value(item: Item) -> KeyValue:
    return KeyValue(item.flag("present"), None if item.is_nothing("value") else item.text("value"))


def read_schedule_key_return(answer: Answer) -> KeyReturn:
    """Return the task that sets the key back; not registered, with the reason, where the server has no such tasks.

    Raises:
        ParsingError: the answer is not of this form.
    """
    item = one_item(answer, "schedule_key_return")
    registered = item.flag("registered")
    runs_at = item.time_or_nothing("runs_at")
    # without a task nothing ends by itself, whatever time was asked for
    return KeyReturn(
        item.text_or_nothing("task"), item.text_or_nothing("file"), runs_at if registered else None, registered, item.text_or_nothing("why")
    )


def read_cancel_key_return(answer: Answer) -> CancelledReturn:
    """Return the task that was taken away.

    Raises:
        ParsingError: the answer is not of this form.
    """
    item = one_item(answer, "cancel_key_return")
    return CancelledReturn(item.text("task"), item.flag("removed"))


def read_restart_transport(answer: Answer) -> Restart:
    """Return how a service was restarted.

    Raises:
        ParsingError: the answer is not of this form.
    """
    item = one_item(answer, "restart_transport")
    return Restart(item.text("service"), item.text("before"), item.text("after"), item.number("ms"))


def read_move_queue_database(answer: Answer) -> QueueMove:
    """Return where the queue database was and is.

    Raises:
        ParsingError: the answer is not of this form.
    """
    item = one_item(answer, "move_queue_database")
    before, after = item.item("before"), item.item("after")
    return QueueMove(
        script=item.text("script"),
        queue_before=before.text_or_nothing("queue"),
        logging_before=before.text_or_nothing("logging"),
        temporary_before=before.text_or_nothing("temporary"),
        queue_after=after.text_or_nothing("queue"),
        logging_after=after.text_or_nothing("logging"),
        temporary_after=after.text_or_nothing("temporary"),
        exit=None if item.is_nothing("exit") else item.number("exit", least=-(2**31)),
        output=item.texts("output"),
    )


def read_debts(answer: Answer) -> LeftBehind:
    """Return what exkit left on the server; nothing is a valid answer.

    Raises:
        ParsingError: the answer is not of this form.
    """
    return LeftBehind(each_item(answer, "debts", _left))


def _left(item: Item) -> LeftItem:
    return LeftItem(
        file=item.text("file"),
        made_at=item.time_or_nothing("made_at"),
        what=item.text_or_nothing("what"),
        ends_at=item.time_or_nothing("ends_at"),
        task_state=item.text_or_nothing("task_state"),
        outcome=item.text_or_nothing("outcome"),
        why=item.text_or_nothing("why"),
    )
