"""``eseutil /mh``: own texts of every version and form, and what is refused."""

import pytest

from tests.recorded import Recorded, recorded
from tests.test_parsing.eseutil_told import told_database
from toolkit.errors import ParsingError
from toolkit.model.ese_database import DatabaseState
from toolkit.model.ese_doubt import FileDoubt, HeaderCopy
from toolkit.parsing.eseutil_mh import read_mh

CLEAN = "State: Clean Shutdown\n"
REFUSED = {
    "nothing": "",
    "prose": "The state of the database is Dirty Shutdown, and log 143 is required.",
    "state of a service": "State: Running\n",
    "a typed command only": '[PS] D:\\>eseutil /mh "D:\\a.edb" | findstr "State:"\n',
    "/ml of one log": "lGeneration: 46 (0x2E)\n dbtime: 5 (0-5)\n Last Attach: (0x1,2,3)\n Last Consistent: (0x0,0,0)\n",
    "/mk": "      Checkpoint: (0x10E1,A4,1F)\n      Signature: Create time:05/11/2021 08:09:10.643 UTC Rand:1 Computer:\n",
    "/r": "Initiating RECOVERY mode...\nOperation terminated with error -528 (JET_errMissingLogFile) after 1.2 seconds.",
    "too long": CLEAN + " " * 1_048_576,
    "too many headers": (CLEAN + "Log Required: 0-0\n") * 1_001,
    "required without an end": CLEAN + "Log Required: 143-\n",
    "required that contradicts itself": CLEAN + "Log Required: 143-144 (0x8f-0x91)\n",
    "required beyond 32 bits": CLEAN + "Log Required: 1-4294967296\n",
    "committed in words": CLEAN + "Log Committed: none\n",
    "no state behind the label": "Log Required: 0-0 (0x0-0x0)\nState: \n",
}


@pytest.mark.parametrize("case", recorded("eseutil_mh"), ids=str)
def test_a_text_says_what_it_says_and_no_more(case: Recorded) -> None:
    """Every value that is printed is there; what is not printed is None, never 0."""
    dump = read_mh(case.text)
    assert [told_database(header) for header in dump.databases] == case.truth["databases"]
    assert (None if dump.ending is None else [dump.ending.kind.name, dump.ending.code]) == case.truth["ending"]


@pytest.mark.parametrize("name", REFUSED)
def test_other_texts_are_refused(name: str) -> None:
    """A text that is no output of /mh, and a deciding value that is not of its form, are errors, never a guess."""
    with pytest.raises(ParsingError):
        read_mh(REFUSED[name])


@pytest.mark.parametrize("word", [state.value for state in DatabaseState])
def test_every_word_of_the_engine_is_known(word: str) -> None:
    """Also alone in its line, as find leaves it."""
    (header,) = read_mh(f"            State: {word}\r\n").databases
    assert header.state is DatabaseState(word)
    assert (FileDoubt.ILLEGAL_STATE in header.doubts) is (word == "Illegal")


def test_words_of_exchange_2000_and_older() -> None:
    """Consistent is clean, Inconsistent is dirty; the word itself is kept."""
    consistent, inconsistent = read_mh("State: Consistent\nState: Inconsistent\n").databases
    assert (consistent.state, consistent.state_text) == (DatabaseState.CLEAN_SHUTDOWN, "Consistent")
    assert (inconsistent.state, inconsistent.state_text) == (DatabaseState.DIRTY_SHUTDOWN, "Inconsistent")


def test_what_is_not_printed_is_not_zero() -> None:
    """Exchange 2010 texts without Log Committed: the committed generation is not known."""
    (header,) = read_mh("State: Dirty Shutdown\nLog Required: 143-143 (0x8f-0x8f)\n").databases
    assert header.needs.committed_high is None
    assert header.damage.repairs.count is None
    assert header.copy is None


def test_positions_are_decimal_in_5_5_and_hexadecimal_since() -> None:
    """Only the 0x tells."""
    old, new = (
        read_mh(f"State: Consistent\nLast Consistent: ({first},10,16)  8/6/1999 20:46:33\n").databases[0] for first in ("45", "0x45")
    )
    assert old.history.consistent is not None
    assert new.history.consistent is not None
    assert str(old.history.consistent.position) == "(0x2D,A,10)"
    assert str(new.history.consistent.position) == "(0x45,10,16)"


def test_a_whole_output_without_warning_says_that_both_copies_are_good() -> None:
    """Eseutil compares them at every dump; a cut text does not show whether it warned."""
    text = "DATABASE HEADER:\n" + CLEAN
    assert read_mh(text).databases[0].copy is HeaderCopy.PRIMARY
    assert read_mh(text + "\nOperation completed successfully in 0.94 seconds.").databases[0].copy is HeaderCopy.BOTH


def test_a_typed_label_is_no_empty_value() -> None:
    """What findstr was asked for, and did not find, is not said; it is not broken either."""
    (header,) = read_mh('D:\\>eseutil /mh a.edb | findstr /c:"State:" /c:"Log Required:" /c:"Mark:"\n' + CLEAN).databases
    assert header.needs.required_high is None
    assert header.doubts == ()


def test_a_cut_output_behind_a_whole_one_is_cut() -> None:
    """Each output has its own last line, below its own warnings."""
    whole = "DATABASE HEADER:\n" + CLEAN + "\nOperation completed successfully in 0.94 seconds.\n"
    first, second = read_mh(whole + "D:\\>eseutil /mh b.edb\nDATABASE HEADER:\n" + CLEAN).databases
    assert [first.copy, second.copy] == [HeaderCopy.BOTH, HeaderCopy.PRIMARY]


def test_other_outputs_around_it_do_not_matter() -> None:
    """People paste /ml and /r behind /mh; positions of attached databases in /ml are not those of this header."""
    text = (
        "D:\\>eseutil /mh a.edb\n"
        + CLEAN
        + "Last Attach: (0x5,6,7)  01/02/2003 11:11:11\nOperation completed successfully in 0.94 seconds.\n"
        + "D:\\>eseutil /ml E00.log\nlGeneration: 46 (0x2E)\n      1 D:\\a.edb\n dbtime: 5 (0-5)\n Last Attach: (0x1,2,3)\n"
    )
    (header,) = read_mh(text).databases
    assert header.history.attach is not None
    assert str(header.history.attach.position) == "(0x5,6,7)"
    assert header.dbtime is None
