"""Which files are looked into: few of many, all of few, and never one twice."""

from hypothesis import given
from hypothesis import strategies as st

from tests.test_analysis.chain_world import LOGS, MIB, OTHER, closed, current, dirty, log, place
from toolkit.analysis.log_names import Listed, sort_files
from toolkit.analysis.log_wanted import (
    MOST_BODIES,
    MOST_HEADERS,
    Depth,
    bodies_to_read,
    copies_to_look_into,
    files_to_look_into,
    with_looks,
)
from toolkit.model.evidence import Unknown
from toolkit.model.log_chain import ChainVerdict, LogSpan, LogState, Role, Verdict
from toolkit.model.log_inventory import FoundFile, Inventory

NEED = dirty(10, 8_000, 8_500)


def listed(generations: range, folder: str = LOGS, size: int = MIB) -> list[Listed]:
    """Return a listing of closed logs."""
    return [(folder, f"E00{generation:08X}.log", size) for generation in generations]


def numbers(files: tuple[FoundFile, ...], folder: str = LOGS) -> set[int | None]:
    """Return the numbers in the names of files of one folder."""
    return {file.number for file in files if file.folder == folder}


def test_all_headers_of_a_small_folder() -> None:
    """Two thousand headers are eight megabytes: all are read."""
    inventory = sort_files(LOGS, listed(range(1, 1_000)))
    assert len(files_to_look_into(inventory, NEED)) == 999


def test_few_headers_of_a_large_folder() -> None:
    """The lowest and highest required, the committed one, both sides of every gap, the current log, odd lengths, what is set aside."""
    names = [*listed(range(1, 5_000)), *listed(range(5_003, 9_002)), (LOGS, "E00.log", MIB), (LOGS, "E0000001400.log.vir", MIB)]
    names += [(LOGS, "E0000002400.log", 4096), (OTHER, "E0000001389.log", MIB)]
    files = files_to_look_into(sort_files(LOGS, names), NEED)
    assert numbers(files) == {1, 10, 4_999, 5_003, 8_000, 8_500, 8_501, 9_001, None, 0x1400, 0x2400}
    assert numbers(files, OTHER) == {0x1389}
    assert len(files) == len({file.path for file in files})


def test_all_headers_when_asked_for() -> None:
    """However many there are."""
    inventory = sort_files(LOGS, listed(range(1, 5_000)))
    assert len(files_to_look_into(inventory, NEED, Depth.ALL_HEADERS)) == 4_999


def test_never_more_than_the_limit_unasked() -> None:
    """A folder of gaps does not make a hundred thousand reads."""
    names = [name for at in range(1, 30_000, 2) for name in listed(range(at, at + 1))]
    assert len(files_to_look_into(sort_files(LOGS, names), NEED)) == MOST_HEADERS


def test_without_a_database_only_the_small_folder_is_read() -> None:
    """Nothing says which logs decide; edges and current logs are looked into."""
    inventory = sort_files(LOGS, [*listed(range(1, 5_000)), (LOGS, "E00.log", MIB)])
    assert numbers(files_to_look_into(inventory, None)) == {1, 4_999, None}


@given(looked=st.frozensets(st.integers(1, 40)), spelled=st.frozensets(st.integers(50, 60)))
def test_each_file_stands_once(looked: frozenset[int], spelled: frozenset[int]) -> None:
    """What was looked into leaves the ranges; what stood alone is replaced; no file is lost or doubled."""
    inventory = sort_files(LOGS, [*listed(range(1, 41)), *((LOGS, f"e00{one:08x}.LOG", MIB) for one in range(50, 61))])
    files = [place(one) for one in looked] + [place(0, name=f"e00{one:08x}.LOG") for one in spelled]
    after = with_looks(inventory, [(file, Unknown("in use")) for file in files])
    assert after.count == inventory.count == 51
    left = {one for logs in after.plain for piece in logs.generations for one in piece}
    assert left == set(range(1, 41)) - looked
    assert {file.number for file in after.files if file.look is not None} == looked | spelled


def test_logs_of_other_folders_stay() -> None:
    """A look into one folder takes nothing from the other."""
    inventory = sort_files(LOGS, [*listed(range(1, 4)), *listed(range(1, 4), OTHER)])
    after = with_looks(inventory, [(place(2, folder=OTHER), log(2))])
    assert [(logs.folder, logs.count) for logs in after.plain] == [(LOGS, 3), (OTHER, 2)]


def test_bodies_of_few_needed_logs() -> None:
    """Needed logs and the current one are read whole while they are few; of many those that two files claim."""
    few = Inventory(LOGS, files=(*closed(range(14, 20)), current(20)))
    assert numbers(bodies_to_read(few, dirty(16, 18, 19))) == {16, 17, 18, 19, None}
    many = Inventory(LOGS, files=(*closed(range(16, 200)), *closed((17,), folder=OTHER), current(200)))
    assert numbers(bodies_to_read(many, dirty(16, 198, 199))) == {17, None}
    assert bodies_to_read(many, None) == ()
    doubled = Inventory(LOGS, files=(*closed(range(16, 200)), *closed(range(16, 200), folder=OTHER)))
    assert len(bodies_to_read(doubled, dirty(16, 198, 199))) == MOST_BODIES


def test_copies_are_looked_into_before_they_count() -> None:
    """What stands for a needed log by its name alone, in another folder, is looked into."""
    inventory = sort_files(LOGS, [*listed(range(1, 4)), *listed(range(2, 9), OTHER)])
    spans = (LogSpan(3, 4, Role.REQUIRED, LogState.PRESENT), LogSpan(5, 6, Role.REQUIRED, LogState.ELSEWHERE))
    files = copies_to_look_into(inventory, ChainVerdict(Verdict.SOFT_RECOVERY, "", spans=spans))
    assert numbers(files, OTHER) == {5, 6}
    assert numbers(files) == set()
