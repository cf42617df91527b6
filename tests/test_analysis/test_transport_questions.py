"""Service, components, probe, and queues."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.test_analysis import world
from tests.test_analysis.world import ask, component
from toolkit.model.evidence import Unknown
from toolkit.model.facts import Facts
from toolkit.model.transport import ServicesState

SERVICE, COMPONENTS, ACCEPTS = "transport.service-runs", "transport.components-active", "transport.accepts-mail"
DRAIN, WHOLE = "transport.queues-drain", "transport.queue-whole-after-move"
BANNER, HELLO = ("", "220 ex02 ready"), ("EHLO EX02", "250-ex02\n250 SIZE")


@pytest.mark.parametrize(
    ("services", "answer"),
    [
        (world.services(), "yes"),
        (world.services("Stopped"), "no"),
        (world.services("StartPending"), "no"),
        (ServicesState(()), "unknown"),
        (Unknown("x"), "unknown"),
    ],
)
def test_the_service_runs_when_it_says_so(services: object, answer: str) -> None:
    """The transport service alone; a service that is not there is unknown."""
    assert ask(SERVICE, world.facts(transport_service=services)).answer == answer


@pytest.mark.parametrize(
    ("parts", "answer"),
    [
        ((component("HubTransport"), component("ServerWideOffline"), component("FrontendTransport")), "yes"),
        ((component("EdgeTransport"), component("ForwardSyncDaemon", "Inactive")), "yes"),
        ((component("HubTransport", "Draining", Maintenance="Draining"),), "drained"),
        ((component("HubTransport", "Draining"),), "drained"),
        ((component("HubTransport"), component("ServerWideOffline", "Inactive", Maintenance="Inactive", Functional="Active")), "drained"),
        ((component("HubTransport", "Inactive", Deployment="Inactive"),), "drained"),
        ((component("HubTransport", "Inactive", Functional="Inactive"),), "no"),
        ((component("HubTransport", "Inactive", Maintenance="Active", HealthAPI="Inactive"),), "no"),
        ((component("HubTransport", "Draining"), component("FrontendTransport", "Inactive", Functional="Inactive")), "no"),
        ((component("ServerWideOffline"),), "unknown"),
        ((), "unknown"),
    ],
)
def test_components_are_active_drained_or_out(parts: tuple[object, ...], answer: str) -> None:
    """Who holds a component decides whether somebody meant it; stock inactive ones do not count."""
    states = world.components(*parts)  # type: ignore[arg-type]  # components, written short
    assert ask(COMPONENTS, world.facts(component_states=states)).answer == answer


def test_the_requester_is_named() -> None:
    """The administrator learns whose hold it is."""
    states = world.components(component("HubTransport", "Inactive", Functional="Inactive"))
    assert "asked for by Functional" in ask(COMPONENTS, world.facts(component_states=states)).finding.says


@pytest.mark.parametrize(
    ("talk", "answer"),
    [
        ((BANNER, HELLO, ("MAIL FROM:<>", "250 2.1.0 Sender OK"), ("RSET", "250 ok"), ("QUIT", "221 bye")), "yes"),
        ((BANNER, HELLO, ("mail from:<>", "250 2.1.0 Sender OK")), "yes"),
        ((BANNER, HELLO, ("MAIL FROM:<>", "452 4.3.1 Insufficient system resources")), "back-pressure"),
        ((BANNER, HELLO, ("MAIL FROM:<>", "452 4.3.1 Insufficient system resources (UsedDiskSpace[C:\\Q])")), "back-pressure"),
        ((("", "421 4.3.2 Service not active"),), "inactive"),
        ((BANNER, ("EHLO EX02", "421 4.3.2 Service not available, closing")), "inactive"),
        ((BANNER, HELLO, ("MAIL FROM:<>", "451 4.3.2 Service not active")), "inactive"),
        ((("", "421 4.3.2 The maximum number of concurrent connections has exceeded a limit"),), "no"),
        ((BANNER, HELLO, ("MAIL FROM:<>", "432 4.3.2 STOREDRV.Deliver; recipient thread limit exceeded")), "no"),
        ((BANNER, HELLO, ("MAIL FROM:<>", "452 4.3.1 Insufficient system storage")), "no"),
        ((BANNER, HELLO, ("MAIL FROM:<>", "530 5.7.1 Client was not authenticated")), "no"),
        ((BANNER, HELLO), "unknown"),
        ((BANNER, HELLO, ("MAIL FROM:<>", "gibberish")), "unknown"),
        ((BANNER, HELLO, ("MAIL FROM:<>", "251 what")), "unknown"),
        ((), "unknown"),
    ],
)
def test_the_first_refusal_decides(talk: tuple[tuple[str, str], ...], answer: str) -> None:
    """At the banner, after EHLO or at MAIL FROM; the words decide what a 4.3.2 is."""
    assert ask(ACCEPTS, world.facts(smtp_probe=world.probe(*talk))).answer == answer


def test_nobody_listens() -> None:
    """No connection is a no, with the reason of the system."""
    conclusion = ask(ACCEPTS, world.facts(smtp_probe=world.probe(connected=False, error="actively refused")))
    assert conclusion.answer == "no"
    assert "actively refused" in conclusion.finding.evidence[0].what


def test_a_clean_probe_is_no_proof() -> None:
    """Back pressure can refuse after DATA, which is never sent."""
    talk = (BANNER, HELLO, ("MAIL FROM:<>", "250 2.1.0 Sender OK"))
    assert "DATA" in ask(ACCEPTS, world.facts(smtp_probe=world.probe(*talk))).finding.disproved_by


def _counted(*counts: int) -> Facts:
    known = world.facts(queues=world.queues(world.queue(counts[0])))
    for count in counts[1:]:
        known = world.again(known, queues=world.queues(world.queue(count)))
    return known


@pytest.mark.parametrize(
    ("counts", "answer"),
    [
        ((0,), "yes"),
        ((7,), "unknown"),
        ((7, 7), "no"),
        ((7, 9), "no"),
        ((7, 6), "yes"),
        ((7, 0), "yes"),
        ((7, 900, 800), "yes"),
        ((900, 100, 100), "yes"),
        ((5, 7, 9), "no"),
    ],
)
def test_queues_drain_when_they_are_below_their_peak(counts: tuple[int, ...], answer: str) -> None:
    """Mail that was held back arrives first: the peak counts, not only the first reading."""
    assert ask(DRAIN, _counted(*counts)).answer == answer


@pytest.mark.parametrize(
    "aside",
    [
        world.queue(500, kind="ShadowRedundancy"),
        world.queue(500, name="EX02\\Poison"),
        world.queue(500, name="EX02\\Shadow\\3"),
    ],
    ids=["shadow", "poison", "shadow by name"],
)
def test_shadows_and_poison_do_not_wait(aside: object) -> None:
    """Copies of others' messages and set-aside ones never leave by draining."""
    known = world.facts(queues=world.queues(aside))  # type: ignore[arg-type]  # a queue
    assert ask(DRAIN, known).answer == "yes"


