"""The wire over real connections: letters, idle connections, limits, a wrong password, Ctrl-C."""

from collections.abc import Callable

import pytest

from tests.test_shells.connections import LOGINS, connect, target_of
from tests.test_shells.fake_winrm import TRIES
from toolkit.errors import LoginRefused, QuotaReached
from toolkit.lab.faults import FaultKind
from toolkit.lab.injection import Effect, Injection, Moment, Point
from toolkit.lab.lab import Lab, start_lab
from toolkit.lab.settings import LabSettings, Quotas, RecordedEngine
from toolkit.lab.site import Wire as Kind
from toolkit.model.command import CommandResult, Outcome
from toolkit.model.secret import Secret
from toolkit.model.target import Login
from toolkit.shells.winrm import Connection, Credentials
from toolkit.shells.winrm_wire import Patience, WinrmWire
from toolkit.shells.wire import WireEnded, WireLost


@pytest.fixture
def started(lab: Lab) -> Callable[..., WinrmWire]:
    """Return what starts a command line in the lab."""

    def start(line: str, kind: Kind = Kind.HTTPS, login: Login = Login.BASIC) -> WinrmWire:
        return WinrmWire(connect(lab, target_of(lab, kind, login)), line, Patience(TRIES, 0.5, lambda seconds: None), "ex01")

    return start


def read_all(wire: WinrmWire) -> bytes:
    """Return everything that the command says."""
    said = bytearray()
    while True:
        try:
            said += wire.receive(1)
        except WireEnded:
            return bytes(said)


@pytest.mark.parametrize(("kind", "login"), LOGINS)
def test_every_letter_arrives(started: Callable[..., WinrmWire], kind: Kind, login: Login) -> None:
    """With the default code page 437 these would be question marks."""
    wire = started("echo Größe 5 € Привет 日本", kind, login)
    assert read_all(wire) == "Größe 5 € Привет 日本\r\n".encode()
    wire.close()


@pytest.mark.parametrize(("kind", "login"), LOGINS)
def test_a_sealed_connection_that_was_quiet_is_made_again(lab: Lab, started: Callable[..., WinrmWire], kind: Kind, login: Login) -> None:
    """http.sys closes it after two minutes, as behind an approval; pywinrm would seal under the old login for ever."""
    wire = started("sort", kind, login)
    lab.inject(Injection(Point.SEND, Moment.AFTER, Effect.CLOSE))
    wire.send(b"b\n")
    wire.send(b"a\n")
    wire.interrupt()
    wire.close()
    assert lab.hosts["127.0.0.1"].requests["send"] == 2
    assert (lab.hosts["127.0.0.1"].live_shells, lab.hosts["127.0.0.1"].injected) == (0, 1)


@pytest.mark.parametrize(("kind", "login"), LOGINS)
def test_a_wrong_password_costs_one_refused_login(lab: Lab, kind: Kind, login: Login) -> None:
    """Neither patience nor the clean-up tries it again: accounts are not locked."""
    naps: list[float] = []
    connection = Connection(target_of(lab, kind, login), Credentials(Secret("wrong")))
    with pytest.raises(LoginRefused):
        WinrmWire(connection, "powershell.exe", Patience(TRIES, 0.5, naps.append), "ex01")
    counters = lab.hosts["127.0.0.1"]
    assert (counters.refused_logins, counters.requests, naps) == (1, {}, [])


def test_a_full_server_is_told_apart() -> None:
    """No shell is free: the server's own words, after as many tries as there is patience."""
    engine = RecordedEngine(lambda step_id, script: CommandResult(step_id, Outcome.OK))
    with start_lab(LabSettings(engine, quotas=Quotas(max_shells=0))) as lab:
        with pytest.raises(QuotaReached) as caught:
            WinrmWire(connect(lab, target_of(lab)), "sort", Patience(TRIES, 0.5, lambda seconds: None), "ex01")
        assert lab.hosts["127.0.0.1"].faults == {"SHELLS_QUOTA": TRIES}
    assert "concurrent shells" in caught.value.why


def test_a_small_envelope_is_found_out() -> None:
    """A server that takes 40 KiB answers 413 to more, and gets what it takes."""
    engine = RecordedEngine(lambda step_id, script: CommandResult(step_id, Outcome.OK))
    with start_lab(LabSettings(engine, quotas=Quotas(max_envelope_kib=40))) as lab:
        wire = WinrmWire(connect(lab, target_of(lab)), "sort", Patience(TRIES, 0.5, lambda seconds: None), "ex01")
        wire.send(b"x" * 100_000)
        wire.close()
        assert lab.hosts["127.0.0.1"].requests["send"] >= 4
        assert lab.hosts["127.0.0.1"].live_shells == 0


def test_an_interrupt_in_a_request_leaves_no_shell(lab: Lab, started: Callable[..., WinrmWire], monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C while an answer is read spoils the sealed connection; the shell is deleted over a new one."""
    wire = started("sort", Kind.HTTP, Login.NTLM)
    with monkeypatch.context() as patch:
        patch.setattr("winrm.protocol.Protocol.send_message", _interrupt)
        with pytest.raises(KeyboardInterrupt):
            wire.receive(1)
    wire.close()
    assert (lab.hosts["127.0.0.1"].live_shells, lab.hosts["127.0.0.1"].tcp) == (0, 2)


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def test_faults_of_the_lab_reach_the_wire_as_they_are(lab: Lab, started: Callable[..., WinrmWire]) -> None:
    """A server that has restarted knows the shell no more: a lost wire, and nothing to delete."""
    wire = started("sort")
    lab.inject(Injection(Point.RECEIVE, Moment.BEFORE, Effect.FAULT, fault=FaultKind.TIMEOUT))
    assert wire.receive(1) == b""
    lab.reboot()
    with pytest.raises(WireLost, match="was not found on the server"):
        wire.receive(1)
    wire.close()


@pytest.mark.parametrize(("kind", "login"), LOGINS)
def test_nothing_stays_open(lab: Lab, started: Callable[..., WinrmWire], kind: Kind, login: Login) -> None:
    """With the wire its connection ends; the server sees it at once, not when Python tidies up."""
    wire = started("sort", kind, login)
    assert lab.hosts["127.0.0.1"].connections == 1
    wire.close()
    assert any(lab.hosts["127.0.0.1"].connections == 0 for _ in range(1000))
