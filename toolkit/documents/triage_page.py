"""A triage as a page that an auditor can sign: verdict, database, logs by range, what is missing and lost, ways, evidence, gaps in it."""

from collections.abc import Iterator
from dataclasses import replace

from toolkit.documents.blocks import Block, Facts, Heading, Items, Page, Paragraph, Row, Section, Table, Verdict
from toolkit.documents.measures import say_count, say_size
from toolkit.documents.text import Text, plain, strong
from toolkit.documents.triage_database import database_facts
from toolkit.documents.triage_next import next_section
from toolkit.documents.words import Loudness, Word
from toolkit.model.evidence import Finding
from toolkit.model.log_chain import ChainVerdict, Claim, Duplicate, LogSpan, LogState, LossBudget, Way
from toolkit.model.log_chain import Verdict as Ruling
from toolkit.model.triage import Triage

MOST_ROWS = 40
"""Rows of a table on a page; ``--json`` has them all."""
_GOOD = (Ruling.CLEAN, Ruling.MOUNTS)
_HARM = (Ruling.REQUIRED_MISSING, Ruling.COMMITTED_MISSING, Ruling.DAMAGED, Ruling.FOREIGN_STREAM)
_STYLES = {Loudness.GOOD: "ok", Loudness.LOOK: "look", Loudness.HARM: "bad"}


def triage_page(triage: Triage) -> Page:
    """Return the page of a triage."""
    sections = (
        _head(triage),
        Section((Heading(plain("Database")), database_facts(triage)), "database"),
        *_logs(triage.result),
        *_to_find(triage.result),
        *_misplaced(triage.result),
        *_duplicates(triage.result),
        Section((Heading(plain("Would be lost")), Paragraph(plain(_say_loss(triage.result)))), "lost"),
        *_ways(triage.result.ways),
        Section((Heading(plain("Evidence")), Items(tuple(map(_finding, triage.result.findings)))), "evidence"),
        Section((Heading(plain("Not known, not looked at")), Items(tuple(map(plain, _not_known(triage))))), "not-known"),
        next_section(triage),
    )
    return Page(f"Triage of {triage.case.database_path}", sections, kind="Triage")


def triage_document(triage: Triage) -> Page:
    """Return the page as a file: on paper it has rows to be signed."""
    page = triage_page(triage)
    rows = tuple((plain(role), plain(""), plain(""), plain("")) for role in ("Looked", "Read"))
    sign = Section((Table("Seen", ("Role", "Name", "Date", "Signature"), rows, is_form=True),))
    return replace(page, sections=(*page.sections, sign))


def word_of(verdict: Ruling) -> Word:
    """Return the badge of a verdict: what mounts is good, what loses data or is not whole is harm, all else wants a look."""
    loudness = Loudness.GOOD if verdict in _GOOD else Loudness.HARM if verdict in _HARM else Loudness.LOOK
    return Word(verdict.value.upper(), loudness, _STYLES[loudness])


def _head(triage: Triage) -> Section:
    head = Heading(plain(f"TRIAGE  {_short(triage.case.database_path)}"), level=1)
    return Section((head, Verdict(word_of(triage.result.verdict), "", says=(plain(triage.result.says),))))


def _short(path: str) -> str:
    """Return the name of a file; the page has its whole path below."""
    return path.replace("\\", "/").rsplit("/", 1)[-1]


def _logs(result: ChainVerdict) -> tuple[Section, ...]:
    if not result.spans:
        return ()
    rows = tuple(_span_row(span, result) for span in result.spans)
    head = ("needed", "first", "last", "logs", "state")
    blocks: list[Block] = [
        Heading(plain("Logs by generation")),
        Table("What the database needs, and what is there", head, rows[:MOST_ROWS], frozenset({3})),
    ]
    return (Section((*blocks, *_rest(len(rows), "range")), "logs"),)


def _span_row(span: LogSpan, result: ChainVerdict) -> tuple[Text, ...]:
    is_there = span.state is LogState.PRESENT
    first, last = (result.name_of(one) if is_there else result.names.closed(one) for one in (span.first, span.last))
    state = plain(span.state.value) if is_there else strong(span.state.value)
    return (plain(span.role.value), plain(first), plain(last), plain(f"{span.count:,}"), state)


def _rest(count: int, noun: str) -> tuple[Block, ...]:
    if count <= MOST_ROWS:
        return ()
    return (Paragraph(plain(f"And {say_count(count - MOST_ROWS, f'more {noun}')}; --json has them all.")),)


