"""Reading the tables beside this module: JSON files whose every row names its source."""

import json
from collections.abc import Callable
from importlib.resources import files
from typing import TypeVar

from toolkit.model.json_value import JsonValue

Row = TypeVar("Row")


def load_table(file: str, table: str, make: Callable[..., Row]) -> tuple[Row, ...]:
    """Return the rows of ``table`` in ``data/<file>.json``, each made by ``make`` from its columns.

    Lists become tuples, so that rows stay frozen. The tables ship with the package; their form is kept by tests.
    """
    text = files("toolkit.knowledge").joinpath("data", f"{file}.json").read_text(encoding="utf-8")
    return tuple(make(**{name: _frozen(value) for name, value in row.items()}) for row in json.loads(text)[table])


def _frozen(value: JsonValue) -> object:
    return tuple(_frozen(item) for item in value) if isinstance(value, list) else value
