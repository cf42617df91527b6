"""Meanings of SMTP replies: codes, enhanced codes and words."""

import pytest

from toolkit.knowledge.reply_grammar import find_replies
from toolkit.knowledge.smtp_replies import enhanced_code, reply_code
from toolkit.knowledge.smtp_texts import SmtpText, listed_texts, smtp_text, smtp_texts, texts_of

EXAMPLES = [(row, example) for row in smtp_texts() for example in row.examples]


@pytest.mark.parametrize(("row", "example"), EXAMPLES, ids=[f"{row.id}-{number}" for number, (row, _) in enumerate(EXAMPLES)])
def test_every_example_hits_its_row(row: SmtpText, example: str) -> None:
    """A row's own examples are explained by that row and by none before it."""
    reply = find_replies(example)[0]
    assert smtp_text(reply.code, reply.enhanced, example) == row


def test_every_row_has_an_example() -> None:
    """A row that nothing hits is dead."""
    assert all(row.examples for row in smtp_texts())


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Service not active", "COMPONENT NOT ACTIVE"),
        ("The maximum number of concurrent connections has exceeded a limit", "CONNECTION LIMIT"),
        ("STOREDRV.Deliver; recipient thread limit exceeded", "DELIVERIES THROTTLED"),
    ],
)
def test_the_words_decide_what_432_means(words: str, name: str) -> None:
    """4.3.2 stands for three things; the code alone says none."""
    row = smtp_text(421, "4.3.2", words)
    assert row is not None
    assert row.name == name
    assert smtp_text(421, "4.3.2", "something else") is None


def test_an_enhanced_code_must_agree() -> None:
    """The words of one error with the code of another are not taken for it."""
    assert smtp_text(452, "4.2.2", "Insufficient system resources") is None


def test_words_suffice_without_an_enhanced_code() -> None:
    """Old servers send no enhanced code."""
    row = smtp_text(452, "", "Insufficient system resources")
    assert row is not None
    assert row.id == "back-pressure"
    assert smtp_text(452, "", "nothing known") is None


def test_a_bare_452_lists_two_meanings() -> None:
    """Back pressure and recipients; rarer ones are left out of the question."""
    assert [row.id for row in listed_texts(452)] == ["back-pressure", "too-many-recipients"]


def test_texts_of_a_pair_of_codes() -> None:
    """All rows of 452/4.3.1, in the order of the table."""
    assert [row.id for row in texts_of(452, "4.3.1")] == ["back-pressure", "storage-elsewhere"]
    assert texts_of(452, "9.9.9") == ()


@pytest.mark.parametrize(
    ("code", "standard"), [(250, True), (421, True), (451, True), (452, True), (454, True), (471, False), (522, False)]
)
def test_standard_and_legendary_codes(code: int, standard: bool) -> None:
    """471 is kept as what it is: in no RFC."""
    row = reply_code(code)
    assert row is not None
    assert row.standard is standard


@pytest.mark.parametrize("code", [101, 111, 200, 299, 425, 600])
def test_numbers_that_are_no_replies(code: int) -> None:
    """Client errors, HTTP and FTP codes are not in the table."""
    assert reply_code(code) is None


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("4.3.1", "Mail system full"),
        ("5.1.5", "Destination address valid"),
        ("2.5.0", "Other or undefined protocol status"),
        ("4.5.3", "Too many recipients"),
    ],
)
def test_enhanced_codes_follow_the_registry(code: str, text: str) -> None:
    """RFC 3463 decides, not the lists that circulate."""
    row = enhanced_code(code)
    assert row is not None
    assert row.text == text
    assert enhanced_code("4.99.99") is None
