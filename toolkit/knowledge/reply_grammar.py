"""How SMTP replies stand in queues, logs, bounces and mail about them: found anywhere, look-alikes left out.

A code with an enhanced code behind it (``452 4.3.1``) is taken wherever it stands. A code alone is taken only where a reply can
begin, and only when it is in the tables: the same digits mean many other things.
"""

import re
from dataclasses import dataclass, replace
from itertools import islice, pairwise

from toolkit.knowledge.bounded_text import bounded
from toolkit.knowledge.look_alikes import amounts, look_alike, names
from toolkit.knowledge.reply_extent import extent
from toolkit.knowledge.smtp_replies import reply_code
from toolkit.model.smtp import SmtpReply

MOST_REPLIES = 200
"""More replies than this in one text are not looked at."""
MOST_CODES = 20_000
"""More numbers of three digits than this in one text are not looked at."""
_CODE = re.compile(
    r"(?<![0-9A-Za-z.\-_/\\$+])(?<![0-9][:,])(?P<code>[2-5][0-9]{2})(?P<dash>-|(?=\s))[ \t]{0,40}(?:\n[ \t]{0,40})?"
    r"(?:#?(?P<enhanced>[245]\.[0-9]{1,3}\.[0-9]{1,3})(?!\.?[0-9]))?"
)
_BEGINNINGS = "'\"`“”‘’„«»([{<>]:=;|*•–—-"
_SAID = frozenset({"said", "says", "returned", "replied", "response", "reply", "reported", "with", "smtp", "deferred"})
_METER = re.compile(r"Insufficient system resources \((?P<meter>[A-Za-z][A-Za-z0-9]{0,79})(?:\[(?P<of>[^\]]{1,400})\])?\)")
_LEADS_OVER = re.compile(r"(?: ?->| ?[\[{(]?[A-Za-z]{1,20}=)?[ \"'“‘(\[{<]{0,8}\Z")
_OPENERS = {">": "<", "}": "{", "]": "[", ")": "("}
_HOSTS = (
    re.compile(r"<(?P<host>[A-Za-z0-9.-]{1,255}) #"),
    re.compile(r"\{FQDN=(?P<host>[A-Za-z0-9.-]{1,255})\}"),
    re.compile(r"\bhost ?'?(?P<host>[A-Za-z0-9.-]{1,255})(?:\[|')"),
)


@dataclass(frozen=True, slots=True)
class _Found:
    """A reply and where it stands: ``start`` of its code, ``words`` behind the codes, ``end`` of the words."""

    code: int
    enhanced: str
    goes_on: bool
    start: int
    words: int
    end: int


def find_replies(text: str) -> tuple[SmtpReply, ...]:
    """Return the SMTP replies in ``text``, in order; one that another quotes hangs below that one.

    Nothing is returned for look-alikes (FTP, HTTP, loader messages). Text beyond the limits of ``bounded`` is not looked at.
    """
    searched = bounded(text)
    found = _found_in(searched)
    if not any(reply.enhanced for reply in found) and look_alike(searched):
        return ()
    return _nested(searched, _apart(found))


def _apart(found: list[_Found]) -> list[_Found]:
    """Return the replies with the words of accepting ones cut where the next reply begins: those quote nobody."""
    cut = [replace(one, end=min(one.end, following.start)) if one.code < 400 else one for one, following in pairwise(found)]
    return [*cut, *found[-1:]]


def _found_in(text: str) -> list[_Found]:
    found: list[_Found] = []
    for match in islice(_CODE.finditer(text), MOST_CODES):
        if not match["enhanced"] and not _may_begin(text, match.start()):
            continue
        end = extent(text, match.start(), match.end())
        reply = _Found(int(match["code"]), match["enhanced"] or "", match["dash"] == "-", match.start(), match.end(), end)
        if reply.enhanced or _has_words(text, reply):
            found.append(reply)
        if len(found) == MOST_REPLIES:
            break
    return found


def _has_words(text: str, reply: _Found) -> bool:
    """Whether a code without an enhanced code is a known reply with words behind it, not an amount."""
    words = text[reply.words : reply.end].split(maxsplit=1)
    if reply_code(reply.code) is None or not words or not any(map(str.isalpha, text[reply.words : reply.end])):
        return False
    return words[0].strip(".,;:").lower() not in amounts() and not (reply.goes_on and words[0][0].isdigit())


def _may_begin(text: str, start: int) -> bool:
    """Whether a reply without an enhanced code can begin at ``start``: at a line, behind a quote or bracket, behind "said"."""
    nearest = max(0, start - 200)
    before = text[max(nearest, text.rfind("\n", nearest, start) + 1) : start].rstrip()
    if not before:
        return True
    last = before.rsplit(maxsplit=1)[-1].strip(_BEGINNINGS + ".,").lower()
    return last not in names() and (before[-1] in _BEGINNINGS or last in _SAID)


def _nested(text: str, found: list[_Found]) -> tuple[SmtpReply, ...]:
    """Return top-level replies; a failing reply quotes the next one that begins inside its words."""
    replies: list[SmtpReply] = []
    position = 0
    while position < len(found):
        chain = [found[position]]
        position += 1
        while position < len(found) and _belongs(chain[-1], found[position]):
            chain.append(found[position])
            position += 1
        replies.append(_chained(text, chain))
    return tuple(replies)


def _belongs(outer: _Found, inner: _Found) -> bool:
    same_reply = outer.goes_on and outer.code == inner.code and inner.start <= outer.end + 1
    return same_reply or inner.start < outer.end


def _chained(text: str, chain: list[_Found]) -> SmtpReply:
    """Return the reply of ``chain``: lines of one reply are joined, quoted replies hang below."""
    ends = [min(part.end, inner.start) for part, inner in pairwise(chain)] + [chain[-1].end]
    words = [_cleaned(text[part.words : end]) for part, end in zip(chain, ends, strict=True)]
    reply = reply_of(chain[-1].code, chain[-1].enhanced, words[-1])
    for part, said in zip(chain[-2::-1], words[-2::-1], strict=True):
        if part.goes_on and part.code == reply.code:
            reply = reply_of(part.code, part.enhanced or reply.enhanced, f"{said} {reply.text}".strip(), reply.quoted)
        else:
            reply = reply_of(part.code, part.enhanced, said, reply)
    host = next((match["host"] for pattern in _HOSTS if (match := pattern.search(text))), "")
    return replace(reply, host=host)


def _cleaned(words: str) -> str:
    """Return ``words`` in one line, without what only leads over to a quoted reply or closes what began before it."""
    line = _LEADS_OVER.sub("", " ".join(words.split()).split("> #", maxsplit=1)[0])
    while line and line[-1] in ">}])" and line.count(line[-1]) > line.count(_OPENERS[line[-1]]):
        line = line[:-1].rstrip()
    return line


def reply_of(code: int, enhanced: str, words: str, quoted: SmtpReply | None = None) -> SmtpReply:
    """Return the reply with these parts; the meter in brackets is read from ``words``."""
    meter = _METER.search(words)
    return SmtpReply(code, enhanced, words, meter["meter"] if meter else "", (meter["of"] or "") if meter else "", quoted)
