"""Stage 0 lets in the agent that its hash names, and says in words why it does not."""

import pytest

from tests.test_agent.bench import Bench, once
from toolkit.errors import AgentRefused
from toolkit.shells.bootstrap import POWERSHELL, encode_command
from toolkit.shells.wire import WireLost

pytestmark = pytest.mark.pwsh


def test_damaged_agent_is_refused_and_nothing_runs(bench: Bench) -> None:
    """One changed letter on the way: refused, with the reason."""
    bench.on_send = lambda data: data.replace(b"'HELLO'", b"'HELLA'")
    with pytest.raises(AgentRefused, match="agent-hash"):
        bench.ask(once("s1", "1"))
    assert b"HELL" not in bench.wires[0].received
    assert not bench.root.exists()


def test_constrained_language_is_refused(bench: Bench) -> None:
    """Stage 0 says so before anything is sent."""
    bench.prelude = "$ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'"
    with pytest.raises(AgentRefused, match="language-mode"):
        bench.ask(once("s1", "1"))
    assert not bench.wires[0].sent


def test_byte_order_mark_junk_and_crlf_do_no_harm(bench: Bench) -> None:
    """What PowerShell or a proxy puts before and between the lines is skipped; nothing is said on standard error."""

    def spoil(data: bytes) -> bytes:
        return b"\xef\xbb\xbf\n#< CLIXML\nnoise\n\xef\xbb\xbf" + data.lstrip(b"\n").replace(b"\n", b"\r\n")

    bench.on_send = spoil
    assert bench.ask(once("s1", "'alive'"))[0].output == ("alive",)
    assert not bench.processes[0].standard_error


def test_control_stage0_must_name_input(bench: Bench) -> None:
    """A script with process{} that never names $input gets no standard input: this is why stage 0 names it."""
    wire = bench.start(POWERSHELL + encode_command("begin { 'begun' } process { \"line: [$_]\" } end { 'ended' }"))
    wire.send(b"one\ntwo\n")
    heard = b""
    with pytest.raises(WireLost):
        while True:
            heard += wire.receive(10)
    assert b"ended" in heard
    assert b"one" not in heard
