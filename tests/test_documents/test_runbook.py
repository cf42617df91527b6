"""The runbook: everything that a person needs at the console, and nothing that is cut."""

from dataclasses import replace

from tests.test_documents.goldens import assert_golden
from tests.test_documents.samples import PLAN, PLAYBOOK, VOCABULARY
from toolkit.documents.markdown import render_markdown
from toolkit.documents.runbook import runbook_page
from toolkit.model.plan import Plan
from toolkit.model.playbook import PlaybookTexts

DISCARD = "# exkit lose_data/discard_queue_database\n$p = @{}\nRename-Item -LiteralPath $p.QueuePath -NewName 'old'\n"
SCRIPTS = {"lose_data/discard_queue_database": DISCARD}


def runbook(plan: Plan = PLAN) -> str:
    """Return the sample runbook as Markdown."""
    return render_markdown(runbook_page(plan, VOCABULARY, SCRIPTS))


def test_runbook_is_its_golden() -> None:
    """The page is what a person last read and agreed to."""
    assert_golden("runbook.md", runbook())


def test_every_command_is_whole() -> None:
    """Each script stands in the runbook to its last character, the ones that lose data too."""
    text = runbook()
    assert all(step.preview.rstrip("\n") in text for step in PLAN.steps)
    assert DISCARD.rstrip("\n") in text


def test_first_page_decides_whether_to_read_on() -> None:
    """Use-if, do-not-use and stop-the-loss stand before the first step."""
    head = runbook().partition("## Steps")[0]
    assert "**Use this page if**" in head
    assert "**Do not use it if**" in head
    assert "STOP THE LOSS FIRST" in head


def test_questions_are_boxes_with_a_way_out() -> None:
    """Each decision has its letter, every answer with a step, and what to do when nobody can tell."""
    box = runbook().partition("DECISION A. Which resource is short?")[2].partition("\n\n")[0]
    assert "> - **disk** (used disk space): go to step 2." in box
    assert "> - **memory** (memory of the server): go to H1." in box
    assert "> - **Cannot tell**: call a second person before you go on." in box


def test_last_page_stands_alone() -> None:
    """What loses data comes behind a page break, with consent and budget, never as a step."""
    steps, _, last = runbook().partition('<div class="newpage"></div>')
    assert "LOSE DATA" not in steps.partition("## Steps")[2]
    assert "Consent to H" in last
    assert "Data-loss budget" in last


def test_outage_is_read_aloud() -> None:
    """A step that users notice says so, and asks to be read before Enter."""
    assert "### [ ] 5. Move the queue database to another volume \u00b7 OUTAGE \u00b7 read the command aloud before Enter" in runbook()


def test_long_scripts_stand_behind_the_checklist() -> None:
    """A script of many lines does not tear the checklist apart; its step says where it is."""
    long = "# exkit\n" + "".join(f"Write-Output {number}\n" for number in range(40))
    steps = tuple(replace(step, preview=long) if step.number == "2" else step for step in PLAN.steps)
    checklist, _, scripts = runbook(replace(PLAN, steps=steps)).partition("## Scripts")
    assert "**Paste:** the script of step 2, behind the sign-off." in checklist
    assert long.rstrip("\n") in scripts
    assert long not in checklist


def test_library_is_pasted_once() -> None:
    """What every script uses stands there once, and the checklist says when to paste it."""
    library = "function Get-ExkitText { param($Value) }\n"
    text = render_markdown(runbook_page(PLAN, VOCABULARY, SCRIPTS, library))
    assert "- [ ] Paste once, before step 1: the library, behind the sign-off." in text.partition("## Steps")[0]
    assert text.count(library.rstrip("\n")) == 1
    assert "Paste once" not in runbook()


def test_sign_off_has_a_row_for_each_change() -> None:
    """Every CHANGE and OUTAGE is signed alone."""
    signed = runbook().partition("## Sign-off")[2]
    assert "| 3 CHANGE: Move old log files to another volume |" in signed
    assert "| 5 OUTAGE: Move the queue database to another volume |" in signed
    assert "decisions A __" in signed


def test_playbook_without_words_still_has_a_runbook() -> None:
    """Where nobody wrote words, the steps, questions and sign-off are there."""
    bare = replace(PLAYBOOK, texts=PlaybookTexts(), by_hand=())
    text = runbook(replace(PLAN, playbook=bare))
    assert "## Steps" in text
    assert "## Sign-off" in text
    assert "Last page" not in text
