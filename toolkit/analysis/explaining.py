"""What a pasted text means: one error with its facts, or a question with several.

The dispatch rule holds (architecture §5): SMTP replies, ESE events and JET errors are three number spaces, and a bare number chooses none.
"""

import re

from toolkit.analysis.chkdsk_outcomes import chkdsk_outcome
from toolkit.analysis.event_meanings import engine_meaning, event_meanings, transport_meaning
from toolkit.analysis.jet_meanings import jet_meaning, say_warning, unknown_jet_error
from toolkit.analysis.number_meanings import enhanced_meanings, number_meanings
from toolkit.analysis.reply_meanings import reply_meaning, smtp_meanings
from toolkit.analysis.run_outcomes import run_outcome
from toolkit.analysis.work_log_outcomes import work_log_outcome
from toolkit.knowledge.bounded_text import bounded
from toolkit.knowledge.ese_events import ese_event, ese_event_saying
from toolkit.knowledge.event_details import event_facts
from toolkit.knowledge.event_grammar import PastedEvent, find_events, with_process
from toolkit.knowledge.jet_errors import jet_error, jet_warning
from toolkit.knowledge.jet_grammar import find_jet_errors, find_jet_warnings, lone_jet_error
from toolkit.knowledge.look_alikes import look_alike
from toolkit.knowledge.reply_grammar import find_replies
from toolkit.knowledge.transport_events import transport_event, transport_event_saying
from toolkit.model.explanation import Explanation, Meaning, ToolOutcome
from toolkit.model.identity import ErrorIdentity, NumberSpace
from toolkit.model.pasted_output import PastedOutput, PastedRuns, PastedWorkLog
from toolkit.model.smtp import SmtpReply

_NUMBER = re.compile(
    r"(?:(?P<space>smtp|ese|esent|event|event id|exchange|error|code|error code|exchange error)[ :#]{1,3})?(?P<number>[0-9]{1,6})",
    re.IGNORECASE,
)
_ENHANCED = re.compile(r"[245]\.[0-9]{1,3}\.[0-9]{1,3}")
_SIGNED = re.compile(r"-?[0-9]{1,6}")
_ENGINE = re.compile(r"\bESE(?:NT)?\b")
_NOTHING = "The text holds no SMTP reply, no event and no JET error that is in our tables."


def explain(text: str, output: PastedOutput | None = None) -> Explanation:
    """Return what ``text`` means: an identity, a number, a reply, a queue's last error, a bounce, an event, an output of a tool.

    Text beyond one mebibyte, and lines beyond 64 KiB, are not looked at; an output was read before, as a whole.

    Args:
        text: what was asked.
        output: the tool's output that ``text`` was recognised as.
    """
    if output is not None:
        return Explanation(text, _errors_of(output, text), outcome=_outcome(output))
    asked = " ".join(bounded(text).split())
    if not asked:
        return Explanation(text, (), "Nothing was given.")
    found = _short(asked) or _by_identity(asked) or _long(text)
    return Explanation(text, found) if isinstance(found, tuple) else Explanation(text, (), found)


def _outcome(output: PastedOutput) -> ToolOutcome:
    if isinstance(output, PastedRuns):
        return run_outcome(output)
    return work_log_outcome(output) if isinstance(output, PastedWorkLog) else chkdsk_outcome(output)


def _errors_of(output: PastedOutput, text: str) -> tuple[Meaning, ...]:
    """Return the events that were pasted with the output, else the error that its last run ended with."""
    events = event_meanings(find_events(text), find_jet_errors(text), text)
    if events or not isinstance(output, PastedRuns):
        return events
    code = output.runs[-1].code
    return (jet_meaning(code),) if code is not None and jet_error(code) else ()


def _short(asked: str) -> tuple[Meaning, ...] | str:
    """Return the meanings of a text that is only a number, or why it has none; an empty text for any other text."""
    jet = lone_jet_error(asked)
    if jet is not None:
        return (jet_meaning(jet),) if jet_error(jet) else unknown_jet_error(jet)
    if _ENHANCED.fullmatch(asked):
        return enhanced_meanings(asked) or f"{asked} is in no table of enhanced status codes."
    match = _NUMBER.fullmatch(asked)
    return number_meanings(int(match["number"]), (match["space"] or "").lower()) if match else ""


def _by_identity(asked: str) -> tuple[Meaning, ...] | str:
    try:
        identity = ErrorIdentity.parse(asked)
    except ValueError:
        return ""
    return _meanings_of(identity) or _why_no_identity(identity)


def _why_no_identity(identity: ErrorIdentity) -> str:
    warning = jet_warning(int(identity.code)) if identity.space is NumberSpace.JET and identity.code.isdigit() else None
    return say_warning(warning) if warning else f"{identity} is in none of our tables."


def _meanings_of(identity: ErrorIdentity) -> tuple[Meaning, ...]:
    if identity.space is NumberSpace.EVENT:
        row = transport_event(identity.code, int(identity.detail)) if identity.detail.isdigit() else None
        return (transport_meaning(row, ""),) if row else ()
    if not _SIGNED.fullmatch(identity.code):
        return ()
    number = int(identity.code)
    if identity.space is NumberSpace.SMTP:
        return smtp_meanings(number, identity.detail)
    if identity.space is NumberSpace.JET:
        return (jet_meaning(number),) if jet_error(number) else ()
    event = ese_event(number)
    return (engine_meaning(event, PastedEvent(event.id, "ESE"), ()),) if event else ()


def _long(text: str) -> tuple[Meaning, ...] | str:
    """Return what a longer text means: the events in it, else its replies, else its JET errors; else why nothing is known."""
    events = find_events(text)
    errors = find_jet_errors(text)
    found = event_meanings(events, errors, text)
    if found:
        return found
    replies = find_replies(text)
    if replies:
        return _replied(next((reply for reply in replies if reply.code >= 400), replies[0]), text)
    by_words = () if events else _by_words(text, errors)
    return by_words or tuple(jet_meaning(number) for number in errors) or _why_nothing(text, events)


def _replied(reply: SmtpReply, text: str) -> tuple[Meaning, ...] | str:
    """Return what a reply means; a number without an enhanced code beside the engine's name is a question: it may be an event."""
    if not reply.enhanced and not reply.quoted and _ENGINE.search(text):
        return number_meanings(reply.code, "")
    return (reply_meaning(reply, text),)


def _by_words(text: str, errors: tuple[int, ...]) -> tuple[Meaning, ...]:
    """Return the event whose English words stand in ``text`` without its number."""
    transport = transport_event_saying(text)
    if transport is not None:
        return (transport_meaning(transport, text),)
    engine = ese_event_saying(text)
    return (engine_meaning(engine, with_process(PastedEvent(engine.id, ""), bounded(text)), errors, event_facts(text)),) if engine else ()


def _why_nothing(text: str, events: tuple[PastedEvent, ...]) -> str:
    nameless = next((event.id for event in events if not event.provider and ese_event(event.id)), None)
    if nameless is not None:
        return f"The text holds event {nameless}, but not its source: if that is ESE, ask for ese:{nameless}; of others it is another one."
    if events:
        said = ", ".join(f"{event.id} of {event.provider or 'a source that the text does not name'}" for event in events[:3])
        return f"The text holds event {said}, which is in none of our tables."
    warnings = find_jet_warnings(text)
    if warnings:
        return say_warning(warnings[0])
    alike = look_alike(text)
    return f"This is {alike}, no mail error." if alike else _NOTHING
