"""``docs/how-to/write-a-playbook.md``: its example is a playbook without mistakes that does what the page says."""

from pathlib import Path

import pytest

from tests.test_docs.example import NAME, PAGE, example_files
from tests.test_docs.pages import blocks_of, read
from tests.test_docs.running import shows
from toolkit.catalog.building import Sources
from toolkit.catalog.loading import examine_playbook
from toolkit.cli.main import run
from toolkit.cli.vocabulary import shipped_vocabulary
from toolkit.engine.planning import make_plan
from toolkit.engine.rehearsing import rehearse
from toolkit.engine.situation import Situation
from toolkit.lab.scenarios import find_scenario, shipped_scenarios
from toolkit.model.danger import Danger
from toolkit.model.exchange import ExchangeVersion
from toolkit.model.facts import Facts
from toolkit.model.playbook import Playbook, ScriptStep
from toolkit.shells.replay import ScenarioShell

VOCABULARY = shipped_vocabulary()


@pytest.fixture(scope="module", name="playbook")
def example() -> Playbook:
    """The example, loaded."""
    (file, text), (texts_file, texts) = example_files().items()
    playbook, problems = examine_playbook(Sources(file, text, texts_file, texts), VOCABULARY)
    assert problems == []
    assert playbook is not None
    return playbook


def situation(playbook: Playbook, sibling: str | None) -> Situation:
    """Return the example on the lab's server."""
    return Situation(playbook, "EX01", Facts(parameters={"sibling": sibling}), ExchangeVersion.E2016)


def test_the_example_has_all_kinds_of_steps_and_no_problem(playbook: Playbook) -> None:
    """It is loaded without a problem and shows each kind of step."""
    assert {type(step).__name__ for step in playbook.steps} == {"AskStep", "ActStep", "WaitStep", "DecideStep", "HandOverStep"}


def test_the_example_is_planned(playbook: Playbook) -> None:
    """A plan of it names its OUTAGE."""
    plan = make_plan(situation(playbook, "EX02"), VOCABULARY.readers)
    dangers = [planned.step.danger for planned in plan.steps if isinstance(planned.step, ScriptStep)]
    assert max(dangers) is Danger.OUTAGE


@pytest.mark.parametrize(
    ("scenario", "sibling", "verdict"),
    (
        ("back-pressure-memory", "EX02", "DONE"),
        ("back-pressure-memory", None, "REFUSED"),
        ("back-pressure-disk", "EX02", "HANDED OVER"),
        ("back-pressure-quiet", "EX02", "HANDED OVER"),
    ),
)
def test_the_example_is_rehearsed(playbook: Playbook, scenario: str, sibling: str | None, verdict: str) -> None:
    """Over recorded answers it restarts only where memory is short and a sibling carries mail."""
    shell = ScenarioShell(find_scenario(scenario, shipped_scenarios()).recording)
    progress = rehearse(situation(playbook, sibling), shell, VOCABULARY)
    assert progress.ending is not None
    assert progress.ending.verdict.value == verdict


MISTAKES = (
    ("gates: [setup-quiet, sibling]", "gates: [setup-quiet, siblng]"),
    ("question: transport.queues-drain", "question: transport.queues-drian"),
)
"""What the page's example of an error message comes from."""


def test_the_mistakes_on_the_page_are_told_like_that(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What the page shows of mistakes is what the command prints for them."""
    file = checkout / "playbooks" / f"{NAME}.yml"
    text = file.read_text(encoding="utf-8")
    for right, wrong in MISTAKES:
        assert right in text
        text = text.replace(right, wrong)
    file.write_text(text, encoding="utf-8")
    assert run(["playbooks", "check", f"playbooks/{NAME}.yml"]) == 3
    block = next(block for block in blocks_of(read(PAGE)) if block.text.startswith("error:"))
    assert shows(block.text, capsys.readouterr().err)
