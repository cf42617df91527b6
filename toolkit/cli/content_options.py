"""Options that name content of a site; no heavy imports, so that ``--help`` stays fast."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click

Decorated = TypeVar("Decorated", bound=Callable[..., Any])  # click's own bound for what its decorators take


@dataclass(frozen=True, slots=True)
class ContentChoice:
    """What the person said about content of a site.

    Attributes:
        folder: where it is; empty for what is shipped alone.
        signers: file that says whose signatures count; empty for none.
    """

    folder: str = ""
    signers: str = ""

    def absolute(self) -> "ContentChoice":
        """Return the same choice, to be understood from any folder."""
        return ContentChoice(*(str(Path(text).absolute()) if text else "" for text in (self.folder, self.signers)))


SHIPPED_ONLY = ContentChoice()
"""No content but that of the product."""


def content_options(command: Decorated) -> Decorated:
    """Let ``command`` take ``--playbooks DIR`` and ``--signers FILE``; :func:`take_content` makes one value of them."""
    options = (
        click.option(
            "--playbooks", "content_folder", default="", metavar="DIR", help="Folder with playbooks of your own, beside the shipped."
        ),
        click.option("--signers", "content_signers", default="", metavar="FILE", help="Whose signatures of DIR count (allowed_signers)."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def take_content(values: dict[str, Any]) -> ContentChoice:
    """Take the options out of ``values``, which click has filled, and return them.

    Raises:
        click.UsageError: signers were named, and no folder that they could have signed.
    """
    choice = ContentChoice(values.pop("content_folder"), values.pop("content_signers"))
    if choice.signers and not choice.folder:
        raise click.UsageError("--signers is for --playbooks: nothing else is signed.")
    return choice
