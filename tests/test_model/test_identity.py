"""Errors are named inside their number space."""

import pytest

from toolkit.model.identity import ErrorIdentity, NumberSpace


@pytest.mark.parametrize(
    ("text", "space", "code", "detail"),
    [
        ("smtp:452/4.3.1", NumberSpace.SMTP, "452", "4.3.1"),
        ("ese:452", NumberSpace.ESE, "452", ""),
        ("jet:-543", NumberSpace.JET, "-543", ""),
        ("event:MSExchangeTransport/15004", NumberSpace.EVENT, "MSExchangeTransport", "15004"),
    ],
)
def test_a_namespaced_error_is_read_and_written_the_same(text: str, space: NumberSpace, code: str, detail: str) -> None:
    """The four spaces keep their own form."""
    identity = ErrorIdentity.parse(text)
    assert (identity.space, identity.code, identity.detail) == (space, code, detail)
    assert str(identity) == text


@pytest.mark.parametrize("text", ["452", "", "smtp:", "mail:452", "smtp:452/4.3.1/x", "452 4.3.1"])
def test_a_bare_number_is_no_identity(text: str) -> None:
    """A number without its space never chooses anything."""
    with pytest.raises(ValueError, match="namespaced"):
        ErrorIdentity.parse(text)
