"""The grammar of the compiler and the parser of a real PowerShell, against each other."""

import os
from collections import Counter

import pytest

from tests.test_lab.powershell import find_powershell
from tests.test_rendering.mutations import find_disagreements, let_pass, make_scripts
from toolkit.cli.real_parser import find_reader
from toolkit.rendering.compile import check_script, variants_of
from toolkit.rendering.compile_tree import Reader
from toolkit.rendering.library_facts import load_library
from toolkit.rendering.real_reading import Reading, check_reading
from toolkit.rendering.script_facts import read_facts
from toolkit.rendering.script_tree import read_tree
from toolkit.rendering.templates import list_templates, load_template

SLICE = 1_000


@pytest.fixture(scope="module")
def reader() -> Reader:
    """Return a real PowerShell that reads; skip where there is none."""
    found = find_reader({**os.environ, "PWSH": find_powershell()})
    assert found is not None
    return found


@pytest.mark.pwsh
def test_what_passes_says_the_same_to_powershell(reader: Reader) -> None:
    """A spoiled script that the compiler lets pass has, to PowerShell, the commands and members that the compiler saw."""
    passed = let_pass(list(make_scripts(20261125, SLICE)))
    assert len(passed) > SLICE // 20
    assert find_disagreements(passed, reader.read) == []


@pytest.mark.pwsh
def test_both_readers_see_the_same_in_what_is_shipped(reader: Reader) -> None:
    """In every variant of every template, and in the library, nothing is read differently."""
    scripts = [variant.body for name in list_templates() for variant in variants_of(load_template(name))]
    scripts += [file.text for file in load_library().files]
    assert find_disagreements(scripts, reader.read) == []
    assert [reading.errors for reading in reader.read(scripts) if reading.errors] == []


@pytest.mark.parametrize(
    "script",
    [
        '"<#"; Invoke-Expression \'x\'; "#>"',
        "Get-ExkitText $a#; Invoke-Expression 'x'",
        "<#`#> Invoke-Expression 'x' #>",
        "$a = @'\n'@\nInvoke-Expression 'x'\n$b = @'\n'@\n",
        "Get-Ex`\nkitText 'x'",
        "return$a",
    ],
)
def test_what_the_two_read_differently_is_refused(script: str) -> None:
    """Tricks with comments, texts and backticks, in which the grammar alone would not see the code."""
    assert list(check_script(script))


def test_a_difference_is_a_problem() -> None:
    """The comparison itself works: a command that only PowerShell sees, one that only we see, and an error of PowerShell."""
    facts = read_facts(read_tree("Get-ExkitText 'x'\n"))
    differently = ["PowerShell reads the command get-exkittext differently"]
    seen = (1, "command", "get-exkittext")
    assert [broken.what for broken in check_reading(facts, Reading((), Counter()))] == differently
    assert [broken.what for broken in check_reading(facts, Reading((), Counter([seen, seen])))] == differently
    assert list(check_reading(facts, Reading((), Counter([seen])))) == []
    assert [broken.what for broken in check_reading(facts, Reading(((1, "unexpected"),), Counter()))] == ["unexpected"]
