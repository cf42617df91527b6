"""The page about PowerShell versions: what it names exists, and its open points are the questions of the first contact."""

import re

from tests.test_docs.pages import DOCS, ROOT, read, rows_of
from tests.test_docs.test_reference import RULE
from toolkit.knowledge.first_contact import contact_questions

PAGE = read(DOCS / "reference" / "powershell-compatibility.md")
ROWS = rows_of(PAGE, 4)
ID = re.compile(r"`([a-z0-9-]+)`")


def open_points(rows: list[list[str]]) -> list[str]:
    """Return the ids in the last column."""
    return [found for row in rows for found in ID.findall(row[3])]


def test_every_open_point_has_its_question_and_every_question_its_point() -> None:
    """What only a real Windows can tell is asked, and nothing else is."""
    assert set(open_points(ROWS)) == {question.id for question in contact_questions()}


def test_every_behaviour_says_how_it_is_known() -> None:
    """No row is a mere claim: a test in one of the engines, or a question."""
    assert len(ROWS) > 30
    assert [row[0] for row in ROWS if not any(row[1:])] == []


def test_tests_of_the_page_exist() -> None:
    """A row without its test would be a wish."""
    named = [found for row in ROWS for cell in row[1:3] for found in RULE.findall(cell)]
    assert len(named) > 30
    missing = [f"{file}::{test}" for file, test in named if f"def {test}(" not in read(ROOT / file)]
    assert missing == []


def test_the_engine_column_names_tests_that_need_powershell() -> None:
    """Proven in a real engine means that the test is marked so, or that its file is."""
    files = {file for row in ROWS for file, _ in RULE.findall(row[1])}
    assert [file for file in files if "pwsh" not in read(ROOT / file) and "powershell" not in read(ROOT / file)] == []
