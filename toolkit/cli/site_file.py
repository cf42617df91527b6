"""How the server of a run was reached, kept in its run folder for the undo; never a password."""

import json
from dataclasses import asdict
from pathlib import Path

from toolkit.cli.server_options import ServerChoice
from toolkit.errors import NOTHING_READ, UsageError

SITE_FILE = "site.json"


def save_site(folder: Path, choice: ServerChoice) -> None:
    """Keep ``choice`` in a run folder.

    Raises:
        OSError: it cannot be written.
    """
    kept = {name: value for name, value in asdict(choice).items() if name != "password_stdin"}
    (folder / SITE_FILE).write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


def load_site(folder: Path) -> ServerChoice:
    """Return how the server of a run was reached.

    Raises:
        UsageError: the run folder does not say.
    """
    try:
        return ServerChoice(**json.loads((folder / SITE_FILE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as fault:
        why = f"{folder / SITE_FILE} cannot be read: {fault}"
        raise UsageError("how the server was reached is not known", why=why, do=("exkit runs list",), state=NOTHING_READ) from fault
