"""A first contact as a page for the person at the terminal, and as a capsule without names that can be given away."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from toolkit.documents.blocks import Block, Facts, Heading, Items, Page, Paragraph, Row, Section
from toolkit.documents.json import VERSION, JsonObject, to_json
from toolkit.documents.text import Text, plain, strong
from toolkit.model.first_contact import Blind, ContactAnswer, ContactHead, Look, Value
from toolkit.model.json_value import JsonValue

CONTAINS = (
    "the day, versions of exkit, Exchange, Windows and PowerShell, kind of login, whether the connection was HTTPS",
    "for each question true or false, numbers, words of closed sets and versions",
    "no name of a host, domain, user, group, database, file or folder; no address, no SID, no text of the server",
)
"""What a capsule says of itself."""


@dataclass(frozen=True, slots=True)
class ContactPage:
    """What the page shows.

    Attributes:
        host: the server, as it was named.
        head: versions and way.
        answers: to all questions.
        failures: what went wrong with a look.
        file: where the capsule is; empty when it was not written.
    """

    host: str
    head: ContactHead
    answers: Sequence[ContactAnswer]
    failures: Sequence[str]
    file: str


def contact_page(shown: ContactPage) -> Page:
    """Return every question with what the server says; what was expected stands where it is different."""
    rows = tuple(Row(answer.question.id, _lines(answer)) for answer in shown.answers)
    head = Section((Heading(plain(f"FIRST CONTACT  {shown.host}"), level=1), Facts(rows)))
    return Page(f"First contact {shown.host}", (head, *_failures(shown), Section(tuple(_end(shown)))))


def _lines(answer: ContactAnswer) -> tuple[Text, ...]:
    question, judged = answer.question, answer.judged
    says = judged.says if isinstance(judged, Blind) else _say(judged.values)
    lines: tuple[Text, ...] = (plain(question.asks), (*strong(answer.look.value), *plain(f"  {says}")))
    if answer.look is not Look.DIFFERENT:
        return lines
    return (*lines, plain(f"expected: {question.expects}"), plain(f"matters: {question.matters}"))


def _say(values: Mapping[str, Value]) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {_word(value)}" for name, value in values.items())


def _word(value: Value) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _failures(shown: ContactPage) -> tuple[Section, ...]:
    if not shown.failures:
        return ()
    return (Section((Heading(plain("Looks that failed")), Items(tuple(plain(line) for line in shown.failures)))),)


def _end(shown: ContactPage) -> list[Block]:
    counts = Counter(answer.look for answer in shown.answers)
    numbers = ", ".join(f"{counts[look]} {look.value}" for look in Look)
    where = f"The capsule is {shown.file}" if shown.file else "With -o FILE.json it is kept as a capsule"
    return [
        Paragraph(plain(f"{len(shown.answers)} questions: {numbers}.")),
        Paragraph(plain(f"Nothing on {shown.host} was changed; the folders of the runs are in %ProgramData%\\exkit.")),
        Paragraph(plain(f"{where}. It holds no names, and nothing was sent: giving it away is your decision. It contains:")),
        Items(tuple(plain(line) for line in CONTAINS)),
    ]


def capsule_object(head: ContactHead, answers: Sequence[ContactAnswer]) -> JsonObject:
    """Return the capsule; its form is docs/reference/first-contact.schema.json."""
    content = to_json(head)
    assert isinstance(content, dict), "heads are dataclasses"
    return {"v": VERSION, "kind": "first_contact", **content, "contains": list(CONTAINS), "answers": [_answer(one) for one in answers]}


def _answer(answer: ContactAnswer) -> JsonValue:
    judged, question = answer.judged, answer.question
    why, values = (judged.word, {}) if isinstance(judged, Blind) else ("", to_json(judged.values))
    return {
        "id": question.id,
        "asks": question.asks,
        "expects": question.expects,
        "matters": question.matters,
        "look": answer.look.value,
        "why": why,
        "values": values,
    }
