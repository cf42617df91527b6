"""What a user's own server is asked, because only a real one can tell (docs/reference/powershell-compatibility.md)."""

from functools import cache

from toolkit.knowledge.tables import load_table
from toolkit.model.first_contact import Question


@cache
def contact_questions() -> tuple[Question, ...]:
    """Return all questions, in the order in which people read them."""
    return load_table("first_contact", "questions", Question)
