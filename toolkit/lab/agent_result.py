"""The payload of RESULT as the agent writes it, in the agent's order of keys."""

from toolkit.lab.agent_journal import AgentStep
from toolkit.model.command import CommandError, CommandResult, Outcome
from toolkit.model.json_value import JsonValue
from toolkit.shells.session_file import canonical

STOPPED = "stopped; what it had done is not known"


def result_payload(run: str, step: AgentStep, result: CommandResult, ms: int) -> str:
    """Return the payload; it begins as the journal expects it: run, id, sha, state."""
    failed = result.outcome is not Outcome.OK
    payload: dict[str, JsonValue] = {
        "run": run,
        "id": step.id,
        "sha": step.sha,
        "state": result.outcome.value,
        "why": (result.why or "error") if failed else None,
        "rc": int(failed),
        "native_exit": result.native_exit,
        "ms": ms,
        "count": len(result.output),
        "truncated": result.truncated,
        "errors": [_error(error) for error in result.errors],
        "streams": {"warning": list(result.warnings), "verbose": [], "information": [], "native_error": []},
        "console": result.console,
        "killed": [],
        "output": list(result.output),
    }
    return canonical(payload)


def stopped_result(step: AgentStep, outcome: Outcome) -> CommandResult:
    """Return what is known of a step that was stopped."""
    return CommandResult(step.id, outcome, STOPPED)


def _error(error: CommandError) -> JsonValue:
    kind = "System.Management.Automation.RuntimeException"
    return {"message": error.message, "id": error.error_id, "category": error.category, "type": kind, "at": error.at}
