"""Events of the engine by their properties."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.errors import ParsingError
from toolkit.knowledge.ese_properties import property_orders
from toolkit.parsing.ese_event import read_ese_event


def test_missing_logs() -> None:
    """452: database, range and what was found; the process may carry a thread behind its number."""
    facts = read_ese_event(452, ("Information Store - DB1", "6640,R,98", "DB1: ", "D:\\DB1\\DB1.edb", "27974", "27995", "27994"))
    assert (facts.process, facts.pid, facts.instance) == ("Information Store - DB1", 6640, "DB1")
    assert (facts.database, facts.first_log, facts.last_log, facts.found_log) == ("D:\\DB1\\DB1.edb", "27974", "27995", "27994")
    assert facts.error is None


def test_a_failed_write() -> None:
    """482: numbers with their hexadecimal form; texts of Windows are not looked at, in whatever language."""
    values = (
        "D:\\DB1\\E03.log",
        "0 (0x0000000000000000)",
        "8192 (0x00002000)",
        "-1022 (0xfffffc02)",
        "21 (0x00000015)",
        "Gerät nicht bereit",
        "0.016",
    )
    facts = read_ese_event(482, ("Information Store", "1", "", *values))
    assert (facts.file, facts.offset, facts.length) == ("D:\\DB1\\E03.log", 0, 8192)
    assert (facts.error, facts.system_error, facts.seconds) == (-1022, 21, "0.016")


def test_newer_engines_add_properties() -> None:
    """453 of a newer engine has names of files behind; they are not needed."""
    old = ("Information Store", "1", "DB1: ", "D:\\a.edb", "1", "9", "5")
    assert read_ese_event(453, (*old, "E0300000001.log", "E0300000009.log", "E0300000005.log")) == read_ese_event(453, old)


@pytest.mark.parametrize(
    ("event_id", "properties"),
    [
        (469, ("a", "1", "")),
        (15004, ("a", "1", "")),
        (452, ("a", "1", "", "D:\\a.edb", "1", "9")),
        (454, ("a", "one", "", "-543")),
        (454, ("a", "1", "", "minus five hundred")),
        (454, ("a", "1", "", "-543 or so")),
        (454, ()),
    ],
)
def test_what_is_not_of_the_form_is_refused(event_id: int, properties: tuple[str, ...]) -> None:
    """An event of another table, a property too few, a number that is none."""
    with pytest.raises(ParsingError):
        read_ese_event(event_id, properties)


@given(st.sampled_from([row.id for row in property_orders()]), st.lists(st.one_of(st.text(), st.sampled_from(["1", "-543 (0xfffffde1)"]))))
def test_only_a_parsing_error_leaves(event_id: int, properties: list[str]) -> None:
    """Any properties are read or refused."""
    try:
        read_ese_event(event_id, properties)
    except ParsingError as error:
        assert error.what
