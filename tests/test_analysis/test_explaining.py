"""Explaining pasted text: own recordings, the frames, real text, and anything at all."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.recorded import SHARED, Recorded, needs_shared, recorded, shared_recordings
from toolkit.analysis.explaining import explain
from toolkit.knowledge.ese_events import ese_events
from toolkit.knowledge.jet_errors import jet_errors
from toolkit.knowledge.reply_grammar import find_replies
from toolkit.knowledge.smtp_replies import reply_codes
from toolkit.knowledge.smtp_texts import smtp_texts
from toolkit.knowledge.transport_events import transport_events
from toolkit.model.explanation import Explanation, Meaning
from toolkit.model.identity import ErrorIdentity, NumberSpace

REAL = [case for kind in ("smtp_reply", "event_ese", "event_exchange", "localized", "eseutil_recovery") for case in shared_recordings(kind)]


def check_form(explanation: Explanation) -> None:
    """Check what every explanation keeps: a reason or meanings, and lines that fit beside their labels."""
    assert bool(explanation.meanings) != bool(explanation.why_unknown)
    for meaning in explanation.meanings:
        assert ErrorIdentity.parse(str(meaning.identity)) == meaning.identity
        assert meaning.name
        assert meaning.says
        assert len(meaning.short) <= 30
        for detail in meaning.details:
            assert 0 < len(detail.label) <= 11, detail
            assert all(len(line) <= 66 for line in detail.lines), detail


def detail(meaning: Meaning, label: str) -> str:
    """Return the lines of a detail in one; empty when there is none."""
    return " ".join(line for one in meaning.details if one.label == label for line in one.lines)


@pytest.mark.parametrize("case", recorded("explain"), ids=str)
def test_texts_are_explained(case: Recorded) -> None:
    """Which error it is, its name, its playbook, whose it is; or why nothing is known."""
    explanation = explain(case.text)
    check_form(explanation)
    assert [str(meaning.identity) for meaning in explanation.meanings] == case.truth["identities"]
    assert case.truth.get("why", "") in explanation.why_unknown
    for meaning in explanation.meanings[:1]:
        assert meaning.name == case.truth.get("name", meaning.name)
        assert meaning.playbook == case.truth.get("playbook", meaning.playbook)
        assert case.truth.get("who", "") in detail(meaning, "Who said it") + detail(meaning, "Whose")


def test_frame_1_of_the_terminal() -> None:
    """The clear answer, word for word."""
    meaning = explain("452 4.3.1 Insufficient system resources (UsedDiskSpace[C:\\.])").meanings[0]
    assert f"{meaning.identity}  {meaning.name}" == "smtp:452/4.3.1  BACK PRESSURE"
    assert meaning.says == (
        "A mail server is short of disk space and refuses new mail for now. Temporary: senders try again. No mail is lost while they do."
    )
    assert [(one.label, one.lines, one.from_text) for one in meaning.details] == [
        ("Resource", ("used disk space, volume of the mail queue",), True),
        (
            "Who said it",
            (
                "your text does not show it. Two possibilities:",
                "  Receive log, or a bounce that others got -> your server",
                "  Get-Queue LastError, or Send log         -> the next server",
            ),
            False,
        ),
        (
            "It is not",
            ("ese:452 (database recovery). Eseutil does not help here.", "smtp:452/4.5.3 (too many recipients)"),
            False,
        ),
    ]


def test_frame_2_of_the_terminal() -> None:
    """The bare number as a question, word for word."""
    rows = [(str(meaning.identity), meaning.short, meaning.typical) for meaning in explain("452").meanings]
    assert rows == [
        ("smtp:452/4.3.1", "server short of disk, memory", '"Insufficient system resources"'),
        ("smtp:452/4.5.3", "too many recipients", '"Too many recipients"'),
        ("ese:452", "database misses log files", "Application log, source ESE"),
    ]


@pytest.mark.shared
@needs_shared
def test_the_frames_are_those_of_the_design() -> None:
    """Every line of frames 1 and 2 that comes from here stands in the wireframes."""
    frames = " ".join((SHARED / "design" / "wireframes" / "terminal-80.txt").read_text(encoding="utf-8").split())
    first = explain("452 4.3.1 Insufficient system resources (UsedDiskSpace[C:\\.])").meanings[0]
    lines = [first.says, *(line for one in first.details for line in one.lines)]
    lines += [part for meaning in explain("452").meanings for part in (meaning.short, meaning.typical, str(meaning.identity))]
    for line in lines:
        assert " ".join(line.split()) in frames, line


@pytest.mark.parametrize(
    ("meter", "resource", "short_of"),
    [
        ("UsedDiskSpace[D:\\Exchange\\TransportRoles\\data\\Queue]", "volume of the mail queue", "disk space"),
        ("UsedDiskSpace[D:\\Exchange\\TransportRoles\\data]", "volume for content conversion", "disk space"),
        ("DatabaseUsedSpace[D:\\Q]", "without free pages", "disk space"),
        ("PrivateBytes", "EdgeTransport.exe", "memory"),
        ("QueueLength[SubmissionQueue]", "Submission queue", "room in its Submission queue"),
        ("UsedVersionBuckets[D:\\Q\\mail.que]", "still in memory", "uncommitted changes"),
        ("ProcessorTime", "not known to exkit", "a resource that exkit does not know"),
    ],
)
def test_the_resource_is_read_from_the_text(meter: str, resource: str, short_of: str) -> None:
    """The bracket behind the words names what is short; an unknown meter is said to be one."""
    meaning = explain(f"452 4.3.1 Insufficient system resources ({meter})").meanings[0]
    assert resource in detail(meaning, "Resource")
    assert short_of in meaning.says
    assert "{" not in meaning.says


def test_without_a_meter_no_resource_is_named() -> None:
    """Older servers do not say what is short."""
    meaning = explain("452 4.3.1 Insufficient system resources").meanings[0]
    assert detail(meaning, "Resource") == ""
    assert "disk space or memory" in meaning.says


def test_a_bare_number_never_leads_to_a_playbook_of_a_database() -> None:
    """Every meaning of every number of three digits: none that touches a database has a playbook."""
    for number in range(100, 1000):
        for meaning in explain(str(number)).meanings:
            assert meaning.identity.space is NumberSpace.SMTP or not meaning.playbook or meaning.identity.space is NumberSpace.EVENT


@given(st.integers(min_value=0, max_value=70_000))
def test_a_number_without_a_sign_is_never_a_jet_error(number: int) -> None:
    """The absolute value of a JET error means something else, or nothing."""
    explanation = explain(str(number))
    check_form(explanation)
    assert all(meaning.identity.space is not NumberSpace.JET for meaning in explanation.meanings)


@given(st.integers(min_value=-70_000, max_value=-1))
def test_a_number_with_a_sign_is_a_jet_error_or_unknown(number: int) -> None:
    """Exactly that error, or a refusal that names the number."""
    explanation = explain(str(number))
    check_form(explanation)
    if explanation.meanings:
        assert [str(meaning.identity) for meaning in explanation.meanings] == [f"jet:{number}"]
    else:
        assert str(number) in explanation.why_unknown


@pytest.mark.parametrize("number", [error.number for error in jet_errors()])
def test_every_known_jet_error_is_explained(number: int) -> None:
    """As a number, and as the identity."""
    for text in (str(number), f"jet:{number}", hex(2**32 + number)):
        explanation = explain(text)
        check_form(explanation)
        assert str(explanation.meanings[0].identity) == f"jet:{number}"


@pytest.mark.parametrize("event", [event.id for event in ese_events()])
def test_every_known_engine_event_is_explained(event: int) -> None:
    """As an identity, in short, and as a paste."""
    for text in (f"ese:{event}", f"ESE {event}", f"Source: ESE\nEvent ID: {event}\n"):
        explanation = explain(text)
        check_form(explanation)
        assert [str(meaning.identity) for meaning in explanation.meanings] == [f"ese:{event}"]


@pytest.mark.parametrize(("provider", "event"), [(event.provider, event.id) for event in transport_events()])
def test_every_known_transport_event_is_explained(provider: str, event: int) -> None:
    """As an identity and as a paste."""
    for text in (f"event:{provider}/{event}", f"Source: {provider}\nEvent ID: {event}\n"):
        explanation = explain(text)
        check_form(explanation)
        assert [str(meaning.identity) for meaning in explanation.meanings] == [f"event:{provider}/{event}"]


@pytest.mark.parametrize("code", [row.code for row in reply_codes()])
def test_every_known_reply_code_is_explained(code: int) -> None:
    """A reply with words of nobody is explained by the standards."""
    explanation = explain(f"{code} words of nobody")
    check_form(explanation)
    assert explanation.meanings[0].identity.space is NumberSpace.SMTP


EXAMPLES = [(row.name, example) for row in smtp_texts() for example in row.examples if find_replies(example)[0].quoted is None]


@pytest.mark.parametrize(("name", "example"), EXAMPLES)
def test_every_example_of_the_table_is_explained(name: str, example: str) -> None:
    """The examples of the table come out under the name of their row."""
    explanation = explain(example)
    check_form(explanation)
    assert explanation.meanings[0].name == name


def test_the_next_server_is_named() -> None:
    """LastError proves who said it, and names the host."""
    text = "[{LRT=11/24/2026 3:02:11 AM};{LED=452 4.3.1 Insufficient system resources};{FQDN=ex03.corp.example};{IP=192.0.2.3}]"
    meaning = explain(text).meanings[0]
    assert "the next server, ex03.corp.example" in detail(meaning, "Who said it")


def test_several_events_are_several_meanings() -> None:
    """A paste with two known events is a question again."""
    explanation = explain("Source: ESE\nEvent ID: 452\n\nSource: MSExchangeIS\nEvent ID: 9518\n")
    assert [str(meaning.identity) for meaning in explanation.meanings] == ["ese:452", "event:MSExchangeIS/9518"]


def test_the_text_is_kept_as_given() -> None:
    """What was asked is shown as it was asked."""
    assert explain(" 452 \n").text == " 452 \n"


@pytest.mark.shared
@needs_shared
@pytest.mark.parametrize("case", REAL, ids=str)
def test_real_texts_are_explained_or_refused_with_a_reason(case: Recorded) -> None:
    """Every real text gets an answer in the right form; look-alikes get none."""
    explanation = explain(case.text)
    check_form(explanation)
    if case.truth.get("smtp") is False:
        assert not explanation.meanings
    if "code" in case.truth and case.truth["code"] and case.text.strip() and "event_id" not in case.truth:
        nested = case.truth.get("nested") or [case.truth]
        assert explanation.meanings[0].identity.code == str(nested[-1]["code"])


@given(st.text())
def test_any_text_is_explained_or_refused_with_a_reason(text: str) -> None:
    """Foreign text never raises."""
    check_form(explain(text))


@given(
    st.lists(
        st.sampled_from(
            ["452", "4.3.1", "-543", "Event ID:", "Source: ESE", "\n", " ", '"', "(", "LED=", "Insufficient system resources", "ESE", "a"]
        )
    )
)
def test_any_mixture_of_known_words_is_explained_or_refused(parts: list[str]) -> None:
    """Known words in any order never raise."""
    check_form(explain("".join(parts)))


def test_no_line_is_looked_at_for_ever() -> None:
    """A line of a mebibyte ends."""
    explanation = explain("452 " * 300_000)
    check_form(explanation)
    assert not re.search("Traceback", explanation.why_unknown)
