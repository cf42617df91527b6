"""A key that the server itself puts back: the scheduled script needs nothing, ends its debt, and tells what it did."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.test_lab.powershell import Session, open_session, open_world
from tests.test_lab.stage import Stage
from tests.test_lab.worlds import INSTALL, change_state, changed_world, read_state
from toolkit.lab.world import World
from toolkit.lab.world_tree import place_of
from toolkit.model.json_value import JsonValue
from toolkit.rendering.scripts import Given

pytestmark = pytest.mark.pwsh

KEY = "EnableResourceMonitoring"
START = "Start-ScheduledTask -TaskPath '\\exkit\\' -TaskName 'return-D-7'"
HOSTILE = "‘hostile’ '$(throw 1)' \"quotes\" & <signs> Ж"
DEBTS = "C:\\ProgramData\\exkit\\debts"


@pytest.fixture
def world(stage: Stage) -> World:
    """A server with nothing of exkit on it."""
    return stage.make({"files": []})


@pytest.fixture
def server(stage: Stage, world: World) -> Session:
    """A PowerShell on it."""
    assert stage.world is world
    return stage.session


def config(world: World) -> Path:
    """The file whose key is changed."""
    return place_of(world.root, f"{INSTALL}Bin\\EdgeTransport.exe.config")


def set_key(server: Session, value: str = "false") -> dict[str, JsonValue]:
    """Set the key and return the record."""
    return server.ask("change/set_config_key", {"Key": KEY, "Value": value}).item


def schedule(server: Session, record: dict[str, JsonValue], debt: str = "D-7") -> dict[str, JsonValue]:
    """Schedule the way back and return the answer."""
    values: dict[str, Given] = {"Record": dict(record), "AfterHours": 4, "DebtId": debt, "What": "it's a \u2019key\u2019 of ours"}
    return server.ask("change/schedule_key_return", values).item


def run_alone(world: World, script: str) -> None:
    """Run a script on the server in a PowerShell that has never seen the library."""
    with open_session(world.environment) as session:
        assert session.run(world.prelude, shared=True).is_ok
        reply = session.run(script)
        assert reply.is_ok, reply.errors


def calls(world: World) -> list[str]:
    """What the server was told to change, in order."""
    done = read_state(world)["calls"]
    assert isinstance(done, list)
    return [str(call) for call in done]


def debts(server: Session) -> list[dict[str, JsonValue]]:
    """What is left on the server."""
    return server.ask("observe/debts").rows


def test_the_task_puts_the_key_back_and_ends_its_debt(world: World, server: Session) -> None:
    """Without library: bytes as before, one restart, script, copy and task gone; the debt tells that it was returned."""
    original = config(world).read_bytes()
    answer = schedule(server, set_key(server, HOSTILE))
    assert (answer["registered"], answer["task"]) == (True, "\\exkit\\return-D-7")
    assert [(debt["task_state"], debt["outcome"]) for debt in debts(server)] == [("Ready", None), (None, None)]
    run_alone(world, START)
    assert config(world).read_bytes() == original
    assert calls(world)[-4:] == [
        "Start-ScheduledTask \\exkit\\return-D-7",
        "Stop MSExchangeTransport",
        "Start MSExchangeTransport",
        "Unregister-ScheduledTask \\exkit\\return-D-7",
    ]
    assert [(debt["what"], debt["task_state"], debt["outcome"]) for debt in debts(server)] == [
        ("it's a \u2019key\u2019 of ours", None, "returned")
    ]
    assert [path.name for path in place_of(world.root, DEBTS).iterdir()] == ["D-7.json"]


def test_the_task_runs_as_system_with_highest_rights_from_a_folder_that_only_administrators_reach(world: World, server: Session) -> None:
    """SYSTEM by its SID, because names are localised; the folder belongs to the Administrators and inherits nothing."""
    schedule(server, set_key(server))
    state = read_state(world)
    tasks, access = state["tasks"], state["access"]
    assert isinstance(tasks, dict)
    assert isinstance(access, dict)
    task = tasks["\\exkit\\return-D-7"]
    assert (task["user"], task["run_level"], task["execute"]) == ("S-1-5-18", "Highest", "powershell.exe")
    assert f'-File "{DEBTS}\\D-7.ps1"' in task["argument"]
    assert access[DEBTS] == "O:BAG:BAD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)"


def test_a_key_that_somebody_changed_stays_and_is_told(world: World, server: Session) -> None:
    """The task cannot know what is right now: it leaves the file alone, ends, and says why."""
    schedule(server, set_key(server))
    config(world).write_bytes(
        config(world).read_bytes().replace(b'"EnableResourceMonitoring" value="false"', b'"EnableResourceMonitoring" value="x"')
    )
    theirs = config(world).read_bytes()
    assert server.run(START).is_ok
    assert config(world).read_bytes() == theirs
    first = debts(server)[0]
    assert first["outcome"] == "left"
    assert "which this change did not set" in str(first["why"])


def test_the_task_waits_for_setup(world: World, server: Session) -> None:
    """Setup writes the same file: the task does nothing and comes again."""
    schedule(server, set_key(server))
    before = config(world).read_bytes()
    change_state(world, {"processes": ["ExSetup"]})
    assert server.run(START).is_ok
    assert config(world).read_bytes() == before
    assert debts(server)[0]["task_state"] == "Ready"


def test_a_stopped_service_is_not_started(world: World, server: Session) -> None:
    """Somebody stopped it on purpose: the key goes back, the service stays as it is."""
    schedule(server, set_key(server))
    server.run("Stop-Service -Name MSExchangeTransport -Confirm:$false")
    assert server.run(START).is_ok
    assert "Start MSExchangeTransport" not in calls(world)
    assert debts(server)[0]["outcome"] == "returned"


def test_an_open_debt_is_not_overwritten_an_ended_one_makes_way(world: World, server: Session) -> None:
    """The same name twice: refused while the first is open, and the first is untouched; allowed once it has ended."""
    record = set_key(server)
    first = schedule(server, record)
    script = place_of(world.root, str(first["file"])).read_bytes()
    values: dict[str, Given] = {"Record": dict(record), "AfterHours": 4, "DebtId": "D-7", "What": "again"}
    assert "still open" in server.ask("change/schedule_key_return", values).fault
    assert place_of(world.root, str(first["file"])).read_bytes() == script
    assert server.run(START).is_ok
    assert schedule(server, set_key(server))["registered"] is True


def test_cancelling_removes_task_script_and_note(world: World, server: Session) -> None:
    """After the key is back by hand, nothing of the schedule is left."""
    record = set_key(server)
    schedule(server, record)
    server.ask("change/restore_config_key", {"Record": dict(record)})
    assert server.ask("change/cancel_key_return", {"DebtId": "D-7"}).item == {"task": "\\exkit\\return-D-7", "removed": True}
    assert not list(place_of(world.root, DEBTS).iterdir())
    assert server.ask("change/cancel_key_return", {"DebtId": "D-7"}).item["removed"] is False


def test_a_folder_that_a_user_planted_is_refused(world: World, server: Session) -> None:
    """Users may create folders below %ProgramData%; SYSTEM must never run a script from theirs."""
    place_of(world.root, DEBTS).mkdir(parents=True)
    change_state(world, {"access": {"C:\\ProgramData\\exkit": "O:S-1-5-21-1-2-3-1001G:S-1-5-21-1-2-3-513D:AI(A;ID;FA;;;BU)"}})
    values: dict[str, Given] = {"Record": dict(set_key(server)), "AfterHours": 4, "DebtId": "D-7", "What": "x"}
    assert "belongs neither" in server.ask("change/schedule_key_return", values).fault
    assert not list(place_of(world.root, DEBTS).iterdir())


def test_without_the_task_module_the_script_can_be_run_by_hand(tmp_path: Path) -> None:
    """Windows before 2012: said clearly, and the file that is left does the same."""
    world = changed_world(tmp_path, {"files": [], "windows": {"version": "6.1.7601", "release": "2008R2", "powershell": "3.0"}})
    original = config(world).read_bytes()
    with open_world(world) as server:
        answer = schedule(server, set_key(server))
        assert (answer["registered"], answer["task"]) == (False, None)
        assert "no ScheduledTasks module" in str(answer["why"])
        run_alone(world, f"& '{answer['file']}'")
        assert debts(server)[0]["outcome"] == "returned"
    assert config(world).read_bytes() == original


@pytest.fixture(scope="module")
def still(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[World, Session, dict[str, JsonValue]]]:
    """A server for refusals, with the record of a key that is set."""
    world = changed_world(tmp_path_factory.mktemp("still"), {"files": []})
    with open_world(world) as session:
        yield world, session, set_key(session)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"AfterHours": 0}, "an hour at least"),
        ({"DebtId": "..\\..\\x"}, "not the id of a debt"),
        ({"DebtId": "'; throw 1 #"}, "not the id of a debt"),
        ({"Record": {"path": "C:\\Windows\\win.ini", "key": "x"}}, "this server has"),
    ],
)
def test_what_cannot_be_meant_is_refused(still: tuple[World, Session, dict[str, JsonValue]], changes: dict[str, Given], says: str) -> None:
    """Ids become file names and task names, records name files: both are checked before anything is made."""
    world, server, record = still
    values: dict[str, Given] = {"Record": dict(record), "AfterHours": 4, "DebtId": "D-7", "What": "x", **changes}
    assert says in server.ask("change/schedule_key_return", values).fault
    assert not place_of(world.root, DEBTS).exists()
