"""Recorded times as if everything had been recorded a moment ago: what ends in four hours still ends in four hours."""

import re
from dataclasses import replace
from datetime import datetime, timedelta

from toolkit.model.json_value import JsonValue
from toolkit.shells.session_file import RecordedAnswer, Recording

_TIME = re.compile(r"\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
"""Up to the second, as all templates write times; fraction and offset stay behind it as they are."""


def move_to_present(recording: Recording, now: datetime) -> Recording:
    """Return ``recording`` with every time in its answers moved by what has passed since it was made.

    Args:
        recording: without ``recorded_at`` it is returned as it is.
        now: with offset.

    Raises:
        ValueError: ``recorded_at`` is no time with an offset.
    """
    if not recording.about.recorded_at:
        return recording
    passed = timedelta(seconds=int((now - datetime.fromisoformat(recording.about.recorded_at)).total_seconds()))
    return replace(recording, answers=tuple(_move_answer(answer, passed) for answer in recording.answers))


def _move_answer(answer: RecordedAnswer, passed: timedelta) -> RecordedAnswer:
    output = tuple(_move(item, passed) for item in answer.result.output)
    return replace(answer, result=replace(answer.result, output=output))


def _move(value: JsonValue, passed: timedelta) -> JsonValue:
    if isinstance(value, str):
        return _TIME.sub(lambda found: _move_time(found[0], passed), value)
    if isinstance(value, list):
        return [_move(item, passed) for item in value]
    if isinstance(value, dict):
        return {name: _move(item, passed) for name, item in value.items()}
    return value


def _move_time(text: str, passed: timedelta) -> str:
    try:
        return (datetime.fromisoformat(text) + passed).isoformat()
    except (ValueError, OverflowError):
        return text  # looks like a time and is none
