"""Old logs, archive, new home, setup, messages and sibling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.test_analysis import world
from tests.test_analysis.world import GIB, HIGH, LOW, ask, full_room, meter, reading, volume, volumes
from toolkit.analysis.free_space import bytes_missing
from toolkit.model.evidence import Unknown
from toolkit.model.facts import ParameterValue
from toolkit.model.storage import OldLogFolder, OldLogs
from toolkit.model.transport import BackPressureReading, Transitions

OLD_LOGS, ARCHIVE, HOME = "back-pressure.old-logs-enough", "back-pressure.archive-safe", "back-pressure.queue-home-safe"
QUIET, FEW, SIBLING = "back-pressure.setup-quiet", "back-pressure.few-messages-wait", "back-pressure.sibling-carries-mail"
C, D = volume("C:\\", 100, 3), volume("D:\\", 500, 410)


def test_old_logs_that_hold_what_is_missing_are_enough() -> None:
    """C: is 97 % full and low below 80 %: 17 GiB and a little are missing, 35 GiB of old logs lie there."""
    conclusion = ask(OLD_LOGS, full_room())
    assert conclusion.answer == "yes"
    assert "35.0 GiB" in conclusion.finding.says
    assert "17.0 GiB" in conclusion.finding.says
    assert conclusion.finding.disproved_by


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"old_logs": world.old_logs(iis=10)}, "old logs there hold 10.0 GiB"),
        ({"old_logs": world.old_logs()}, "old logs there hold 0 bytes"),
        ({"back_pressure_meters": reading(HIGH, meter("PrivateBytes", HIGH))}, "No disk is over its mark"),
        ({"log_folders": world.log_folders("D:\\archive")}, "overlap"),
        ({"volumes": world.four_volumes(C, volume("D:\\", 500, 40))}, "reserve"),
        ({"mailbox_folders": world.mailbox(("F:\\DB\\a.edb", "D:\\DB"))}, "logs of mailbox database DB0"),
    ],
)
def test_old_logs_are_not_enough(changes: dict[str, object], says: str) -> None:
    """Too few bytes, or no safe place for them; the reason is said with numbers."""
    conclusion = ask(OLD_LOGS, full_room(**changes))
    assert conclusion.answer == "no"
    assert says in conclusion.finding.says


@pytest.mark.parametrize("reader", ["volumes", "old_logs", "mailbox_folders", "back_pressure_meters"])
def test_what_is_not_known_leaves_the_room_unknown(reader: str) -> None:
    """Volumes, logs, mailbox folders and meters must be known; not asked and not seen are the same."""
    assert ask(OLD_LOGS, world.without(full_room(), reader)).answer == "unknown"
    assert ask(OLD_LOGS, world.unseen(full_room(), reader)).answer == "unknown"
    assert ask(ARCHIVE, world.unseen(full_room(), reader)).answer == "unknown"


@pytest.mark.parametrize(
    ("meters", "says"),
    [
        (world.disk_reading(path="X:\\Queue"), "no volume holds X:\\Queue"),
        (world.disk_reading(marks=None), "does not tell the marks"),
        (world.UNREADABLE, "no permission"),
    ],
)
def test_marks_and_volumes_are_never_guessed(meters: BackPressureReading, says: str) -> None:
    """Without the server's own mark, or the volume of its meter, nothing is computed."""
    conclusion = ask(OLD_LOGS, full_room(back_pressure_meters=meters))
    assert conclusion.answer == "unknown"
    assert says in conclusion.finding.says


def test_every_pressed_volume_must_get_room() -> None:
    """Two disks too full: logs on one of them do not help the other."""
    two = reading(HIGH, meter(f"UsedDiskSpace[{world.QUEUE}]", HIGH), meter("UsedDiskSpace[F:\\Temp]", HIGH), paused=("SmtpIn",))
    disks = volumes(volume("C:\\", 100, 3), volume("D:\\", 500, 410), volume("F:\\", 100, 3))
    conclusion = ask(OLD_LOGS, full_room(back_pressure_meters=two, volumes=disks, mailbox_folders=world.mailbox()))
    assert conclusion.answer == "no"
    assert conclusion.finding.says.startswith("F:\\")


