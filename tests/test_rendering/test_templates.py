"""What a template says of itself is read strictly."""

import pytest

from toolkit.errors import TemplateInvalid
from toolkit.model.danger import Danger
from toolkit.model.exchange import ExchangeVersion
from toolkit.rendering.templates import list_templates, load_template, parse_template

FULL = """#: title      Move old logs
#: value      Folders: list(folder)
#: value      Mode: choice(a|b)?
#: value      Days: number
#: exchange   2013 2016
#: shell      exchange
#: deadline   90
#: undo       change/return_old_logs
Set-StrictMode -Version 2.0
$p.Days
"""


def test_front_matter_is_read_whole() -> None:
    """Title, values, versions, shell, deadline and undo come from the file; the body starts behind them."""
    template = parse_template("change/move", FULL)
    facts = template.facts
    assert (facts.title, facts.danger, facts.deadline_s, facts.undo) == ("Move old logs", Danger.CHANGE, 90, "change/return_old_logs")
    assert facts.versions == (ExchangeVersion.E2013, ExchangeVersion.E2016)
    assert facts.needs_exchange_shell
    assert [(value.name, value.kind, value.many, value.optional, value.choices) for value in facts.values.values()] == [
        ("Folders", "folder", True, False, ()),
        ("Mode", "choice", False, True, ("a", "b")),
        ("Days", "number", False, False, ()),
    ]
    assert template.body.startswith("Set-StrictMode")
    assert template.body_line == 9


@pytest.mark.parametrize(
    ("name", "text", "where"),
    [
        ("observe/x", "Set-StrictMode -Version 2.0\n", "observe/x.ps1.j2:1: a template says its title"),
        ("observe/x", "#: title a\n#: nonsense b\n", ":2: '#: nonsense b'"),
        ("observe/x", "#: title a\n#: value server Server\n", ":2: 'server Server' is not"),
        ("observe/x", "#: title a\n#: value Server: colour\n", ":2: 'Server: colour' is not"),
        ("observe/x", "#: title a\n#: exchange 2007\n", ":2: '2007' is not a valid"),
        ("observe/x", "#: title a\n#: deadline soon\n", ":2: a deadline is a number"),
        ("observe/x", "#: title a\n1\n#: shell exchange\n", ":2: front matter stands only at the top"),
        ("harmless/x", "#: title a\n", "'harmless' is no danger"),
        ("observe/x", "#: title a\nSet-Thing '{{ value }}'\n", ":2: '{{' is not allowed"),
        ("observe/x", "#: title a\n\n{% set x = 1 %}\n", ":3: '{% set' is not allowed"),
        ("observe/x", "#: title a\n{% macro f() %}{% endmacro %}\n", ":2: '{% macro' is not allowed"),
        ("observe/x", "#: title a\n{% raw %}\n1\n{% endraw %}\n", ":2: '{% raw' is not allowed"),
        ("observe/x", "#: title a\n$a = @{# b\n    c = 1 #}\n}\n", ":2: '{#' is not allowed"),
        ("observe/x", "#: title a\n1 {% if edge %}\n2\n{% endif %}\n", ":2: ' {%' is not allowed"),
        ("observe/x", "#: title a\n{% if edge %} 1\n{% endif %}\n", ":2: '%}' is not allowed"),
    ],
)
def test_a_wrong_template_is_refused_with_its_line(name: str, text: str, where: str) -> None:
    """Every mistake names file and line."""
    with pytest.raises(TemplateInvalid) as refused:
        parse_template(name, text)
    assert where in refused.value.what


@pytest.mark.parametrize("name", ["observe/nothing", "../etc/passwd", "observe/../agent/stage0", "Observe/volumes", "volumes", ""])
def test_a_template_that_does_not_exist_is_an_error(name: str) -> None:
    """Names outside the folders of danger find nothing."""
    with pytest.raises(TemplateInvalid, match="there is no template"):
        load_template(name)


def test_all_shipped_templates_are_read() -> None:
    """Each shipped template has front matter that the renderer understands."""
    names = list(list_templates())
    assert "observe/volumes" in names
    assert all(load_template(name).facts.name == name for name in names)
