"""Folders and files in the place of the journal that somebody else made are refused, and nothing in them is touched."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.test_agent.bench import Bench, count_marks, mark, once
from tests.test_agent.test_decisions import ask, load
from toolkit.errors import AgentRefused, ShellError
from toolkit.shells.agent import AgentShell

pytestmark = pytest.mark.pwsh
NOBODY = 65534
Case = Callable[[Path, Path], str]


def good(root: Path, run: Path) -> str:
    """Nothing is there yet."""
    return ""


def ours(root: Path, run: Path) -> str:
    """Both are there, with a journal."""
    run.mkdir(parents=True)
    (run / "step-s1.started").write_text("")
    return ""


def root_of_another(root: Path, run: Path) -> str:
    """Somebody else made the folder of all journals."""
    run.mkdir(parents=True)
    os.chown(root, NOBODY, NOBODY)
    return f"{root} belongs to user {NOBODY}"


def run_of_another(root: Path, run: Path) -> str:
    """Somebody else made the folder of the run."""
    run.mkdir(parents=True)
    os.chown(run, NOBODY, NOBODY)
    return f"{run} belongs to user {NOBODY}"


def root_for_everybody(root: Path, run: Path) -> str:
    """Everybody may write there."""
    root.mkdir()
    root.chmod(0o777)
    return f"{root} gives rights to everybody"


def run_for_everybody(root: Path, run: Path) -> str:
    """Everybody may write into the run."""
    run.mkdir(parents=True)
    run.chmod(0o777)
    return f"{run} gives rights to everybody"


def root_is_a_link(root: Path, run: Path) -> str:
    """The folder of all journals leads elsewhere; nothing may be made there."""
    (root.parent / "elsewhere").mkdir()
    root.symlink_to(root.parent / "elsewhere")
    return f"{root} is a link or a mount point"


def run_is_a_link(root: Path, run: Path) -> str:
    """The folder of the run leads elsewhere."""
    root.mkdir()
    (root.parent / "elsewhere").mkdir()
    run.symlink_to(root.parent / "elsewhere")
    return f"{run} is a link or a mount point"


def link(name: str, *, dangling: bool = False) -> Case:
    """Return a case with a link in the place of a file of the run or, for host.*, of all runs."""

    def make(root: Path, run: Path) -> str:
        run.mkdir(parents=True)
        target = root.parent / "elsewhere"
        if not dangling:
            target.write_text("precious")
        file = (root if name.startswith("host") else run) / name
        file.symlink_to(target)
        return f"{file} is a link"

    return make


CASES: dict[str, Case] = {
    "new": good,
    "ours": ours,
    "root of another": root_of_another,
    "run of another": run_of_another,
    "root for everybody": root_for_everybody,
    "run for everybody": run_for_everybody,
    "root is a link": root_is_a_link,
    "run is a link": run_is_a_link,
    **{name: link(name) for name in ("agent.lock", "agent.lock.json", "host.lock", "host.lock.json", "step-s1.started", "step-s1.done")},
    "step-s1.done.tmp": link("step-s1.done.tmp", dangling=True),
}
AS_ROOT = [name for name in CASES if name.endswith("of another")]


def test_every_folder_that_is_not_ours_is_refused(shell: AgentShell, tmp_path: Path) -> None:
    """Another owner, rights for everybody, and a link in the place of a folder or file: each is said, and nothing is made behind a link."""
    cases = {name: case for name, case in CASES.items() if name not in AS_ROOT or not os.geteuid()}
    roots = {name: tmp_path / str(number) / "exkit" for number, name in enumerate(cases)}
    expected = {}
    for name, case in cases.items():
        roots[name].parent.mkdir()
        expected[name] = {"fault": case(roots[name], roots[name] / "run-r1") or None}
    calls = [f"@{{ fault = Initialize-JournalFolder '{root}' '{root}/run-r1' }}" for root in roots.values()]
    output = ask(shell, "real-folders", load("40-folder.ps1") + "$OnWindows = $false\n" + "\n".join(calls))
    assert dict(zip(cases, output, strict=True)) == expected
    assert not list((roots["root is a link"].parent / "elsewhere").iterdir())
    assert all(file.read_text() == "precious" for file in tmp_path.glob("*/elsewhere") if file.is_file())


def test_agent_in_a_folder_that_is_not_ours_runs_nothing(bench: Bench) -> None:
    """A journal that is a link stops the run before its steps, is told to the person, and opens no way around the journal."""
    bench.journal().mkdir(parents=True)
    (bench.folder / "planted").write_text("")
    (bench.journal() / "step-s1.done").symlink_to(bench.folder / "planted")
    with pytest.raises(ShellError) as caught:
        bench.ask(once("s1", mark(bench.folder / "marks")))
    assert not isinstance(caught.value, AgentRefused)
    assert "step-s1.done is a link" in caught.value.why
    assert count_marks(bench.folder / "marks") == 0
