"""With the other engine, what is received really runs, in a process group that can always be ended."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import winrm

from tests.test_lab.agent_client import Agent
from tests.test_lab.powershell import find_powershell
from tests.test_lab.raw_client import RawClient
from tests.test_lab.test_interop import run_ansible, session
from toolkit.lab.injection import Effect, Injection, Moment, Point
from toolkit.lab.lab import Lab, start_lab
from toolkit.lab.powershell_process import with_prelude
from toolkit.lab.settings import LabSettings, PowerShellEngine
from toolkit.lab.site import Wire
from toolkit.shells.bootstrap import agent_program

LEAVES_A_CHILD = "$child = Start-Process -FilePath sleep -ArgumentList 1000 -PassThru\n$child.Id\n"


@dataclass(frozen=True, slots=True)
class SmallWorld:
    """A prelude with one variable, and one variable of the environment."""

    prelude: str = "$global:ExkitWorld = 'it''s here'"
    environment: Mapping[str, str] = field(default_factory=dict)


@pytest.fixture(scope="module")
def real_lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """Start a lab that executes in PowerShell; the journal goes where the production one goes, below ProgramData."""
    world = SmallWorld(environment={"ProgramData": str(tmp_path_factory.mktemp("ProgramData")), "EXKIT_COLOUR": "blue"})
    with start_lab(LabSettings(PowerShellEngine(Path(find_powershell()), world), allow_basic_http=True)) as lab:
        yield lab


@pytest.fixture
def real(real_lab: Lab) -> Iterator[RawClient]:
    """Return a connection to the lab that executes."""
    real_lab.reset()
    with RawClient(real_lab) as client:
        yield client


def is_running(process_id: int) -> bool:
    """Return whether a process is there and no zombie."""
    try:
        return Path(f"/proc/{process_id}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_until_gone(process_id: int) -> None:
    """Look until the process is gone; a kill is felt within moments."""
    for _ in range(100_000):
        if not is_running(process_id):
            return
    raise AssertionError(f"process {process_id} still runs")


def begin_with_child(client: RawClient) -> tuple[Agent, int]:
    """Start an agent and let a step leave a child behind; return both."""
    agent = Agent(client, run="child", text=agent_program().text)
    agent.say(agent.lines.step(f"s{agent.command_id.lower()}", LEAVES_A_CHILD, "idempotent"))
    output = agent.wait("RESULT")["output"]
    assert isinstance(output, list)
    return agent, int(output[0])


def test_the_prelude_goes_where_the_script_takes_it() -> None:
    """Scripts with a begin block get the prelude as a variable, with its quotes doubled; others get it in front."""
    assert with_prelude("begin {\nx\n}", "a'b\u2019c") == "begin {\n$ExkitPrelude = 'a''b\u2019\u2019c'\nx\n}"
    assert with_prelude("x", "y") == "y\nx"


@pytest.mark.pwsh
def test_pywinrm_run_ps_is_executed(real_lab: Lab) -> None:
    """Session.run_ps runs in the world, with its exit code, output and errors."""
    answer: winrm.Response = session(real_lab, Wire.HTTP).run_ps("\"$ExkitWorld $env:EXKIT_COLOUR\"; [Console]::Error.Write('oh'); exit 7")
    assert (answer.status_code, answer.std_out.strip(), answer.std_err) == (7, b"it's here blue", b"oh")
    assert session(real_lab, Wire.HTTPS).run_cmd("echo x").std_out == b"x\r\n"


@pytest.mark.pwsh
@pytest.mark.interop
def test_ansible_raw_is_executed(tmp_path: Path, real_lab: Lab) -> None:
    """Ansible's raw module gets what its command puts out."""
    answer = run_ansible(tmp_path, real_lab, Wire.HTTPS, "6 * 7")
    assert "lab | CHANGED | rc=0 >>\n42" in answer.stdout, answer.stdout + answer.stderr


@pytest.mark.pwsh
def test_the_shipped_agent_runs_in_the_world(real: RawClient) -> None:
    """The real stage 0 takes the real agent over WinRM, steps see the world, and a second agent replays their answers."""
    agent = Agent(real, run="world", text=agent_program().text)
    assert agent.run([("a", "once", "$ExkitWorld"), ("b", "once", "Get-Random")]) == {"a": "ok", "b": "ok"}
    texts = [frame.text for frame in agent.frames("RESULT")]
    assert agent.frames("RESULT")[0].payload["output"] == ["it's here"]
    again = Agent(real, run="world", text=agent_program().text)
    again.run([("a", "once", "$ExkitWorld"), ("b", "once", "Get-Random")])
    assert [frame.text for frame in again.frames("RESULT")] == texts


@pytest.mark.pwsh
@pytest.mark.parametrize("way", ["delete", "terminate", "reboot"])
def test_everything_that_was_started_is_ended(real_lab: Lab, real: RawClient, way: str) -> None:
    """Delete, terminate and a reboot end the agent and what its steps have left running."""
    agent, child = begin_with_child(real)
    assert is_running(child)
    if way == "delete":
        real.delete(agent.shell_id)
    elif way == "terminate":
        real.signal(agent.shell_id, agent.command_id, way)
    else:
        real_lab.reboot()
    wait_until_gone(child)


@pytest.mark.pwsh
def test_ctrl_c_cancels_and_answers(real: RawClient) -> None:
    """Ctrl-C reaches PowerShell as such: the agent cancels its step, answers, and leaves."""
    agent = Agent(real, run="cancel", text=agent_program().text)
    agent.say(agent.lines.step("a", "Start-Sleep -Seconds 100"))
    agent.wait_running("a")
    real.signal(agent.shell_id, agent.command_id, "ctrl_c")
    agent.wait_end()
    assert agent.answers() == {"a": "cancelled"}


@pytest.mark.pwsh
def test_the_end_of_the_lab_ends_everything(tmp_path: Path) -> None:
    """Nothing that was started in a lab outlives it, not even what was just about to start."""
    engine = PowerShellEngine(Path(find_powershell()), SmallWorld(environment={"ProgramData": str(tmp_path)}))
    with start_lab(LabSettings(engine, allow_basic_http=True)) as lab, RawClient(lab) as client:
        agent, child = begin_with_child(client)
        client.start(agent.shell_id, agent_program().command_line)
    wait_until_gone(child)


@pytest.mark.pwsh
def test_a_shell_that_ends_at_once_leaves_no_process(real_lab: Lab, real: RawClient) -> None:
    """A shell whose Command answer is lost and which is deleted at once starts nothing that lives."""
    shell_id = real.open()
    real_lab.inject(Injection(Point.COMMAND, Moment.AFTER, Effect.DROP))
    with pytest.raises(OSError, match=r"closed|reset"):
        real.command(shell_id, agent_program().command_line)
    real.http.close()
    assert real.delete(shell_id).status == 200
    assert real_lab.hosts["127.0.0.1"].live_shells == 0
