"""One line each: how events and JET errors are written in the wild."""

import pytest

from toolkit.knowledge.event_grammar import PastedEvent, find_events, with_process
from toolkit.knowledge.jet_grammar import find_jet_errors

EVENTS = [
    ("Event ID: 15004 Source: MSExchangeTransport", 15004, "MSExchangeTransport"),
    ("Source: MSExchangeTransport Event ID: 15004", 15004, "MSExchangeTransport"),
    ("Source:MSExchangeTransport\nEventID:15004", 15004, "MSExchangeTransport"),
    ("Source : ESE\nEvent ID : 452", 452, "ESE"),
    ("source: ese\nevent id: 452", 452, "ese"),
    ("Event Source:\tESE\nEvent ID:\t452", 452, "ESE"),
    ("Provider: ESE\nEvent-ID: 452", 452, "ESE"),
    ("Event ID 452\nSource ESE", 452, "ESE"),
    ("EventID 452", 452, ""),
    ("Event\u00a0ID: 452", 452, ""),
    ("<tr><td>Event ID</td><td>452</td></tr><tr><td>Source</td><td>ESE</td></tr>", 452, "ESE"),
    ("Event ID:&nbsp;452<br>Event Source:&nbsp;ESE<br>", 452, "ESE"),
    ("EventID:452Source:ESE", 452, "ESE"),
    ("Event ID:452Source:ESEType:Error", 452, "ESE"),
    ("Event\nID: 452\nSource:\nESE", 452, "ESE"),
    ("Ereignis-ID:\n452\nQuelle: ESE", 452, "ESE"),
    ("**Event ID:** 452\n**Source:** ESE", 452, "ESE"),
    ("| Event ID | 452 |\n| Source | ESE |", 452, "ESE"),
    ("Event ID : 452   Source : ESE   MSExchangeIS (6640) SG07: text", 452, "ESE"),
    ("Id           : 452\nProviderName : ESE", 452, "ESE"),
    ('{\n "Id":  452,\n "ProviderName":  "ESE"\n}', 452, "ESE"),
    ("   ProviderName: ESE\n\nTimeCreated Id LevelDisplayName Message\n11/24/2026 3:02:11 AM  452 Error  text", 452, "ESE"),
    ("Source:\nEvent ID: 452", 452, ""),
    ("452 messages\nId : 452", None, ""),
    ("event id 452, source: ESE", 452, "ESE"),
    ("ESE 452", 452, "ESE"),
    ("ESE, 452", 452, "ESE"),
    ("ESE: 452", 452, "ESE"),
    ("ESE/452", 452, "ESE"),
    ("ESE-452", 452, "ESE"),
    ("ESE event id 452", 452, "ESE"),
    ("ESENT 455", 455, "ESENT"),
    ("msexchangetransport 17003", 17003, "msexchangetransport"),
    ("MSExchangeIS 9518", 9518, "MSExchangeIS"),
    ("MSExchange IS\nSource: MSExchange IS\nEvent ID: 9518", 9518, "MSExchangeIS"),
    ("Source: MSExchange Extensibility\nEvent ID: 1052", 1052, "MSExchange Extensibility"),
    ("Source: MSExchangeIS (or DS)\nEvent ID: 1113", 1113, "MSExchangeIS"),
    ("Source: Microsoft-Windows-Wininit\nEvent ID: 1001", 1001, "Microsoft-Windows-Wininit"),
    ("Source: Foo Type: Error Event ID: 7", 7, "Foo"),
    ("| Source | Event ID: 452 |", 452, ""),
    ("<Provider Name='ESE'/><EventID>452</EventID>", 452, "ESE"),
    ("&lt;Provider Name=&quot;ESE&quot;/&gt;&lt;EventID&gt;452&lt;/EventID&gt;", 452, "ESE"),
    ("Id. del evento: 452\nOrigen: ESE", 452, "ESE"),
    ("ID d’événement : 452\nSource : ESE", 452, "ESE"),
    ("ID d'événement: 452", 452, ""),
    ("Ereignis-ID: 15006", 15006, ""),
    ("Код события: 15006", 15006, ""),
    ("ソース: ESE\nイベント ID: 452", 452, "ESE"),
    ("イベント ID：452", 452, ""),
]
NO_EVENTS = [
    "",
    "452",
    "an event happened in 452 places",
    "Event ID:",
    "Event ID: none",
    "Event ID: 1234567",
    "ESE 5.5.2",
    "ESE 12:30",
    "CHEESE 452",
    "these 452 messages",
    "Source: ESE",
    "eseutil 452",
]
PROCESSES = [
    ("Information Store (3420) DB07: text", "Information Store", "DB07"),
    ("Information Store - DB07 (5232) DB07: text", "Information Store - DB07", "DB07"),
    ("MSExchangeIS (1234) First Storage Group: text", "MSExchangeIS", "First Storage Group"),
    ("edgetransport (4568) Transport Mail Database: text", "edgetransport", "Transport Mail Database"),
    ("eseutil (12472) JetDBUtilities - 13804: text", "eseutil", "JetDBUtilities - 13804"),
    ("svchost (812,D,12) SRUJet: text", "svchost", "SRUJet"),
    ("sqlservr (1472) An attempt to open the file", "sqlservr", ""),
    ("Microsoft.Exchange.Store.Worker.exe (77) DB: text", "Microsoft.Exchange.Store.Worker.exe", "DB"),
    ("no program here", "", ""),
    ("(1234) DB: text", "", ""),
]
ERRORS = [
    ("error -543", [-543]),
    ("Error -543.", [-543]),
    ("(error -528 and", [-528]),
    ("Error: -614. All future", [-614]),
    ("error (-1022)", [-1022]),
    ("-1022(0xfffffc02)JET_errDiskIO", [-1022]),
    ("error=-550", [-550]),
    ("ec=-543", [-543]),
    ("error–1018", []),
    ("error –1018", [-1018]),
    ("error −1018", [-1018]),
    ("errors -501, -515 and -528", [-501, -515, -528]),
    ("-543 and again -543", [-543]),
    ("0xFFFFFDE1", [-543]),
    ("(0xfffffde1)", [-543]),
    ("StoreEc: 0xFFFFFDE1 Lid: 1", [-543]),
    ("4294966753", [-543]),
    ("error 4294966753.", [-543]),
    ("0xc8000228", [-552]),
    ("c8000212", [-530]),
    ("JET_errDiskFull", [-1808]),
    ("jet_errdiskfull", [-1808]),
    ("JET_errNoSuchThing", []),
    ("JET_wrnDatabaseRepaired", []),
    ("-9999", []),
    ("-12", []),
    ("543", []),
    ("+543", []),
    ("1-543", []),
    ("a-543", []),
    ("--543", []),
    (".-543", []),
    ("-543a", []),
    ("-543.5", []),
    ("-543-1", []),
    ("-5430", []),
    ("0xfffffde", []),
    ("0xfffffde10", []),
    ("0x80004005", []),
    ("0x00000543", []),
    ("42949667530", []),
    ("14294966753", []),
    ("S-1-5-21-1018-543-1032", []),
    ("{6cc6accc-98d5-4741-9fb6-97f6fd6f8d96}", []),
    ("2026-1018", []),
    ("+1 555-1018", []),
    ("10.0.0.1-510", []),
]


