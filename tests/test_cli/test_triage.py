"""``exkit triage`` on real files: what it says, what it leaves unread, and how it takes bad input."""

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.test_cli.triage_files import (
    FOREIGN,
    LOG_BYTES,
    database_bytes,
    log_bytes,
    write_checkpoint,
    write_current,
    write_database,
    write_example,
    write_logs,
    write_many,
    written_log,
)
from toolkit.cli import header_files, shared_open
from toolkit.cli.actions.triage import TriageWish, look
from toolkit.cli.main import run
from toolkit.model.evidence import Unknown
from toolkit.model.log_chain import Verdict

Answer = dict[str, Any]  # JSON by hand: the tests know its keys


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a database that mounts as it is, and work in it."""
    monkeypatch.chdir(tmp_path)
    return write_example(tmp_path)


def asked(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> Answer:
    """Return what the command says as JSON."""
    assert run(["triage", "--edb", "DB07.edb", "--logs", "Logs", "--json", *words]) == code
    answer = json.loads(capsys.readouterr().out)
    assert isinstance(answer, dict)
    assert (answer["kind"], answer["exit"]) == ("triage", code)
    return answer


def spoiled_database() -> bytes:
    """Return a database with a wrong byte in both copies of its header."""
    data = bytearray(database_bytes(1, 2, 3))
    data[900] = data[4096 + 900] = 7
    return bytes(data)


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """Return the error page, which has its four parts."""
    assert run(["triage", *words]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert all(f"  {part}" in captured.err for part in ("Why", "Do", "State"))
    return " ".join(captured.err.split())


def test_a_whole_set_mounts(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every part of the page, and exit 0."""
    assert run(["triage", "--edb", "DB07.edb", "--logs", "Logs"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("TRIAGE  DB07.edb\nMOUNTS AS IT IS\n")
    for heading in ("Database", "Logs by generation", "Would be lost", "Ways on", "Evidence", "Not known, not looked at", "Next"):
        assert f"\n\n{heading}\n" in out
    assert "E0000001A.log" not in out
    assert all(
        len(line) < 80 for line in out.splitlines() if "exkit triage" not in line and "eseutil" not in line and str(folder) not in line
    )


def test_a_missing_log(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A verdict is reached: exit 0; the list is exact."""
    (folder / "Logs" / "E000000002D.log").unlink()
    answer = asked(capsys)
    assert answer["verdict"] == "required_missing"
    assert [(one["first_name"], one["first"], one["size_bytes"]) for one in answer["to_find"]] == [("E000000002D.log", 0x2D, LOG_BYTES)]


def test_nothing_lossy_is_a_next_command(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What loses data stands under its price; the commands at the end lose nothing."""
    for name in ("E000000002D.log", "E00.log"):
        (folder / "Logs" / name).unlink()
        run(["triage", "--edb", "DB07.edb", "--logs", "Logs"])
        out = capsys.readouterr().out
        following = out.split("\nNext\n")[1]
        assert "LOSES" in out
        assert not [word for word in ("/a", "/p ", "AcceptDataLoss", "-Force", "Remove-") if word in following]


def test_logs_elsewhere_are_found(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Other places are looked at with all below them; a copy there is looked into before it is relied on."""
    deep = folder / "Карантин" / "2026" / "ноябрь"
    deep.mkdir(parents=True)
    (folder / "Logs" / "E000000002D.log").rename(deep / "E000000002D.log")
    answer = asked(capsys, "--also", "Карантин")
    assert (answer["verdict"], answer["not_in_place"][0]["state"]) == ("soft_recovery", "elsewhere")
    assert answer["not_in_place"][0]["path"].endswith("ноябрь/E000000002D.log")
    (deep / "E000000002D.log").write_bytes(log_bytes(0x2D, signature=FOREIGN))
    assert asked(capsys, "--also", "Карантин")["verdict"] == "foreign_stream"


def test_a_quarantined_log_is_found_in_place(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The name that antivirus gave it does not hide it."""
    log = folder / "Logs" / "E000000002D.log"
    log.rename(log.with_name("E000000002D.log.vir"))
    assert asked(capsys)["verdict"] == "soft_recovery"


def test_a_bad_checkpoint(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The one in the log folder is read; another one may be named."""
    write_checkpoint(folder / "Logs" / "E00.chk", 0x2E)
    assert asked(capsys)["verdict"] == "checkpoint_bad"
    write_checkpoint(folder / "other.chk", 0x2C)
    assert asked(capsys, "--checkpoint", "other.chk")["verdict"] == "mounts"


def test_foreign_logs(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Headers of another stream under the right names."""
    for generation in range(0x2A, 0x2F):
        (folder / "Logs" / f"E00{generation:08X}.log").write_bytes(log_bytes(generation, signature=FOREIGN))
    assert asked(capsys)["verdict"] == "foreign_stream"


def test_the_page_as_a_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One HTML file with everything, and nothing that runs or loads."""
    asked(capsys, "--html", "triage.html")
    text = (folder / "triage.html").read_text(encoding="utf-8")
    assert "MOUNTS AS IT IS" in text
    assert "<script" not in text
    assert "has no form" in refused(capsys, "--edb", "DB07.edb", "--logs", "Logs", "--html", "triage.pdf")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"!BDN" + bytes(range(256)) * 40, "an Outlook data file"),
        (b"PK\x03\x04" + bytes(range(256)) * 40, "a ZIP archive"),
        (b"State: Dirty Shutdown\n" * 500, "a text"),
        (log_bytes(5), "a transaction log"),
        (bytes(range(256)) * 300, "no ESE database"),
    ],
    ids=("pst", "zip", "text", "log", "anything"),
)
def test_wrong_files(folder: Path, capsys: pytest.CaptureFixture[str], content: bytes, says: str) -> None:
    """A file that is no database is refused by what it is."""
    (folder / "wrong.edb").write_bytes(content)
    error = refused(capsys, "--edb", "wrong.edb", "--logs", "Logs")
    assert f"This is {says}" in error
    assert "Nothing was changed." in error


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "an empty file"),
        (bytes(100_000), "nothing but zero bytes"),
        (database_bytes(1, 2, 3)[:2000], "shorter than its header"),
        (spoiled_database(), "no copy of the header has a right checksum"),
    ],
    ids=("empty", "zero", "truncated", "damaged"),
)
def test_databases_that_are_no_more(folder: Path, capsys: pytest.CaptureFixture[str], content: bytes, says: str) -> None:
    """What a database may have become is a verdict: damaged, and which logs it needs is not known."""
    (folder / "DB07.edb").write_bytes(content)
    answer = asked(capsys)
    assert (answer["verdict"], answer["need"], answer["to_find"]) == ("damaged", None, [])
    assert says in answer["says"]


def test_names_that_are_not_there(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file, a folder, a file for a folder, a folder for a file: each is said before anything is read."""
    assert "There is no such file." in refused(capsys, "--edb", "no.edb", "--logs", "Logs")
    assert "There is no such folder." in refused(capsys, "--edb", "DB07.edb", "--logs", "nowhere")
    assert "It is a file; a folder is wanted here." in refused(capsys, "--edb", "DB07.edb", "--logs", "DB07.edb")
    assert "It is a folder; a file is wanted here." in refused(capsys, "--edb", "Logs", "--logs", "Logs")
    assert "There is no such folder." in refused(capsys, "--edb", "DB07.edb", "--logs", "Logs", "--also", "nowhere")


def test_a_wrong_base_name(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No log has it: said with those that are there, instead of calling every log missing."""
    error = refused(capsys, "--edb", "DB07.edb", "--logs", "Logs", "--base", "E07")
    assert "The logs there are named E00." in error
    assert asked(capsys, "--base", "e00")["verdict"] == "mounts"


def test_several_streams_in_one_folder(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Logs of another base name are left aside, whatever their number."""
    for generation in range(0x2A, 0x30):
        (folder / "Logs" / f"E01{generation:08X}.log").write_bytes(log_bytes(generation, signature=FOREIGN))
    answer = asked(capsys)
    assert (answer["verdict"], answer["base"]) == ("mounts", "E00")


def test_a_database_in_use(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """A mounted database cannot be read: exit 5, nothing is called missing."""
    monkeypatch.setattr(shared_open, "_open", _locked)
    answer = asked(capsys, code=5)
    assert (answer["verdict"], answer["to_find"]) == ("not_known", [])
    assert "in use by another program" in answer["says"]


def _locked(path: str, flags: int) -> int:
    raise OSError(16, "Device or resource busy", path)


def test_a_current_log_in_use(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """It may be the last log or not: exit 7, and the page says what is not known."""
    monkeypatch.setattr(
        shared_open, "_open", lambda path, flags: _locked(path, flags) if path.endswith("E00.log") else os.open(path, flags)
    )
    answer = asked(capsys, code=7)
    assert (answer["verdict"], answer["to_find"]) == ("not_known", [])
    assert any("E00.log: in use by another program." in line for line in answer["not_known"])


def test_a_place_without_rights(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that cannot be listed keeps the verdict open when something is missing."""
    (folder / "Logs" / "E000000002D.log").unlink()
    (folder / "Old").mkdir()
    listing = os.scandir

    def scandir(place: str) -> Any:
        if place.endswith("Old"):
            raise PermissionError(13, "Permission denied", place)
        return listing(place)

    monkeypatch.setattr(os, "scandir", scandir)
    answer = asked(capsys, "--also", "Old", code=7)
    assert answer["verdict"] == "not_known"
    assert any("access denied" in line for line in answer["not_known"])


def test_links_in_a_circle(folder: Path) -> None:
    """Links to folders are not followed, links to files are, a link to itself is a file nobody can read; devices are not opened."""
    other = folder / "Other"
    other.mkdir()
    (other / "round").symlink_to(other, target_is_directory=True)
    (other / "up").symlink_to(folder, target_is_directory=True)
    (other / "E0000000099.log").symlink_to(other / "E0000000099.log")
    shutil.move(folder / "Logs" / "E000000002D.log", folder / "kept.bin")
    (other / "E000000002D.log").symlink_to(folder / "kept.bin")
    os.mkfifo(other / "E0000000098.log")
    done = look(TriageWish("DB07.edb", "Logs", also=("Other", "Other/", str(folder / "Logs"))))
    assert done.result.verdict is Verdict.SOFT_RECOVERY
    assert done.case.inventory.count == 8 + 3
    assert {file.look.why for file in done.case.inventory.files if isinstance(file.look, Unknown)} >= {"not a file"}


@pytest.mark.parametrize("logs", ["Logs/", 'Logs"', "./Logs/../Logs"])
def test_a_separator_at_the_end(folder: Path, logs: str) -> None:
    r"""``"D:\Logs\"`` reaches a program with the quote in it; the folder is meant."""
    assert look(TriageWish("DB07.edb", logs)).result.verdict is Verdict.MOUNTS


def test_names_with_odd_characters(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Hidden characters are shown, and a path that would make another command stands in none."""
    odd = folder / 'a"; \u202e$(x)'
    odd.mkdir()
    write_logs(odd, range(0x2C, 0x30))
    assert run(["triage", "--edb", "DB07.edb", "--logs", odd.name, "--html", "odd.html"]) == 0
    out = capsys.readouterr().out
    assert "\u202e" not in out + (folder / "odd.html").read_text(encoding="utf-8")
    assert "eseutil /r E00" not in out
    assert "--logs DIR" in out


def test_a_sparse_file_costs_its_header(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a database of 4 GiB 64 KiB are read."""
    with (folder / "DB07.edb").open("r+b") as stream:
        stream.truncate(4 << 30)
    read: list[int] = []

    def count(descriptor: int, most: int) -> bytes:
        read.append(most)
        return os.pread(descriptor, most, 0)

    monkeypatch.setattr(os, "read", count)
    assert header_files.look_at_database("DB07.edb")[1] == 4 << 30
    assert sum(read) == 65_536


def write_large(folder: Path, top: int) -> Path:
    """Write a database that needs logs up to ``top``, the middle one missing, headers where somebody looks; return their folder."""
    logs, middle = folder / "Logs", top // 2
    write_database(folder / "DB07.edb", 10, top - 1, top)
    write_many(logs, range(1, top))
    write_logs(logs, (1, 9, 10, 11, middle - 1, middle + 1, top - 2, top - 1))
    write_current(logs, top)
    write_checkpoint(logs / "E00.chk", 10)
    (logs / f"E00{middle:08X}.log").unlink()
    return logs


def test_many_names_cost_few_headers(folder: Path) -> None:
    """Of more than two thousand logs those that decide are looked into, and the page says how many are known by name alone."""
    write_large(folder, 2_200)
    done = look(TriageWish("DB07.edb", "Logs"))
    assert done.result.verdict is Verdict.REQUIRED_MISSING
    assert [(span.first, span.last) for span in done.result.missing] == [(1_100, 1_100)]
    assert done.headers < 20
    assert done.result.by_name_only > 2_150


def test_a_copy_is_looked_into_before_it_counts(folder: Path) -> None:
    """A damaged log has a copy of its name in another folder of many: what that one really is decides."""
    logs, copies = write_large(folder, 1_200), folder / "Copies"
    write_many(copies, range(1, 1_200))
    write_logs(copies, (10, 599, 600, 1_199))
    (logs / f"E00{599:08X}.log").write_bytes(bytes(LOG_BYTES))
    assert look(TriageWish("DB07.edb", "Logs", also=("Copies",))).result.verdict is Verdict.SOFT_RECOVERY
    (copies / f"E00{599:08X}.log").write_bytes(log_bytes(599, signature=FOREIGN))
    assert look(TriageWish("DB07.edb", "Logs", also=("Copies",))).result.verdict is Verdict.DAMAGED


def test_the_fuller_of_two_copies_is_taken(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Headers are the same; bodies are read, and the one with more used segments wins, wherever it lies."""
    (folder / "Later").mkdir()
    (folder / "Logs" / "E000000002D.log").write_bytes(written_log(0x2D, used=1))
    (folder / "Later" / "E000000002D.log").write_bytes(written_log(0x2D, used=2))
    answer = asked(capsys, "--also", "Later")
    assert answer["verdict"] == "soft_recovery"
    assert answer["duplicates"][0]["take"].endswith("Later/E000000002D.log")
