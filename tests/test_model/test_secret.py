"""A secret is never shown."""

import copy
import pickle

import pytest

from toolkit.model.secret import Secret


def test_a_secret_prints_stars_in_every_form() -> None:
    """Printing, formatting and representing give stars; only reveal gives the text."""
    secret = Secret("p@ss w0rd")
    assert [str(secret), repr(secret), f"{secret}", f"{secret!r}", f"{secret:>20}"] == [
        "***",
        "Secret('***')",
        "***",
        "Secret('***')",
        "***",
    ]
    assert secret.reveal() == "p@ss w0rd"


@pytest.mark.parametrize("leave", [pickle.dumps, copy.deepcopy])
def test_a_secret_does_not_leave_the_process(leave: object) -> None:
    """It can be neither pickled nor copied into something that is written."""
    with pytest.raises(TypeError, match="never"):
        leave(Secret("x"))  # type: ignore[operator]  # both are callables of one argument
