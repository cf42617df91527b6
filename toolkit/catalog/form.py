"""Is a file of the right form? Validated against the schema; every error with its line, in plain words."""

from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from toolkit.catalog import file_schema
from toolkit.catalog.problems import Problem, nearest
from toolkit.catalog.yaml_refusals import YamlProblem
from toolkit.catalog.yaml_text import Node, line_at, plain, read_yaml
from toolkit.model.playbook import Place

Form = TypeVar("Form", bound=BaseModel)

_STEP_FORMS: dict[str, type[BaseModel]] = {
    "ask": file_schema.AskEntry,
    "act": file_schema.ActEntry,
    "wait": file_schema.WaitEntry,
    "decide": file_schema.DecideEntry,
    "hand_over": file_schema.HandOverEntry,
}
_PART_FORMS: dict[str, type[BaseModel]] = {
    "parameters": file_schema.ParameterEntry,
    "gates": file_schema.GateEntry,
    "until": file_schema.UntilEntry,
    "by_hand": file_schema.ByHandEntry,
    "not_done": file_schema.NotDoneEntry,
    "if_not": file_schema.IfNotEntry,
}


def read_form(file: str, text: str, form: type[Form]) -> tuple[Form | None, Node | None, list[Problem]]:
    """Return the validated content, its tree with line numbers, and the problems.

    Content is None when too much is wrong to read it; fields that nobody knows are left out of it, so that whatever else
    is wrong can be told in the same answer.
    """
    try:
        tree = read_yaml(text)
    except YamlProblem as problem:
        found = (problem, *problem.others)
        return None, None, [Problem(Place(file, one.line), one.what, one.why, one.do) for one in found]
    content = plain(tree)
    try:
        return form.model_validate(content), tree, []
    except ValidationError as fault:
        details = fault.errors(include_url=False)
    return _read_known(form, content, details), tree, [_explain(file, tree, form, detail) for detail in details]


def _read_known(form: type[Form], content: object, details: list[ErrorDetails]) -> Form | None:
    if any(detail["type"] != "extra_forbidden" for detail in details):
        return None
    for detail in details:
        _remove(content, _path_in_file(detail["loc"]))
    return form.model_validate(content)


def _remove(content: Any, path: tuple[int | str, ...]) -> None:  # plain YAML: lists and dictionaries as deep as the path goes
    for part in path[:-1]:
        content = content[part]
    del content[path[-1]]


def _explain(file: str, tree: Node, form: type[BaseModel], detail: ErrorDetails) -> Problem:
    path = _path_in_file(detail["loc"])
    name = ".".join(str(part) for part in path if not isinstance(part, int)) or "the file"
    what, why, do = _words(form, path, name, detail)
    return Problem(Place(file, line_at(tree, path)), what, why, do)


def _words(form: type[BaseModel], path: tuple[int | str, ...], name: str, detail: ErrorDetails) -> tuple[str, str, str]:
    context = detail.get("ctx", {})
    value = f"{name} is '{_short(detail.get('input'))}'"
    match detail["type"]:
        case "missing":
            return f"{name} is missing", "it is needed here", f"add '{path[-1]}: ...'"
        case "extra_forbidden":
            return f"unknown field {name}", "a field that nobody reads is a mistake", nearest(str(path[-1]), _fields(form, path))
        case "union_tag_not_found" | "union_tag_invalid":
            return "a step of no kind", "every step has exactly one kind", f"begin it with {', '.join(file_schema.KINDS)}"
        case "literal_error":
            return value, "it is not one of the allowed words", f"write {context.get('expected', '')}"
        case "string_pattern_mismatch":
            return value, f"it does not have the form {context.get('pattern', '')}", "see docs/how-to/write-a-playbook.md"
        case _:
            return value, detail["msg"].lower(), "see exkit playbooks schema"


def _short(given: object) -> str:
    text = str(given)
    return text if len(text) <= 60 else text[:57] + "..."


def _path_in_file(loc: tuple[int | str, ...]) -> tuple[int | str, ...]:
    """The location without the names of step kinds, which the validator adds and the file does not have."""
    kept: list[int | str] = []
    for part in loc:
        if part in file_schema.KINDS and kept and isinstance(kept[-1], int) and len(kept) == 2:
            continue
        if part == "[key]":
            break
        kept.append(part)
    return tuple(kept)


def _fields(form: type[BaseModel], path: tuple[int | str, ...]) -> list[str]:
    forms = [form]
    for part in path[:-1]:
        if isinstance(part, str) and part in _PART_FORMS:
            forms = [_PART_FORMS[part]]
        elif part == "steps":
            forms = list(_STEP_FORMS.values()) if form is file_schema.PlaybookFile else [file_schema.StepTextsEntry]
    return [field.alias or name for one in forms for name, field in one.model_fields.items()]
