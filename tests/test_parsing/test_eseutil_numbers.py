"""Checksum passes and space dumps: numbers, or a refusal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.recorded import Recorded, needs_shared, shared_recordings
from tests.test_parsing.eseutil_samples import CHECKSUM, CHECKSUM_ERRORS, LOOK_ALIKES, SPACE, SPACE_PAGES
from toolkit.errors import ParsingError
from toolkit.model.eseutil import DatabaseSpace, PageChecksums
from toolkit.parsing.eseutil_checksum import read_checksums
from toolkit.parsing.eseutil_space import read_space

REAL = [case for case in shared_recordings("eseutil_recovery") if "pages_seen" in case.truth]


@pytest.mark.shared
@needs_shared
@pytest.mark.parametrize("case", REAL, ids=str)
def test_facts_of_real_passes(case: Recorded) -> None:
    """Every count of a real text is read; an old tool does not know correctable checksums."""
    counts = read_checksums(case.text)
    assert (counts.pages_seen, counts.bad, counts.uninitialized, counts.wrong_page_numbers) == tuple(
        case.truth[key] for key in ("pages_seen", "bad_checksums", "uninitialized", "wrong_page_numbers")
    )
    assert counts.correctable is None
    assert counts.is_sound


def test_a_pass_with_bad_pages() -> None:
    """Counts come from stdout, the pages from stderr."""
    assert read_checksums(CHECKSUM, CHECKSUM_ERRORS * 2) == PageChecksums(327_680, 2, 1, 900, 1, (4711, 4712))
    assert not read_checksums(CHECKSUM).is_sound


def test_bad_pages_alone_are_not_sound() -> None:
    """Zero counts with a failed page on stderr do not make a sound file."""
    text = "10 pages seen\n0 bad checksums\n0 uninitialized pages\n0 wrong page numbers\n"
    assert read_checksums(text).is_sound
    assert not read_checksums(text, "ERROR: page 3 checksum failed ( 1 / 2 )").is_sound


@pytest.mark.parametrize(
    "text", [*LOOK_ALIKES, CHECKSUM + CHECKSUM, CHECKSUM.split("900 uninit")[0], "5 pages seen", "bad checksums 5 pages seen 0"]
)
def test_what_is_no_whole_pass_is_refused(text: str) -> None:
    """A cut pass has no counts, and two passes have no common ones."""
    with pytest.raises(ParsingError, match="checksum pass"):
        read_checksums(text)


def test_space_in_megabytes() -> None:
    """The row of the database by the titles above it, a name with a blank included; MB as printed."""
    assert read_space(SPACE) == DatabaseSpace("mbx 1.edb", 32_768, "10240.000", "512.500", None, None)


def test_space_with_an_empty_column() -> None:
    """Values stand right-aligned below their titles, also where a column of the row is empty; a paste without blanks has all."""
    assert read_space(SPACE.replace("        -", "         ")) == read_space(SPACE)
    assert read_space("\n".join(" ".join(line.split()) for line in SPACE.splitlines())) == read_space(SPACE)


def test_space_between_commas() -> None:
    """With /csv the values stand between commas."""
    lines = [",".join(line.split()) if line.startswith(("Name", "mbx", "MSys")) else line for line in SPACE.splitlines()]
    assert read_space("\n".join(lines).replace("mbx,1.edb", "mbx 1.edb")) == read_space(SPACE)


def test_space_in_pages() -> None:
    """Old versions print pages, and no page size."""
    assert read_space(SPACE_PAGES) == DatabaseSpace("mbx1.edb", None, None, None, 8_960, 116)


@pytest.mark.parametrize(
    "text",
    [
        *LOOK_ALIKES,
        SPACE.replace("Owned(MB)", "Taken(MB)"),
        SPACE.replace(" Db ", " Tb "),
        SPACE.replace("10240.000", "much"),
        SPACE.replace("  512.500", ""),
        SPACE.replace("SPACE DUMP", "SLV SPACE DUMP"),
        SPACE.split("=====")[0],
    ],
)
def test_what_is_no_space_dump_is_refused(text: str) -> None:
    """Other titles, another row, a missing value, or the part about streaming files: nothing is taken for the size."""
    with pytest.raises(ParsingError):
        read_space(text)


PARTS = st.sampled_from([*CHECKSUM.splitlines(keepends=True), *SPACE.splitlines(keepends=True), CHECKSUM_ERRORS, "\x00", "-"])


@given(st.one_of(st.text(), st.lists(PARTS).map("".join)))
def test_only_a_parsing_error_leaves(text: str) -> None:
    """Any text is read or refused."""
    for read in (read_checksums, read_space):
        try:
            read(text)
        except ParsingError as error:
            assert error.what
