"""Which paths of a playbook the shipped scenarios take."""

from toolkit.engine.parameters import read_parameters
from toolkit.engine.paths import list_paths, mark_rehearsed
from toolkit.engine.rehearsing import rehearse
from toolkit.engine.situation import Situation
from toolkit.lab.scenarios import list_scenarios, shipped_scenarios
from toolkit.model.exchange import ExchangeVersion
from toolkit.model.facts import Facts
from toolkit.model.plan import PathTurn, PlanPath
from toolkit.model.playbook import Playbook
from toolkit.model.vocabulary import Vocabulary
from toolkit.shells.replay import ScenarioShell


def rehearsed_paths(playbook: Playbook, version: ExchangeVersion, vocabulary: Vocabulary) -> list[PlanPath]:
    """Return all paths with the names of the scenarios that take them.

    Raises:
        RecordingInvalid: a shipped scenario cannot be read.
    """
    return mark_rehearsed(list_paths(playbook, version), _turns(playbook, vocabulary))


def _turns(playbook: Playbook, vocabulary: Vocabulary) -> dict[str, tuple[PathTurn, ...]]:
    turns = {}
    for scenario in list_scenarios(shipped_scenarios()):
        recording = scenario.recording
        version = ExchangeVersion.of_build(recording.about.exchange)
        if recording.about.playbook != playbook.id or version is None:
            continue
        parameters = read_parameters(playbook, [f"{name}={value}" for name, value in recording.parameters.items()])
        situation = Situation(playbook, recording.about.host, Facts(parameters=parameters), version)
        turns[scenario.name] = rehearse(situation, ScenarioShell(recording), vocabulary).turns
    return turns
