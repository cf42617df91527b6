"""Everything that playbooks may name, put together from the rooms that know it."""

from collections.abc import Sequence

from toolkit.analysis.questions import QUESTIONS
from toolkit.catalog.library import find_playbook, load_all
from toolkit.model.playbook import Playbook
from toolkit.model.vocabulary import Vocabulary
from toolkit.parsing.readers import CONTACT_PREFIX, PLAYBOOK_READERS
from toolkit.rendering.shelf import SHIPPED_SHELF, TemplateShelf


def vocabulary_of(shelf: TemplateShelf) -> Vocabulary:
    """Return these templates with all readers and questions, but not those of the self-test, which run only there.

    Raises:
        TemplateInvalid: a template breaks a rule.
    """
    names = [name for name in shelf.names() if not name.rpartition("/")[2].startswith(CONTACT_PREFIX)]
    return Vocabulary({name: shelf.load(name).facts for name in names}, PLAYBOOK_READERS, QUESTIONS)


def shipped_vocabulary() -> Vocabulary:
    """Return the shipped templates, readers and questions.

    Raises:
        TemplateInvalid: a shipped template breaks a rule.
    """
    return vocabulary_of(SHIPPED_SHELF)


def load_playbooks() -> Sequence[Playbook]:
    """Return all shipped playbooks.

    Raises:
        PlaybookInvalid: one of them is wrong.
    """
    return load_all(shipped_vocabulary())


def load_playbook(playbook_id: str) -> Playbook:
    """Return one shipped playbook.

    Raises:
        PlaybookUnknown: there is none of this id.
        PlaybookInvalid: it is wrong.
    """
    return find_playbook(playbook_id, shipped_vocabulary())
