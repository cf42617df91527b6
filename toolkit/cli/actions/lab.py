"""List the lab's scenarios."""

from importlib.resources.abc import Traversable

from toolkit.cli.options import Settings
from toolkit.cli.printing import open_console
from toolkit.documents.json import scenarios_object
from toolkit.documents.playbook_pages import scenarios_page
from toolkit.lab.scenarios import WORLD, shipped_scenarios
from toolkit.lab.world_file import read_world_file
from toolkit.shells.session_file import SESSION, read_recording


def list_all(settings: Settings) -> None:
    """Print all scenarios: those with recorded answers and those that only a real PowerShell plays.

    Raises:
        RecordingInvalid: one of them is wrong.
    """
    folders = sorted(shipped_scenarios().iterdir(), key=lambda folder: folder.name)
    found = [(folder.name, _read_title(folder)) for folder in folders if _is_scenario(folder)]
    open_console(settings).result(scenarios_page(found), scenarios_object(found))


def _is_scenario(folder: Traversable) -> bool:
    return any((folder / name).is_file() for name in (SESSION, WORLD))


def _read_title(folder: Traversable) -> str:
    if (folder / SESSION).is_file():
        return read_recording(folder).about.title
    return str(read_world_file(folder).row.get("title", ""))
