"""List the lab's scenarios."""

from importlib.resources import files

from toolkit.cli.options import Settings
from toolkit.cli.printing import open_console
from toolkit.documents.json import scenarios_object
from toolkit.documents.playbook_pages import scenarios_page
from toolkit.lab.world_file import read_world_file


def list_all(settings: Settings) -> None:
    """Print all scenarios.

    Raises:
        RecordingInvalid: one of them is wrong.
    """
    folders = sorted((files("toolkit.lab") / "scenarios").iterdir(), key=lambda folder: folder.name)
    found = [(folder.name, str(read_world_file(folder).row.get("title", ""))) for folder in folders if folder.is_dir()]
    open_console(settings).result(scenarios_page(found), scenarios_object(found))
