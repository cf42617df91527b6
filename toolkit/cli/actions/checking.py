"""Check playbooks and templates: everything that is wrong with them, at once."""

import os
from collections.abc import Sequence
from pathlib import Path

from toolkit.catalog.library import read_sources
from toolkit.catalog.loading import load_playbook as load_sources
from toolkit.cli.content import open_content
from toolkit.cli.content_options import ContentChoice
from toolkit.cli.kept_checks import keep, read_kept
from toolkit.cli.options import Settings
from toolkit.cli.places import checks_home
from toolkit.cli.printing import open_console
from toolkit.cli.real_parser import find_reader
from toolkit.documents.check_pages import TreeCheck, check_object, check_page, say_problems
from toolkit.documents.json import playbook_object
from toolkit.documents.playbook_pages import playbook_show
from toolkit.errors import NOTHING_READ, PlaybookInvalid, UsageError
from toolkit.model.danger import Danger
from toolkit.rendering.compile_tree import compile_tree
from toolkit.rendering.environment import SUFFIX
from toolkit.rendering.templates import Template, parse_template

PLAYBOOK_SUFFIX = ".yml"


def check_content(settings: Settings, file: str, choice: ContentChoice) -> None:
    """Print what was checked: one playbook, one template, a folder of a site, or all that is shipped when no file is named.

    Raises:
        UsageError: there is no such file, or it is neither a playbook nor a template.
        PlaybookInvalid: rules are broken; all of them are listed.
        TemplateInvalid: the front matter of a template cannot be read.
    """
    if file and Path(file).is_dir():
        file, choice = "", ContentChoice(file, choice.signers)
    content = open_content(choice)
    if not file:
        playbooks = tuple(playbook.id for playbook in content.load_playbooks())
        _check_templates(settings, playbooks, [content.shelf.load(name) for name in content.shelf.names()])
    elif file.endswith(SUFFIX):
        _check_templates(settings, (), [_read_template(_existing(file))])
    elif file.endswith(PLAYBOOK_SUFFIX):
        path = _existing(file)
        found = load_sources(read_sources(path.parent, path.stem, "en"), content.vocabulary)
        open_console(settings).result(playbook_show(found), playbook_object(found))
    else:
        raise _wrong(f"{file} is neither a playbook nor a template")


def _existing(file: str) -> Path:
    path = Path(file)
    if not path.is_file():
        raise _wrong(f"there is no file {file}")
    return path


def _wrong(what: str) -> UsageError:
    why = f"A playbook is a {PLAYBOOK_SUFFIX} file, a template a {SUFFIX} file; a folder has playbooks/ and ps_templates/."
    return UsageError(what, why=why, do=("exkit playbooks check --help",), state=NOTHING_READ)


def _read_template(path: Path) -> Template:
    folders = [danger.folder for danger in Danger]
    if path.absolute().parent.name not in folders:
        raise _wrong(f"{path} lies in none of the folders {', '.join(folders)}")
    return parse_template(f"{path.absolute().parent.name}/{path.name.removesuffix(SUFFIX)}", path.read_text(encoding="utf-8"))


def _check_templates(settings: Settings, playbooks: tuple[str, ...], templates: Sequence[Template]) -> None:
    reader = find_reader(os.environ)
    home = checks_home(os.environ)
    kept = read_kept(home)
    found = compile_tree(templates, kept, reader)
    keep(home, [*kept.items(), *found.values()] if len(templates) == 1 else found.values())
    problems = tuple(problem for _, problems in found.values() for problem in problems)
    facts = tuple(template.facts for template in templates)
    check = TreeCheck(playbooks, facts, reader.name if reader else "", problems)
    console = open_console(settings)
    if not problems:
        console.result(check_page(check), check_object(check))
        return
    if settings.as_json:
        console.result(check_page(check), check_object(check))
    lines = [str(problem) for problem in problems]
    raise PlaybookInvalid(f"templates cannot be used: {say_problems(problems)}", problems=lines, do=("exkit playbooks check",))
