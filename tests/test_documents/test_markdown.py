"""Markdown keeps its own headings, fences and tables, whatever others wrote."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.test_documents.hostile import CORPUS
from tests.test_documents.samples import PATHS, PLAN, VOCABULARY, report
from toolkit.documents.blocks import Banner, Command, Facts, Heading, Items, Page, Paragraph, Row, Section, ServerText, Table
from toolkit.documents.markdown import render_markdown, write
from toolkit.documents.markdown_text import escape, write_code, write_fence
from toolkit.documents.plan_review import plan_review
from toolkit.documents.run_report import run_report
from toolkit.documents.text import code, plain
from toolkit.documents.words import OPEN

markdown_it = pytest.importorskip("markdown_it", reason="no Markdown reader here: structure cannot be looked at")
READER = markdown_it.MarkdownIt("gfm-like", {"linkify": False})


def page_with(text: str) -> Page:
    """Return a page with ``text`` in every place where foreign text can stand."""
    blocks = (
        Heading(plain("Title"), level=1),
        Paragraph(plain(text)),
        Paragraph(code(text)),
        Command(text),
        Facts((Row(text, (plain(text),)),)),
        Items((plain(text),)),
        Table("", ("a", "b"), ((plain(text), code(text)),)),
        ServerText("Server text, as received", text),
        Heading(plain("End")),
    )
    return Page("Title", (Section(blocks),))


def structure(text: str) -> list[str]:
    """Return what a Markdown reader makes of a page: tokens without their text, links and images among them."""
    tokens = [token for block in READER.parse(text) for token in [block, *(block.children or [])]]
    return [token.type for token in tokens if token.type not in ("text", "softbreak", "text_special")]


@pytest.mark.parametrize("text", [text for text in CORPUS if text.strip()], ids=lambda text: ascii(text)[:24])
def test_hostile_text_changes_no_structure(text: str) -> None:
    """A reader finds the same headings, fences, tables and lists as with a harmless word; no link, no raw HTML."""
    found = structure(render_markdown(page_with(text)))
    assert found == structure(render_markdown(page_with("word")))
    assert not {"link_open", "image", "html_block", "html_inline"} & set(found)


@given(st.text(alphabet="`~ab\n"))
def test_fences_are_longer_than_their_text(text: str) -> None:
    """A fence never ends inside the text that it holds."""
    lines = write_fence(text, "powershell")
    ticks = lines[-1]
    assert set(ticks) == {"`"}
    assert ticks not in "\n".join(lines[1:-1])


@given(st.text(alphabet="`a ", min_size=1))
def test_code_spans_hold_any_ticks(text: str) -> None:
    """Ticks inside a code span are fewer than those around it."""
    written = write_code(text)
    around = len(written) - len(written.lstrip("`"))
    assert "`" * around not in written[around:-around]


def test_blanks_to_fill_in_stay() -> None:
    """A line of underscores is for a pen; underscores around words are escaped."""
    assert escape("from ________ to ________") == "from ________ to ________"
    assert escape("_word_ and snake_case") == "\\_word\\_ and snake_case"


def test_front_matter_is_quoted() -> None:
    """Values of the head are YAML strings, so that a version stays text."""
    page = Page("x", (Section((Paragraph(plain("y")),)),), front=(("version", "1.0"), ("title", 'a "b": c')))
    assert render_markdown(page).startswith('---\nversion: "1.0"\ntitle: "a \\"b\\": c"\n---\n\ny\n')


def test_block_without_a_form_is_refused() -> None:
    """A block that Markdown cannot show is a fault, not a gap."""
    with pytest.raises(TypeError):
        write(Banner(OPEN))


def test_report_and_review_are_markdown_too() -> None:
    """Every block of a report and of a plan under review has a form, and the verdict stands first."""
    text = render_markdown(run_report(report()))
    assert "**DONE**" in text.split("##")[0]
    assert render_markdown(plan_review(PLAN, PATHS, VOCABULARY))
