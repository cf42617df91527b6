"""Functions that every script may use; sent once for each PowerShell."""

from functools import cache

from toolkit.shipped import shipped_folder


@cache
def load_libraries() -> tuple[str, ...]:
    """Return the shared functions as one text, the files of ``ps_templates/lib`` in name order."""
    folder = shipped_folder("ps_templates") / "lib"
    files = sorted((entry for entry in folder.iterdir() if entry.name.endswith(".ps1")), key=lambda entry: entry.name)
    return ("\n".join(entry.read_text(encoding="utf-8") for entry in files),)