def test_the_lowest_mark_of_a_volume_counts() -> None:
    """Several meters watch one disk; all of them must become low."""
    marks = Transitions(96, 99, 97, 94)
    two = reading(HIGH, meter(f"DatabaseUsedSpace[{world.QUEUE}]", HIGH, 99, marks), meter(f"UsedDiskSpace[{world.QUEUE}]", HIGH))
    known = full_room(back_pressure_meters=two, old_logs=world.old_logs(iis=10))
    assert "below 80 %" in ask(OLD_LOGS, known).finding.says


def test_a_folder_inside_another_is_counted_once() -> None:
    """Old logs of a subfolder are part of its parent's."""
    nested = world.old_logs(iis=10, **{"iis\\W3SVC1": 10})
    assert ask(OLD_LOGS, full_room(old_logs=nested)).answer == "no"


@given(st.floats(0, 60), st.floats(0, 30))
def test_yes_means_that_the_bytes_are_there(old_gib: float, free_gib: float) -> None:
    """Enough is exactly: old logs hold at least what is missing."""
    disk = volume("C:\\", 100, free_gib)
    known = full_room(old_logs=world.old_logs(iis=old_gib), volumes=world.four_volumes(disk))
    enough = int(old_gib * GIB) >= bytes_missing(disk, 80)
    assert ask(OLD_LOGS, known).answer == ("yes" if enough else "no")


def test_2010_computes_room_by_the_formula() -> None:
    """Normal is four points below high; 2013 and later without meters is unknown instead."""
    old = full_room(server_identity=world.server("2010"), back_pressure_meters=...)
    assert ask(OLD_LOGS, old).answer == "yes"
    assert "95 %" not in ask(OLD_LOGS, old).finding.says
    little = full_room(server_identity=world.server("2010"), back_pressure_meters=..., old_logs=world.old_logs(iis=1))
    assert "below 95 %" in ask(OLD_LOGS, little).finding.says
    assert ask(OLD_LOGS, full_room(server_identity=world.server("2013"), back_pressure_meters=...)).answer == "unknown"
    assert ask(OLD_LOGS, world.without(old, "transport_config")).answer == "unknown"


def test_an_archive_on_another_volume_with_room_is_safe() -> None:
    """D: has room, no mailbox files and no log folder."""
    assert ask(ARCHIVE, full_room()).answer == "yes"


@pytest.mark.parametrize(
    ("parameters", "changes", "says"),
    [
        ({"archive_to": None}, {}, "no folder for old logs was given"),
        ({"archive_to": "Z:\\archive"}, {}, "no volume of this server holds Z:\\archive"),
        ({"archive_to": "\\\\nas\\archive"}, {}, "no volume"),
        ({"archive_to": "C:\\archive"}, {}, "itself too full"),
        ({"archive_to": "F:\\archive"}, {}, "logs of mailbox database"),
        ({}, {"log_folders": world.log_folders("D:\\")}, "overlap"),
        ({}, {"log_folders": world.log_folders("D:\\archive\\logs")}, "overlap"),
        ({}, {"old_logs": world.old_logs(iis=600)}, "Volumes with room: none"),
        ({}, {"old_logs": world.old_logs(iis=386)}, "Volumes with room: E:\\ 500.0 GiB"),
    ],
)
def test_an_archive_is_not_safe(parameters: dict[str, ParameterValue], changes: dict[str, object], says: str) -> None:
    """No place, the wrong place, or no room; volumes with room are named."""
    conclusion = ask(ARCHIVE, full_room(parameters, **changes))
    assert conclusion.answer == "no"
    assert says in conclusion.finding.says