def _to_find(result: ChainVerdict) -> tuple[Section, ...]:
    if not result.wanted:
        return ()
    rows: list[tuple[Text, ...]] = []
    for one in result.wanted:
        span, size = one.span, "not known" if one.size_bytes is None else f"{one.size_bytes:,} bytes each"
        names = one.first_name if span.count == 1 else f"{one.first_name} to {one.last_name}"
        numbers = str(span.first) if span.count == 1 else f"{span.first}-{span.last}"
        rows.append((plain(names), plain(numbers), plain(f"{span.count:,}"), plain(size), strong(span.state.value)))
    table = Table("Names as Exchange writes them", ("name", "decimal", "logs", "size", "state"), tuple(rows[:MOST_ROWS]), frozenset({2}))
    current = [one.last_name for one in result.wanted if one.may_be_current]
    note = f"{current[-1]} may also be the log without a number, {result.names.current}: its header says so." if current else ""
    return (
        Section((Heading(plain("To find")), table, *_rest(len(rows), "range"), *([Paragraph(plain(note))] if note else [])), "to-find"),
    )


def _misplaced(result: ChainVerdict) -> tuple[Section, ...]:
    """Files that are not in place: found elsewhere, renamed, damaged, foreign, not read."""
    if not result.claims:
        return ()
    rows = tuple(Row(f"0x{claim.generation:X}", _claim_lines(claim)) for claim in result.claims[:MOST_ROWS])
    return (Section((Heading(plain("Files that are not in place")), Facts(rows), *_rest(len(result.claims), "file")), "files"),)


def _claim_lines(claim: Claim) -> tuple[Text, ...]:
    first: Text = (*strong(claim.state.value), *plain(f"  {claim.file.path}"))
    return (first, plain(claim.why)) if claim.why else (first,)


def _duplicates(result: ChainVerdict) -> tuple[Section, ...]:
    if not result.duplicates:
        return ()
    rows = tuple(Row(f"0x{one.generation:X}", _duplicate_lines(one)) for one in result.duplicates[:MOST_ROWS])
    return (Section((Heading(plain("Several files for one log")), Facts(rows), *_rest(len(result.duplicates), "log")), "duplicates"),)


def _duplicate_lines(one: Duplicate) -> tuple[Text, ...]:
    first = plain(f"take {one.taken}") if one.taken else strong("take none before it is known")
    return (first, plain(f"because {one.why}"), *(plain(f"not {path}") for path in one.others))


def _say_loss(result: ChainVerdict) -> str:
    loss = result.loss
    if result.need is None:
        return "Nothing by logs: the database needs none." if result.verdict is Ruling.CLEAN else "Not known."
    if loss is None:
        decided = not any(span.state is LogState.UNKNOWN for span in result.spans)
        return (
            "Nothing that the headers show, once every needed log is in place."
            if decided
            else "Not known before every needed log was looked into."
        )
    size = "" if loss.size_bytes is None else f", about {say_size(loss.size_bytes)} of changes"
    first, last = result.names.closed(loss.first), result.names.closed(loss.last)
    names = first if first == last else f"{first} to {last}"
    return f"Without what is to be found: {say_count(loss.generations, 'log')}, {names}{size}. {_say_times(loss)}"


def _say_times(loss: LossBudget) -> str:
    since = "Since when is not known" if loss.since is None else f"Since {loss.since}"
    if loss.until is None or loss.until == loss.since:
        return f"{since}, to the end."
    return f"{since}, to the end; the last of these logs began {loss.until}."


def _ways(ways: tuple[Way, ...]) -> tuple[Section, ...]:
    if not ways:
        return ()
    safe = tuple(Row(way.name, _way_lines(way)) for way in ways if not way.price)
    lossy = tuple(Row(way.name, _way_lines(way)) for way in ways if way.price)
    blocks: list[Block] = [Heading(plain("Ways on")), Facts(safe)]
    if lossy:
        blocks += [Heading(plain("By hand only, at a price"), level=3), Facts(lossy)]
    return (Section(tuple(blocks), "ways"),)


def _way_lines(way: Way) -> tuple[Text, ...]:
    lines = [plain(way.does)]
    if way.space_bytes is None:
        lines.append(plain("needs: not known"))
    elif way.space_bytes:
        lines.append(plain(f"needs: {say_size(way.space_bytes)} free"))
    return (*lines, *([(*strong("LOSES"), *plain(f"  {way.price}"))] if way.price else []))


def _finding(finding: Finding) -> Text:
    sources = "; ".join(f"{one.what} ({_short(one.where)})" for one in finding.evidence)
    doubt = f" Disproved by: {finding.disproved_by}." if finding.disproved_by else ""
    return plain(f"{finding.says}{f' [{sources}]' if sources else ''}{doubt}")


def _not_known(triage: Triage) -> Iterator[str]:
    lines = triage.result.not_known
    yield from lines[:MOST_ROWS]
    if len(lines) > MOST_ROWS:
        yield f"{len(lines) - MOST_ROWS:,} more; --json has them all."
    places = (triage.case.inventory.log_folder, *triage.places)
    bodies = f", {triage.bodies:,} of them whole" if triage.bodies else ""
    counts = f"{say_count(triage.case.inventory.count, 'file')}, {say_count(triage.headers, 'log')} looked into{bodies}"
    yield f"Looked at: {', '.join(places)}; {counts}."
