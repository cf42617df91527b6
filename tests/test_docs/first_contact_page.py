"""``docs/reference/first-contact.md``: the questions of the self-test and the form of its capsule."""

from collections.abc import Iterator
from itertools import groupby

from toolkit.documents.first_contact import CONTAINS
from toolkit.knowledge.first_contact import contact_questions
from toolkit.model.first_contact import Blind, Question

_HEAD = """\
# First contact

What `exkit doctor --first-contact` asks a server, and the capsule that it writes with `-o`. Written by `make docs` from
`toolkit/knowledge/data/first_contact.json`; a test keeps it fresh.
Why these questions: [PowerShell compatibility](powershell-compatibility.md).
How it is done: [make a first contact](../how-to/first-contact.md).
"""
_PARTS = {
    "way": "The way to the agent, seen from here",
    "session": "PowerShell and .NET",
    "native": "Native programs",
    "rights": "Rights on files",
    "policies": "Policies",
    "winrm": "WinRM",
    "exchange": "The Exchange shell",
}
_CAPSULE = """\
## The capsule

One JSON object; its form is [first-contact.schema.json](first-contact.schema.json), which a test validates. `v` is the version of the form:
a field that disappears or changes its meaning raises it. `--json` prints the same object.

| field | meaning |
|---|---|
| `v`, `kind` | 1, `first_contact` |
| `made_on` | the day, UTC |
| `exkit`, `exchange`, `windows`, `powershell` | versions; empty where there is none, `other` for a text that is no version |
| `login`, `tls` | kind of login, whether the connection was HTTPS |
| `lab` | engine of the lab; empty on a real server |
| `contains` | what the capsule says of itself |
| `answers[].id`, `asks`, `expects`, `matters` | the question |
| `answers[].look` | `as expected`, `different` or `could not look` |
| `answers[].why` | why nobody could look: a word of the table below; else empty |
| `answers[].values` | what the server says, by name |

What it contains:
"""


def first_contact_page() -> str:
    """Return the page."""
    return "\n".join([_HEAD, *_questions(), _CAPSULE, *(f"* {line}" for line in CONTAINS), "", *_blind()]) + "\n"


def _questions() -> Iterator[str]:
    for about, questions in groupby(sorted(contact_questions(), key=_place), key=lambda question: question.about):
        yield from (f"## {_PARTS[about]}", "", "| id | question | expected | what depends on it |", "|---|---|---|---|")
        yield from (f"| `{one.id}` | {one.asks} | {one.expects} | {one.matters} |" for one in questions)
        yield ""


def _place(question: Question) -> int:
    return list(_PARTS).index(question.about)


def _blind() -> Iterator[str]:
    yield from ("Why nobody could look:", "", "| word | meaning |", "|---|---|")
    yield from (f"| `{blind.word}` | {blind.says} |" for blind in Blind)
