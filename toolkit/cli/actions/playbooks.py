"""List playbooks, show one, print the schema of their files."""

from toolkit.catalog.library import editor_schema
from toolkit.cli.options import Settings
from toolkit.cli.printing import open_console
from toolkit.cli.vocabulary import load_playbook, load_playbooks
from toolkit.documents.json import playbook_object, playbooks_object
from toolkit.documents.playbook_pages import playbook_show, playbooks_list


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


def print_editor_schema(settings: Settings) -> None:
    """Print the JSON Schema of playbook files."""
    open_console(settings).out.write(editor_schema())
