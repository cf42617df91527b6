"""YAML as plain text with line numbers: guesses no types and refuses what hides or repeats."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import yaml

from toolkit.catalog.yaml_refusals import YamlProblem, hidden_in, refuse_text

DEEPEST = 20
MOST_REPEATED = 50
"""Duplicate keys that one look tells."""
_MAYBE_EXPLICIT_KEY = re.compile(r"(?:^|[-{,\[ ])\?(?=\s|$)", re.MULTILINE)


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


def read_yaml(text: str) -> Node:
    """Return the tree of ``text``.

    Raises:
        YamlProblem: not YAML, or a construct that is refused: tabs, directives, anchors, aliases, tags, merge keys,
            duplicate keys (all of them at once), keys that are more than a word, hidden characters, text out of sight,
            more than 256 KiB or 20 levels, several documents.
    """
    refuse_text(text)
    text = text.replace("\r\n", "\n")
    repeated: list[YamlProblem] = []
    try:
        _refuse_explicit_keys(text)
        tree = _build(yaml.parse(text, Loader=yaml.CSafeLoader), repeated)
    except yaml.MarkedYAMLError as fault:
        raise _from_yaml(fault) from fault
    except yaml.YAMLError as fault:
        raise YamlProblem(1, str(fault).splitlines()[0], "the file is not YAML text", "save it as UTF-8 text") from fault
    if repeated:
        raise _all_of(repeated)
    return tree


def _all_of(problems: list[YamlProblem]) -> YamlProblem:
    first, *others = sorted(problems, key=lambda problem: problem.line)
    return YamlProblem(first.line, first.what, first.why, first.do, tuple(others))


def _refuse_explicit_keys(text: str) -> None:
    """Refuse keys behind a question mark: they may be whole documents, and the events of the parser do not tell them."""
    if _MAYBE_EXPLICIT_KEY.search(text) is None:
        return
    for token in yaml.scan(text, Loader=yaml.CSafeLoader):
        if isinstance(token, yaml.KeyToken) and token.start_mark.index != token.end_mark.index:
            raise YamlProblem(token.start_mark.line + 1, "a key behind a question mark", "keys are words", "write a word and a colon")


def _from_yaml(fault: yaml.MarkedYAMLError) -> YamlProblem:
    mark = fault.problem_mark or fault.context_mark
    line = mark.line + 1 if mark else 1
    return YamlProblem(line, fault.problem or "not YAML", "the file cannot be read", "check the indentation and the colons")


def _build(events: Iterator[yaml.Event], repeated: list[YamlProblem]) -> Node:
    root: Node | None = None
    for event in events:
        if isinstance(event, yaml.StreamStartEvent | yaml.StreamEndEvent | yaml.DocumentStartEvent | yaml.DocumentEndEvent):
            continue
        if root is not None:
            raise YamlProblem(_line(event), "a second document", "one file is one playbook", "remove the line ---")
        root = _build_node(event, events, 1, repeated)
    return root if root is not None else Table((), 1)


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _build_node(event: yaml.Event, events: Iterator[yaml.Event], depth: int, repeated: list[YamlProblem]) -> Node:
    _refuse(event, depth)
    if isinstance(event, yaml.ScalarEvent):
        return Text(event.value, _line(event))
    items = [_build_node(item, events, depth + 1, repeated) for item in _until_end(events)]
    return (
        Listing(tuple(items), _line(event)) if isinstance(event, yaml.SequenceStartEvent) else _build_table(_line(event), items, repeated)
    )


def _until_end(events: Iterator[yaml.Event]) -> Iterator[yaml.Event]:
    for event in events:
        if isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            return
        yield event


def _refuse(event: yaml.Event, depth: int) -> None:
    line = _line(event)
    if depth > DEEPEST:
        raise YamlProblem(line, f"more than {DEEPEST} levels", "a procedure is flat", "move it into a step of its own")
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        raise YamlProblem(line, "an anchor or alias", "a few bytes of aliases can become megabytes", "write the text out")
    if getattr(event, "tag", None):
        raise YamlProblem(line, f"the tag {event.tag}", "tags make objects out of text", "write plain text")  # type: ignore[attr-defined]  # getattr found it
    hidden = hidden_in(event.value, line) if isinstance(event, yaml.ScalarEvent) else None
    if hidden is not None:
        raise hidden


def _build_table(line: int, flat: list[Node], repeated: list[YamlProblem]) -> Table:
    entries: list[tuple[Text, Node]] = []
    seen: dict[str, int] = {}
    for key, value in list(pairwise(flat))[::2]:
        if not isinstance(key, Text):
            raise YamlProblem(key.line, "a key that is not text", "keys are words", "write a word before the colon")
        if key.value == "<<":
            raise YamlProblem(key.line, "a merge key", "it hides where a value comes from", "write the values out")
        if key.value in seen:
            why = f"it stands already on line {seen[key.value]}; the second would win silently"
            repeated.append(YamlProblem(key.line, f"the key '{key.value}' twice", why, "keep one of them"))
            if len(repeated) == MOST_REPEATED:
                raise _all_of(repeated)
            continue
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
