"""A lab that is served for other clients."""

import json

import pytest
import winrm

from toolkit.cli.actions.serving import serve
from toolkit.cli.options import Settings

DISK = "back-pressure-disk"


def test_any_client_can_use_what_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    """Address, user, password and certificate of the page are enough for a client that knows nothing of exkit."""
    answers = []

    def call() -> None:
        lab = json.loads(capsys.readouterr().out)
        session = winrm.Session(lab["urls"][0], (lab["user"], lab["password"]), transport="basic", ca_trust_path=lab["ca_file"])
        answers.append(session.run_cmd("hostname"))

    serve(Settings(as_json=True), DISK, "recorded", "", call)
    assert answers[0].status_code == 0
    assert answers[0].std_out.decode().strip() == "EX01"


def test_page_names_a_command_that_parses(capsys: pytest.CaptureFixture[str]) -> None:
    """The page for people says where the lab listens, whom to be, whom to trust, and how it ends."""
    serve(Settings(), DISK, "recorded", "", lambda: None)
    page = capsys.readouterr().out
    for word in ("https://127.0.0.1:", "http://127.0.0.1:", "Password", "ca.pem", "exkit doctor -t 127.0.0.1 --port", "Ctrl+C"):
        assert word in page
