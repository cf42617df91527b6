"""Each failure on the way to a server has its own cause and its own cure."""

import socket
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from toolkit.errors import AgentRefused, AnswerBroken, LoginRefused, NotWsMan, TransportRefused
from toolkit.model.check import Check, CheckState
from toolkit.model.target import Login, Target
from toolkit.shells.preflight import Probes, check_server
from toolkit.shells.wsman_faults import ConnectionLost, EnvelopeTooLarge, QuotaFull

SEALED = Target("ex01.corp.example", 5985, tls=False, login=Login.NTLM, ntlm_over_http=True)
GOOD_AGENT = "agent 1 in PowerShell 5.1 on EX01"


class _Socket:
    """A socket that can only be closed."""

    def close(self) -> None:
        """Close nothing."""


def fine() -> Probes:
    """Return probes for which everything is well."""
    return Probes(
        resolve=lambda host, port: ["192.0.2.10"],
        connect=lambda host, port, seconds: _Socket(),  # type: ignore[arg-type,return-value]  # only close is used without TLS
        ask=lambda message, message_id, seconds: b"",
        start_agent=lambda: GOOD_AGENT,
        now=lambda: datetime(2026, 11, 25, tzinfo=UTC),
        environment={},
    )


def raising(fault: Exception) -> Callable[..., object]:
    """Return a probe that fails so."""

    def probe(*_: object) -> object:
        raise fault

    return probe


def last_check(target: Target = SEALED, **probes: object) -> Check:
    """Return the last check that was made."""
    return list(check_server(target, replace(fine(), **probes)))[-1]  # type: ignore[arg-type]  # a table of probes


def test_a_good_server_passes_every_check() -> None:
    """From the environment to the agent, in the order in which they can fail."""
    checks = list(check_server(SEALED, fine()))
    assert [check.name for check in checks] == ["environment", "login", "name", "port", "shell", "agent"]
    assert all(check.state is CheckState.PASSED for check in checks)
    assert checks[-1].says == GOOD_AGENT


FAILURES: list[tuple[str, Target, dict[str, object], str]] = [
    ("environment", SEALED, {"environment": {"LM_COMPAT_LEVEL": "1"}}, "NTLMv2 weaker"),
    ("environment", SEALED, {"environment": {"SSLKEYLOGFILE": "keys"}}, "keys of TLS"),
    ("environment", SEALED, {"environment": {"KRB5_TRACE": "/dev/stderr"}}, "log tickets"),
    ("environment", SEALED, {"environment": {"PYPSRP_LOG_CFG": "log.json"}}, "log what is sent"),
    ("login", replace(SEALED, login=Login.BASIC), {}, "in the clear"),
    ("login", replace(SEALED, ntlm_over_http=False), {}, "relay it"),
    ("login", replace(SEALED, login=Login.KERBEROS, host="192.0.2.10"), {}, "needs a name"),
    ("name", SEALED, {"resolve": raising(socket.gaierror(-2, "Name or service not known"))}, "has no address"),
    ("port", SEALED, {"connect": raising(ConnectionRefusedError())}, "nothing listens"),
    ("port", SEALED, {"connect": raising(TimeoutError())}, "a firewall drops it"),
    ("port", SEALED, {"connect": raising(OSError(113, "No route to host"))}, "No route to host"),
    ("shell", SEALED, {"ask": raising(QuotaFull(2150859173, "maximum number of 30 concurrent shells"))}, "30 concurrent shells"),
    ("shell", SEALED, {"ask": raising(EnvelopeTooLarge())}, "MaxEnvelopeSizekb"),
    ("shell", SEALED, {"ask": raising(ConnectionLost("reset"))}, "ConnectionLost reset"),
    ("shell", SEALED, {"ask": raising(LoginRefused("refused", why="It was tried once.", do=("exkit doctor",)))}, "tried once"),
    ("shell", SEALED, {"ask": raising(TransportRefused("no", why="Negotiate is off.", do=("exkit doctor",)))}, "Negotiate is off"),
    ("shell", SEALED, {"ask": raising(NotWsMan("IIS answers", why="HTTP 404.", do=("exkit doctor",)))}, "HTTP 404"),
    ("shell", SEALED, {"ask": raising(AnswerBroken("fault", why="Code 5.", do=("exkit doctor",)))}, "Code 5"),
    ("agent", SEALED, {"start_agent": raising(AgentRefused("refused", why="language-mode", do=("exkit doctor",)))}, "language-mode"),
]


@pytest.mark.parametrize(("name", "target", "probes", "says"), FAILURES, ids=[f"{row[0]}-{row[3]}" for row in FAILURES])
def test_each_failure_is_named_with_cause_and_cure(name: str, target: Target, probes: dict[str, object], says: str) -> None:
    """The check that failed is the last one; it says what is wrong and what to do, and is no copy of another."""
    check = last_check(target, **probes)
    assert (check.name, check.state) == (name, CheckState.FAILED)
    assert says in check.says
    assert check.cure
    assert not any("exkit doctor" in line for line in check.cure)


def test_every_failure_has_a_cause_of_its_own() -> None:
    """At least a dozen causes can be told apart."""
    said = {last_check(target, **probes).says for _, target, probes, _ in FAILURES}
    assert len(said) == len(FAILURES) >= 12


def test_a_port_without_tls_is_told_apart() -> None:
    """HTTP answers on a port where HTTPS was expected."""
    far_ends = []

    def connect(host: str, port: int, seconds: float) -> socket.socket:
        ours, theirs = socket.socketpair()
        theirs.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        far_ends.append(theirs)
        return ours

    check = last_check(Target("ex01.corp.example"), connect=connect)
    for far_end in far_ends:
        far_end.close()
    assert (check.name, check.state) == ("certificate", CheckState.FAILED)
    assert "does not speak TLS" in check.says
