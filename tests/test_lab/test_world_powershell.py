"""The simulated server inside a real PowerShell: wrong calls fail as on a server, changes change what is seen next."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.test_lab.powershell import SCENARIOS, Reply, Session, open_world
from tests.test_lab.stage import Stage, open_stage
from tests.test_lab.worlds import GIB, INSTALL, MIB, change_state, changed_world, read_state
from toolkit.lab.world import World, find_captures, prepare_world
from toolkit.lab.world_tree import place_of

pytestmark = pytest.mark.pwsh

SHELL = "EX01.corp.example"
SERVER = {"Server": "EX01"}


@pytest.fixture(scope="module")
def still(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """A server for questions only."""
    world = prepare_world(SCENARIOS / "back-pressure-disk", tmp_path_factory.mktemp("still") / "world")
    with open_world(world, exchange=SHELL) as session:
        yield session


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """A PowerShell whose server can be made anew."""
    with open_stage(tmp_path_factory.mktemp("stage")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("script", "error_id", "says"),
    [
        ("Get-Queue -Foo 1", "NamedParameterNotFound", "Foo"),
        ("Get-Queue -Server EX01 -Identity 'EX01\\1'", "AmbiguousParameterSet", "Parameter set"),
        ("Get-ServerComponentState -Component HubTransport", "MissingMandatoryParameter", "Identity"),
        ("Get-ServerComponentState -Identity EX09", "Cmdlet-ManagementObjectNotFoundException", "EX09"),
        ("Unregister-ScheduledTask -TaskName x -TaskPath '\\'", "", "prompt"),
        ("Get-Service -Name Nope", "NoServiceFoundForGivenName", "Nope"),
        ("Get-ItemProperty -Path 'HKLM:\\SOFTWARE\\Nope'", "PathNotFound", "Nope"),
        ("Get-WinEvent -FilterHashtable @{ LogName = 'Application'; Id = 1 }", "NoMatchingEventsFound", "No events"),
        ("Get-ScheduledTask -TaskPath '\\' -TaskName x", "CmdletizationQuery_NotFound", "x"),
        ("Get-WinEvent -FilterHashtable @{ Data = 1 }", "", "lab: no stand-in for the filter key"),
        ("Get-CimInstance -ClassName Win32_Product -ErrorAction SilentlyContinue; 'swallowed'", "", "lab: no stand-in for the class"),
        ("Get-ExchangeDiagnosticInfo -Process X -Component Y -ErrorAction SilentlyContinue; 'swallowed'", "", "lab: no stand-in for X Y"),
        ("Get-Mailbox", "CommandNotFoundException", "Get-Mailbox"),
        ("Set-Acl -LiteralPath 'C:\\nowhere' -AclObject 1 -Confirm:$false", "PathNotFound", "nowhere"),
    ],
)
def test_a_wrong_call_fails_as_on_a_server(still: Session, script: str, error_id: str, says: str) -> None:
    """Unknown parameters, wrong sets, forgotten -Confirm, unknown names, and what the lab does not know: never an empty success."""
    reply = still.run(script)
    assert not reply.is_ok
    assert says in reply.fault
    assert error_id in reply.errors[0]["error_id"]


def test_a_cmdlet_of_a_later_version_is_not_there(tmp_path: Path) -> None:
    """Exchange 2010 has no component states, and its snap-in has its own name."""
    exchange = {"build": "14.3.123.4", "install_path": INSTALL, "roles": ["HubTransportRole"]}
    world = changed_world(tmp_path, {"exchange": exchange, "files": []})
    with open_world(world) as session:
        assert session.ask("observe/server_identity").item["roles"] == ["Hub"]
        assert session.ask("observe/exchange_shell", {"Mode": "snapin"}).item["way"] == "snapin"
        assert session.ask("observe/queues", SERVER).is_ok
        reply = session.run("Get-ServerComponentState -Identity EX01")
        assert "CommandNotFoundException" in reply.errors[0]["error_id"]
        assert "is not installed" in session.run("Add-PSSnapin -Name Microsoft.Exchange.Management.PowerShell.SnapIn").fault


def test_exchange_cmdlets_come_with_the_shell_and_not_before(tmp_path: Path) -> None:
    """Before the session step there is no Exchange cmdlet; a refused connection is said, not passed over."""
    world = changed_world(tmp_path, {"files": [], "exchange_shell": "denied"})
    with open_world(world) as session:
        assert not session.run("Get-Queue").is_ok
        refused = session.ask("observe/exchange_shell", {"Mode": "remote", "Server": SHELL})
        assert "did not load" in refused.fault
        change_state(world, {"exchange_shell": "ok"})
        assert session.ask("observe/exchange_shell", {"Mode": "remote", "Server": SHELL}).item["way"] == "remote"
        assert session.run("Get-Queue -Server EX01").is_ok
        assert session.ask("observe/exchange_shell", {"Mode": "remote", "Server": SHELL}).item["way"] == "loaded"


def levels(reply: Reply) -> dict[str, str]:
    """Return the level of each disk meter, and the aggregate."""
    assert reply.is_ok, reply.errors
    text = str(reply.output[0])
    found = dict(re.findall(r'Resource="(\w+)[^"]*\\data(?:\\Queue)?\]?">\s*<CurrentResourceUse>(\w+)<', text))
    (found["all"],) = re.findall(r"<AggregateUse>(\w+)<", text)
    return found


def fill(world: World, free_bytes: int) -> None:
    """Let C: have so much room, whatever lies on it."""
    state = read_state(world)
    volumes = state["volumes"]
    assert isinstance(volumes, list)
    volumes[0]["free_bytes"] = free_bytes
    change_state(world, {"volumes": volumes})


def test_meters_follow_the_disk_with_a_memory(stage: Stage) -> None:
    """A level is entered at one mark and left at a lower one: at 92 % it is Low on the way up and Medium on the way down."""
    volume = {"mount_point": "C:\\", "device": "\\\\?\\Volume{1}\\", "label": "", "file_system": "NTFS", "block_bytes": 4096}
    world = stage.make({"files": [], "volumes": [{**volume, "capacity_bytes": 100 * GIB, "free_bytes": 20 * GIB}]})
    seen = []
    session = stage.session
    for free in (20, 12, 8, 0, 4, 7, 11, 13):
        fill(world, free * GIB + 200 * MIB)
        seen.append(levels(session.ask("observe/back_pressure_meters", SERVER))["UsedDiskSpace"])
    assert seen == ["Low", "Low", "Medium", "High", "High", "Medium", "Medium", "Low"]


def test_moved_files_move_free_space(stage: Stage) -> None:
    """What leaves C: is free there and taken on D:, and the meters fall without a restart."""
    stage.make({})
    session = stage.session
    before = {row["mount_point"]: row["free_bytes"] for row in session.ask("observe/volumes").rows}
    assert levels(session.ask("observe/back_pressure_meters", SERVER))["all"] == "High"
    logs = ("C:\\inetpub\\logs\\LogFiles", f"{INSTALL}Logging")
    moved = session.ask("change/move_old_logs", {"Folders": logs, "OlderThanDays": 7, "ArchiveTo": "D:\\archive"}).item["bytes"]
    after = {row["mount_point"]: row["free_bytes"] for row in session.ask("observe/volumes").rows}
    assert levels(session.ask("observe/back_pressure_meters", SERVER))["all"] == "Low"
    assert isinstance(moved, int)
    assert int(str(after["C:\\"])) - int(str(before["C:\\"])) == moved
    assert moved <= int(str(before["D:\\"])) - int(str(after["D:\\"])) < moved + MIB
    assert after["D:\\DB01 Logs\\"] == before["D:\\DB01 Logs\\"]


def reply_to_mail(session: Session) -> str:
    """Return what the server says to MAIL FROM."""
    item = session.ask("observe/smtp_probe", {"Port": 25, "HeloName": "EX01"}).item
    exchanges = item["exchanges"]
    assert isinstance(exchanges, list)
    said = exchanges[2]
    assert isinstance(said, dict)
    return str(said["reply"])


def test_a_key_takes_effect_at_the_next_start_only(stage: Stage) -> None:
    """The service reads its file when it starts: a threshold, or the switch whose effect is this lab's assumption."""
    stage.make({}, base="back-pressure-config-key")
    session = stage.session
    assert reply_to_mail(session).startswith("452 4.3.1")
    session.ask("change/set_config_key", {"Key": "EnableResourceMonitoring", "Value": "false"})
    assert reply_to_mail(session).startswith("452 4.3.1")
    session.ask("outage/restart_transport")
    assert reply_to_mail(session).startswith("250 2.1.0")
    session.ask("change/set_config_key", {"Key": "EnableResourceMonitoring", "Value": "true"})
    for key, value in (("UsedDiskSpace.LowToMedium", "97"), ("UsedDiskSpace.MediumToLow", "96")):
        session.ask("change/set_config_key", {"Key": key, "Value": value})
    session.ask("outage/restart_transport")
    assert reply_to_mail(session).startswith("250 2.1.0")


