"""A server full of recognisable names: none of them is in the capsule of its first contact, in no form."""

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.test_lab.powershell import SCENARIOS
from tests.test_scenarios.typed import Desk
from toolkit.shells import way_looks

NAMES = (
    "ZQXHOST",
    "zqxdomain",
    "ZQXDB",
    "ZQXDAG",
    "ZQXLABEL",
    "ZQXFOLDER",
    "ZQXSIBLING",
    "10.87.65.43",
    "S-1-5-21-777888999",
    "ZQX1-SERIAL",
)
SERIAL = "\\\\?\\Volume{ZQX1-SERIAL}\\"


def seeded_world() -> dict[str, object]:
    """Return a world in which everything that has a name has one of ours."""
    row: dict[str, Any] = json.loads((SCENARIOS / "back-pressure-disk" / "world.json").read_text(encoding="utf-8"))
    row |= {"computer": "ZQXHOST", "domain": "zqxdomain.example", "servers": [{"name": "ZQXSIBLING"}]}
    row["dag"] = {"name": "ZQXDAG", "members": ["ZQXHOST", "ZQXSIBLING"]}
    row["databases"] = [{"name": "ZQXDB", "edb_path": "D:\\ZQXFOLDER\\ZQXDB.edb", "log_folder": "D:\\ZQXFOLDER"}]
    row["volumes"] = [{**volume, "label": "ZQXLABEL", "device": SERIAL} for volume in row["volumes"]]
    row["queues"] = [{**queue, "next_hop": "10.87.65.43"} for queue in row["queues"]]
    row["access"] = {"C:\\ProgramData\\exkit": "O:S-1-5-21-777888999-1-2-500G:SYD:AI(A;;FA;;;S-1-5-21-777888999-1-2-500)"}
    return row


def forms_of(name: str) -> Iterator[bytes]:
    """Yield a name as text, UTF-16, hex, and base64 at every place of a group of three bytes."""
    for raw in (name.encode(), name.lower().encode(), name.encode("utf-16-le"), name.encode("utf-16-be")):
        yield raw
        yield raw.hex().encode()
        # the characters that do not depend on what stands before and behind
        for before, first in enumerate((0, 2, 3)):
            yield base64.b64encode(b"\0" * before + raw)[first : (before + len(raw)) * 8 // 6]


def names_in(content: bytes) -> list[str]:
    """Return the names that are found in ``content``, also without regard to case."""
    return [name for name in NAMES if any(form in content or form.lower() in content.lower() for form in forms_of(name) if len(form) > 4)]


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    """Return a scenario with that world, and a recording that only says what it is."""
    folder = tmp_path / "scenario"
    folder.mkdir()
    (folder / "world.json").write_text(json.dumps(seeded_world()), encoding="utf-8")
    session = (SCENARIOS / "back-pressure-disk" / "session.toml").read_text(encoding="utf-8").partition("[[answer]]")[0]
    (folder / "session.toml").write_text(session.replace("EX01", "ZQXHOST"), encoding="utf-8")
    return folder


@pytest.mark.pwsh
def test_a_capsule_holds_no_name(desk: Desk, scenario: Path, pwsh: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the Exchange shell loaded, in a real PowerShell; the page on the terminal has the host, the capsule has not."""
    monkeypatch.setattr(way_looks, "ALONE_S", 0.2)
    file = desk.folder / "contact.json"
    words = ("--lab", str(scenario), "--lab-engine", "pwsh", "--lab-folder", str(desk.folder / "world"))
    ended = desk.type("doctor", "--first-contact", "--exchange-shell", "-o", str(file), *words)
    assert ended.code == 0, ended.out + ended.err
    assert names_in(ended.out.encode()) == ["ZQXHOST"]
    assert names_in(file.read_bytes()) == []
    looks = {answer["id"]: answer["look"] for answer in json.loads(file.read_text(encoding="utf-8"))["answers"]}
    assert looks["exchange-shell"] == looks["ctrl-c"] == looks["killed-step"] == looks["quotes"] == "as expected"


@pytest.mark.parametrize("name", NAMES)
def test_control_a_name_would_be_found(name: str) -> None:
    """The search itself works: plain, in other case, in UTF-16, in hex, and inside of longer base64."""
    hidden = (name, name.swapcase(), name.encode().hex(), name.encode("utf-16-le").hex().upper())
    coded = (base64.b64encode(f"{pad}{name} and more".encode()).decode() for pad in ("", "a", "ab"))
    wide = (base64.b64encode(f"{pad}{name} and more".encode("utf-16-le")).decode() for pad in ("", "a", "ab"))
    for text in (*hidden, *coded, *wide):
        assert name in names_in(json.dumps({"value": text}).encode()), text
    assert name in names_in(name.encode("utf-16-le"))
