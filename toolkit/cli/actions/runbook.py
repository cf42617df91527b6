"""Print the runbook of a playbook: the page that people follow without exkit."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from toolkit.cli.content import Content, open_content
from toolkit.cli.content_options import SHIPPED_ONLY, ContentChoice
from toolkit.cli.options import Settings
from toolkit.cli.own_files import write_document
from toolkit.cli.printing import open_console
from toolkit.cli.typed_commands import content_words, write_words
from toolkit.documents.html import render_html
from toolkit.documents.markdown import render_markdown
from toolkit.documents.runbook import runbook_page
from toolkit.engine.commands import preview, resolve_values
from toolkit.engine.parameters import blank_parameters
from toolkit.engine.planning import assumed_version, make_plan
from toolkit.engine.situation import Situation, number_steps
from toolkit.errors import PlaybookInvalid, UsageError
from toolkit.model.facts import Facts
from toolkit.model.vocabulary import Vocabulary
from toolkit.rendering.libraries import load_libraries


@dataclass(frozen=True, slots=True)
class RunbookWish:
    """Which runbook is written or checked.

    Attributes:
        playbook_id: id of the playbook.
        files: where; the ending picks the form.
        exchange: version that the commands are for.
        content: whose playbook it is.
    """

    playbook_id: str
    files: Sequence[str]
    exchange: str
    content: ContentChoice = SHIPPED_ONLY


def write(settings: Settings, wish: RunbookWish) -> None:
    """Write the runbook; the ending picks the form; without a file it goes to stdout as Markdown.

    Raises:
        PlaybookError: the playbook is wrong.
        UsageError: an ending has no form.
    """
    console = open_console(settings)
    content = open_content(wish.content)
    texts = {file: render(wish.playbook_id, Path(file).suffix, wish.exchange, content) for file in wish.files or ["-.md"]}
    for file, text in texts.items():
        if file == "-.md":
            console.out.write(text)
            continue
        write_document(Path(file), text)
        console.err.say(f"Written: {file}")


def check(settings: Settings, wish: RunbookWish) -> None:
    """Check that the files hold what would be written today.

    Raises:
        PlaybookInvalid: one of them is stale or missing.
    """
    content = open_content(wish.content)
    wanted = {file: render(wish.playbook_id, Path(file).suffix, wish.exchange, content) for file in wish.files}
    stale = [file for file, text in wanted.items() if _read(Path(file)) != text]
    if stale:
        problems = [f"{file}:1: not what is generated today" for file in stale]
        do = (write_words(("exkit", "runbook", wish.playbook_id, *content_words(wish.content), "-o", stale[0])),)
        raise PlaybookInvalid("a runbook is not fresh", problems=problems, do=do)
    open_console(settings).err.say("All runbooks are fresh.")


def _read(file: Path) -> str:
    return file.read_text(encoding="utf-8") if file.is_file() else ""


def render(playbook_id: str, form: str, exchange: str, content: Content) -> str:
    """Return the runbook as text in the form ``.md`` or ``.html``.

    Raises:
        PlaybookError: the playbook is wrong.
        UsageError: there is no such form.
    """
    renderers = {".md": render_markdown, ".html": render_html}
    if form not in renderers:
        raise UsageError(f"a runbook has no form '{form}'", why="It is written as .md or .html.", do=("exkit runbook --help",))
    vocabulary = content.vocabulary
    playbook = content.find_playbook(playbook_id)
    facts = Facts(parameters=blank_parameters(playbook))
    situation = Situation(playbook, "SERVER", facts, assumed_version(exchange), content.shelf)
    plan = make_plan(situation, vocabulary.readers)
    return renderers[form](runbook_page(plan, vocabulary, _by_hand(situation, vocabulary), load_libraries()[0]))


def _by_hand(situation: Situation, vocabulary: Vocabulary) -> dict[str, str]:
    """The scripts of the last page, with blanks where a person puts the values."""
    numbers = number_steps(situation.playbook)
    scripts = {}
    for action in situation.playbook.by_hand:
        sources = {name: f"parameter:{name}" for name in vocabulary.templates[action.template].values}
        scripts[action.template] = preview(action.template, resolve_values(action.template, sources, situation, numbers), situation)
    return scripts
