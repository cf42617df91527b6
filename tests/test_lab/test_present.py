"""Recorded times are moved to the present."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from toolkit.lab.present import move_to_present
from toolkit.model.command import CommandResult, Outcome
from toolkit.model.json_value import JsonValue
from toolkit.shells.session_file import About, RecordedAnswer, Recording, Source

RECORDED = "2026-11-25T06:00:00+00:00"
NOW = datetime(2026, 11, 26, 7, 0, 30, tzinfo=UTC)


def recording(*output: JsonValue, recorded_at: str = RECORDED) -> Recording:
    """Return a scenario with one answer."""
    about = About(Source.CONSTRUCTED, "a-playbook", "a title", recorded_at=recorded_at)
    result = CommandResult("", Outcome.OK, output=output)
    return Recording(about, state={}, answers=(RecordedAnswer("01", "step", "observe/volumes", None, result),))


def moved(*output: JsonValue, recorded_at: str = RECORDED) -> tuple[JsonValue, ...]:
    """Return the output as it is at NOW."""
    return move_to_present(recording(*output, recorded_at=recorded_at), NOW).answers[0].result.output


def test_times_move_by_what_has_passed() -> None:
    """Fraction, offset, and text around a time stay; lists and objects are searched."""
    assert moved({"at": ["2026-11-25T10:24:00.1234567Z"], "says": "from 2026-11-25T06:00:00+02:00 on"}) == (
        {"at": ["2026-11-26T11:24:30.1234567Z"], "says": "from 2026-11-26T07:00:30+02:00 on"},
    )


def test_what_is_no_time_stays() -> None:
    """A text that only looks like a time, a stamp in a file name, numbers and nothing are not touched."""
    values: tuple[JsonValue, ...] = ("2026-99-99T99:99:99Z", "config.exkit-old-20261125T062433396", 20261125, None, True)
    assert moved(*values) == values


def test_without_a_time_of_recording_nothing_moves() -> None:
    """A recording that does not say when it was made is played as it is."""
    assert moved("2026-11-25T10:24:00Z", recorded_at="") == ("2026-11-25T10:24:00Z",)


@given(st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1)))
def test_distance_between_times_stays(at: datetime) -> None:
    """What lay a span behind the recording lies the same span behind now."""
    text = at.isoformat(timespec="seconds")
    (there,) = moved(text + "Z")
    assert datetime.fromisoformat(str(there)) - NOW == datetime.fromisoformat(text + "Z") - datetime.fromisoformat(RECORDED)
