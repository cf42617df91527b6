"""``world.json``: what a simulated server has, as the author of a scenario writes it."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from typing import Any, TypedDict

from toolkit.errors import RecordingInvalid
from toolkit.knowledge.cmdlets import Host
from toolkit.model.exchange import ExchangeVersion
from toolkit.model.json_value import JsonValue


class FileRow(TypedDict, total=False):
    """A file, or a series of files that grow older by a day each.

    ``path`` with ``{n}`` for the number in a series; ``bytes`` makes a hole of this size, ``text`` is the content,
    ``copy`` a file beside ``world.json``; ``age_days`` of the youngest; ``count`` of a series; ``link`` the target of a link.
    """

    path: str
    bytes: int
    text: str
    copy: str
    age_days: int
    count: int
    link: str


class VolumeRow(TypedDict):
    """A volume; sizes in bytes, ``mount_point`` with a backslash at its end."""

    mount_point: str
    device: str
    label: str
    file_system: str
    capacity_bytes: int
    free_bytes: int
    block_bytes: int


class _ExchangeRow(TypedDict):
    build: str
    install_path: str
    roles: list[str]


class _WindowsRow(TypedDict):
    version: str
    release: str
    powershell: str


class WorldRow(TypedDict, total=False):
    """The whole file; the keys that are not named here go into the state as they are.

    ``like`` names the scenario beside it whose keys hold where this file has none.
    """

    title: str
    computer: str
    domain: str
    domain_joined: bool
    exchange: _ExchangeRow
    windows: _WindowsRow
    volumes: list[VolumeRow]
    files: list[FileRow]
    config_keys: dict[str, str]
    config_bom: bool
    registry: dict[str, dict[str, JsonValue]]
    services: dict[str, dict[str, JsonValue]]
    events: list[dict[str, JsonValue]]
    components: dict[str, object]
    servers: list[dict[str, JsonValue]]


_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")
_REQUIRED = ("title", "computer", "domain", "exchange", "windows", "volumes")


@dataclass(frozen=True, slots=True)
class WorldFile:
    """A ``world.json`` that holds what is needed.

    Attributes:
        folder: where it lies; files to copy lie beside it.
        row: its content.
        version: of Exchange, from the build.
    """

    folder: Traversable
    row: WorldRow
    version: ExchangeVersion

    @property
    def generation(self) -> str:
        """``v15``, or ``v14`` for Exchange 2010: the name of its registry keys."""
        return "v14" if self.version is ExchangeVersion.E2010 else "v15"

    @property
    def fqdn(self) -> str:
        """Full name of the server."""
        return f"{self.row['computer']}.{self.row['domain']}"

    @property
    def is_edge(self) -> bool:
        """Whether it is an Edge Transport server."""
        return "EdgeTransportRole" in self.row["exchange"]["roles"]

    @property
    def host(self) -> Host:
        """The versions that decide which cmdlets it has."""
        windows = self.row["windows"]
        return Host(self.version, windows["release"], windows["powershell"])

    @property
    def drives(self) -> tuple[str, ...]:
        """Letters of its drives, sorted."""
        return tuple(sorted({volume["mount_point"][0] for volume in self.row["volumes"]}))


def read_world_file(folder: Traversable) -> WorldFile:
    """Return the ``world.json`` of a scenario folder.

    Raises:
        RecordingInvalid: it is missing, is no JSON, or lacks something; all of that is listed.
    """
    file = folder / "world.json"
    if not file.is_file():
        raise _invalid(folder, ["there is no world.json"])
    row = _read_row(folder)
    problems = list(_problems_of(row))
    if problems:
        raise _invalid(folder, problems)
    version = ExchangeVersion.of_build(row["exchange"]["build"])
    if version is None:
        raise _invalid(folder, [f"world.json: no Exchange version has the build {row['exchange']['build']}"])
    return WorldFile(folder, row, version)


def _read_row(folder: Traversable) -> Any:  # JSON, until it is checked
    """Return the file's content; with ``like`` it is that of the scenario beside it, with the keys that are given put in its place.

    A name, not a path: it cannot lead out of the folder of scenarios.
    """
    try:
        row = json.loads((folder / "world.json").read_text(encoding="utf-8"))
    except ValueError as fault:
        raise _invalid(folder, [f"world.json: {fault}"]) from fault
    like = row.pop("like", "") if isinstance(row, dict) else ""
    if not like:
        return row
    base = folder / ".." / like
    if not _NAME.fullmatch(like) or not (base / "world.json").is_file():
        raise _invalid(folder, [f"world.json: there is no scenario {like} beside it"])
    original = json.loads((base / "world.json").read_text(encoding="utf-8"))
    if "like" in original:
        raise _invalid(folder, [f"world.json: {like} is itself like another one; name that one"])
    return {**original, **row}


def _problems_of(row: object) -> list[str]:
    if not isinstance(row, Mapping):
        return ["world.json: an object is needed"]
    missing = [f"world.json: '{key}' is missing" for key in _REQUIRED if key not in row]
    if missing:
        return missing
    return [f"world.json: volume {at} has no mount point" for at, volume in enumerate(row["volumes"], 1) if not volume.get("mount_point")]


def _invalid(folder: Traversable, problems: list[str]) -> RecordingInvalid:
    return RecordingInvalid(f"the scenario {folder.name} is no world to run in", problems=problems, do=("exkit lab list",))
