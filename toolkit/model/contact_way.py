"""What a self-test sees of the way to an agent, without any answer of a script."""

from dataclasses import dataclass

from toolkit.model.first_contact import Blind


@dataclass(frozen=True, slots=True)
class StartLook:
    """Milliseconds until stage 0 was ready, before anything was sent to it, and from then until the agent had opened the run."""

    ready_ms: int
    opened_ms: int


@dataclass(frozen=True, slots=True)
class LineLook:
    """A long line through standard input: its bytes, and milliseconds until the agent had found it whole."""

    sent_bytes: int
    ms: int


@dataclass(frozen=True, slots=True)
class BeatLook:
    """Signs of life while a step waits: how many came, and the longest silence."""

    frames: int
    longest_silence_ms: int


@dataclass(frozen=True, slots=True)
class StopLook:
    """Ctrl-C by a signal of WinRM.

    Attributes:
        state: of the step afterwards, ``cancelled``; empty when the agent said nothing more.
        ms: until it was said.
        exit_code: of the process; None when it did not end.
    """

    state: str
    ms: int
    exit_code: int | None


@dataclass(frozen=True, slots=True)
class KillLook:
    """An agent that was killed in a step, and the next one.

    Attributes:
        reopened_ms: until the next agent had opened the same run; None when the locks were still held.
        outcome: what it says of the step, ``unknown``.
    """

    reopened_ms: int | None
    outcome: str


@dataclass(frozen=True, slots=True)
class EndLook:
    """How a process ended whose input stays open: its exit code, None when it did not, and milliseconds."""

    exit_code: int | None
    ms: int


@dataclass(frozen=True, slots=True)
class RefusalLook:
    """Stage 0 with a text that is not the agent's.

    Attributes:
        word: why it refuses, ``agent-hash``.
        ends_alone: the process ended before another line came.
        exit_code: after that line; None when it goes on.
    """

    word: str
    ends_alone: bool
    exit_code: int | None


@dataclass(frozen=True, slots=True)
class WayLooks:
    """What can be seen from here, without any answer of a script."""

    start: StartLook | Blind
    line: LineLook | Blind
    beat: BeatLook | Blind
    stop: StopLook | Blind
    kill: KillLook | Blind
    end: EndLook | Blind
    refusal: RefusalLook | Blind
