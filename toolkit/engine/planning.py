"""A playbook for one server into a plan: exact commands in order, and one hash over all of it."""

import hashlib
import json
from collections.abc import Mapping

from toolkit.engine.commands import later_values, make_command, preview, resolve_values
from toolkit.engine.situation import Situation, number_steps
from toolkit.errors import ParametersWrong, PlanImpossible
from toolkit.model.content import Trust
from toolkit.model.evidence import Unknown
from toolkit.model.exchange import ExchangeVersion
from toolkit.model.facts import Reader
from toolkit.model.json_value import JsonValue
from toolkit.model.plan import Plan, PlannedStep
from toolkit.model.playbook import ActStep, HandOverStep, ScriptStep, Step


def make_plan(situation: Situation, readers: Mapping[str, Reader]) -> Plan:
    """Return the plan as it stands with what is known; the same input gives the same hash.

    Raises:
        PlanImpossible: the playbook is not for the server's version or role.
        ValueRefused: a value must not reach a script.
        TemplateInvalid: a template breaks a rule.
    """
    check_fit(situation)
    numbers = number_steps(situation.playbook)
    steps = tuple(_plan_step(step, situation, numbers) for step in situation.playbook.steps)
    binding = _binding_facts(situation, readers)
    return Plan(
        playbook=situation.playbook,
        host=situation.host,
        version=situation.version,
        version_is_read=situation.server is not None,
        parameters=situation.facts.parameters,
        steps=steps,
        binding_facts=binding,
        content_sha256=_content_hash(situation, steps, binding),
    )


def check_fit(situation: Situation) -> None:
    """Refuse a server that the playbook is not for.

    Raises:
        PlanImpossible: version or role does not fit, or the version is not one we know.
    """
    server, playbook = situation.server, situation.playbook
    if server is None:
        return
    if server.version not in playbook.versions:
        wanted = ", ".join(version.value for version in playbook.versions)
        found = f"Exchange {server.version.value}" if server.version else "no version that we know"
        raise _misfit(situation, f"{playbook.id} is for Exchange {wanted}; build {server.build or 'not found'} is {found}.")
    if server.roles and not set(server.roles) & set(playbook.roles):
        raise _misfit(situation, f"{playbook.id} is for {', '.join(playbook.roles)}; {situation.host} is {', '.join(server.roles)}.")


def _misfit(situation: Situation, why: str) -> PlanImpossible:
    state = f"Only facts were read. {situation.host} is unchanged."
    return PlanImpossible(f"the playbook is not for {situation.host}", why=why, do=("exkit playbooks list",), state=state)


def _plan_step(step: Step, situation: Situation, numbers: Mapping[str, str]) -> PlannedStep:
    number = numbers[step.id]
    if isinstance(step, HandOverStep) and step.template:
        values = resolve_values(step.template, step.values, situation, numbers)
        return PlannedStep(number, step, None, preview(step.template, values, situation), later_values(values))
    if not isinstance(step, ScriptStep):
        return PlannedStep(number, step, None, "", letter=number if not isinstance(step, HandOverStep) else "")
    values = resolve_values(step.template, step.values, situation, numbers)
    command = make_command(step, values, situation)
    shown = command.script if command else preview(step.template, values, situation)
    return PlannedStep(number, step, command, shown, later_values(values), _undo_preview(step, situation, numbers))


def _undo_preview(step: ScriptStep, situation: Situation, numbers: Mapping[str, str]) -> str:
    if not isinstance(step, ActStep) or step.undo is None:
        return ""
    return preview(step.undo.template, resolve_values(step.undo.template, step.undo.values, situation, numbers), situation)


def _binding_facts(situation: Situation, readers: Mapping[str, Reader]) -> dict[str, str]:
    binding = {}
    for name, fact in sorted(situation.facts.read.items()):
        for field in readers[name].binding if name in readers else ():
            value = fact.value if isinstance(fact.value, Unknown) else getattr(fact.value, field)
            binding[f"{name}.{field}"] = _say_fact(value)
    return binding


def _say_fact(value: object) -> str:
    if isinstance(value, Unknown):
        return f"not known: {value.why}"
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _content_hash(situation: Situation, steps: tuple[PlannedStep, ...], binding: Mapping[str, str]) -> str:
    content: dict[str, JsonValue] = {
        "playbook": situation.playbook.id,
        "playbook_sha256": situation.playbook.source_sha256,
        "host": situation.host,
        "exchange": situation.version.value,
        "parameters": {name: value for name, value in situation.facts.parameters.items()},
        "steps": [[planned.number, planned.step.id, planned.preview, planned.undo_preview] for planned in steps],
        "facts": dict(binding),
        **_trust_content(situation),
    }
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _trust_content(situation: Situation) -> dict[str, JsonValue]:
    """What is hashed of the content of a site; of shipped content nothing, for the product itself answers for it."""
    trust = situation.playbook.trust
    return {} if trust.level is Trust.SHIPPED else {"trust": trust.level.value, "signed_by": trust.signed_by, "sums": trust.sums_sha256}


def assumed_version(text: str) -> ExchangeVersion:
    """Return the version that ``text`` names.

    Raises:
        ParametersWrong: there is no such version.
    """
    for version in ExchangeVersion:
        if version.value.lower() == text.lower():
            return version
    why = f"Versions are {', '.join(version.value for version in ExchangeVersion)}."
    raise ParametersWrong(f"'{text}' is no Exchange version", why=why, do=("exkit plan --help",))
