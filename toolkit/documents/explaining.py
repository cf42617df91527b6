"""What a pasted text means, as a page; a bare number becomes a question."""

from collections.abc import Mapping

from toolkit.documents.blocks import (
    Advice,
    Facts,
    Heading,
    Next,
    Page,
    Paragraph,
    Row,
    Section,
    Table,
)
from toolkit.documents.measures import say_count
from toolkit.documents.playbook_facts import script_steps, worst_danger
from toolkit.documents.text import Text, plain
from toolkit.model.explanation import Detail, Explanation, Meaning, ToolOutcome
from toolkit.model.playbook import Playbook

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_NONE: Mapping[str, Playbook] = {}


def explain_page(explanation: Explanation, playbooks: Mapping[str, Playbook] = _NONE) -> Page:
    """Return the answer, a question with all meanings, how a tool ended, or why nothing is known.

    Args:
        explanation: what the text means.
        playbooks: shipped playbooks by id, for their number of steps and worst danger.
    """
    if explanation.outcome is not None:
        sections = (*_outcome(explanation.outcome), *_errors(explanation, playbooks))
    elif not explanation.meanings:
        sections = _unknown(explanation)
    elif len(explanation.meanings) == 1:
        sections = _answer(explanation.meanings[0], playbooks)
    else:
        sections = _choice(explanation)
    return Page(f"What does it mean: {explanation.text}", sections)


def _outcome(outcome: ToolOutcome) -> tuple[Section, ...]:
    head = Section((Heading(plain(outcome.name)), Paragraph(plain(outcome.says))))
    facts = (Section((Facts(tuple(Row(one.label, tuple(map(plain, one.lines))) for one in outcome.details)),)),) if outcome.details else ()
    return (head, *facts, Section((Heading(plain("what to do now")), Paragraph(plain(outcome.do_now)))))


def _errors(explanation: Explanation, playbooks: Mapping[str, Playbook]) -> tuple[Section, ...]:
    """Return the errors that stand in the output; several are no question here, its headline is the answer."""
    if not explanation.meanings:
        command = explanation.outcome.command if explanation.outcome else ""
        return (Section((Next((_looks_further(command) if command else _BY_NAME,)),)),)
    return tuple(section for meaning in explanation.meanings for section in _answer(meaning, playbooks))


def _row(detail: Detail) -> Row:
    return Row(detail.label, tuple(plain(line) for line in detail.lines), "(from your text)" if detail.from_text else "")


def _unknown(explanation: Explanation) -> tuple[Section, ...]:
    return (
        Section((Heading(plain("not known")), Paragraph(plain(explanation.why_unknown)))),
        Section((Next((Advice("Paste the whole line:", "exkit explain -", "(end with Ctrl+Z and Enter)"), _BY_NAME)),)),
    )


_BY_NAME = Advice("Choose by name:", "exkit playbooks")


def _answer(meaning: Meaning, playbooks: Mapping[str, Playbook]) -> tuple[Section, ...]:
    head = Section((Heading(plain(f"{meaning.identity}  {meaning.name}")), Paragraph(plain(meaning.says))))
    rows = [_row(detail) for detail in meaning.details]
    if meaning.playbook:
        rows.append(Row("Playbook", (_playbook_line(meaning.playbook, playbooks),)))
    facts = (Section((Facts(tuple(rows)),)),) if rows else ()
    return (head, *facts, Section((Next(_after_answer(meaning)),)))


def _playbook_line(playbook_id: str, playbooks: Mapping[str, Playbook]) -> Text:
    playbook = playbooks.get(playbook_id)
    if playbook is None:
        return plain(playbook_id)
    return plain(f"{playbook_id}     {say_count(len(script_steps(playbook)), 'step')}, worst danger {worst_danger(playbook).word}")


def _after_answer(meaning: Meaning) -> tuple[Advice, ...]:
    if meaning.playbook:
        return (Advice("Next, shows, runs nothing:", f"exkit plan {meaning.playbook} -t SERVER"),)
    if meaning.command:
        return (_looks_further(meaning.command),)
    return (Advice("There is no playbook for it yet. The others:", "exkit playbooks"),)


def _looks_further(command: str) -> Advice:
    return Advice("Look further, changes nothing:", command)


def _choice(explanation: Explanation) -> tuple[Section, ...]:
    count = len(explanation.meanings)
    number = _NUMBERS[count] if count < len(_NUMBERS) else str(count)
    alone = explanation.text.strip().isdigit()
    says = (
        f"{explanation.text} has {number} meanings. The number alone does not say which one you have."
        if alone
        else f"Your text fits {number} meanings. It does not say which one you have."
    )
    rows = tuple(
        (plain(f"  {meaning.identity}"), plain(meaning.short or meaning.name), plain(meaning.typical)) for meaning in explanation.meanings
    )
    return (
        Section((Paragraph(plain(says)),)),
        Section((Table("", ("", "", ""), rows),)),
        Section((Next((Advice("Paste the whole line:", "exkit explain -", "(end with Ctrl+Z and Enter)"), _BY_NAME)),)),
    )
