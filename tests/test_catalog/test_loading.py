"""A playbook is loaded whole, or all of its problems are told at once."""

from dataclasses import replace

import pytest

from tests.small_world import PLAYBOOK, small_sources, small_vocabulary
from toolkit.catalog.building import Sources
from toolkit.catalog.loading import examine_playbook, load_playbook
from toolkit.errors import PlaybookInvalid
from toolkit.model.danger import Danger
from toolkit.model.evidence import Origin
from toolkit.model.exchange import ExchangeVersion
from toolkit.model.playbook import ActStep, AskStep, DecideStep, HandOverStep, WaitStep


def problems_of(text: str, texts: str = "") -> list[str]:
    """Return all problems of a playbook, as people read them."""
    sources = Sources("playbooks/small-world.yml", text, "playbooks/texts/small-world.en.yml" if texts else "", texts)
    return [str(problem) for problem in examine_playbook(sources, small_vocabulary())[1]]


def test_a_good_playbook_is_built_from_its_file() -> None:
    """Kinds, values, gates, waiting and ways on are what the file says; danger comes from the template."""
    playbook = load_playbook(small_sources(), small_vocabulary())
    kinds = [AskStep, AskStep, AskStep, DecideStep, ActStep, WaitStep, HandOverStep, HandOverStep]
    assert [type(step) for step in playbook.steps] == kinds
    move, room = playbook.step("move"), playbook.step("room")
    assert isinstance(move, ActStep)
    assert isinstance(room, WaitStep)
    assert (move.danger, move.deadline_s, move.undo and move.undo.template) == (Danger.CHANGE, 3600, "change/return_old_logs")
    assert (room.every_s, room.at_most_s, room.otherwise, room.then) == (10, 30, "call-for-help", "end")
    assert playbook.step("full").title == "Is C: full?"
    assert playbook.versions == (ExchangeVersion.E2016, ExchangeVersion.E2019)
    assert str(move.place) == "playbooks/small-world.yml:18"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("title: Make room on C\n", "", "small-world.yml:1: title is missing"),
        ("title: Make room on C\n", "titel: Make room\n", "small-world.yml:4: unknown field titel: "),
        ("title: Measure", "title: ''", "steps.title is ''"),
        ('format: "1"', 'format: "2"', "small-world.yml:1: format is '2'"),
        ("{ask: read-volumes,", "{asks: read-volumes,", ":15: a step of no kind"),
        ("{ask: read-volumes,", "{ask: read-volumes, act: x,", ":15: a step of no kind"),
        ("every: 10", "every: soon", "steps.every is 'soon'"),
        ("every: 10", "every: 0", "steps.every is '0'"),
        ("kind: number", "kind: numbre", "parameters.days.kind is 'numbre'"),
        ("observe/volumes}", "observe/volume}", "template observe/volume is missing: there is no such file; did you mean observe/volumes"),
        ("observe/volumes}", "../volumes}", "steps.template is '../volumes'"),
        ("question: small.full, answers", "question: small.fool, answers", "question 'small.fool' is unknown"),
        ('"no": nothing-to-do}', "maybe: nothing-to-do}", "full says nothing on 'no'"),
        ('"no": nothing-to-do}', '"no": nothing-to-do, maybe: end}', "'maybe' is no answer to small.full"),
        ('"no": nothing-to-do}', '"no": nothing}', "full leads to 'nothing': there is no such step"),
        ('"no": nothing-to-do}', '"no": read-server}', "full leads back to 'read-server'"),
        ('expected: "yes"', "expected: perhaps", "expected 'perhaps'"),
        ("{ask: read-volumes,", "{ask: read-server,", "the step read-server twice: it stands already on line 14"),
        (
            "template: change/move_old_logs",
            "template: observe/volumes",
            "move uses observe/volumes: its folder says OBSERVE; write 'ask: move'",
        ),
        ("OlderThanDays:", "OlderThanDay:", "value OlderThanDay is unknown to change/move_old_logs"),
        ("OlderThanDays:", "OlderThanDay:", "move gives no OlderThanDays"),
        ("parameter:days", "parameter:day", "parameter 'day' is unknown"),
        ("fact:volumes.folders", "fact:volumes.folder", "'volumes.folder' does not exist"),
        ("fact:volumes.folders", "fact:server.roles", "reader 'server' is unknown"),
        ("really-full: {question: small.full", "really-full: {question: small.f", "question 'small.f' is unknown"),
        ("gates: [really-full]", "gates: [really]", "gate 'really' is unknown"),
        ("question: small.full, do:", "question: small.full, answer: oui, do:", "'oui' is no answer to small.full"),
        ('default: "14"', 'default: "0"', "default of days is '0': the least is 1"),
        ("  days:", "  password: {kind: text, help: x}\n  days:", "parameter password: a playbook carries no secrets"),
        ("kind: folder,", "kind: choice,", "parameter archive_to: choices belong to kind choice"),
        ('for: ["smtp:452/4.3.1"]', 'for: ["452"]', "'452' names no error: a number needs its space"),
        ('exchange: ["2019"]}', 'exchange: ["2007"]}', "steps.exchange is '2007'"),
        ("otherwise: call-for-help", "otherwise: end", "call-for-help is never reached"),
        ("template: change/move_old_logs", "template: lose_data/discard_queue_database", "LOSE DATA is never sent"),
        ("observe/transport_service,", "observe/queues, values: {Server: 'text:ex01'},", "read-service needs exchange_shell"),
    ],
)
def test_a_mistake_is_told_with_file_line_reason_and_cure(old: str, new: str, expected: str) -> None:
    """Each slip that an author can make has its own sentence."""
    assert old in PLAYBOOK
    problems = problems_of(PLAYBOOK.replace(old, new))
    assert any(expected in problem for problem in problems), problems
    assert all(problem.startswith("playbooks/small-world.yml:") for problem in problems)


