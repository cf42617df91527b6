"""A process that runs one step without the agent, played in Python (docs/reference/agent-protocol.md, "Without the agent")."""

import asyncio
import json
import re

from toolkit.lab.answers import Answers, template_of
from toolkit.lab.host import Host
from toolkit.lab.line_source import LineSource
from toolkit.lab.process import SimulatedProcess
from toolkit.lab.settings import Timing
from toolkit.model.command import CommandResult, Outcome
from toolkit.model.json_value import JsonValue
from toolkit.shells.session_file import canonical

COLUMNS = 70
_ENDS_BY_ITSELF = (Outcome.OK, Outcome.FAILED)


class RecordedStep(SimulatedProcess):
    """A PowerShell that was started with the product's script for a single step.

    Args:
        host: the server.
        answers: what steps come to.
        timing: how long things take.
    """

    def __init__(self, host: Host, answers: Answers, timing: Timing) -> None:
        super().__init__(timing.exit_lag_s)
        self._host = host
        self._answers = answers
        self._timing = timing

    async def main(self) -> int:
        """Take the scripts, let the step happen, answer."""
        await asyncio.sleep(self._timing.process_start_s * self._timing.speed)
        self.put_out(b"\n@EXK 0 READY\n")
        token, scripts = await _receive_scripts(LineSource(self.read))
        if scripts:
            answer = await self._happen(scripts)
            self.put_out(_answer_text(token, answer).encode())
        return 0

    async def _happen(self, scripts: list[dict[str, str]]) -> CommandResult:
        """Let all scripts but libraries happen, and return the answer of the last: the step."""
        result = CommandResult("", Outcome.OK)
        loaded = False
        for script in scripts:
            if script["kind"] == "library":
                continue
            self._host.tally.executions[template_of(script["text"])] += 1
            answer = self._answers.answer("", script["text"], shell_loaded=loaded)
            await asyncio.sleep(answer.duration_s * self._timing.speed)
            if answer.result.outcome not in _ENDS_BY_ITSELF:
                await asyncio.Event().wait()  # only the client's deadline ends such a step
            self._answers.become(answer)
            result, loaded = answer.result, True
        return result


async def _receive_scripts(source: LineSource) -> tuple[str, list[dict[str, str]]]:
    """Return the token and the scripts; no scripts when the input ends before."""
    token = ""
    scripts: list[dict[str, str]] = []
    while (line := await source.next()) is not None:
        begin = re.search(r"#EXK-STEP ([0-9a-f]{32})\Z", line)
        if not token:
            token = begin[1] if begin else ""
        elif line == "#EXK-END":
            return token, scripts
        else:
            scripts.append(json.loads(line))
    return token, []


def _answer_text(token: str, result: CommandResult) -> str:
    errors: list[JsonValue] = [
        {"message": error.message, "id": error.error_id, "category": error.category, "at": error.at} for error in result.errors
    ]
    answer: dict[str, JsonValue] = {
        "state": result.outcome.value,
        "stage": "step",
        "warnings": list(result.warnings),
        "errors": errors,
        "native_exit": result.native_exit,
        "output": [canonical(item) for item in result.output],
    }
    text = canonical(answer)
    lines = [f"|{text[start : start + COLUMNS]}" for start in range(0, len(text), COLUMNS)]
    return "\n".join([f"\n@EXK {token} BEGIN", *lines, f"@EXK {token} END {len(text)}", ""])
