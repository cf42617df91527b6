"""The lab listens on loopback and nowhere else."""

import socket

import pytest

from tests.test_lab.conftest import give_back
from tests.test_lab.raw_client import RawClient
from toolkit.errors import UsageError
from toolkit.lab.lab import start_lab
from toolkit.lab.settings import LabSettings, RecordedEngine
from toolkit.lab.site import Wire


@pytest.mark.parametrize(
    "address", ["0.0.0.0", "::", "192.168.1.1", "8.8.8.8", "localhost", "example.com", "", "127.0.0.1 ", "::ffff:10.0.0.1"]
)
def test_any_other_address_is_refused(address: str) -> None:
    """Addresses that are not loopback, and names, are refused before anything is opened."""
    with pytest.raises(UsageError, match="does not listen on"):
        start_lab(LabSettings(RecordedEngine(give_back), addresses=("127.0.0.1", address)))


def test_ipv6_loopback_is_served() -> None:
    """::1 is a loopback address like any other; its URL has brackets."""
    if not socket.has_ipv6:
        pytest.skip("this Python has no IPv6")
    with start_lab(LabSettings(RecordedEngine(give_back), addresses=("::1",), allow_basic_http=True)) as lab, RawClient(lab) as client:
        assert lab.endpoint(Wire.HTTPS).url.startswith("https://[::1]:")
        assert client.run("echo six").out == b"six\r\n"


def test_a_port_that_is_taken_is_an_error_and_leaves_nothing() -> None:
    """A lab that cannot have its port says so and closes what it has opened."""
    with start_lab(LabSettings(RecordedEngine(give_back))) as lab:
        port = lab.endpoint(Wire.HTTP).port
        with pytest.raises(OSError, match="in use"):
            start_lab(LabSettings(RecordedEngine(give_back), http_port=port))
