"""Foreign text is cut before anything looks for patterns in it (security design §2.4)."""

LONGEST_LINE = 65_536
"""Characters of a line that are looked at."""
LONGEST_TEXT = 1_048_576
"""Characters of a text that are looked at."""


def bounded(text: str) -> str:
    """Return the part of ``text`` that may be searched: CR LF as LF, no line and no text over the limits."""
    lines = text[:LONGEST_TEXT].replace("\r\n", "\n").split("\n")
    return "\n".join(line[:LONGEST_LINE] for line in lines)
