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
    lines = [_LINE.fullmatch(line) for line in bounded(raw).rstrip("\n").split("\n")]
    matches = [line for line in lines if line is not None]
    if len(matches) < len(lines) or len({match["code"] for match in matches}) != 1:
        raise _no_reply(raw)
    if matches[-1]["more"] == "-" or any(match["more"] != "-" for match in matches[:-1]):
        raise _no_reply(raw)
    code = int(matches[0]["code"])
    parts = [_ENHANCED.fullmatch(match["text"]) for match in matches]
    enhanced = next((part["code"] for part in parts if part), "")
    words = [(part["text"] or "") if part else match["text"] for part, match in zip(parts, matches, strict=True)]
    return reply_of(code, enhanced, " ".join(" ".join(words).split()))


def _no_reply(raw: str) -> ParsingError:
    return unreadable("reply", "an SMTP reply, every line with the same code and the last with a blank behind it", repr(raw[:80]))
