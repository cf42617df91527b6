"""Events for people: the provider and the program decide whose database it is."""

from toolkit.analysis.event_facts import event_details
from toolkit.analysis.jet_meanings import TRIAGE, say_jet
from toolkit.analysis.wrapping import wrapped
from toolkit.knowledge.database_owners import owner_of_file, owner_of_program
from toolkit.knowledge.ese_events import EseEvent, ese_event
from toolkit.knowledge.event_details import event_facts
from toolkit.knowledge.event_grammar import PastedEvent, is_engine
from toolkit.knowledge.transport_events import TransportEvent, transport_event
from toolkit.model.ese_event import EseEventFacts
from toolkit.model.explanation import Detail, Meaning
from toolkit.model.identity import ErrorIdentity, NumberSpace

MOST_MEANINGS = 8
_STORE = ("information store", "msexchangeis", "store", "store.exe", "microsoft.exchange.store.worker")
_OF_LOGS = "logs"
_NO_FACTS = EseEventFacts()
_TRANSPORT = frozenset({"edgetransport", "edgetransport.exe", "msexchangetransport"})


def event_meanings(events: tuple[PastedEvent, ...], jet_errors: tuple[int, ...], text: str) -> tuple[Meaning, ...]:
    """Return the meanings of the events that are in our tables, in order, each once.

    Args:
        events: found in the text.
        jet_errors: found in the text; shown with an event when it is the only one, like the facts in its words.
        text: the text itself.
    """
    found: dict[ErrorIdentity, Meaning] = {}
    for event in events:
        meaning = _meaning(event, jet_errors, text) if len(events) == 1 else _meaning(event, (), "")
        if meaning is not None:
            found.setdefault(meaning.identity, meaning)
    return tuple(found.values())[:MOST_MEANINGS]


def _meaning(event: PastedEvent, jet_errors: tuple[int, ...], text: str) -> Meaning | None:
    if is_engine(event.provider) or event.is_framed:
        row = ese_event(event.id)
        return engine_meaning(row, event, jet_errors, event_facts(text)) if row else None
    known = transport_event(event.provider, event.id) if event.provider else _only_one(event.id)
    return transport_meaning(known, text) if known else None


def _only_one(number: int) -> TransportEvent | None:
    """Return the transport event with a number that no other table has; a text without a source proves no more."""
    return transport_event("MSExchangeTransport", number) if number >= 10_000 and ese_event(number) is None else None


def engine_meaning(row: EseEvent, event: PastedEvent, jet_errors: tuple[int, ...], facts: EseEventFacts = _NO_FACTS) -> Meaning:
    """Return the meaning of an event of the database engine.

    Args:
        row: what the table says.
        event: what the text says of provider, program and instance.
        jet_errors: errors that stand beside it in the text.
        facts: what its words say.
    """
    details = [Detail("Whose", wrapped(_whose(event, facts)), from_text=bool(event.process))]
    details += event_details(row.id, facts)
    details += [Detail("Error in it", tuple(say_jet(number) for number in jet_errors[:3]), from_text=True)] if jet_errors else []
    details.append(Detail("It is not", (f"smtp:{row.id} (a reply of a mail server)", f"jet:-{row.id} (another number space)")))
    return Meaning(
        identity=ErrorIdentity(NumberSpace.ESE, str(row.id)),
        name=row.name,
        says=row.says,
        typical="Application log, source ESE",
        details=tuple(details),
        playbook="",
        source=row.source,
        short=row.short,
        command=TRIAGE if row.kind == _OF_LOGS and not _is_of_others(event, facts) else "",
    )


def _is_of_others(event: PastedEvent, facts: EseEventFacts) -> bool:
    """Whether the database is known to be no mailbox database."""
    return bool(owner_of_program(event.process) or owner_of_file(facts.database) or owner_of_file(facts.file))


def _whose(event: PastedEvent, facts: EseEventFacts) -> str:
    owner = owner_of_program(event.process) or owner_of_file(facts.database) or owner_of_file(facts.file)
    program = event.process.lower()
    if owner and program not in _TRANSPORT:
        return f"a database of {owner} ({event.process or 'by its file'}), no mailbox database"
    return _whose_program(program, event)


def _whose_program(program: str, event: PastedEvent) -> str:
    if program in _TRANSPORT:
        return f"a database of the transport service ({event.instance or event.process}), not a mailbox database"
    if program in _STORE or program.startswith(_STORE[0]):
        return f"a mailbox database ({event.process})"
    if program == "eseutil":
        return "the file that eseutil was started on"
    if program:
        return f"a database of {event.process}; not of Exchange, unless that program is"
    if event.provider.lower() == "esent":
        return "source ESENT is the engine of Windows: mostly not of Exchange"
    return "the program at the start of the event's text says it: the store has mailbox databases, edgetransport has the mail queue"


def transport_meaning(row: TransportEvent, text: str) -> Meaning:
    """Return the meaning of an event of Exchange itself."""
    details = (Detail("Who said it", ("the server that wrote it into its Application log",), from_text=bool(text)),) if row.presses else ()
    return Meaning(
        identity=ErrorIdentity(NumberSpace.EVENT, row.provider, str(row.id)),
        name=row.name,
        says=row.says,
        typical=f"Application log, source {row.provider}",
        details=details,
        playbook=row.playbook,
        source=row.source,
        short=row.short,
    )
