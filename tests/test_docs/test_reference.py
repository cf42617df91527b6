"""The reference says what is so: keys of the format, numbers of the network, tests of the rules."""

import re
from importlib import import_module

import pytest
from pydantic import BaseModel

from tests.test_docs.pages import DOCS, ROOT, first_column, read, rows_of
from toolkit.catalog import file_schema as form

FORMAT, WORDS = "playbook-format.md", "playbook-words.md"
SECTIONS: tuple[tuple[str, str, type[BaseModel], type[BaseModel] | None], ...] = (
    (FORMAT, "The file", form.PlaybookFile, None),
    (FORMAT, "Parameters", form.ParameterEntry, None),
    (FORMAT, "Gates", form.GateEntry, None),
    (FORMAT, "Every step that sends a script", form.ScriptEntry, None),
    (FORMAT, "ask", form.AskEntry, form.ScriptEntry),
    (FORMAT, "act", form.ActEntry, form.ScriptEntry),
    (FORMAT, "wait", form.WaitEntry, form.ScriptEntry),
    (FORMAT, "decide", form.DecideEntry, None),
    (FORMAT, "hand_over", form.HandOverEntry, None),
    (WORDS, "The file of words", form.TextsFile, None),
    (WORDS, "Words of a step", form.StepTextsEntry, None),
    (WORDS, "Not done", form.NotDoneEntry, None),
    (WORDS, "By hand", form.ByHandEntry, None),
)
"""Page, heading, what is below it, and what has a heading of its own already."""
RULE = re.compile(r"`(tests/[a-z_/]+\.py)(?:::(test_[a-z0-9_]+))?`")


def reference(page: str) -> str:
    """Return a page of the reference."""
    return read(DOCS / "reference" / page)


def keys(kind: type[BaseModel] | None) -> set[str]:
    """Return the keys of a part of the format as they are written."""
    return {field.alias or name for name, field in kind.model_fields.items()} if kind else set()


@pytest.mark.parametrize(("page", "heading", "kind", "above"), SECTIONS, ids=lambda value: value if isinstance(value, str) else "")
def test_every_key_is_described(page: str, heading: str, kind: type[BaseModel], above: type[BaseModel] | None) -> None:
    """The table below a heading has exactly the keys that the loader takes there."""
    assert set(first_column(reference(page), heading)) == keys(kind) - keys(above)


def test_needed_keys_say_so() -> None:
    """What must not be left away has yes in its row."""
    for page, heading, kind, _ in SECTIONS:
        needed = {field.alias or name for name, field in kind.model_fields.items() if field.is_required()}
        table = {row[0].strip("`"): row[1] for row in rows_of(reference(page).split(f" {heading}\n", 1)[1].split("\n#", 1)[0], 3)}
        assert {key for key, says in table.items() if says == "yes"} == needed & set(table), heading


def test_sources_are_all_there() -> None:
    """Every kind of source that the form allows has its row."""
    kinds = {row[0].strip("`").partition(":")[0] for row in rows_of(reference(FORMAT), 2) if ":" in row[0]}
    assert kinds == {"parameter", "fact", "answer", "text", "number"}


def test_numbers_of_the_network_are_those_of_the_code() -> None:
    """A limit that the page names has the value that the code has."""
    rows = [row for row in rows_of(reference("winrm.md"), 3) if row[2].startswith("`toolkit.")]
    assert len(rows) >= 5
    for _, value, constant in rows:
        module, _, name = constant.strip("`").rpartition(".")
        assert str(getattr(import_module(module), name)) == value, constant


def test_every_rule_names_tests_that_exist() -> None:
    """A rule without a test is a wish."""
    named = RULE.findall(reference("safety.md"))
    assert len(named) > 25
    for file, test in named:
        assert (ROOT / file).is_file(), file
        assert not test or f"def {test}(" in read(ROOT / file), f"{file}::{test}"


def test_every_rule_has_its_test() -> None:
    """Each row of the tables names at least one."""
    assert all(RULE.search(held) for _, held in rows_of(reference("safety.md"), 2))
