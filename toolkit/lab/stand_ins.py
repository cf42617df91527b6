"""PowerShell text of stand-in cmdlets: the documented parameters for one server, and nothing else.

A wrong call fails while its parameters are bound, as on the server; a right one goes to the hand-written handler.
"""

from collections.abc import Iterable

from toolkit.knowledge.cmdlets import EVERY_SET, Cmdlet, CmdletParameter, Host, ParameterUse, find_cmdlet

_NET_TYPES = {
    "Boolean": "bool",
    "DateTime": "datetime",
    "Hashtable": "hashtable",
    "Int32": "int",
    "Int64": "long",
    "String": "string",
    "SwitchParameter": "switch",
    "TimeSpan": "timespan",
    "UInt32": "uint32",
}
"""Types that PowerShell 7 has too; what only the server knows becomes ``object``, and its values are not checked."""

_ASKS_FOR_CONFIRMATION = frozenset({"Unregister-ScheduledTask", "Dismount-Database"})
"""ConfirmImpact High: without ``-Confirm:$false`` they ask. The documentation says it only in prose."""

_PIPELINE = {
    "value": ("ValueFromPipeline",),
    "property": ("ValueFromPipelineByPropertyName",),
    "both": ("ValueFromPipeline", "ValueFromPipelineByPropertyName"),
}
_BUILT_IN = frozenset({"whatif", "confirm"})


def choose_cmdlets(names: Iterable[str], host: Host) -> list[Cmdlet]:
    """Return those of ``names`` that ``host`` has, in their order."""
    return [cmdlet for cmdlet in (find_cmdlet(name, host) for name in names) if cmdlet is not None]


def write_stand_in(cmdlet: Cmdlet) -> str:
    """Return a PowerShell function with the parameters of ``cmdlet`` that hands its call to ``Invoke-LabCmdlet``."""
    call = f"ExkitLab\\Invoke-LabCmdlet {_quote(cmdlet.name)} $PSBoundParameters $ErrorActionPreference"
    if cmdlet.book != "exchange":
        call = call.removeprefix("ExkitLab\\")
    body = f"if ($PSCmdlet.ShouldProcess({_quote(cmdlet.name)})) {{ {call} }}" if cmdlet.changes_something else call
    parameters = ",\n".join(_write_parameters(cmdlet))
    binding = ", ".join(_binding(cmdlet))
    return f"function {cmdlet.name} {{\n    [CmdletBinding({binding})]\n    param(\n{parameters}\n    )\n    process {{ {body} }}\n}}\n"


def _quote(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _binding(cmdlet: Cmdlet) -> list[str]:
    words = ["PositionalBinding = $false"]
    if cmdlet.sets:
        words.append(f"DefaultParameterSetName = {_quote(_default_set(cmdlet))}")
    if cmdlet.changes_something:
        words.append("SupportsShouldProcess")
    if cmdlet.name in _ASKS_FOR_CONFIRMATION:
        words.append("ConfirmImpact = 'High'")
    return words


def _default_set(cmdlet: Cmdlet) -> str:
    """Return the documented default set, else Exchange's own habit, else the first of the page."""
    wishes = (cmdlet.default_set, "Identity", "Default", cmdlet.sets[0])
    return next(wish for wish in wishes if wish in cmdlet.sets)


def _write_parameters(cmdlet: Cmdlet) -> list[str]:
    taken = {parameter.name.lower() for parameter in cmdlet.parameters.values()}
    lines = []
    for parameter in cmdlet.parameters.values():
        if parameter.name.lower() in _BUILT_IN or not parameter.uses:
            continue
        aliases = [alias for alias in parameter.aliases if alias.lower() not in taken]
        taken.update(alias.lower() for alias in aliases)
        lines.append(_write_parameter(parameter, aliases, has_sets=bool(cmdlet.sets)))
    return lines


def _write_parameter(parameter: CmdletParameter, aliases: list[str], *, has_sets: bool) -> str:
    uses = "".join(_write_use(name if has_sets else EVERY_SET, use) for name, use in parameter.uses.items())
    alias = f"[Alias({', '.join(map(_quote, aliases))})]" if aliases else ""
    base = parameter.type_name.removesuffix("[]").removeprefix("System.").removeprefix("Collections.")
    known = _NET_TYPES.get(base, "object")
    many = "[]" if parameter.type_name.endswith("[]") else ""
    return f"        {uses}{alias}[{known}{many}]${{{parameter.name}}}"


def _write_use(set_name: str, use: ParameterUse) -> str:
    words = [] if set_name == EVERY_SET else [f"ParameterSetName = {_quote(set_name)}"]
    if use.required:
        words.append("Mandatory")
    if use.position is not None:
        words.append(f"Position = {use.position}")
    words.extend(_PIPELINE.get(use.pipeline, ()))
    return f"[Parameter({', '.join(words)})]"
