"""What is refused is refused before a password is asked for; what is chosen is told; consent is for one server."""

import io
import json
import resource
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.test_shells.strange_server import StrangeServer, http
from toolkit.cli.connecting import open_site
from toolkit.cli.hosts_file import accepts_ntlm_over_http
from toolkit.cli.main import run
from toolkit.cli.server_options import ServerChoice
from toolkit.cli.site_file import load_site, save_site
from toolkit.cli.ways import SEALED_HTTP_PORT, open_way, read_target
from toolkit.errors import TransportRefused, UsageError
from toolkit.model.target import Login
from toolkit.shells.login_choice import TicketSearch
from toolkit.shells.risky_variables import RISKY_VARIABLES

PASSWORD = "correct-horse-battery"
HOST = "ex02.corp.example"
PLAIN = ServerChoice(target=HOST, port=SEALED_HTTP_PORT, transport="ntlm", user="CORP\\admin")


class Untouched:
    """A stdin from which nobody may read."""

    def readline(self) -> str:
        """Fail."""
        raise AssertionError("the password was asked for")


@pytest.fixture
def listener() -> Iterator[StrangeServer]:
    """Run a server that must hear nothing."""
    with StrangeServer([http("401 Unauthorized", "WWW-Authenticate: NTLM")]) as server:
        yield server
    assert server.connections == 0


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Let each test begin with an empty home, no password on the way, and no risky variable."""
    for name in RISKY_VARIABLES:
        monkeypatch.delenv(name, raising=False)
    for name in ("HOME", "USERPROFILE", "XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.setattr(sys, "stdin", Untouched())


def set_tickets(monkeypatch: pytest.MonkeyPatch, search: TicketSearch) -> None:
    """Let the domain answer so."""
    monkeypatch.setattr("toolkit.cli.ways.find_ticket", search)


VARIABLES = [(name, "x") for name in RISKY_VARIABLES] + [("LM_COMPAT_LEVEL", str(level)) for level in range(6)] + [("LM_COMPAT_LEVEL", "")]


@pytest.mark.parametrize(("name", "value"), VARIABLES)
def test_a_variable_that_weakens_ends_the_command(
    listener: StrangeServer, name: str, value: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 2, whatever it holds: nobody is asked for a password, and 0 connections are made."""
    monkeypatch.setenv(name, value)
    words = ["-t", "127.0.0.1", "--port", str(listener.port), "--transport", "ntlm", "--user", "lab", "--password-stdin"]
    assert run(["doctor", *words]) == 2
    assert run(["run", "smtp-452-back-pressure", *words, "-p", "archive_to=D:\\a"]) == 2
    assert name in capsys.readouterr().err


def test_the_lab_is_safe_with_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """It listens on loopback, with a password of its own that dies with it, and logs on by Basic within TLS."""
    for name in RISKY_VARIABLES:
        monkeypatch.setenv(name, "0")
    monkeypatch.delenv("PYSPNEGO_LOG_CFG")
    monkeypatch.delenv("SSLKEYLOGFILE")  # these two write files
    with open_site(ServerChoice(lab="default"), "smtp-452-back-pressure") as site:
        assert site.way is not None
        assert (site.way.target.login, site.way.target.tls) == (Login.BASIC, True)


REFUSED = [
    ServerChoice(target=HOST, port=SEALED_HTTP_PORT, transport="basic", user="admin"),
    ServerChoice(target=HOST, port=SEALED_HTTP_PORT, transport="certificate", certificate="a,b"),
    ServerChoice(target=HOST, port=SEALED_HTTP_PORT, transport="ntlm", user="admin"),
    ServerChoice(target="192.0.2.10", port=SEALED_HTTP_PORT, user="admin"),
]


@pytest.mark.parametrize("choice", REFUSED, ids=lambda choice: choice.transport)
def test_a_refused_way_asks_for_no_password(choice: ServerChoice) -> None:
    """What, why, what to do and the state of the server; exit code 5."""
    with pytest.raises(TransportRefused, match=r"this way to .* is not used") as caught:
        open_way(choice)
    error = caught.value
    assert (error.exit_code, error.slug, error.state) == (5, "reach.transport", "Nothing was sent. The server is unchanged.")
    assert error.why.endswith(".")
    assert error.do[0].startswith("exkit ")


def test_ntlm_over_http_says_how_it_is_accepted() -> None:
    """The cure that needs no consent comes first."""
    with pytest.raises(TransportRefused, match="ntlm over HTTP") as caught:
        open_way(PLAIN)
    assert "relay" in caught.value.why
    https, *_, accept = caught.value.do[1:]
    assert "5986" in https
    assert "--ntlm-over-http accepted" in accept


