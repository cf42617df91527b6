"""Identity, shell, services and group."""

import pytest

from tests.test_parsing.samples import ANSWERS
from toolkit.model.exchange import ExchangeVersion
from toolkit.parsing.server import read_dag_membership, read_exchange_shell, read_server_identity, read_transport_service


def test_identity_has_its_version_and_roles() -> None:
    """The version follows from the build, the Edge role from the roles."""
    server = read_server_identity(tuple(ANSWERS["server_identity"]))
    assert server.version is ExchangeVersion.E2016
    assert server.roles == ("Mailbox", "Hub")
    assert not server.is_edge


@pytest.mark.parametrize(("build", "version"), [(None, None), ("", None), ("16.0.1.1", None), ("14.3.513.0", ExchangeVersion.E2010)])
def test_builds_that_are_missing_or_unknown(build: str | None, version: ExchangeVersion | None) -> None:
    """A server without Exchange, or with a version that we do not know, is still read."""
    item = {**ANSWERS["server_identity"][0], "build": build}
    server = read_server_identity((item,))
    assert server.version is version
    assert server.build == (build or "")


def test_services_are_read_by_name() -> None:
    """Names, states and start types, none of them localised."""
    services = read_transport_service(tuple(ANSWERS["transport_service"])).services
    assert [(service.name, service.status, service.start_type) for service in services] == [("MSExchangeTransport", "Running", "Automatic")]


def test_a_server_outside_of_a_group() -> None:
    """No group is an empty name, not an error."""
    membership = read_dag_membership(({"dag": None, "members": []},))
    assert membership.dag == ""
    assert membership.members == ()


def test_how_the_shell_was_loaded() -> None:
    """The way is kept as said."""
    assert read_exchange_shell(tuple(ANSWERS["exchange_shell"])).way == "remote"
