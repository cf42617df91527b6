"""JSON forms: the same facts as every page, stable names, ASCII."""

import json

import pytest

from tests.test_documents.goldens import assert_golden
from tests.test_documents.hostile import CORPUS
from tests.test_documents.sample_explanations import BARE_NUMBER, TOOL_OUTPUT
from tests.test_documents.samples import DEBTS, PATHS, PLAN, PLAYBOOK, report
from toolkit.documents.json import (
    JsonObject,
    debts_object,
    explanation_object,
    plan_object,
    playbook_object,
    playbooks_object,
    report_object,
    runs_object,
    scenarios_object,
    to_json,
    write_file,
    write_line,
)
from toolkit.model.run import Verdict
from toolkit.model.secret import Secret

OBJECTS: dict[str, JsonObject] = {
    "plan": plan_object(PLAN, PATHS),
    "run": report_object(report()),
    "runs": runs_object((report(),)),
    "explanation": explanation_object(BARE_NUMBER),
    "explanation-output": explanation_object(TOOL_OUTPUT),
    "debts": debts_object(DEBTS),
    "playbook": playbook_object(PLAYBOOK),
    "playbooks": playbooks_object((PLAYBOOK,)),
    "scenarios": scenarios_object((("back-pressure-disk", "C: is full"),)),
}


@pytest.mark.parametrize("name", OBJECTS)
def test_object_is_its_golden(name: str) -> None:
    """Names and forms of fields are a promise; a change of them is seen here."""
    assert_golden(f"json/{name}.json", write_file(OBJECTS[name]))


@pytest.mark.parametrize("name", OBJECTS)
def test_object_is_one_ascii_line(name: str) -> None:
    """One object is one line in every code page, and reads back as the same object."""
    line = write_line(OBJECTS[name])
    assert line.isascii()
    assert "\n" not in line
    assert json.loads(line) == OBJECTS[name]
    assert OBJECTS[name]["v"] == 1


def test_plan_names_its_hash() -> None:
    """The content code of a plan is ``plan_hash``."""
    assert OBJECTS["plan"]["plan_hash"] == PLAN.content_sha256


def test_strangers_have_no_form() -> None:
    """A value that is none of the model's, a secret first of all, is refused instead of printed."""
    with pytest.raises(TypeError):
        to_json(Secret("hush"))


@pytest.mark.parametrize("text", CORPUS, ids=lambda text: ascii(text)[:24])
def test_hostile_text_stays_inside_its_string(text: str) -> None:
    """One line of ASCII, valid for every reader, which gives the text back as it was; in events, results and files."""
    content = report_object(report(Verdict.FAILED, text, host=text, why=text, do=(text,)))
    line, file = write_line(content), write_file(content)
    assert line.isascii()
    assert file.isascii()
    assert line.isprintable()
    assert json.loads(line) == json.loads(file) == content
    assert content["host"] == text
