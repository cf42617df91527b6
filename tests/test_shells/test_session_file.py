"""What the recording format promises."""

from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from toolkit.errors import RecordingInvalid
from toolkit.model.command import CommandError, CommandResult, Outcome
from toolkit.shells.session_file import About, RecordedAnswer, Recording, Source, append_answer, read_recording, write_recording

ABOUT = About(Source.CONSTRUCTED, "smtp-452-back-pressure", "C: is full")
HEADER = 'format = 1\nsource = "constructed"\nplaybook = "p"\ntitle = "t"\n'
ANSWER = '[[answer]]\nfile = "01"\nstep = "s"\ntemplate = "observe/x"\noutcome = "ok"\n'
PROBLEMS = [
    ("", "session.toml:1: playbook is missing"),
    ("format = 2\n" + HEADER.partition("\n")[2], "session.toml:1: format must be 1"),
    (HEADER + "x =", "session.toml:5: Invalid value"),
    (HEADER + "colour = 1\n", "session.toml:1: colour is not known"),
    (HEADER.replace("constructed", "made up"), 'session.toml:1: source "made up" is none of real, documentation, constructed'),
    (HEADER + "answer = 3\n", "session.toml:1: answer is int, not list"),
    (HEADER + "[state]\nx = 1.5\n", "session.toml:1: state.x is float"),
    (HEADER + "[state]\n" + ANSWER.replace('"ok"', '"okay"'), 'session.toml:6: [[answer]] 1: outcome "okay" is none of ok, failed'),
    (HEADER + "[state]\n" + ANSWER.replace('"01"', '"../01"'), 'file "../01" is not a number'),
    (HEADER + "[state]\n" + ANSWER + ANSWER, "session.toml:11: [[answer]] 2: file 01 belongs to an answer before"),
    (HEADER + "[state]\n" + ANSWER.replace('"ok"', '"skipped"'), "[[answer]] 1: a scenario cannot answer with skipped"),
    (HEADER + "[state]\n" + ANSWER + 'duration_ms = "1"\n', "[[answer]] 1: duration_ms is str, not int"),
    (HEADER + ANSWER, "[[answer]] 1: 01.ask.ps1 is missing"),
    (HEADER + ANSWER + "when = { a = 1 }\n", "when and then need a [state]"),
]


def problems_of(folder: Path) -> str:
    """Return what the reader says about a broken recording."""
    with pytest.raises(RecordingInvalid) as caught:
        read_recording(folder)
    return "\n".join(caught.value.problems)


@pytest.mark.parametrize(("text", "problem"), PROBLEMS)
def test_each_rule_names_file_and_line(tmp_path: Path, text: str, problem: str) -> None:
    """A recording that breaks a rule is refused with file, line and what is wrong."""
    (tmp_path / "session.toml").write_text(text, encoding="utf-8")
    assert problem in problems_of(tmp_path)


def test_all_problems_come_at_once(tmp_path: Path) -> None:
    """Problems of the session, of its answers and of their files are told together."""
    (tmp_path / "session.toml").write_text(HEADER + 'host = 3\n[state]\n[[answer]]\nfile = "01"\n', encoding="utf-8")
    (tmp_path / "01.out.txt").write_text('{"a":1}\n\n{"a":\n', encoding="utf-8")
    (tmp_path / "01.err.txt").write_text('{"error_id":"x"}\n', encoding="utf-8")
    (tmp_path / "01.console.txt").write_bytes(b"\xff")
    said = problems_of(tmp_path)
    for problem in (
        "host is int",
        "step is missing",
        "01.out.txt:3: is not one",
        "01.err.txt:1: message is missing",
        "01.console.txt:1: is not UTF-8",
    ):
        assert problem in said


def test_a_folder_without_a_session_is_refused(tmp_path: Path) -> None:
    """An empty folder is no recording, and says which file is missing."""
    assert problems_of(tmp_path) == "session.toml:1: is missing"


def scenario_answer(number: str, then: dict[str, str | int | bool], when: dict[str, str | int | bool]) -> RecordedAnswer:
    """Return an answer of a scenario that knows one template."""
    return RecordedAnswer(number, "read", "observe/x", None, CommandResult("read", Outcome.OK), when, then)


