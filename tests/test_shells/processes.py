"""Looking at processes from outside."""

from pathlib import Path


def is_gone(process_id: int) -> bool:
    """Whether a process has ended; one that nobody has asked for its exit code has ended too. Needs /proc."""
    try:
        return Path(f"/proc/{process_id}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except FileNotFoundError:
        return True
