"""All questions: their form, their needs, and that they never say more than was seen."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.test_analysis import world
from toolkit.analysis.questions import QUESTIONS, questions_page
from toolkit.model.evidence import UNKNOWN_ANSWER, Unknown
from toolkit.model.facts import Facts, Question
from toolkit.parsing.readers import READERS

PAGE = Path(__file__).parent.parent.parent / "docs" / "reference" / "questions.md"
ANYTHING: dict[str, list[object]] = {
    "server_identity": [world.server(), world.server("2010"), world.server("", setup=True)],
    "back_pressure_meters": [world.reading(), world.disk_reading(), world.UNREADABLE],
    "back_pressure_events": [world.events(), world.events(world.event(15004)), world.events(world.event(15005, 0, "High", "Mittel"))],
    "queues": [world.queues(), world.queues(world.queue(9, "452 4.3.1 Insufficient system resources")), world.queues(world.queue(9000))],
    "transport_config": [world.config(), world.config(problem="line 3: mismatched tag"), world.config("")],
    "volumes": [world.volumes(), world.volumes(world.volume("X:\\", 0, 0))],
    "old_logs": [world.old_logs(), world.old_logs(iis=90), world.old_logs(iis=0.001)],
    "mailbox_folders": [world.mailbox(), world.mailbox(("D:\\a.edb", "D:\\l")), world.mailbox(("Z:\\a.edb", ""))],
    "log_folders": [world.log_folders(), world.log_folders("C:\\logs"), world.log_folders("D:\\logs")],
    "move_gate": [world.gate(), world.gate("E:\\x"), world.gate(owner="S-1-5-21-1", files=True, setup=True)],
    "sibling_state": [world.sibling(world.reading()), world.sibling(None, "denied"), world.sibling(world.disk_reading(), hub="Draining")],
    "component_states": [world.components(world.component("HubTransport")), world.components()],
    "transport_service": [world.services(), world.services("Stopped")],
    "smtp_probe": [
        world.probe(("", "220 ok"), ("MAIL FROM:<>", "250 2.1.0 ok")),
        world.probe(connected=False),
        world.probe(("", "421 4.3.2 x")),
    ],
    "config_key": [world.key_state("K", None), world.key_state("EnableResourceMonitoring", "false")],
    "set_config_key": [world.key_change("K", None, "1")],
    "move_queue_database": [world.move(), world.move("")],
}
VALUES = [None, "", "C:\\Q", "D:\\archive", "D:\\Queue", "yes", "no", "EX01", "K", "EnableResourceMonitoring", "false", 5]
PARAMETERS = ("archive_to", "queue_to", "sibling", "config_key", "config_value", "accept_undocumented")
anything = st.fixed_dictionaries(
    {}, optional={name: st.sampled_from([*values, Unknown("not seen"), "wrong kind"]) for name, values in ANYTHING.items()}
)
wishes = st.fixed_dictionaries({}, optional={name: st.sampled_from(VALUES) for name in PARAMETERS})


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=lambda question: question.name)
def test_questions_are_questions(question: Question) -> None:
    """They end with a question mark, fit in a line, have at least two answers, and ``unknown`` is not among them."""
    assert question.asks.endswith("?")
    assert len(question.asks) <= 70
    assert len(question.answers) >= 2
    assert UNKNOWN_ANSWER not in question.answers
    assert all(question.answers.values())
    assert set(question.needs) <= set(READERS)


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=lambda question: question.name)
def test_no_needed_reader_belongs_to_some_versions_only(question: Question) -> None:
    """A step for some versions is not certain: a question that needed it could not be asked on the others."""
    assert not {"back_pressure_meters", "component_states", "sibling_state"} & set(question.needs)


@pytest.mark.parametrize("question", [question for question in QUESTIONS.values() if question.needs], ids=lambda question: question.name)
def test_nothing_known_is_unknown(question: Question) -> None:
    """Without any fact the answer is unknown or an honest no about the wish, never anything that opens a change."""
    conclusion = question.decide(Facts())
    assert conclusion.answer in {UNKNOWN_ANSWER, "no"}
    if conclusion.answer == "no":
        assert "given" in conclusion.finding.says


@given(anything, wishes)
def test_any_facts_get_an_answer_with_a_sentence(read: dict[str, object], parameters: dict[str, str]) -> None:
    """No combination of facts raises; every answer is one of the question's own, with a sentence and its name."""
    known = world.facts(dict(parameters), **read)
    for question in QUESTIONS.values():
        conclusion = question.decide(known)
        assert conclusion.answer in {*question.answers, UNKNOWN_ANSWER}, question.name
        assert conclusion.finding.name == question.name
        assert conclusion.finding.says
        assert conclusion.answer == UNKNOWN_ANSWER or conclusion.finding.evidence or conclusion.answer == "no", question.name


WITHOUT_NEEDS = {"back-pressure.setup-quiet", "back-pressure.resource", "back-pressure.pressure-low", "back-pressure.who-said-it"}
"""Questions that have a second source for what they need."""


@given(anything, wishes)
def test_a_yes_never_rests_on_what_could_not_be_seen(read: dict[str, object], parameters: dict[str, str]) -> None:
    """Every answer but unknown and no needs all its readers known."""
    known = world.facts(dict(parameters), **read)
    for question in QUESTIONS.values():
        unseen = [need for need in question.needs if isinstance(known.of(need, object), Unknown)]
        if unseen and question.name not in WITHOUT_NEEDS:
            assert question.decide(known).answer in {UNKNOWN_ANSWER, "no"}, (question.name, unseen)


def test_the_page_of_questions_is_fresh() -> None:
    """docs/reference/questions.md is what the generator writes today; ``questions_page()`` writes it anew."""
    assert PAGE.read_text(encoding="utf-8") == questions_page()
