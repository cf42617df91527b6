"""Plans on a terminal: the dry-run review, all paths, and the question whether to approve."""

from collections.abc import Sequence

from toolkit.documents.blocks import (
    Banner,
    Facts,
    Heading,
    Page,
    Paragraph,
    Part,
    Row,
    Section,
    Step,
    Summary,
    SummaryRow,
)
from toolkit.documents.blocks import Command as Exact
from toolkit.documents.measures import say_count, say_duration
from toolkit.documents.plan_outline import NO_WORDS, Outline
from toolkit.documents.plan_steps import step_sections
from toolkit.documents.plan_summary import say_rehearsed, say_way_back, summary_sections
from toolkit.documents.playbook_facts import say_numbers
from toolkit.documents.text import Text, plain, prose
from toolkit.documents.trust import trust_blocks, trust_rows
from toolkit.documents.words import APPROVAL_NEEDED, word_of_danger
from toolkit.model.command import Command
from toolkit.model.danger import Danger
from toolkit.model.plan import Plan, PlannedStep, PlanPath
from toolkit.model.playbook import ActStep
from toolkit.model.vocabulary import Vocabulary

NOTHING_CHANGED = "Nothing on the server is changed by this command."


def plan_page(
    plan: Plan, paths: Sequence[PlanPath] = (), vocabulary: Vocabulary = NO_WORDS, written: Sequence[str] = (), next_command: str = ""
) -> Page:
    """Return the review of a plan: steps first, summary and next command last.

    Args:
        plan: to be read.
        paths: all ways through it, for the count of rehearsed ones.
        vocabulary: questions and readers in words.
        written: names of the files that hold the same plan.
        next_command: what to type to go on; empty when there is nothing to go on with.
    """
    outline = Outline(plan, vocabulary)
    title = f"{plan.playbook.title} on {plan.host}"
    says = Paragraph(plain(f"{NOTHING_CHANGED} {say_version(plan)}"))
    head = Section((Heading(plain(f"PLAN  {title}"), level=1, aside="dry run"), says, *trust_blocks(plan.playbook.trust)))
    sections = (head, *_relies_on(plan), *step_sections(outline), *summary_sections(outline, paths, written, next_command))
    return Page(title, sections)


def say_version(plan: Plan) -> str:
    """Return which Exchange version the scripts are for, and whether anybody looked."""
    how = "read from the server" if plan.version_is_read else "assumed, the server was not asked"
    return f"Exchange {plan.version.value}, {how}."


def fact_rows(plan: Plan) -> tuple[tuple[str, str, str], ...]:
    """Return (name, value, kind) of everything the plan rests on: parameters, then binding facts."""
    given = [(name, "not given" if value is None else str(value), "parameter") for name, value in plan.parameters.items()]
    return (*given, *((name, value, "fact, binding") for name, value in plan.binding_facts.items()))


def _relies_on(plan: Plan) -> tuple[Section, ...]:
    rows = tuple(Row(name, (plain(value),)) for name, value, _ in fact_rows(plan))
    return (Section((Paragraph(plain("It rests on:")), Facts(rows))),) if rows else ()


def paths_page(plan: Plan, paths: Sequence[PlanPath]) -> Page:
    """Return every way through a plan: answers, steps, end, worst danger, and which recordings have taken it."""
    outline = Outline(plan)
    head = Heading(plain(f"PATHS  {plan.playbook.id} on {plan.host}"), level=1, aside=say_count(len(paths), "path"))
    sections = [Section((_path_block(outline, at, path),)) for at, path in enumerate(paths, start=1)]
    return Page(f"All paths of {plan.playbook.id}", (Section((head,)), *sections, Section((Paragraph(plain(say_rehearsed(paths))),))))


def _path_block(outline: Outline, number: int, path: PlanPath) -> Step:
    steps = say_numbers(tuple(outline.numbers[step_id] for step_id in path.steps)) or "none"
    tapes = ", ".join(path.rehearsed_by)
    said = (("turns", say_turns(outline, path)), ("steps", steps), ("tape", tapes or "no recording takes this path"))
    parts = tuple(Part(label, (plain(text),)) for label, text in said)
    aside = "rehearsed" if tapes else "not rehearsed"
    return Step(str(number), path.ends, word_of_danger(path.danger), aside=aside, parts=parts, noun="Path")


def say_turns(outline: Outline, path: PlanPath) -> str:
    """Return the answers of a path: ``A disk, 4 yes``."""
    return ", ".join(f"{outline.numbers[turn.step_id]} {turn.answer}" for turn in path.turns) or "no question is asked"


def approval_page(plan: Plan, commands: Sequence[Command]) -> Page:
    """Return what stands before the question whether to approve: every command exactly, then what it means.

    Args:
        plan: the whole plan.
        commands: the exact commands that need the approval, in order.

    Raises:
        KeyError: a command belongs to no step of the plan; it is never shown without its step.
    """
    planned = {step.step.id: step for step in plan.steps}
    asked = [(planned[command.step_id], command) for command in commands]
    exact = [Section((_exact_block(step, command),)) for step, command in asked]
    rows = tuple(SummaryRow(step.number, word_of_danger(command.danger), step.step.title, _say_undo(step)) for step, command in asked)
    banner = Section((Banner(APPROVAL_NEEDED), Summary(rows), Facts(_consequences(plan, [step for step, _ in asked], commands))))
    return Page("Approval needed", (*exact, banner))


def _consequences(plan: Plan, asked: Sequence[PlannedStep], commands: Sequence[Command]) -> tuple[Row, ...]:
    seconds = sum(command.deadline_s for command in commands)
    return (
        Row("Server", (plain(plan.host),)),
        Row("Who notices", _notices([step.step for step in asked if isinstance(step.step, ActStep)])),
        Row("Takes", (plain(f"at most {say_duration(seconds * 1000)}"),)),
        Row("Can be lost", (plain("nothing; what loses data is never sent"),)),
        *trust_rows(plan.playbook.trust),
        Row("Code", (plain(plan.short_code),)),
    )


def _exact_block(planned: PlannedStep, exact: Command) -> Step:
    aside = f"at most {say_duration(exact.deadline_s * 1000)}"
    return Step(
        planned.number, planned.step.title, word_of_danger(exact.danger), aside=aside, parts=(Part("run", command=Exact(exact.script)),)
    )


def _say_undo(planned: PlannedStep) -> str:
    return say_way_back(planned.step) if isinstance(planned.step, ActStep) else ""


def _notices(acts: Sequence[ActStep]) -> tuple[Text, ...]:
    outages = [step for step in acts if step.danger is Danger.OUTAGE]
    said = [prose(step.texts.notice or f"users do, while: {step.title}") for step in outages]
    return tuple(said) or (plain("nobody"),)
