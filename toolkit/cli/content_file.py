"""Whose playbook a run has carried out, kept in its run folder for the undo."""

import json
from dataclasses import asdict
from pathlib import Path

from toolkit.cli.content_options import SHIPPED_ONLY, ContentChoice
from toolkit.errors import NOTHING_READ, UsageError

CONTENT_FILE = "content.json"


def save_content(folder: Path, choice: ContentChoice) -> None:
    """Keep in a run folder which content of a site was used; nothing is written for shipped content.

    Raises:
        OSError: it cannot be written.
    """
    if choice.folder:
        kept = asdict(choice.absolute())
        (folder / CONTENT_FILE).write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


def load_content(folder: Path) -> ContentChoice:
    """Return which content a run has used; shipped content when its folder names none.

    Raises:
        UsageError: the file is damaged.
    """
    file = folder / CONTENT_FILE
    if not file.is_file():
        return SHIPPED_ONLY
    try:
        return ContentChoice(**json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as fault:
        why = f"{file} cannot be read: {fault}"
        raise UsageError("which playbook was carried out is not known", why=why, do=("exkit runs list",), state=NOTHING_READ) from fault
