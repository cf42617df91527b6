"""Templates and values into the exact text that is sent: a generated header and a constant body."""

from collections.abc import Mapping
from dataclasses import dataclass

from toolkit.errors import ValueRefused
from toolkit.model.exchange import ExchangeVersion
from toolkit.model.script_value import ScriptValue
from toolkit.model.value_kind import GivenValue, read_value
from toolkit.model.vocabulary import TemplateFacts, TemplateValue
from toolkit.rendering.environment import choose_branches
from toolkit.rendering.quoting import write_header, write_literal
from toolkit.rendering.templates import Template

Given = GivenValue
"""What the engine hands over for a value: text, number, list, or a record that travels as JSON."""


@dataclass(frozen=True, slots=True)
class Later:
    """Stands for a value that only an earlier step will tell.

    Attributes:
        numbers: numbers of the steps that tell it.
    """

    numbers: tuple[str, ...]

    def __str__(self) -> str:
        return f"(known after step {' and '.join(self.numbers)})"


@dataclass(frozen=True, slots=True)
class NotGiven:
    """Stands for a parameter that nobody has given; an optional value is then ``$null``.

    Attributes:
        parameter: its name.
    """

    parameter: str

    def __str__(self) -> str:
        return f"(given by -p {self.parameter})"


Shown = Given | Later | NotGiven
"""What a preview can show."""


def render_script(template: Template, version: ExchangeVersion, values: Mapping[str, Given], *, edge: bool = False) -> str:
    """Return the exact script for ``values``; the same input gives the same bytes.

    Raises:
        ValueRefused: a value is missing, superfluous, or must not reach a script.
        TemplateInvalid: the body breaks a rule.
    """
    header = write_header(check_values(template.facts, values))
    body = choose_branches(template.facts.name, template.body, version, edge=edge)
    return f"# exkit {template.facts.name}\n{header}{body}"


def preview_script(template: Template, version: ExchangeVersion, values: Mapping[str, Shown], *, edge: bool = False) -> str:
    """Return the script with ``(known after step N)`` where a value is not known yet; for reading, never for sending.

    Raises:
        ValueRefused: a known value must not reach a script.
        TemplateInvalid: the body breaks a rule.
    """
    lines = []
    for value in template.facts.values.values():
        given = values.get(value.name)
        if isinstance(given, NotGiven) and value.optional:
            given = None
        text = str(given) if isinstance(given, Later | NotGiven) else write_literal(_check_one(template.facts, value, given))
        lines.append(f"    {value.name} = {text}")
    header = "$p = @{\n" + "\n".join(lines) + "\n}\n" if lines else "$p = @{}\n"
    body = choose_branches(template.facts.name, template.body, version, edge=edge)
    return f"# exkit {template.facts.name}\n{header}{body}"


def check_values(facts: TemplateFacts, values: Mapping[str, Given]) -> dict[str, ScriptValue]:
    """Return the values as a header holds them, in the order of the template.

    Raises:
        ValueRefused: a value is superfluous, missing, or not of its kind.
    """
    unknown = sorted(set(values) - set(facts.values))
    if unknown:
        raise _refused(facts, unknown[0], "the template has no such value")
    return {value.name: _check_one(facts, value, values.get(value.name)) for value in facts.values.values()}


def _refused(facts: TemplateFacts, name: str, why: str) -> ValueRefused:
    return ValueRefused(
        f"{facts.name} cannot take this value for {name}", why=f"{why[:1].upper()}{why[1:]}.", do=("exkit playbooks show ID",)
    )


def _check_one(facts: TemplateFacts, value: TemplateValue, given: Given) -> ScriptValue:
    if given is None:
        if value.optional:
            return None
        raise _refused(facts, value.name, "it is missing")
    try:
        return read_value(value, given)
    except ValueError as fault:
        raise _refused(facts, value.name, str(fault)) from fault
