"""Problems of a playbook file: collected, never thrown one by one."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

from toolkit.model.playbook import Place


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong.

    Attributes:
        place: file and line.
        what: what stands there.
        why: why it is wrong.
        do: what to write instead.
    """

    place: Place
    what: str
    why: str
    do: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what}: {self.why}; {self.do}"


def nearest(word: str, known: Iterable[str]) -> str:
    """Return a hint that names the nearest known words, or all of them when few; for the end of a sentence."""
    names = sorted(set(known))
    close = difflib.get_close_matches(word, names, n=3, cutoff=0.5)
    if close:
        return f"did you mean {' or '.join(close)}?"
    return f"known: {', '.join(names)}" if len(names) <= 12 else "see exkit playbooks schema"
