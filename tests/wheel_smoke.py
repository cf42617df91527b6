"""Tries an installed wheel: run outside the checkout by the Python of a clean environment."""

import subprocess
import sys
from pathlib import Path

import toolkit

CHECKOUT = Path(__file__).resolve().parents[1]
COMMANDS = (
    ("--version",),
    ("--help",),
    ("explain", "452 4.3.1 Insufficient system resources"),
    ("playbooks", "check"),
    ("plan", "smtp-452-back-pressure"),
    ("lab", "list"),
    ("doctor", "--lab"),
    ("doctor", "--first-contact", "--lab", "--json"),
    ("run", "smtp-452-back-pressure", "--lab", "--yes", "--runs", "wheel-runs"),
    ("runbook", "smtp-452-back-pressure", "-o", "wheel-runbook.md"),
)


def main() -> None:
    """Carry every command out; end with the output of the first that fails.

    Raises:
        SystemExit: the checkout was imported, or a command failed.
    """
    if CHECKOUT in Path(toolkit.__file__).resolve().parents and "site-packages" not in toolkit.__file__:
        raise SystemExit(f"the checkout was tried, not the wheel: {toolkit.__file__}")
    for arguments in COMMANDS:
        done = subprocess.run([sys.executable, "-m", "toolkit", *arguments], check=False, capture_output=True, text=True, encoding="utf-8")
        if done.returncode:
            raise SystemExit(f"exkit {' '.join(arguments)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    print(f"The wheel works: {len(COMMANDS)} commands, {toolkit.__file__}")


if __name__ == "__main__":
    main()
