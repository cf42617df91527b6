"""world.json: what a scenario's author writes, and what is said when something is missing."""

import json
from pathlib import Path

import pytest

from tests.test_lab.powershell import SCENARIOS
from toolkit.errors import RecordingInvalid
from toolkit.lab.world_file import read_world_file
from toolkit.model.exchange import ExchangeVersion

GOOD = json.loads((SCENARIOS / "back-pressure-disk" / "world.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["back-pressure-disk", "back-pressure-config-key", "back-pressure-2019-edge"])
def test_shipped_worlds_can_be_read(name: str) -> None:
    """Each shipped scenario has a complete world."""
    world = read_world_file(SCENARIOS / name)
    assert world.row["volumes"]
    assert world.is_edge == (name == "back-pressure-2019-edge")


def test_versions_come_from_the_build() -> None:
    """The build decides which cmdlets there are."""
    world = read_world_file(SCENARIOS / "back-pressure-2019-edge")
    assert (world.version, world.generation, world.drives) == (ExchangeVersion.E2019, "v15", ("C", "D"))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "world.json: Expecting"),
        ("[]", "an object is needed"),
        (
            json.dumps({key: value for key, value in GOOD.items() if key not in {"computer", "volumes"}}),
            "'computer' is missing\nworld.json: 'volumes'",
        ),
        (json.dumps({**GOOD, "exchange": {**GOOD["exchange"], "build": "8.3.83.6"}}), "no Exchange version has the build 8.3.83.6"),
        (json.dumps({**GOOD, "volumes": [{"label": "x"}]}), "volume 1 has no mount point"),
    ],
)
def test_all_problems_are_told(tmp_path: Path, text: str, says: str) -> None:
    """Broken JSON, missing keys, unknown builds: each is named, with the file."""
    (tmp_path / "world.json").write_text(text, encoding="utf-8")
    with pytest.raises(RecordingInvalid) as caught:
        read_world_file(tmp_path)
    assert says in caught.value.why


def test_a_folder_without_world(tmp_path: Path) -> None:
    """A recorded scenario without a world cannot be run in PowerShell, and that is said."""
    with pytest.raises(RecordingInvalid, match="no world to run in"):
        read_world_file(tmp_path)
