"""Starting an agent and opening its run."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from toolkit.errors import AgentBusy, AgentRefused, ParsingError, ShellError
from toolkit.model.json_value import JsonValue
from toolkit.shells.agent_settings import AgentSettings
from toolkit.shells.answers import Answer, read_answer
from toolkit.shells.conversation import Conversation, Line
from toolkit.shells.frames import READY, TURNED_AWAY, Frame
from toolkit.shells.strict_json import parse_object
from toolkit.shells.wire import Starter, WireLost

REASONS = {
    "language-mode": "PowerShell on the server runs in constrained language mode (AppLocker or App Control).",
    "powershell-version": "The server has a PowerShell older than 3.0.",
    "agent-hash": "The agent's text arrived changed; something between here and the server rewrites it.",
}
"""What stage 0 answers when the agent may not run, in words."""


class RunRefused(Exception):
    """The agent, or stage 0, says that it has started nothing.

    Attributes:
        error: what a person is told.
    """

    def __init__(self, error: ShellError) -> None:
        super().__init__(error.what)
        self.error = error


@dataclass(frozen=True, slots=True)
class Opened:
    """An agent that waits for steps.

    Attributes:
        conversation: with it.
        journal: steps whose end was in the journal when the run was opened.
    """

    conversation: Conversation
    journal: frozenset[str]


def start_stage0(start: Starter, settings: AgentSettings) -> Conversation:
    """Start stage 0 and wait until it is ready; nothing of a run was sent yet.

    Raises:
        AgentRefused: the agent may not run on this server.
        ReachError: the server cannot be reached.
        WireLost: the connection was lost on the way.
    """
    conversation = Conversation(start(settings.program.command_line), settings.now, settings.start_s)
    with _closing_on_failure(conversation):
        _await_ready(conversation)
    return conversation


def open_run(conversation: Conversation, settings: AgentSettings, lines: Sequence[Line]) -> Opened:
    """Send the agent and ``lines``, of which OPEN is the first, and wait until the run is open.

    Raises:
        RunRefused: another run works there, the journal's folder cannot be trusted, or the agent's text arrived changed.
        AnswerTooLarge: the agent sends more than we hold.
        ParsingError: the agent's answer cannot be read.
        WireLost: the connection was lost on the way.
    """
    with _closing_on_failure(conversation):
        conversation.introduce(settings.program.text, lines)
        journal = _await_opened(conversation, settings, run=lines[0][1])
    conversation.patience_s = settings.silence_s
    return Opened(conversation, journal)


@contextmanager
def _closing_on_failure(conversation: Conversation) -> Iterator[None]:
    try:
        yield
    except BaseException:
        conversation.close()
        raise


def _await_ready(conversation: Conversation) -> None:
    while True:
        frame = conversation.receive()
        if frame and frame.kind == TURNED_AWAY:
            raise _turned_away(frame)
        if frame and frame.kind == READY:
            return


def _await_opened(conversation: Conversation, settings: AgentSettings, run: str) -> frozenset[str]:
    ends = settings.now() + settings.start_s
    while settings.now() <= ends:
        frame = conversation.receive()
        if frame and frame.kind == "OPENED":
            return _done_before(read_answer(frame), run)
        if frame and frame.kind == TURNED_AWAY:
            raise RunRefused(_turned_away(frame))
        if frame and frame.kind in ("BUSY", "REFUSED"):
            raise RunRefused(refused_run(read_answer(frame)))
    raise WireLost(f"the agent did not open the run within {settings.start_s:.0f} seconds")


def _done_before(answer: Answer, run: str) -> frozenset[str]:
    if answer.text("run") != run:
        raise ParsingError("The agent's OPENED cannot be believed.", why=f"It opened run {answer.text('run')!r}, not {run!r}.")
    names = (str(name) for name in answer.items("journal"))
    return frozenset(name[len("step-") : -len(".done")] for name in names if name.endswith(".done"))


def _turned_away(frame: Frame) -> AgentRefused:
    return AgentRefused(
        f"The server does not let the agent run: {frame.text}.",
        why=f"{frame.text}: {REASONS.get(frame.text, 'Stage 0 gives a reason that is not known here.')}",
        do=("exkit runbook --help", "Run it without the agent, one process for each step, or work by the printed runbook."),
    )


def refused_run(answer: Answer) -> ShellError:
    """Return the error for an agent that refuses the run as a whole; nothing was started."""
    if answer.kind == "BUSY":
        return _busy(answer)
    if answer.number("begun"):
        return ShellError(
            "This run was begun on the server before.",
            why=f"Its journal there holds {answer.number('begun')} files, and a run is carried out once.",
            do=("exkit runs list", "Plan it and run it again: a new run has a journal of its own."),
        )
    return ShellError(
        "The agent cannot work on this server.",
        why=f"{answer.text('why')}.",
        do=("exkit doctor --help", "Look at it on the server as an administrator; nothing was changed there."),
    )


def _busy(answer: Answer) -> AgentBusy:
    holder = _read_holder(answer.text("holder"))
    who = f"run {holder.get('run', '?')}, process {holder.get('pid', '?')}, since {holder.get('at', '?')}"
    return AgentBusy(
        f"Another run works on this server: {who}." if holder else "Another run works on this server.",
        why=_explain_lock(answer.text("lock"), "" if holder else answer.text("why")),
        do=("exkit runs list", "Wait for that run, or end its process on the server."),
    )


def _explain_lock(lock: str, why: str) -> str:
    held = f"It holds {lock} in the folder of the journals; the lock ends with its process."
    return f"{held} The server says: {why}" if why else held


def _read_holder(text: str) -> dict[str, JsonValue]:
    try:
        return parse_object(text) if text else {}
    except ParsingError:
        return {}
