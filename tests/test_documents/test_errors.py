"""Every error says what, why, what to do, and in what state the server is."""

import re

import pytest

from tests.test_documents.frames import cut_frame
from tests.test_documents.sample_errors import FRAMED, SAMPLE_ERRORS
from toolkit.documents.errors import EXIT_MEANINGS, error_page, slug_of
from toolkit.documents.terminal import Layout, render_terminal
from toolkit.errors import GateClosed, PlaybookInvalid, StepUnknown
from toolkit.model.run import Verdict

MOST_LINES = 10


def show(name: str) -> list[str]:
    """Return the lines of a sample error on a terminal of 80 columns."""
    return render_terminal(error_page(SAMPLE_ERRORS[name]), Layout()).splitlines()


@pytest.mark.parametrize("name", SAMPLE_ERRORS)
def test_error_says_everything(name: str) -> None:
    """Slug, Why, Do, State and the exit code are there, in at most ten lines."""
    lines = show(name)
    error = SAMPLE_ERRORS[name]
    assert f"[{slug_of(error)}]" in "\n".join(lines[:2])
    assert [line[2:7].strip() for line in lines if re.match(r"  \S", line)] == ["Why", "Do", "State"]
    assert lines[-1] == f"exit {error.exit_code}, {EXIT_MEANINGS[error.exit_code]}"
    assert len(lines) <= MOST_LINES


@pytest.mark.parametrize("name", SAMPLE_ERRORS)
def test_slug_has_a_known_family(name: str) -> None:
    """The slug is ``family.name``; it never holds a value."""
    assert re.fullmatch(
        r"(usage|identity|playbook|plan|recording|content|approval|gate|reach|shell|step|undo|toolkit)\.[a-z0-9-]+",
        slug_of(SAMPLE_ERRORS[name]),
    )


def test_slugs_are_unique() -> None:
    """Two classes never share a slug."""
    slugs = [slug_of(error) for error in SAMPLE_ERRORS.values()]
    assert len(set(slugs)) == len(slugs)


def test_refusals_and_unknown_states_carry_their_badge() -> None:
    """A closed gate and an unknown state are answers, not errors."""
    for error in SAMPLE_ERRORS.values():
        first = render_terminal(error_page(error), Layout()).splitlines()[0]
        badge = "REFUSED " if isinstance(error, GateClosed) else "UNKNOWN " if isinstance(error, StepUnknown) else "error: "
        assert first.startswith(badge)


def test_every_exit_code_has_a_meaning() -> None:
    """No verdict and no error ends with a number that nobody explains."""
    assert {error.exit_code for error in SAMPLE_ERRORS.values()} | {verdict.exit_code for verdict in Verdict} <= set(EXIT_MEANINGS)


def test_every_problem_is_listed() -> None:
    """Many problems are one error with all of them, even where that takes more than ten lines."""
    problems = [f"playbooks/x.yml:{line}: what, why, what to do" for line in range(1, 31)]
    invalid = PlaybookInvalid("the playbook cannot be used: 30 problems", problems=problems)
    assert all(problem in render_terminal(error_page(invalid), Layout()) for problem in problems)


def without_gaps(text: str) -> str:
    """Return ``text`` with the gap before a slug made one blank: frames are drawn by hand there."""
    return re.sub(r" +(?=\[[a-z.-]+\]$)", " ", text, flags=re.MULTILINE)


@pytest.mark.shared
@pytest.mark.parametrize("first", FRAMED)
def test_error_frame(first: str) -> None:
    """The errors of frame 12 come out as they were designed."""
    shown = render_terminal(error_page(FRAMED[first]), Layout())
    assert without_gaps(shown) == without_gaps(cut_frame(12, first, "exit "))


@pytest.mark.shared
def test_refusal_frame() -> None:
    """Frame 7 comes out of a closed gate; the line ``What`` stands in the headline here."""
    error = GateClosed(
        "no room for the safety copy",
        gate="copy-space",
        why="A database is never recovered before a copy of it exists.",
        do=("Volumes of EX01 with room: G: 1,410 GiB", "exkit run ese-452-missing-logs -t ex01 -p db=DB07 -p copy_to=G:\\exkit"),
        state="EX01 is unchanged: the gate is before the first change.",
    )
    frame = [line for line in cut_frame(7, "REFUSED", "exit").splitlines() if "  What" not in line and "640 GiB" not in line]
    assert without_gaps(render_terminal(error_page(error), Layout())).splitlines() == without_gaps("\n".join(frame)).splitlines()


@pytest.mark.shared
def test_unknown_frame() -> None:
    """Frame 8 comes out of an unknown state; the line ``What`` stands in the headline here."""
    error = StepUnknown(
        "we cannot see what step 10 does now",
        why="Network or EX01 itself. The step runs on EX01 and does not need us.",
        do=(
            "1. Any machine, when EX01 is back:",
            "   exkit runs resume R-20261124-EX01-c3fa",
            "2. Or look on EX01:  Get-Process -Name eseutil",
            "Do not start a second run for DB07. EX01 refuses it until 17:14.",
        ),
        state="Step 10 runs, is done or has stopped: not known. It will not be started twice. "
        "It only reads the database files. DB07 is dismounted.",
    )
    frame = [line for line in cut_frame(8, "UNKNOWN", "exit").splitlines() if "  What" not in line]
    assert without_gaps(render_terminal(error_page(error), Layout())).splitlines() == without_gaps("\n".join(frame)).splitlines()
