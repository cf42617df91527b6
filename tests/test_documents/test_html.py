"""HTML pages: one file that loads nothing, runs nothing, and shows hostile text as text."""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest

from tests.test_documents.goldens import assert_golden
from tests.test_documents.hostile import CORPUS, FAMILIES
from tests.test_documents.html_reading import Reading, read_html, values_of
from tests.test_documents.samples import DEBTS, FINDINGS, METERS_RESULT, OUTCOMES, PATHS, PLAN, VOCABULARY, report
from tests.test_documents.test_plan_page import plan_of
from toolkit.documents.blocks import Banner, Page, Section
from toolkit.documents.environment import read_template
from toolkit.documents.html import hash_style, render_html
from toolkit.documents.plan_review import plan_review
from toolkit.documents.run_report import run_report
from toolkit.documents.runbook import runbook_page
from toolkit.documents.words import OPEN
from toolkit.model.command import CommandError
from toolkit.model.evidence import Evidence
from toolkit.model.run import Verdict

PLAN_HTML = render_html(plan_review(PLAN, PATHS, VOCABULARY, "exkit approve plan-ex02.json"))
RUN_HTML = render_html(run_report(report()))
RUNBOOK_HTML = render_html(runbook_page(PLAN, VOCABULARY, {"lose_data/discard_queue_database": "# discard\n"}, "function Get-It { }\n"))
PAGES = {"plan": PLAN_HTML, "run": RUN_HTML, "runbook": RUNBOOK_HTML}


@pytest.mark.parametrize("name", PAGES)
def test_page_is_its_golden(name: str) -> None:
    """The page is what a person last read and agreed to."""
    assert_golden(f"html/{name}.html", PAGES[name])


@pytest.mark.parametrize("name", PAGES)
def test_page_is_well_formed(name: str) -> None:
    """Every element is closed in its place; there is one headline, and no level is skipped."""
    reading = read_html(PAGES[name])
    levels = [int(tag[1]) for tag in reading.elements if re.fullmatch(r"h[1-6]", tag)]
    assert not reading.problems
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("name", PAGES)
def test_page_runs_and_loads_nothing(name: str) -> None:
    """No script, no handler, no inline style, no address outside the page."""
    reading = read_html(PAGES[name])
    assert "script" not in reading.elements
    assert not [name for _, name, _ in reading.attributes if name.startswith("on") or name in ("style", "src", "srcset", "action")]
    assert all(value.startswith("#") for value in values_of(reading, "href"))
    assert not re.search(r"@import|url\(", PAGES[name])


@pytest.mark.parametrize("name", PAGES)
def test_content_policy_names_the_style(name: str) -> None:
    """The policy allows exactly the style sheet in the page."""
    style = re.search(r"<style>(.*?)</style>", PAGES[name], re.DOTALL)
    assert style is not None
    assert f"style-src '{hash_style(style[1])}'" in PAGES[name]
    assert "default-src 'none'" in PAGES[name]


@pytest.mark.parametrize("name", PAGES)
def test_links_lead_somewhere(name: str) -> None:
    """Anchors are there once, and every link has one."""
    reading = read_html(PAGES[name])
    anchors = values_of(reading, "id")
    assert len(anchors) == len(set(anchors))
    assert {value.removeprefix("#") for value in values_of(reading, "href")} <= set(anchors)


@pytest.mark.parametrize("name", PAGES)
def test_scrolling_regions_take_the_focus(name: str) -> None:
    """A table that scrolls has a label and can be reached by keyboard; its head has scope."""
    regions = re.findall(r'<section class="tw[^>]*>', PAGES[name])
    assert regions
    assert all('tabindex="0"' in region and re.search(r'aria-label="[^"]+"', region) for region in regions)
    assert not re.search(r"<th(?! scope=)[ >]", PAGES[name])


def test_order_of_the_plan() -> None:
    """Verdict first, then whether to approve, then evidence (documents design, section 3.2)."""
    order = ["WAITING FOR APPROVAL", 'id="short"', 'id="approve"', 'id="path"', 'id="steps"', 'id="hand"', 'id="facts"', 'id="limits"']
    places = [PLAN_HTML.index(mark) for mark in order]
    assert places == sorted(places)


def test_order_of_the_report() -> None:
    """Verdict and what is still open come before the steps."""
    order = ["DONE, with 2 open debts", 'id="short"', 'id="open"', 'id="time"', 'id="path"', 'id="steps"', 'id="changed"', 'id="proof"']
    places = [RUN_HTML.index(mark) for mark in order]
    assert places == sorted(places)


def test_only_reading_is_folded() -> None:
    """Changes and outages of a plan are open; so is everything in a report that is not DONE."""
    folded = re.findall(r"<summary>Step (\w+):", PLAN_HTML)
    assert folded == ["1", "2", "4", "6", "H1"]
    assert re.findall(r"<summary>Step (\w+):", RUN_HTML) == ["1", "2", "3"]


def test_every_command_is_whole() -> None:
    """All scripts and their ways back stand in the page, character for character."""
    text = "".join(read_html(PLAN_HTML).text)
    assert all(step.preview.strip() in text and step.undo_preview.strip() in text for step in PLAN.steps)


