"""A hostile value in the header of every template that takes it, written by the product."""

from base64 import b64encode
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from toolkit.model.value_kind import GivenValue, read_value
from toolkit.model.vocabulary import TemplateFacts, TemplateValue
from toolkit.rendering.quoting import write_header
from toolkit.rendering.scripts import check_values
from toolkit.rendering.templates import list_templates, load_template

HARMLESS = "harmless"
ROOT = "D:\\x\\"


def facts_of_templates() -> list[TemplateFacts]:
    """Return what every shipped template with a header says of itself."""
    return [facts for name in list_templates() if (facts := load_template(name).facts).values]


def shape(place: TemplateValue, text: str) -> GivenValue:
    """Return ``text`` as a value of this kind could hold it: in a path as a name, in a record deep inside."""
    given: GivenValue = text
    if place.kind in {"folder", "path"}:
        given = ROOT + text
    elif place.kind == "json":
        given = {"key": text, "before": {"value": text, "all": ["", {"again": text}]}}
    return (given, given) if place.many else given  # type: ignore[return-value]  # no template asks for a list of records


def harmless(place: TemplateValue) -> GivenValue:
    """Return a value that no rule refuses."""
    other = {"number": "14", "server": "ex01", "choice": (*place.choices, "")[0]}
    return shape(place, other.get(place.kind, HARMLESS))


def takes(place: TemplateValue, given: GivenValue) -> bool:
    """Whether the product lets this value into a script."""
    try:
        read_value(place, given)
    except ValueError:
        return False
    return True


@dataclass(slots=True)
class Script:
    """Headers one behind the other, each followed by a body that hands over what has arrived.

    Attributes:
        parts: their texts.
        texts: every text that is expected, by its position.
        literals: position of the text of each literal.
        arrivals: position of the text of each value: ``3``, ``n3`` for a number, ``3:4`` for a record and the text within.
    """

    parts: list[str] = field(default_factory=list)
    texts: dict[str, int] = field(default_factory=dict)
    literals: list[str] = field(default_factory=list)
    arrivals: list[str] = field(default_factory=list)

    def add_header(self, header: str, names: Mapping[str, object]) -> None:
        """Add a header and its body."""
        self.parts.append(header + "".join(f"[void]$arrived.Add($p.{name})\n" for name in names))

    def expect(self, text: str, within: str | None = None) -> None:
        """Add the next literal, and the text that its record holds."""
        position = str(self._position(text))
        self.literals.append(position)
        self.arrivals.append(position if within is None else f"{position}:{self._position(within)}")

    def expect_number(self, digits: str) -> None:
        """Add the next value, which is no literal but a number."""
        self.arrivals.append(f"n{self._position(digits)}")

    def _position(self, text: str) -> int:
        return self.texts.setdefault(text, len(self.texts))

    def line(self, twin: int) -> str:
        """Return the line that the parser's side reads."""
        texts = "|".join(map(encode, self.texts))
        return f"{twin} {encode(''.join(self.parts))} {','.join(self.literals)} {','.join(self.arrivals)} {texts}\n"


def encode(text: str) -> str:
    """Return ``text`` as base64 of its UTF-16 units."""
    return b64encode(text.encode("utf-16-le", "surrogatepass")).decode()


Quote = Callable[[dict[str, object]], str]


class Composer:
    """Makes the lines of a run: a twin where a set of headers is new, and a script for each value.

    Attributes:
        taken: by template, how many values its header took.
        refused: by template, how many values it refused everywhere.
    """

    def __init__(self) -> None:
        self.taken: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self._facts = facts_of_templates()
        self._twins: dict[tuple[str, ...], int] = {}

    def lines(self, text: str) -> Iterator[str]:
        """Yield the lines for ``text``: bare in literals of its own, and in every template that takes it."""
        able = self._able(text)
        self.taken.update(facts.name for facts in able)
        self.refused.update(facts.name for facts in self._facts if facts not in able)
        key = tuple(facts.name for facts in able)
        if key not in self._twins:
            self._twins[key] = len(self._twins)
            yield f"t {encode(''.join(_compose(able, HARMLESS).parts))}\n"
        yield _compose(able, text).line(self._twins[key])

    def _able(self, text: str) -> list[TemplateFacts]:
        known: dict[tuple[str, tuple[str, ...]], bool] = {}
        able = []
        for facts in self._facts:
            for place in facts.values.values():
                kind = (place.kind, place.choices)
                if kind not in known:
                    known[kind] = takes(place, shape(place, text))
            if any(known[place.kind, place.choices] for place in facts.values.values()):
                able.append(facts)
        return able


def _compose(templates: list[TemplateFacts], text: str) -> Script:
    script = Script()
    script.add_header(write_header({"Text": text, "List": (text, text)}), {"Text": "", "List": ""})
    for _ in range(3):
        script.expect(text)
    for facts in templates:
        given = {place.name: fill(place, text) for place in facts.values.values()}
        checked = check_values(facts, given)
        script.add_header(write_header(checked), facts.values)
        for place in facts.values.values():
            _expect(script, place, given[place.name], str(checked[place.name]))
    return script


def fill(place: TemplateValue, text: str) -> GivenValue:
    """Return ``text`` in the shape of this kind, or a harmless value where the product refuses it."""
    hostile = shape(place, text)
    return hostile if takes(place, hostile) else harmless(place)


def _expect(script: Script, place: TemplateValue, given: GivenValue, written: str) -> None:
    """Expect what was given, not what the product made of it; a folder loses a last backslash, a record is JSON."""
    for item in given if isinstance(given, tuple) else (given,):
        if place.kind == "number":
            script.expect_number(str(item))
        elif isinstance(item, Mapping):
            script.expect(written, str(item["key"]))
        else:
            script.expect(str(item).removesuffix("\\") if place.kind in {"folder", "path"} else str(item))
