"""``docs/reference/answers.md`` as a table: the page is the contract, so tests read it."""

import re
from dataclasses import dataclass
from pathlib import Path

from toolkit.model.json_value import JsonValue

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "answers.md"
_ROW = re.compile(r"^\| `(?P<name>[a-z_/]+)` \[(?P<values>[^|]*)\](?P<needs>[^|\]]*)\| (?P<items>.*) \|$", re.MULTILINE)
_KEY = re.compile(r"(?P<name>\w+)(?P<list>\[\])?(?: \{(?P<inner>[^}]*)\})?(?:, |$)")
_NESTED = re.compile(r"`(\w+)\[\]` of `([^`]+)`")


@dataclass(frozen=True, slots=True)
class Promise:
    """One row.

    Attributes:
        name: of the template.
        values: header values, ``Folders[]`` and ``AtMostBytes?`` as written, without choices.
        needs_shell: it says EMS.
        many: any number of items instead of exactly one.
        keys: of an item, in order; empty for one text.
        objects: keys of the objects in an item, by the key that holds them.
        lists: names of keys that hold lists.
    """

    name: str
    values: tuple[str, ...]
    needs_shell: bool
    many: bool
    keys: tuple[str, ...]
    objects: dict[str, tuple[str, ...]]
    lists: tuple[str, ...]

    def check(self, output: list[JsonValue]) -> None:
        """Assert that ``output`` is what the row says."""
        assert self.many or len(output) == 1, output
        for item in output:
            if not self.keys:
                assert isinstance(item, str)
                continue
            assert isinstance(item, dict), item
            assert tuple(item) == self.keys, self.name
            self._check_inside(item)

    def _check_inside(self, item: dict[str, JsonValue]) -> None:
        for key in self.lists:
            assert isinstance(item[key], list), (self.name, key)
        for key, keys in self.objects.items():
            held = item[key]
            for one in held if isinstance(held, list) else [held]:
                assert isinstance(one, dict), (self.name, key)
                assert tuple(one) == keys, (self.name, key)


def read_promises() -> dict[str, Promise]:
    """Return the rows of the page by template."""
    return {row["name"]: _promise(row) for row in _ROW.finditer(PAGE.read_text(encoding="utf-8"))}


def _promise(row: re.Match[str]) -> Promise:
    items = row["items"]
    first = re.search(r"`([^`]+)`", items)
    listed = first[1] if first and items.startswith("one") and not items.startswith("one text") else ""
    keys = list(_KEY.finditer(listed))
    objects = {key["name"]: _names(key["inner"]) for key in keys if key["inner"]}
    objects.update({name: _names(inner) for name, inner in _NESTED.findall(items)})
    return Promise(
        name=row["name"],
        values=tuple(value.split(":")[0].strip() for value in _top_level(row["values"])),
        needs_shell="EMS" in row["needs"],
        many=items.startswith("one each"),
        keys=tuple(key["name"] for key in keys),
        objects=objects,
        lists=tuple(key["name"] for key in keys if key["list"]),
    )


def _names(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(","))


def _top_level(text: str) -> list[str]:
    return [part for part in text.split(", ") if part]
