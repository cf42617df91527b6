"""Can this server be worked on? The checks of the way to it, each with cause and cure."""

import os
import socket
from collections.abc import Iterator
from datetime import UTC, datetime

from toolkit.cli.connecting import Site, open_site
from toolkit.cli.journals import new_token
from toolkit.cli.options import Settings
from toolkit.cli.printing import open_console
from toolkit.cli.server_options import ServerChoice
from toolkit.documents.checks import checks_object, checks_page
from toolkit.errors import AgentLost
from toolkit.model.check import Check, CheckState
from toolkit.model.command import Command, Outcome, Policy
from toolkit.model.danger import Danger
from toolkit.model.exchange import ExchangeVersion
from toolkit.parsing.server import read_server_identity
from toolkit.rendering.scripts import render_script
from toolkit.rendering.templates import load_template
from toolkit.shells.contract import Progress
from toolkit.shells.preflight import Probes, check_agent, check_server
from toolkit.shells.winrm import OPERATION_S, Connection

TEMPLATE = "observe/server_identity"
DEADLINE_S = 30
UNREACHED = 5


def check(settings: Settings, server: ServerChoice) -> int:
    """Print the checks; return 0 when all passed, else 5.

    Raises:
        UsageError: no server was named.
    """
    with open_site(server, "smtp-452-back-pressure") as site:
        checks = list(_checks(site))
    open_console(settings).result(checks_page(site.host, checks), checks_object(site.host, checks))
    return 0 if all(one.state is CheckState.PASSED for one in checks) else UNREACHED


def _checks(site: Site) -> Iterator[Check]:
    if site.way is None:
        yield check_agent(lambda: _start_agent(site))
        return
    connection = Connection(site.way.target, site.way.credentials, OPERATION_S)
    try:
        yield from check_server(site.way.target, _probes(connection, site))
    finally:
        connection.reset()


def _probes(connection: Connection, site: Site) -> Probes:
    return Probes(
        resolve=_resolve,
        connect=lambda host, port, seconds: socket.create_connection((host, port), seconds),
        ask=connection.ask,
        start_agent=lambda: _start_agent(site),
        now=lambda: datetime.now(UTC),
        environment=os.environ,
    )


def _resolve(host: str, port: int) -> list[str]:
    return list(dict.fromkeys(str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))


def _start_agent(site: Site) -> str:
    notices: list[Progress] = []
    shell = site.open_shell(f"doctor-{new_token()}", notices.append)
    script = render_script(load_template(TEMPLATE), site.version or ExchangeVersion.E2016, {})
    command = Command("doctor", script, Danger.OBSERVE, Policy.IDEMPOTENT, DEADLINE_S)
    try:
        results = list(shell.ask([command]))
    finally:
        shell.close()
    if results[0].outcome is not Outcome.OK:
        raise AgentLost("the agent did not answer", why=f"{results[0].why or results[0].outcome.value}.", do=("exkit doctor --help",))
    server = read_server_identity(results[0].output)
    says = [f"{server.computer}: Exchange {server.build or 'is not installed'}, PowerShell {server.powershell}"]
    return "; ".join(says + [news.says for news in notices if news.notice])
