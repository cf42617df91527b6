"""The folders of a simulated server: drives, files with sizes and ages, registry keys to look for."""

import os
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from toolkit.lab.world_file import FileRow, VolumeRow, WorldFile

_DAY_S = 86_400
_TREE = {
    "Bin": ("RemoteExchange.ps1", "Exchange.ps1", "exShell.psc1"),
    "Scripts": ("Move-TransportDatabase.ps1",),
}
_QUEUE_FILES = {"mail.que": 64, "trn.chk": 8, "Trn.log": 5120, "Trn00000001.log": 5120, "Trnres00001.jrs": 5120, "Trnres00002.jrs": 5120}
"""Files of the queue database with their size in KiB (Microsoft: relocate-queue-database.md)."""


def make_tree(world: WorldFile, root: Path, now_s: float) -> None:
    """Write all folders and files of ``world`` below ``root``; ages count back from ``now_s`` (seconds since 1970)."""
    for drive in world.drives:
        (root / drive / "ProgramData").mkdir(parents=True, exist_ok=True)
    (root / "trap").mkdir()
    for key in registry_of(world):
        (root / "HKLM" / key.removeprefix("HKLM:\\").replace("\\", "/")).mkdir(parents=True, exist_ok=True)
    _install_exchange(world, root)
    for row in world.row.get("files", []):
        for single in _series(row):
            _write_file(world, root, single, now_s)


def place_of(root: Path, windows_path: str) -> Path:
    r"""Return where ``C:\folder\file`` lies on this machine."""
    drive, _, rest = windows_path.partition(":\\")
    return root.joinpath(drive, *[part for part in rest.split("\\") if part])


def registry_of(world: WorldFile) -> dict[str, dict[str, object]]:
    """Return the registry: Setup, roles, services and network as Windows has them, and what the scenario adds."""
    exchange = world.row["exchange"]
    top = f"HKLM:\\SOFTWARE\\Microsoft\\ExchangeServer\\{world.generation}"
    names = ("MsiProductMajor", "MsiProductMinor", "MsiBuildMajor", "MsiBuildMinor")
    numbers = dict(zip(names, map(int, exchange["build"].split(".")), strict=True))
    network = {"Hostname": world.row["computer"], "Domain": world.row["domain"]}
    keys: dict[str, dict[str, object]] = {
        f"{top}\\Setup": {"MsiInstallPath": exchange["install_path"], **numbers},
        "HKLM:\\SYSTEM\\CurrentControlSet\\Services\\Tcpip\\Parameters": dict(network),
    }
    keys.update({f"{top}\\{role}": {"ConfiguredVersion": exchange["build"]} for role in exchange["roles"]})
    for name, service in world.row.get("services", {}).items():
        keys[f"HKLM:\\SYSTEM\\CurrentControlSet\\Services\\{name}"] = {"Start": service["start"]}
    keys.update({key: dict(values) for key, values in world.row.get("registry", {}).items()})
    return keys


def measure_files(world: WorldFile, root: Path) -> dict[str, int]:
    """Return the bytes of the files on each volume, by mount point; the longest mount point that fits holds a file."""
    sums = dict.fromkeys((volume["mount_point"] for volume in world.row["volumes"]), 0)
    for drive in world.drives:
        for folder, _, names in os.walk(root / drive):
            for name in names:
                path = Path(folder) / name
                if not path.is_symlink():
                    sums[_volume_of(world.row["volumes"], root, path)] += path.stat().st_size
    return sums


def _volume_of(volumes: list[VolumeRow], root: Path, path: Path) -> str:
    relative = path.relative_to(root)
    windows = f"{relative.parts[0]}:\\" + "\\".join(relative.parts[1:])
    fitting = [volume["mount_point"] for volume in volumes if windows.lower().startswith(volume["mount_point"].lower())]
    return max(fitting, key=len)


def _install_exchange(world: WorldFile, root: Path) -> None:
    tree = files("toolkit.lab") / "powershell" / "tree"
    install = place_of(root, world.row["exchange"]["install_path"])
    for folder, names in _TREE.items():
        (install / folder).mkdir(parents=True)
        for name in names:
            (install / folder / name).write_text((tree / name).read_text(encoding="utf-8"), encoding="utf-8")
    (install / "Logging").mkdir()
    _write_config(world, install, (tree / "EdgeTransport.exe.config").read_text(encoding="utf-8"))
    queue = install / "TransportRoles" / "data" / "Queue"
    queue.mkdir(parents=True)
    for name, kib in _QUEUE_FILES.items():
        _make_hole(queue / name, kib * 1024)
    if not world.is_edge:
        place = place_of(root, "C:\\Windows\\System32\\inetsrv\\config")
        place.mkdir(parents=True)
        text = (tree / "applicationHost.config").read_text(encoding="utf-8")
        (place / "applicationHost.config").write_text(text, encoding="utf-8")


def _write_config(world: WorldFile, install: Path, text: str) -> None:
    """Write EdgeTransport.exe.config with CRLF, with the byte order mark and the keys that the scenario asks for."""
    keys = world.row.get("config_keys", {})
    lines = "".join(f'    <add key="{key}" value="{value}" />\n' for key, value in keys.items())
    text = text.replace("{install}", world.row["exchange"]["install_path"]).replace("  </appSettings>", f"{lines}  </appSettings>")
    encoding = "utf-8-sig" if world.row.get("config_bom", True) else "utf-8"
    (install / "Bin" / "EdgeTransport.exe.config").write_bytes(text.replace("\n", "\r\n").encode(encoding))


def _series(row: FileRow) -> Iterator[FileRow]:
    for number in range(row.get("count", 1)):
        single: FileRow = {**row, "path": row["path"].replace("{n}", f"{number:06d}"), "age_days": row.get("age_days", 0) + number}
        yield single


def _write_file(world: WorldFile, root: Path, row: FileRow, now_s: float) -> None:
    path = place_of(root, row["path"])
    path.parent.mkdir(parents=True, exist_ok=True)
    if "link" in row:
        # relative, so that a world can be moved as a whole
        path.symlink_to(os.path.relpath(place_of(root, row["link"]), path.parent))
        return
    if "copy" in row:
        path.write_bytes((world.folder / row["copy"]).read_bytes())
    elif "text" in row:
        path.write_bytes(row["text"].encode())
    else:
        _make_hole(path, row.get("bytes", 0))
    time_s = now_s - row.get("age_days", 0) * _DAY_S
    os.utime(path, (time_s, time_s))


def _make_hole(path: Path, size_bytes: int) -> None:
    """Make a file that is as large as it says and takes no room."""
    with path.open("wb") as file:
        file.truncate(size_bytes)
