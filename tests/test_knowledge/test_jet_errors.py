"""JET errors by number, symbol and unsigned form."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.recorded import SHARED, needs_shared
from toolkit.knowledge.jet_errors import JetError, jet_error, jet_error_named, jet_errors, jet_warning, jet_warnings, signed_jet


@pytest.mark.parametrize(
    ("number", "symbol"),
    [
        (-510, "JET_errLogWriteFail"),
        (-519, "JET_errLogSequenceEnd"),
        (-528, "JET_errMissingLogFile"),
        (-543, "JET_errRequiredLogFilesMissing"),
        (-614, "JET_errCheckpointDepthTooDeep"),
        (-1018, "JET_errReadVerifyFailure"),
        (-1022, "JET_errDiskIO"),
        (-1811, "JET_errFileNotFound"),
        (-4001, "JET_errFileIOBeyondEOF"),
    ],
)
def test_known_errors_have_their_name(number: int, symbol: str) -> None:
    """The codes of the error family are in the table, under number and under name."""
    error = jet_error(number)
    assert error is not None
    assert error.symbol == symbol
    assert jet_error_named(symbol) == error
    assert jet_error_named(symbol.upper()) == error


def test_519_is_not_taken_for_a_full_disk() -> None:
    """-519 looks like -529 and is another thing: the log numbers are used up."""
    end, full = jet_error(-519), jet_error(-529)
    assert end is not None
    assert full is not None
    assert "full" not in end.meaning.lower()
    assert "full" in full.meaning.lower()


def test_obsolete_errors_are_marked() -> None:
    """Codes of streaming files lead nowhere on modern servers."""
    for number in (-537, -540, -2204):
        error = jet_error(number)
        assert error is not None
        assert error.obsolete, number


def test_every_code_of_the_published_header_is_known() -> None:
    """As many errors and warnings as ``jethdr.w`` defines, and the three that it does not define any more."""
    assert len([error for error in jet_errors() if not error.internal]) == 419
    assert len([error for error in jet_errors() if error.internal]) == 74
    assert len(jet_warnings()) == 51


def test_warnings_are_positive_and_have_a_name() -> None:
    """595, 585 and 587 say what a repair or a lossy recovery has cost; no warning is an error by its absolute value."""
    for warning in jet_warnings():
        assert warning.number > 0
        assert warning.symbol.startswith("JET_wrn")
        assert jet_warning(warning.number) == warning
    assert {warning.number for warning in jet_warnings() if warning.meaning} >= {585, 587, 595}
    assert jet_warning(-595) is None


@pytest.mark.parametrize("error", [error for error in jet_errors() if error.advice], ids=lambda error: str(error.number))
def test_no_advice_is_to_lose_data(error: JetError) -> None:
    """Nothing tells to leave logs out, or to delete them; repair is the last resort, and says so."""
    advice = error.advice.lower()
    assert not re.search(r"/a\b|consent|\b(?:delete|remove) (?:old )?logs", advice.replace("never delete logs", "")), advice
    assert not re.search(r"/p\b|\brepair\b", advice) or re.search(r"last|not allowed|repair-volume|temp path|cancelled", advice), advice


@given(st.integers(min_value=-70_000, max_value=70_000))
def test_a_code_in_no_table_is_never_the_nearest(number: int) -> None:
    """The lookup gives exactly the asked number or nothing."""
    error = jet_error(number)
    assert error is None or error.number == number


@given(st.integers(min_value=0))
def test_positive_numbers_are_no_errors(number: int) -> None:
    """Without its sign a number is something else."""
    assert jet_error(number) is None


@pytest.mark.parametrize(
    ("unsigned", "number"),
    [(0xFFFFFDE1, -543), (4294966786, -510), (0xFFFFFC02, -1022), (0xC8000228, -552), (0xC8000406, -1030), (0xC8000212, -530)],
)
def test_unsigned_forms_are_read(unsigned: int, number: int) -> None:
    """MSExchangeIS prints 32 bits without a sign; Exchange 5.5 put a facility before the number."""
    assert signed_jet(unsigned) == number


@pytest.mark.parametrize("other", [0, 543, 0x80004005, 0xC0000138, 0xC8000000, 0xC8001000, 2**32, 2**33])
def test_other_codes_are_no_jet_errors(other: int) -> None:
    """HRESULTs, status codes and plain numbers stay what they are."""
    assert signed_jet(other) is None


@given(st.integers(min_value=-65_535, max_value=-1))
def test_every_error_survives_the_unsigned_form(number: int) -> None:
    """Signed to unsigned and back is the same number."""
    assert signed_jet(2**32 + number) == number


@pytest.mark.shared
@needs_shared
def test_the_table_has_every_code_of_the_reference() -> None:
    """Number, symbol and category agree with the reference, row by row."""
    rows = re.findall(r"^\| (-\d+) \| 0x[0-9a-f]{8} \| (JET_err\w+) \| .*? \| (.*?) \|", _reference(), re.MULTILINE)
    assert len(rows) > 100
    for number, symbol, category in rows:
        error = jet_error(int(number))
        assert error is not None, number
        assert (error.symbol, error.category) == (symbol, category.replace(" (obsolete)", "")), number
    assert len(jet_errors()) > len(rows)


def _reference() -> str:
    return (SHARED / "design" / "domain.md").read_text(encoding="utf-8")
