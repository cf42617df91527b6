"""A server for every Exchange version that templates claim, and one with the Edge role."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.test_lab.powershell import SCENARIOS
from tests.test_lab.worlds import write_scenario
from toolkit.lab.world import World, prepare_world
from toolkit.model.exchange import ExchangeVersion
from toolkit.model.vocabulary import TemplateFacts

EDGE = "Edge"
MAILBOX_BASE, EDGE_BASE = "back-pressure-disk", "back-pressure-2019-edge"
ROOMY = json.loads((SCENARIOS / EDGE_BASE / "world.json").read_text(encoding="utf-8"))["volumes"]
"""Volumes with room on C: too, so that the queue database can move both ways."""


@dataclass(frozen=True, slots=True)
class Profile:
    """A kind of server.

    Attributes:
        name: as in the table.
        version: of Exchange.
        base: scenario whose server it is.
        changes: what of its ``world.json`` is another.
        mode: how the Exchange commands are loaded.
    """

    name: str
    version: ExchangeVersion
    base: str
    changes: Mapping[str, object]
    mode: str = "remote"

    @property
    def is_edge(self) -> bool:
        """Whether it has the Edge role."""
        return self.name == EDGE

    @property
    def computer(self) -> str:
        """Name of the server."""
        return "EDGE01" if self.is_edge else "EX01"

    def make_world(self, folder: Path) -> World:
        """Build the server below ``folder``."""
        scenario = write_scenario(folder / self.base, {"files": [], **self.changes}, self.base)
        return prepare_world(scenario, folder / "world")

    def claims(self, facts: TemplateFacts) -> bool:
        """Whether the template says that it runs on such a server."""
        return self.version in facts.versions


def _mailbox(version: ExchangeVersion, build: str, windows: tuple[str, str, str], mode: str = "remote") -> Profile:
    """Return a server with the mailbox role: build, and number, release and PowerShell of its Windows."""
    folder = "V14" if version is ExchangeVersion.E2010 else "V15"
    roles = ["MailboxRole", "ClientAccessRole", "HubTransportRole"]
    exchange = {"build": build, "install_path": f"C:\\Program Files\\Microsoft\\Exchange Server\\{folder}\\", "roles": roles}
    number, release, powershell = windows
    changes = {"exchange": exchange, "windows": {"version": number, "release": release, "powershell": powershell}, "volumes": ROOMY}
    return Profile(version.value, version, MAILBOX_BASE, changes, mode)


PROFILES = (
    _mailbox(ExchangeVersion.E2010, "14.3.123.4", ("6.2.9200", "2012", "3.0"), "snapin"),
    _mailbox(ExchangeVersion.E2013, "15.0.1497.2", ("6.3.9600", "2012R2", "4.0"), "snapin"),
    _mailbox(ExchangeVersion.E2016, "15.1.2375.7", ("10.0.14393", "2016", "5.1")),
    _mailbox(ExchangeVersion.E2019, "15.2.1544.4", ("10.0.17763", "2019", "5.1")),
    _mailbox(ExchangeVersion.SE, "15.2.2562.17", ("10.0.20348", "2022", "5.1")),
    Profile(EDGE, ExchangeVersion.E2019, EDGE_BASE, {}),
)
"""Builds are those that scenarios and samples have; Windows releases are ones that the version runs on."""
