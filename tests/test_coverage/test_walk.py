"""Every template runs on every kind of server that it claims.

The suite walks one kind of server; all of them are walked where the templates are measured (``make coverage``).
"""

import os
from collections.abc import Iterator, Mapping

import pytest

from tests.test_coverage.plugin import VARIABLE
from tests.test_coverage.profiles import PROFILES, Profile
from tests.test_lab.powershell import Reply, Session, open_world
from tests.test_templates.contract import read_promises
from tests.test_templates.test_answers import OBSERVE
from toolkit.lab.world import World
from toolkit.model.danger import Danger
from toolkit.rendering.scripts import Given, render_script
from toolkit.rendering.templates import list_templates, load_template

pytestmark = pytest.mark.pwsh

KEY = "EnableResourceMonitoring"
WALKED = PROFILES if VARIABLE in os.environ else PROFILES[:1]
SAYS_NOTHING = {"lose_data/discard_queue_database"}
NEW_HOME = {"QueuePath": "D:\\Queue", "LoggingPath": "D:\\Queue"}


@pytest.fixture(scope="module", params=WALKED, ids=lambda profile: profile.name)
def walked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Profile, World, Session]]:
    """A server of each kind, with a PowerShell in it that has not loaded the Exchange commands."""
    profile: Profile = request.param
    world = profile.make_world(tmp_path_factory.mktemp("walk"))
    with open_world(world) as session:
        yield profile, world, session


class Walk:
    """Runs templates on one server.

    Attributes:
        done: names of those that have run.
    """

    def __init__(self, profile: Profile, session: Session) -> None:
        self.done: set[str] = set()
        self._profile = profile
        self._session = session

    def ask(self, name: str, values: Mapping[str, Given] | None = None) -> Reply:
        """Run a template that claims this server; its answer is as promised."""
        template = load_template(name)
        script = render_script(template, self._profile.version, values or {}, edge=self._profile.is_edge)
        reply = self._session.run(script, shared=template.facts.loads_exchange_shell)
        assert reply.is_ok, (name, reply.errors)
        if name in SAYS_NOTHING:
            assert reply.output == []
        else:
            read_promises()[name].check(reply.output)
        self.done.add(name)
        return reply


def claimed(profile: Profile, *dangers: Danger) -> list[str]:
    """Return the templates that claim such a server."""
    named = [name for name in list_templates() if profile.claims(load_template(name).facts)]
    return [name for name in named if name.partition("/")[0] in {danger.folder for danger in dangers}]


def ask_all(walk: Walk, profile: Profile) -> None:
    """Load the Exchange commands, then ask every question."""
    here: dict[str, Given] = {"Server": profile.computer}
    walk.ask("observe/exchange_shell", {"Mode": profile.mode, "Server": f"{profile.computer}.corp.example"})
    for name in claimed(profile, Danger.OBSERVE):
        if name == "observe/exchange_shell" or (profile.is_edge and name == "observe/sibling_state"):
            continue
        values = OBSERVE[name]
        walk.ask(name, here if values.keys() == here.keys() and name != "observe/sibling_state" else values)


def change_all(walk: Walk) -> None:
    """Make every change and undo it."""
    record = walk.ask("change/set_config_key", {"Key": KEY, "Value": "false"}).item
    walk.ask("change/schedule_key_return", {"Record": record, "AfterHours": 4, "DebtId": "D-1", "What": "a key"})
    walk.ask("change/restore_config_key", {"Record": record})
    walk.ask("change/cancel_key_return", {"DebtId": "D-1"})
    moved = walk.ask("change/move_old_logs", {"Folders": ("C:\\logs",), "OlderThanDays": 1, "ArchiveTo": "D:\\archive"}).item
    walk.ask("change/return_old_logs", {"Manifest": str(moved["manifest"])})
    walk.ask("outage/restart_transport")
    first = walk.ask("outage/move_queue_database", NEW_HOME).item["before"]
    assert isinstance(first, dict)
    walk.ask("outage/move_queue_database_back", {"QueuePath": str(first["queue"]), "LoggingPath": str(first["logging"])})
    walk.ask("lose_data/discard_queue_database", {"QueuePath": "D:\\Queue"})


def test_every_template_runs_where_it_claims_to(walked: tuple[Profile, World, Session]) -> None:
    """Questions and changes, each on this kind of server; no .NET call gets a path of another machine."""
    profile, world, session = walked
    walk = Walk(profile, session)
    ask_all(walk, profile)
    change_all(walk)
    edge = {"observe/sibling_state"} if profile.is_edge else set()  # an Edge server has no siblings
    assert walk.done | edge == set(claimed(profile, *Danger))
    assert not list((world.root / "trap").iterdir())
