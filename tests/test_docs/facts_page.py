"""``docs/reference/facts.md``: what readers make of answers, and what answers to questions offer; for people who write playbooks."""

from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass
from typing import get_args, get_origin, get_type_hints

from toolkit.analysis.questions import QUESTIONS
from toolkit.parsing.readers import PLAYBOOK_READERS

_HEAD = """\
# Facts

What a playbook may write behind `fact:` and `answer:`. Written by `make docs` from `toolkit/parsing/readers.py` and
`toolkit/analysis/questions.py`; a test keeps it fresh.

A step that sends a script makes the fact that is named like its template (`observe/volumes` makes `volumes`), or the one that
`reads` names. A fact that could not be read is unknown, and so is every field of it. Lists of objects are for questions; they
cannot stand in a script and are not listed.
"""


def facts_page() -> str:
    """Return the page."""
    return "\n".join([_HEAD, *_facts(), "", *_offers()]) + "\n"


def _facts() -> Iterator[str]:
    yield from ("## Fields of facts", "", "`fact:READER.FIELD`", "", "| reader | tells | fields |", "|---|---|---|")
    for reader in PLAYBOOK_READERS.values():
        yield f"| `{reader.name}` | {', '.join(reader.shows)} | {' '.join(f'`{name}`' for name in _fields(reader.kind))} |"


def _fields(kind: type) -> Iterator[str]:
    """The names of what can stand in a script; those of an object inside with the object's name before them."""
    for name, hint in get_type_hints(kind).items():
        if is_dataclass(hint) and isinstance(hint, type):
            yield from (f"{name}.{inner}" for inner in _fields(hint))
        elif _can_be_given(hint):
            yield name


def _can_be_given(hint: object) -> bool:
    if get_origin(hint) is tuple:
        return get_args(hint)[0] is str
    return get_origin(hint) is Mapping or not any(is_dataclass(part) for part in (hint, *get_args(hint)))


def _offers() -> Iterator[str]:
    yield from ("## Values that answers bring along", "")
    yield from ("`answer:STEP.NAME`; STEP is the decide step that asked the question.", "", "| question | names |", "|---|---|")
    for question in QUESTIONS.values():
        if question.offers:
            yield f"| `{question.name}` | {' '.join(f'`{name}`' for name in question.offers)} |"
