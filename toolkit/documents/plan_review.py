"""The plan as a page for the person who approves it: verdict first, evidence below (documents design §3.2)."""

from collections.abc import Sequence
from dataclasses import replace

from toolkit.documents.blocks import (
    Block,
    Branch,
    Command,
    Facts,
    Heading,
    Items,
    Page,
    Paragraph,
    Part,
    Question,
    Row,
    Section,
    Step,
    Table,
    Verdict,
)
from toolkit.documents.plan_outline import NO_WORDS, Outline, StepGroup
from toolkit.documents.plan_page import fact_rows, say_turns, say_version
from toolkit.documents.plan_steps import step_block, undo_danger
from toolkit.documents.plan_summary import say_later, say_loss, say_notice, say_rehearsed, say_steps
from toolkit.documents.playbook_facts import by_hand_numbers
from toolkit.documents.text import Text, code, plain, prose, strong
from toolkit.documents.trust import trust_blocks
from toolkit.documents.words import WAITING_FOR_APPROVAL, word_of_danger
from toolkit.model.danger import Danger
from toolkit.model.plan import Plan, PlanPath
from toolkit.model.playbook import ActStep, ByHand
from toolkit.model.vocabulary import Vocabulary

VOID_WHEN = "The approval is void if one byte of a command, the server, a parameter or a binding fact changes."
EMPTY: Text = ()


def plan_review(plan: Plan, paths: Sequence[PlanPath] = (), vocabulary: Vocabulary = NO_WORDS, approve_command: str = "") -> Page:
    """Return the page for HTML.

    Args:
        plan: to be approved.
        paths: all ways through it.
        vocabulary: questions and readers in words.
        approve_command: what to type to go on.
    """
    outline = Outline(plan, vocabulary)
    sections = (
        _verdict(plan),
        _in_short(outline),
        _approve(plan, approve_command),
        _decisions(outline, paths),
        *_steps(outline),
        _by_hand(plan),
        _facts(plan),
        _limits(outline),
        _on_paper(plan),
    )
    return Page(f"{plan.playbook.title} on {plan.host}", sections, kind="Plan for review, dry run", footer=_footer(plan))


def _verdict(plan: Plan) -> Section:
    errors = ", ".join(str(identity) for identity in plan.playbook.for_errors)
    says = (*plain("For the error "), *code(errors), *plain(f". {say_version(plan)}"))
    verdict = Verdict(WAITING_FOR_APPROVAL, ". Nothing on the server has been changed.", says=(says,))
    return Section((verdict, *trust_blocks(plan.playbook.trust)))


def _in_short(outline: Outline) -> Section:
    playbook = outline.plan.playbook
    rows = [
        *([Row("What is wrong", tuple(prose(line) for line in playbook.texts.use_if))] if playbook.texts.use_if else []),
        Row("What the plan is for", (prose(playbook.texts.goal or playbook.title),)),
        Row("Who notices", (plain(say_notice(outline)),)),
        Row("What can be lost", (plain(say_loss(outline)),)),
        Row("Can it be undone", (plain(_say_undo(outline)),)),
        Row("Steps", (plain(say_steps(outline)),)),
    ]
    return Section((Heading(plain("In short")), Facts(tuple(rows))), anchor="short")


def _say_undo(outline: Outline) -> str:
    changes = [step for step in outline.scripts if isinstance(step, ActStep)]
    if not changes:
        return "Nothing is changed."
    without = ", ".join(outline.numbers[step.id] for step in changes if step.undo is None)
    loud = ", ".join(outline.numbers[step.id] for step in changes if undo_danger(step) is Danger.OUTAGE)
    said = f"Every change but those of steps {without}." if without else "Yes, every change."
    return said + f" Undoing step {loud} is an OUTAGE again." * bool(loud)


def _approve(plan: Plan, approve_command: str) -> Section:
    asked = plan.playbook.texts.ask_first
    ask: list[Block] = (
        [Paragraph(plain("What exkit cannot know. Ask before you approve:")), Items(tuple(prose(line) for line in asked))] if asked else []
    )
    how: list[Block] = [Paragraph((*plain("To approve, run this and compare the short code: "), *strong(plan.short_code)))]
    if approve_command:
        how.append(Command(approve_command))
    return Section((Heading(plain("Approve or not")), *ask, *how, Paragraph(plain(VOID_WHEN))), anchor="approve")


