"""Volumes and folders."""

import pytest

from tests.test_parsing.samples import ANSWERS
from toolkit.errors import ParsingError
from toolkit.parsing.storage import read_log_folders, read_mailbox_folders, read_move_gate, read_old_logs, read_volumes


def test_volumes_have_names_and_mount_points() -> None:
    """A volume that is mounted nowhere goes by its device."""
    item = ANSWERS["volumes"][0]
    other = {**item, "mount_point": None, "device": "\\\\?\\Volume{99999999-2222-3333-4444-555555555555}\\"}
    volumes = read_volumes((item, other))
    assert volumes.mount_points == ("C:\\",)
    assert [volume.name for volume in volumes.volumes] == ["C:\\", other["device"]]


def test_a_volume_without_a_file_system() -> None:
    """Sizes that Windows does not know are 0: such a volume has room for nothing."""
    item = {**ANSWERS["volumes"][0], "file_system": None, "capacity_bytes": None, "free_bytes": None, "block_bytes": None}
    volume = read_volumes((item,)).volumes[0]
    assert (volume.capacity_bytes, volume.free_bytes, volume.file_system) == (0, 0, "")


@pytest.mark.parametrize(("key", "value"), [("free_bytes", 64_424_509_441), ("free_bytes", -1), ("capacity_bytes", True)])
def test_impossible_sizes_are_refused(key: str, value: int) -> None:
    """More free than there is, less than nothing, and truth values are no sizes."""
    with pytest.raises(ParsingError, match=key):
        read_volumes(({**ANSWERS["volumes"][0], key: value},))


def test_a_server_without_volumes_is_no_answer() -> None:
    """Every server has one."""
    with pytest.raises(ParsingError, match="at least one volume"):
        read_volumes(())


def test_folders_that_are_named_twice_count_once() -> None:
    """Two settings may point to one folder."""
    folders = read_log_folders(tuple(ANSWERS["log_folders"]))
    assert len(folders.folders) == 2
    assert folders.paths == ("C:\\inetpub\\logs",)


def test_old_logs_are_summed() -> None:
    """Files and bytes of all folders; only folders with files are paths."""
    logs = read_old_logs(tuple(ANSWERS["old_logs"]))
    assert (logs.files, logs.bytes, logs.paths) == (3, 300, ("C:\\inetpub\\logs",))
    assert logs.folders[1].oldest is None
    assert logs.folders[0].oldest is not None
    assert logs.folders[0].oldest.utcoffset() is not None


def test_an_edge_server_has_no_mailbox_folders() -> None:
    """No databases is an answer there."""
    assert read_mailbox_folders(()).paths == ()
    assert read_mailbox_folders(tuple(ANSWERS["mailbox_folders"])).paths == ("E:\\DB07\\DB07.edb", "F:\\DB07")


def test_a_new_home_that_is_not_there_yet() -> None:
    """A folder without an owner does not exist."""
    gate = read_move_gate(({**ANSWERS["move_gate"][0], "exists": False, "owner": None},))
    assert gate.owner == ""
    assert not gate.exists
