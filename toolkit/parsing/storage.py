"""Volumes and folders."""

from toolkit.model.storage import LogFolder, LogFolders, MailboxFolder, MailboxFolders, MoveGate, OldLogFolder, OldLogs, Volume, Volumes
from toolkit.parsing.fields import Answer, Item, each_item, one_item, unreadable


def read_volumes(answer: Answer) -> Volumes:
    """Return all fixed volumes; an answer without any is no answer.

    Raises:
        ParsingError: the answer is empty, not of this form, or a volume has more free than it has.
    """
    volumes = each_item(answer, "volumes", _volume)
    if not volumes:
        raise unreadable("volumes", "at least one volume", "empty")
    return Volumes(volumes, tuple(sorted(volume.mount_point for volume in volumes if volume.mount_point)))


def _volume(item: Item) -> Volume:
    volume = Volume(
        mount_point=item.text_or_nothing("mount_point"),
        device=item.text("device"),
        label=item.text_or_nothing("label"),
        file_system=item.text_or_nothing("file_system"),
        capacity_bytes=_size(item, "capacity_bytes"),
        free_bytes=_size(item, "free_bytes"),
        block_bytes=_size(item, "block_bytes"),
    )
    if volume.free_bytes > volume.capacity_bytes:
        raise unreadable(f"{item.where}.free_bytes", f"at most {volume.capacity_bytes}", str(volume.free_bytes))
    return volume


def _size(item: Item, key: str) -> int:
    """Return a size; 0 for null, as a volume without a file system has it."""
    return 0 if item.is_nothing(key) else item.number(key)


def read_log_folders(answer: Answer) -> LogFolders:
    """Return the folders that hold diagnostic logs.

    Raises:
        ParsingError: the answer is not of this form.
    """
    folders = each_item(answer, "log_folders", lambda item: LogFolder(item.text("kind"), item.text("path"), item.text_or_nothing("source")))
    return LogFolders(folders, tuple(dict.fromkeys(folder.path for folder in folders)))


def read_old_logs(answer: Answer) -> OldLogs:
    """Return how much old logs could be moved.

    Raises:
        ParsingError: the answer is not of this form.
    """
    folders = each_item(answer, "old_logs", _old_log_folder)
    paths = tuple(folder.folder for folder in folders if folder.files)
    return OldLogs(folders, paths, sum(folder.files for folder in folders), sum(folder.bytes for folder in folders))


def _old_log_folder(item: Item) -> OldLogFolder:
    return OldLogFolder(
        folder=item.text("folder"),
        files=item.number("files"),
        bytes=item.number("bytes"),
        oldest=item.time_or_nothing("oldest"),
        newest=item.time_or_nothing("newest"),
        unreadable=item.number("unreadable"),
    )


def read_mailbox_folders(answer: Answer) -> MailboxFolders:
    """Return where mailbox databases and their logs are; none on an Edge server.

    Raises:
        ParsingError: the answer is not of this form.
    """
    databases = each_item(answer, "mailbox_folders", _mailbox_folder)
    paths = {path for database in databases for path in (database.edb_path, database.log_folder)}
    return MailboxFolders(databases, tuple(sorted(paths)))


def _mailbox_folder(item: Item) -> MailboxFolder:
    return MailboxFolder(item.text("database"), item.text("edb_path"), item.text("log_folder"))


def read_move_gate(answer: Answer) -> MoveGate:
    """Return what is known of the new home of the queue database.

    Raises:
        ParsingError: the answer is not of this form.
    """
    item = one_item(answer, "move_gate")
    return MoveGate(
        folder=item.text("folder"),
        exists=item.flag("exists"),
        owner=item.text_or_nothing("owner"),
        setup_running=item.flag("setup_running"),
        has_queue_files=item.flag("has_queue_files"),
    )
