"""Old logs move to another volume and come back; nothing else is ever touched."""

from collections.abc import Iterator

import pytest

from tests.test_lab.powershell import Reply, Session, open_world
from tests.test_lab.stage import Stage
from tests.test_lab.worlds import GIB, INSTALL, MIB, changed_world
from toolkit.lab.world import World
from toolkit.lab.world_tree import place_of

pytestmark = pytest.mark.pwsh

TOP = "C:\\logs"
ARCHIVE = "D:\\archive"
MOVED = {f"{TOP}\\{name}" for name in ("a.log", "B.LOG", "perf.blg", "trace.etl", "table.csv", "deep\\er\\c.log", "u_ex[1].log")}
LEFT = {
    f"{TOP}\\{name}"
    for name in (
        "young.log",
        "notes.txt",
        "E00.log",
        "E0000000A1B.log",
        "e01tmp.log",
        "trn.log",
        "Trn00000001.log",
        "store.edb",
        "E00.chk",
        "E00res00001.jrs",
        "mail.que",
        "database\\old.log",
        "database\\db.edb",
        "data\\Queue\\old.log",
        "data\\Queue\\deeper\\old.log",
    )
}
APART = {f"{TOP}\\{name}" for name in ("store.edb", "E00.chk", "E00res00001.jrs", "mail.que")}


def files() -> list[dict[str, object]]:
    """Files that may move, and each kind that may not; what marks a database folder lies in folders of its own."""
    rows: list[dict[str, object]] = []
    for path in sorted(MOVED | LEFT - APART):
        rows.append({"path": path, "text": path, "age_days": 1 if "young" in path else 40})
    rows += [{"path": path.replace(TOP, f"{TOP}\\apart{at}"), "text": "x", "age_days": 40} for at, path in enumerate(sorted(APART))]
    rows.append({"path": f"{TOP}\\link", "link": "C:\\elsewhere"})
    rows.append({"path": "C:\\elsewhere\\old.log", "text": "not ours", "age_days": 40})
    return rows


@pytest.fixture
def world(stage: Stage) -> World:
    """A server with one folder of logs."""
    return stage.make({"files": files()})


@pytest.fixture(scope="module")
def still_world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """The same for tests after which everything lies where it lay."""
    return changed_world(tmp_path_factory.mktemp("still"), {"files": files()})


@pytest.fixture(scope="module")
def still_server(still_world: World) -> Iterator[Session]:
    """A PowerShell on it."""
    with open_world(still_world) as session:
        yield session


@pytest.fixture
def server(stage: Stage, world: World) -> Session:
    """A PowerShell on it."""
    assert stage.world is world
    return stage.session


def tree(world: World) -> dict[str, str]:
    """Return the content of every file on C: and D: that is not Exchange's own."""
    found = {}
    for drive in ("C", "D"):
        for path in (world.root / drive).rglob("*"):
            if path.is_file() and not path.is_symlink() and path.stat().st_size < 4096 and "Program Files" not in path.parts:
                found["/".join(path.relative_to(world.root).parts)] = path.read_text(encoding="utf-8")
    return found


def move(server: Session, **values: int | str | tuple[str, ...]) -> Reply:
    """Move with the usual values, some of them changed."""
    usual: dict[str, int | str | tuple[str, ...]] = {"Folders": (TOP,), "OlderThanDays": 30, "ArchiveTo": ARCHIVE}
    return server.ask("change/move_old_logs", {**usual, **values})


def exists(world: World, path: str) -> bool:
    """Whether a Windows path is there."""
    return place_of(world.root, path).exists()


def test_what_may_move_moves_and_all_comes_back(world: World, server: Session) -> None:
    """Only diagnostic logs of the asked age move; every file of the server is where it was after the return."""
    before = tree(world)
    moved = move(server).item
    assert (moved["moved"], moved["failed"]) == (len(MOVED), [])
    assert not any(exists(world, path) for path in MOVED)
    assert all(exists(world, path) for path in LEFT - APART)
    assert exists(world, "C:\\elsewhere\\old.log")
    back = server.ask("change/return_old_logs", {"Manifest": str(moved["manifest"])}).item
    assert (back["returned"], back["bytes"], back["left"]) == (len(MOVED), moved["bytes"], [])
    assert {path: text for path, text in tree(world).items() if "exkit" not in path} == before


def test_measuring_and_moving_agree(server: Session) -> None:
    """What observe/old_logs promises is what change/move_old_logs moves."""
    seen = server.ask("observe/old_logs", {"Folders": (TOP,), "OlderThanDays": 30}).item
    moved = move(server).item
    assert (seen["files"], seen["bytes"]) == (moved["moved"], moved["bytes"])


