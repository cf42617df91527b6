"""All tables of the transport family: every row complete, with its source."""

import json
from importlib.resources import files

import pytest

from toolkit.knowledge.config_keys import ConfigKeyRule, config_key_rules
from toolkit.knowledge.ese_events import EseEvent, ese_events
from toolkit.knowledge.event_grammar import event_labels
from toolkit.knowledge.jet_errors import jet_errors, jet_warnings
from toolkit.knowledge.look_alikes import look_alikes
from toolkit.knowledge.resource_meters import PRIORITY, meter_meanings
from toolkit.knowledge.smtp_replies import enhanced_codes, reply_codes
from toolkit.knowledge.smtp_texts import SmtpText, smtp_texts
from toolkit.knowledge.tables import load_table
from toolkit.knowledge.transport_events import TransportEvent, transport_events
from toolkit.model.exchange import ExchangeVersion

TABLES = {
    "config_keys": ("keys",),
    "enhanced_codes": ("enhanced",),
    "ese_events": ("events",),
    "event_labels": ("labels",),
    "jet_errors": ("errors", "warnings"),
    "look_alikes": ("look_alikes", "amounts", "names"),
    "resource_meters": ("meters",),
    "smtp_replies": ("replies",),
    "smtp_texts": ("texts",),
    "transport_events": ("events",),
}
ROWS = [(file, table) for file, tables in TABLES.items() for table in tables]
PLAYBOOKS = {"", "smtp-452-back-pressure"}


def _raw(file: str) -> dict[str, list[dict[str, object]]]:
    content: dict[str, list[dict[str, object]]] = json.loads(files("toolkit.knowledge").joinpath("data", f"{file}.json").read_bytes())
    return content


@pytest.mark.parametrize(("file", "table"), ROWS)
def test_every_row_names_its_source(file: str, table: str) -> None:
    """A fact without a source cannot be checked by anybody."""
    rows = _raw(file)[table]
    assert rows
    for row in rows:
        assert isinstance(row["source"], str), row
        assert len(row["source"]) >= 8, row


@pytest.mark.parametrize("file", TABLES)
def test_no_file_has_a_table_that_nobody_reads(file: str) -> None:
    """The tables of a file are exactly those that the lookups know."""
    assert set(_raw(file)) == set(TABLES[file])


@pytest.mark.parametrize(("file", "table"), ROWS)
def test_no_row_stands_twice(file: str, table: str) -> None:
    """A row that stands twice hides a contradiction."""
    rows = [json.dumps(row, sort_keys=True) for row in _raw(file)[table]]
    assert len(rows) == len(set(rows))


@pytest.mark.parametrize(("file", "table"), ROWS)
def test_texts_are_trimmed_and_visible(file: str, table: str) -> None:
    """No text has blanks at its ends or characters that cannot be seen."""
    for row in _raw(file)[table]:
        for value in row.values():
            if isinstance(value, str):
                assert value == value.strip(), row
                assert value.isprintable(), row


def test_lists_become_tuples() -> None:
    """Rows stay frozen down to their lists."""
    row = load_table("smtp_texts", "texts", SmtpText)[0]
    assert isinstance(row.codes, tuple)
    assert isinstance(row.details[0][1], tuple)


@pytest.mark.parametrize("error", jet_errors(), ids=lambda error: str(error.number))
def test_jet_errors_are_negative_and_named(error: object) -> None:
    """Every JET error is negative, and has a symbol unless no source gives one."""
    number, symbol = getattr(error, "number", 0), getattr(error, "symbol", "")
    assert -65_536 < number < 0
    assert symbol == "" or symbol.startswith("err" if getattr(error, "internal", False) else "JET_err")


def test_jet_numbers_and_symbols_are_unique() -> None:
    """No number has two names and no name two numbers."""
    numbers = [error.number for error in jet_errors()]
    symbols = [error.symbol for error in jet_errors() if error.symbol]
    assert len(numbers) == len(set(numbers))
    assert len(symbols) == len(set(symbols))
    assert all(warning.number > 0 for warning in jet_warnings())


