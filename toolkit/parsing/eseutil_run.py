"""Whole runs of Eseutil: ``/r``, ``/p``, ``/d``, ``/g``, ``/k``, ``/cc``, and the frame around file dumps."""

from collections.abc import Iterator
from itertools import pairwise

from toolkit.model.eseutil import EseutilEnding, EseutilMode, EseutilRun
from toolkit.parsing.eseutil_ending import find_endings
from toolkit.parsing.eseutil_head import banner_starts, read_banner, read_labels, read_modes
from toolkit.parsing.eseutil_progress import find_bars
from toolkit.parsing.eseutil_text import no_output, plain_text
from toolkit.parsing.eseutil_words import read_duplicate_key_tables, read_hints, read_moves, read_verdicts

_EXPECTED = "an output of Eseutil: its mode, a bar of its progress or its last line"


def read_runs(text: str) -> tuple[EseutilRun, ...]:
    """Return the runs in ``text``, in order; a run goes from a banner, or from the ending before it, to its ending.

    Raises:
        ParsingError: there is no run, or more than any output has.
    """
    runs = tuple(run for part, ending in _parts(plain_text(text)) if (run := _run(part, ending)) is not None)
    if not runs:
        raise no_output(_EXPECTED, text)
    return runs


def read_run(text: str, mode: EseutilMode) -> EseutilRun:
    """Return the only run in ``text``, which must be of ``mode``; a run whose beginning is cut is not taken for it.

    Raises:
        ParsingError: there is no run, another one, or more than one.
    """
    runs = read_runs(text)
    if len(runs) != 1 or runs[0].mode is not mode:
        found = ", ".join(run.mode.value or "a run of an unknown mode" for run in runs[:3])
        raise no_output(f"one run of Eseutil in {mode.value} mode, not {found}", text)
    return runs[0]


def _parts(text: str) -> Iterator[tuple[str, EseutilEnding | None]]:
    """Yield the text of each run with its ending; text before the first banner is a part too."""
    banners = banner_starts(text)
    begun = 0
    for start, ending in (*find_endings(text), (len(text), None)):
        cuts = [begun, *(banner for banner in banners if begun < banner < start), start]
        pieces = [text[first:last] for first, last in pairwise(cuts)]
        yield from ((piece, None) for piece in pieces[:-1])
        yield pieces[-1], ending
        begun = start


def _run(text: str, ending: EseutilEnding | None) -> EseutilRun | None:
    """Return the run in ``text``; None when nothing of it is Eseutil's."""
    modes, bars = read_modes(text), find_bars(text)
    if not (modes or bars or ending):
        return None
    program, version = read_banner(text)
    return EseutilRun(
        program=program,
        version=version,
        modes=modes,
        labels=read_labels(text),
        progress=bars,
        verdicts=read_verdicts(text),
        hints=read_hints(text),
        moves=read_moves(text),
        duplicate_key_tables=read_duplicate_key_tables(text),
        ending=ending,
    )
