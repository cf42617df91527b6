"""What others can write opens nothing above OBSERVE, in any playbook (security design §2.3)."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import pytest

from toolkit.analysis.explaining import explain
from toolkit.cli.vocabulary import load_playbooks, shipped_vocabulary
from toolkit.documents.blocks import Next
from toolkit.documents.explaining import explain_page
from toolkit.engine import gates
from toolkit.engine.parameters import read_parameters
from toolkit.engine.rehearsing import rehearse
from toolkit.engine.situation import Situation
from toolkit.lab.scenarios import list_scenarios, shipped_scenarios
from toolkit.model.command import Command, CommandError, CommandResult, Outcome
from toolkit.model.danger import Danger
from toolkit.model.evidence import Origin
from toolkit.model.exchange import ExchangeVersion
from toolkit.model.facts import Facts
from toolkit.model.json_value import JsonValue
from toolkit.model.playbook import ActStep, ParameterKind, Playbook
from toolkit.model.run import Verdict
from toolkit.shells.replay import ScenarioShell, template_of
from toolkit.shells.session_file import Recording

PLAYBOOKS = load_playbooks()
VOCABULARY = shipped_vocabulary()
FORGED: Mapping[str, Mapping[str, list[JsonValue]]] = json.loads((Path(__file__).parent / "forged.json").read_text(encoding="utf-8"))
NDRS = (
    "452 4.3.1 Insufficient system resources",
    "Diagnostic-Code: smtp; 452 4.3.1 Insufficient system resources\n\nexkit run smtp-452-back-pressure -t ex01 --yes --confirm ex01",
    "smtp-452-back-pressure -t ex01 --yes",
    "event:MSExchangeTransport/15006",
    "Remote Server returned '452 4.3.1 Insufficient system resources; please run exkit run smtp-452-back-pressure -p archive_to=C:\\'",
    "ese:452 jet:-543 Event ID 15007 452 4.3.1",
    "452",
    "nothing known",
)
"""Bounces as somebody outside would write them."""
AGREEING = [name for name in FORGED if name.startswith("events, LastError and SMTP reply agree")]
BUILDS = {
    ExchangeVersion.E2010: "14.3.123.4",
    ExchangeVersion.E2013: "15.0.1497.2",
    ExchangeVersion.E2016: "15.1.2375.7",
    ExchangeVersion.E2019: "15.2.1544.4",
    ExchangeVersion.SE: "15.2.2562.17",
}
WISHES = {
    ParameterKind.TEXT: "97",
    ParameterKind.NUMBER: "14",
    ParameterKind.FOLDER: "D:\\Exkit",
    ParameterKind.SERVER: "EX02",
    ParameterKind.DATABASE: "DB01",
}
NAMED_WISHES = {"config_key": "UsedDiskSpace.LowToMedium"}
"""Whoever forges evidence is helped by a person who has given every parameter."""


@dataclass
class ForgedShell:
    """A server of which some answers are forged, and some cannot be had.

    Attributes:
        behind: tells everything else; None when nothing else can be read.
        forged: answers by template.
        silent: template whose answer fails.
        asked: what was asked.
    """

    behind: ScenarioShell | None
    forged: Mapping[str, Sequence[JsonValue]]
    silent: str = ""
    asked: list[Command] = field(default_factory=list)

    def ask(self, commands: Sequence[Command]) -> Iterator[CommandResult]:
        """Yield an answer to each command."""
        for command in commands:
            self.asked.append(command)
            yield self._answer(command)

    def _answer(self, command: Command) -> CommandResult:
        template = template_of(command.script)
        if template in self.forged and template != self.silent:
            return CommandResult(command.step_id, Outcome.OK, output=tuple(self.forged[template]), script_sha256=command.sha256)
        if self.behind is not None and template != self.silent:
            return replace(next(iter(self.behind.ask([command]))), script_sha256=command.sha256)
        error = (CommandError("Access is denied", "Denied"),)
        return CommandResult(command.step_id, Outcome.FAILED, "error", errors=error, script_sha256=command.sha256)

    def close(self) -> None:
        """Hold nothing."""

    @property
    def worst(self) -> Danger:
        """The worst danger among what was asked."""
        return max((command.danger for command in self.asked), default=Danger.OBSERVE)


@cache
def scenarios_of(playbook_id: str) -> tuple[Recording, ...]:
    """Return the shipped scenarios of a playbook."""
    return tuple(one.recording for one in list_scenarios(shipped_scenarios()) if one.recording.about.playbook == playbook_id)


def every_wish(playbook: Playbook) -> list[str]:
    """Return a value for each parameter, so that no way is closed for want of one."""
    return [
        f"{name}={NAMED_WISHES.get(name) or (parameter.choices[-1] if parameter.choices else WISHES[parameter.kind])}"
        for name, parameter in playbook.parameters.items()
    ]


def carry_out(playbook: Playbook, shell: ForgedShell, version: ExchangeVersion) -> Verdict:
    """Run a playbook with every wish and every approval given; return how it ended."""
    facts = Facts(parameters=read_parameters(playbook, every_wish(playbook)))
    ending = rehearse(Situation(playbook, "EX01", facts, version), shell, VOCABULARY).ending
    assert ending is not None
    return ending.verdict


def name_and_shell(build: str) -> Mapping[str, list[JsonValue]]:
    """Return what even a server of which nothing can be read says: its name, and that the Exchange commands load."""
    roles: list[JsonValue] = ["Mailbox", "Hub"]
    server: dict[str, JsonValue] = {
        "computer": "EX01",
        "fqdn": "EX01.corp.example",
        "build": build,
        "install_path": "C:\\Exchange\\",
        "roles": roles,
    }
    rest: dict[str, JsonValue] = {
        "windows": "10.0.14393",
        "powershell": "5.1",
        "setup_running": False,
        "offset_minutes": 0,
        "domain_joined": True,
    }
    told: JsonValue = {**server, **rest, "time_utc": "2026-11-25T08:00:00.0000000Z"}
    return {"observe/server_identity": [told], "observe/exchange_shell": [{"way": "remote", "server": "EX01.corp.example"}]}


@pytest.mark.parametrize("playbook", PLAYBOOKS, ids=[playbook.id for playbook in PLAYBOOKS])
@pytest.mark.parametrize("forged", FORGED.values(), ids=FORGED.keys())
def test_forged_evidence_alone_changes_nothing(playbook: Playbook, forged: Mapping[str, list[JsonValue]]) -> None:
    """Nothing else can be read, everything is wished and approved: no step above OBSERVE is sent, on any version."""
    for version in playbook.versions:
        shell = ForgedShell(None, {**name_and_shell(BUILDS[version]), **forged})
        verdict = carry_out(playbook, shell, version)
        assert shell.worst is Danger.OBSERVE, (version, [command.step_id for command in shell.asked])
        assert verdict is not Verdict.DONE


def unchanged_worlds(playbook: Playbook) -> list[tuple[Recording, str]]:
    """Return the scenarios, whole or with one answer of the server itself missing, in which the truth leads to no change."""
    worlds = []
    for recording in scenarios_of(playbook.id):
        for silent in filter(is_state, ("", *dict.fromkeys(answer.template for answer in recording.answers))):
            shell = ForgedShell(ScenarioShell(recording), {}, silent)
            carry_out(playbook, shell, ExchangeVersion.E2019)
            worlds += [(recording, silent)] if shell.worst is Danger.OBSERVE else []
    return worlds


def is_state(template: str) -> bool:
    """Whether a template reads the thing itself; no template at all is left out."""
    reader = VOCABULARY.readers.get(template.rpartition("/")[2])
    return reader is None or reader.origin is Origin.STATE


def forge_all(playbook: Playbook) -> Iterator[tuple[str, str, str, Danger]]:
    """Yield scenario, missing answer, forgery and the worst danger that it led to."""
    for recording, silent in unchanged_worlds(playbook):
        for name in AGREEING if silent else FORGED:
            shell = ForgedShell(ScenarioShell(recording), FORGED[name], silent)
            carry_out(playbook, shell, ExchangeVersion.E2019)
            yield recording.about.title, silent, name, shell.worst


@pytest.mark.parametrize("playbook", PLAYBOOKS, ids=[playbook.id for playbook in PLAYBOOKS])
def test_forgery_turns_no_unchanged_server_into_a_changed_one(playbook: Playbook) -> None:
    """Where the truth changes nothing, forged answers beside it change nothing, whichever other answer is missing."""
    tried = list(forge_all(playbook))
    assert len(tried) > 20, f"record scenarios of {playbook.id} in which nothing needs a change"
    assert not [row for row in tried if row[-1] is not Danger.OBSERVE]


def test_the_check_of_that_can_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the rule of origins a forged event restarts the transport service of a server whose meters are silent."""
    monkeypatch.setattr(gates, "rests_on_hearsay", lambda finding: False)
    playbook = next(playbook for playbook in PLAYBOOKS if playbook.id == "smtp-452-back-pressure")
    recording = next(one for one in scenarios_of(playbook.id) if "EX02 carries the mail" in one.about.title)
    shell = ForgedShell(ScenarioShell(recording), FORGED["event 15007, memory"], "observe/back_pressure_meters")
    carry_out(playbook, shell, ExchangeVersion.E2019)
    assert shell.worst is Danger.OUTAGE


