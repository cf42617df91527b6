"""The templates as files: their form, their size, their way back, and that the page about them is true."""

import re
import statistics

import pytest

from tests.test_templates.contract import read_promises
from toolkit.model.danger import Danger
from toolkit.model.exchange import ExchangeVersion
from toolkit.rendering.scripts import render_script
from toolkit.rendering.templates import list_templates, load_template
from toolkit.shipped import shipped_folder

NAMES = sorted(list_templates())
LIBRARY = sorted(entry.name for entry in (shipped_folder("ps_templates") / "lib").iterdir())
PROMISES = read_promises()
LEAVES = re.compile(r"^\s*exit\b|\{\s*exit\b", re.MULTILINE)
TOO_NEW = re.compile(r"::new\(|\$IsWindows|Get-FileHash|-Parallel|\.ForEach\(|\.Where\(|^\s*(?:class|using)\s", re.MULTILINE)
NET_CALL = re.compile(r"(?:\[IO\.(?:File|Directory)\]::\w+|New-Object IO\.File\w+|\.Load)\((.{0,19})")
SAYS = re.compile(r"\b(?:Write-Host|Format-\w+|Out-(?!Null)\w+|Read-Host|Invoke-Expression)\b(?!-)")


def read(name: str) -> str:
    """Return the text of a file below ``ps_templates``."""
    return shipped_folder("ps_templates").joinpath(*name.split("/")).read_text(encoding="utf-8")


ALL_FILES = [f"{name}.ps1.j2" for name in NAMES] + [f"lib/{name}" for name in LIBRARY]


@pytest.mark.parametrize("file", ALL_FILES)
def test_text_is_ascii_and_short(file: str) -> None:
    """A file is ASCII, for Windows PowerShell reads scripts in the server's code page, and holds one job in 120 lines."""
    text = read(file)
    assert text.isascii()
    assert len(text.splitlines()) <= 120
    assert all(len(line) <= 150 for line in text.splitlines())


def test_half_of_the_templates_are_tiny() -> None:
    """What several templates need is in the library: the median template has at most 30 lines."""
    assert statistics.median(len(read(f"{name}.ps1.j2").splitlines()) for name in NAMES) <= 30


@pytest.mark.parametrize("file", ALL_FILES)
def test_nothing_is_used_that_an_old_server_lacks_or_a_step_must_not_do(file: str) -> None:
    """No syntax of PowerShell 4 and later, no text for a screen, no way out but return and throw, no touched preference."""
    code = "\n".join(line for line in read(file).splitlines() if not line.lstrip().startswith("#"))
    assert not TOO_NEW.search(code)
    assert not SAYS.search(code)
    assert not LEAVES.search(code)
    assert "{{" not in code
    # the script that the task scheduler starts has no agent that sets it
    assert "$ErrorActionPreference" not in code.replace("'$ErrorActionPreference = ''Stop'''", "")


@pytest.mark.parametrize("file", ALL_FILES)
def test_net_calls_get_resolved_paths(file: str) -> None:
    """A path from a server is resolved in the call itself; the names $file and $new are kept for paths that are resolved already."""
    calls = NET_CALL.findall(read(file))
    assert all(call.lower().startswith(("(resolve-exkitpath ", "$file", "$new")) for call in calls)


@pytest.mark.parametrize("name", NAMES)
def test_front_matter_and_first_line(name: str) -> None:
    """A template says its title in at most 60 characters, and its body begins with strict mode."""
    template = load_template(name)
    assert 0 < len(template.facts.title) <= 60
    assert template.body.startswith("Set-StrictMode -Version 2.0\n")


@pytest.mark.parametrize("name", [name for name in NAMES if not name.startswith("observe/")])
def test_every_change_says_its_way_back(name: str) -> None:
    """A change names the template of its undo, which exists and takes what the change leaves, or says why there is none."""
    facts = load_template(name).facts
    assert facts.undo in NAMES or facts.undo_reason
    assert not facts.undo or load_template(facts.undo).facts.danger <= facts.danger


def test_nothing_that_loses_data_is_an_undo() -> None:
    """No way back leads through a step that cannot be undone."""
    assert all(
        load_template(load_template(name).facts.undo).facts.danger < Danger.LOSE_DATA for name in NAMES if load_template(name).facts.undo
    )


def test_the_page_lists_exactly_the_templates() -> None:
    """Each template of this family has a row in answers.md, and each row a template."""
    assert sorted(PROMISES) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_the_page_names_the_header_values(name: str) -> None:
    """The brackets of the page are the values of the front matter, and EMS is said where the Exchange shell is needed."""
    facts = load_template(name).facts
    said = tuple(f"{value.name}{'[]' if value.many else ''}{'?' if value.optional else ''}" for value in facts.values.values())
    assert PROMISES[name].values == said
    assert PROMISES[name].needs_shell == facts.needs_exchange_shell


def test_versions_choose_the_documented_cmdlet() -> None:
    """Exchange 2010 has Get-TransportServer only; later versions are asked with Get-TransportService."""
    template = load_template("observe/log_folders")
    assert "Get-TransportServer " in render_script(template, ExchangeVersion.E2010, {"Server": "EX01"})
    assert "Get-TransportService " in render_script(template, ExchangeVersion.E2016, {"Server": "EX01"})


@pytest.mark.parametrize("file", [f"lib/{name}" for name in LIBRARY])
def test_a_library_file_only_defines_functions(file: str) -> None:
    """Loading the library does nothing: every statement at the left margin is a function or a comment."""
    lines = [line for line in read(file).splitlines() if line and not line[0].isspace()]
    assert all(line.startswith(("function ", "#", "}")) for line in lines)


def test_library_functions_are_named_once() -> None:
    """No function is defined twice, and all say Exkit, so that none hides a cmdlet."""
    names = [name for file in LIBRARY for name in re.findall(r"^function (\S+?)[ (]", read(f"lib/{file}"), re.MULTILINE)]
    assert len(names) == len(set(names))
    assert all("-Exkit" in name for name in names)