def test_a_volume_with_a_database_file_only_may_take_old_logs() -> None:
    """The file grows slowly; only a full log volume stops its database at once."""
    assert ask(ARCHIVE, full_room({"archive_to": "E:\\archive"})).answer == "yes"


def test_logs_that_stay_do_not_count() -> None:
    """Old logs on other volumes are not moved: they need no room, and their folders do not close the gate."""
    logs = OldLogs((*world.old_logs(iis=20).folders, OldLogFolder("D:\\logs", 1, 600 * GIB, None, None, 0)), (), 1, 0)
    assert ask(ARCHIVE, full_room(old_logs=logs, log_folders=world.log_folders("C:\\logs\\iis", "D:\\logs"))).answer == "yes"


def test_only_folders_that_make_room_are_offered() -> None:
    """The step that moves gets the folders of the volumes that are too full, and no folder twice."""
    folders = (*world.old_logs(iis=20, **{"iis\\W3SVC1": 10}).folders, OldLogFolder("D:\\logs", 1, 5, None, None, 0))
    conclusion = ask(OLD_LOGS, full_room(old_logs=OldLogs(folders, (), 1, 0)))
    assert conclusion.values == {"folders": ("C:\\logs\\iis",)}


def test_an_edge_server_has_no_mailbox_files() -> None:
    """No databases close no gate there."""
    assert ask(ARCHIVE, full_room(mailbox_folders=world.mailbox())).answer == "yes"


def test_a_database_on_an_unknown_volume_closes_the_gate() -> None:
    """Where a mailbox log is must be known before anything moves."""
    assert ask(ARCHIVE, full_room(mailbox_folders=world.mailbox(("Q:\\a.edb", "Q:\\l")))).answer == "unknown"


def test_a_new_home_with_room_is_safe() -> None:
    """Another volume, 410 GiB free, 18 % used, the folder belongs to the administrators and is empty."""
    assert ask(HOME, full_room()).answer == "yes"
    assert ask(HOME, full_room(move_gate=world.gate(owner=""))).answer == "yes"


@pytest.mark.parametrize(
    ("parameters", "changes", "says"),
    [
        ({"queue_to": None}, {}, "No new home"),
        ({}, {"move_gate": world.gate(files=True)}, "holds database files already"),
        ({}, {"move_gate": world.gate(owner="S-1-5-21-7")}, "not to the administrators"),
        ({}, {"volumes": world.four_volumes(C, volume("D:\\", 500, 19.9))}, "less than 20.0 GiB"),
        ({}, {"volumes": world.four_volumes(C, volume("D:\\", 500, 90))}, "low only below 80 %"),
        ({}, {"mailbox_folders": world.mailbox(("F:\\DB\\a.edb", "D:\\DB"))}, "logs of mailbox database"),
        ({}, {"transport_config": world.config("D:\\Old")}, "now as well"),
        ({"queue_to": "Z:\\Queue"}, {"move_gate": world.gate("Z:\\Queue")}, "No volume"),
    ],
)
def test_a_new_home_is_not_safe(parameters: dict[str, ParameterValue], changes: dict[str, object], says: str) -> None:
    """No room, another use, or the pressure would move with the queue."""
    conclusion = ask(HOME, full_room(parameters, **changes))
    assert conclusion.answer == "no"
    assert says in conclusion.finding.says


@pytest.mark.parametrize(
    "changes",
    [
        {"move_gate": world.gate("E:\\Other")},
        {"move_gate": ...},
        {"volumes": ...},
        {"transport_config": world.config(problem="line 29: mismatched tag")},
        {"transport_config": world.config("")},
        {"mailbox_folders": Unknown("denied")},
    ],
    ids=["another folder", "no gate", "no volumes", "broken config", "no queue path", "no mailbox folders"],
)
def test_a_new_home_that_is_not_known_enough(changes: dict[str, object]) -> None:
    """What decides must have been seen, and it must be the folder that is meant."""
    assert ask(HOME, full_room(**changes)).answer == "unknown"


