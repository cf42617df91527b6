"""The log-chain solver: header, inventory, log headers and checkpoint to a verdict, what is missing, what would be lost, and why."""

from collections.abc import Iterator

from toolkit.analysis.log_findings import findings_of
from toolkit.analysis.log_loss import loss_budget, wanted_logs, ways_of
from toolkit.analysis.log_verdict import rule
from toolkit.analysis.log_weighing import Weighed, weigh
from toolkit.analysis.log_words import say_logs, say_number
from toolkit.model.ese_doubt import RefusedFile
from toolkit.model.evidence import Evidence, Finding, Unknown
from toolkit.model.log_chain import ChainCase, ChainVerdict, Claim, LogState, Verdict, Way


def solve(case: ChainCase) -> ChainVerdict:
    """Return the verdict on a database and its logs; what could not be looked at is never taken for good or for gone."""
    if isinstance(case.database, Unknown):
        says = f"The database could not be looked into: {case.database.why}. Nothing else decides what it needs."
        return ChainVerdict(Verdict.NOT_KNOWN, says, not_known=(f"{case.database_path}: {case.database.why}",))
    if isinstance(case.database, RefusedFile):
        return _unreadable(case, case.database)
    return _solved(weigh(case, case.database))


def _unreadable(case: ChainCase, refused: RefusedFile) -> ChainVerdict:
    says = f"The file of the database cannot be used: it is {refused.refusal.value}. Which logs it needs is not known."
    evidence = Evidence(str(refused), case.database_path)
    doubt = "the same file copied whole, while nothing writes it"
    ways = (
        Way(
            "copy it again",
            "Copy the file again and compare its size with the original; then a copy of the database, a backup.",
            case.database_size_bytes,
        ),
    )
    return ChainVerdict(Verdict.DAMAGED, says, ways=ways, findings=(Finding("database.unreadable", says, (evidence,), doubt),))


def _solved(weighed: Weighed) -> ChainVerdict:
    ruling, wanted, by_name_only = rule(weighed), wanted_logs(weighed), weighed.count_by_name_only()
    return ChainVerdict(
        verdict=ruling.verdict,
        says=ruling.says,
        names=weighed.names,
        need=weighed.need,
        spans=weighed.spans,
        claims=tuple(_notable(weighed)),
        wanted=wanted,
        duplicates=tuple(one for one in weighed.choice.duplicates if _is_needed(weighed, one.generation)),
        loss=loss_budget(weighed),
        ways=ways_of(weighed, ruling, wanted),
        findings=findings_of(weighed),
        not_known=tuple(_not_known(weighed, by_name_only)),
        by_name_only=by_name_only,
        current=_current_generation(weighed),
    )


def _current_generation(weighed: Weighed) -> int | None:
    """Return the generation of a usable current log; a closed log of the same number has its own name."""
    current = weighed.current
    chosen = weighed.choice.chosen.values()
    return next((claim.generation for claim in chosen if claim.file is current and claim.state.is_good), None)


def _is_needed(weighed: Weighed, generation: int) -> bool:
    return weighed.need is not None and weighed.need.low <= generation <= weighed.need.committed


def _notable(weighed: Weighed) -> Iterator[Claim]:
    for generation, claim in sorted(weighed.choice.chosen.items()):
        if _is_needed(weighed, generation) and claim.state is not LogState.PRESENT:
            yield claim


def _not_known(weighed: Weighed, by_name_only: int) -> Iterator[str]:
    yield from _not_looked_at(weighed.case)
    unknown = tuple(span for span in weighed.needed if span.state is LogState.UNKNOWN)
    if unknown:
        yield f"Not decided: {say_logs(unknown, weighed.names)}."
    if by_name_only:
        yield f"{say_number(by_name_only, 'needed log')} known by name and length only; their headers were not looked into."
    for duplicate in weighed.choice.duplicates:
        if not duplicate.taken and _is_needed(weighed, duplicate.generation):
            yield f"0x{duplicate.generation:X}: {duplicate.why}."
    yield "Pages of the database were not read: a header does not show damage inside it."


def _not_looked_at(case: ChainCase) -> Iterator[str]:
    """Name the places and files that nobody could look into."""
    yield from (f"{place.folder}: {place.why}." for place in case.inventory.blind)
    yield from (f"{file.path}: {file.look.why}." for file in case.inventory.files if isinstance(file.look, Unknown))
    if isinstance(case.checkpoint, Unknown):
        yield f"{case.checkpoint_path}: {case.checkpoint.why}."
