"""A triage as a page and as JSON: what people see first, what stands below, what is typed next."""

import json
from dataclasses import replace

import pytest

from tests.test_analysis.brute_chain import CurrentFate, Fate, World
from tests.test_analysis.chain_world import CLEAN, LOGS, OTHER, by_names, case, checkpoint, closed, current, dirty, log, place
from tests.test_documents.sample_triage import NEED, everything, triaged
from toolkit.documents.html import render_html
from toolkit.documents.terminal import Layout, paint_plain, render_terminal
from toolkit.documents.triage_json import triage_object
from toolkit.documents.triage_page import triage_document, triage_page, word_of
from toolkit.documents.words import Loudness
from toolkit.model.ese_doubt import Refusal, RefusedFile
from toolkit.model.evidence import Unknown
from toolkit.model.log_chain import ChainCase, Verdict


def shown(given: ChainCase) -> str:
    """Return the page as a file or a pipe gets it: 80 columns, commands unbroken."""
    return render_terminal(triage_page(triaged(given)), Layout(is_terminal=False), paint_plain)


def test_html_has_every_part() -> None:
    """The same page as a file: each section can be linked to, and tells the same."""
    text = render_html(triage_document(triaged(everything())))
    for anchor in ("database", "logs", "to-find", "files", "duplicates", "lost", "ways", "evidence", "not-known", "next"):
        assert f'id="{anchor}"' in text, anchor
    assert "<caption></caption>" not in text
    assert "Signature" in text
    assert "Signature" not in shown(everything())


def test_the_verdict_stands_first() -> None:
    """Word and sentence, before anything else."""
    first = shown(case(NEED, closed((16, 17)))).splitlines()[:3]
    assert first == ["TRIAGE  DB07.edb", "REQUIRED LOGS ARE MISSING", "  Required logs are missing: E0000000012.log."]


def test_words_are_as_loud_as_what_they_say() -> None:
    """What mounts is good; what is not whole or loses data is harm; all else wants a look."""
    loud = {verdict: word_of(verdict).loudness for verdict in Verdict}
    assert {verdict for verdict in Verdict if loud[verdict] is Loudness.GOOD} == {Verdict.CLEAN, Verdict.MOUNTS}
    assert loud[Verdict.REQUIRED_MISSING] is loud[Verdict.DAMAGED] is Loudness.HARM
    assert loud[Verdict.NOT_KNOWN] is loud[Verdict.SOFT_RECOVERY] is Loudness.LOOK


def test_the_current_log_has_its_own_name() -> None:
    """A log without a number is called so: nobody looks for a file that there is not."""
    text = shown(case(NEED, [*closed(range(16, 20)), current(20)]))
    assert "committed only E0000000013.log E00.log 2 present" in " ".join(text.split())


def test_misplaced_logs_are_put_under_their_own_names() -> None:
    """What is in the way is renamed first, so that two swapped logs do not overwrite each other; the current log stays one."""
    swapped = [place(0, log(16), name="E0000000011.log"), place(0, log(17), name="E0000000010.log")]
    away = place(0, log(20), folder=OTHER, name="E00.log")
    text = shown(case(NEED, [*swapped, *closed((18, 19)), away]))
    lines = [line for line in text.splitlines() if line.startswith(("Rename-Item", "Copy-Item"))]
    assert lines == [
        f"Rename-Item -LiteralPath '{LOGS}\\E0000000010.log' -NewName 'E0000000010.log.set-aside'",
        f"Rename-Item -LiteralPath '{LOGS}\\E0000000011.log' -NewName 'E0000000011.log.set-aside'",
        f"Copy-Item -LiteralPath '{LOGS}\\E0000000011.log.set-aside' -Destination '{LOGS}\\E0000000010.log'",
        f"Copy-Item -LiteralPath '{LOGS}\\E0000000010.log.set-aside' -Destination '{LOGS}\\E0000000011.log'",
        f"Copy-Item -LiteralPath '{OTHER}\\E00.log' -Destination '{LOGS}\\E00.log'",
    ]


