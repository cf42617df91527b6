"""Texts into values of parameters."""

from toolkit.model.playbook import Parameter, ParameterKind
from toolkit.model.script_value import check_number
from toolkit.model.value_kind import TEXT_CHECKS


def read_parameter(parameter: Parameter, text: str) -> str | int:
    """Return the value of ``parameter`` that ``text`` spells.

    Raises:
        ValueError: it is not allowed; the message says why.
    """
    if parameter.kind is ParameterKind.NUMBER:
        return _read_number(parameter, text)
    if parameter.kind is ParameterKind.CHOICE and text not in parameter.choices:
        raise ValueError(f"it is one of {', '.join(parameter.choices)}")
    return TEXT_CHECKS[parameter.kind.value](text)


def _read_number(parameter: Parameter, text: str) -> int:
    number = check_number(text)
    if parameter.least is not None and number < parameter.least:
        raise ValueError(f"the least is {parameter.least}")
    if parameter.most is not None and number > parameter.most:
        raise ValueError(f"the most is {parameter.most}")
    return number