def test_the_servers_own_mark_decides_about_the_new_home() -> None:
    """A server with higher marks allows a fuller volume."""
    marks = Transitions(90, 99, 94, 88)
    disks = world.four_volumes(C, volume("D:\\", 500, 75))
    assert ask(HOME, full_room(volumes=disks)).answer == "no"
    assert ask(HOME, full_room(volumes=disks, back_pressure_meters=world.disk_reading(marks=marks))).answer == "yes"


@pytest.mark.parametrize(
    ("read", "answer"),
    [
        ({"server_identity": world.server()}, "yes"),
        ({"server_identity": world.server(setup=True)}, "no"),
        ({"server_identity": world.server(), "move_gate": world.gate(setup=True)}, "no"),
        ({"server_identity": world.server(setup=True), "move_gate": world.gate()}, "yes"),
        ({"server_identity": Unknown("x"), "move_gate": world.gate()}, "yes"),
        ({"server_identity": world.server(), "move_gate": Unknown("x")}, "yes"),
        ({"server_identity": Unknown("x")}, "unknown"),
        ({}, "unknown"),
    ],
)
def test_setup_is_looked_at_as_late_as_possible(read: dict[str, object], answer: str) -> None:
    """The newest look decides; without any nobody knows."""
    assert ask(QUIET, world.facts(**read)).answer == answer


@pytest.mark.parametrize(("messages", "answer"), [(0, "yes"), (4_999, "yes"), (5_000, "no"), (90_000, "no")])
def test_few_messages_are_fewer_than_five_thousand(messages: int, answer: str) -> None:
    """All queues together, shadows too: all of them are in the database that moves."""
    half = world.queue(messages // 2, kind="ShadowRedundancy")
    assert ask(FEW, world.facts(queues=world.queues(half, world.queue(messages - messages // 2)))).answer == answer


def test_messages_that_were_not_counted() -> None:
    """No reading, no number."""
    assert ask(FEW, world.facts()).answer == "unknown"
    assert ask(FEW, world.facts(queues=Unknown("x"))).answer == "unknown"


MEMORY = reading(LOW, meter("SystemMemory", HIGH))


@pytest.mark.parametrize(
    ("state", "answer"),
    [
        (world.sibling(reading()), "yes"),
        (world.sibling(MEMORY), "yes"),
        (world.sibling(world.disk_reading()), "no"),
        (world.sibling(reading(LOW, meter("PrivateBytes", HIGH))), "no"),
        (world.sibling(reading(LOW, paused=("SmtpIn",))), "no"),
        (world.sibling(reading(), hub="Draining"), "no"),
        (world.sibling(reading(), whole="Inactive"), "no"),
        (world.sibling(None, "denied", hub="Inactive"), "no"),
        (world.sibling(None, "denied"), "unknown"),
        (world.sibling(world.UNREADABLE), "unknown"),
        (world.sibling(reading(), "", world.component("EdgeTransport"), world.component("ServerWideOffline")), "yes"),
        (world.sibling(reading(), "", world.component("EdgeTransport", "Inactive"), world.component("ServerWideOffline")), "no"),
        (world.sibling(reading(), "", world.component("HubTransport")), "unknown"),
        (world.sibling(reading(), "", world.component("ServerWideOffline")), "unknown"),
        (Unknown("not reached"), "unknown"),
        (..., "unknown"),
    ],
)
def test_a_sibling_carries_mail_when_it_is_active_and_low(state: object, answer: str) -> None:
    """Active in transport and as a whole, readable and low; everything else closes the gate."""
    read = {} if state is ... else {"sibling_state": state}
    assert ask(SIBLING, world.facts({"sibling": "EX01"}, **read)).answer == answer


@pytest.mark.parametrize("name", [None, ""])
def test_without_a_named_sibling_nobody_carries_mail(name: str | None) -> None:
    """Even one that was asked is none that was meant."""
    assert ask(SIBLING, world.facts({"sibling": name}, sibling_state=world.sibling(reading()))).answer == "no"
