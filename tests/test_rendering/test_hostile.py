"""Hostile values through the headers of all templates, in the real PowerShell; ``make hostile`` does it with 100,000."""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

from tests.test_rendering.hostile_headers import Composer, Script, encode, facts_of_templates, fill, harmless
from tests.test_rendering.hostile_shell import HostileShell, Verdict, open_hostile_shell
from tests.test_rendering.hostile_values import hostile_values, read_corpus
from toolkit.rendering.quoting import write_header
from toolkit.rendering.scripts import check_values, render_script
from toolkit.rendering.templates import load_template

SHORT = [text for text in read_corpus() if len(text) < 40_000]
SLICE = [*SHORT[:80], *SHORT[80::2], *hostile_values(700)[-50:]]
"""All quotes and what breaks out of them, half of the rest, and some mixtures."""


@pytest.fixture(scope="module")
def hostile_shell(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HostileShell]:
    """A PowerShell that reads and runs headers."""
    with open_hostile_shell(tmp_path_factory.mktemp("hostile")) as shell:
        yield shell


@pytest.mark.pwsh
def test_no_value_runs_and_none_changes(hostile_shell: HostileShell) -> None:
    """In every template: statements, tokens and literals are those of harmless values, and what was given arrives in $p."""
    composer = Composer()
    verdict = hostile_shell.judge(chain.from_iterable(map(composer.lines, SLICE)))
    assert verdict == Verdict(scripts=len(SLICE))
    assert not hostile_shell.canary.exists()
    takers = {facts.name for facts in facts_of_templates() if {place.kind for place in facts.values.values()} != {"choice"}}
    assert takers == set(composer.taken)


def naive_lines(values: list[str]) -> Iterator[str]:
    """Yield scripts in which only U+0027 is doubled, and their twin."""
    for text in ["harmless", *values]:
        script = Script()
        literal = "'" + text.replace("'", "''") + "'"
        script.add_header(f"$p = @{{\n    Text = {literal}\n}}\n", {"Text": ""})
        script.expect(text)
        yield script.line(0) if text != "harmless" else f"t {encode(''.join(script.parts))}\n"


@pytest.mark.pwsh
def test_the_control_with_ascii_quotes_alone_runs_code(tmp_path: Path) -> None:
    """The same values, quoted as most programs do it: PowerShell reads other statements, runs commands and alters values."""
    values = SHORT[:80]
    with open_hostile_shell(tmp_path) as shell:
        verdict = shell.judge(naive_lines(values))
        assert shell.canary.exists()
    assert verdict.scripts == len(values)
    assert min(verdict.parsed_otherwise, verdict.executed, verdict.altered) > 5, verdict


@pytest.mark.parametrize("name", [facts.name for facts in facts_of_templates()])
def test_a_value_changes_the_header_only(name: str) -> None:
    """What is behind the header is byte for byte what a harmless value has there."""
    template = load_template(name)
    places = template.facts.values.values()
    fillings = [{place.name: harmless(place) for place in places}]
    fillings += [{place.name: fill(place, text) for place in places} for text in read_corpus()[:-12:3]]
    bodies = set()
    for values in fillings:
        script = render_script(template, template.facts.versions[-1], values)
        front = f"# exkit {name}\n{write_header(check_values(template.facts, values))}"
        assert script.startswith(front)
        bodies.add(script.removeprefix(front))
    assert len(bodies) == 1