def test_memory_falls_with_a_restart(tmp_path: Path) -> None:
    """The Edge scenario: PrivateBytes is High until EdgeTransport.exe starts anew."""
    world = prepare_world(SCENARIOS / "back-pressure-2019-edge", tmp_path / "world")
    with open_world(world) as session:
        assert session.ask("observe/exchange_shell", {"Mode": "remote"}).item["way"] == "edge"
        assert reply_to_mail(session).startswith("452 4.3.1")
        session.ask("outage/restart_transport")
        assert reply_to_mail(session).startswith("250 2.1.0")
        assert session.ask("observe/mailbox_folders", {"Server": "EDGE01"}).output == []
        assert session.ask("observe/dag_membership", {"Server": "EDGE01"}).item == {"dag": None, "members": []}


def test_a_broken_config_file_keeps_the_service_down(stage: Stage) -> None:
    """Malformed XML: the service does not start, the restart says so, and nobody takes mail."""
    world = stage.make({"files": []})
    place_of(world.root, f"{INSTALL}Bin\\EdgeTransport.exe.config").write_text("<configuration>", encoding="utf-8")
    session = stage.session
    assert "cannot be started" in session.ask("outage/restart_transport").fault
    services = session.ask("observe/transport_service").item["services"]
    assert isinstance(services, list)
    assert services[0] == {"name": "MSExchangeTransport", "status": "Stopped", "start_type": "Automatic"}
    item = session.ask("observe/smtp_probe", {"Port": 25, "HeloName": "EX01"}).item
    assert "421 4.3.2" in str(item["exchanges"])


