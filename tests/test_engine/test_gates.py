"""A change rests on what was read from the server itself, or it is refused."""

from dataclasses import replace

import pytest

from tests.small_world import PLAYBOOK, small_vocabulary
from tests.test_engine.around import beginning, small_situation
from toolkit.engine.gates import check_gates, check_trust, check_way, rests_on_hearsay
from toolkit.engine.settling import settle
from toolkit.errors import GateClosed
from toolkit.model.content import ContentTrust, Trust
from toolkit.model.evidence import UNKNOWN_ANSWER, Conclusion, Evidence, Finding, Origin, Unknown
from toolkit.model.facts import Fact, Facts, Question
from toolkit.model.plan import PathTurn
from toolkit.model.playbook import ActStep, HandOverStep

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


@pytest.mark.parametrize(
    ("level", "step", "refused"),
    [
        (Trust.UNSIGNED, "move", True),
        (Trust.UNSIGNED, "read-volumes", False),
        (Trust.SITE, "move", False),
        (Trust.SHIPPED, "move", False),
    ],
)
def test_unsigned_content_may_only_ask(level: Trust, step: str, refused: bool) -> None:
    """A playbook that nobody answers for is refused when any of its steps does more than ask."""
    playbook = small_situation(PLAYBOOK).playbook
    playbook = replace(playbook, steps=(playbook.step(step),), trust=ContentTrust(level, why="nobody has signed it", folder="ours"))
    if not refused:
        check_trust(playbook)
        return
    with pytest.raises(GateClosed) as closed:
        check_trust(playbook)
    assert (closed.value.gate, closed.value.exit_code) == ("unsigned", 4)


def test_a_script_that_is_only_shown_counts_too() -> None:
    """A hand-over with a script that loses data is more than asking, though nobody sends it."""
    playbook = small_situation(PLAYBOOK).playbook
    step = playbook.step("call-for-help")
    assert isinstance(step, HandOverStep)
    shown = replace(step, template="lose_data/discard_queue_database")
    with pytest.raises(GateClosed):
        check_trust(replace(playbook, steps=(shown,), trust=ContentTrust(Trust.UNSIGNED)))


def test_the_engine_itself_stops_an_unsigned_change() -> None:
    """Whoever forgets to ask beforehand does not send the change."""
    start = beginning()
    unsigned = replace(start.situation.playbook, trust=ContentTrust(Trust.UNSIGNED, why="nobody has signed it"))
    facts = Facts(start.situation.facts.read, start.situation.facts.parameters)
    progress = replace(start, situation=replace(start.situation, playbook=unsigned, facts=facts), step=unsigned.step("move"))
    with pytest.raises(GateClosed):
        settle(progress, small_vocabulary())
