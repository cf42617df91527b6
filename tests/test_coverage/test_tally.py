"""Counting what has run: a line needs all of its statements, a gap needs a reason, a reason needs a gap."""

from pathlib import Path

import pytest

from tests.test_coverage.instrument import Point
from tests.test_coverage.tally import (
    Answer,
    Reason,
    Taken,
    answers_not_given,
    count,
    list_answers,
    missing_profiles,
    read_answers,
    read_hits,
    read_reasons,
    stale,
    unexplained,
)
from toolkit.model.exchange import ExchangeVersion
from toolkit.rendering.templates import list_templates, load_template
from toolkit.shipped import shipped_folder

POINTS = (
    Point("lib/a.ps1", 1, "statement", "if ($x) { 1 }", 0),
    Point("lib/a.ps1", 1, "statement", "if ($x) { 1 }", 1),
    Point("lib/a.ps1", 1, "if", "if ($x) { 1 }", 2),
    Point("lib/a.ps1", 1, "no else", "if ($x) { 1 }", 3),
    Point("lib/a.ps1", 2, "statement", "2", 4),
)


def test_a_line_has_run_when_all_of_it_has() -> None:
    """One of two statements of a line is not the line."""
    (row,) = count(POINTS, frozenset({0, 3, 4}))
    assert (row.lines, row.lines_run, row.branches, row.branches_run) == (2, 1, 2, 1)
    assert [gap.number for gap in row.gaps] == [1, 2]


@pytest.mark.parametrize(
    ("reason", "left", "old"),
    [
        (Reason("lib/a.ps1", "if ($x)", "", "why"), [], 0),
        (Reason("lib/a.ps1", "if ($x)", "if", "why"), [1], 0),
        (Reason("lib/a.ps1", "if ($x)", "no else", "why"), [1, 2], 1),
        (Reason("lib/b.ps1", "if ($x)", "", "why"), [1, 2], 1),
    ],
)
def test_a_gap_needs_a_reason_and_a_reason_a_gap(reason: Reason, left: list[int], old: int) -> None:
    """Another file or another branch explains nothing; a reason that explains nothing is told."""
    (row,) = count(POINTS, frozenset({0, 3, 4}))
    assert [gap.number for gap in unexplained(row.gaps, [reason])] == left
    assert len(stale(row.gaps, [reason])) == old


def test_what_a_killed_process_wrote_last_is_passed_over(tmp_path: Path) -> None:
    """Half a number is none."""
    (tmp_path / "1").write_text("1 22 observe/volumes=2016 3", encoding="utf-8")
    (tmp_path / "2").write_text("4 ", encoding="utf-8")
    hits = read_hits(tmp_path)
    assert hits.numbers == {1, 22, 4}
    assert hits.profiles == {"observe/volumes": {"2016"}}


def test_a_version_that_nobody_ran_is_told() -> None:
    """Each claimed version of each template is needed."""
    claimed = {name: frozenset(version.value for version in load_template(name).facts.versions) for name in list_templates()}
    assert missing_profiles(claimed) == []
    assert missing_profiles({**claimed, "observe/volumes": claimed["observe/volumes"] - {"SE"}}) == [("observe/volumes", "SE")]


def test_an_answer_that_no_run_gives_needs_a_reason() -> None:
    """Of all answers on the ways through the playbooks, those that were given need none; the others have theirs beside them."""
    first = min(list_answers(), key=lambda answer: str(answer.turn))
    other = next(answer for answer in list_answers() if answer != first)
    taken = Taken("x", ExchangeVersion.E2016, (first.turn,), over_winrm=False)
    excuse = Answer(other.playbook, other.turn, "why")
    left = answers_not_given([taken], [excuse])
    assert len(left) == len(list_answers()) - 1
    assert excuse in left
    assert {answer.because for answer in left if answer != excuse} == {""}


def test_excused_answers_exist() -> None:
    """An excuse speaks of an answer that a playbook has."""
    known = {(answer.playbook, answer.turn) for answer in list_answers()}
    assert {(excuse.playbook, excuse.turn) for excuse in read_answers()} <= known


def test_reasons_speak_of_lines_that_exist() -> None:
    """A reason whose line has changed would hide the next gap of its file."""
    for reason in read_reasons():
        text = shipped_folder("ps_templates").joinpath(*reason.file.split("/")).read_text(encoding="utf-8")
        assert reason.text in text, reason
        assert reason.because
