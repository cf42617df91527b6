"""What must not reach a script is refused with cause and cure; what may is never altered."""

import pytest

from tests.test_model.value_tables import Row, read_rows
from toolkit.model.value_kind import KINDS, read_value

REFUSED = read_rows("refused_values")
ACCEPTED = read_rows("accepted_values")


def name_of(row: Row) -> str:
    """Return a short name for a row."""
    return f"{row.kind}: {row.value!a:.30}"


@pytest.mark.parametrize("row", REFUSED, ids=name_of)
def test_a_refused_value_says_cause_and_cure(row: Row) -> None:
    """Every row of the table is refused; what is wrong stands before the semicolon, what to do behind it."""
    with pytest.raises(ValueError, match=";") as refused:
        read_value(row.place, row.value)
    assert row.says in str(refused.value)
    assert len(str(refused.value)) < 250


@pytest.mark.parametrize("row", ACCEPTED, ids=name_of)
def test_an_accepted_value_is_never_altered(row: Row) -> None:
    """Whatever passes comes out as it was; a table says so where a folder loses its last backslash or a record becomes JSON."""
    result = read_value(row.place, row.value)
    assert result == row.result
    assert type(result) is type(row.result)


def test_the_tables_have_every_kind() -> None:
    """Each kind and each list of it has refused and accepted values; there are more than sixty refusals."""
    kinds = KINDS | {f"list({kind})" for kind in KINDS}
    assert {row.kind for row in REFUSED} == {row.kind for row in ACCEPTED} == kinds
    assert len(REFUSED) > 60