def test_a_change_takes_no_value_that_others_write() -> None:
    """A value from a log is refused when the playbook is loaded, not only when it runs."""
    vocabulary = small_vocabulary()
    logs = {**vocabulary.readers, "volumes": replace(vocabulary.readers["volumes"], origin=Origin.LOCAL_LOG)}
    _, problems = examine_playbook(small_sources(), replace(vocabulary, readers=logs))
    assert any("anyone can write what volumes reads" in str(problem) for problem in problems)


def test_a_fact_must_be_asked_on_every_way() -> None:
    """A question that one way has not read yet is found before anybody runs it."""
    early = PLAYBOOK.replace("  - {ask: read-volumes, title: Measure, template: observe/volumes}\n", "")
    assert any("full needs volumes" in problem for problem in problems_of(early))


def test_all_mistakes_are_told_at_once() -> None:
    """One look is enough: three slips, three sentences, in the order of the file."""
    text = (
        PLAYBOOK.replace("observe/volumes}", "observe/volume}").replace("parameter:days", "parameter:day").replace("every: 10", "every: 99")
    )
    text = text.replace("otherwise: call-for-help", "otherwise: nowhere")
    problems = problems_of(text)
    lines = [int(problem.split(":")[1]) for problem in problems]
    assert len(problems) >= 3
    assert lines == sorted(lines)


def test_unknown_fields_hide_nothing() -> None:
    """A field that nobody knows is left out for the moment, and the missing template behind it is told in the same answer."""
    text = PLAYBOOK.replace("every: 10", "every: 10\n    evry: 5").replace("observe/volumes}", "observe/volume}")
    problems = problems_of(text)
    assert any("unknown field" in problem and "evry" in problem for problem in problems)
    assert any("template observe/volume is missing" in problem for problem in problems)


def test_loading_raises_with_all_problems() -> None:
    """The error carries the list and a command to run."""
    with pytest.raises(PlaybookInvalid) as refused:
        load_playbook(small_sources(PLAYBOOK.replace("every: 10", "every: x")), small_vocabulary())
    assert refused.value.exit_code == 3
    assert len(refused.value.problems) == 1
    assert refused.value.do[0].startswith("exkit ")


WORDS = """language: en
goal: there is room
use_if: [C is full]
not_if: [D is full]
people: "1"
escalate: nobody helps
steps:
  read-server: {expected: one object}
"""


def test_words_for_people_are_demanded() -> None:
    """A CHANGE says who notices and how it is undone; every script says what to expect."""
    problems = problems_of(PLAYBOOK, WORDS)
    assert any("move has no notice" in problem for problem in problems)
    assert any("move has no undo" in problem for problem in problems)
    assert any("read-volumes has no expected" in problem for problem in problems)
    assert not any("read-server has no expected" in problem for problem in problems)


def test_words_for_no_step_are_told() -> None:
    """Words that belong to nothing are a renamed step."""
    problems = problems_of(PLAYBOOK, WORDS.replace("read-server:", "read-servers:"))
    assert any("texts/small-world.en.yml:1: words for 'read-servers'" in problem for problem in problems)
