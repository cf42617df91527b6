"""Facts in the words of an engine's event: broken lines, quotes, tables; and whose a database is."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.recorded import Recorded, needs_shared, shared_recordings
from toolkit.knowledge.database_owners import database_owners, owner_of_file, owner_of_program
from toolkit.knowledge.ese_events import ese_event, ese_event_saying
from toolkit.knowledge.ese_properties import property_orders
from toolkit.knowledge.event_details import event_facts
from toolkit.knowledge.event_grammar import PastedEvent, find_events
from toolkit.model.ese_event import EseEventFacts

FIELDS = {
    "process": "process",
    "pid": "pid",
    "error": "error",
    "system_error": "system_error",
    "offset": "offset",
    "bytes": "length",
    "seconds": "seconds",
    "others": "other_requests",
    "since": "since_s",
    "page": "page",
    "log": "file",
    "file": "file",
}
REAL = [case for case in shared_recordings("event_ese") if "events" not in case.truth or len(case.truth["events"]) == 1]
MISSING = """Information Store - DB1 (6640,R,98) DB1: Database D:\\DB1\\DB1.edb
requires logfiles 27974-27995 in order to recover successfully.
Recovery could only locate logfiles starting
at 27994."""
CHECKSUM = (
    'Information Store (2904) DB2: The database page read from the file "D:\\DB2\\DB2.edb" '
    "at offset 114688\n> (0x000000000001c000) (database page\n"
    "> 3 (0x3)) for 32768 (0x00008000) bytes failed verification due to a page checksum mismatch. "
    "The read operation will fail with error -1018 (0xfffffc06)."
)


@pytest.mark.shared
@needs_shared
@pytest.mark.parametrize("case", REAL, ids=str)
def test_facts_of_real_events(case: Recorded) -> None:
    """Every number that a real event of one kind prints is read; a path by its last part."""
    row = case.truth["events"][0] if "events" in case.truth else case.truth
    found = event_facts(case.text)
    for key in FIELDS.keys() & row.keys():
        value = getattr(found, FIELDS[key])
        assert (value.rsplit("\\", 1)[-1] if key in ("log", "file") else str(value)) == str(row[key]), key


def test_a_range_of_logs_over_line_ends() -> None:
    """Database, range and what was found; the process of a modern store has two words and is found by the event's grammar."""
    facts = event_facts(MISSING)
    assert (facts.database, facts.first_log, facts.last_log, facts.found_log) == ("D:\\DB1\\DB1.edb", "27974", "27995", "27994")
    assert facts.error is None


def test_a_page_with_a_wrong_checksum() -> None:
    """File, offset, page, length and error, through marks of quoting."""
    facts = event_facts(CHECKSUM)
    assert (facts.file, facts.offset, facts.page, facts.length, facts.error) == ("D:\\DB2\\DB2.edb", 114_688, 3, 32_768, -1018)


def test_another_language_has_no_facts() -> None:
    """Words that are not the engine's English ones say nothing."""
    assert event_facts("La base de datos D:\\a.edb requiere los archivos 1-2") == EseEventFacts()


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("A request to read from the file X at offset 1 for 2 bytes succeeded, but took an abnormally long time (9 seconds)", 507),
        ("A request to write to the file X succeeded, but took\nan abnormally long time. 3 other I/O requests to this file", 510),
        ("The log file E0300000004.log is missing (error -528) and cannot be used.", 518),
        ("Recovery could only locate up to log file a (generation 1) before detecting an out of sequence logs, and", 528),
    ],
)
def test_words_with_a_gap(text: str, number: int) -> None:
    """Words with something between them name their event; the longer words win."""
    event = ese_event_saying(text)
    assert event is not None
    assert event.id == number


def test_a_row_of_a_table() -> None:
    """Number in one cell and the engine's frame in the next need no provider; other tables are none."""
    text = (
        "| **482** | SearchIndexer (3768,D,0) `X`: An attempt to write |\n| **104** | SearchIndexer (3768,T,97) X: stopped the instance |\n"
    )
    assert find_events(text) == (
        PastedEvent(482, "", "SearchIndexer", "X", is_framed=True),
        PastedEvent(104, "", "SearchIndexer", "X", is_framed=True),
    )
    assert find_events("| 482 | recipients (3) |\n| 452 | too many |") == ()


def test_every_event_of_the_published_range_is_known() -> None:
    """447 to 533, of which the published engine does not have 469 and 511."""
    assert {number for number in range(447, 534) if ese_event(number) is None} == {469, 511}


def test_property_orders_name_fields_of_known_events() -> None:
    """Every name is a field, and every event is in the table of events."""
    fields = set(EseEventFacts.__dataclass_fields__)
    for row in property_orders():
        assert ese_event(row.id) is not None, row.id
        assert {name for name in row.names if name} <= fields, row.id
        assert row.source


@pytest.mark.parametrize(
    ("path", "owner"),
    [
        ("C:\\Windows\\NTDS\\ntds.dit", "Active Directory"),
        (".\\SRUDB.dat", "the resource monitor of Windows (SRUM)"),
        ("d:/x/DHCP.MDB", "the DHCP server"),
        ("C:\\x\\Windows.edb", "Windows Search"),
        ("D:\\Queue\\mail.que", "the transport service of Exchange"),
        ("D:\\DB1\\DB1.edb", ""),
        ("", ""),
    ],
)
def test_owners_by_file(path: str, owner: str) -> None:
    """The name of the file alone decides, in any case; unknown names are nobody's."""
    assert owner_of_file(path) == owner


def test_owners_by_program() -> None:
    """The process decides before the file; the store is in no list."""
    assert owner_of_program("EdgeTransport") == "the transport service of Exchange"
    assert owner_of_program("lsass") == "Active Directory"
    assert owner_of_program("Information Store") == owner_of_program("") == ""
    names = [name for row in database_owners() for name in (*row.files, *row.programs)]
    assert len(names) == len(set(names))
    assert all(name == name.lower() for name in names)


@given(st.text())
def test_any_text_has_facts_or_none(text: str) -> None:
    """Foreign text never raises."""
    assert isinstance(event_facts(text), EseEventFacts)


@pytest.mark.parametrize(
    "part", ["a (1) ", "at offset ", "for 1 ", 'the file "', "requires logfiles a", "database C:\\a", "\\", "file called a"]
)
def test_facts_end_soon(part: str) -> None:
    """No shape of text makes the search slower than the text is long."""
    begun = time.perf_counter()
    event_facts((part * 300_000)[:262_144])
    assert time.perf_counter() - begun < 3.0
