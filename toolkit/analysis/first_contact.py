"""From the looks of a first contact to an answer for each question."""

from toolkit.analysis.contact_sessions import SESSION_JUDGES
from toolkit.analysis.contact_systems import SYSTEM_JUDGES
from toolkit.analysis.contact_ways import WAY_JUDGES
from toolkit.knowledge.first_contact import contact_questions
from toolkit.model.contact_looks import FirstContact
from toolkit.model.first_contact import ContactAnswer

JUDGES = {**WAY_JUDGES, **SESSION_JUDGES, **SYSTEM_JUDGES}
"""What answers each question."""


def judge_contact(contact: FirstContact) -> tuple[ContactAnswer, ...]:
    """Return the answer to every question, in the order of the questions."""
    return tuple(ContactAnswer(question, JUDGES[question.id](contact)) for question in contact_questions())
