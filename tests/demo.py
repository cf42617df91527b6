"""The whole path in the lab: explain, plan, run, a key for some hours and its undo, report, runbook. Run by ``make demo``."""

import hashlib
import json
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

PLAYBOOK, SCENARIO, HOST = "smtp-452-back-pressure", "back-pressure-config-key", "EX01"
CONFIG = "C/Program Files/Microsoft/Exchange Server/V15/Bin/EdgeTransport.exe.config"
SUMMARY = "SUMMARY "


class Demo:
    """Types commands as a person would, into one folder.

    Attributes:
        folder: where everything is written.
        engine: ``pwsh`` where a PowerShell 7 is on this machine, else ``recorded``.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.engine = "pwsh" if os.environ.get("PWSH") or shutil.which("pwsh") else "recorded"

    def exkit(self, *arguments: str, expect: int = 0) -> str:
        """Run a command and return what it printed.

        Raises:
            SystemExit: it ended with another exit code than ``expect``.
        """
        print(f"\n$ exkit {shlex.join(arguments)}", flush=True)
        done = subprocess.run([sys.executable, "-m", "toolkit", *arguments], check=False, capture_output=True, text=True, encoding="utf-8")
        if done.returncode != expect:
            raise SystemExit(f"exkit ended with {done.returncode}, not {expect}:\n{done.stdout}\n{done.stderr}")
        return done.stdout

    def where(self) -> list[str]:
        """Return the options that name the lab and the folders of this demo."""
        return ["--lab", SCENARIO, "--lab-engine", self.engine, "--lab-folder", str(self.folder / "lab")]

    def runs(self) -> list[str]:
        """Return the option that names where run folders are."""
        return ["--runs", str(self.folder / "runs")]

    def show_config(self, when: str) -> None:
        """Print the hash of the server's config file, where a real engine has one."""
        file = self.folder / "lab" / CONFIG
        if file.is_file():
            print(f"EdgeTransport.exe.config {when}: SHA-256 {hashlib.sha256(file.read_bytes()).hexdigest()[:16]}...")


def main(folder: Path) -> None:
    """Play the demo into ``folder``, which is made anew."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    demo = Demo(folder)
    print(f"Demo: a server refuses mail with 452 4.3.1. Everything is written to {folder}/. Engine of the lab: {demo.engine}.")
    print(demo.exkit("explain", "452 4.3.1 Insufficient system resources"))
    review_plan(demo)
    run_id = carry_out(demo)
    demo.show_config("while the key is set")
    print(demo.exkit("debts", *demo.runs()))
    print(demo.exkit("runs", "undo", run_id, *demo.runs(), "--yes", "--confirm", HOST))
    demo.show_config("after the undo      ")
    print(demo.exkit("debts", *demo.runs()))
    write_documents(demo, run_id)


def review_plan(demo: Demo) -> None:
    """Make the plan, and show its summary; the whole of it goes into files."""
    files = ["-o", str(demo.folder / "plan.html"), "-o", str(demo.folder / "plan.json")]
    plan = demo.exkit("plan", PLAYBOOK, *demo.where(), *files)
    demo.show_config("before the run      ")
    (demo.folder / "plan.txt").write_text(plan, encoding="utf-8")
    print(f"... every command of every step: {demo.folder}/plan.txt, plan.html ...\n")
    print(plan[plan.index(SUMMARY) :])


def carry_out(demo: Demo) -> str:
    """Carry the playbook out and return the id of the run."""
    print(demo.exkit("run", PLAYBOOK, *demo.where(), *demo.runs(), "--yes", "--confirm", HOST))
    listed = json.loads(demo.exkit("runs", "list", *demo.runs(), "--json"))
    run_id: str = listed["runs"][0]["run_id"]
    return run_id


def write_documents(demo: Demo, run_id: str) -> None:
    """Write the report of the run and the runbook of the playbook."""
    demo.exkit("runs", "report", run_id, *demo.runs(), "-o", str(demo.folder / "report.html"), "-o", str(demo.folder / "report.md"))
    demo.exkit("runbook", PLAYBOOK, "-o", str(demo.folder / "runbook.md"), "-o", str(demo.folder / "runbook.html"))
    print("\nWritten:")
    for file in sorted(demo.folder.glob("*.*")):
        print(f"  {file}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
