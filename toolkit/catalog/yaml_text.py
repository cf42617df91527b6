"""YAML as plain text with line numbers: guesses no types and refuses what hides or repeats."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import yaml

LARGEST_BYTES = 256 * 1024
DEEPEST = 20
_HIDDEN = re.compile("[\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff]")


@dataclass(frozen=True, slots=True)
class Text:
    """One scalar, always text: ``4.7``, ``no`` and ``1E02`` stay what they are."""

    value: str
    line: int


@dataclass(frozen=True, slots=True)
class Listing:
    """A sequence."""

    items: tuple["Node", ...]
    line: int


@dataclass(frozen=True, slots=True)
class Table:
    """A mapping, in the order of the file; keys are text."""

    entries: tuple[tuple[Text, "Node"], ...]
    line: int


Node = Text | Listing | Table


class YamlProblem(Exception):
    """A file that is not read.

    Attributes:
        line: counts from 1.
        what: what stands there.
        why: why it is refused.
        do: what to write instead.
    """

    def __init__(self, line: int, what: str, why: str, do: str) -> None:
        super().__init__(what)
        self.line = line
        self.what = what
        self.why = why
        self.do = do


def read_yaml(text: str) -> Node:
    """Return the tree of ``text``.

    Raises:
        YamlProblem: not YAML, or a construct that is refused: tabs, anchors, aliases, tags, merge keys, duplicate
            keys, hidden characters, more than 256 KiB or 20 levels, several documents.
    """
    if len(text.encode()) > LARGEST_BYTES:
        raise YamlProblem(1, "the file is larger than 256 KiB", "a playbook is a page, not a data store", "split it")
    hidden = _HIDDEN.search(text)
    if hidden is not None:
        line = text.count("\n", 0, hidden.start()) + 1
        raise YamlProblem(line, f"hidden character U+{ord(hidden[0]):04X}", "it can make a line read as another", "delete it")
    try:
        return _build(yaml.parse(text, Loader=yaml.CSafeLoader))
    except yaml.MarkedYAMLError as fault:
        raise _from_yaml(text, fault) from fault
    except yaml.YAMLError as fault:
        raise YamlProblem(1, str(fault).splitlines()[0], "the file is not YAML text", "save it as UTF-8 text") from fault


def _from_yaml(text: str, fault: yaml.MarkedYAMLError) -> YamlProblem:
    mark = fault.problem_mark or fault.context_mark
    line = mark.line + 1 if mark else 1
    lines = text.splitlines()
    if line <= len(lines) and "\t" in lines[line - 1][: len(lines[line - 1]) - len(lines[line - 1].lstrip())]:
        return YamlProblem(line, "a tab indents this line", "YAML indents with blanks only", "replace the tab by blanks")
    return YamlProblem(line, fault.problem or "not YAML", "the file cannot be read", "check the indentation and the colons")


def _build(events: Iterator[yaml.Event]) -> Node:
    root: Node | None = None
    for event in events:
        if isinstance(event, yaml.StreamStartEvent | yaml.StreamEndEvent | yaml.DocumentStartEvent | yaml.DocumentEndEvent):
            continue
        if root is not None:
            raise YamlProblem(_line(event), "a second document", "one file is one playbook", "remove the line ---")
        root = _build_node(event, events, 1)
    return root if root is not None else Table((), 1)


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _build_node(event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Node:
    _refuse(event, depth)
    if isinstance(event, yaml.ScalarEvent):
        return Text(event.value, _line(event))
    if isinstance(event, yaml.SequenceStartEvent):
        return Listing(tuple(_build_items(events, depth)), _line(event))
    return _build_table(_line(event), list(_build_items(events, depth)))


def _refuse(event: yaml.Event, depth: int) -> None:
    line = _line(event)
    if depth > DEEPEST:
        raise YamlProblem(line, f"more than {DEEPEST} levels", "a procedure is flat", "move it into a step of its own")
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        raise YamlProblem(line, "an anchor or alias", "a few bytes of aliases can become megabytes", "write the text out")
    if getattr(event, "tag", None):
        raise YamlProblem(line, f"the tag {event.tag}", "tags make objects out of text", "write plain text")  # type: ignore[attr-defined]  # getattr found it


def _build_items(events: Iterator[yaml.Event], depth: int) -> Iterator[Node]:
    for event in events:
        if isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            return
        yield _build_node(event, events, depth + 1)


def _build_table(line: int, flat: list[Node]) -> Table:
    entries: list[tuple[Text, Node]] = []
    seen: dict[str, int] = {}
    for key, value in list(pairwise(flat))[::2]:
        if not isinstance(key, Text):
            raise YamlProblem(key.line, "a key that is not text", "keys are words", "write a word before the colon")
        if key.value == "<<":
            raise YamlProblem(key.line, "a merge key", "it hides where a value comes from", "write the values out")
        if key.value in seen:
            why = f"it stands already on line {seen[key.value]}; the second would win silently"
            raise YamlProblem(key.line, f"the key '{key.value}' twice", why, "keep one of them")
        seen[key.value] = key.line
        entries.append((key, value))
    return Table(tuple(entries), line)


def plain(node: Node) -> object:
    """Return ``node`` as dictionaries, lists and text, for a validator."""
    if isinstance(node, Text):
        return node.value
    if isinstance(node, Listing):
        return [plain(item) for item in node.items]
    return {key.value: plain(value) for key, value in node.entries}


def line_at(node: Node, path: tuple[str | int, ...]) -> int:
    """Return the line of what ``path`` leads to; of the nearest thing above it when it does not exist."""
    line = node.line
    for part in path:
        if isinstance(node, Table):
            found = next(((key, value) for key, value in node.entries if key.value == part), None)
            if found is None:
                return line
            line, node = found[0].line, found[1]
        elif isinstance(node, Listing) and isinstance(part, int) and part < len(node.items):
            node = node.items[part]
            line = node.line
        else:
            return line
    return line
