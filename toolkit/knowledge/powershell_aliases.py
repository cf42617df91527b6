"""Short names that PowerShell has for its cmdlets."""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType


@cache
def load_aliases() -> Mapping[str, str]:
    """Return the cmdlet by its short name in lower case, ``gci`` -> ``Get-ChildItem``."""
    text = files("toolkit.knowledge").joinpath("data", "powershell_aliases.json").read_text(encoding="utf-8")
    aliases: dict[str, str] = json.loads(text)["aliases"]
    return MappingProxyType({name.lower(): cmdlet for name, cmdlet in aliases.items()})
