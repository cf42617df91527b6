"""How WinRM reaches a real server: which login, with what consent, and the password that it needs."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace

import click

from toolkit.cli.core_dumps import forbid_core_dumps
from toolkit.cli.hosts_file import ACCEPTED, accepts_ntlm_over_http
from toolkit.cli.places import hosts_file
from toolkit.cli.server_options import ServerChoice
from toolkit.documents.visible import visible_line
from toolkit.errors import NOTHING_READ, UsageError
from toolkit.model.secret import Secret
from toolkit.model.target import Login, Target
from toolkit.shells.login_choice import choose_login
from toolkit.shells.login_rules import require_allowed
from toolkit.shells.risky_variables import require_clean
from toolkit.shells.tickets import find_ticket
from toolkit.shells.winrm import Credentials

SEALED_HTTP_PORT = 5985


@dataclass(frozen=True, slots=True)
class Way:
    """How WinRM reaches a server.

    Attributes:
        target: the server and the login.
        credentials: asked for once.
    """

    target: Target
    credentials: Credentials


def open_way(choice: ServerChoice) -> Way:
    """Return the way to the named server; everything that can be refused is refused before a password is asked for.

    Raises:
        UsageError: a variable would weaken the login, or the login needs something that was not given.
        TransportRefused: the login is not used on this way.
    """
    require_clean(os.environ)
    target = read_target(choice, os.environ)
    require_allowed(target)
    return Way(target, read_credentials(replace(choice, transport=target.login.value)))


def read_target(choice: ServerChoice, environment: Mapping[str, str]) -> Target:
    """Return the named server with its login; one that was not named is chosen, and the choice is told in one line.

    Args:
        choice: what the person said.
        environment: of the process; says where the person's own file of servers is.

    Raises:
        UsageError: no login can work, or the file of servers cannot be used.
    """
    tls = choice.port != SEALED_HTTP_PORT
    login = _choose(choice, tls) if choice.transport == "auto" else Login(choice.transport)
    target = Target(choice.target, choice.port, tls, login, choice.user, choice.ca_file)
    if tls or login is not Login.NTLM:
        return target
    accepted = choice.ntlm_over_http == ACCEPTED or accepts_ntlm_over_http(hosts_file(environment), choice.target)
    return replace(target, ntlm_over_http=accepted)


def _choose(choice: ServerChoice, tls: bool) -> Login:
    chosen = choose_login(choice.target, choice.user, choice.certificate, find_ticket)
    line = f"Login: {chosen.login.value} over {'HTTPS' if tls else 'sealed HTTP'} ({chosen.why})."
    click.echo(visible_line(line), err=True)
    return chosen.login


def read_credentials(choice: ServerChoice) -> Credentials:
    """Return the password or certificate of a login; a password is asked for on the terminal, or read from stdin.

    Raises:
        UsageError: the login needs something that was not given.
    """
    if choice.transport == Login.KERBEROS.value:
        return Credentials()
    if choice.transport == Login.CERTIFICATE.value:
        certificate, comma, key = choice.certificate.partition(",")
        if not comma:
            why = "It is given as --certificate PEM,KEY."
            raise UsageError("the certificate login needs two files", why=why, do=("exkit run --help",), state=NOTHING_READ)
        return Credentials(certificate=certificate, key=key)
    if not choice.user:
        why = f"{choice.transport} logs on with a name and a password."
        raise UsageError("no user was named", why=why, do=("exkit run --help", "give --user NAME"), state=NOTHING_READ)
    forbid_core_dumps()
    return Credentials(Secret(sys.stdin.readline().rstrip("\r\n") if choice.password_stdin else _ask_password(choice)))


def _ask_password(choice: ServerChoice) -> str:
    answer: str = click.prompt(visible_line(f"Password of {choice.user} on {choice.target}"), hide_input=True, err=True)
    return answer
