"""Every template really runs, and answers exactly as docs/reference/answers.md promises."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.test_lab.powershell import SCENARIOS, Session, open_world
from tests.test_templates.conftest import DISK
from tests.test_templates.contract import read_promises
from toolkit.lab.world import World, find_captures, prepare_world
from toolkit.parsing.readers import READERS
from toolkit.rendering.scripts import Given
from toolkit.rendering.templates import list_templates

pytestmark = pytest.mark.pwsh

INSTALL = "C:\\Program Files\\Microsoft\\Exchange Server\\V15\\"
LOGS = ("C:\\inetpub\\logs\\LogFiles", f"{INSTALL}Logging")
QUEUE = f"{INSTALL}TransportRoles\\data\\Queue"
HERE: Mapping[str, Given] = {"Server": "EX01"}
KEY = "EnableResourceMonitoring"
NOT_RUN = {"lose_data/discard_queue_database"}

OBSERVE: dict[str, Mapping[str, Given]] = {
    "observe/server_identity": {},
    "observe/exchange_shell": {"Mode": "remote", "Server": "EX01.corp.example"},
    "observe/transport_service": {},
    "observe/component_states": HERE,
    "observe/dag_membership": HERE,
    "observe/back_pressure_meters": HERE,
    "observe/back_pressure_events": {"Hours": 24},
    "observe/queues": HERE,
    "observe/transport_config": {},
    "observe/volumes": {},
    "observe/log_folders": HERE,
    "observe/mailbox_folders": HERE,
    "observe/old_logs": {"Folders": LOGS, "OlderThanDays": 14},
    "observe/sibling_state": {"Server": "EX02"},
    "observe/smtp_probe": {"Port": 25, "HeloName": "EX01"},
    "observe/move_gate": {"Folder": "D:\\Queue"},
    "observe/config_key": {"Key": KEY},
    "observe/debts": {},
    "observe/first_contact_session": {},
    "observe/first_contact_input": {},
    "observe/first_contact_quoting": {},
    "observe/first_contact_enum": {},
    "observe/first_contact_members": {},
    "observe/first_contact_native": {},
    "observe/first_contact_rights": {"Run": "none"},
    "observe/first_contact_policies": {},
    "observe/first_contact_winrm": {},
    "observe/first_contact_echo": {"Texts": ("a", "\u0416")},
    "observe/first_contact_sleep": {"Seconds": 0},
    "observe/first_contact_exchange": {},
}


def assert_promised(session: Session, template: str, values: Mapping[str, Given]) -> dict[str, object]:
    """Run a template; its answer is as promised and the product's own reader takes it. Returns the first item."""
    reply = session.ask(template, values)
    assert reply.is_ok, (template, reply.errors)
    read_promises()[template].check(reply.output)
    reader = READERS.get(template.split("/")[1])
    if reader is not None:
        reader.read(tuple(reply.output))
    first = reply.output[0] if reply.output else {}
    return dict(first) if isinstance(first, dict) else {}


@pytest.fixture(scope="module", params=["own objects", pytest.param("captured objects", marks=pytest.mark.shared)])
def asked_world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[World, Session]]:
    """A server for questions, with the product's own objects and with those captured from a real one."""
    captures: Path | None = None
    if request.param != "own objects" and (captures := find_captures()) is None:
        pytest.skip("../shared/exchange-objects is not here")
    world = prepare_world(SCENARIOS / DISK, tmp_path_factory.mktemp("asked") / "world", captures)
    with open_world(world, exchange="EX01.corp.example") as session:
        yield world, session


@pytest.mark.parametrize("template", sorted(OBSERVE))
def test_question_answers_as_promised(asked_world: tuple[World, Session], template: str) -> None:
    """The keys, their order, lists and objects are those of the page; nothing is written where it must not be."""
    world, session = asked_world
    assert_promised(session, template, OBSERVE[template])
    assert not list((world.root / "trap").iterdir()), "a .NET call got an unresolved path"


