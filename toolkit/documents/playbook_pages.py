"""Playbooks on a terminal: all of them, and one in full."""

from collections.abc import Sequence

from toolkit.documents.blocks import (
    Advice,
    Block,
    Facts,
    Heading,
    Items,
    Next,
    Page,
    Paragraph,
    Row,
    Section,
    Summary,
    SummaryRow,
    Table,
)
from toolkit.documents.measures import say_count
from toolkit.documents.plan_summary import by_hand_rows
from toolkit.documents.playbook_facts import script_steps, worst_danger
from toolkit.documents.text import plain, prose, strong
from toolkit.documents.trust import trust_rows
from toolkit.documents.words import word_of_danger
from toolkit.model.playbook import Parameter, Playbook


def playbooks_list(playbooks: Sequence[Playbook]) -> Page:
    """Return all playbooks: name, number of steps, worst danger, what each achieves and which errors it is for."""
    sections = [Section(_list_blocks(playbook)) for playbook in playbooks]
    show = Next((Advice("One in full: ", "exkit playbooks show ID"),))
    return Page("Playbooks", (*sections, Section((show,))))


def _list_blocks(playbook: Playbook) -> tuple[Block, ...]:
    steps = say_count(len(script_steps(playbook)), "step")
    head = Heading(plain(playbook.id), aside=f"{steps}, worst danger {worst_danger(playbook).word}")
    errors = ", ".join(str(identity) for identity in playbook.for_errors)
    rows = (Row("Does", (plain(playbook.title),)), Row("For", (plain(errors),)), *trust_rows(playbook.trust))
    return (head, Facts(rows))


def playbook_show(playbook: Playbook) -> Page:
    """Return one playbook: what it is for, its parameters and steps, what only people do."""
    head = Heading(plain(f"{playbook.id} {playbook.version}"), level=1, aside=f"worst danger {worst_danger(playbook).word}")
    about = (
        Row("For", (plain(", ".join(str(identity) for identity in playbook.for_errors)),)),
        Row("Exchange", (plain(", ".join(version.value for version in playbook.versions)),)),
        Row("Roles", (plain(", ".join(playbook.roles)),)),
        *trust_rows(playbook.trust),
        *((Row("Goal", (prose(playbook.texts.goal),)),) if playbook.texts.goal else ()),
    )
    sections = (
        Section((head, Paragraph(plain(playbook.title)), Facts(about))),
        *_conditions(playbook),
        *_parameters(playbook),
        Section((Paragraph(strong("Steps")), Summary(_rows(playbook)))),
        Section((Next((Advice("Next, shows, runs nothing: ", say_plan_command(playbook)),)),)),
    )
    return Page(f"Playbook {playbook.id}", sections)


def say_plan_command(playbook: Playbook) -> str:
    """Return the command that plans a playbook, with the parameters that must be given."""
    needed = "".join(f" -p {name}=..." for name, parameter in playbook.parameters.items() if parameter.required)
    return f"exkit plan {playbook.id} -t SERVER{needed}"


def _conditions(playbook: Playbook) -> tuple[Section, ...]:
    lists = (("Use it if", playbook.texts.use_if), ("Do not use it if", playbook.texts.not_if))
    return tuple(Section((Paragraph(strong(title)), Items(tuple(prose(line) for line in lines)))) for title, lines in lists if lines)


def _parameters(playbook: Playbook) -> tuple[Section, ...]:
    rows = tuple(Row(name, (plain(say_parameter(parameter)),)) for name, parameter in playbook.parameters.items())
    return (Section((Paragraph(strong("Parameters (-p name=value)")), Facts(rows))),) if rows else ()


def say_parameter(parameter: Parameter) -> str:
    """Return what a parameter is for, what it may hold, and whether it must be given."""
    limits = [*([f"one of {', '.join(parameter.choices)}"] if parameter.choices else []), *_range(parameter)]
    given = (
        "must be given" if parameter.required else f"default {parameter.default}" if parameter.default is not None else "may be left out"
    )
    return f"{parameter.help} ({'; '.join([parameter.kind.value, *limits, given])})"


def _range(parameter: Parameter) -> list[str]:
    least = [f"at least {parameter.least}"] if parameter.least is not None else []
    return [*least, *([f"at most {parameter.most}"] if parameter.most is not None else [])]


def _rows(playbook: Playbook) -> tuple[SummaryRow, ...]:
    steps = [SummaryRow(str(at), word_of_danger(step.danger), step.title) for at, step in enumerate(script_steps(playbook), start=1)]
    return (*steps, *by_hand_rows(playbook))


def scenarios_page(scenarios: Sequence[tuple[str, str]]) -> Page:
    """Return the lab's scenarios: pairs of name and what it shows."""
    rows = tuple((plain(name), plain(about)) for name, about in scenarios)
    use = Next((Advice("Use one: ", "exkit run PLAYBOOK --lab SCENARIO"),))
    return Page("Lab scenarios", (Section((Table("", ("SCENARIO", "SHOWS"), rows),)), Section((use,))))
