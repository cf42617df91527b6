"""A plan is exact, and its hash says so."""

from dataclasses import replace

import pytest

from tests.small_world import PLAYBOOK, READERS, Level
from tests.test_engine.around import small_situation
from toolkit.engine.planning import assumed_version, make_plan
from toolkit.engine.situation import Situation
from toolkit.errors import ParametersWrong, PlanImpossible
from toolkit.model.evidence import Origin
from toolkit.model.exchange import ExchangeVersion
from toolkit.model.facts import Fact
from toolkit.model.server import ServerIdentity


def server(build: str = "15.2.1544.4", *roles: str) -> ServerIdentity:
    """Return a server with this build."""
    version = ExchangeVersion.of_build(build)
    return ServerIdentity("EX01", "ex01", build, version, "C:\\Exchange\\", roles or ("Mailbox",), "10.0", "5.1", False)


def knowing(situation: Situation, **values: object) -> Situation:
    """Return the situation with these facts read."""
    facts = situation.facts
    for name, value in values.items():
        facts = facts.knowing(name, Fact(value, Origin.STATE, "x"))
    return situation.with_facts(facts)


def test_the_same_input_gives_the_same_hash() -> None:
    """Two plans of one wish are one plan."""
    assert make_plan(small_situation(), READERS).content_sha256 == make_plan(small_situation(), READERS).content_sha256


@pytest.mark.parametrize(
    "change",
    [
        lambda situation: replace(situation, host="EX02"),
        lambda situation: replace(situation, assumed_version=ExchangeVersion.E2016),
        lambda situation: replace(situation, facts=replace(situation.facts, parameters={"archive_to": "E:\\a", "days": 14})),
        lambda situation: replace(situation, playbook=small_situation(PLAYBOOK + "# a comment\n").playbook),
        lambda situation: knowing(situation, server_identity=server()),
    ],
    ids=["host", "version", "parameter", "playbook", "binding fact"],
)
def test_whatever_matters_changes_the_hash(change: object) -> None:
    """Server, version, parameter, playbook text and binding facts are all in it."""
    assert make_plan(change(small_situation()), READERS).content_sha256 != make_plan(small_situation(), READERS).content_sha256  # type: ignore[operator]  # a table of functions


def test_what_moves_by_itself_does_not_change_the_hash() -> None:
    """Free space is read and shown, but an approval does not hang on it."""
    plans = [make_plan(knowing(small_situation(), volumes=Level(percent)), READERS) for percent in (91, 92)]
    assert plans[0].content_sha256 == plans[1].content_sha256


def test_what_is_not_known_yet_names_the_step_that_tells_it() -> None:
    """Before C: was measured, the change shows where its folders will come from; afterwards it is exact."""
    early = next(step for step in make_plan(small_situation(), READERS).steps if step.step.id == "move")
    assert early.command is None
    assert early.waits_for == ("2",)
    assert "    Folders = (known after step 2)\n" in early.preview
    assert "    Manifest = (known after step 4)\n" in early.undo_preview
    known = make_plan(knowing(small_situation(), volumes=Level(97)), READERS)
    late = next(step for step in known.steps if step.step.id == "move")
    assert late.command is not None
    assert late.command.script == late.preview


def test_steps_are_numbered_as_people_speak_of_them() -> None:
    """Scripts have numbers, questions letters, hand-overs an H."""
    plan = make_plan(small_situation(), READERS)
    assert [step.number for step in plan.steps] == ["1", "2", "3", "A", "4", "5", "H1", "H2"]
    assert plan.short_code.replace(" ", "") == plan.content_sha256[:16]


@pytest.mark.parametrize(
    ("machine", "why"),
    [
        (server("14.3.513.0"), "is for Exchange 2016, 2019; build 14.3.513.0 is Exchange 2010"),
        (server("16.9.1.1"), "is no version that we know"),
        (server("15.2.1544.4", "Edge"), "is for Mailbox; EX01 is Edge"),
    ],
)
def test_a_server_that_does_not_fit_has_no_plan(machine: ServerIdentity, why: str) -> None:
    """Version and role are checked against what was read, not against what was assumed."""
    with pytest.raises(PlanImpossible) as refused:
        make_plan(knowing(small_situation(), server_identity=machine), READERS)
    assert why in refused.value.why


def test_only_real_versions_are_assumed() -> None:
    """--exchange 2007 is a mistake, se is SE."""
    assert assumed_version("se") is ExchangeVersion.SE
    with pytest.raises(ParametersWrong, match="2007"):
        assumed_version("2007")
