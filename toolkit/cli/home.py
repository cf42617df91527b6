"""Where run folders are; one option for all commands that need it."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from toolkit.cli.places import runs_home

Decorated = TypeVar("Decorated", bound=Callable[..., Any])  # click's own bound for what its decorators take


def home_option(command: Decorated) -> Decorated:
    """Let ``command`` take ``--runs DIR``."""
    option = click.option(
        "--runs",
        "home",
        type=click.Path(file_okay=False, path_type=Path),
        default=lambda: runs_home(os.environ),
        metavar="DIR",
        help="Where run folders are, instead of the user's data folder.",
    )
    return option(command)
