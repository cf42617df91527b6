"""The runbook: a checklist that a person follows by hand, with decision boxes and a last page to sign.

The model of the page is the documents design §4.1: condition, do-not-use, stop the loss, before you start, steps,
afterwards, LOSE DATA alone on its page, sign-off. Long scripts stand behind the checklist, so that it stays short.
"""

from collections.abc import Mapping
from types import MappingProxyType

from toolkit.documents.blocks import (
    Block,
    Box,
    Command,
    Heading,
    Items,
    Mark,
    Page,
    PageBreak,
    Paragraph,
    Section,
    Table,
)
from toolkit.documents.plan_outline import NO_WORDS, Outline
from toolkit.documents.playbook_facts import by_hand_numbers, worst_danger
from toolkit.documents.playbook_pages import say_parameter
from toolkit.documents.runbook_last import consent_blocks, sign_off_blocks
from toolkit.documents.runbook_steps import Script, long_scripts, step_blocks
from toolkit.documents.text import Text, code, plain, prose, strong
from toolkit.documents.trust import trust_blocks
from toolkit.model.content import Trust
from toolkit.model.plan import Plan
from toolkit.model.playbook import Parameter, Playbook
from toolkit.model.vocabulary import Vocabulary

LIBRARY = "the library"
NO_SCRIPTS: Mapping[str, str] = MappingProxyType({})


def runbook_page(plan: Plan, vocabulary: Vocabulary = NO_WORDS, by_hand_scripts: Mapping[str, str] = NO_SCRIPTS, library: str = "") -> Page:
    """Return the runbook of a playbook.

    Args:
        plan: the playbook rendered for one Exchange version; values that are not known stand as placeholders.
        vocabulary: questions in words.
        by_hand_scripts: scripts of the last page, by the template that the playbook names.
        library: the functions that every script uses; a person pastes them once, as exkit sends them once.
    """
    outline, playbook = Outline(plan, vocabulary), plan.playbook
    scripts = (*_library(library), *long_scripts(outline), *_by_hand(playbook, by_hand_scripts))
    sections = (
        Section(tuple(_head(plan))),
        Section(tuple(_before(playbook, library)), anchor="before"),
        Section((Heading(plain("Steps")), *step_blocks(outline)), anchor="steps"),
        *(Section(tuple(blocks)) for blocks in [_ends(playbook)] if blocks),
        *(Section((PageBreak(), *blocks), anchor="last") for blocks in [consent_blocks(playbook)] if blocks),
        Section(tuple(sign_off_blocks(outline)), anchor="sign-off"),
        *(Section(tuple(_scripts(scripts)), anchor="scripts") for _ in scripts[:1]),
    )
    return Page(playbook.title, sections, front=_front(plan), kind="Runbook")


def _front(plan: Plan) -> tuple[tuple[str, str], ...]:
    playbook = plan.playbook
    return (
        ("title", f"Runbook: {playbook.title}"),
        ("id", playbook.id),
        ("version", playbook.version),
        ("language", playbook.texts.language),
        ("exchange", ", ".join(version.value for version in playbook.versions)),
        ("worst_danger", _say_worst(playbook)),
        *((("trust", playbook.trust.level.value),) if playbook.trust.level is not Trust.SHIPPED else ()),
        ("made_from", f"playbook {playbook.id} {playbook.version}, content code {plan.content_sha256[:8]}"),
    )


def _say_worst(playbook: Playbook) -> str:
    by_hand = "; last page: LOSE DATA, by hand, with signature" if playbook.by_hand else ""
    return f"{worst_danger(playbook).word}{by_hand}"


def _head(plan: Plan) -> list[Block]:
    playbook, texts = plan.playbook, plan.playbook.texts
    errors = ", ".join(str(identity) for identity in playbook.for_errors)
    row = (plain(errors), plain(f"Exchange {plan.version.value}"), plain(_say_worst(playbook)), plain(texts.people))
    return [
        Heading(plain(playbook.title), level=1),
        *trust_blocks(playbook.trust),
        Table("At a glance", ("For", "Scripts are for", "Worst danger", "People"), (row,)),
        *_condition("Use this page if", texts.use_if),
        *_condition("Do not use it if", texts.not_if),
        *([Paragraph((*strong("Goal:"), *plain(" "), *prose(texts.goal)))] if texts.goal else []),
        *_stop_loss(playbook),
    ]


def _condition(title: str, lines: tuple[str, ...]) -> list[Block]:
    parts: list[Text] = [(*plain(" \u00b7 " if at else " "), *prose(line)) for at, line in enumerate(lines)]
    return [Paragraph((*strong(title), *(span for part in parts for span in part)))] if parts else []


def _stop_loss(playbook: Playbook) -> list[Block]:
    if not playbook.texts.stop_loss:
        return []
    items = Items(tuple(prose(line) for line in playbook.texts.stop_loss), Mark.NUMBER)
    return [Box(plain("STOP THE LOSS FIRST. No computer needed to remember this."), (items,))]


def _before(playbook: Playbook, library: str) -> list[Block]:
    lines = [prose(line) for line in playbook.texts.before_start]
    asked: list[Text] = [(*plain("Ask first: "), *prose(line)) for line in playbook.texts.ask_first]
    decided = [_decide(parameter) for parameter in playbook.parameters.values()]
    pasted = [plain(f"Paste once, before step 1: {LIBRARY}, behind the sign-off. Every script uses it.")] if library else []
    items = (*lines, *asked, *decided, *pasted)
    return [Heading(plain("Before you start")), *([Items(items, Mark.TICK)] if items else [])]


def _decide(parameter: Parameter) -> Text:
    return (*plain("Decide "), *code(parameter.name), *plain(f": {say_parameter(parameter)} ________"))


def _ends(playbook: Playbook) -> list[Block]:
    after: list[Text] = [prose(line) for line in playbook.texts.after]
    not_done: list[Text] = [(*strong(what), *plain(": "), *prose(why)) for what, why in playbook.texts.not_done]
    blocks: list[Block] = []
    if after:
        blocks.extend([Heading(plain("Afterwards")), Items(tuple(after), Mark.TICK)])
    if not_done:
        blocks.extend([Heading(plain("Not on this page, on purpose")), Items(tuple(not_done))])
    return blocks


def _by_hand(playbook: Playbook, scripts: Mapping[str, str]) -> tuple[Script, ...]:
    actions = zip(by_hand_numbers(playbook), playbook.by_hand, strict=True)
    return tuple(Script(number, scripts[action.template]) for number, action in actions if action.template in scripts)


def _library(library: str) -> tuple[Script, ...]:
    return (Script(LIBRARY, library),) if library else ()


def _scripts(scripts: tuple[Script, ...]) -> list[Block]:
    blocks: list[Block] = [PageBreak(), Heading(plain("Scripts"))]
    for script in scripts:
        blocks.extend([Heading(plain(f"Script: {script.name}"), level=3), Command(script.text)])
    return blocks