def test_queues_that_cannot_be_read() -> None:
    """No number, no answer."""
    assert ask(DRAIN, world.facts(queues=Unknown("x"))).answer == "unknown"


def _moved(*counts: int, to: str = "D:\\Queue") -> Facts:
    known = world.facts({"queue_to": "D:\\Queue"}, queues=world.queues(world.queue(counts[0])), move_queue_database=world.move(to))
    for count in counts[1:]:
        known = world.again(known, queues=world.queues(world.queue(count)))
    return known


@pytest.mark.parametrize(
    ("counts", "to", "answer"),
    [
        ((400, 400), "D:\\Queue", "yes"),
        ((400, 380), "d:\\queue\\", "yes"),
        ((400, 900), "D:\\Queue", "yes"),
        ((400, 40), "D:\\Queue", "yes"),
        ((400, 39), "D:\\Queue", "no"),
        ((400, 0), "D:\\Queue", "no"),
        ((99, 0), "D:\\Queue", "yes"),
        ((400, 400), "C:\\Old", "no"),
        ((400, 400), "", "no"),
        ((400,), "D:\\Queue", "unknown"),
        ((9000, 400, 400), "D:\\Queue", "yes"),
    ],
)
def test_a_queue_moved_whole_when_place_and_messages_are_there(counts: tuple[int, ...], to: str, answer: str) -> None:
    """The place must be the wanted one; an emptied queue of many messages was left behind."""
    assert ask(WHOLE, _moved(*counts, to=to)).answer == answer


def test_a_few_messages_prove_little() -> None:
    """They can be delivered between two looks, and that is said."""
    assert ask(WHOLE, _moved(50, 0)).finding.disproved_by


def test_a_move_that_is_not_known() -> None:
    """Without its record nothing is known of the move."""
    assert ask(WHOLE, world.without(_moved(4, 4), "move_queue_database")).answer == "unknown"


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_many_lost_messages_are_never_whole(before: int, after: int) -> None:
    """Of a hundred messages or more, nine in ten do not vanish unseen."""
    answer = ask(WHOLE, _moved(before, after)).answer
    assert (answer == "no") == (before >= 100 and after * 10 < before)