def _decisions(outline: Outline, paths: Sequence[PlanPath]) -> Section:
    asked = [question for question in map(outline.question, outline.plan.steps) if question]
    rows = tuple(_branch_row(question, branch) for question in asked for branch in question.branches)
    blocks: list[Block] = [Heading(plain("Decision path"))]
    if rows:
        blocks.append(Table("Every question and where its answers lead", ("Question", "Answer", "Leads to", ""), rows))
    if paths:
        blocks.extend([_paths(outline, paths), Paragraph(plain(say_rehearsed(paths)))])
    blocks.append(Paragraph(plain("A question that cannot be answered stops the run: not known closes a gate like a failure.")))
    return Section(tuple(blocks), anchor="path")


def _branch_row(question: Question, branch: Branch) -> tuple[Text, ...]:
    asks = plain(f"{question.letter or 'wait'}. {question.asks}")
    return (asks, plain(branch.answer), branch.leads, plain("expected" if branch.is_expected else ""))


def _paths(outline: Outline, paths: Sequence[PlanPath]) -> Table:
    rows = tuple(
        (
            plain(say_turns(outline, path)),
            plain(path.ends),
            plain(path.danger.word),
            plain(", ".join(path.rehearsed_by) or "not rehearsed"),
        )
        for path in paths
    )
    return Table("Every path", ("Answers", "End", "Worst danger", "Rehearsed by"), rows)


def _steps(outline: Outline) -> tuple[Section, ...]:
    heading = Section(
        (Heading(plain("Steps")), Paragraph(plain("Steps that only read are folded; print shows everything."))), anchor="steps"
    )
    return (heading, *(Section((_with_way_back(outline, group),)) for group in outline.groups()))


def _with_way_back(outline: Outline, group: StepGroup) -> Step | Question:
    """Here is room for the script of the way back, too."""
    block = step_block(outline, group)
    if isinstance(block, Question) or not group.planned.undo_preview:
        return block
    return replace(block, parts=(*block.parts, Part("Way back, sent only by runs undo", command=Command(group.planned.undo_preview))))


def _by_hand(plan: Plan) -> Section:
    numbers = by_hand_numbers(plan.playbook)
    steps = [_by_hand_block(number, action) for number, action in zip(numbers, plan.playbook.by_hand, strict=True)]
    not_done = [Paragraph((*strong(f"Not in this plan: {what}."), *plain(" "), *prose(why))) for what, why in plan.playbook.texts.not_done]
    nothing = [] if steps or not_done else [Paragraph(plain("Nothing."))]
    return Section((Heading(plain("By hand only, and not done at all")), *steps, *not_done, *nothing), anchor="hand")


def _by_hand_block(number: str, action: ByHand) -> Step:
    rows = (("only if", action.only_if), ("what is lost", action.lost), ("afterwards", action.afterwards), ("undo", action.undo))
    parts = tuple(Part(label, (prose(text),)) for label, text in rows)
    return Step(
        number, action.title, word_of_danger(Danger.LOSE_DATA), aside="exkit never runs this step", parts=parts, anchor=f"step-{number}"
    )


def _facts(plan: Plan) -> Section:
    rows = tuple((plain(name), plain(value), plain(kind)) for name, value, kind in fact_rows(plan))
    table = Table("What this plan rests on", ("Name", "Value", "Kind"), rows)
    return Section((Heading(plain("Facts this plan relies on")), table), anchor="facts")


def _limits(outline: Outline) -> Section:
    items = [plain(line) for line in say_later(outline)]
    if not outline.plan.version_is_read:
        items.append(plain("The server was not asked: version, paths and names are assumed."))
    nothing = Paragraph(plain("Everything that its commands need is known."))
    return Section((Heading(plain("What this plan does not know")), Items(tuple(items)) if items else nothing), anchor="limits")


def _on_paper(plan: Plan) -> Section:
    head = ("Approved / refused", "Name", "Date, time", "Short code", "Signature")
    return Section((Table("Decision on paper", head, ((EMPTY, EMPTY, EMPTY, plain(plan.short_code), EMPTY),), is_form=True),))


def _footer(plan: Plan) -> tuple[Text, ...]:
    made = plain(f"Plan of playbook {plan.playbook.id} {plan.playbook.version} for {plan.host}.")
    content = (*plain("Content code (SHA-256 of playbook, server, parameters, commands and binding facts): "), *code(plan.content_sha256))
    return (made, content)
