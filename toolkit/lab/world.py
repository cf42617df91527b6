"""A simulated Windows and Exchange server that a PowerShell 7 can run in: folders, state and stand-in cmdlets."""

import json
import re
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType

import toolkit
from toolkit.lab.stand_ins import choose_cmdlets, write_stand_in
from toolkit.lab.world_file import WorldFile, read_world_file
from toolkit.lab.world_tree import make_tree, measure_files, registry_of

_HANDLER = re.compile(r"^\$Handlers\['([A-Za-z-]+)'\]", re.MULTILINE)
_TASK_PARTS = ("New-ScheduledTaskAction", "New-ScheduledTaskPrincipal", "New-ScheduledTaskSettingsSet")
_NOT_ON_EDGE = frozenset({"Get-MailboxServer", "Get-MailboxDatabase", "Get-DatabaseAvailabilityGroup"})
"""The documentation knows no roles; an Edge server has no mailboxes and is in no DAG (domain reference §7.1)."""
_COMPONENTS = (
    "ServerWideOffline",
    "HubTransport",
    "FrontendTransport",
    "EdgeTransport",
    "Monitoring",
    "RecoveryActionsEnabled",
    "MailboxDeliveryProxy",
)


@dataclass(frozen=True, slots=True)
class World:
    """A prepared server.

    Attributes:
        root: folder that holds it: ``C``, ``D``, ``HKLM``, ``trap``, ``state.json``.
        prelude: PowerShell text to run before the first script; it loads the stand-ins.
        environment: variables of the PowerShell process; paths are this machine's, because the agent uses them before the prelude.
    """

    root: Path
    prelude: str
    environment: Mapping[str, str]


def find_captures() -> Path | None:
    """Return the folder of objects captured from a real server, ``../shared`` beside a checkout; None where there is none."""
    folder = Path(toolkit.__file__).parents[2] / "shared" / "exchange-objects" / "E16"
    return folder if folder.is_dir() else None


def prepare_world(scenario_folder: Traversable, root: Path, captures: Path | None = None) -> World:
    """Build the server of a scenario's ``world.json`` below ``root``, which must be empty or missing.

    Args:
        scenario_folder: holds ``world.json``.
        root: where to build; an absolute path.
        captures: folder of captured objects (:func:`find_captures`); the product's own small ones are used without it.

    Raises:
        RecordingInvalid: the file is missing or incomplete.
    """
    world = read_world_file(scenario_folder)
    root.mkdir(parents=True, exist_ok=True)
    now_s = time.time()
    make_tree(world, root, now_s)
    _copy_module(world, root / "lab")
    state = _first_state(world, root, captures, datetime.fromtimestamp(now_s, UTC))
    (root / "state.json").write_text(json.dumps(state, ensure_ascii=False, indent=1), encoding="utf-8")
    return _world_at(root, world.row["computer"])


def open_world(root: Path) -> World:
    """Return a world that was prepared before, as it was left.

    Raises:
        OSError: there is none in this folder.
    """
    state = json.loads((root / "state.json").read_text(encoding="utf-8"))
    return _world_at(root, state["environment"]["COMPUTERNAME"])


def _world_at(root: Path, computer: str) -> World:
    module = str(root / "lab" / "ExkitLab.psm1").replace("'", "''")
    folder = str(root).replace("'", "''")
    prelude = f"Import-Module -Name '{module}' -ArgumentList '{folder}' -DisableNameChecking"
    environment = {"ProgramData": str(root / "C" / "ProgramData"), "COMPUTERNAME": computer}
    return World(root, prelude, MappingProxyType(environment))


def _copy_module(world: WorldFile, place: Path) -> None:
    """Write the module beside the world, also when the package lies in a zip, and its stand-ins for this server."""
    (place / "objects").mkdir(parents=True)
    source = files("toolkit.lab")
    texts = {entry.name: entry.read_text(encoding="utf-8") for entry in (source / "powershell").iterdir() if entry.is_file()}
    for entry in (source / "objects").iterdir():
        (place / "objects" / entry.name).write_text(entry.read_text(encoding="utf-8"), encoding="utf-8")
    for name, text in texts.items():
        (place / name).write_text(text, encoding="utf-8")
    _write_stand_ins(world, place, {*_TASK_PARTS, *(name for text in texts.values() for name in _HANDLER.findall(text))})


