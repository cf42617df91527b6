"""A slice of the spoiled outputs; ``make outputs`` reads more."""

from tests.spoiled_outputs import find_faults, make_outputs


def test_spoiled_outputs_are_read_or_refused() -> None:
    """Outputs with pieces missing, doubled or put in raise nothing but the readers' own error, and each is explained."""
    assert list(find_faults(make_outputs(20261125, 2_000))) == []
