"""A first contact on a page and in its capsule."""

import json
from dataclasses import replace
from pathlib import Path

from tests.test_analysis.contacts import GOOD, NATIVE, blind_contact
from tests.test_cli.schema_check import Schema, problems_of
from toolkit.analysis.first_contact import judge_contact
from toolkit.documents.first_contact import ContactPage, capsule_object, contact_page
from toolkit.documents.json import JsonObject
from toolkit.documents.terminal import Layout, paint_plain, render_terminal
from toolkit.knowledge.first_contact import contact_questions
from toolkit.model.contact_looks import FirstContact
from toolkit.model.first_contact import Blind, ContactHead, Look

SCHEMA: Schema = json.loads((Path(__file__).parents[2] / "docs/reference/first-contact.schema.json").read_text(encoding="utf-8"))
HEAD = ContactHead("2026-11-25", "0.1.0", "15.1.2375.7", "10.0.14393", "5.1.14393.693", "kerberos", tls=True, lab="")
LATER = replace(GOOD, native=replace(NATIVE, exit_code=63725))


def printed(contact: FirstContact, failures: tuple[str, ...] = (), file: str = "") -> str:
    """Return the page as a terminal shows it, its lines joined."""
    page = contact_page(ContactPage("EX01", HEAD, judge_contact(contact), failures, file))
    return " ".join(render_terminal(page, Layout(), paint_plain).split())


def test_a_good_server_fills_one_page() -> None:
    """Each question with its answer, the numbers, what was not changed, and that nothing was sent."""
    text = printed(GOOD)
    assert f"{len(contact_questions())} questions: {len(contact_questions())} as expected, 0 different, 0 could not look." in text
    assert all(question.id in text for question in contact_questions())
    assert "Does a negative exit code arrive signed? as expected exit code -1811" in text
    assert "Nothing on EX01 was changed" in text
    assert "nothing was sent: giving it away is your decision" in text
    assert "expected:" not in text


def test_what_differs_says_what_was_expected_and_why_it_matters() -> None:
    """A person needs both to judge it."""
    text = printed(LATER)
    assert "different exit code 63725 expected: -1811 of esentutl" in text
    assert "matters: eseutil says its errors that way" in text


def test_a_look_that_failed_is_told_to_the_person_alone() -> None:
    """Its words may hold names: they are on the page, and in no capsule."""
    assert "native: no rights on ZQX01" in printed(blind_contact(Blind.FAILED), ("native: no rights on ZQX01",))
    assert "ZQX01" not in json.dumps(capsule_object(HEAD, judge_contact(blind_contact(Blind.FAILED))))


def test_the_page_says_where_the_capsule_is() -> None:
    """With a file its name, without one how it is kept."""
    assert "The capsule is c.json." in printed(GOOD, file="c.json")
    assert "-o FILE.json" in printed(GOOD)


def test_capsules_fit_their_schema() -> None:
    """A good one, one with a difference, and one for each reason why nobody could look."""
    for contact in (GOOD, LATER, *(blind_contact(blind) for blind in Blind)):
        assert list(problems_of(capsule_object(HEAD, judge_contact(contact)), SCHEMA)) == []


def test_the_schema_refuses_more_than_it_names() -> None:
    """The check can fail: a field more, an unknown word, a name where a version stands."""
    capsule = capsule_object(HEAD, judge_contact(GOOD))
    changes: list[JsonObject] = [{"host": "EX01"}, {"windows": "EX01"}, {"answers": [{"id": "EX01"}]}]
    for change in changes:
        assert list(problems_of({**capsule, **change}, SCHEMA))


def test_every_answer_stands_on_its_own() -> None:
    """A reader of a capsule needs no other page: question, expectation, what depends on it, result and values."""
    answers = capsule_object(HEAD, judge_contact(LATER))["answers"]
    assert isinstance(answers, list)
    (code,) = [answer for answer in answers if isinstance(answer, dict) and answer["id"] == "exit-code"]
    assert code["look"] == Look.DIFFERENT.value
    assert code["values"] == {"exit_code": 63725}
    assert code["why"] == ""
    assert all(code[name] for name in ("asks", "expects", "matters"))
