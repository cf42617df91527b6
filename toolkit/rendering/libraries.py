"""Functions that every script may use; sent once for each PowerShell."""

from functools import cache

from toolkit.shipped import shipped_folder


@cache
def load_libraries() -> tuple[str, ...]:
    """Return the shared functions as people read them: one text, the files of ``ps_templates/lib`` in name order."""
    return (_join("lib"),)


def pack_libraries() -> tuple[str, ...]:
    """Return the libraries as they are sent: lines that hold nothing but a comment, and empty ones, are left out.

    Agent and libraries then fit into one message, which saves a round trip (docs/reference/measurements.md). The files have no
    here-strings, in which such a line would be text; a test looks.
    """
    return tuple(map(_pack, load_libraries()))


def pack_looks() -> tuple[str, ...]:
    """Return what the self-test of a first contact sends beside the libraries: looks that templates themselves may not take."""
    return (_pack(_join("agent", "first_contact")),)


def _join(*folders: str) -> str:
    place = shipped_folder("ps_templates").joinpath(*folders)
    files = sorted((entry for entry in place.iterdir() if entry.name.endswith(".ps1")), key=lambda entry: entry.name)
    return "\n".join(entry.read_text(encoding="utf-8") for entry in files)


def _pack(text: str) -> str:
    return "".join(line for line in text.splitlines(keepends=True) if _says_something(line))


def _says_something(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")