@pytest.mark.parametrize("event", ese_events(), ids=lambda event: str(event.id))
def test_ese_events_fit_their_places(event: EseEvent) -> None:
    """Headlines are in capitals, short texts fit behind a bare number, phrases are in small letters."""
    assert event.name == event.name.upper()
    assert 0 < len(event.short) <= 30
    assert event.kind in {"logs", "write", "read", "slow", "backup", "info", "other"}
    assert all(phrase == phrase.lower() for phrase in event.phrases)


@pytest.mark.parametrize("event", transport_events(), ids=lambda event: f"{event.provider}-{event.id}")
def test_transport_events_fit_their_places(event: TransportEvent) -> None:
    """Headlines, short texts, what they tell about pressure, and playbooks that exist."""
    assert event.name == event.name.upper()
    assert 0 < len(event.short) <= 30
    assert event.presses in {"", "rises", "falls", "disk", "memory"}
    assert event.playbook in PLAYBOOKS
    assert bool(event.playbook) == bool(event.presses)


@pytest.mark.parametrize("row", smtp_texts(), ids=lambda row: row.id)
def test_smtp_texts_fit_their_places(row: SmtpText) -> None:
    """Labels, lines and short texts fit on a terminal of 80 columns; playbooks exist."""
    assert row.name == row.name.upper()
    assert 0 < len(row.short) <= 30
    assert row.who in {"this", "next", "either"}
    assert row.playbook in PLAYBOOKS
    assert all(part == part.lower() for part in row.contains)
    for label, lines in row.details:
        assert len(label) <= 11, row.id
        assert all(len(line) <= 66 for line in lines), row.id


def test_smtp_text_ids_are_unique() -> None:
    """A row can be named."""
    ids = [row.id for row in smtp_texts()]
    assert len(ids) == len(set(ids))


def test_reply_codes_are_unique_and_the_standard_ones_are_possible() -> None:
    """RFC 5321 allows 2 to 5, then 0 to 5, then any digit: 471 is none."""
    codes = [row.code for row in reply_codes()]
    assert len(codes) == len(set(codes))
    for row in reply_codes():
        possible = 2 <= row.code // 100 <= 5 and row.code // 10 % 10 <= 5
        assert possible or not row.standard, row


def test_enhanced_codes_are_unique() -> None:
    """Each code has one row, written with X for its class."""
    codes = [row.code for row in enhanced_codes()]
    assert len(codes) == len(set(codes))
    assert all(code.startswith("X.") for code in codes)


@pytest.mark.parametrize("rule", config_key_rules(), ids=lambda rule: f"{rule.name}-{rule.versions[0]}")
def test_config_keys_allow_their_own_default(rule: ConfigKeyRule) -> None:
    """Versions exist, and the documented default is a value that the rule allows."""
    assert set(rule.versions) <= {version.value for version in ExchangeVersion}
    assert rule.kind in {"flag", "percent", "count", "time"}
    assert rule.allows(rule.default)


def test_a_key_has_one_rule_a_version() -> None:
    """Two rules for one key and version would contradict each other."""
    pairs = [(rule.name, version) for rule in config_key_rules() for version in rule.versions]
    assert len(pairs) == len(set(pairs))


def test_meters_have_a_place_in_the_order() -> None:
    """Every meter's resource is one that is treated, or is ignored."""
    assert {row.resource for row in meter_meanings()} <= {*PRIORITY, "ignored"}


def test_labels_are_in_small_letters() -> None:
    """Labels are compared without regard to case."""
    for row in event_labels():
        assert all(label == label.lower() for label in (*row.id_labels, *row.source_labels)), row


def test_look_alike_words_are_in_small_letters() -> None:
    """Tell-tale words are compared with small letters."""
    for row in look_alikes():
        assert all(part == part.lower() for part in row.contains), row
