"""Answers, evidence, and what happens when something is not known."""

import pytest

from tests.test_analysis import world
from toolkit.analysis.asking import question
from toolkit.analysis.conclusions import NO, PARAMETERS, YES, Known, NotKnown, given
from toolkit.analysis.questions import QUESTIONS
from toolkit.model.evidence import UNKNOWN_ANSWER, Conclusion, Origin, Unknown
from toolkit.model.facts import Facts
from toolkit.model.server import ServerIdentity
from toolkit.model.transport import Queues
from toolkit.parsing.readers import READERS


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        (Facts(), "queues was not read"),
        (world.facts(queues=Unknown("access denied")), "access denied"),
        (world.facts(queues=world.server()), "holds ServerIdentity, not Queues"),
    ],
)
def test_a_value_that_must_be_known(facts: Facts, why: str) -> None:
    """Not asked, not seen and of another kind are the same: not known, with the reason."""
    with pytest.raises(NotKnown, match=why):
        Known("q", facts).must("queues", Queues)


def test_a_known_value_is_returned() -> None:
    """The newest one."""
    known = Known("q", world.facts(server_identity=world.server()))
    assert known.must("server_identity", ServerIdentity).computer == "EX02"


@pytest.mark.parametrize(("reader", "origin"), [("back_pressure_events", Origin.LOCAL_LOG), ("queues", Origin.STATE)])
def test_evidence_has_the_origin_of_its_fact(reader: str, origin: Origin) -> None:
    """Who could have forged an answer could have forged the evidence from it."""
    evidence = Known("q", world.facts(**{reader: world.queues()})).seen(reader, "x")
    assert evidence.origin is origin
    assert evidence.where != reader


def test_every_reader_that_questions_use_has_a_place_for_people() -> None:
    """Evidence says a cmdlet or a file, not the name of a reader."""
    used = {need for one in QUESTIONS.values() for need in one.needs} | {"back_pressure_meters", "component_states", "sibling_state"}
    assert used <= set(READERS)
    for reader in used:
        assert Known("q", Facts()).seen(reader, "x").where != reader, reader


def test_what_the_person_said_is_evidence() -> None:
    """Parameters are his own words."""
    assert given("x").where == PARAMETERS
    assert given("x").origin is Origin.PERSON


def test_an_answer_carries_its_question_and_doubt() -> None:
    """Name, sentence, evidence, and what would disprove it."""
    conclusion = Known("a.b", Facts()).concludes(YES, "It is so.", [given("x")], "Something else.")
    assert (conclusion.answer, conclusion.finding.name, conclusion.finding.says) == ("yes", "a.b", "It is so.")
    assert conclusion.finding.evidence == (given("x"),)
    assert conclusion.finding.disproved_by == "Something else."


def _raises(_known: Known) -> Conclusion:
    raise NotKnown("nobody looked")


def test_what_is_not_known_becomes_the_answer_unknown() -> None:
    """The reason is the sentence; nothing is raised."""
    conclusion = question("a.b", "Is it?", (), _raises).decide(Facts())
    assert conclusion.answer == UNKNOWN_ANSWER
    assert conclusion.finding.says == "Not known: nobody looked"


def test_questions_are_answered_by_yes_and_no_unless_they_say_otherwise() -> None:
    """Own answers replace them; offered values are kept."""
    plain = question("a.b", "Is it?", (), _raises)
    own = question("a.b", "Which?", ("queues",), _raises, {"left": "l", "right": "r"}, offers=("folders",))
    assert set(plain.answers) == {YES, NO}
    assert set(own.answers) == {"left", "right"}
    assert (own.needs, own.offers) == (("queues",), ("folders",))


def test_other_errors_are_not_hidden() -> None:
    """A fault of the product is a fault, not an answer."""

    def broken(_known: Known) -> Conclusion:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        question("a.b", "Is it?", (), broken).decide(Facts())
