"""``exkit playbooks check``: what is shipped, one file, everything that is wrong, and what is kept."""

import json
from pathlib import Path

import pytest

from toolkit.cli.kept_checks import FILE, keep, read_kept
from toolkit.cli.main import run
from toolkit.model.playbook import Place
from toolkit.model.script_rule import Rule, ScriptProblem

RIGHT = "#: title x\nSet-StrictMode -Version 2.0\nGet-ExkitVolume\n"
WRONG = "#: title x\nSet-StrictMode -Version 2.0\niex 'x'\nGet-Queue -Sever 'x'\n"


@pytest.fixture(autouse=True)
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep results in a folder of the test, and let no PowerShell be found."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("PWSH", raising=False)
    (tmp_path / "observe").mkdir()
    return tmp_path


def write(folder: Path, text: str) -> str:
    """Write a template of its own and return its path."""
    file = folder / "observe" / "mine.ps1.j2"
    file.write_text(text, encoding="utf-8")
    return str(file)


def test_what_is_shipped_is_right(capsys: pytest.CaptureFixture[str]) -> None:
    """Everything is counted, and it is said that no PowerShell has read it too."""
    assert run(["playbooks", "check"]) == 0
    out = capsys.readouterr().out
    assert "nothing is wrong" in out
    assert "there is no PowerShell here" in " ".join(out.split())


def test_every_problem_of_a_template_is_told_at_once(places: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """File, line, what, why and what to do, for both mistakes; exit code 3."""
    assert run(["playbooks", "check", write(places, WRONG)]) == 3
    told = " ".join(capsys.readouterr().err.split())
    assert "ps_templates/observe/mine.ps1.j2:3: iex 'x', for Invoke-Expression: text would run as code; write" in told
    assert "ps_templates/observe/mine.ps1.j2:4: Get-Queue has no -Sever" in told


def test_problems_for_programs(places: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With ``--json`` each problem is an object with place, rule and words."""
    assert run(["playbooks", "check", write(places, WRONG), "--json"]) == 3
    content = json.loads(capsys.readouterr().out.splitlines()[0])
    assert [(problem["line"], problem["rule"]) for problem in content["problems"]] == [(3, "dynamic.text"), (4, "parameter.unknown")]
    assert content["powershell"] is None


@pytest.mark.parametrize(
    ("file", "says"),
    [("missing.ps1.j2", "there is no file"), ("missing.yml", "there is no file"), ("mine.txt", "neither a playbook nor a template")],
)
def test_a_file_that_cannot_be_checked(file: str, says: str, places: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A name that leads nowhere, or to something else, is a slip of the person who typed it."""
    assert run(["playbooks", "check", str(places / file)]) == 2
    assert says in " ".join(capsys.readouterr().err.split())


def test_a_template_outside_the_folders_of_danger(places: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The folder says the danger; without it a template cannot be judged."""
    file = places / "mine.ps1.j2"
    file.write_text(RIGHT, encoding="utf-8")
    assert run(["playbooks", "check", str(file)]) == 2
    assert "observe, change, outage, lose_data" in " ".join(capsys.readouterr().err.split())


def test_a_folder_of_a_site(places: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder is checked like ``--playbooks``: its templates are compiled, all problems are told."""
    write(places, WRONG)
    (places / "site" / "ps_templates").mkdir(parents=True)
    (places / "observe").rename(places / "site" / "ps_templates" / "observe")
    (places / "site").chmod(0o755)
    assert run(["playbooks", "check", str(places / "site")]) == 3
    told = " ".join(capsys.readouterr().err.split())
    assert "for Invoke-Expression" in told
    assert "Get-Queue has no -Sever" in told


def test_results_are_kept_by_content(places: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A template that has not changed is not compiled again, one that has is; a broken file of results costs time only."""
    asked: list[str] = []

    def compile_one(template: object, library: object) -> tuple[ScriptProblem, ...]:
        asked.append(str(template))
        return ()

    monkeypatch.setattr("toolkit.rendering.compile_tree.compile_template", compile_one)
    counts = []
    for text in (RIGHT, RIGHT, RIGHT + "Get-ExkitVolume\n"):
        assert run(["playbooks", "check", write(places, text)]) == 0
        counts.append(len(asked))
    (places / "data" / "exkit" / "checks" / FILE).write_text("{", encoding="utf-8")
    assert run(["playbooks", "check", write(places, RIGHT)]) == 0
    assert (counts, len(asked)) == ([1, 1, 2], 3)
    capsys.readouterr()


def test_what_is_kept_reads_back(tmp_path: Path) -> None:
    """Problems come back as they were; nothing comes from a folder that is not there, and one that cannot be written is no fault."""
    problems = (ScriptProblem(Place("ps_templates/observe/x.ps1.j2", 3), Rule.PROMPT, "Read-Host"),)
    keep(tmp_path / "a", [("key", problems), ("other", ())])
    assert read_kept(tmp_path / "a") == {"key": problems, "other": ()}
    assert read_kept(tmp_path / "b") == {}
    (tmp_path / "file").write_text("", encoding="utf-8")
    keep(tmp_path / "file", [("key", problems)])
