"""Steps, questions and step lists on a terminal; all share the columns number, danger, outcome, text."""

from collections.abc import Sequence

from toolkit.documents.blocks import OutcomeRow, Outcomes, Part, Question, ServerText, Step, Summary, SummaryRow
from toolkit.documents.terminal_commands import GUTTER, lay_out_command
from toolkit.documents.terminal_lines import Cell, Layout, Line, Style, badge_cells, cells, text_of, with_aside, wrap
from toolkit.documents.visible import cut_long_lines, visible, visible_line
from toolkit.documents.wrapping import columns, pad, pad_left

DANGER_WIDTH = 11
LABEL_WIDTH = 10
TITLE_WIDTH = 46
ANSWER_WIDTH = 17


def lay_out_step(block: Step, layout: Layout) -> list[Line]:
    """Return a step in full: headline, then its labelled parts."""
    return [*_headline(block, layout), *(line for part in block.parts for line in _part(part, layout))]


def _headline(block: Step, layout: Layout) -> list[Line]:
    head = (Cell(block.noun + " " + pad(visible_line(block.number), 4), Style.BOLD), *badge_cells(block.danger, DANGER_WIDTH, Style.BOLD))
    outcome = badge_cells(block.outcome, 9) if block.outcome else ()
    start = text_of((*head, *outcome))
    title = wrap((Cell(visible_line(block.title), Style.BOLD),), layout.edge, first=start)
    lines = [(*head, *outcome, *title[0][1:]), *title[1:]]
    aside = visible_line(block.aside)
    return with_aside(lines, aside, layout.aside_edge - columns(aside), layout.edge)


def _part(part: Part, layout: Layout) -> list[Line]:
    label = pad(f"  {part.label}", LABEL_WIDTH)
    lines: list[Line] = lay_out_command(part.command.text, f"  {part.label}", layout) if part.command else []
    for text in part.lines:
        lines.extend(wrap(cells(text), layout.edge, first=" " * LABEL_WIDTH if lines else label))
    lines.extend(lay_out_questions(part.questions, " " * LABEL_WIDTH if lines else label, layout))
    if part.server_text is not None:
        lines.extend(lay_out_server_text(part.server_text, layout))
    return lines


def lay_out_server_text(block: ServerText, layout: Layout) -> list[Line]:
    """Return foreign text below its label, each line behind ``>``; long lines are cut and counted."""
    margin = " " * GUTTER + "> "
    shown = visible(cut_long_lines(block.text)).rstrip("\n").split("\n")
    lines = [line for text in shown for line in wrap((Cell(text),), layout.edge, first=margin, other=margin)]
    more = [(Cell(margin + visible_line(block.more)),)] if block.more else []
    return [*wrap((Cell(visible_line(f"{block.label}:")),), layout.edge, first="  "), *lines, *more]


def lay_out_questions(questions: Sequence[Question], label: str, layout: Layout) -> list[Line]:
    """Return questions with their answers below them; ``label`` stands before the first."""
    lines: list[Line] = []
    for at, question in enumerate(questions):
        first = label if at == 0 else " " * columns(label)
        asks = f"{question.letter}. {question.asks}" if question.letter else question.asks
        lines.extend(wrap((Cell(visible_line(asks)),), layout.edge, first=first))
        lines.extend(_answers(question, columns(label) + 2, layout))
    return lines


def _answers(question: Question, indent: int, layout: Layout) -> list[Line]:
    width = max([ANSWER_WIDTH, *(columns(visible_line(branch.answer)) + 1 for branch in question.branches)])
    lines: list[Line] = []
    for branch in question.branches:
        first = " " * indent + pad(visible_line(branch.answer), width) + "-> "
        leads = (*cells(branch.leads), *((Cell("   (expected)"),) if branch.is_expected else ()))
        lines.extend(wrap(leads, layout.edge, first=first))
    return lines


def lay_out_summary(block: Summary, layout: Layout) -> list[Line]:
    """Return the steps of a plan, one a line: number, danger, title, note."""
    return [line for row in block.rows for line in _summary_row(row, layout)]


def _summary_row(row: SummaryRow, layout: Layout) -> list[Line]:
    start = (Cell(pad_left(visible_line(row.number), 4) + "  "), *badge_cells(row.danger, DANGER_WIDTH))
    line = (*start, Cell(visible_line(row.title)))
    return with_aside([line], visible_line(row.note), columns(text_of(start)) + TITLE_WIDTH, layout.edge)


def lay_out_outcomes(block: Outcomes, layout: Layout) -> list[Line]:
    """Return the steps of a run, one a line: number, danger, outcome, time taken, what it means, note."""
    took_width = max([block.took_columns, *(columns(row.took) for row in block.rows)])
    says_width = max((columns(visible_line(row.says)) for row in block.rows if row.note), default=0) + 3
    return [line for row in block.rows for line in _outcome_row(row, took_width, says_width, layout)]


def _outcome_row(row: OutcomeRow, took_width: int, says_width: int, layout: Layout) -> list[Line]:
    start = (
        Cell(pad_left(visible_line(row.number), 4) + "  "),
        *badge_cells(row.danger, DANGER_WIDTH),
        *badge_cells(row.outcome, 8),
        Cell("  " + pad_left(row.took, took_width) + "   "),
    )
    says = wrap((Cell(visible_line(row.says)),), layout.edge, first=text_of(start))
    lines = [(*start, *says[0][1:]), *says[1:]]
    note = visible_line(row.note)
    column = min(columns(text_of(start)) + says_width, layout.edge - columns(note))
    return with_aside(lines, note, column, layout.edge)
