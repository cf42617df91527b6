"""Spoiled outputs of tools in full: ``python -m tests.spoiled_outputs [COUNT [SEED]]``; prints what any reader raised but its own error."""

import random
import sys
import time
from collections.abc import Callable, Iterator

from tests.test_parsing.eseutil_samples import (
    CHECKSUM,
    CHECKSUM_ERRORS,
    CHKDSK,
    CHKDSK_GERMAN,
    INTEG_RAW,
    LOSSY,
    RECOVERY,
    REPAIR,
    SPACE,
    SPACE_PAGES,
)
from toolkit.analysis.explaining import explain
from toolkit.errors import ParsingError
from toolkit.parsing.chkdsk import read_chkdsk
from toolkit.parsing.eseutil_checksum import read_checksums
from toolkit.parsing.eseutil_ending import read_ending
from toolkit.parsing.eseutil_progress import read_progress
from toolkit.parsing.eseutil_run import read_runs
from toolkit.parsing.eseutil_space import read_space
from toolkit.parsing.integ_raw import read_integ_raw
from toolkit.parsing.pasted_output import find_output

SAMPLES = (CHECKSUM, CHECKSUM_ERRORS, CHKDSK, CHKDSK_GERMAN, INTEG_RAW, LOSSY, RECOVERY, REPAIR, SPACE, SPACE_PAGES)
READERS: tuple[Callable[[str], object], ...] = (
    read_runs,
    read_ending,
    read_progress,
    read_integ_raw,
    read_checksums,
    read_space,
    read_chkdsk,
)
PIECES = (
    "\n",
    "\r",
    "\x00",
    "\ufeff",
    "\xa0",
    "<br>",
    "&lt;",
    "(",
    ")",
    "'",
    '"',
    ".",
    "-",
    "0x",
    "9" * 400,
    "\u0661\u0662",
    "....",
    "Operation ",
    "*****",
)


def make_outputs(seed: int, count: int) -> Iterator[str]:
    """Yield samples with pieces cut out, doubled, swapped or put in."""
    dice = random.Random(seed)
    for _ in range(count):
        text = dice.choice(SAMPLES) + (dice.choice(SAMPLES) if dice.random() < 0.2 else "")
        for _ in range(dice.randint(1, 6)):
            text = _spoil(text, dice)
        yield text


def _spoil(text: str, dice: random.Random) -> str:
    first, last = sorted(dice.randrange(len(text) + 1) for _ in range(2))
    last = min(last, first + dice.choice((1, 1, 5, 60, 2_000)))
    way = dice.randrange(4)
    if way == 0:
        return text[:first] + text[last:]
    if way == 1:
        return text[:last] + text[first:]
    if way == 2:
        return text[:first] + dice.choice(PIECES) + text[first:]
    return text[:first] + dice.choice(PIECES) + text[last:]


def find_faults(texts: Iterator[str]) -> Iterator[str]:
    """Yield what a reader raised that is not its own error, and what could not be explained."""
    for text in texts:
        for read in READERS:
            try:
                read(text)
            except ParsingError:
                continue
            except Exception as fault:  # noqa: BLE001 - that is what is looked for
                yield f"{read.__name__}: {fault!r} for {text!r}"
        explanation = explain(text, find_output(text))
        if not (explanation.meanings or explanation.outcome or explanation.why_unknown):
            yield f"no explanation for {text!r}"


def main(count: int, seed: int) -> int:
    """Read ``count`` spoiled outputs and return the number of faults."""
    began = time.monotonic()
    faults = 0
    for fault in find_faults(make_outputs(seed, count)):
        faults += 1
        sys.stdout.write(f"{fault}\n")
    seconds = time.monotonic() - began
    sys.stdout.write(f"{count:,} spoiled outputs of tools, {len(READERS)} readers each, {faults} faults, {seconds:.0f} s\n")
    return faults


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    sys.exit(min(1, main(*(given + [100_000, 1][len(given) :]))))
