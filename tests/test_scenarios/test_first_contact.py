"""A first contact with a server full of recognisable names, in a real PowerShell: every look is taken, and no name is in the capsule."""

import base64
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.test_analysis.test_first_contact import SAME_WHEREVER
from tests.test_lab.powershell import SCENARIOS, find_powershell

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


@dataclass(frozen=True, slots=True)
class Made:
    """How a first contact ended: exit code, the page on the terminal, the file of the capsule."""

    code: int
    page: str
    capsule: bytes


def write_scenario(folder: Path) -> Path:
    """Write a scenario with that world and without answers, and return its folder."""
    folder.mkdir()
    (folder / "world.json").write_text(json.dumps(seeded_world()), encoding="utf-8")
    session = (SCENARIOS / "back-pressure-disk" / "session.toml").read_text(encoding="utf-8").partition("[[answer]]")[0]
    (folder / "session.toml").write_text(session.replace("EX01", "ZQXHOST"), encoding="utf-8")
    return folder


def make_contact(folder: Path) -> Made:
    """Make the contact as a person does: the command, the lab, WinRM, the agent, the Exchange shell."""
    lab = ("--lab", str(write_scenario(folder / "scenario")), "--lab-engine", "pwsh", "--lab-folder", str(folder / "world"))
    command = (sys.executable, "-m", "toolkit", "doctor", "--first-contact", "--exchange-shell", "-o", "contact.json", *lab)
    environment = {**os.environ, "PWSH": find_powershell()}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False, timeout=240)
    file = folder / "contact.json"
    assert file.is_file(), done.stdout + done.stderr
    return Made(done.returncode, done.stdout, file.read_bytes())


@pytest.mark.pwsh
def test_every_look_is_taken_and_no_name_is_kept(tmp_path: Path) -> None:
    """A line of 2 MB, Ctrl-C, a kill, an open input, a refusal: all end as exkit was built for; Windows' own matters stay open.

    The page on the terminal names the host; the capsule names nobody, in no form.
    """
    made = make_contact(tmp_path)
    looks = {answer["id"]: (answer["look"], answer["why"]) for answer in json.loads(made.capsule)["answers"]}
    assert made.code == 0, made.page
    assert {name for name, (look, _) in looks.items() if look == "as expected"} == SAME_WHEREVER
    assert {why for look, why in looks.values() if look != "as expected"} == {"not-windows"}
    assert names_in(made.page.encode()) == ["ZQXHOST"]
    assert names_in(made.capsule) == []


@pytest.mark.parametrize("name", NAMES)
def test_control_a_name_would_be_found(name: str) -> None:
    """The search itself works: plain, in other case, in UTF-16, in hex, and inside of longer base64."""
    hidden = (name, name.swapcase(), name.encode().hex(), name.encode("utf-16-le").hex().upper())
    coded = (base64.b64encode(f"{pad}{name} and more".encode()).decode() for pad in ("", "a", "ab"))
    wide = (base64.b64encode(f"{pad}{name} and more".encode("utf-16-le")).decode() for pad in ("", "a", "ab"))
    for text in (*hidden, *coded, *wide):
        assert name in names_in(json.dumps({"value": text}).encode()), text
    assert name in names_in(name.encode("utf-16-le"))
