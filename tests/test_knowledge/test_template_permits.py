"""What templates may use: every name on the lists is real, and nothing is on two of them."""

import json

import pytest

from tests.dotnet_facts import CATALOGUE, DATA, make_data, read_rows
from toolkit.knowledge.cmdlets import versions_of
from toolkit.knowledge.dotnet import load_surface
from toolkit.knowledge.powershell_aliases import load_aliases
from toolkit.knowledge.template_permits import load_permits
from toolkit.model.danger import Danger

PERMITS = load_permits()


def test_every_permitted_command_is_documented() -> None:
    """A command on the list exists in the catalogue, or the list says whose it is."""
    assert [name for name in PERMITS.commands if not versions_of(name) and name not in PERMITS.undocumented] == []


def test_nothing_is_permitted_and_refused() -> None:
    """A command, type or method is on one side only; a type by its own name may be permitted where its family is refused."""
    assert PERMITS.commands.keys() & PERMITS.refused.keys() == set()
    assert {name for name in PERMITS.types.keys() & PERMITS.type_rules.keys() if not PERMITS.types[name].library_only} == set()
    assert {name.partition("/")[0] for name in PERMITS.methods} & PERMITS.members.keys() == set()


@pytest.mark.parametrize(
    ("command", "danger"),
    [
        ("Get-Queue", Danger.OBSERVE),
        ("Test-ServiceHealth", Danger.OBSERVE),
        ("Test-Mailflow", Danger.CHANGE),
        ("Set-ReceiveConnector", Danger.CHANGE),
        ("Dismount-Database", Danger.OUTAGE),
        ("Remove-Item", Danger.LOSE_DATA),
        ("Enable-Mailbox", None),
    ],
)
def test_danger_of_a_command(command: str, danger: Danger | None) -> None:
    """Verbs that ask are harmless unless a list says otherwise; what nobody has judged has no danger."""
    assert PERMITS.danger_of(command) is danger


def test_every_permitted_type_is_in_net_4_0() -> None:
    """A type that scripts may use is one that the oldest server has."""
    assert [name for name in PERMITS.types if not load_surface().members.get(name)] == []


@pytest.mark.shared
def test_the_surface_is_that_of_the_catalogue() -> None:
    """The data file is what the catalogue says now; ``python -m tests.dotnet_facts`` writes it."""
    if not CATALOGUE.is_file():
        pytest.skip(f"there is no {CATALOGUE}")
    assert json.loads(DATA.read_text(encoding="utf-8")) == json.loads(make_data())


@pytest.mark.shared
def test_every_permitted_method_is_in_net_4_0() -> None:
    """Some type of .NET 4.0 has a method of this name with so many arguments."""
    if not CATALOGUE.is_file():
        pytest.skip(f"there is no {CATALOGUE}")
    known = {member[2:].lower() for row in read_rows().values() for member in [*row.get("net40", []), *row.get("ps51", [])]}
    asked = PERMITS.methods | PERMITS.library_methods
    assert [name for name in asked if not {name, f"{name.partition('/')[0]}/*"} & known] == []


def test_aliases_stand_for_documented_commands() -> None:
    """A short name leads to a cmdlet that the catalogue has; a few lead to functions and programs of PowerShell."""
    assert {target for target in load_aliases().values() if not versions_of(target)} <= {"help", "powershell_ise.exe", "mkdir"}
