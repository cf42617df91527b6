"""SMTP replies in text: own recordings, real recordings, and anything at all."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.recorded import Recorded, needs_shared, recorded, shared_recordings
from toolkit.knowledge.reply_grammar import MOST_REPLIES, find_replies
from toolkit.model.smtp import SmtpReply

REAL = [case for case in shared_recordings("smtp_reply") if case.text.strip()]


def assert_reply(reply: SmtpReply | None, truth: dict[str, Any] | None) -> None:
    """Compare a reply with what is known of it; keys that the truth leaves out are not compared."""
    if truth is None:
        assert reply is None
        return
    assert reply is not None
    for key, value in truth.items():
        if key == "quoted":
            assert_reply(reply.quoted, value)
        else:
            assert getattr(reply, key) == value, key


@pytest.mark.parametrize("case", recorded("smtp_reply"), ids=str)
def test_replies_are_found_in_text(case: Recorded) -> None:
    """Every reply of a text is found, with its codes, words, meter and host; look-alikes give none."""
    replies = find_replies(case.text)
    assert len(replies) == len(case.truth["replies"]), [str(reply) for reply in replies]
    for reply, truth in zip(replies, case.truth["replies"], strict=True):
        assert_reply(reply, truth)


@pytest.mark.shared
@needs_shared
@pytest.mark.parametrize("case", REAL, ids=str)
def test_replies_are_found_in_real_text(case: Recorded) -> None:
    """Real texts give the first failing reply with its quoted ones; false friends give none."""
    failing = [reply for reply in find_replies(case.text) if reply.code >= 400]
    if case.truth.get("smtp") is False:
        assert not failing
        return
    first = failing[0]
    assert first.code == case.truth["code"]
    assert (first.enhanced or None) == case.truth.get("enhanced")
    nested = [(reply.code, reply.enhanced) for reply in _quoted(first)]
    assert nested == [(row["code"], row["enhanced"]) for row in case.truth.get("nested", [])]


def _quoted(reply: SmtpReply) -> list[SmtpReply]:
    return [] if reply.quoted is None else [reply.quoted, *_quoted(reply.quoted)]


def test_the_cause_is_the_innermost_reply() -> None:
    """What the next server said is the reason, not what our server wrapped around it."""
    reply = find_replies('451 4.4.0 Primary target IP address responded with: "421 4.3.2 Service not active."')[0]
    assert reply.cause.code == 421
    assert str(reply.cause) == "421 4.3.2 Service not active."


@given(st.text())
def test_any_text_can_be_searched(text: str) -> None:
    """Foreign text never raises, and every reply found has a code of three digits."""
    for reply in find_replies(text):
        assert 200 <= reply.code <= 599


@given(st.text(alphabet="452 4.3.1-\n\"'([{<>}])LED=:;,a"))
def test_any_mixture_of_its_own_signs_can_be_searched(text: str) -> None:
    """Signs of the grammar in any order never raise."""
    find_replies(text)


@given(st.integers(0, 199), st.text(alphabet="xyz \n", max_size=20))
def test_numbers_below_200_are_no_replies(number: int, tail: str) -> None:
    """RFC 5321 has no replies of one or of other classes."""
    assert find_replies(f"{number:03d} {tail}") == ()


@given(st.text(alphabet=st.characters(exclude_characters="\r\n", exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=200))
def test_words_behind_strong_codes_are_kept(words: str) -> None:
    """A reply at the beginning of a line is always found, whatever its words are."""
    replies = find_replies(f"452 4.3.1 {words}")
    assert replies
    assert (replies[0].code, replies[0].enhanced) == (452, "4.3.1")


def test_a_text_full_of_replies_ends() -> None:
    """Not more than a fixed number of replies is looked at."""
    assert len(find_replies("550 5.1.1 no\n" * (MOST_REPLIES + 50))) == MOST_REPLIES