def test_oldest_first_until_enough(stage: Stage) -> None:
    """AtMostBytes is never exceeded, and the oldest files go first."""
    rows = [{"path": f"{TOP}\\{{n}}.log", "count": 10, "bytes": 10 * MIB, "age_days": 31}]
    world = stage.make({"files": rows})
    moved = move(stage.session, AtMostBytes=35 * MIB).item
    assert moved["bytes"] == 30 * MIB
    assert sorted(path.name for path in (world.root / "C" / "logs").iterdir()) == [f"{number:06d}.log" for number in range(7)]


def test_a_gigabyte_stays_free_where_they_go(stage: Stage) -> None:
    """Moved logs must not make a second full disk: the archive's volume keeps one gigabyte."""
    volumes = [
        {"mount_point": f"{drive}:\\", "device": f"\\\\?\\Volume{{{drive}}}\\", "label": "", "file_system": "NTFS", "block_bytes": 4096}
        | {"capacity_bytes": 100 * GIB, "free_bytes": free}
        for drive, free in (("C", 5 * GIB), ("D", GIB + 25 * MIB))
    ]
    rows = [{"path": f"{TOP}\\{{n}}.log", "count": 10, "bytes": 10 * MIB, "age_days": 31}]
    stage.make({"files": rows, "volumes": volumes})
    assert move(stage.session).item["moved"] == 2


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"ArchiveTo": "C:\\archive"}, "makes no room"),
        ({"ArchiveTo": f"{TOP}\\archive"}, "overlap"),
        ({"Folders": ("C:\\",)}, "whole drive"),
        ({"Folders": (f"{INSTALL}TransportRoles\\data\\Queue",)}, "queue database"),
        ({"OlderThanDays": 0}, "younger than a day"),
        ({"ArchiveTo": "E:\\archive"}, "no volume is known"),
    ],
)
def test_what_cannot_be_right_is_refused_untouched(still_world: World, still_server: Session, values: dict[str, str], says: str) -> None:
    """Same volume, archive inside the logs, whole drives, the queue's folder, today's files: refused, nothing is made."""
    before = tree(still_world)
    assert says in move(still_server, **values).fault
    assert tree(still_world) == before


def test_a_move_that_broke_off_goes_on_in_its_own_manifest(world: World, server: Session) -> None:
    """A line without its move, half a copy, and files not yet named: all end in one manifest, and come back from it."""
    before = tree(world)
    first = move(server).item
    manifest = place_of(world.root, str(first["manifest"]))
    lines = manifest.read_text(encoding="utf-8").splitlines()
    source, target, size = lines[2].split("|")
    place_of(world.root, target).rename(place_of(world.root, source))
    place_of(world.root, target).write_text("ha", encoding="utf-8")
    kept = [line for line in lines[:-2] if line]
    last_source, last_target, _ = lines[-2].split("|")
    place_of(world.root, last_target).rename(place_of(world.root, last_source))
    manifest.write_text("\r\n".join(kept) + "\r\nC:\\logs\\to", encoding="utf-8")
    again = move(server).item
    assert again["manifest"] == first["manifest"]
    assert (again["moved"], again["bytes"], again["failed"]) == (first["moved"], first["bytes"], [])
    assert int(size) == place_of(world.root, target).stat().st_size
    back = server.ask("change/return_old_logs", {"Manifest": str(first["manifest"])}).item
    assert back["left"] == []
    assert {path: text for path, text in tree(world).items() if "exkit" not in path} == before


def test_a_full_copy_in_both_places_is_never_deleted(world: World, server: Session) -> None:
    """Broken off between copy and removal: nobody knows whether the file at home is the same, so both stay and it is said."""
    first = move(server).item
    manifest = place_of(world.root, str(first["manifest"]))
    lines = manifest.read_text(encoding="utf-8").splitlines()
    source, target, _ = lines[2].split("|")
    place_of(world.root, source).write_text("written anew", encoding="utf-8")
    manifest.write_text("\r\n".join(lines[:-1]) + "\r\n", encoding="utf-8")
    again = move(server).item
    assert again["failed"] == [{"path": source, "why": "both in its place and in the archive"}]
    assert place_of(world.root, source).read_text(encoding="utf-8") == "written anew"
    assert place_of(world.root, target).is_file()


