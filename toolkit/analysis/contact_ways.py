"""Questions of a first contact about the way to the agent; each from one look."""

from collections.abc import Callable, Mapping
from hashlib import sha256
from types import MappingProxyType

from toolkit.model.contact_looks import FirstContact
from toolkit.model.first_contact import Blind, Judged, Seen, Value

LONGEST_SILENCE_MS = 4000
"""A sign of life comes each second; WinRM may hold what it has for two more."""
LEFT, REFUSED = 0, 3
"""Exit codes of an agent that leaves, and of a stage 0 that refuses."""


def _agent_allowed(contact: FirstContact) -> Judged:
    if contact.refused:
        return Seen({"refused": contact.refused}, as_expected=False)
    start = contact.way.start
    return start if isinstance(start, Blind) else Seen({"opened_ms": start.opened_ms}, as_expected=True)


def _ready_first(contact: FirstContact) -> Judged:
    start = contact.way.start
    return start if isinstance(start, Blind) else Seen({"ready_ms": start.ready_ms}, as_expected=True)


def _long_line(contact: FirstContact) -> Judged:
    line = contact.way.line
    return line if isinstance(line, Blind) else Seen({"bytes": line.sent_bytes, "ms": line.ms}, as_expected=True)


def _texts_unchanged(contact: FirstContact) -> Judged:
    echo, sent = contact.echo, contact.sent_texts
    if isinstance(echo, Blind):
        return echo
    hash_same = echo.sha256 == sha256("\n".join(sent).encode()).hexdigest()
    return Seen({"arrived": hash_same, "came_back": echo.texts == sent}, as_expected=hash_same and echo.texts == sent)


def _signs_of_life(contact: FirstContact) -> Judged:
    beat = contact.way.beat
    if isinstance(beat, Blind):
        return beat
    values = {"frames": beat.frames, "longest_silence_ms": beat.longest_silence_ms}
    return Seen(values, as_expected=beat.frames > 0 and beat.longest_silence_ms <= LONGEST_SILENCE_MS)


def _ctrl_c(contact: FirstContact) -> Judged:
    stop = contact.way.stop
    if isinstance(stop, Blind):
        return stop
    values: dict[str, Value] = {"state": stop.state or "nothing", "ms": stop.ms, **_exit(stop.exit_code)}
    return Seen(values, as_expected=stop.state == "cancelled" and stop.exit_code == LEFT)


def _exit(code: int | None) -> dict[str, Value]:
    return {"ended": False} if code is None else {"ended": True, "exit_code": code}


def _locks_die(contact: FirstContact) -> Judged:
    kill = contact.way.kill
    if isinstance(kill, Blind):
        return kill
    if kill.reopened_ms is None:
        return Seen({"reopened": False}, as_expected=False)
    return Seen({"reopened": True, "ms": kill.reopened_ms}, as_expected=True)


def _killed_step(contact: FirstContact) -> Judged:
    kill = contact.way.kill
    if isinstance(kill, Blind):
        return kill
    return Blind.NOT_SAID if not kill.outcome else Seen({"outcome": kill.outcome}, as_expected=kill.outcome == "unknown")


def _end_with_open_input(contact: FirstContact) -> Judged:
    end = contact.way.end
    return end if isinstance(end, Blind) else Seen({**_exit(end.exit_code), "ms": end.ms}, as_expected=end.exit_code == LEFT)


def _refusal_ends(contact: FirstContact) -> Judged:
    refusal = contact.way.refusal
    if isinstance(refusal, Blind):
        return refusal
    values: dict[str, Value] = {"refused": refusal.word, "without_a_line": refusal.ends_alone, **_exit(refusal.exit_code)}
    return Seen(values, as_expected=refusal.word == "agent-hash" and refusal.exit_code == REFUSED)


WAY_JUDGES: Mapping[str, Callable[[FirstContact], Judged]] = MappingProxyType(
    {
        "agent-allowed": _agent_allowed,
        "ready-first": _ready_first,
        "long-line": _long_line,
        "texts-unchanged": _texts_unchanged,
        "signs-of-life": _signs_of_life,
        "ctrl-c": _ctrl_c,
        "locks-die": _locks_die,
        "killed-step": _killed_step,
        "end-with-open-input": _end_with_open_input,
        "refusal-ends": _refusal_ends,
    }
)
"""By question."""
