"""``eseutil /mk``: own texts of every version and form, and what is refused."""

import pytest

from tests.recorded import Recorded, recorded
from tests.test_parsing.eseutil_told import told_checkpoint
from toolkit.errors import ParsingError
from toolkit.parsing.eseutil_mk import read_mk

REFUSED = {
    "nothing": "",
    "prose": "Checkpoint 45 is needed.",
    "the other checkpoint only": "      LastFullBackupCheckpoint: (0x1068,8,16)\n",
    "/ml of one log": "lGeneration: 46 (0x2E)\n      Checkpoint: (0x2C,8,16)\n",
    "/mh": "State: Clean Shutdown\nLog Required: 0-0\n",
    "a position in words": "      LastFullBackupCheckpoint: (0x0,0,0)\n      Checkpoint: (none)\n",
    "hexadecimal digits without 0x": "      LastFullBackupCheckpoint: (0x0,0,0)\n      Checkpoint: (10E1,A4,1F)\n",
    "beyond 32 bits": "      LastFullBackupCheckpoint: (0x0,0,0)\n      Checkpoint: (4294967296,0,0)\n",
    "too long": "Checkpoint: (0x1,2,3)" + " " * 1_048_576,
    "too many": "Checkpoint: (0x1,2,3)\n" * 1_001,
    "too many labels": "Signature:\n" * 20_001,
}


@pytest.mark.parametrize("case", recorded("eseutil_mk"), ids=str)
def test_a_text_says_what_it_says_and_no_more(case: Recorded) -> None:
    """Every value that is printed is there, under its own name; what is not printed is None."""
    dump = read_mk(case.text)
    assert [told_checkpoint(found) for found in dump.checkpoints] == case.truth["checkpoints"]
    assert (None if dump.ending is None else [dump.ending.kind.name, dump.ending.code]) == case.truth["ending"]


@pytest.mark.parametrize("name", REFUSED)
def test_other_texts_are_refused(name: str) -> None:
    """A text that is no output of /mk, and a position that is not of its form, are errors, never a guess."""
    with pytest.raises(ParsingError):
        read_mk(REFUSED[name])


def test_words_behind_a_position_are_no_part_of_it() -> None:
    """People write comments behind the value."""
    (found,) = read_mk("Checkpoint (157,2860,500)    comment: Checkpoint is in log 157 decimal").checkpoints
    assert str(found.position) == "(0x9D,B2C,1F4)"
