"""Stand-in cmdlets as PowerShell text: what the documentation says, for one server."""

import re

import pytest

from toolkit.knowledge.cmdlets import Host
from toolkit.lab.stand_ins import choose_cmdlets, write_stand_in
from toolkit.model.exchange import ExchangeVersion

E2010 = Host(ExchangeVersion.E2010, "2012", "3.0")
E2016 = Host(ExchangeVersion.E2016, "2016", "5.1")


def written(name: str, host: Host = E2016) -> str:
    """Return the text of one stand-in."""
    (cmdlet,) = choose_cmdlets([name], host)
    return write_stand_in(cmdlet)


def test_only_what_the_server_has() -> None:
    """A cmdlet that came with a later Exchange or Windows is not there at all."""
    names = ["Get-Queue", "Get-ServerComponentState", "Register-ScheduledTask"]
    assert [cmdlet.name for cmdlet in choose_cmdlets(names, E2016)] == names
    assert [cmdlet.name for cmdlet in choose_cmdlets(names, E2010)] == ["Get-Queue", "Register-ScheduledTask"]
    old = Host(ExchangeVersion.E2010, "2008R2", "3.0")
    assert [cmdlet.name for cmdlet in choose_cmdlets(names, old)] == ["Get-Queue"]


def test_parameters_of_the_version() -> None:
    """A parameter that came later is not declared for an earlier version."""
    assert "${Include}" in written("Get-Queue")
    assert "${Include}" not in written("Get-Queue", E2010)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("Unregister-ScheduledTask", "ConfirmImpact = 'High'"),
        ("Restart-Service", "SupportsShouldProcess"),
        ("Restart-Service", "if ($PSCmdlet.ShouldProcess('Restart-Service'))"),
        ("Get-ScheduledTask", "[string[]]${TaskName}"),
        ("Get-ExchangeServer", "DefaultParameterSetName = 'Identity'"),
        ("Get-ExchangeServer", "[Parameter(ParameterSetName = 'Domain', Mandatory)]"),
        ("Get-ServerComponentState", "ExkitLab\\Invoke-LabCmdlet 'Get-ServerComponentState'"),
        ("Get-Service", "[Alias('ServiceName')]"),
    ],
)
def test_what_binding_needs(name: str, says: str) -> None:
    """Sets, what is required, confirmation, types, aliases, and where the call goes."""
    assert says in written(name)


def test_no_parameter_is_declared_twice() -> None:
    """Names and aliases are unique, else PowerShell would refuse the whole function."""
    for name in ("Get-WinEvent", "Register-ScheduledTask", "Get-CimInstance", "Get-ItemProperty"):
        text = written(name)
        names = re.findall(r"\$\{(\w+)\}", text) + re.findall(r"\[Alias\('(\w+)'\)\]", text)
        assert len(names) == len({one.lower() for one in names})
