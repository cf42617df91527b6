"""List playbooks, show or check one, print the schema of their files."""

from pathlib import Path

from toolkit.catalog.library import editor_schema, read_sources
from toolkit.catalog.loading import load_playbook as load_sources
from toolkit.cli.options import Settings
from toolkit.cli.printing import open_console
from toolkit.cli.vocabulary import load_playbook, load_playbooks, shipped_vocabulary
from toolkit.documents.json import playbook_object, playbooks_object
from toolkit.documents.playbook_pages import playbook_show, playbooks_list
from toolkit.errors import NOTHING_READ, UsageError


def list_all(settings: Settings) -> None:
    """Print all shipped playbooks.

    Raises:
        PlaybookInvalid: one of them is wrong.
    """
    found = load_playbooks()
    open_console(settings).result(playbooks_list(found), playbooks_object(found))


def show_one(settings: Settings, playbook_id: str) -> None:
    """Print one shipped playbook.

    Raises:
        PlaybookUnknown: there is none of this id.
        PlaybookInvalid: it is wrong.
    """
    found = load_playbook(playbook_id)
    open_console(settings).result(playbook_show(found), playbook_object(found))


def check_file(settings: Settings, file: str) -> None:
    """Print the playbook that a file holds, its words in ``texts`` beside it; all shipped ones when no file is named.

    Raises:
        UsageError: there is no such file.
        PlaybookInvalid: it breaks rules; all of them are listed.
    """
    if not file:
        list_all(settings)
        return
    path = Path(file)
    if not path.is_file():
        raise UsageError(
            f"there is no file {file}", why="A playbook is a .yml file.", do=("exkit playbooks check --help",), state=NOTHING_READ
        )
    found = load_sources(read_sources(path.parent, path.stem, "en"), shipped_vocabulary())
    open_console(settings).result(playbook_show(found), playbook_object(found))


def print_editor_schema(settings: Settings) -> None:
    """Print the JSON Schema of playbook files."""
    open_console(settings).out.write(editor_schema())
