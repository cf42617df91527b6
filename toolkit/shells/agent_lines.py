"""What is said to the agent, as lines of its protocol."""

from collections.abc import Iterator, Sequence
from enum import Enum
from hashlib import sha256
from re import sub

from toolkit.model.command import Command
from toolkit.shells.agent_settings import AgentSettings
from toolkit.shells.conversation import Line
from toolkit.shells.frames import encode_text

_LONGEST_RUN = 64


class Resolution(Enum):
    """What a person found out about a step whose state was unknown."""

    APPLIED = "applied"
    NOT_APPLIED = "not-applied"


def journal_name(run_id: str) -> str:
    """Return ``run_id`` as the agent names its folder: lower case, digits and hyphens, at most 64 characters."""
    name = sub(r"[^a-z0-9]+", "-", run_id.lower()).strip("-") or "run"
    if len(name) <= _LONGEST_RUN:
        return name
    return f"{name[: _LONGEST_RUN - 9]}-{sha256(run_id.encode()).hexdigest()[:8]}"


def opening_lines(run: str, libraries: Sequence[str], settings: AgentSettings) -> Iterator[Line]:
    """Yield what opens a run and loads its libraries."""
    root = encode_text(settings.root) if settings.root else "-"
    yield "OPEN", run, root, str(round(settings.heartbeat_s * 1000)), str(int(settings.alone)), str(int(settings.new))
    for library in libraries:
        yield "LIB", sha256(library.encode()).hexdigest(), encode_text(library)


def step_lines(commands: Sequence[Command]) -> list[Line]:
    """Return the lines of one call for an agent that has just been started."""
    return [_step_line(command, "") for command in commands]


def later_step_lines(commands: Sequence[Command]) -> list[Line]:
    """Return the lines of a further call to the same agent: what failed before does not stop it."""
    return [_step_line(command, "" if number else "+fresh") for number, command in enumerate(commands)]


def resolve_line(step_id: str, resolution: Resolution, who: str) -> Line:
    """Return the line that answers an UNKNOWN."""
    return "RESOLVE", step_id, resolution.value, encode_text(who)


def _step_line(command: Command, mark: str) -> Line:
    policy = command.policy.value + ("+continue" if command.goes_on else "") + ("+shared" if command.shared else "") + mark
    return "STEP", command.step_id, policy, str(command.deadline_s), command.sha256, encode_text(command.script)
