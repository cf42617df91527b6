"""Scenarios: found by name or playbook, played by state."""

from pathlib import Path

import pytest

from tests.test_lab.agent_client import Agent
from tests.test_lab.raw_client import RawClient
from toolkit.errors import RecordingInvalid, UsageError
from toolkit.lab.lab import Lab, start_lab
from toolkit.lab.scenarios import default_scenario, find_scenario, list_scenarios, shipped_scenarios
from toolkit.lab.settings import LabSettings, RecordedEngine, Timing

ROOT = Path(__file__).with_name("scenarios")
LOOK = "# exkit observe/transport_service\n"
RESTART = "# exkit outage/restart_transport\n$p = @{}\n"


def small_lab(timing: Timing | None = None) -> Lab:
    """Start a lab with the scenario ``small``."""
    recording = find_scenario("small", ROOT).recording
    return start_lab(LabSettings(RecordedEngine(recording), timing=timing or Timing(), allow_basic_http=True))


def status(agent: Agent, number: int) -> object:
    """Return what the n-th RESULT says of the service."""
    output = agent.frames("RESULT")[number].payload["output"]
    assert isinstance(output, list)
    return output[0]["services"][0]["status"]


def test_a_change_is_seen_by_what_is_asked_later() -> None:
    """The same question has another answer after the change, in another agent and after a reboot."""
    with small_lab() as lab, RawClient(lab) as client:
        agent = Agent(client)
        agent.run([("before", "idempotent", LOOK), ("restart", "once", RESTART), ("after", "idempotent", LOOK)])
        assert (status(agent, 0), status(agent, 2)) == ("Stopped", "Running")
        restarted = agent.frames("RESULT")[1].payload
        assert (restarted["native_exit"], restarted["ms"]) == (0, 2500)
        assert restarted["streams"] == {
            "warning": ["Waiting for service 'MSExchangeTransport' to start..."],
            "verbose": [],
            "information": [],
            "native_error": [],
        }
        lab.reboot()
        client.http.close()
        later = Agent(client, run="r2")
        later.run([("look", "idempotent", LOOK)])
        assert status(later, 0) == "Running"


@pytest.mark.parametrize(
    ("script", "named"), [(RESTART, "outage/restart_transport"), ("Get-Date", "a script without a template"), ("", "a script")]
)
def test_what_is_not_on_the_tape_fails_aloud(script: str, named: str) -> None:
    """An unknown script, and a known one in a state without answer, fail with error id, template and state; never an empty success."""
    with small_lab() as lab, RawClient(lab) as client:
        agent = Agent(client)
        answers = agent.run([("first", "once+continue", RESTART), ("second", "once", script), ("third", "once", LOOK)])
        assert answers == {"first": "ok", "second": "failed", "third": "SKIP"}
    errors = agent.frames("RESULT")[1].payload["errors"]
    assert isinstance(errors, list)
    assert errors[0]["id"] == "Exkit.Lab.NotOnTape"
    assert named in errors[0]["message"]
    assert "service = running" in errors[0]["message"]


def test_the_exchange_shell_costs_its_time_once_for_each_process() -> None:
    """Loading the Exchange shell costs what the settings say, and nothing much when it is loaded."""
    load = "# exkit observe/exchange_shell\n"
    timing = Timing(exchange_shell_s=3.0, step_s=0.05)
    with small_lab(timing) as lab, RawClient(lab) as client:
        agent = Agent(client)
        agent.run([("one", "idempotent+shared", load), ("two", "idempotent+shared", load)])
    assert [frame.payload["ms"] for frame in agent.frames("RESULT")] == [3000, 50]


def test_scenarios_are_listed_by_name() -> None:
    """Every folder with a session is listed, in order; other folders are not."""
    assert [scenario.name for scenario in list_scenarios(ROOT)] == ["other", "small"]
    assert not find_scenario("small", ROOT).has_world


def test_a_playbook_has_a_default_scenario(tmp_path: Path) -> None:
    """The scenario marked as default is taken, else the first of the playbook; none is a usage error."""
    assert default_scenario("smtp-452-back-pressure", ROOT).name == "small"
    assert default_scenario("ese-452-missing-logs", ROOT).name == "other"
    with pytest.raises(UsageError, match="No lab scenario is for none"):
        default_scenario("none", ROOT)
    with pytest.raises(UsageError):
        default_scenario("smtp-452-back-pressure", tmp_path / "missing")


def test_an_unknown_name_brings_the_nearest() -> None:
    """A name with a slip of the pen is answered with the name that was meant."""
    with pytest.raises(UsageError) as caught:
        find_scenario("smal", ROOT)
    assert caught.value.why == "Known: small."


def test_a_folder_of_ones_own_is_a_scenario(tmp_path: Path) -> None:
    """A path is taken as well as a name; a tape in it is refused."""
    assert find_scenario(str(ROOT / "other"), tmp_path).name == "other"
    (tmp_path / "tape").mkdir()
    (tmp_path / "tape" / "session.toml").write_text('format = 1\nsource = "real"\nplaybook = "p"\ntitle = "t"\n', encoding="utf-8")
    with pytest.raises(UsageError, match="is a tape"):
        find_scenario("tape", tmp_path)
    (tmp_path / "tape" / "session.toml").write_text("x", encoding="utf-8")
    with pytest.raises(RecordingInvalid):
        find_scenario("tape", tmp_path)


def test_every_shipped_scenario_can_be_read() -> None:
    """What is shipped is whole, and a playbook has at most one default."""
    defaults = [scenario.recording.about.playbook for scenario in list_scenarios(shipped_scenarios()) if scenario.recording.about.default]
    assert len(defaults) == len(set(defaults))
