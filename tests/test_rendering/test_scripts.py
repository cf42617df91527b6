"""Templates and values make exact scripts."""

import pytest

from toolkit.errors import TemplateInvalid, ValueRefused
from toolkit.model.exchange import ExchangeVersion
from toolkit.rendering.scripts import Given, Later, preview_script, render_script
from toolkit.rendering.templates import Template, parse_template

BRANCHED = parse_template(
    "observe/branched",
    "#: title Branches\n#: value Server: server\n#: value Folders: list(folder)?\n#: value Record: json?\n"
    "{% if exchange == '2010' %}\nGet-Old\n{% else %}\nGet-New $p.Server\n{% endif %}\n{% if edge %}\nGet-Edge\n{% endif %}\n",
)


def test_a_script_is_header_and_constant_body() -> None:
    """First the template's name, then the values, then the body for this version and role."""
    values: dict[str, Given] = {"Server": "ex01", "Folders": ("C:\\a", "D:\\b"), "Record": {"b": 1, "a": [None, True]}}
    assert render_script(BRANCHED, ExchangeVersion.E2016, values) == (
        "# exkit observe/branched\n$p = @{\n    Server = 'ex01'\n    Folders = @(\n        'C:\\a',\n        'D:\\b'\n    )\n"
        '    Record = \'{"a":[null,true],"b":1}\'\n}\nGet-New $p.Server\n'
    )


def test_the_branch_is_taken_for_version_and_role() -> None:
    """Constants alone decide; values never do."""
    old = render_script(BRANCHED, ExchangeVersion.E2010, {"Server": "ex01"}, edge=True)
    assert old.endswith("}\nGet-Old\nGet-Edge\n")


def test_the_same_input_gives_the_same_bytes() -> None:
    """Rendering has no clock, no order of its own and no state."""
    first, second = (render_script(BRANCHED, ExchangeVersion.SE, {"Server": "ex01", "Record": {"b": 1, "a": 2}}) for _ in range(2))
    assert first == second


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({}, "It is missing"),
        ({"Server": None}, "It is missing"),
        ({"Server": "ex01; calc"}, "A server is named"),
        ({"Server": 5}, "Text is needed, not int"),
        ({"Server": "ex01", "Other": "x"}, "The template has no such value"),
        ({"Server": "ex01", "Folders": "C:\\a"}, "A list is needed"),
        ({"Server": "ex01", "Folders": ("C:\\a", "b")}, "Not an absolute path"),
    ],
)
def test_a_value_that_does_not_fit_is_refused(values: dict[str, Given], why: str) -> None:
    """Missing, superfluous and wrong values never become a script."""
    with pytest.raises(ValueRefused) as refused:
        render_script(BRANCHED, ExchangeVersion.E2016, values)
    assert refused.value.why.startswith(why)


def test_a_preview_says_which_step_tells_a_value() -> None:
    """What is not known yet is named by the number of the step that tells it."""
    text = preview_script(BRANCHED, ExchangeVersion.E2016, {"Server": Later(("1",)), "Folders": Later(("2", "9"))})
    assert "    Server = (known after step 1)\n    Folders = (known after step 2 and 9)\n    Record = $null\n" in text


def test_an_unknown_constant_is_an_error_with_its_line() -> None:
    """A typing slip in a condition is found, not taken for false."""
    template: Template = parse_template("observe/x", "#: title x\n{% if exchagne == '2010' %}\n1\n{% endif %}\n")
    with pytest.raises(TemplateInvalid, match="exchagne"):
        render_script(template, ExchangeVersion.E2016, {})
