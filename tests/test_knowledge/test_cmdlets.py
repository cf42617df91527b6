"""The cmdlet catalogue: what one server has, and what is wrong with a call."""

import json
from importlib.resources import files

import pytest

from toolkit.knowledge.cmdlets import Host, find_cmdlet, problems_of_call, versions_of
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
    ("name", "given", "says"),
    [
        ("Get-Queue", ["Server", "ResultSize", "ErrorAction"], []),
        ("Get-Queue", ["Sever"], ["Get-Queue has no parameter -Sever"]),
        ("Get-Queue", ["Server", "Identity"], ["Get-Queue takes -Server, -Identity in no common parameter set"]),
        ("Get-Queue", ["Confirm"], ["Get-Queue has no parameter -Confirm"]),
        ("Restart-Service", ["Name", "Confirm", "Force"], []),
        ("Restart-Service", ["ServiceName", "ea"], []),
        ("New-ScheduledTaskTrigger", ["Once"], ["New-ScheduledTaskTrigger needs -At"]),
        ("New-ScheduledTaskTrigger", ["Once", "At", "RepetitionInterval", "RepetitionDuration"], []),
        (
            "New-ScheduledTaskTrigger",
            ["Daily", "RepetitionInterval"],
            ["New-ScheduledTaskTrigger takes -Daily, -RepetitionInterval in no common parameter set"],
        ),
        ("Get-ServerComponentState", ["Component"], []),
    ],
)
def test_problems_of_a_call(name: str, given: list[str], says: list[str]) -> None:
    """Unknown parameters, no common set, what is missing by name; what may come by position is not missed."""
    cmdlet = find_cmdlet(name, E2016)
    assert cmdlet is not None
    assert list(problems_of_call(cmdlet, given, E2016)) == says


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
