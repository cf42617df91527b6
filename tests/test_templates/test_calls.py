"""Every command, parameter and .NET member in templates and library exists on the oldest server that they are for."""

import json
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.test_lab.powershell import find_powershell, library
from toolkit.knowledge.cmdlets import Host, find_cmdlet, problems_of_call
from toolkit.model.exchange import ExchangeVersion
from toolkit.rendering.environment import choose_branches
from toolkit.rendering.templates import list_templates, load_template

pytestmark = pytest.mark.pwsh

READER = Path(__file__).with_name("read_calls.ps1")
DOTNET = Path(__file__).parents[3] / "shared" / "catalogue" / "dotnet.jsonl"
OLDEST_WINDOWS = {ExchangeVersion.E2010: "2012", ExchangeVersion.E2013: "2012", ExchangeVersion.E2016: "2012"}
"""Exchange 2010 to 2016 run on Windows Server 2012 with PowerShell 3.0; 2019 and later need 2019 with 5.1."""
OF_EXCHANGE = {"Connect-ExchangeServer"}
"""Exchange's own functions, which no documentation page lists as cmdlets."""
FUNCTIONS = set(re.findall(r"^function (\S+?)[ (]", library(), re.MULTILINE)) | {"Get-ExkitDescendant", "Stop-ExkitProcess"}


@dataclass(frozen=True, slots=True)
class Found:
    """One thing in a script.

    Attributes:
        file: name of the file that was read.
        line: line in it.
        kind: command, method, property, syntax, new or leaves.
        name: of the command or type.
        more: parameters, or member and number of arguments.
    """

    file: str
    line: int
    kind: str
    name: str | None
    more: tuple[str, ...]


def host_for(version: ExchangeVersion) -> Host:
    """Return the oldest server of an Exchange version."""
    windows = OLDEST_WINDOWS.get(version, "2019")
    return Host(version, windows, "3.0" if windows == "2012" else "5.1")


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> list[Found]:
    """Everything in every template, rendered for every version that it is for, and in the library."""
    folder = tmp_path_factory.mktemp("scripts")
    (folder / "library_2016.ps1").write_text(library(), encoding="utf-8")
    for name in list_templates():
        template = load_template(name)
        for version in template.facts.versions:
            body = choose_branches(name, template.body, version, edge=False)
            (folder / f"{name.replace('/', '.')}_{version.value}.ps1").write_text("\n" * template.body_line + body, encoding="utf-8")
    command = [find_powershell(), "-NoProfile", "-NonInteractive", "-File", str(READER), str(folder)]
    lines = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout.splitlines()
    rows = map(json.loads, lines)
    return [Found(row["file"], row["line"], row["kind"], row["name"], tuple(row["more"])) for row in rows]


def version_of(file: str) -> ExchangeVersion:
    """Return the version that a script was rendered for."""
    return ExchangeVersion(file.removesuffix(".ps1").rsplit("_", 1)[1])


def test_syntax_is_that_of_powershell_3(found: list[Found]) -> None:
    """Everything parses, and nothing came later: no classes, no ternary, no chains; no exit, no break outside a loop."""
    assert len({one.file for one in found}) > 100
    assert [one for one in found if one.kind in {"syntax", "new", "leaves"}] == []


def problems(found: list[Found]) -> Iterator[str]:
    """Yield every command or parameter that the script's oldest server does not have."""
    for one in found:
        if one.kind != "command" or one.name in FUNCTIONS | OF_EXCHANGE | {None}:
            continue
        host = host_for(version_of(one.file))
        cmdlet = find_cmdlet(str(one.name), host)
        if cmdlet is None:
            yield f"{one.file}:{one.line} {one.name} is not on {host}"
        elif one.more:
            yield from (f"{one.file}:{one.line} {problem}" for problem in problems_of_call(cmdlet, one.more, host))


def test_every_command_and_parameter_exists_on_the_oldest_server(found: list[Found]) -> None:
    """Names and parameter sets are those of the documentation, for each version that a template says it is for."""
    assert list(problems(found)) == []


@pytest.mark.parametrize(
    ("file", "name", "parameter"),
    [
        ("x_2010.ps1", "Get-ServerComponentState", "Identity"),
        ("x_2016.ps1", "Get-FileHash", "LiteralPath"),
        ("x_2016.ps1", "Get-Queue", "Servr"),
        ("x_2013.ps1", "Get-MailboxDatabase", "IncludeCorrupted"),
        ("x_2016.ps1", "Get-Content", "AsByteStream"),
    ],
)
def test_what_an_old_server_lacks_is_found(file: str, name: str, parameter: str) -> None:
    """The check itself works: later cmdlets and parameters, misspelt ones, and those of PowerShell 7."""
    assert list(problems([Found(file, 1, "command", name, (parameter,))]))


def test_no_alias_and_no_shortened_name(found: list[Found]) -> None:
    """Every command is written out: Verb-Noun, a script in a variable, or Exchange's own script by its path."""
    names = {one.name for one in found if one.kind == "command" and one.name}
    assert all(re.fullmatch(r"[A-Z][A-Za-z]+-[A-Z]\w+", name) for name in names), names


def test_changing_cmdlets_never_ask(found: list[Found]) -> None:
    """Every cmdlet that knows -Confirm is told not to ask; ForEach-Object knows it too, and asks for nothing by itself."""
    for one in found:
        cmdlet = find_cmdlet(one.name, host_for(version_of(one.file))) if one.kind == "command" and one.name else None
        if cmdlet is not None and cmdlet.changes_something and one.name != "ForEach-Object":
            assert "Confirm" in one.more, one


@pytest.mark.shared
def test_static_members_exist_in_net_4_0(found: list[Found]) -> None:
    """Windows PowerShell 3.0 runs on .NET Framework 4.0: every type and static member is there."""
    if not DOTNET.is_file():
        pytest.skip("../shared/catalogue/dotnet.jsonl is not here")
    rows = [json.loads(line) for line in DOTNET.read_text(encoding="utf-8").splitlines()]
    surface = {
        row["type"].lower(): {name.lower() for key in ("net40", "ps51") for name in row.get(key, [])} for row in rows if "type" in row
    }
    bases = {row["type"].lower(): str(row.get("base", "")).lower() for row in rows if "type" in row}
    missing = []
    for one in found:
        if one.kind not in {"method", "property"}:
            continue
        member, *count = (word.lower() for word in one.more)
        wanted = {f"m:{member}/{count[0]}", f"m:{member}/*"} if count else {f"p:{member}"}
        at = str(one.name).lower()
        while at and at in surface and not wanted & surface[at]:
            at = bases.get(at, "")
        if not at or at not in surface:
            missing.append(one)
    assert missing == []
