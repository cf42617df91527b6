"""The part of JSON Schema that our own schemas use; every keyword that is not known is a fault."""

import re
from collections.abc import Iterator, Mapping

from toolkit.model.json_value import JsonValue

Schema = Mapping[str, JsonValue]
TYPES: Mapping[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
}
KNOWN = {
    "$schema",
    "title",
    "type",
    "const",
    "enum",
    "pattern",
    "minimum",
    "required",
    "properties",
    "additionalProperties",
    "items",
    "oneOf",
}


def problems_of(value: JsonValue, schema: Schema, at: str = "$") -> Iterator[str]:
    """Yield what is wrong with ``value``."""
    assert set(schema) <= KNOWN, f"unknown keywords {set(schema) - KNOWN}"
    yield from _plain_problems(value, schema, at)
    if isinstance(value, dict):
        yield from _object_problems(value, schema, at)
    if isinstance(value, list) and isinstance(schema.get("items"), dict):
        for number, item in enumerate(value):
            yield from problems_of(item, schema["items"], f"{at}[{number}]")  # type: ignore[arg-type]  # checked the line above
    if isinstance(choices := schema.get("oneOf"), list):
        matching = [choice for choice in choices if isinstance(choice, dict) and not list(problems_of(value, choice, at))]
        if len(matching) != 1:
            yield f"{at}: fits {len(matching)} forms, not one"


def _plain_problems(value: JsonValue, schema: Schema, at: str) -> Iterator[str]:
    kind = schema.get("type")
    if isinstance(kind, str) and (not isinstance(value, TYPES[kind]) or (isinstance(value, bool) and kind != "boolean")):
        yield f"{at}: is no {kind}"
    if "const" in schema and value != schema["const"]:
        yield f"{at}: is not {schema['const']}"
    if isinstance(allowed := schema.get("enum"), list) and value not in allowed:
        yield f"{at}: {value} is none of {allowed}"
    if isinstance(pattern := schema.get("pattern"), str) and isinstance(value, str) and not re.search(pattern, value):
        yield f"{at}: {value} does not fit {pattern}"
    if isinstance(least := schema.get("minimum"), int) and isinstance(value, int | float) and value < least:
        yield f"{at}: {value} is below {least}"


def _object_problems(value: dict[str, JsonValue], schema: Schema, at: str) -> Iterator[str]:
    required, properties = schema.get("required", []), schema.get("properties", {})
    assert isinstance(required, list)
    assert isinstance(properties, dict)
    yield from (f"{at}: {name} is missing" for name in required if name not in value)
    for name, item in value.items():
        known = properties.get(name)
        if isinstance(known, dict):
            yield from problems_of(item, known, f"{at}.{name}")
        elif schema.get("additionalProperties") is False:
            yield f"{at}: {name} is not known"
