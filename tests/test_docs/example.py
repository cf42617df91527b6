"""The example of ``docs/how-to/write-a-playbook.md``, as files in a folder of playbooks."""

import shutil
from pathlib import Path

from tests.test_docs.pages import DOCS, ROOT, blocks_of, read

PAGE = DOCS / "how-to" / "write-a-playbook.md"
NAME = "smtp-452-transport-memory"


def example_files() -> dict[str, str]:
    """Return the two files of the example, by their path below the folder of playbooks."""
    playbook, words = (block.text for block in blocks_of(read(PAGE)) if block.language == "yaml")
    return {f"{NAME}.yml": playbook, f"texts/{NAME}.en.yml": words}


def write_playbooks(folder: Path) -> Path:
    """Write the shipped playbooks and the example below ``folder``, as a colleague has them, and return where."""
    playbooks = folder / "playbooks"
    shutil.copytree(ROOT / "playbooks", playbooks)
    for name, text in example_files().items():
        (playbooks / name).write_text(text, encoding="utf-8")
    return playbooks
