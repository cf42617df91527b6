"""``docs/reference/template-rules.md``: what the compiler refuses, and what templates may use; for people who write templates."""

import json
from collections.abc import Iterator
from importlib.resources import files

from toolkit.knowledge.template_permits import load_permits
from toolkit.model.danger import Danger
from toolkit.model.script_rule import Rule

_HEAD = """\
# Rules for templates

What `exkit playbooks check` refuses in templates and their library. Written by `make docs` from `toolkit/model/script_rule.py` and
`toolkit/knowledge/data/template_permits.json`; a test keeps it fresh.

Every template is read for every Exchange version that it names, on the oldest server of that version: Windows Server 2012
with PowerShell 3.0 for 2010, 2013 and 2016, Windows Server 2019 with PowerShell 5.1 for 2019 and SE. Commands and parameters
are those of Microsoft's documentation, members those of .NET Framework 4.0. A library function is as dangerous as the worst
that it calls.

The scripts are read by tree-sitter. Where there is a PowerShell, its own parser reads them too, and a command or member that
only one of the two sees is a problem of its own. What is on no list is refused: somebody has to judge it first, in a reviewed
change of the lists.
"""


def rules_page() -> str:
    """Return the page."""
    return "\n".join([_HEAD, *_rules(), "", *_commands(), "", *_types(), "", *_exemptions()]) + "\n"


def _spelling() -> dict[str, str]:
    """Names as the list spells them, by lower-case name."""
    rows = json.loads(files("toolkit.knowledge").joinpath("data", "template_permits.json").read_text(encoding="utf-8"))
    lists = [*rows["commands"].values(), *rows["library_only"].values(), rows["verbs"]["observe"], *rows["methods"].values()]
    members = [name for row in rows["types"].values() for key in ("observe", "change") for name in row.get(key, []) if row.get(key) != "*"]
    return {name.lower(): name for names in [*lists, members] for name in names}


def _rules() -> Iterator[str]:
    yield from ("## Rules", "", "| rule | why | what to do |", "|---|---|---|")
    for rule in Rule:
        yield f"| `{rule.slug}` | {rule.value.why} | {_cell(rule.value.do)} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _commands() -> Iterator[str]:
    permits, spelled = load_permits(), _spelling()
    verbs = ", ".join(f"{spelled[verb]}-" for verb in sorted(permits.verbs))
    yield from ("## Commands by danger", "", f"Documented cmdlets that begin with {verbs} only ask, unless a list says otherwise.", "")
    yield from ("| danger | commands |", "|---|---|")
    for danger in Danger:
        names = sorted(name for name, of in permits.commands.items() if of is danger)
        yield f"| {danger.word} | {' '.join(f'`{spelled[name]}`' for name in names)} |"
    yield from ("", f"For the library alone: {' '.join(f'`{spelled[name]}`' for name in sorted(permits.library_only))}.")


def _types() -> Iterator[str]:
    yield from ("## Types and methods of .NET", "", "| type | members | |", "|---|---|---|")
    spelled = _spelling()
    for permitted in load_permits().types.values():
        members = " ".join(
            f"`{spelled[name]}`" + (f" ({of.word})" if of is not Danger.OBSERVE else "") for name, of in permitted.members.items()
        )
        notes = [*(["library alone"] if permitted.library_only else []), *([] if permitted.castable else ["no cast"])]
        yield f"| `{permitted.name}` | {members or 'all'} | {', '.join(notes)} |"
    methods = " ".join(f"`{spelled[name]}`" for name in sorted(load_permits().methods))
    yield from ("", f"Methods of values, with their number of arguments: {methods}.")


def _exemptions() -> Iterator[str]:
    yield from ("## Exemptions", "", "| function or template | rules that it may break | counts as | because |", "|---|---|---|---|")
    for name, exemption in load_permits().exemptions.items():
        rules = " ".join(f"`{slug}`" for slug in sorted(rule.slug for rule in exemption.rules))
        yield f"| `{name}` | {rules} | {exemption.danger.word} | {exemption.why} |"
