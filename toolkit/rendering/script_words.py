"""The words that say what a script does: places, calls, members, names."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise, zip_longest

from toolkit.rendering.script_tree import Node

BY_VALUE = ""
"""Stands for a name that only a value decides."""


@dataclass(frozen=True, slots=True)
class Where:
    """A place in a script.

    Attributes:
        line: from 1.
        function: name of the function around it; empty outside.
        in_loop: a ``break`` here ends a loop, or a ``switch``.
    """

    line: int
    function: str = ""
    in_loop: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """One word behind a command.

    Attributes:
        kind: ``parameter``, ``splat``, ``redirect``, or the grammar's name of a value, ``variable``.
        text: a parameter without its dash, a splat without ``@``, else as written.
        colon: the parameter is followed by a colon, so that the next word is its value.
        node: the piece itself.
    """

    kind: str
    text: str
    colon: bool
    node: Node


@dataclass(frozen=True, slots=True)
class Call:
    """A command.

    Attributes:
        name: as written; ``BY_VALUE`` when a value decides it.
        operator: ``&``, ``.`` or empty.
        words: behind the name, in order.
        piped: takes what the command before puts out.
        text: as written, on one line.
        where: place.
    """

    name: str
    operator: str
    words: tuple[Word, ...]
    piped: bool
    text: str
    where: Where


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a type or of a value.

    Attributes:
        type_name: of a static member, as written; None for one of a value.
        name: ``.ctor`` for a constructor; ``BY_VALUE`` when a value decides it.
        arguments: pieces between the brackets; None for a property.
        assigned: the property is set.
        target: what it is a member of, as written.
        operator: ``.`` or ``::``.
        text: the whole, as written, on one line, at most 120 characters.
        where: place.
    """

    type_name: str | None
    name: str
    arguments: tuple[Node, ...] | None
    assigned: bool
    target: str
    operator: str
    text: str
    where: Where


@dataclass(frozen=True, slots=True)
class Named:
    """A type, variable, text, way out, function or operator.

    Attributes:
        name: of the type as written, of the variable without ``$``, the text with its quotes, ``exit``, the operator.
        where: place.
        assigned: the variable is set here.
        node: the piece itself.
    """

    name: str
    where: Where
    assigned: bool
    node: Node


@dataclass(frozen=True, slots=True)
class Function:
    """A function that a script defines.

    Attributes:
        name: as written.
        parameters: without ``$``, in order.
        line: from 1.
    """

    name: str
    parameters: tuple[str, ...]
    line: int


def read_words(elements: Node) -> Iterator[Word]:
    """Yield the words behind a command; the brackets of a method call belong to the word before them."""
    called = {id(part) for part, _ in method_calls(elements)}
    for part, after in zip_longest(elements.parts, elements.parts[1:]):
        if part.kind == "command_parameter":
            colon = after is not None and after.kind == "command_argument_sep"
            yield Word("parameter", part.text[1:].rstrip(":"), colon, part)
        elif part.kind != "command_argument_sep" and id(part) not in called:
            yield _word(part)


def _word(part: Node) -> Word:
    if part.kind == "variable" and part.text.startswith("@"):
        return Word("splat", part.text[1:], colon=False, node=part)
    if part.kind in {"redirection", "stop_parsing"} or (part.kind == "generic_token" and ">" in part.text):
        return Word("redirect", part.text, colon=False, node=part)
    return Word(part.kind, part.text, colon=False, node=part)


def method_calls(elements: Node) -> Iterator[tuple[Node, Node]]:
    """Yield the brackets behind ``$value.Method`` among the words of a command, with the member: together they are a call."""
    for before, part in pairwise(elements.parts):
        if part.kind == "argument_list" and before.kind == "member_access":
            yield part, before
