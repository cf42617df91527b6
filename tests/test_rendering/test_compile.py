"""The compiler on what is shipped: no false alarm, the right line, the danger that the commands have."""

from collections import Counter

import pytest

from toolkit.model.danger import Danger
from toolkit.model.exchange import ExchangeVersion
from toolkit.rendering.compile import compile_library, compile_template
from toolkit.rendering.compile_tree import LIBRARY, Reader, compile_tree
from toolkit.rendering.library_facts import load_library, read_library
from toolkit.rendering.real_reading import Reading
from toolkit.rendering.templates import list_templates, load_template, parse_template

NAMES = sorted(list_templates())


@pytest.mark.parametrize("name", NAMES)
def test_every_shipped_template_may_exist(name: str) -> None:
    """No rule is broken, on any server that the template is for, nor in a function that it reaches."""
    assert compile_template(load_template(name)) == ()


def test_the_shipped_library_may_exist() -> None:
    """No rule is broken in the library."""
    assert compile_library() == ()


@pytest.mark.parametrize(
    ("function", "danger"),
    [
        ("Get-ExkitText", Danger.OBSERVE),
        ("Get-ExkitVolume", Danger.OBSERVE),
        ("Invoke-ExkitSmtpDialog", Danger.OBSERVE),
        ("Set-ExkitAppSetting", Danger.CHANGE),
        ("Write-ExkitTextFile", Danger.CHANGE),
        ("Add-ExkitKeyReturn", Danger.CHANGE),
        ("Restart-ExkitService", Danger.OUTAGE),
        ("Complete-ExkitKeyReturn", Danger.OUTAGE),
        ("Move-ExkitQueueDatabase", Danger.OUTAGE),
    ],
)
def test_danger_of_a_library_function(function: str, danger: Danger) -> None:
    """A function is as dangerous as the worst that it calls, however deep."""
    assert load_library().functions[function.lower()].danger is danger


@pytest.mark.parametrize("name", NAMES)
def test_a_template_in_a_more_harmless_folder_is_refused(name: str) -> None:
    """The folder must agree with the commands: the same body one folder lower breaks danger.folder, unless it only asks anyway."""
    template = load_template(name)
    folder, _, file = name.partition("/")
    lower = {"change": "observe", "outage": "change"}.get(folder)
    if lower is None or name in {"change/cancel_key_return"}:
        return
    text = "#: title x\n" + "".join(f"#: value {value.name}: text\n" for value in template.facts.values.values()) + template.body
    assert "danger.folder" in {problem.rule.slug for problem in compile_template(parse_template(f"{lower}/{file}", text))}


BRANCHES = """#: title      Read something
#: value      Server: server
#: exchange   2010 2016
Set-StrictMode -Version 2.0
{% if exchange == '2010' %}
# only there
Get-ServerComponentState -Identity $p.Server
{% else %}
Get-TransportServer -Identity $p.Server -Foo 1

Get-Queue -Sever $p.Server
{% endif %}
"""


def test_a_problem_in_a_branch_stands_on_its_line_of_the_file() -> None:
    """Lines are those of the file that a person edits, whatever branch they stand in; each problem is told once."""
    found = compile_template(parse_template("observe/x", BRANCHES))
    assert [(problem.place.line, problem.rule.slug) for problem in found] == [
        (7, "command.version"),
        (9, "parameter.unknown"),
        (11, "parameter.unknown"),
    ]
    assert str(found[0]).startswith("ps_templates/observe/x.ps1.j2:7: Get-ServerComponentState")


def test_a_function_that_an_old_server_cannot_run_is_found_where_it_is_reached() -> None:
    """A library function may need a later version; a template for an older one that reaches it is refused, with the library's line."""
    caller = "function Get-ExkitA($Server) { Get-ExkitB $Server }\n"
    library = read_library({"lib/a.ps1": caller + "function Get-ExkitB($Server) {\n    Get-ServerComponentState -Identity $Server\n}\n"})
    text = "#: title x\n#: value Server: server\n#: exchange {}\nSet-StrictMode -Version 2.0\nGet-ExkitA $p.Server\n"
    assert compile_template(parse_template("observe/x", text.replace("{}", ExchangeVersion.E2016.value)), library) == ()
    found = compile_template(parse_template("observe/x", text.replace("{}", ExchangeVersion.E2010.value)), library)
    assert [str(problem.place) for problem in found] == ["ps_templates/lib/a.ps1:3"]


def test_all_problems_are_told_at_once() -> None:
    """A script with several faults gets all of them in one answer, in the order of its lines."""
    body = "Set-StrictMode -Version 2.0\nRead-Host\nGet-Nothing\nWrite-Host 1\nexit\n"
    found = compile_template(parse_template("observe/x", f"#: title x\n{body}"))
    assert [problem.rule.slug for problem in found] == ["prompt.ask", "command.unknown", "output.screen", "flow.exit"]


def test_looks_of_a_first_contact_are_for_it_alone() -> None:
    """A function that only the self-test sends is unknown to every other template, which would not have it."""
    text = "#: title x\nSet-StrictMode -Version 2.0\nGet-ExkitSession\n"
    assert compile_template(parse_template("observe/first_contact_x", text)) == ()
    assert [problem.rule.slug for problem in compile_template(parse_template("observe/x", text))] == ["command.unknown"]


def test_what_a_real_powershell_sees_is_told_too() -> None:
    """Its errors and differences stand beside our own problems, at the template's line; what is kept is not read again."""
    template = parse_template("observe/x", "#: title x\nSet-StrictMode -Version 2.0\nGet-ExkitVolume\n")
    reader = Reader("1.0", lambda scripts: [Reading(((2, "unexpected"),), Counter()) for _ in scripts])
    found = compile_tree([template], {}, reader)
    assert [str(problem.place) for problem in found["observe/x"][1]] == ["ps_templates/observe/x.ps1.j2:3"]
    assert "unexpected" in {problem.what for problem in found[LIBRARY][1]}
    silent = Reader("1.0", lambda scripts: pytest.fail(f"read again: {scripts}"))
    assert compile_tree([template], dict(found.values()), silent) == found