def _write_stand_ins(world: WorldFile, place: Path, names: Iterable[str]) -> None:
    cmdlets = choose_cmdlets(sorted(names), world.host)
    windows = [cmdlet for cmdlet in cmdlets if cmdlet.book != "exchange"]
    exchange = [cmdlet for cmdlet in cmdlets if cmdlet.book == "exchange" and not (world.is_edge and cmdlet.name in _NOT_ON_EDGE)]
    listing = ", ".join(f"'{cmdlet.name}'" for cmdlet in windows)
    text = f"$WindowsStandIns = @({listing})\n" + "".join(map(write_stand_in, windows))
    (place / "windows_cmdlets.ps1").write_text(text, encoding="utf-8")
    (place / "exchange_cmdlets.psm1").write_text("".join(map(write_stand_in, exchange)), encoding="utf-8")


def _first_state(world: WorldFile, root: Path, captures: Path | None, now: datetime) -> dict[str, object]:
    row = world.row
    used = measure_files(world, root)
    volumes = [{**volume, "files_bytes": used[volume["mount_point"]]} for volume in row["volumes"]]
    defaults: dict[str, object] = {
        "meters": {},
        "queues": [],
        "databases": [],
        "dag": None,
        "processes": [],
        "access": {},
        "tools": {},
        "tasks": {},
        "exchange_shell": "ok",
        "diagnostics": "ok",
        "domain_joined": not world.is_edge,
    }
    given = {key: value for key, value in row.items() if key not in {"files", "volumes", "registry", "config_keys", "config_bom"}}
    made = {
        "fqdn": world.fqdn,
        "drives": list(world.drives),
        "volumes": volumes,
        "registry": registry_of(world),
        "environment": _environment(world),
        "exchange": {**row["exchange"], "generation": world.generation},
        "components": _components(row.get("components", {}), now),
        "servers": [_sibling(server, row["domain"], now) for server in row.get("servers", [])],
        "services": row.get("services", {}),
        "events": [_dated(event, now) for event in row.get("events", [])],
        "objects": str(captures) if captures else None,
        "calls": [],
    }
    return {**defaults, **given, **made}


def _environment(world: WorldFile) -> dict[str, str]:
    return {
        "COMPUTERNAME": world.row["computer"],
        "USERDNSDOMAIN": world.row["domain"],
        "ProgramData": "C:\\ProgramData",
        "SystemDrive": "C:",
        "SystemRoot": "C:\\Windows",
        "ExchangeInstallPath": world.row["exchange"]["install_path"],
    }


def _components(given: Mapping[str, object], now: datetime) -> dict[str, object]:
    """Return the component states; one that is not named is active, and nobody holds it otherwise."""
    states: dict[str, object] = {name: {"state": "Active", "requesters": []} for name in _COMPONENTS}
    for name, value in given.items():
        requesters = [{"requester": "Maintenance", "state": value, "at": now.isoformat()}]
        states[name] = {"state": value, "requesters": requesters} if isinstance(value, str) else value
    return states


def _sibling(server: Mapping[str, object], domain: str, now: datetime) -> dict[str, object]:
    components = server.get("components", {})
    return {
        "fqdn": f"{server['name']}.{domain}",
        "diagnostics": "ok",
        **server,
        "components": _components(components if isinstance(components, Mapping) else {}, now),
    }


def _dated(event: Mapping[str, object], now: datetime) -> dict[str, object]:
    """Return the event with the time that its ``minutes_ago`` means."""
    minutes = event.get("minutes_ago", 0)
    at = now - timedelta(minutes=minutes if isinstance(minutes, int) else 0)
    return {"log": "Application", "properties": [], **event, "at": at.isoformat()}
