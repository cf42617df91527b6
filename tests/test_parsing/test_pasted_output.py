"""Which tool printed a text."""

import pytest

from tests.recorded import Recorded, needs_shared, shared_recordings
from tests.test_parsing.eseutil_samples import CHECKSUM, CHKDSK, INTEG_RAW, LOOK_ALIKES, RECOVERY, SPACE
from toolkit.model.chkdsk import ChkdskReport
from toolkit.model.pasted_output import PastedRuns, PastedWorkLog
from toolkit.parsing.pasted_output import find_output

MAIL = [case for kind in ("smtp_reply", "event_exchange", "log_protocol", "config_edgetransport") for case in shared_recordings(kind)]


def test_each_tool_is_recognised() -> None:
    """The work log before the run whose words it holds; numbers beside the run they belong to."""
    assert isinstance(find_output(INTEG_RAW), PastedWorkLog)
    assert isinstance(find_output(CHKDSK), ChkdskReport)
    runs, checked, dumped = find_output(RECOVERY), find_output(CHECKSUM), find_output(SPACE)
    assert isinstance(runs, PastedRuns)
    assert (runs.checksums, runs.space) == (None, None)
    assert isinstance(checked, PastedRuns)
    assert checked.checksums is not None
    assert isinstance(dumped, PastedRuns)
    assert dumped.space is not None


@pytest.mark.parametrize("text", LOOK_ALIKES)
def test_other_texts_are_none(text: str) -> None:
    """A sentence about a tool is not its output."""
    assert find_output(text) is None


@pytest.mark.shared
@needs_shared
@pytest.mark.parametrize("case", MAIL, ids=str)
def test_real_texts_of_mail_are_none(case: Recorded) -> None:
    """Replies, logs and configurations of transport are never taken for an output of Eseutil or chkdsk."""
    assert find_output(case.text) is None
