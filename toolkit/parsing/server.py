"""Who the server is, which services and which group it has."""

from toolkit.model.exchange import ExchangeVersion
from toolkit.model.server import ServerIdentity
from toolkit.model.transport import DagMembership, ExchangeShell, Service, ServicesState
from toolkit.parsing.fields import Answer, Item, one_item


def read_server_identity(answer: Answer) -> ServerIdentity:
    """Return the server's identity; ``build`` is empty where Exchange is not installed.

    Raises:
        ParsingError: the answer is not of this form.
    """
    item = one_item(answer, "server_identity")
    build = item.text_or_nothing("build")
    return ServerIdentity(
        computer=item.text("computer"),
        fqdn=item.text_or_nothing("fqdn"),
        build=build,
        version=ExchangeVersion.of_build(build),
        install_path=item.text_or_nothing("install_path"),
        roles=item.texts("roles"),
        windows=item.text("windows"),
        powershell=item.text("powershell"),
        setup_running=item.flag("setup_running"),
    )


def read_exchange_shell(answer: Answer) -> ExchangeShell:
    """Return how the Exchange cmdlets were loaded.

    Raises:
        ParsingError: the answer is not of this form.
    """
    item = one_item(answer, "exchange_shell")
    return ExchangeShell(item.text("way"), item.text_or_nothing("server"))


def read_dag_membership(answer: Answer) -> DagMembership:
    """Return the database availability group of the server.

    Raises:
        ParsingError: the answer is not of this form.
    """
    item = one_item(answer, "dag_membership")
    return DagMembership(item.text_or_nothing("dag"), item.texts("members"))


def read_transport_service(answer: Answer) -> ServicesState:
    """Return the transport services.

    Raises:
        ParsingError: the answer is not of this form.
    """
    return ServicesState(one_item(answer, "transport_service").items("services", _service))


def _service(item: Item) -> Service:
    return Service(item.text("name"), item.text("status"), item.text_or_nothing("start_type"))