def test_return_leaves_what_has_a_new_file_in_its_place(world: World, server: Session) -> None:
    """A program began a log of the same name: it stays, the moved one stays in the archive, and both are named."""
    moved = move(server).item
    place_of(world.root, f"{TOP}\\a.log").write_text("new", encoding="utf-8")
    back = server.ask("change/return_old_logs", {"Manifest": str(moved["manifest"])}).item
    assert back["returned"] == len(MOVED) - 1
    assert back["left"] == [{"path": f"{TOP}\\a.log", "why": "another file has taken its place"}]
    assert place_of(world.root, f"{TOP}\\a.log").read_text(encoding="utf-8") == "new"
    again = server.ask("change/return_old_logs", {"Manifest": str(moved["manifest"])}).item
    assert again["returned"] == 0


def test_a_folder_that_cannot_be_moved_from_does_not_hold_the_others(world: World, server: Session) -> None:
    """Log folders on the archive's own volume, or a whole drive, are told and left; the rest moves."""
    place_of(world.root, "D:\\logs").mkdir()
    moved = move(server, Folders=("D:\\logs", TOP, "C:\\")).item
    assert moved["moved"] == len(MOVED)
    failed = moved["failed"]
    assert isinstance(failed, list)
    assert [one["path"] for one in failed if isinstance(one, dict)] == ["D:\\logs", "C:\\"]


def test_a_taken_name_in_the_archive_is_not_written_over(still_server: Session) -> None:
    """Two logs of one name keep both: the second gets a number."""
    reply = still_server.run(
        f"$archive = '{ARCHIVE}\\exkit-moved-x'\n"
        '[void][IO.Directory]::CreateDirectory((Resolve-ExkitPath "$archive\\C\\logs"))\n'
        "foreach ($n in 1..3) {\n"
        "    $to = Get-ExkitArchivePath $archive 'C:\\logs\\a.log'\n"
        "    [IO.File]::WriteAllText((Resolve-ExkitPath $to), 'x')\n"
        "    $to\n"
        "}"
    )
    assert [str(path).rsplit("\\", 1)[1] for path in reply.output] == ["a.log", "a~2.log", "a~3.log"]


@pytest.mark.parametrize(
    "line",
    [
        "C:\\Windows\\System32\\evil.dll|{archive}\\C\\logs\\a.log|1",
        "C:\\logs\\x.log|C:\\Windows\\win.log|1",
        "C:\\logs\\..\\Windows\\x.log|{archive}\\C\\logs\\a.log|1",
        "C:\\logs\\E00.log|{archive}\\C\\logs\\a.log|1",
        "C:\\data\\Queue\\x.log|{archive}\\C\\logs\\a.log|1",
    ],
)
def test_a_forged_manifest_moves_nothing(still_world: World, still_server: Session, line: str) -> None:
    """Whoever can write the manifest cannot use it to place or take files: only logs, only from the archive."""
    archive = f"{ARCHIVE}\\exkit-moved-20260101T000000000Z"
    manifest = place_of(still_world.root, f"{archive}\\manifest.txt")
    (manifest.parent / "C" / "logs").mkdir(parents=True, exist_ok=True)
    (manifest.parent / "C" / "logs" / "a.log").write_text("x", encoding="utf-8")
    manifest.write_text(f"# folders {TOP}\r\n{line.format(archive=archive)}\r\n# end\r\n", encoding="utf-8")
    before = tree(still_world)
    back = still_server.ask("change/return_old_logs", {"Manifest": f"{archive}\\manifest.txt"}).item
    assert back["returned"] == 0
    assert back["left"] == [{"path": line.split("|", maxsplit=1)[0], "why": "not a log that this archive holds"}]
    assert tree(still_world) == before


def test_a_file_that_is_no_manifest_is_refused(still_server: Session) -> None:
    """Only the manifest of an exkit-moved folder is read."""
    assert "not a manifest" in still_server.ask("change/return_old_logs", {"Manifest": "D:\\archive\\list.txt"}).fault


def test_an_unreadable_folder_is_counted(still_world: World, still_server: Session) -> None:
    """Could not look is not nothing there: a link as the folder itself and a whole drive count, a missing one has no files."""
    place_of(still_world.root, "C:\\linked").symlink_to(place_of(still_world.root, TOP))
    rows = still_server.ask("observe/old_logs", {"Folders": ("C:\\linked", "C:\\", "C:\\nowhere"), "OlderThanDays": 30}).rows
    assert [(row["files"], row["unreadable"]) for row in rows] == [(0, 1), (0, 1), (0, 0)]