def test_consent_on_the_command_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is for the server of this command, and kept with the run for its undo."""
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{PASSWORD}\n"))
    choice = ServerChoice(target=HOST, port=5985, transport="ntlm", user="admin", ntlm_over_http="accepted", password_stdin=True)
    way = open_way(choice)
    assert way.target.ntlm_over_http
    assert PASSWORD not in repr(way)


def test_consent_is_kept_for_the_undo(tmp_path: Path) -> None:
    """The server is reached as the run reached it; a run of an older version has accepted nothing."""
    choice = ServerChoice(target=HOST, port=5985, transport="ntlm", ntlm_over_http="accepted", password_stdin=True)
    save_site(tmp_path, choice)
    assert load_site(tmp_path).ntlm_over_http == "accepted"
    file = tmp_path / "site.json"
    kept = json.loads(file.read_text(encoding="utf-8"))
    del kept["ntlm_over_http"]
    file.write_text(json.dumps(kept), encoding="utf-8")
    assert load_site(tmp_path).ntlm_over_http == "refused"


def write_hosts(folder: Path, text: str) -> Path:
    """Write a file of servers."""
    file = folder / "hosts.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    file.chmod(0o600)
    return file


ACCEPTS = '["EX02.corp.example"]\nntlm_over_http = "accepted"\n'


def test_consent_in_the_own_file_of_servers(tmp_path: Path) -> None:
    """For exactly this server, in whatever case; the file lies beside the run folders."""
    write_hosts(tmp_path / "exkit", ACCEPTS)
    environment = {"XDG_DATA_HOME": str(tmp_path), "LOCALAPPDATA": str(tmp_path)}
    assert read_target(PLAIN, environment).ntlm_over_http
    for other in ("ex02", "ex03.corp.example", "ex02.corp.example.evil.example", "*"):
        choice = ServerChoice(target=other, port=5985, transport="ntlm", user="admin")
        assert not read_target(choice, environment).ntlm_over_http


def test_no_file_of_the_current_folder_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever can write there could accept for others."""
    write_hosts(tmp_path, ACCEPTS)
    monkeypatch.chdir(tmp_path)
    assert not read_target(PLAIN, {"XDG_DATA_HOME": str(tmp_path / "x"), "LOCALAPPDATA": str(tmp_path / "x")}).ntlm_over_http


def test_no_file_accepts_nothing(tmp_path: Path) -> None:
    """A file that is not there is no error."""
    assert not accepts_ntlm_over_http(tmp_path / "hosts.toml", HOST)


WRONG = [
    '["a"]\nntlm_over_http = true\n',
    '["a"]\nntlm_over_http = "Accepted"\n',
    '["a"]\nntlm_over_http = "accepted"\nbasic_over_http = "accepted"\n',
    '["a"]\n',
    'ntlm_over_http = "accepted"\n',
    '["a"\n',
    f"{ACCEPTS}{ACCEPTS}",
]


@pytest.mark.parametrize("text", WRONG)
def test_a_file_that_says_something_else_is_refused(text: str, tmp_path: Path) -> None:
    """A misspelt consent is told, never guessed; also when it is for another server."""
    with pytest.raises(UsageError, match="cannot be used") as caught:
        accepts_ntlm_over_http(write_hosts(tmp_path, text), HOST)
    assert caught.value.exit_code == 2


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has lists of rights instead of modes")
@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_a_file_that_others_may_write_is_refused(mode: int, tmp_path: Path) -> None:
    """Consent is the person's own."""
    file = write_hosts(tmp_path, ACCEPTS)
    file.chmod(mode)
    with pytest.raises(UsageError, match="cannot be used") as caught:
        accepts_ntlm_over_http(file, HOST)
    assert "may write it" in caught.value.why


def test_the_chosen_login_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Which, over what, and why; on stderr, and nothing hidden of what a library says reaches the terminal."""
    set_tickets(monkeypatch, lambda host, principal: "")
    assert read_target(ServerChoice(target=HOST), {}).login is Login.KERBEROS
    set_tickets(monkeypatch, lambda host, principal: "\x1b[2Jno\nticket")
    assert read_target(ServerChoice(target=HOST, user="admin"), {}).login is Login.NTLM
    captured = capsys.readouterr()
    first, second = captured.err.splitlines()
    assert first == f"Login: kerberos over HTTPS (there is a ticket for HTTP/{HOST})."
    assert second == "Login: ntlm over HTTPS (no Kerberos: <U+001B>[2Jno<U+000A>ticket)."
    assert captured.out == ""


def test_a_login_that_was_named_is_taken_without_a_word(capsys: pytest.CaptureFixture[str]) -> None:
    """The person has decided."""
    assert read_target(ServerChoice(target=HOST, transport="kerberos"), {}).login is Login.KERBEROS
    assert capsys.readouterr().err == ""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows writes no core dumps by itself")
def test_no_core_dump_is_written_once_there_is_a_password(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit is zero, for good, before the password is read; a login without one changes nothing."""
    limits: list[tuple[int, tuple[int, int]]] = []
    monkeypatch.setattr("resource.setrlimit", lambda what, limit: limits.append((what, limit)))
    open_way(ServerChoice(target=HOST, transport="kerberos"))
    assert limits == []
    with pytest.raises(AssertionError, match="the password was asked for"):
        open_way(ServerChoice(target=HOST, transport="ntlm", user="admin", password_stdin=True))
    assert limits == [(resource.RLIMIT_CORE, (0, 0))]