def test_a_log_known_by_its_name_is_in_the_way_too() -> None:
    """Nothing is overwritten, whether somebody looked into it or not."""
    files = [place(17, log(17, used=9), folder=OTHER), current(20)]
    text = shown(by_names(NEED, (16, 18, 19), [*files, place(17, log(17, used=1))]))
    assert f"Rename-Item -LiteralPath '{LOGS}\\E0000000011.log' -NewName 'E0000000011.log.set-aside'" in text


def test_many_misplaced_logs_have_no_lines() -> None:
    """Twenty lines can be read; more are a folder to copy."""
    text = shown(case(dirty(1, 30, 31), [*closed(range(1, 31), folder=OTHER), current(31)]))
    assert "Copy-Item" not in text


@pytest.mark.parametrize("fate", Fate)
@pytest.mark.parametrize("ending", CurrentFate)
def test_no_next_command_loses_data(fate: Fate, ending: CurrentFate) -> None:
    """Whatever became of the logs, what is offered to be typed neither deletes, nor repairs, nor skips logs."""
    following = shown(World(16, 17, 18, (Fate.KEPT, fate, Fate.KEPT), ending).case()).split("\nNext\n")[1]
    assert not [word for word in (" /a", " /p", " /cc", "AcceptDataLoss", "-Force", "Remove-", "del ") if word in following]


def test_a_bad_checkpoint_is_renamed() -> None:
    """The line is there, its name quoted for PowerShell."""
    given = replace(case(NEED, [*closed(range(16, 20)), current(20)]), checkpoint=checkpoint(18), checkpoint_path="D:\\It's\\E00.chk")
    assert "Rename-Item -LiteralPath 'D:\\It''s\\E00.chk' -NewName 'E00.chk.old'" in shown(given)


@pytest.mark.parametrize("path", ["D:\\a b\\$(calc)", 'D:\\"', "D:\\`x", "D:\\%TEMP%", "D:\\\u202e"])
def test_paths_that_shells_would_read_stand_in_no_line(path: str) -> None:
    """A folder's name must not become a command of the person who copies the line."""
    given = case(NEED, [])
    moved = replace(given, inventory=replace(given.inventory, log_folder=path, files=tuple(closed(range(16, 21), folder=path))))
    following = shown(moved).split("\nNext\n")[1]
    assert "--logs DIR" in following
    assert "eseutil" not in following


def test_other_programs_get_no_exchange_commands() -> None:
    """A database of Windows is judged, and no cmdlet of Exchange is offered for it."""
    files = [place(number, log(number), name=f"SRU{number:05X}.log") for number in range(16, 20)]
    text = shown(case(NEED, [*files, place(0, log(20), name="SRU.log")]))
    assert "none of Exchange's" in " ".join(text.split())
    assert "Mount-Database" not in text


def test_long_lists_are_cut_and_say_so() -> None:
    """A page is read by people; programs get everything."""
    given = by_names(dirty(1, 999, 1000), range(1, 1000, 2), [current(1000)])
    text, content = shown(given), triage_object(triaged(given), 0)
    assert "more ranges; --json has them all." in text
    assert len(text.splitlines()) < 220
    assert isinstance(content["ranges"], list) and len(content["ranges"]) == 1000


@pytest.mark.parametrize(
    "database", [Unknown("in use by another program"), RefusedFile(Refusal.BAD_CHECKSUM), CLEAN], ids=("unknown", "damaged", "clean")
)
def test_json_is_whole_for_every_kind_of_header(database: Unknown | RefusedFile) -> None:
    """The same keys whatever could be read."""
    given = replace(case(NEED, closed((16, 17))), database=database)
    content = triage_object(triaged(given), 0)
    assert set(content) == set(triage_object(triaged(everything()), 0))
    assert json.loads(json.dumps(content)) == content
    assert shown(given)


def test_a_root_is_named_by_its_dot() -> None:
    """A backslash before a closing quote would swallow it; a drive without one would be its current folder."""
    given = case(NEED, [])
    files = tuple(closed(range(16, 21), folder="D:\\"))
    moved = replace(given, database_path="D:\\DB07.edb", inventory=replace(given.inventory, log_folder="D:\\", files=files))
    assert 'eseutil /r E00 /l "D:\\." /s "D:\\." /d "D:\\."' in shown(moved)
