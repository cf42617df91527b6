"""Can this server be worked on over WinRM? Checks from the name to the agent, each with its cause and its cure."""

import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from toolkit.errors import ReachError, TransportRefused
from toolkit.model.check import Check, CheckState
from toolkit.model.target import Login, Target
from toolkit.shells import wsman
from toolkit.shells.login_choice import is_address
from toolkit.shells.login_rules import require_allowed
from toolkit.shells.risky_variables import RISKY_VARIABLES, risks_of
from toolkit.shells.trust import trust_file
from toolkit.shells.wsman_faults import EnvelopeTooLarge, QuotaFull, RequestFault


@dataclass(frozen=True, slots=True)
class Probes:
    """The wires that the checks use; tests put others in their place.

    Attributes:
        resolve: name and port to addresses; raises OSError.
        connect: address, port and seconds to an open socket; raises OSError.
        ask: one WS-Management message to its answer; raises ReachError or RequestFault.
        start_agent: starts the agent and ends it again; returns what it says of the server; raises ReachError.
        now: present time, UTC.
        environment: of this process.
    """

    resolve: Callable[[str, int], list[str]]
    connect: Callable[[str, int, float], socket.socket]
    ask: Callable[[wsman.Message, str, int], bytes]
    start_agent: Callable[[], str]
    now: Callable[[], datetime]
    environment: Mapping[str, str]


CONNECT_S = 10.0


def check_server(target: Target, probes: Probes) -> Iterator[Check]:
    """Yield the checks in order; the first failure ends them, for the later ones would only repeat it."""
    steps = (_check_environment, _check_login, _check_name, _check_port, _check_certificate, _check_shell, _check_agent)
    for step in steps:
        check = step(target, probes)
        if check is not None:
            yield check
            if check.state is CheckState.FAILED:
                return


def _check_environment(target: Target, probes: Probes) -> Check | None:
    if risky := risks_of(probes.environment):
        says = "; ".join(f"{name}: {RISKY_VARIABLES[name]}" for name in risky)
        return Check("environment", CheckState.FAILED, says, tuple(f"unset {name}" for name in risky))
    proxies = [name for name in probes.environment if name.lower() in ("http_proxy", "https_proxy", "all_proxy")]
    says = f"{', '.join(proxies)} is set and not used" if proxies else "nothing in it is used"
    return Check("environment", CheckState.PASSED, says)


def _check_login(target: Target, probes: Probes) -> Check:
    try:
        require_allowed(target)
    except TransportRefused as fault:
        return Check("login", CheckState.FAILED, f"{fault.what}: {fault.why}", fault.do[1:])
    if target.login is Login.KERBEROS and is_address(target.host):
        return Check("login", CheckState.FAILED, "Kerberos needs a name, not an address", ("give the server's full name",))
    return Check("login", CheckState.PASSED, f"{target.login.value} over {'HTTPS' if target.tls else 'sealed HTTP'}")


def _check_name(target: Target, probes: Probes) -> Check:
    try:
        addresses = probes.resolve(target.host, target.port)
    except OSError as fault:
        cure = (f"nslookup {target.host}", "check the spelling, the DNS suffix and the VPN")
        return Check("name", CheckState.FAILED, f"{target.host} has no address: {fault}", cure)
    return Check("name", CheckState.PASSED, f"{target.host} is {', '.join(addresses[:3])}")


def _check_port(target: Target, probes: Probes) -> Check:
    try:
        probes.connect(target.host, target.port, CONNECT_S).close()
    except ConnectionRefusedError:
        cure: tuple[str, ...] = (
            "on the server: winrm enumerate winrm/config/listener",
            "on the server: Get-Service WinRM",
            "or another --port",
        )
        return Check("port", CheckState.FAILED, f"nothing listens on port {target.port}: WinRM is off or on another port", cure)
    except TimeoutError:
        cure = ("open the port in the firewall between here and there", f"Test-NetConnection {target.host} -Port {target.port}")
        return Check("port", CheckState.FAILED, f"no connection to port {target.port} within {CONNECT_S:.0f} s: a firewall drops it", cure)
    except OSError as fault:
        return Check("port", CheckState.FAILED, f"no connection to port {target.port}: {fault}", ("check network, VPN and routing",))
    return Check("port", CheckState.PASSED, f"port {target.port} is open")


