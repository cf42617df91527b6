"""Options that say which server, and how to get there; no heavy imports, so that ``--help`` stays fast."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any, TypeVar

import click

Decorated = TypeVar("Decorated", bound=Callable[..., Any])  # click's own bound for what its decorators take


@dataclass(frozen=True, slots=True)
class ServerChoice:
    """What the person said about the server.

    Attributes:
        target: its name; empty when none was given.
        port: TCP port; 5985 means sealed HTTP, every other one HTTPS.
        transport: kind of login; ``auto`` for the safest one that can work.
        user: user name; empty for the logged-on user's ticket.
        password_stdin: the password comes on stdin.
        ca_file: certificates to trust instead of the system's.
        certificate: client certificate and its key, two files with a comma between; empty for none.
        ntlm_over_http: ``accepted`` when the person accepts it for this server, else ``refused``.
        local: run on this machine, without WinRM.
        lab: name of a lab scenario; ``default`` for the playbook's own; empty for none.
        lab_engine: ``recorded`` or ``pwsh``.
        lab_folder: where the lab keeps its world; one that is there goes on. Empty for a new one.
    """

    target: str = ""
    port: int = 5986
    transport: str = "auto"
    user: str = ""
    password_stdin: bool = False
    ca_file: str = ""
    certificate: str = ""
    ntlm_over_http: str = "refused"
    local: bool = False
    lab: str = ""
    lab_engine: str = "recorded"
    lab_folder: str = ""

    @property
    def is_named(self) -> bool:
        """Whether any server was named: a target, this machine, or the lab."""
        return bool(self.target or self.local or self.lab)


def _way_options() -> tuple[Callable[[Decorated], Decorated], ...]:
    return (
        click.option("-t", "--target", default="", metavar="HOST", help="Server, by its full name."),
        click.option("--port", default=5986, show_default=True, type=click.IntRange(1, 65535), help="5986 HTTPS, 5985 sealed HTTP."),
        click.option(
            "--transport",
            default="auto",
            show_default=True,
            type=click.Choice(["auto", "kerberos", "ntlm", "certificate", "basic"]),
            help="Kind of login; auto: Kerberos where there is a ticket, else NTLM.",
        ),
        click.option("--user", default="", metavar="NAME", help="User; without one the ticket of the logged-on user."),
        click.option("--password-stdin", is_flag=True, help="Read the password from stdin; else it is asked for."),
        click.option("--ca", "ca_file", default="", metavar="FILE", help="Certificates to trust instead of the system's."),
        click.option("--certificate", default="", metavar="PEM,KEY", help="Client certificate and its key."),
        click.option(
            "--ntlm-over-http",
            default="refused",
            show_default=True,
            type=click.Choice(["refused", "accepted"]),
            help="Whether you accept for this server that NTLM without TLS can be relayed.",
        ),
    )


def server_options(command: Decorated) -> Decorated:
    """Let ``command`` take the options of a server; it gets them as one ``server`` argument by :func:`read_choice`."""
    options = (
        *_way_options(),
        click.option("--local", is_flag=True, help="Run on this machine, for a server whose WinRM is broken."),
        click.option(
            "--lab",
            is_flag=False,
            flag_value="default",
            default="",
            metavar="[SCENARIO]",
            help="Practise on a loopback lab; without -p with the scenario's parameters.",
        ),
        click.option(
            "--lab-engine",
            default="recorded",
            show_default=True,
            type=click.Choice(["recorded", "pwsh"]),
            help="Recorded answers, or a real PowerShell 7.",
        ),
        click.option("--lab-folder", default="", metavar="DIR", help="Where the lab keeps its world; one that is there goes on."),
    )
    for option in reversed(options):
        command = option(command)
    return command


NAMES = tuple(field.name for field in fields(ServerChoice))


def read_choice(values: dict[str, Any]) -> ServerChoice:
    """Take the server's options out of ``values``, which click has filled, and return them."""
    return ServerChoice(**{name: values.pop(name) for name in NAMES})
