"""The whole way: rendered scripts, the resident agent with its journal, and the simulated server, across a killed agent."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from tests.test_lab.powershell import SCENARIOS, find_powershell, library
from tests.test_lab.worlds import INSTALL
from toolkit.lab.world import World, prepare_world
from toolkit.lab.world_tree import place_of
from toolkit.model.command import Command, CommandResult, Outcome, Policy
from toolkit.model.danger import Danger
from toolkit.model.exchange import ExchangeVersion
from toolkit.rendering.quoting import write_literal
from toolkit.rendering.scripts import Given, render_script
from toolkit.rendering.templates import load_template
from toolkit.shells.agent import AgentShell
from toolkit.shells.agent_settings import AgentSettings
from toolkit.shells.local import local_starter

pytestmark = pytest.mark.pwsh

LOGS = ("C:\\inetpub\\logs\\LogFiles", f"{INSTALL}Logging")
STEPS: tuple[tuple[str, Mapping[str, Given]], ...] = (
    ("observe/server_identity", {}),
    ("observe/exchange_shell", {"Mode": "remote", "Server": "EX01.corp.example"}),
    ("observe/back_pressure_meters", {"Server": "EX01"}),
    ("observe/volumes", {}),
    ("change/move_old_logs", {"Folders": LOGS, "OlderThanDays": 7, "ArchiveTo": "D:\\archive"}),
    ("change/set_config_key", {"Key": "EnableResourceMonitoring", "Value": "false"}),
    ("outage/restart_transport", {}),
    ("observe/smtp_probe", {"Port": 25, "HeloName": "EX01"}),
)


def command(number: int, name: str, values: Mapping[str, Given]) -> Command:
    """Return a step of the run."""
    template = load_template(name)
    danger = template.facts.danger
    policy = Policy.IDEMPOTENT if danger is Danger.OBSERVE else Policy.ONCE
    script = render_script(template, ExchangeVersion.E2016, values)
    return Command(f"s{number}", script, danger, policy, template.facts.deadline_s, shared=template.facts.loads_exchange_shell)


COMMANDS = [command(number, name, values) for number, (name, values) in enumerate(STEPS, 1)]


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A server with a full C:."""
    return prepare_world(SCENARIOS / "back-pressure-disk", tmp_path / "world")


def ask(world: World, commands: Sequence[Command]) -> Iterator[CommandResult]:
    """Ask through a new agent of the same run."""
    prelude = f"$ExkitPrelude = {write_literal(world.prelude)}"
    starter = local_starter(find_powershell(), world.environment, prelude)
    shell = AgentShell(starter, "R-lab", [library()], AgentSettings(), lambda progress: None)
    try:
        yield from shell.ask(commands)
    finally:
        shell.close()


def test_a_run_on_the_simulated_server(world: World) -> None:
    """Every step is ok, the journal lies where the production one lies, and no path has fallen into the trap."""
    results = list(ask(world, COMMANDS))
    assert [(result.outcome, result.errors) for result in results] == [(Outcome.OK, ())] * len(STEPS)
    (journal,) = (world.root / "C" / "ProgramData" / "exkit").glob("run-*")
    assert len(list(journal.glob("step-*.done"))) == len(STEPS)
    assert not list((world.root / "trap").iterdir())


def test_a_second_agent_goes_on_and_repeats_no_change(world: World) -> None:
    """The first agent ends after the change; the second replays it from the journal, and logs moved once stay moved once."""
    first = list(ask(world, COMMANDS[:5]))
    archive = sorted(place_of(world.root, "D:\\archive").rglob("*"))
    second = list(ask(world, COMMANDS))
    assert [result.outcome for result in second] == [Outcome.OK] * len(STEPS)
    assert second[4].replayed
    assert second[4].output == first[4].output
    assert sorted(place_of(world.root, "D:\\archive").rglob("*")) == archive
