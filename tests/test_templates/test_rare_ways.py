"""What seldom happens on a server: every case of ``rare_ways.toml`` in a real PowerShell."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.test_lab.powershell import Reply, Session
from tests.test_lab.stage import Stage
from toolkit.model.exchange import ExchangeVersion
from toolkit.model.json_value import JsonValue
from toolkit.rendering.scripts import Given, render_script
from toolkit.rendering.templates import load_template

pytestmark = pytest.mark.pwsh

Case = dict[str, JsonValue]
CASES: list[Case] = tomllib.loads(Path(__file__).with_name("rare_ways.toml").read_text(encoding="utf-8"))["case"]
HELPERS = r"""
function Save-Text([string]$Path, [string]$Text) {
    $file = Resolve-ExkitPath $Path
    [void][IO.Directory]::CreateDirectory([IO.Path]::GetDirectoryName($file))
    [IO.File]::WriteAllText($file, $Text)
}
function Read-Text([string]$Path) { [IO.File]::ReadAllText((Resolve-ExkitPath $Path)) }
function New-Entry([string]$From) { @{ From = $From; To = 'D:\archive\a.log'; Bytes = 1 } }
$config = 'C:\try\x.config'
$two = '<configuration><appSettings><add key="A" value="1"/><add key="B" value="2"/></appSettings></configuration>'
$moved = 'exkit-moved-20260101T000000000Z'
"""


def render(case: Case) -> str:
    """Return the script of a case."""
    parts = [HELPERS, str(case.get("before", ""))]
    if "template" in case:
        parts.append(render_script(load_template(str(case["template"])), ExchangeVersion.E2016, given(case)))
    return "\n".join([*parts, str(case.get("script", ""))])


def given(case: Case) -> dict[str, Given]:
    """Return the values as the engine hands them over: lists are tuples there."""
    values = case.get("values", {})
    assert isinstance(values, dict)
    return {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}  # type: ignore[misc, arg-type]  # TOML has more kinds than the cases use


def run_case(session: Session, case: Case) -> Reply:
    """Run a case and check how it ended."""
    reply = session.run(render(case))
    if "fault" in case:
        assert str(case["fault"]) in reply.fault
    else:
        assert reply.is_ok, reply.errors
    return reply


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["says"]))
def test_rare_way(stage: Stage, case: Case) -> None:
    """What seldom happens ends as the case says."""
    changes = case.get("world", {})
    assert isinstance(changes, Mapping)
    stage.make({"files": [], **changes})
    reply = run_case(stage.session, case)
    if "output" in case:
        assert reply.output == case["output"]
    if isinstance(wanted := case.get("item"), dict):
        (item,) = reply.output
        assert isinstance(item, dict)
        assert {name: item[name] for name in wanted} == wanted
