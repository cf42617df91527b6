"""Back-pressure keys of EdgeTransport.exe.config that Microsoft documents, by Exchange version (domain reference §4.2, §4.3)."""

import re
from dataclasses import dataclass
from functools import cache

from toolkit.knowledge.tables import load_table
from toolkit.model.exchange import ExchangeVersion

_TIME = re.compile(r"\A(?:[0-9]{1,4}\.)?(?:[01]?[0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,7})?\Z")
_COUNT = re.compile(r"\A[0-9]{1,9}\Z")


@dataclass(frozen=True, slots=True)
class ConfigKeyRule:
    """One documented key.

    Attributes:
        name: exactly as it must be written; names are case-sensitive.
        versions: values of :class:`ExchangeVersion` that it is documented for.
        kind: ``flag``, ``percent``, ``count`` or ``time`` (``00:00:02``).
        default: what Exchange uses when the key is not there.
        source: where the row was taken from.
        least: smallest number allowed.
        most: largest number allowed; None for no limit of ours.
    """

    name: str
    versions: tuple[str, ...]
    kind: str
    default: str
    source: str
    least: int = 0
    most: int | None = None

    def allows(self, value: str) -> bool:
        """Whether ``value`` is of the key's kind and in its range."""
        if self.kind == "flag":
            return value.lower() in {"true", "false"}
        if self.kind == "time":
            return _TIME.match(value) is not None
        return _COUNT.match(value) is not None and self.least <= int(value) and (self.most is None or int(value) <= self.most)


@cache
def config_key_rules() -> tuple[ConfigKeyRule, ...]:
    """Return all documented keys; a key with other defaults in another version has a row for each."""
    return load_table("config_keys", "keys", ConfigKeyRule)


def config_key_rule(name: str, version: ExchangeVersion) -> ConfigKeyRule | None:
    """Return the rule of key ``name`` (exact case) for ``version``; None when it is not documented there."""
    return next((rule for rule in config_key_rules() if rule.name == name and version.value in rule.versions), None)


def versions_documenting(name: str) -> tuple[str, ...]:
    """Return the versions that document key ``name``, oldest first."""
    found = {version for rule in config_key_rules() if rule.name == name for version in rule.versions}
    return tuple(version.value for version in ExchangeVersion if version.value in found)
