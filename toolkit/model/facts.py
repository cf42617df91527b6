"""What a run knows so far: parameters and the values that readers made from answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeVar

from toolkit.model.evidence import Conclusion, Origin, Unknown
from toolkit.model.json_value import JsonValue

Value = TypeVar("Value")
ParameterValue = str | int | bool | None


@dataclass(frozen=True, slots=True)
class Reader:
    """Turns the output of one step into one value.

    Attributes:
        name: what playbooks write behind ``reads:``.
        kind: class of the value; its fields may be named in ``fact:<reader>.<field>``.
        origin: who could have forged the answer.
        read: output items of the step (parsed JSON) to the value; raises ``ParsingError`` for anything else.
        shows: labels of what is read, for plans and runbooks, at most 40 characters each.
        binding: names of the fields that an approval rests on; the others move by themselves.
    """

    name: str
    kind: type
    origin: Origin
    read: Callable[[tuple[JsonValue, ...]], object]
    shows: tuple[str, ...] = ()
    binding: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """A value as it was read.

    Attributes:
        value: what the reader made, or why it could not be known.
        origin: who could have forged it.
        step_id: the step that asked.
    """

    value: object | Unknown
    origin: Origin
    step_id: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a question may look at; never changed, only copied with more.

    Attributes:
        read: facts by reader name, the newest of each.
        parameters: parameters by name; an optional one that was not given is None.
        earlier: facts that were read again since, oldest first.
    """

    read: Mapping[str, Fact] = field(default_factory=dict)
    parameters: Mapping[str, ParameterValue] = field(default_factory=dict)
    earlier: tuple[tuple[str, Fact], ...] = ()

    def knowing(self, reader: str, fact: Fact) -> "Facts":
        """Return these facts with ``fact`` as the newest of ``reader``."""
        before = ((reader, self.read[reader]),) if reader in self.read else ()
        return Facts(MappingProxyType({**self.read, reader: fact}), self.parameters, (*self.earlier, *before))

    def of(self, reader: str, kind: type[Value]) -> Value | Unknown:
        """Return the newest value of ``reader``, or why it is not known."""
        fact = self.read.get(reader)
        if fact is None:
            return Unknown(f"{reader} was not read")
        if isinstance(fact.value, Unknown | kind):
            return fact.value
        return Unknown(f"{reader} holds {type(fact.value).__name__}, not {kind.__name__}")

    def number(self, parameter: str, otherwise: int) -> int:
        """Return the whole number given for ``parameter``, or ``otherwise`` when none was given."""
        value = self.parameters.get(parameter)
        return value if isinstance(value, int) and not isinstance(value, bool) else otherwise

    def text(self, parameter: str) -> str:
        """Return the text given for ``parameter``; empty when none was given."""
        value = self.parameters.get(parameter)
        return value if isinstance(value, str) else ""


@dataclass(frozen=True, slots=True)
class Question:
    """Something that evidence answers; playbooks branch on it and gates are made of it.

    Attributes:
        name: what playbooks write behind ``question:``, ``back-pressure.resource``.
        asks: the question as people read it; ends with a question mark, at most 70 characters.
        answers: the possible answers with what each means, ``unknown`` not among them.
        needs: readers that must have been asked before; the loader checks the order.
        decide: facts to the answer; never raises for missing facts, it answers ``unknown``.
        offers: names of the values that the answer which opens the way brings along for later steps.
    """

    name: str
    asks: str
    answers: Mapping[str, str]
    needs: tuple[str, ...]
    decide: Callable[[Facts], Conclusion]
    offers: tuple[str, ...] = ()
