"""docs/how-to/write-a-template.md: its example is a template that runs."""

import re
from pathlib import Path

import pytest

from tests.test_lab.powershell import open_world
from toolkit.lab.world import World
from toolkit.model.exchange import ExchangeVersion
from toolkit.rendering.scripts import render_script
from toolkit.rendering.templates import parse_template

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "write-a-template.md"
NAME = "observe/windows_version"


@pytest.mark.pwsh
def test_the_example_runs(disk_world: World) -> None:
    """The text on the page is read, rendered and run like any shipped template."""
    block = re.search(r"```powershell\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert block
    template = parse_template(NAME, block[1])
    assert template.facts.deadline_s == 30
    with open_world(disk_world) as session:
        reply = session.run(render_script(template, ExchangeVersion.E2016, {"AtLeast": "6.2"}))
    assert reply.item == {"computer": "EX01", "windows": "10.0.14393", "new_enough": True}
