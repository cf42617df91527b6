"""What exkit has left behind and nobody has undone yet."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from toolkit.documents.blocks import Facts, Page, Paragraph, Row, Section
from toolkit.documents.measures import say_count, say_day_and_time
from toolkit.documents.run_pages import say_undo_command
from toolkit.documents.text import command, plain, strong
from toolkit.model.run import Debt

SOON = timedelta(hours=24)


def debts_page(debts: Sequence[Debt], now: datetime, asked: Sequence[str] = (), silent: Sequence[str] = ()) -> Page:
    """Return all open debts with their ends and the commands that settle them.

    Args:
        debts: open ones.
        now: with offset.
        asked: servers that were asked what was left on them.
        silent: those of them that did not answer.
    """
    sections = [Section((Paragraph(plain(_count(debts, now))),)), *(_section(debt, now) for debt in debts)]
    if asked:
        answered = len(asked) - len(silent)
        missing = f" No answer from {', '.join(silent)}: debts there are not known." if silent else ""
        sections.append(Section((Paragraph(plain(f"Asked {say_count(len(asked), 'server')}, {answered} answered.{missing}")),)))
    return Page("Debts", tuple(sections))


def _count(debts: Sequence[Debt], now: datetime) -> str:
    if not debts:
        return "No open debts are known on this machine."
    servers = len({debt.host for debt in debts})
    return f"{say_count(len(debts), 'open debt')} on {say_count(servers, 'server')}.{_say_soon(debts, now)}"


def _say_soon(debts: Sequence[Debt], now: datetime) -> str:
    soon = sum(debt.ends is not None and now < debt.ends <= now + SOON for debt in debts)
    return "" if not soon else " 1 ends by itself within 24 h." if soon == 1 else f" {soon} end by themselves within 24 h."


def _section(debt: Debt, now: datetime) -> Section:
    rows = (
        Row("since", (plain(_say_since(debt)),)),
        Row("ends", (plain(_say_end(debt, now)),)),
        Row("undo", (command(say_undo_command(debt)) if debt.run_id else plain("by hand: no run folder on this machine knows it"),)),
    )
    return Section((Paragraph((*strong(f"{debt.id}  {debt.host}"), *plain(f"  {debt.what}"))), Facts(rows)))


def _say_since(debt: Debt) -> str:
    since = say_day_and_time(debt.since)
    return f"{since}, step {debt.step_id} of {debt.run_id}" if debt.run_id else f"{since}, as the server says"


def _say_end(debt: Debt, now: datetime) -> str:
    if debt.ends is None:
        return "never by itself"
    said = say_day_and_time(debt.ends)
    return f"{said} by itself" if debt.ends > now else f"{said}, which is over: look whether the server has ended it"
