"""Steps and what is known into exact commands, or into previews of what is not known yet."""

from collections.abc import Mapping

from toolkit.engine.situation import Resolved, Situation, resolve
from toolkit.model.command import Command, Policy
from toolkit.model.danger import Danger
from toolkit.model.evidence import Unknown
from toolkit.model.playbook import ScriptStep
from toolkit.rendering.scripts import Later, NotGiven, preview_script, render_script

Values = Mapping[str, Resolved]
"""Header values of one script by name."""


def resolve_values(template: str, sources: Mapping[str, str], situation: Situation, numbers: Mapping[str, str]) -> Values:
    """Return what each header value of ``template`` means now; an optional one that nobody gave is nothing."""
    optional = {name for name, value in situation.shelf.load(template).facts.values.items() if value.optional}
    resolved = {name: resolve(source, situation, numbers) for name, source in sources.items()}
    return {name: None if isinstance(value, NotGiven) and name in optional else value for name, value in resolved.items()}


def unknown_values(values: Values) -> list[str]:
    """Return why values cannot be known, one sentence each."""
    unknown = [f"{name}: {value.why}" for name, value in values.items() if isinstance(value, Unknown)]
    return unknown + [f"-p {value.parameter} was not given" for value in values.values() if isinstance(value, NotGiven)]


def later_values(values: Values) -> tuple[str, ...]:
    """Return the numbers of the steps whose answers are still needed, in order, each once."""
    numbers = [number for value in values.values() if isinstance(value, Later) for number in value.numbers]
    return tuple(dict.fromkeys(numbers))


def make_command(step: ScriptStep, values: Values, situation: Situation) -> Command | None:
    """Return the exact command of ``step``; None while a value is not known.

    Raises:
        ValueRefused: a value must not reach a script.
        TemplateInvalid: the template breaks a rule.
    """
    known = {name: value for name, value in values.items() if not isinstance(value, Later | NotGiven | Unknown)}
    if len(known) < len(values):
        return None
    template = situation.shelf.load(step.template)
    observes = template.facts.danger is Danger.OBSERVE
    return Command(
        step_id=step.id,
        script=render_script(template, situation.version, known, edge=_is_edge(situation)),
        danger=template.facts.danger,
        policy=Policy.IDEMPOTENT if observes else Policy.ONCE,
        deadline_s=step.deadline_s,
        shared=template.facts.loads_exchange_shell,
        goes_on=observes and not template.facts.loads_exchange_shell,
    )


def preview(template_name: str, values: Values, situation: Situation) -> str:
    """Return the script for reading; what is not known says which step will tell it.

    Raises:
        ValueRefused: a known value must not reach a script.
        TemplateInvalid: the template breaks a rule.
    """
    shown = {name: Later(("?",)) if isinstance(value, Unknown) else value for name, value in values.items()}
    return preview_script(situation.shelf.load(template_name), situation.version, shown, edge=_is_edge(situation))


def _is_edge(situation: Situation) -> bool:
    return situation.server is not None and situation.server.is_edge
