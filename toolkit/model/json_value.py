"""What JSON can hold; every answer of a server is made of it."""

from typing import TypeAlias, Union

JsonValue: TypeAlias = Union[bool, int, float, str, list["JsonValue"], dict[str, "JsonValue"], None]  # noqa: UP007 - "X" | None is no type yet when quoted
