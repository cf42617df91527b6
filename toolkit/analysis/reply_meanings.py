"""SMTP replies for people: the words decide what a code means, the text around them who said it."""

import re
from textwrap import shorten

from toolkit.analysis.wrapping import wrapped
from toolkit.knowledge.resource_meters import meter_meaning
from toolkit.knowledge.smtp_replies import enhanced_code, reply_code
from toolkit.knowledge.smtp_texts import SmtpText, listed_texts, smtp_text, texts_of
from toolkit.model.explanation import Detail, Meaning
from toolkit.model.identity import ErrorIdentity, NumberSpace
from toolkit.model.smtp import SmtpReply

_LAST_ERROR = re.compile(r"\{?\bLED=|\bLastError\b", re.IGNORECASE)
_TWO_POSSIBILITIES = (
    "your text does not show it. Two possibilities:",
    "  Receive log, or a bounce that others got -> your server",
    "  Get-Queue LastError, or Send log         -> the next server",
)
_NO_RESOURCE = "disk space or memory"
_DATA_FOLDER = re.compile(r"[\\/]data\Z", re.IGNORECASE)


def reply_meaning(reply: SmtpReply, text: str) -> Meaning:
    """Return the meaning of a reply that stands in ``text``; of the innermost one when it quotes another."""
    cause = reply.cause
    row = smtp_text(cause.code, cause.enhanced, cause.text)
    if row is None:
        return _by_codes(cause.code, cause.enhanced, _who(reply, "either", text))
    identity = ErrorIdentity(NumberSpace.SMTP, str(cause.code), cause.enhanced or row.enhanced)
    return _meaning(row, identity, cause, (*_resource(cause, row), _who(reply, row.who, text)))


def smtp_meanings(code: int, enhanced: str) -> tuple[Meaning, ...]:
    """Return what ``smtp:code/enhanced`` can mean; by the standards when we know nothing special."""
    rows = texts_of(code, enhanced) if enhanced else listed_texts(code)
    rows = tuple(row for row in rows if row.listed) or rows
    if rows:
        reply = SmtpReply(code, enhanced, "")
        return tuple(_meaning(row, ErrorIdentity(NumberSpace.SMTP, str(code), row.enhanced), reply, _two(row)) for row in rows)
    if reply_code(code) is None:
        return ()
    return (_by_codes(code, enhanced, Detail("Who said it", _TWO_POSSIBILITIES)),)


def _two(row: SmtpText) -> tuple[Detail, ...]:
    return (Detail("Who said it", _TWO_POSSIBILITIES),) if row.who == "either" else (Detail("Who said it", (_SAID[row.who],)),)


_KINDS = {"2": "Accepted.", "3": "It waits for more.", "4": "Temporary: senders try again.", "5": "Permanent: nobody tries again."}
_SAID = {
    "this": "an Exchange server of yours",
    "next": "the server on the other side",
}


def _meaning(row: SmtpText, identity: ErrorIdentity, reply: SmtpReply, details: tuple[Detail, ...]) -> Meaning:
    short_of = meter_meaning(reply.meter).short_of if reply.meter else _NO_RESOURCE
    return Meaning(
        identity=identity,
        name=row.name,
        says=row.says.replace("{resource}", short_of),
        typical=row.typical,
        details=(*details, *(Detail(label, lines) for label, lines in row.details)),
        playbook=row.playbook,
        source=row.source,
        short=row.short,
    )


def _resource(reply: SmtpReply, row: SmtpText) -> tuple[Detail, ...]:
    if not reply.meter or "{resource}" not in row.says:
        return ()
    says = meter_meaning(reply.meter).says
    if _DATA_FOLDER.search(reply.meter_of):
        says = says.replace("volume of the mail queue", "volume for content conversion")
    return (Detail("Resource", wrapped(says), from_text=True),)


def _who(reply: SmtpReply, who: str, text: str) -> Detail:
    """Return who said the innermost reply: what the text around it proves comes before what such replies mostly are."""
    if reply.quoted is not None or _LAST_ERROR.search(text[:100_000]):
        name = f", {reply.host}" if reply.host else ""
        return Detail("Who said it", wrapped(f"the next server{name}; your server only quotes it"), from_text=True)
    if who == "either":
        return Detail("Who said it", _TWO_POSSIBILITIES)
    return Detail("Who said it", (_SAID[who],))


def _by_codes(code: int, enhanced: str, who: Detail) -> Meaning:
    """Return the meaning by the standards alone."""
    plain, extra = reply_code(code), enhanced_code(enhanced) if enhanced else None
    parts = [f"{code}: {plain.text}." if plain else f"{code} is in no table of replies; its first digit decides."]
    parts += [f"{enhanced}: {extra.text}."] if extra else []
    kind = _KINDS.get(str(code)[0], "")
    details = (who,) if plain is None or plain.standard else (who, Detail("Not a code", wrapped(_not_standard(code, plain.stands_for))))
    return Meaning(
        identity=ErrorIdentity(NumberSpace.SMTP, str(code), enhanced),
        name="REPLY OF A MAIL SERVER",
        says=" ".join([*parts, kind]),
        typical=f'"{shorten(plain.text, 36, placeholder=" ...")}"' if plain else "",
        details=details,
        playbook="",
        source="; ".join(row.source for row in (plain, extra) if row),
        short="reply of a mail server",
    )


def _not_standard(code: int, stands_for: str) -> str:
    meant = f"; mostly {stands_for} is meant" if stands_for else ""
    return f"no RFC defines {code}{meant}. Read the words, not the number"
