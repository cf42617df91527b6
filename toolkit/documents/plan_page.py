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
    Text,
    command,
    plain,
    prose,
)
from toolkit.documents.measures import say_count, say_duration
from toolkit.documents.plan_outline import NO_WORDS, Outline
from toolkit.documents.plan_steps import step_sections
from toolkit.documents.plan_summary import say_rehearsed, say_way_back, summary_sections
from toolkit.documents.playbook_facts import say_numbers
from toolkit.documents.words import APPROVAL_NEEDED, word_of_danger
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
    head = Section((Heading(plain(f"PLAN  {title}"), level=1, aside="dry run"), Paragraph(plain(f"{NOTHING_CHANGED} {say_version(plan)}"))))
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
    turns = ", ".join(f"{outline.numbers[turn.step_id]} {turn.answer}" for turn in path.turns) or "no question is asked"
    steps = say_numbers(tuple(outline.numbers[step_id] for step_id in path.steps)) or "none"
    tapes = ", ".join(path.rehearsed_by) or "no recording takes this path"
    parts = (Part("turns", (plain(turns),)), Part("steps", (plain(steps),)), Part("tape", (plain(tapes),)))
    aside = "rehearsed" if path.rehearsed_by else "not rehearsed"
    return Step(str(number), path.ends, word_of_danger(path.danger), aside=aside, parts=parts, noun="Path")


def approval_page(plan: Plan, asked: Sequence[PlannedStep], all_commands: str) -> Page:
    """Return what stands before the question whether to approve.

    Args:
        plan: the whole plan.
        asked: the steps that need the approval, CHANGE and OUTAGE.
        all_commands: where every command can be read, a file or a command.
    """
    rows = tuple(_asked_row(planned, planned.step) for planned in asked if isinstance(planned.step, ActStep))
    facts = (
        Row("Server", (plain(plan.host),)),
        Row("Who notices", _notices(asked)),
        Row("Takes", (plain(_say_longest(asked)),)),
        Row("Can be lost", (plain("nothing; what loses data is never sent"),)),
        Row("Code", (plain(plan.short_code),)),
        Row("All commands", (command(all_commands),)),
    )
    return Page("Approval needed", (Section((Banner(APPROVAL_NEEDED), Summary(rows), Facts(facts))),))


def _asked_row(planned: PlannedStep, step: ActStep) -> SummaryRow:
    return SummaryRow(planned.number, word_of_danger(step.danger), step.title, say_way_back(step))


def _say_longest(asked: Sequence[PlannedStep]) -> str:
    seconds = sum(planned.step.deadline_s for planned in asked if isinstance(planned.step, ActStep))
    return f"at most {say_duration(seconds * 1000)}"


def _notices(asked: Sequence[PlannedStep]) -> tuple[Text, ...]:
    outages = [planned.step for planned in asked if isinstance(planned.step, ActStep) and planned.step.danger is Danger.OUTAGE]
    said = [prose(step.texts.notice or f"users do, while: {step.title}") for step in outages]
    return tuple(said) or (plain("nobody"),)
