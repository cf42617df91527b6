"""What a text means: an answer, a question, or an honest no."""

import pytest

from tests.test_documents.frames import read_frame
from tests.test_documents.sample_explanations import BARE_NUMBER, ONE_ANSWER
from tests.test_documents.samples import PLAYBOOK
from toolkit.documents.explaining import explain_page
from toolkit.documents.terminal import Layout, render_terminal

LATER = ("exkit diagnose", "Paste the whole line")


def shown(text: str) -> list[str]:
    """Return the lines without the command line, empty ends, and advice that names commands of later playbooks."""
    lines = [line for line in text.splitlines() if not line.startswith("$ ") and not any(word in line for word in LATER)]
    return "\n".join(lines).strip().splitlines()


@pytest.mark.shared
def test_answer_frame() -> None:
    """Frame 1 comes out of an explanation with one meaning."""
    page = render_terminal(explain_page(ONE_ANSWER, {PLAYBOOK.id: PLAYBOOK}), Layout())
    assert shown(page.replace("6 steps", "11 steps")) == shown(read_frame(1))


@pytest.mark.shared
def test_bare_number_frame() -> None:
    """Frame 2 comes out of an explanation with several meanings."""
    page = render_terminal(explain_page(BARE_NUMBER), Layout())
    assert shown(page)[:5] == shown(read_frame(2))[:5]


def test_bare_number_offers_no_playbook() -> None:
    """A number alone never leads to a plan."""
    assert "exkit plan" not in render_terminal(explain_page(BARE_NUMBER), Layout())


def test_unknown_playbook_is_named_only() -> None:
    """Steps and danger are not claimed for a playbook that nobody has loaded."""
    page = render_terminal(explain_page(ONE_ANSWER), Layout())
    assert "worst danger" not in page
    assert "exkit plan smtp-452-back-pressure -t SERVER" in page
