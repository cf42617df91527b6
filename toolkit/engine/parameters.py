"""What a person typed into parameters of a playbook; every mistake at once."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from toolkit.errors import ParametersWrong
from toolkit.model.facts import ParameterValue
from toolkit.model.parameter import read_parameter
from toolkit.model.playbook import Playbook


def read_parameters(playbook: Playbook, given: Sequence[str]) -> dict[str, ParameterValue]:
    """Return all parameters of ``playbook`` by name, defaults filled in, None for optional ones that were not given.

    Args:
        playbook: declares them.
        given: ``name=value`` texts, as typed.

    Raises:
        ParametersWrong: with every mistake: unknown names, missing ones, values that are not allowed.
    """
    texts, problems = _split(playbook, given)
    values: dict[str, ParameterValue] = dict(blank_parameters(playbook))
    for name, text in texts.items():
        try:
            values[name] = read_parameter(playbook.parameters[name], text)
        except ValueError as fault:
            problems.append(f"{name}={text}: {fault}")
    missing = [one for one in playbook.parameters.values() if one.required and one.default is None and one.name not in texts]
    problems += [f"{parameter.name} is missing: {parameter.help}" for parameter in missing]
    if problems:
        count = f"{len(problems)} parameter{'s do' if len(problems) != 1 else ' does'} not fit"
        raise ParametersWrong(count, why="\n".join(problems), do=(f"exkit playbooks show {playbook.id}",))
    return values


def blank_parameters(playbook: Playbook) -> Mapping[str, ParameterValue]:
    """Return the parameters as they are when nobody gives any: defaults, and None where there is none.

    Raises:
        ValueError: a default is not allowed, which a checked playbook cannot have.
    """
    return {
        name: None if parameter.default is None else read_parameter(parameter, parameter.default)
        for name, parameter in playbook.parameters.items()
    }


def _split(playbook: Playbook, given: Sequence[str]) -> tuple[Mapping[str, str], list[str]]:
    texts: dict[str, str] = {}
    problems = []
    for entry in given:
        name, equals, text = entry.partition("=")
        if not equals:
            problems.append(f"'{entry}' has no '=': write -p name=value")
        elif name not in playbook.parameters:
            close = get_close_matches(name, playbook.parameters, n=1, cutoff=0.5)
            hint = f"did you mean {close[0]}?" if close else f"known: {', '.join(playbook.parameters)}"
            problems.append(f"there is no parameter {name}; {hint}")
        elif name in texts:
            problems.append(f"{name} is given twice")
        else:
            texts[name] = text
    return texts, problems
