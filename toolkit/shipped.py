"""Where playbooks and templates are: beside the checkout's package, or inside the wheel."""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path


def shipped_folder(name: str) -> Traversable:
    """Return the shipped folder ``name`` (``playbooks`` or ``ps_templates``): from the wheel, or from the checkout.

    A checkout wins, so that edits are live in an editable install.
    """
    beside = Path(__file__).parent.parent / name
    return beside if beside.is_dir() else files("toolkit") / "_shipped" / name