def test_state_outlives_the_process(tmp_path: Path) -> None:
    """What one process changed the next one sees, and what is changed outside is seen at once."""
    world = changed_world(tmp_path, {"files": []})
    with open_world(world) as session:
        session.run("Stop-Service -Name MSExchangeTransport -Confirm:$false")
    with open_world(world) as session:
        assert "Stopped" in str(session.ask("observe/transport_service").output)
        change_state(world, {"processes": ["ExSetup"]})
        assert session.ask("observe/server_identity").item["setup_running"] is True


@pytest.mark.parametrize("diagnostics", ["denied", "unreachable"])
def test_a_sibling_that_cannot_be_asked_is_not_healthy(stage: Stage, diagnostics: str) -> None:
    """Access denied is XML without meters, no answer is null with the reason: neither looks like Low."""
    stage.make({"files": [], "servers": [{"name": "EX02", "diagnostics": diagnostics, "components": {"HubTransport": "Inactive"}}]})
    session = stage.session
    item = session.ask("observe/sibling_state", {"Server": "EX02"}).item
    if diagnostics == "denied":
        assert "ResourceMeter" not in str(item["meters"])
        assert item["why"] is None
    else:
        assert item["meters"] is None
        assert "unavailable" in str(item["why"])
    components = item["components"]
    assert isinstance(components, list)
    states = {one["component"]: one["state"] for one in components if isinstance(one, dict)}
    assert (states["HubTransport"], states["FrontendTransport"]) == ("Inactive", "Active")


def test_queue_database_script_behaves_like_exchanges(stage: Stage) -> None:
    """Not enough room is refused by the script itself; files of another database by ours, before anything is moved."""
    world = stage.make({"files": [{"path": "D:\\Taken\\other.edb", "bytes": 1}]})
    session = stage.session
    paths = {"QueuePath": "D:\\Taken", "LoggingPath": "D:\\Taken"}
    assert "already holds database files: other.edb" in session.ask("outage/move_queue_database", paths).fault
    same = {"QueuePath": "C:\\Queue", "LoggingPath": "C:\\Queue"}
    assert "on the volume" in session.ask("outage/move_queue_database", same).fault
    root = {"QueuePath": "D:\\", "LoggingPath": "D:\\"}
    assert "no folder for a database" in session.ask("outage/move_queue_database", root).fault
    state = read_state(world)
    volumes = state["volumes"]
    assert isinstance(volumes, list)
    volumes[1]["free_bytes"] = GIB
    change_state(world, {"volumes": volumes})
    full = {"QueuePath": "D:\\Queue", "LoggingPath": "D:\\Queue"}
    assert "enough free space" in session.ask("outage/move_queue_database", full).fault
    assert reply_to_mail(session).startswith("452")
    assert place_of(world.root, f"{INSTALL}TransportRoles\\data\\Queue\\mail.que").is_file()


def test_a_net_call_with_an_unresolved_path_falls_into_the_trap(stage: Stage) -> None:
    """The trap works: what a careless script writes is found there."""
    world = stage.make({"files": []})
    session = stage.session
    session.run("[IO.File]::WriteAllText('C:\\oops.txt', 'x')")
    assert [path.name for path in (world.root / "trap").iterdir()] == ["C:\\oops.txt"]


@pytest.mark.shared
def test_captured_and_own_objects_give_the_same_answers(tmp_path: Path) -> None:
    """A scenario answers alike on every machine: the capture only adds properties that nobody asks for."""
    captures = find_captures()
    if captures is None:
        pytest.skip("../shared/exchange-objects is not here")
    answers = []
    for name, folder in (("own", None), ("captured", captures)):
        world = prepare_world(SCENARIOS / "back-pressure-disk", tmp_path / name, folder)
        with open_world(world, exchange=SHELL) as session:
            templates = ("component_states", "dag_membership", "back_pressure_meters", "queues", "mailbox_folders", "log_folders")
            answers.append([session.ask(f"observe/{template}", SERVER).output for template in templates])
    assert answers[0] == answers[1]
