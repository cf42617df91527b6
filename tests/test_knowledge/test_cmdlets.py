"""The cmdlet catalogue: what one server has, and what is wrong with a call."""

import json
from importlib.resources import files

import pytest

from toolkit.knowledge.cmdlets import (
    Cmdlet,
    CmdletParameter,
    Host,
    common_parameters,
    find_cmdlet,
    missing_parameters,
    sets_that_take,
    versions_of,
    versions_of_parameter,
)
from toolkit.model.exchange import ExchangeVersion

E2010 = Host(ExchangeVersion.E2010, "2012", "3.0")
E2016 = Host(ExchangeVersion.E2016, "2016", "5.1")
NO_EXCHANGE = Host(None, "2016", "5.1")
BOOKS = ("exchange", "windows", "powershell51")


@pytest.mark.parametrize("book", BOOKS)
def test_each_book_names_its_sources(book: str) -> None:
    """Facts carry where they come from: repository and commit."""
    data = json.loads((files("toolkit.knowledge") / "data" / f"cmdlets_{book}.json").read_text(encoding="utf-8"))
    assert data["counts"]["cmdlets"] == len(data["cmdlets"])
    assert all({"repository", "commit", "folder"} <= source.keys() for source in data["sources"])


@pytest.mark.parametrize(
    ("name", "host", "is_there"),
    [
        ("Get-Queue", E2010, True),
        ("get-queue", E2016, True),
        ("Get-ServerComponentState", E2010, False),
        ("Get-ServerComponentState", E2016, True),
        ("Get-Queue", NO_EXCHANGE, False),
        ("Register-ScheduledTask", Host(None, "2008R2", "3.0"), False),
        ("Register-ScheduledTask", E2010, True),
        ("Get-FileHash", E2010, False),
        ("Get-FileHash", E2016, True),
        ("Get-Nothing", E2016, False),
    ],
)
def test_what_a_server_has(name: str, host: Host, is_there: bool) -> None:
    """A cmdlet is there when its own book has it for the server's version; letters in any case."""
    assert (find_cmdlet(name, host) is not None) == is_there


def test_a_cmdlet_as_its_server_has_it() -> None:
    """Parameters that came later are not there, aliases are, sets that need a missing parameter are gone."""
    queue = find_cmdlet("Get-Queue", E2010)
    assert queue is not None
    assert (queue.book, queue.sets, queue.changes_something) == ("exchange", ("Identity", "Server"), False)
    assert queue.parameter("Include") is None
    service = find_cmdlet("Restart-Service", E2016)
    assert service is not None
    alias = service.parameter("servicename")
    assert alias is not None
    assert (alias.name, alias.uses["Default"].required, alias.uses["Default"].position) == ("Name", True, 0)
    process = find_cmdlet("Get-Process", E2010)
    assert process is not None
    assert process.sets == ("Name", "Id", "InputObject")


@pytest.mark.parametrize(
    ("name", "given", "missing"),
    [
        ("Get-Queue", ["Server", "ResultSize"], []),
        ("Restart-Service", ["Name", "Force"], []),
        ("Mount-Database", ["Force"], ["Identity"]),
        ("Restart-Service", ["ServiceName"], []),
        ("New-ScheduledTaskTrigger", ["Once"], ["At"]),
        ("New-ScheduledTaskTrigger", ["Once", "At", "RepetitionInterval", "RepetitionDuration"], []),
        ("Get-ServerComponentState", ["Component"], ["Identity"]),
    ],
)
def test_what_a_call_lacks(name: str, given: list[str], missing: list[str]) -> None:
    """The set that lacks least decides which required parameters a call still needs."""
    cmdlet, parameters = call_of(name, given)
    sets = sets_that_take(cmdlet, parameters)
    assert list(missing_parameters(cmdlet, sets, parameters, piped=False)) == missing


def call_of(name: str, given: list[str]) -> tuple[Cmdlet, list[CmdletParameter]]:
    """Return a cmdlet of 2016 and some of its parameters."""
    cmdlet = find_cmdlet(name, E2016)
    assert cmdlet is not None
    parameters = [cmdlet.parameter(word) for word in given]
    return cmdlet, [parameter for parameter in parameters if parameter is not None]


def test_what_the_pipeline_brings_is_not_missing() -> None:
    """A parameter that takes the pipeline is filled by it, and missing without it."""
    cmdlet, given = call_of("Restart-Service", ["Force"])
    sets = sets_that_take(cmdlet, given)
    assert missing_parameters(cmdlet, sets, given, piped=True) == ()


@pytest.mark.parametrize(
    ("name", "given"), [("Get-Queue", ["Server", "Identity"]), ("New-ScheduledTaskTrigger", ["Daily", "RepetitionInterval"])]
)
def test_parameters_of_two_forms_have_no_common_set(name: str, given: list[str]) -> None:
    """Parameters that exclude each other are found."""
    assert sets_that_take(*call_of(name, given)) == ()


def test_versions_of_a_parameter() -> None:
    """Where a parameter exists is known, by name and alias; an unknown one has no version."""
    assert versions_of_parameter("Get-MailboxDatabase", "IncludeCorrupted") == ("2016", "2019", "SE")
    assert "3.0" in versions_of_parameter("Get-ChildItem", "PSPath")
    assert versions_of_parameter("Get-Queue", "Sever") == ()
    assert versions_of_parameter("Get-Nothing", "Server") == ()


@pytest.mark.parametrize(
    ("name", "word", "is_there"), [("Get-Queue", "ea", True), ("Get-Queue", "confirm", False), ("Stop-Service", "wi", True)]
)
def test_common_parameters(name: str, word: str, is_there: bool) -> None:
    """Every cmdlet takes the common ones; only one that changes something takes ``-Confirm`` and ``-WhatIf``."""
    assert (word in common_parameters(E2016, call_of(name, [])[0])) == is_there


def test_a_renamed_parameter_is_an_alias_where_its_new_name_exists() -> None:
    """On 2012 the old name is the parameter, on 2016 an alias of the new one; both can be given."""
    old = find_cmdlet("Get-NetIPv6Protocol", Host(None, "2012", "3.0"))
    new = find_cmdlet("Get-NetIPv6Protocol", E2016)
    assert old is not None
    assert new is not None
    before, after = old.parameter("MaxDadAttempts"), new.parameter("MaxDadAttempts")
    assert before is not None
    assert after is not None
    assert (before.name, after.name) == ("MaxDadAttempts", "MaxTemporaryDadAttempts")


def test_versions_of_a_name() -> None:
    """For a message: since when there is such a cmdlet; nothing for a name that nobody documents."""
    assert versions_of("get-servercomponentstate") == ("2013", "2016", "2019", "SE")
    assert versions_of("Get-Nothing") == ()
