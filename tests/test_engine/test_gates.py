"""A change rests on what was read from the server itself, or it is refused."""

import pytest

from tests.small_world import PLAYBOOK
from tests.test_engine.around import small_situation
from toolkit.engine.gates import check_gates, check_way, rests_on_hearsay
from toolkit.model.evidence import UNKNOWN_ANSWER, Conclusion, Evidence, Finding, Origin, Unknown
from toolkit.model.facts import Fact, Facts, Question
from toolkit.model.plan import PathTurn
from toolkit.model.playbook import ActStep

STATE, LOG, TEXT, PERSON = Origin.STATE, Origin.LOCAL_LOG, Origin.REMOTE_TEXT, Origin.PERSON


def finding(*origins: Origin) -> Finding:
    """Return a finding that rests on evidence of these origins."""
    return Finding("small.full", "C: is full", tuple(Evidence("seen", "somewhere", origin) for origin in origins))


def act() -> ActStep:
    """Return the change of the small playbook."""
    step = small_situation(PLAYBOOK).playbook.step("move")
    assert isinstance(step, ActStep)
    return step


@pytest.mark.parametrize(
    ("origins", "hearsay"),
    [
        ((), False),
        ((STATE,), False),
        ((PERSON,), False),
        ((LOG,), True),
        ((TEXT,), True),
        ((LOG, TEXT), True),
        ((LOG, STATE), False),
        ((TEXT, STATE, PERSON), False),
        ((LOG, PERSON), True),
        ((TEXT, PERSON), True),
    ],
)
def test_hearsay_needs_one_state_that_agrees(origins: tuple[Origin, ...], hearsay: bool) -> None:
    """A log or a text needs something read from the server; what the person wishes confirms nothing."""
    assert rests_on_hearsay(finding(*origins)) is hearsay


def test_a_way_over_hearsay_is_refused() -> None:
    """One finding that others could have written closes every change behind it."""
    ending = check_way(act(), Facts(), (finding(STATE), finding(LOG)), ())
    assert ending is not None
    assert ending.slug == "gate.evidence"


def test_a_way_over_an_unknown_answer_is_refused() -> None:
    """A playbook may name a way for what is not known, but no change stands on it."""
    ending = check_way(act(), Facts(), (finding(STATE),), (PathTurn("full", UNKNOWN_ANSWER),))
    assert ending is not None
    assert ending.slug == "gate.unknown"


@pytest.mark.parametrize("origin", [LOG, TEXT])
def test_a_value_that_others_write_is_refused(origin: Origin) -> None:
    """No decision is needed to steer a change when its value comes from a log."""
    ending = check_way(act(), Facts().knowing("volumes", Fact(object(), origin, "read-volumes")), (), ())
    assert ending is not None
    assert "can write" in ending.says


def test_a_way_over_state_is_open() -> None:
    """What was read from the server, with a wish of the person, leads to a change."""
    facts = Facts().knowing("volumes", Fact(object(), STATE, "read-volumes"))
    assert check_way(act(), facts, (finding(STATE), finding(PERSON)), (PathTurn("full", "yes"),)) is None


@pytest.mark.parametrize(
    ("answer", "origins", "open_"),
    [
        ("yes", (STATE,), True),
        ("yes", (PERSON,), True),
        ("yes", (LOG, STATE), True),
        ("yes", (), False),
        ("yes", (LOG,), False),
        ("yes", (LOG, PERSON), False),
        ("no", (STATE,), False),
        (UNKNOWN_ANSWER, (STATE,), False),
    ],
)
def test_a_gate_opens_for_a_proven_answer_only(answer: str, origins: tuple[Origin, ...], open_: bool) -> None:
    """The wanted answer, with evidence, of which one is not hearsay."""
    question = Question("small.full", "Is C: full?", {}, (), lambda facts: Conclusion(answer, finding(*origins)))
    _, ending = check_gates(act(), Facts(), {"small.full": question})
    assert (ending is None) is open_


def test_a_gate_that_needs_what_was_not_seen_is_closed() -> None:
    """Could not look is never yes, whatever the question would make of it."""
    question = Question("small.full", "Is C: full?", {}, ("volumes",), lambda facts: Conclusion("yes", finding(STATE)))
    facts = Facts().knowing("volumes", Fact(Unknown("denied"), STATE, "read-volumes"))
    _, ending = check_gates(act(), facts, {"small.full": question})
    assert ending is not None
    assert ending.slug == "gate.really-full"
