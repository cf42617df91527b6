"""Records the shipped scenarios: carries each out in its world in a real PowerShell, and writes down what came back.

Run by ``make scenarios`` after a template or a world has changed. Needs a PowerShell 7.
"""

import os
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from tests.test_lab.powershell import SCENARIOS, find_powershell
from toolkit.cli.connecting import open_site
from toolkit.cli.contacting import exchange_questions, first_questions
from toolkit.cli.journals import new_token
from toolkit.cli.main import run
from toolkit.cli.server_options import ServerChoice
from toolkit.lab.world_file import WorldFile, read_world_file
from toolkit.model.command import Command, Policy
from toolkit.model.danger import Danger
from toolkit.model.exchange import ExchangeVersion
from toolkit.rendering.libraries import pack_looks
from toolkit.rendering.scripts import render_script
from toolkit.rendering.templates import load_template
from toolkit.shells.session_file import SESSION, About, RecordedAnswer, Recording, Source, read_recording, write_recording
from toolkit.shells.session_table import Scalar

RUNS = Path(__file__).with_name("scenario_runs.toml")
DEBTS = "observe/debts"
PLAYBOOK = "smtp-452-back-pressure"
START = "start"


@dataclass(frozen=True, slots=True)
class ScenarioRun:
    """How a scenario is recorded.

    Attributes:
        name: of the scenario.
        parameters: what the run is started with.
        undo: whether the undo of the run is recorded too.
        default: whether ``--lab`` takes it when none is named.
        verdict: how the run ends.
    """

    name: str
    parameters: Mapping[str, str]
    undo: bool
    default: bool
    verdict: str

    @property
    def arguments(self) -> tuple[str, ...]:
        """The parameters as the command line takes them."""
        return tuple(part for name, value in self.parameters.items() for part in ("-p", f"{name}={value}"))


def read_runs() -> tuple[ScenarioRun, ...]:
    """Return how the shipped scenarios are recorded."""
    rows = tomllib.loads(RUNS.read_text(encoding="utf-8"))
    return tuple(ScenarioRun(name, row["parameters"], row["undo"], row.get("default", False), row["verdict"]) for name, row in rows.items())


def carry_out(wanted: ScenarioRun, scenario: Path, folder: Path) -> Iterator[RecordedAnswer]:
    """Carry a scenario out with the product's own command line, and yield what the server answered, in order."""
    lab = ["--lab", str(scenario), "--lab-engine", "pwsh", "--lab-folder", str(folder / "world")]
    home = ["--runs", str(folder / "runs")]
    consent = ["--yes", "--confirm", read_world_file(scenario).row["computer"], "--json"]
    yield ask_debts(scenario, folder)
    run(["run", PLAYBOOK, *lab, *home, *wanted.arguments, *consent])
    (first,) = (folder / "runs").iterdir()
    yield from read_recording(first).answers
    yield ask_debts(scenario, folder)
    if wanted.undo:
        run(["runs", "undo", first.name, *home, *consent])
        (second,) = set((folder / "runs").iterdir()) - {first}
        yield from read_recording(second).answers
        yield ask_debts(scenario, folder)
    if wanted.default:
        yield from ask_first_contact(scenario, folder)


def ask_debts(scenario: Path, folder: Path) -> RecordedAnswer:
    """Return what the server says of what was left on it, as the world is now."""
    choice = ServerChoice(lab=str(scenario), lab_engine="pwsh", lab_folder=str(folder / "world"))
    script = render_script(load_template(DEBTS), ExchangeVersion.E2016, {})
    with open_site(choice, PLAYBOOK) as site:
        # a run of its own each time: the journal of an old one would give the old answer again
        shell = site.open_shell(f"debts-{new_token()}", lambda _: None)
        (result,) = shell.ask([Command("debts", script, Danger.OBSERVE, Policy.IDEMPOTENT, 60)])
        shell.close()
    return RecordedAnswer("", "debts", DEBTS, script, result)


def ask_first_contact(scenario: Path, folder: Path) -> Iterator[RecordedAnswer]:
    """Yield what the server answers to the questions of a first contact that the lab can answer."""
    choice = ServerChoice(lab=str(scenario), lab_engine="pwsh", lab_folder=str(folder / "world"))
    with open_site(choice, PLAYBOOK) as site:
        shell = site.open_shell(f"contact-{new_token()}", lambda _: None, pack_looks())
        questions = [*first_questions(site.version, "contact"), *exchange_questions(site.version, read_world_file(scenario).fqdn)]
        fresh = [(reader, command) for reader, command in questions if command.step_id != "session-again" and reader.startswith("first_")]
        results = {result.step_id: result for result in shell.ask([command for _, command in questions])}
        shell.close()
    for reader, command in fresh:
        yield RecordedAnswer("", command.step_id, f"observe/{reader}", command.script, results[command.step_id])


