"""The solver against a model that knows the truth, over random worlds; and ranges against plain sets."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.test_analysis.brute_chain import CurrentFate, Fate, World
from toolkit.analysis.generations import contains, count, intersect, ranges_of, subtract, union
from toolkit.analysis.log_chain import solve
from toolkit.model.log_chain import LogState

NUMBERS = st.frozensets(st.integers(0, 60), max_size=40)
FATES = st.sampled_from(tuple(Fate))
MOSTLY_GOOD = st.one_of(st.just(Fate.KEPT), st.just(Fate.KEPT), FATES)
CURRENTS = st.one_of(st.just(CurrentFate.KEPT), st.sampled_from(tuple(CurrentFate)))


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Draw a world of up to eight logs; a fork is drawn only where whole logs above tie its follower to the database."""
    low, current = draw(st.integers(1, 0x5000)), draw(CURRENTS)
    committed_is_current = draw(st.booleans())
    length = draw(st.integers(1, 7))
    fates: list[Fate] = []
    is_tied = current is CurrentFate.KEPT or not committed_is_current
    for _ in range(length):
        fate = draw(st.one_of(FATES, MOSTLY_GOOD))
        fate = Fate.FOREIGN if fate is Fate.FORK and not is_tied else fate
        is_tied = is_tied and fate in (Fate.KEPT, Fate.MOVED, Fate.QUARANTINED, Fate.RENAMED)
        fates.insert(0, fate)
    committed = low + length - (not committed_is_current)
    return World(low, draw(st.integers(low, committed)), committed, tuple(fates), current)


@settings(max_examples=200)
@given(world=worlds())
def test_states_missing_list_and_verdict_are_those_of_the_truth(world: World) -> None:
    """What a perfect observer of the world would say, the solver says, generation by generation."""
    verdict, expected = solve(world.case()), world.states()
    found = {number: span.state for span in verdict.spans for number in range(span.first, span.last + 1)}
    assert {number: found.get(number) for number in expected} == expected
    gone = {number for span in verdict.missing for number in range(span.first, span.last + 1)}
    assert gone == {number for number, state in expected.items() if state is LogState.MISSING}
    assert verdict.verdict is world.verdict()


@settings(max_examples=100)
@given(world=worlds())
def test_loss_is_counted_from_the_first_unusable_log(world: World) -> None:
    """All from there to the last committed one is lost, present or not; where a log is not known, no number is given."""
    states, loss = world.states(), solve(world.case()).loss
    bad = [number for number, state in sorted(states.items()) if not state.is_good]
    if LogState.UNKNOWN in states.values() or not bad:
        assert loss is None
    else:
        assert loss is not None
        assert (loss.first, loss.last, loss.generations) == (bad[0], world.committed, world.committed - bad[0] + 1)


@settings(max_examples=60)
@given(world=worlds(), order=st.randoms(use_true_random=False))
def test_the_order_of_files_decides_nothing(world: World, order: object) -> None:
    """A listing comes in any order; the verdict is the same."""
    given_case = world.case()
    files = list(given_case.inventory.files)
    assert hasattr(order, "shuffle")
    order.shuffle(files)
    shuffled = type(given_case.inventory)(given_case.inventory.log_folder, given_case.inventory.plain, tuple(files))
    again = solve(type(given_case)(given_case.database, given_case.database_path, 1, shuffled, base=given_case.base))
    first = solve(given_case)
    assert (again.verdict, again.spans, again.claims, again.duplicates) == (first.verdict, first.spans, first.claims, first.duplicates)


@given(left=NUMBERS, right=NUMBERS)
def test_ranges_are_sets(left: frozenset[int], right: frozenset[int]) -> None:
    """Union, intersection, difference, membership and count of ranges are those of sets, and the form is the shortest."""
    one, other = ranges_of(left), ranges_of(right)
    for ranges, numbers in ((one, left), (union((one, other)), left | right), (intersect(one, other), left & right)):
        assert {number for piece in ranges for number in piece} == numbers
        assert count(ranges) == len(numbers)
    assert {number for piece in subtract(one, other) for number in piece} == left - right
    assert all(before.stop < after.start for before, after in pairwise(one))
    assert {number for number in range(61) if contains(one, number)} == left


def test_repeated_numbers_are_one() -> None:
    """A listing may name a generation twice."""
    assert ranges_of([3, 1, 2, 2]) == (range(1, 4),)
    assert ranges_of([1, 1, 3]) == (range(1, 2), range(3, 4))