def test_the_config_file_is_described_as_it_is(disk_world: World, disk_server: Session) -> None:
    """Time and protection are those of the file itself."""
    config = disk_world.root / "C" / "Program Files" / "Microsoft" / "Exchange Server" / "V15" / "Bin" / "EdgeTransport.exe.config"
    os.utime(config, (1_800_000_000, 1_800_000_000))
    config.chmod(0o444)
    item = disk_server.ask("observe/transport_config").item
    assert (item["modified"], item["read_only"]) == ("2027-01-15T08:00:00.0000000Z", True)
    assert item["text"] == config.read_bytes().decode("utf-8-sig")


def test_every_template_is_asked_here() -> None:
    """A new template must be run by a test: questions in this table, changes in the story below."""
    changes = {name for name in list_templates() if not name.startswith("observe/")}
    assert set(OBSERVE) == set(list_templates()) - changes
    assert changes - NOT_RUN == STORY


STORY = {
    "change/move_old_logs",
    "change/return_old_logs",
    "change/set_config_key",
    "change/restore_config_key",
    "change/schedule_key_return",
    "change/cancel_key_return",
    "outage/restart_transport",
    "outage/move_queue_database",
    "outage/move_queue_database_back",
}


def test_changes_answer_as_promised_and_leave_nothing(disk_world: World, disk_server: Session) -> None:
    """A key there and back, logs there and back: the config file has its bytes again, and nothing of ours lies about."""
    config = disk_world.root / "C" / "Program Files" / "Microsoft" / "Exchange Server" / "V15" / "Bin" / "EdgeTransport.exe.config"
    original = config.read_bytes()
    record = assert_promised(disk_server, "change/set_config_key", {"Key": KEY, "Value": "false", "ExpectPresent": False})
    assert config.read_bytes() != original
    assert_promised(disk_server, "change/schedule_key_return", {"Record": record, "AfterHours": 4, "DebtId": "D-1", "What": "a key"})
    assert_promised(disk_server, "observe/debts", {})
    assert_promised(disk_server, "change/restore_config_key", {"Record": record})
    assert_promised(disk_server, "change/cancel_key_return", {"DebtId": "D-1"})
    assert_promised(disk_server, "outage/restart_transport", {})
    moved = assert_promised(disk_server, "change/move_old_logs", {"Folders": LOGS, "OlderThanDays": 14, "ArchiveTo": "D:\\archive"})
    assert_promised(disk_server, "change/return_old_logs", {"Manifest": str(moved["manifest"])})
    assert config.read_bytes() == original
    assert disk_server.ask("observe/debts").output == []
    assert not list((disk_world.root / "trap").iterdir())


def test_queue_database_moves_and_comes_back(tmp_path: Path) -> None:
    """Where C: has room again, the queue database can be moved back; files and keys are where they were."""
    world = prepare_world(SCENARIOS / "back-pressure-2019-edge", tmp_path / "world")
    home = {"QueuePath": QUEUE, "LoggingPath": QUEUE, "TemporaryPath": f"{INSTALL}TransportRoles\\data\\Temp"}
    with open_world(world) as session:
        session.ask("observe/exchange_shell", {"Mode": "remote"})
        away = {"QueuePath": "D:\\Queue", "LoggingPath": "D:\\Queue", "TemporaryPath": "D:\\Queue\\Temp"}
        moved = assert_promised(session, "outage/move_queue_database", away)
        assert moved["after"] == {"queue": "D:\\Queue", "logging": "D:\\Queue", "temporary": "D:\\Queue\\Temp"}
        assert (world.root / "D" / "Queue" / "mail.que").is_file()
        back = assert_promised(session, "outage/move_queue_database_back", home)
    assert back["after"] == moved["before"]
    assert not (world.root / "D" / "Queue" / "mail.que").exists()