def test_the_first_fitting_answer_is_given() -> None:
    """A scenario answers by template and state; the first answer whose state agrees wins, and nothing fits an unknown state."""
    high, any_state = scenario_answer("01", {"pressure": "low"}, {"pressure": "high"}), scenario_answer("02", {}, {})
    recording = Recording(ABOUT, {}, {"pressure": "high"}, (high, any_state))
    assert recording.answer_to("observe/x", {"pressure": "high"}) is high
    assert recording.answer_to("observe/x", {"pressure": "low"}) is any_state
    assert recording.answer_to("observe/x", {}) is any_state
    assert recording.answer_to("observe/y", {"pressure": "high"}) is None


def test_an_empty_state_still_makes_a_scenario(tmp_path: Path) -> None:
    """[state] without words is a scenario with one state; without [state] it is a tape."""
    write_recording(tmp_path / "scenario", Recording(ABOUT, {}, {}))
    write_recording(tmp_path / "tape", Recording(ABOUT))
    assert read_recording(tmp_path / "scenario").is_scenario
    assert not read_recording(tmp_path / "tape").is_scenario


def test_a_recording_is_never_written_over_another(tmp_path: Path) -> None:
    """Writing into a folder that holds a recording is refused."""
    write_recording(tmp_path, Recording(ABOUT))
    with pytest.raises(FileExistsError):
        write_recording(tmp_path, Recording(ABOUT))


TEXTS = some.text(max_size=40)
SCALARS = some.dictionaries(TEXTS, some.one_of(TEXTS, some.integers(-(2**31), 2**31), some.booleans()), max_size=3).map(MappingProxyType)
VALUES = some.recursive(
    some.one_of(some.none(), some.booleans(), some.integers(), TEXTS),
    lambda inner: some.one_of(some.lists(inner, max_size=3), some.dictionaries(TEXTS, inner, max_size=3)),
    max_leaves=6,
)
RESULTS = some.builds(
    CommandResult,
    step_id=some.just("read"),
    outcome=some.sampled_from(Outcome),
    why=TEXTS,
    output=some.lists(VALUES, max_size=3).map(tuple),
    errors=some.lists(some.builds(CommandError, TEXTS, TEXTS, TEXTS, TEXTS), max_size=2).map(tuple),
    warnings=some.lists(TEXTS, max_size=2).map(tuple),
    console=TEXTS,
    native_exit=some.one_of(some.none(), some.integers(-(2**31), 2**31 - 1)),
    duration_ms=some.integers(0, 10**9),
    script_sha256=some.just("9c9c0f6a7d0d0a1d6e5b4a6ee2ed5f3f"),
    truncated=some.booleans(),
)


@settings(max_examples=60, deadline=None)
@given(ask=TEXTS, result=RESULTS, parameters=SCALARS)
def test_what_is_written_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, ask: str, result: CommandResult, parameters: MappingProxyType[str, str | int | bool]
) -> None:
    """Any script, answer and parameter comes back as it was, whatever characters it is made of."""
    folder = tmp_path_factory.mktemp("tape")
    write_recording(folder, Recording(ABOUT, parameters))
    append_answer(folder, RecordedAnswer("01", "read", "observe/x", ask, result))
    recording = read_recording(folder)
    (answer,) = recording.answers
    assert dict(recording.parameters) == dict(parameters)
    assert answer.ask == ask
    for name in ("outcome", "why", "output", "errors", "warnings", "console", "native_exit", "duration_ms", "truncated"):
        assert getattr(answer.result, name) == getattr(result, name), name


@settings(max_examples=30, deadline=None)
@given(when=SCALARS, then=SCALARS)
def test_states_are_read_back(
    tmp_path_factory: pytest.TempPathFactory, when: MappingProxyType[str, str | int | bool], then: MappingProxyType[str, str | int | bool]
) -> None:
    """Conditions and changes of the state come back as they were."""
    folder = tmp_path_factory.mktemp("scenario")
    answer = RecordedAnswer("01", "read", "observe/x", None, CommandResult("read", Outcome.OK), when, then)
    write_recording(folder, Recording(ABOUT, {}, when, (answer,)))
    recording = read_recording(folder)
    assert recording.state == when
    assert (recording.answers[0].when, recording.answers[0].then) == (when, then)