def _check_certificate(target: Target, probes: Probes) -> Check | None:
    if not target.tls:
        return None
    context = ssl.create_default_context(cafile=trust_file(target))
    try:
        with context.wrap_socket(probes.connect(target.host, target.port, CONNECT_S), server_hostname=target.host) as secure:
            return _check_expiry(secure.getpeercert() or {}, probes.now())
    except ssl.SSLCertVerificationError as fault:
        return _explain_certificate(target, fault)
    except ssl.SSLError as fault:
        cure: tuple[str, ...] = (f"use --port 5985 --transport kerberos if port {target.port} is plain HTTP",)
        return Check("certificate", CheckState.FAILED, f"port {target.port} does not speak TLS: {fault.reason or fault}", cure)
    except OSError as fault:
        return Check(
            "certificate", CheckState.FAILED, f"the connection broke while TLS began: {fault}", ("try again", "look for a TLS proxy")
        )


def _explain_certificate(target: Target, fault: ssl.SSLCertVerificationError) -> Check:
    text = fault.verify_message
    if "expired" in text:
        return Check("certificate", CheckState.FAILED, "it has expired", ("renew the certificate of the WinRM listener",))
    if "mismatch" in text or "not valid for" in text:
        cure = ("connect by a name that is in the certificate", "or give the listener a certificate with this name")
        return Check("certificate", CheckState.FAILED, f"it is not for {target.host}: {text}", cure)
    cure = ("--ca FILE with the certificate of your authority", "or install the authority on this machine")
    return Check("certificate", CheckState.FAILED, f"its issuer is not trusted here: {text}", cure)


def _check_expiry(certificate: Mapping[str, object], now: datetime) -> Check:
    until = certificate.get("notAfter")
    if not isinstance(until, str):
        return Check("certificate", CheckState.UNKNOWN, "its end is not said", ("look at the certificate of the listener",))
    end = datetime.fromtimestamp(ssl.cert_time_to_seconds(until), UTC)
    soon = " (within 30 days: renew it)" if end - now < timedelta(days=30) else ""
    return Check("certificate", CheckState.PASSED, f"trusted, valid until {end:%d %b %Y}{soon}")


def _check_shell(target: Target, probes: Probes) -> Check:
    shell_id = wsman.new_id()
    try:
        probes.ask(wsman.create(shell_id), wsman.new_id(), 20)
        probes.ask(wsman.delete(shell_id), wsman.new_id(), 20)
    except QuotaFull as fault:
        cure: tuple[str, ...] = (
            "close other WinRM sessions of this account",
            "on the server: winrm get winrm/config/winrs (MaxShellsPerUser)",
        )
        return Check("shell", CheckState.FAILED, f"a limit of WinRM is reached: {fault.text.strip()}", cure)
    except EnvelopeTooLarge:
        cure = ("on the server: winrm set winrm/config @{MaxEnvelopeSizekb=500}",)
        return Check("shell", CheckState.FAILED, "the server takes no message of 2 KiB (MaxEnvelopeSizekb)", cure)
    except RequestFault as fault:
        return Check("shell", CheckState.FAILED, f"no shell: {type(fault).__name__} {fault}", ("on the server: Restart-Service WinRM",))
    except ReachError as fault:
        return Check("shell", CheckState.FAILED, f"{fault.what}. {fault.why}", fault.do[1:] or _CURES.get(fault.slug, fault.do))
    return Check("shell", CheckState.PASSED, "a shell was made and deleted")


def _check_agent(target: Target, probes: Probes) -> Check:
    return check_agent(probes.start_agent)


def check_agent(start_agent: Callable[[], str]) -> Check:
    """Return whether the agent answers; the only check where there is no WinRM on the way."""
    try:
        return Check("agent", CheckState.PASSED, start_agent())
    except ReachError as fault:
        return Check("agent", CheckState.FAILED, f"{fault.what}. {fault.why}", fault.do[1:] or _CURES.get(fault.slug, fault.do))


_CURES = {
    "reach.login": (
        "check user and password once more; it is not tried again by itself",
        "a local account outside the domain needs LocalAccountTokenFilterPolicy or the built-in Administrator",
    ),
    "reach.transport": ("another --transport", "on the server: winrm get winrm/config/service/auth"),
    "reach.not-winrm": ("another --port", "a web server or load balancer answers here"),
    "reach.fault": ("on the server: Restart-Service WinRM", "on the server: winrm get winrm/config"),
    "shell.agent-refused": ("runs fall back to one process per step", "allow the agent file by AppLocker or App Control"),
    "shell.agent-lost": ("on the server: look at event 4104 and at the virus scanner", "MaxMemoryPerShellMB may be too small"),
}
