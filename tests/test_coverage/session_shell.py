"""A shell of the engine whose steps run in the tests' PowerShell: many runs in one process."""

from collections.abc import Iterator, Mapping, Sequence

from tests.test_lab.powershell import Reply, Session
from toolkit.model.command import Command, CommandError, CommandResult, Outcome


class SessionShell:
    """Asks a PowerShell that has the library, and does to the server what happens to it on the way."""

    def __init__(self, session: Session, meanwhile: Mapping[str, str]) -> None:
        """Work in a session.

        Args:
            session: with the Exchange commands loaded.
            meanwhile: PowerShell text that stands before the script of a step, by the step's id; a function in it takes the place of
                a cmdlet, and what it changes on the server stays.
        """
        self._session = session
        self._meanwhile = meanwhile

    def ask(self, commands: Sequence[Command]) -> Iterator[CommandResult]:
        """Yield one result for each command; those behind a failure are skipped, as by the agent."""
        stopped = False
        for command in commands:
            if stopped:
                yield CommandResult(command.step_id, Outcome.SKIPPED, "a step before it did not succeed")
                continue
            result = _result(command, self._session.run(self._prepared(command), shared=command.shared))
            stopped = result.outcome is not Outcome.OK and not command.goes_on
            yield result

    def close(self) -> None:
        """Hold nothing."""

    def _prepared(self, command: Command) -> str:
        """Readings of a wait step are numbered."""
        names = (command.step_id, command.step_id.rpartition("-")[0])
        before = next((self._meanwhile[name] for name in names if name in self._meanwhile), "")
        return f"{before}\n{command.script}"


def _result(command: Command, reply: Reply) -> CommandResult:
    errors = tuple(CommandError(error["message"], error["error_id"], "", error["at"]) for error in reply.errors)
    outcome = Outcome.OK if reply.is_ok else Outcome.FAILED
    why = "" if reply.is_ok else "it ended with an error"
    return CommandResult(command.step_id, outcome, why, tuple(reply.output), errors, script_sha256=command.sha256)
