"""Make a plan: read what may be read, show exactly what would be sent, change nothing."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from toolkit.cli.connecting import open_site
from toolkit.cli.content import Content, open_content
from toolkit.cli.content_options import SHIPPED_ONLY, ContentChoice
from toolkit.cli.journals import NoJournal, new_token
from toolkit.cli.options import Settings
from toolkit.cli.own_files import write_document
from toolkit.cli.printing import Console, open_console
from toolkit.cli.quiet import QuietWatcher
from toolkit.cli.rehearsals import rehearsed_paths
from toolkit.cli.server_options import ServerChoice
from toolkit.cli.typed_commands import run_command
from toolkit.documents.html import render_html
from toolkit.documents.json import plan_object, write_file
from toolkit.documents.plan_page import paths_page, plan_page
from toolkit.documents.plan_review import plan_review
from toolkit.engine.driving import RunDriver, Surroundings
from toolkit.engine.gates import check_trust
from toolkit.engine.parameters import blank_parameters, read_parameters
from toolkit.engine.planning import assumed_version, make_plan
from toolkit.engine.progress import RunProgress
from toolkit.engine.situation import Situation
from toolkit.errors import UsageError
from toolkit.model.facts import Facts
from toolkit.model.plan import Plan, PlanPath
from toolkit.model.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class PlanWish:
    """What a plan is made for.

    Attributes:
        playbook_id: id of the playbook.
        parameters: ``name=value`` texts.
        exchange: version to assume where no server is asked.
        all_paths: list every path instead of the steps.
        files: where to write the plan; the ending picks the form.
        content: whose playbook it is.
    """

    playbook_id: str
    parameters: Sequence[str]
    exchange: str
    all_paths: bool
    files: Sequence[str]
    content: ContentChoice = SHIPPED_ONLY


def make(settings: Settings, wish: PlanWish, server: ServerChoice) -> None:
    """Print the plan, and write it where it was asked for.

    Raises:
        PlaybookError: playbook, parameters or server do not fit.
        GateClosed: the playbook is unsigned and does more than ask.
        ReachError: the server could not be asked.
    """
    console = open_console(settings)
    content = open_content(wish.content)
    vocabulary = content.vocabulary
    plan = _read_plan(wish, server, content)
    paths = rehearsed_paths(plan.playbook, plan.version, vocabulary)
    for file in wish.files:
        write_plan(Path(file), plan, paths, vocabulary)
    _show(console, wish, server, plan, paths, vocabulary)


def _show(console: Console, wish: PlanWish, server: ServerChoice, plan: Plan, paths: Sequence[PlanPath], vocabulary: Vocabulary) -> None:
    content = {**plan_object(plan, paths), "plan_hash": plan.content_sha256}
    if wish.all_paths:
        console.result(paths_page(plan, paths), content)
        return
    console.result(
        plan_page(plan, paths, vocabulary, list(wish.files), run_command(wish.playbook_id, wish.parameters, server, wish.content)), content
    )


def _read_plan(wish: PlanWish, server: ServerChoice, content: Content) -> Plan:
    playbook, vocabulary = content.find_playbook(wish.playbook_id), content.vocabulary
    check_trust(playbook)
    assumed = assumed_version(wish.exchange)
    if not server.is_named:
        given = blank_parameters(playbook) if wish.all_paths and not wish.parameters else read_parameters(playbook, wish.parameters)
        return make_plan(Situation(playbook, "SERVER", Facts(parameters=given), assumed, content.shelf), vocabulary.readers)
    if wish.parameters or not server.lab:
        read_parameters(playbook, wish.parameters)  # wrong ones are told before any server is touched
    watcher = QuietWatcher()
    with ExitStack() as stack:
        site = stack.enter_context(open_site(server, playbook.id))
        facts = Facts(parameters=read_parameters(playbook, site.given(wish.parameters, playbook.id)))
        situation = Situation(playbook, site.host, facts, site.version or assumed, content.shelf)
        shell = site.open_shell(f"plan-{new_token()}", watcher.progress)
        stack.callback(shell.close)
        around = Surroundings(shell, site.clock, NoJournal(), watcher, watcher, vocabulary)
        progress = RunDriver(RunProgress.begin(situation), around).collect_facts()
    return make_plan(progress.situation, vocabulary.readers)


def write_plan(file: Path, plan: Plan, paths: Sequence[PlanPath], vocabulary: Vocabulary) -> None:
    """Write a plan; ``.json`` for machines, ``.html`` for the person who approves.

    Raises:
        UsageError: the ending is another one.
    """
    if file.suffix == ".json":
        write_document(file, write_file({**plan_object(plan, paths), "plan_hash": plan.content_sha256}))
    elif file.suffix == ".html":
        write_document(file, render_html(plan_review(plan, paths, vocabulary)))
    else:
        raise UsageError(f"'{file.name}' has no form", why="A plan is written as .json or .html.", do=("exkit plan --help",))
