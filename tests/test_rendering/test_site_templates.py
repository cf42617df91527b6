"""Templates of a site obey the rules of shipped ones."""

import pytest

from toolkit.rendering.shelf import SHIPPED_SHELF
from toolkit.rendering.site_templates import examine_site_templates
from toolkit.rendering.templates import load_template

GOOD = b"#: title      Read the name of the computer\nSet-StrictMode -Version 2.0\n[ordered]@{ computer = $env:COMPUTERNAME }\n"
RESTART = b"#: title      Restart it\n%sSet-StrictMode -Version 2.0\nRestart-ExkitService -Name 'MSExchangeTransport'\n"


def test_a_template_of_a_site_is_found_beside_the_shipped_ones() -> None:
    """Its own name leads to it, every other one to what is shipped; nothing is kept from one command to the next."""
    shelf, problems = examine_site_templates({"observe/computer_name": GOOD})
    assert problems == []
    assert shelf.load("observe/computer_name").facts.title == "Read the name of the computer"
    assert shelf.load("observe/volumes") is load_template("observe/volumes")
    assert list(shelf.names())[-1] == "observe/computer_name"
    assert "observe/computer_name" not in SHIPPED_SHELF.names()


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("observe/volumes", GOOD, "observe/volumes.ps1.j2:1: it has the name of a shipped template"),
        ("observe/x", b"Set-StrictMode -Version 2.0\n", "observe/x.ps1.j2:1: a template says its title"),
        ("observe/x", GOOD + b"\xc3\x28\n", "observe/x.ps1.j2:4: the byte 0xC3"),
        ("observe/x", GOOD + "# \u202e\n".encode(), "observe/x.ps1.j2:4: "),
        ("observe/x", GOOD + b"Restart-Service -Name x\n", "observe/x.ps1.j2:4: "),
        ("change/x", RESTART % b"", "change/x.ps1.j2:1: CHANGE without a way back"),
        ("outage/x", RESTART % b"", "outage/x.ps1.j2:1: OUTAGE without a way back"),
        ("outage/x", RESTART % b"#: undo       change/nothing\n", "the way back change/nothing is missing"),
        ("change/x", RESTART % b"#: undo       outage/restart_transport\n", "the way back outage/restart_transport is OUTAGE"),
        ("outage/x", RESTART % b"#: undo       lose_data/discard_queue_database\n", "is LOSE DATA"),
    ],
    ids=range(10),
)
def test_a_template_that_breaks_a_rule_is_refused_with_its_line(name: str, content: bytes, problem: str) -> None:
    """Front matter, encoding, compiler, way back: each problem has its file and line."""
    _, problems = examine_site_templates({name: content})
    assert any(problem in text for text in problems), problems
    assert all(text.startswith(f"ps_templates/{name}.ps1.j2:") for text in problems)
