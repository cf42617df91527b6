"""Whatever files and headers say, the solver answers, and no good verdict rests on a log that is not good."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.test_analysis.chain_world import FOREIGN, LOGS, MIB, OTHER, OURS, case, covers, log, moment
from toolkit.analysis.log_chain import solve
from toolkit.analysis.log_names import file_of
from toolkit.model.ese import LogPosition
from toolkit.model.ese_database import DatabaseHeader, DatabaseState, LogNeeds
from toolkit.model.ese_doubt import FileDoubt, Refusal, RefusedFile
from toolkit.model.ese_log import Checkpoint, LogHeader, LogSegments
from toolkit.model.evidence import Unknown
from toolkit.model.log_chain import LogState, Verdict
from toolkit.model.log_inventory import FoundFile, LogLook

GOOD = (Verdict.MOUNTS, Verdict.SOFT_RECOVERY, Verdict.RENAMED, Verdict.CHECKPOINT_BAD)
SMALL = st.integers(0, 9)
NAMES = st.one_of(
    st.builds(lambda number: f"E00{number:08X}.log", SMALL),
    st.builds(lambda number: f"E01{number:05x}.LOG", SMALL),
    st.builds(lambda number: f"E00{number:08X}.log.vir", SMALL),
    st.sampled_from(("E00.log", "E01.log", "E00tmp.log", "E00.chk", "app.log", "E00res00001.jrs", "DB.edb", "x")),
)


@st.composite
def headers(draw: st.DrawFn) -> LogHeader:
    """Draw a log header in which anything may be unsaid, foreign, doubtful or contradictory."""
    generation = draw(SMALL)
    whole = log(
        generation, branch=draw(st.integers(0, 1)), parent=draw(st.integers(0, 1)), signature=draw(st.sampled_from((OURS, FOREIGN)))
    )
    body = draw(st.sampled_from((None, LogSegments(0, (), False, 0), LogSegments(3, (2,), False, 7), LogSegments(4, (), False, 9))))
    return replace(
        whole,
        generation=draw(st.sampled_from((generation, None))) if draw(SMALL) == 0 else generation,
        created=draw(st.sampled_from((whole.created, None))),
        previous_created=draw(st.sampled_from((whole.previous_created, None))),
        signature=draw(st.sampled_from((whole.signature, None))),
        previous_segments_checksum=draw(st.sampled_from((None, 7, 9))),
        file_sectors=draw(st.sampled_from((whole.file_sectors, None))),
        doubts=tuple(draw(st.sets(st.sampled_from(tuple(FileDoubt)), max_size=1))),
        body=body,
    )


LOOKS: st.SearchStrategy[LogLook] = st.one_of(
    headers(), st.just(None), st.just(Unknown("in use")), st.sampled_from([RefusedFile(reason) for reason in Refusal])
)


@st.composite
def found(draw: st.DrawFn) -> FoundFile:
    """Draw a file of either folder."""
    folder, size = draw(st.sampled_from((LOGS, OTHER))), draw(st.sampled_from((MIB, MIB, 0, None)))
    return replace(file_of(folder, draw(NAMES), size), look=draw(LOOKS))


@st.composite
def databases(draw: st.DrawFn) -> DatabaseHeader:
    """Draw a header, dirty more often than not."""
    state = draw(st.sampled_from((DatabaseState.DIRTY_SHUTDOWN, DatabaseState.DIRTY_SHUTDOWN, *DatabaseState, None)))
    edges = sorted(draw(st.lists(SMALL, min_size=3, max_size=3))) if draw(SMALL) else draw(st.lists(SMALL, min_size=3, max_size=3))
    created = draw(st.sampled_from((None, moment(edges[2]))))
    needs = LogNeeds(edges[0], edges[1], draw(st.sampled_from((edges[2], edges[2], None))), committed_created=created)
    doubts = tuple(draw(st.sets(st.sampled_from(tuple(FileDoubt)), max_size=1)))
    return DatabaseHeader(state=state, needs=needs, log_signature=draw(st.sampled_from((OURS, OURS, None))), doubts=doubts)


@settings(max_examples=150)
@given(database=databases(), files=st.lists(found(), max_size=12, unique_by=lambda file: file.path), position=st.one_of(st.none(), SMALL))
def test_anything_has_an_answer(database: DatabaseHeader, files: list[FoundFile], position: int | None) -> None:
    """Each needed generation has one state; a good verdict has only good ones and nothing to find; where something is lost, one is bad."""
    checkpoint = None if position is None else Checkpoint(position=LogPosition(position, 0, 0))
    verdict = solve(replace(case(database, files), checkpoint=checkpoint))
    assert verdict.says.endswith((".", "!"))
    if verdict.need is not None:
        assert covers(verdict.spans, verdict.need.low, verdict.need.committed)
    states = {span.state for span in verdict.spans if verdict.need and verdict.need.low <= span.first <= verdict.need.committed}
    if verdict.verdict in GOOD:
        assert all(state.is_good for state in states)
        assert (verdict.wanted, verdict.loss) == ((), None)
    if verdict.loss is not None:
        assert states - {LogState.UNKNOWN} and not all(state.is_good for state in states)
    assert all(finding.says.endswith(".") for finding in verdict.findings)