@pytest.mark.parametrize(("line", "number", "provider"), EVENTS)
def test_a_line_with_an_event(line: str, number: int | None, provider: str) -> None:
    """Number and provider, in any order, language and mark-up; markup, broken and glued labels are no hindrance."""
    found = [(event.id, event.provider) for event in find_events(line)]
    assert found == ([] if number is None else [(number, provider)])


@pytest.mark.parametrize("line", NO_EVENTS)
def test_a_line_without_an_event(line: str) -> None:
    """Numbers without a label are no events."""
    assert find_events(line) == ()


@pytest.mark.parametrize(("line", "process", "instance"), PROCESSES)
def test_the_program_at_the_beginning(line: str, process: str, instance: str) -> None:
    """Whose database it is stands before the number in brackets."""
    event = with_process(PastedEvent(454, "ESE"), line)
    assert (event.process, event.instance) == (process, instance)
    assert (event.id, event.provider) == (454, "ESE")


@pytest.mark.parametrize(("line", "numbers"), ERRORS)
def test_jet_errors_of_a_line(line: str, numbers: list[int]) -> None:
    """Every signed or unsigned form of a known error; never digits without a sign, dates, addresses or identifiers."""
    assert list(find_jet_errors(line)) == numbers


def test_an_event_is_listed_once() -> None:
    """Text and XML of the same event, as the event viewer copies both."""
    text = "Source: ESE\nEvent ID: 452\nEvent Xml:\n<Provider Name='ESE'/><EventID>452</EventID>\n"
    assert [(event.id, event.provider) for event in find_events(text)] == [(452, "ESE")]


def test_the_program_is_only_given_to_a_single_event() -> None:
    """With two events nobody knows whose line it is."""
    text = "Source: ESE\nEvent ID: 452\nMSExchangeIS (12) DB: x\nSource: ESE\nEvent ID: 454\n"
    assert [event.process for event in find_events(text)] == ["", ""]
