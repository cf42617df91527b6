"""List playbooks, show one, print the schema of their files."""

from toolkit.catalog.library import editor_schema
from toolkit.cli.content import open_content
from toolkit.cli.content_options import ContentChoice
from toolkit.cli.options import Settings
from toolkit.cli.printing import open_console
from toolkit.documents.json import playbook_object, playbooks_object
from toolkit.documents.playbook_pages import playbook_show, playbooks_list


def list_all(settings: Settings, content: ContentChoice) -> None:
    """Print all playbooks.

    Raises:
        PlaybookInvalid: one of them is wrong.
    """
    found = open_content(content).load_playbooks()
    open_console(settings).result(playbooks_list(found), playbooks_object(found))


def show_one(settings: Settings, playbook_id: str, content: ContentChoice) -> None:
    """Print one playbook.

    Raises:
        PlaybookUnknown: there is none of this id.
        PlaybookInvalid: it is wrong.
    """
    found = open_content(content).find_playbook(playbook_id)
    open_console(settings).result(playbook_show(found), playbook_object(found))


def print_editor_schema(settings: Settings) -> None:
    """Print the JSON Schema of playbook files."""
    open_console(settings).out.write(editor_schema())
