"""Errors as pages: what, why, what to do, in what state the server is, and the exit code in words."""

from toolkit.documents.blocks import Block, Facts, Heading, Page, Paragraph, Row, Section, Verdict
from toolkit.documents.text import plain, to_do
from toolkit.documents.words import Loudness, Word
from toolkit.errors import GateClosed, StepUnknown, ToolkitError

EXIT_MEANINGS = {
    0: "done",
    1: "a fault of exkit itself",
    2: "usage",
    3: "plan cannot be made",
    4: "refused by a gate",
    5: "server could not be asked",
    6: "a step's state is unknown",
    7: "done with failures",
    8: "approval missing or void",
    130: "stopped by Ctrl+C",
}
"""What each exit code means, as people read it (architecture §8)."""
_REFUSED = Word("REFUSED", Loudness.LOOK, "look")
_UNKNOWN = Word("UNKNOWN", Loudness.LOOK, "look")


def error_page(error: ToolkitError) -> Page:
    """Return the page of an error; refusals and unknown states carry their badge instead of ``error:``."""
    rows = [*why_rows(error.why), *do_rows(error.do), *state_rows(error.state)]
    blocks: list[Block] = [_headline(error), *([Facts(tuple(rows))] if rows else []), Paragraph(plain(say_exit(error.exit_code)))]
    return Page(error.what, (Section(tuple(blocks)),))


def say_exit(code: int) -> str:
    """Return ``exit 5, server could not be asked``."""
    return f"exit {code}, {EXIT_MEANINGS[code]}" if code else "exit 0"


def slug_of(error: ToolkitError) -> str:
    """Return the name that never changes; gates carry their own."""
    return f"gate.{error.gate}" if isinstance(error, GateClosed) else error.slug


def _headline(error: ToolkitError) -> Block:
    slug = f"[{slug_of(error)}]"
    if isinstance(error, GateClosed):
        return Verdict(_REFUSED, f" {error.what}", slug)
    if isinstance(error, StepUnknown):
        return Verdict(_UNKNOWN, f" {error.what}", slug)
    return Heading(plain(f"error: {error.what}"), aside=slug)


def why_rows(why: str) -> list[Row]:
    """Return the row of the cause, a line each."""
    return [Row("Why", tuple(plain(line) for line in why.split("\n")))] if why.strip() else []


def do_rows(do: tuple[str, ...]) -> list[Row]:
    """Return the row of what to do; lines that are commands are kept whole."""
    return [Row("Do", tuple(to_do(line) for line in do))] if do else []


def state_rows(state: str) -> list[Row]:
    """Return the row of the server's state."""
    return [Row("State", tuple(plain(line) for line in state.split("\n")))] if state.strip() else []