def hostile_plan(text: str) -> str:
    """Return a plan page with ``text`` in names, values, scripts and conclusions."""
    steps = tuple(replace(step, preview=step.preview and f"# {text}\n") for step in PLAN.steps)
    return render_html(
        plan_review(replace(PLAN, host=text, parameters={text: text}, binding_facts={text: text}, steps=steps), PATHS, VOCABULARY)
    )


def hostile_report(text: str) -> str:
    """Return a run page with ``text`` in everything that a server or a file could fill."""
    result = replace(METERS_RESULT, output=(text,), console=text, errors=(CommandError(text, text),), why=text)
    outcomes = (replace(OUTCOMES[0], says=text, title=text, result=result), *OUTCOMES[1:])
    findings = (replace(FINDINGS[0], says=text, evidence=(Evidence(text, text),)),)
    debts = tuple(replace(debt, what=text) for debt in DEBTS)
    page = run_report(
        report(Verdict.FAILED, text, host=text, why=text, do=(text.replace("`", ""),), outcomes=outcomes, findings=findings, debts=debts)
    )
    return render_html(page)


def shape(reading: Reading) -> list[str]:
    """Return the elements of a page without those that show hidden characters."""
    boxes = values_of(reading, "class").count("esc")
    elements = list(reading.elements)
    for _ in range(boxes):
        elements.remove("span")
    return sorted(elements)


@cache
def harmless_page(make: Callable[[str], str]) -> Reading:
    """Return how a page reads that holds nothing hostile."""
    return read_html(make("word"))


ONE_LINE = [text for text in CORPUS if len(text) < 1_000 and "\n" not in text]
PLAN_TEXTS = dict.fromkeys([*FAMILIES["HTML"], *FAMILIES["rich markup"], *FAMILIES["templates, formats, scripts"], *ONE_LINE[::8]])
CASES = [(hostile_report, text) for text in ONE_LINE] + [(hostile_plan, text) for text in PLAN_TEXTS]
"""A report holds more foreign text than a plan does."""


@pytest.mark.parametrize(("make", "text"), CASES, ids=lambda value: ascii(value)[:24] if isinstance(value, str) else value.__name__)
def test_hostile_text_adds_no_element(make: Callable[[str], str], text: str) -> None:
    """With hostile text everywhere a page has the same elements and attributes as with a word."""
    hostile, harmless = read_html(make(text)), harmless_page(make)
    assert not hostile.problems
    assert shape(hostile) == shape(harmless)
    assert {name for _, name, _ in hostile.attributes} == {name for _, name, _ in harmless.attributes}


def test_hidden_characters_are_boxed() -> None:
    """A character that cannot be seen stands as its number in a box."""
    assert '<span class="esc">U+202E</span>' in hostile_report("a\u202eb")


def test_a_line_of_a_megabyte_is_cut() -> None:
    """Long lines of server text end with their count; the page stays small."""
    outcome = replace(OUTCOMES[0], result=replace(METERS_RESULT, console="x" * 1_000_000))
    page = render_html(run_report(report(outcomes=(outcome,))))
    assert "... 65,036 more" in page
    assert "more bytes in the run" in page
    assert len(page.encode()) < 60_000


def test_sizes() -> None:
    """A small plan stays below 60 KB, one of 200 steps below 400 KB and 8,000 elements."""
    large = render_html(plan_review(plan_of(200), (), VOCABULARY))
    assert len(PLAN_HTML.encode()) <= 60_000
    assert len(large.encode()) <= 400_000
    assert len(read_html(large).elements) <= 8_000


def test_block_without_a_form_is_refused() -> None:
    """A block that HTML cannot show is a fault, not a gap."""
    with pytest.raises(TypeError):
        render_html(Page("x", (Section(()), Section((Banner(OPEN),)))))


def colours_of(style: str) -> list[dict[str, str]]:
    """Return the named colours of both themes."""
    light, dark = re.findall(r":root \{ ([^}]*) \}", style)[:2]
    themes = [dict(re.findall(r"--([a-z-]+):(#[0-9a-f]{3,6})", theme)) for theme in (light, dark)]
    return [themes[0], {**themes[0], **themes[1]}]


def luminance(colour: str) -> float:
    """Return the relative luminance of ``#rrggbb`` (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours (WCAG 2.2)."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", (0, 1), ids=("light", "dark"))
def test_palette_can_be_read(theme: int) -> None:
    """Text and badges have a contrast of 7:1, lines of 3:1, in both themes."""
    colours = colours_of(read_template("page.css") or "")[theme]
    texts = [("fg", "bg"), ("mut", "bg"), ("link", "bg"), ("fg", "pan"), ("fg", "code")]
    texts += [(f"{name}-f", f"{name}-b") for name in ("obs", "chg", "out", "los", "ok", "look", "bad")]
    assert all(contrast(colours[front], colours[back]) >= 7 for front, back in texts)
    assert all(contrast(colours[f"{name}-l"], colours["bg"]) >= 3 for name in ("obs", "chg", "out", "los", "ok", "look", "bad"))
