"""All questions by name; what playbooks write behind ``question:`` and ``gate:``."""

from collections.abc import Mapping
from types import MappingProxyType

from toolkit.analysis import key_questions, pressure_questions, room_questions, transport_questions
from toolkit.model.facts import Question

_ALL = (
    pressure_questions.WHO_SAID_IT,
    pressure_questions.RESOURCE,
    pressure_questions.PRESSURE_LOW,
    room_questions.OLD_LOGS_ENOUGH,
    room_questions.ARCHIVE_SAFE,
    room_questions.QUEUE_HOME_SAFE,
    room_questions.SETUP_QUIET,
    room_questions.FEW_MESSAGES_WAIT,
    room_questions.SIBLING_CARRIES_MAIL,
    key_questions.ARCHIVE_WANTED,
    key_questions.QUEUE_MOVE_WANTED,
    key_questions.KEY_WANTED,
    key_questions.KEY_DOCUMENTED,
    key_questions.UNDOCUMENTED_ACCEPTED,
    key_questions.KEY_ALLOWED,
    key_questions.KEY_IN_EFFECT,
    key_questions.KEY_RETURNED,
    transport_questions.SERVICE_RUNS,
    transport_questions.COMPONENTS_ACTIVE,
    transport_questions.ACCEPTS_MAIL,
    transport_questions.QUEUES_DRAIN,
    transport_questions.QUEUE_WHOLE,
)

QUESTIONS: Mapping[str, Question] = MappingProxyType({question.name: question for question in _ALL})
"""Every question that a playbook may ask."""


_HEAD = """\
# Questions

What a playbook may ask behind `question:` and `gate:`. Every question also has the answer `unknown`: something could not be
seen. It never opens a gate. `needs` are readers that must have been asked before. Generated from
`toolkit/analysis/questions.py`; a test keeps it fresh.

To add one: write a function from facts to a conclusion beside its kin in `toolkit/analysis/`, wrap it with `question(...)`,
list it in `questions.py`, write this page anew.

| question | asks | answers | needs |
|---|---|---|---|"""


def questions_page() -> str:
    """Return ``docs/reference/questions.md``: the table of all questions, for people who write playbooks."""
    lines = [_HEAD]
    for question in _ALL:
        answers = "<br>".join(f"`{answer}` {meaning}" for answer, meaning in question.answers.items())
        needs = " ".join(f"`{need}`" for need in question.needs)
        lines.append(f"| `{question.name}` | {question.asks} | {answers} | {needs} |")
    return "\n".join(lines) + "\n"
