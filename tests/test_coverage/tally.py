"""What has run, what has not, and why not."""

import json
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tests.test_coverage.instrument import Point
from toolkit.catalog.library import list_ids
from toolkit.cli.vocabulary import load_playbook
from toolkit.engine.paths import list_paths
from toolkit.model.exchange import ExchangeVersion
from toolkit.model.plan import PathTurn
from toolkit.rendering.templates import list_templates, load_template

REASONS = Path(__file__).with_name("gaps.toml")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something cannot run in the lab.

    Attributes:
        file: below ``ps_templates``.
        text: of the line, or a part of it; every place on such a line is meant.
        branch: only this branch of it; empty for all.
        because: the reason, as it is printed.
    """

    file: str
    text: str
    branch: str
    because: str

    def explains(self, point: Point) -> bool:
        """Whether it speaks of this place."""
        return point.file == self.file and self.text in point.text and self.branch in ("", point.name)


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer at a step of a playbook, and why no run gives it.

    Attributes:
        playbook: its id.
        turn: step and answer.
        because: the reason; empty where there is none.
    """

    playbook: str
    turn: PathTurn
    because: str = ""


@dataclass(frozen=True, slots=True)
class Hits:
    """What the probes told.

    Attributes:
        numbers: of the places that ran.
        profiles: Exchange versions, and ``Edge``, by the template that ran for them.
    """

    numbers: frozenset[int]
    profiles: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Row:
    """One file of the table.

    Attributes:
        file: below ``ps_templates``.
        lines: how many lines have statements.
        lines_run: on how many of them every statement ran.
        branches: how many branches there are.
        branches_run: how many were entered.
        gaps: places that did not run.
    """

    file: str
    lines: int
    lines_run: int
    branches: int
    branches_run: int
    gaps: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """One run of the playbook.

    Attributes:
        name: of the scenario, or what happens on the way.
        version: of Exchange.
        turns: answers on the way.
        over_winrm: through the lab's WinRM and the agent, not through the engine alone.
    """

    name: str
    version: ExchangeVersion
    turns: tuple[PathTurn, ...]
    over_winrm: bool


@dataclass(frozen=True, slots=True)
class Measured:
    """Everything that was measured.

    Attributes:
        rows: of the table, one for each file.
        profiles: kinds of server by template.
        taken: runs of the playbook.
    """

    rows: tuple[Row, ...]
    profiles: Mapping[str, frozenset[str]]
    taken: tuple[Taken, ...]


def read_reasons(file: Path = REASONS) -> tuple[Reason, ...]:
    """Return the reasons that are written down."""
    rows = tomllib.loads(file.read_text(encoding="utf-8"))["gap"]
    return tuple(Reason(row["file"], row["text"], row.get("branch", ""), row["because"]) for row in rows)


def read_hits(folder: Path) -> Hits:
    """Return what the probes wrote into ``folder``; a word that a killed process did not finish is passed over."""
    words = {word for file in folder.iterdir() for word in file.read_text(encoding="utf-8").rpartition(" ")[0].split()}
    profiles: dict[str, set[str]] = defaultdict(set)
    for template, _, profile in (word.partition("=") for word in words if "=" in word):
        profiles[template].add(profile)
    numbers = frozenset(int(word) for word in words if "=" not in word)
    return Hits(numbers, {template: frozenset(found) for template, found in profiles.items()})


def count(points: Sequence[Point], numbers: frozenset[int]) -> tuple[Row, ...]:
    """Return a row for each file, in order."""
    files: dict[str, list[Point]] = defaultdict(list)
    for point in points:
        files[point.file].append(point)
    return tuple(_row(file, of_file, numbers) for file, of_file in sorted(files.items()))


def _row(file: str, points: Iterable[Point], numbers: frozenset[int]) -> Row:
    lines: dict[int, bool] = {}
    branches: list[bool] = []
    gaps: list[Point] = []
    for point in points:
        has_run = point.number in numbers
        if point.is_branch:
            branches.append(has_run)
        else:
            lines[point.line] = lines.get(point.line, True) and has_run
        if not has_run:
            gaps.append(point)
    return Row(file, len(lines), sum(lines.values()), len(branches), sum(branches), tuple(gaps))


def unexplained(gaps: Iterable[Point], reasons: Sequence[Reason]) -> list[Point]:
    """Return the places that nobody has given a reason for."""
    return [gap for gap in gaps if not any(reason.explains(gap) for reason in reasons)]


def stale(gaps: Sequence[Point], reasons: Sequence[Reason]) -> list[Reason]:
    """Return the reasons that explain nothing any more."""
    return [reason for reason in reasons if not any(reason.explains(gap) for gap in gaps)]


def missing_profiles(profiles: Mapping[str, frozenset[str]]) -> list[tuple[str, str]]:
    """Return (template, version) for every claimed version that the template did not run for."""
    claims = [(name, version.value) for name in list_templates() for version in load_template(name).facts.versions]
    return [(name, version) for name, version in claims if version not in profiles.get(name, frozenset())]


def read_taken(folder: Path) -> tuple[Taken, ...]:
    """Return the runs that were kept in ``folder``, by name."""
    return tuple(_read_run(file.stem, json.loads(file.read_text(encoding="utf-8"))) for file in sorted(folder.glob("*.json")))


def _read_run(name: str, run: Mapping[str, object]) -> Taken:
    turns = run["turns"]
    assert isinstance(turns, list), run
    return Taken(name, ExchangeVersion(run["version"]), tuple(PathTurn(step, answer) for step, answer in turns), run["over_winrm"] is True)


def read_answers(file: Path = REASONS) -> tuple[Answer, ...]:
    """Return the answers that no run can give, with the reasons that are written down."""
    rows = tomllib.loads(file.read_text(encoding="utf-8"))["answer"]
    return tuple(Answer(row["playbook"], PathTurn(row["step"], row["answer"]), row["because"]) for row in rows)


def list_answers() -> frozenset[Answer]:
    """Return every answer on every way through every playbook, for every version it is for."""
    playbooks = [load_playbook(playbook_id) for playbook_id in list_ids()]
    ways = [(playbook.id, path) for playbook in playbooks for version in playbook.versions for path in list_paths(playbook, version)]
    return frozenset(Answer(playbook_id, turn) for playbook_id, path in ways for turn in path.turns)


def answers_not_given(taken: Sequence[Taken], reasons: Sequence[Answer]) -> list[Answer]:
    """Return the answers that no run gave, each with its reason, by step."""
    given = {turn for run in taken for turn in run.turns}
    because = {(reason.playbook, reason.turn): reason.because for reason in reasons}
    missing = sorted(
        (answer for answer in list_answers() if answer.turn not in given), key=lambda answer: (answer.playbook, str(answer.turn))
    )
    return [replace(answer, because=because.get((answer.playbook, answer.turn), "")) for answer in missing]