@pytest.mark.parametrize("playbook", PLAYBOOKS, ids=[playbook.id for playbook in PLAYBOOKS])
def test_a_missing_answer_opens_nothing(playbook: Playbook) -> None:
    """Where the truth leads to a change, one question that fails never leads to a worse one."""
    for recording in scenarios_of(playbook.id):
        whole = ForgedShell(ScenarioShell(recording), {})
        carry_out(playbook, whole, ExchangeVersion.E2019)
        for silent in dict.fromkeys(answer.template for answer in recording.answers):
            shell = ForgedShell(ScenarioShell(recording), {}, silent)
            carry_out(playbook, shell, ExchangeVersion.E2019)
            assert shell.worst <= whole.worst, (recording.about.title, silent)


def test_every_reader_of_others_text_is_forged() -> None:
    """A reader that is not state must have a row in ``forged.json``, so that later playbooks are covered."""
    forged = {template.rpartition("/")[2] for answers in FORGED.values() for template in answers}
    assert {name for name, reader in VOCABULARY.readers.items() if reader.origin is not Origin.STATE} <= forged


@pytest.mark.parametrize("playbook", PLAYBOOKS, ids=[playbook.id for playbook in PLAYBOOKS])
def test_no_change_takes_a_value_that_others_write(playbook: Playbook) -> None:
    """What a change is given comes from the person or from the server itself."""
    for step in playbook.steps:
        if isinstance(step, ActStep):
            sources = [*step.values.values(), *(step.undo.values.values() if step.undo else ())]
            readers = [source.removeprefix("fact:").split(".")[0] for source in sources if source.startswith("fact:")]
            assert all(VOCABULARY.readers[reader].origin is Origin.STATE for reader in readers), step.place


@pytest.mark.parametrize("text", [*NDRS], ids=range(len(NDRS)))
def test_a_forged_bounce_offers_questions_only(text: str) -> None:
    """What a pasted text offers to type next only explains, lists or plans, whatever commands it brings along."""
    page = explain_page(explain(text), {playbook.id: playbook for playbook in PLAYBOOKS})
    blocks = [block for section in page.sections for block in section.blocks]
    offered = [advice.command for block in blocks if isinstance(block, Next) for advice in block.rows]
    assert offered
    assert {command.split()[1] for command in offered} <= {"explain", "plan", "playbooks"}
    assert not any("--yes" in command or "-p" in command.split() for command in offered)
