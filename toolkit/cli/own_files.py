"""Files of this machine that a person names: what cannot be used is said as such, not as a fault of exkit."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from toolkit.errors import NOTHING_READ, UsageError


def write_document(file: Path, text: str) -> None:
    """Write ``text`` as UTF-8 with line ends of Unix, the same on every machine.

    Raises:
        UsageError: the file cannot be written.
    """
    with own_files():
        file.write_text(text, encoding="utf-8", newline="\n")


@contextmanager
def own_files() -> Iterator[None]:
    """Say whatever goes wrong with files within it as what it is.

    Raises:
        UsageError: a file or folder cannot be used.
    """
    try:
        yield
    except OSError as fault:
        what = f"{fault.filename or 'a file'} cannot be used"
        raise UsageError(
            what, why=f"{fault.strerror or fault}.", do=("exkit --help", "name another file or folder"), state=NOTHING_READ
        ) from fault
