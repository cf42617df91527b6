"""Places on the operator's machine."""

import platform
from collections.abc import Mapping
from pathlib import Path


def runs_home(environment: Mapping[str, str]) -> Path:
    """Return where run folders are kept when the person names no other place.

    Args:
        environment: of the process; only the places that the system itself defines are read.
    """
    return _data_home(environment) / "runs"


def checks_home(environment: Mapping[str, str]) -> Path:
    """Return where results of the compiler are kept."""
    return _data_home(environment) / "checks"


def _data_home(environment: Mapping[str, str]) -> Path:
    home = Path.home()
    places = {
        "Windows": Path(environment.get("LOCALAPPDATA", home / "AppData" / "Local")),
        "Darwin": home / "Library" / "Application Support",
    }
    return places.get(platform.system(), Path(environment.get("XDG_DATA_HOME", home / ".local" / "share"))) / "exkit"


def hosts_file(environment: Mapping[str, str]) -> Path:
    """Return the person's own file of servers; never one of the current folder."""
    return runs_home(environment).parent / "hosts.toml"