def make_scenario(answers: Sequence[RecordedAnswer], about: About, parameters: Mapping[str, Scalar]) -> Recording:
    """Make one scenario of answers that were given one after the other.

    Its state is what has been changed, and for a question whose answer changes by itself how often that happened.
    """
    staged = list(_staged(answers))
    names = sorted(
        {name for _, answers_of in _repeated(staged).items() if len(answers_of) > 1 for name in [_counter(answers_of[0].template)]}
    )
    state: dict[str, Scalar] = {"changed": START, **dict.fromkeys(names, 1)}
    made = list(_answers(staged, names))
    return Recording(about, parameters, state, tuple(replace(answer, number=f"{at:02d}") for at, answer in enumerate(made, 1)))


def _is_change(answer: RecordedAnswer) -> bool:
    return not answer.template.startswith("observe/")


def _counter(template: str) -> str:
    return template.rpartition("/")[2]


def _staged(answers: Sequence[RecordedAnswer]) -> Iterator[tuple[str, str, RecordedAnswer]]:
    """Yield each answer with what is changed before it and after it."""
    changed: tuple[str, ...] = ()
    for answer in answers:
        after = _changed_after(changed, answer.template) if _is_change(answer) else changed
        yield _say(changed), _say(after), answer
        changed = after


def _changed_after(changed: tuple[str, ...], template: str) -> tuple[str, ...]:
    """A way back takes the change away that it undoes; a change that is made twice is one change."""
    undone = [name for name in changed if load_template(name).facts.undo == template]
    left = tuple(name for name in changed if name not in undone)
    return left if undone or template in left else (*left, template)


def _say(changed: tuple[str, ...]) -> str:
    return ", ".join(map(_counter, changed)) or START


def _repeated(staged: Sequence[tuple[str, str, RecordedAnswer]]) -> dict[tuple[str, str], list[RecordedAnswer]]:
    """Return the different answers to each question at each stage, in their order."""
    found: dict[tuple[str, str], list[RecordedAnswer]] = {}
    for stage, _, answer in staged:
        known = found.setdefault((stage, answer.template), [])
        if not known or known[-1].result.output != answer.result.output:
            known.append(answer)
    return found


def _answers(staged: Sequence[tuple[str, str, RecordedAnswer]], names: Sequence[str]) -> Iterator[RecordedAnswer]:
    ends = {stage: after for stage, after, answer in staged if _is_change(answer)}
    for (stage, template), different in _repeated(staged).items():
        counter = _counter(template)
        for at, answer in enumerate(different, 1):
            when: dict[str, Scalar] = {"changed": stage}
            then: dict[str, Scalar] = {}
            if len(different) > 1:
                when[counter] = at
                then = {counter: at + 1} if at < len(different) else {}
            if _is_change(answer):
                then = {"changed": ends[stage], **dict.fromkeys(names, 1)}
            yield replace(answer, ask=None, result=replace(answer.result, script_sha256=""), when=when, then=then)


def record(wanted: ScenarioRun) -> None:
    """Record a scenario anew into its folder."""
    folder = SCENARIOS / wanted.name
    world = read_world_file(folder)
    about = _about(wanted, world)
    for old in [*folder.glob("*.txt"), folder / SESSION]:
        old.unlink(missing_ok=True)
    write_recording(folder, Recording(about, dict(wanted.parameters), {}))
    with tempfile.TemporaryDirectory() as made:
        answers = list(carry_out(wanted, folder, Path(made)))
    (folder / SESSION).unlink()
    write_recording(folder, make_scenario(answers, about, dict(wanted.parameters)))


def _about(wanted: ScenarioRun, world: WorldFile) -> About:
    row = world.row
    return About(
        Source.CONSTRUCTED,
        PLAYBOOK,
        row["title"],
        exchange=row["exchange"]["build"],
        windows=row["windows"]["version"],
        host=row["computer"],
        default=wanted.default,
        recorded_at=datetime.now(UTC).isoformat(timespec="seconds"),
    )


def main(names: Sequence[str]) -> None:
    """Record the scenarios that are named, or all."""
    os.environ["PWSH"] = find_powershell()
    for wanted in read_runs():
        if not names or wanted.name in names:
            record(wanted)


if __name__ == "__main__":
    main(sys.argv[1:])
