"""One reply as a server gave it: every line with its code (RFC 5321 §4.2)."""

import re

from toolkit.errors import ParsingError
from toolkit.knowledge.bounded_text import bounded
from toolkit.knowledge.reply_grammar import reply_of
from toolkit.model.smtp import SmtpReply
from toolkit.parsing.fields import unreadable

_LINE = re.compile(r"(?P<code>[2-5][0-9]{2})(?P<more>[ -]|\Z)(?P<text>.*)")
_ENHANCED = re.compile(r"(?P<code>[245]\.[0-9]{1,3}\.[0-9]{1,3})(?: (?P<text>.*)|\Z)")


def read_reply(raw: str) -> SmtpReply:
    """Return the reply that ``raw`` is, all lines of it.

    Replies inside other text (queues, bounces, logs) are found by ``toolkit.knowledge.reply_grammar.find_replies``.

    Raises:
        ParsingError: a line has no code or another one, or the last line says that more follows.
    """
    lines = _lines(raw)
    parts = [_ENHANCED.fullmatch(line["text"]) for line in lines]
    enhanced = next((part["code"] for part in parts if part), "")
    words = [(part["text"] or "") if part else line["text"] for part, line in zip(parts, lines, strict=True)]
    return reply_of(int(lines[0]["code"]), enhanced, " ".join(" ".join(words).split()))


def _lines(raw: str) -> list[re.Match[str]]:
    lines = [line for line in map(_LINE.fullmatch, bounded(raw).rstrip("\n").split("\n")) if line is not None]
    marks = [line["more"] == "-" for line in lines]
    is_whole = len(lines) == bounded(raw).rstrip("\n").count("\n") + 1 and marks == [True] * (len(lines) - 1) + [False]
    if not is_whole or len({line["code"] for line in lines}) != 1:
        raise _no_reply(raw)
    return lines


def _no_reply(raw: str) -> ParsingError:
    return unreadable("reply", "an SMTP reply, every line with the same code and the last with a blank behind it", repr(raw[:80]))
