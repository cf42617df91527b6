"""One step of a run with the exact command that was sent and the answer as it came."""

import json

from toolkit.documents.blocks import Command, Page, Part, Section, ServerText, Step
from toolkit.documents.measures import say_duration
from toolkit.documents.text import plain
from toolkit.documents.words import word_of_danger, word_of_outcome
from toolkit.model.command import CommandResult
from toolkit.model.danger import Danger
from toolkit.model.run import StepOutcome, StepWord

SERVER_TEXT = "Server text, as received"
MOST_BYTES = 64 * 1024
"""Bytes of one block of server text that a page shows (documents design §3.6)."""


def run_step_page(outcome: StepOutcome) -> Page:
    """Return one step of a run in full."""
    return Page(f"Step {outcome.number}", (Section((run_step_block(outcome),)),))


def run_step_block(outcome: StepOutcome) -> Step:
    """Return what was sent in one step, what it means and what came back."""
    sent = (Part("run", command=Command(outcome.command.script)),) if outcome.command else (Part("run", (plain("nothing was sent"),)),)
    means = (Part("means", (plain(outcome.says),)),) if outcome.says else ()
    answer = _answer_parts(outcome.result) if outcome.result else ()
    return Step(
        number=outcome.number,
        title=outcome.title,
        danger=word_of_danger(outcome.danger),
        outcome=word_of_outcome(outcome.word),
        aside=say_duration(outcome.duration_ms) if outcome.result else "",
        parts=(*sent, *means, *answer),
        is_open=outcome.word is not StepWord.DONE or outcome.danger >= Danger.OUTAGE,
        anchor=f"step-{outcome.number}",
    )


def _answer_parts(result: CommandResult) -> tuple[Part, ...]:
    texts = (
        ("answer", "\n".join(json.dumps(item, ensure_ascii=False, indent=1) for item in result.output)),
        ("errors", "\n".join(f"{error.message} [{error.error_id}]" for error in result.errors)),
        ("warnings", "\n".join(result.warnings)),
        ("console", result.console),
    )
    shown = [Part(label, server_text=_server_text(label, text)) for label, text in texts if text]
    return (*_ending_parts(result), *shown)


def _ending_parts(result: CommandResult) -> tuple[Part, ...]:
    came = Part("came", (plain(f"{result.outcome.value}: {result.why}" if result.why else result.outcome.value),))
    if result.native_exit is None:
        return (came,)
    return (came, Part("exit", (plain(f"{result.native_exit} (last native program)"),)))


def _server_text(label: str, text: str) -> ServerText:
    whole = text.encode("utf-8", "surrogatepass")
    if len(whole) <= MOST_BYTES:
        return ServerText(f"{SERVER_TEXT}: {label}", text)
    kept = whole[:MOST_BYTES].decode("utf-8", "ignore")
    return ServerText(f"{SERVER_TEXT}: {label}", kept, f"{len(whole) - MOST_BYTES:,} more bytes in the run's folder")
