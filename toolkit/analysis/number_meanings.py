"""A bare number is a question: all its meanings, in the number spaces where it has one; JET errors never, they have a sign."""

from toolkit.analysis.event_meanings import engine_meaning, transport_meaning
from toolkit.analysis.jet_meanings import say_warning
from toolkit.analysis.reply_meanings import smtp_meanings
from toolkit.knowledge.ese_events import ese_event
from toolkit.knowledge.event_grammar import PastedEvent
from toolkit.knowledge.jet_errors import jet_error, jet_warning
from toolkit.knowledge.smtp_replies import enhanced_code, reply_codes
from toolkit.knowledge.smtp_texts import smtp_texts
from toolkit.knowledge.transport_events import transport_events_numbered
from toolkit.model.explanation import Meaning

_SMTP, _ENGINE, _EVENTS = frozenset({"smtp"}), frozenset({"ese", "esent"}), frozenset({"event", "event id"})


def number_meanings(number: int, space: str) -> tuple[Meaning, ...] | str:
    """Return the meanings of a positive number, or why there is none.

    Args:
        number: as asked.
        space: word before it in small letters, ``smtp``, ``ese``, ``event``; anything else leaves all spaces open.
    """
    found: list[Meaning] = []
    if space not in _ENGINE | _EVENTS and 100 <= number <= 599:
        found += smtp_meanings(number, "")
    if space not in _SMTP:
        event = ese_event(number)
        found += [engine_meaning(event, PastedEvent(number, ""), ())] if event else []
    if space not in _SMTP | _ENGINE:
        found += [transport_meaning(row, "") for row in transport_events_numbered(number)]
    return tuple(found) or _why_none(number)


def _why_none(number: int) -> str:
    warning = jet_warning(number)
    if warning is not None:
        return say_warning(warning)
    if jet_error(-number) is not None:
        return f"{number} without a sign is in none of our tables. JET errors are negative: if your text says -{number}, ask for -{number}."
    return f"{number} is in none of our tables."


def enhanced_meanings(code: str) -> tuple[Meaning, ...]:
    """Return the meanings of an enhanced status code without a reply code, ``4.3.1``."""
    codes = dict.fromkeys(row.codes[0] for row in smtp_texts() if row.enhanced == code)
    meanings = [meaning for reply in codes for meaning in smtp_meanings(reply, code)]
    if meanings or enhanced_code(code) is None:
        return tuple(meanings)
    usual = next(row.code for row in reply_codes() if str(row.code)[0] == code[0])
    return smtp_meanings({"4": 451, "5": 554}.get(code[0], usual), code)
