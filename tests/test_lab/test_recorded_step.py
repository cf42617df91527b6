"""The played process of a single step keeps its part of the agent protocol."""

import base64
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.test_lab.agent_client import TOKEN
from tests.test_lab.raw_client import RawClient
from toolkit.lab.lab import Lab, start_lab
from toolkit.lab.scenarios import find_scenario
from toolkit.lab.settings import LabSettings, RecordedEngine
from toolkit.shipped import shipped_folder

LOAD = ("shared", "# exkit observe/exchange_shell\n")
LOOK = "# exkit observe/transport_service\n"
RESTART = "# exkit outage/restart_transport\n"


@pytest.fixture(scope="module")
def refusing_lab() -> Iterator[Lab]:
    """Start a lab whose server does not let the agent run."""
    recording = find_scenario("small", Path(__file__).with_name("scenarios")).recording
    with start_lab(LabSettings(RecordedEngine(recording, refuses="language-mode"), allow_basic_http=True)) as lab:
        yield lab


def ask(client: RawClient, *scripts: tuple[str, str]) -> dict[str, object]:
    """Run scripts (kind, text) in a process of their own and return the answer."""
    script = shipped_folder("ps_templates").joinpath("agent", "fallback", "step.ps1").read_text(encoding="utf-8")
    rows = [json.dumps({"kind": kind, "length": len(text), "characters": len(text), "text": text}) for kind, text in scripts]
    line = f"powershell.exe -NoLogo -EncodedCommand {base64.b64encode(script.encode('utf-16-le')).decode()}"
    got = client.run(line, "\n".join([f"#EXK-STEP {TOKEN}", *rows, "#EXK-END", ""]).encode())
    assert got.out.startswith(b"\n@EXK 0 READY\n")
    body = re.search(rf"\n@EXK {TOKEN} BEGIN\n(.*)@EXK {TOKEN} END (\d+)\n", got.out.decode("ascii"), re.DOTALL)
    assert body is not None
    text = "".join(row[1:] for row in body[1].split("\n") if row.startswith("|"))
    assert (len(text), max(map(len, body[1].split("\n")))) == (int(body[2]), 71)
    answer: dict[str, object] = json.loads(text)
    return answer


def test_steps_in_processes_of_their_own_share_the_server(refusing_lab: Lab) -> None:
    """Each process answers its step; what one changes the next one sees."""
    refusing_lab.reset()
    with RawClient(refusing_lab) as client:
        before, change, after = (
            ask(client, LOAD, ("step", LOOK)),
            ask(client, ("library", "x"), ("step", RESTART)),
            ask(client, ("step", LOOK)),
        )
    assert [answer["state"] for answer in (before, change, after)] == ["ok"] * 3
    assert ("Stopped" in str(before["output"]), "Running" in str(after["output"])) == (True, True)
    assert change["warnings"] == ["Waiting for service 'MSExchangeTransport' to start..."]
    assert refusing_lab.hosts["127.0.0.1"].live_shells == 0


def test_an_unknown_step_fails_aloud(refusing_lab: Lab) -> None:
    """What the scenario does not know fails with its error id, here too."""
    with RawClient(refusing_lab) as client:
        answer = ask(client, ("step", "# exkit observe/nothing\n"))
    assert answer["state"] == "failed"
    assert "Exkit.Lab.NotOnTape" in str(answer["errors"])
