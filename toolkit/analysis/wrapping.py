"""Lines of facts fit beside their label on a terminal of 80 columns."""

import textwrap

WIDEST = 66


def wrapped(text: str) -> tuple[str, ...]:
    """Return ``text`` in lines of at most 66 characters; words longer than that are cut."""
    return tuple(textwrap.wrap(text, WIDEST)) or ("",)
