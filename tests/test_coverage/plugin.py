"""A pytest plugin that lets every test work with the copy of the templates that has probes.

``python -m pytest -p tests.test_coverage.plugin`` with ``EXKIT_COVERAGE`` naming the copy. It must be loaded before any module that
looks for templates, which ``-p`` does; the product itself knows nothing of it.
"""

import json
import os
from collections.abc import Iterable
from importlib.resources.abc import Traversable
from pathlib import Path

from toolkit import shipped
from toolkit.model.exchange import ExchangeVersion
from toolkit.model.plan import PathTurn

VARIABLE = "EXKIT_COVERAGE"
_original = shipped.shipped_folder


def keep_taken(name: str, version: ExchangeVersion, turns: Iterable[PathTurn], *, over_winrm: bool) -> None:
    """Keep which way a run of the playbook took, for the table; where nothing is measured, nothing is kept."""
    if VARIABLE in os.environ:
        answers = [(turn.step_id, turn.answer) for turn in turns]
        taken = {"version": version.value, "turns": answers, "over_winrm": over_winrm}
        (Path(os.environ[VARIABLE]).with_name("taken") / f"{name}.json").write_text(json.dumps(taken), encoding="utf-8")


def _measured_folder(name: str) -> Traversable:
    return Path(os.environ[VARIABLE]) if name == "ps_templates" else _original(name)


if VARIABLE in os.environ:
    shipped.shipped_folder = _measured_folder
