"""A prepared server on disk: folders, files with sizes and ages, registry, state."""

import json
from pathlib import Path

import pytest

from tests.test_lab.worlds import GIB, INSTALL, MIB, changed_world, read_state
from toolkit.lab.world import World
from toolkit.lab.world_tree import place_of


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """A server with a series of logs, a text, a link and a mount point."""
    rows = [
        {"path": "C:\\logs\\{n}.log", "count": 3, "bytes": 5 * MIB, "age_days": 2},
        {"path": "D:\\DB01 Logs\\E00.log", "bytes": MIB},
        {"path": "D:\\note.txt", "text": "Ж"},
        {"path": "C:\\link", "link": "D:\\note.txt"},
    ]
    return changed_world(tmp_path_factory.mktemp("world"), {"files": rows, "config_keys": {"A.Key": "1"}})


def test_files_have_size_and_age_and_take_no_room(world: World) -> None:
    """A series grows older by a day each; large files are holes."""
    paths = sorted(place_of(world.root, "C:\\logs").iterdir())
    assert [path.name for path in paths] == ["000000.log", "000001.log", "000002.log"]
    assert [round((paths[0].stat().st_mtime - path.stat().st_mtime) / 86_400) for path in paths] == [0, 1, 2]
    assert all(path.stat().st_size == 5 * MIB and path.stat().st_blocks == 0 for path in paths)


def test_each_volume_knows_the_bytes_below_its_mount_point(world: World) -> None:
    """A folder with a volume of its own does not count for the drive; a link has no bytes."""
    volumes = read_state(world)["volumes"]
    assert isinstance(volumes, list)
    sizes = {volume["mount_point"]: volume["files_bytes"] for volume in volumes}
    assert sizes["D:\\DB01 Logs\\"] == MIB
    assert sizes["D:\\"] == 2
    assert 15 * MIB < sizes["C:\\"] < GIB


def test_the_config_file_is_as_the_version_has_it(world: World) -> None:
    """CRLF, byte order mark, the scenario's own key, and the paths of this installation."""
    data = place_of(world.root, f"{INSTALL}Bin\\EdgeTransport.exe.config").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf<?xml")
    assert data.count(b"\n") == data.count(b"\r\n")
    assert b'    <add key="A.Key" value="1" />\r\n  </appSettings>' in data
    assert f'value="{INSTALL}TransportRoles\\data\\Queue"'.encode() in data


def test_registry_has_setup_roles_services_and_network(world: World) -> None:
    """What templates read without the Exchange shell."""
    registry = read_state(world)["registry"]
    assert isinstance(registry, dict)
    setup = registry["HKLM:\\SOFTWARE\\Microsoft\\ExchangeServer\\v15\\Setup"]
    assert (setup["MsiInstallPath"], setup["MsiBuildMajor"]) == (INSTALL, 2375)
    assert "HKLM:\\SOFTWARE\\Microsoft\\ExchangeServer\\v15\\MailboxRole" in registry
    assert registry["HKLM:\\SYSTEM\\CurrentControlSet\\Services\\MSExchangeTransport"] == {"Start": 2}


def test_the_environment_is_this_machines_until_the_module_is_loaded(world: World) -> None:
    """The agent opens its journal before the prelude: its path must be one that .NET can open."""
    assert Path(world.environment["ProgramData"]) == world.root / "C" / "ProgramData"
    assert world.prelude.startswith("Import-Module -Name '")
    state = read_state(world)
    assert isinstance(state["environment"], dict)
    assert state["environment"]["ProgramData"] == "C:\\ProgramData"


def test_stand_ins_are_those_of_the_version(tmp_path: Path) -> None:
    """Exchange 2010: no component states; an Edge server: no mailbox cmdlets."""
    old = {"exchange": {"build": "14.3.123.4", "install_path": INSTALL, "roles": ["HubTransportRole"]}}
    text = (changed_world(tmp_path / "a", {**old, "files": []}).root / "lab" / "exchange_cmdlets.psm1").read_text(encoding="utf-8")
    assert "function Get-TransportServer " in text
    assert "function Get-ServerComponentState " not in text
    edge = changed_world(tmp_path / "b", {}, base="back-pressure-2019-edge")
    text = (edge.root / "lab" / "exchange_cmdlets.psm1").read_text(encoding="utf-8")
    assert "function Get-ServerComponentState " in text
    assert "function Get-MailboxServer " not in text


def test_a_root_with_an_apostrophe_is_quoted(tmp_path: Path) -> None:
    """The prelude is PowerShell text; a path in it cannot end its quotes."""
    world = changed_world(tmp_path / "it's", {"files": []})
    assert world.prelude.count("it''s") == 2
    assert json.loads((world.root / "state.json").read_text(encoding="utf-8"))["computer"] == "EX01"
