"""A triage in which every part of its page has something to say."""

from dataclasses import replace
from datetime import UTC, datetime

from tests.test_analysis.chain_world import LOGS, OTHER, case, checkpoint, closed, current, dirty, log, place
from toolkit.analysis.log_chain import solve
from toolkit.documents.blocks import Page
from toolkit.documents.triage_page import triage_page
from toolkit.model.log_chain import ChainCase
from toolkit.model.log_inventory import BlindPlace
from toolkit.model.triage import Triage

NEED = dirty(16, 18, 20)
CHECKPOINT = f"{LOGS}\\E00.chk"


def triaged(given: ChainCase) -> Triage:
    """Return a triage as the command makes it."""
    return Triage(given, solve(given), (OTHER,), 5, 2, datetime(2026, 11, 25, 3, 12, 40, tzinfo=UTC))


def everything() -> ChainCase:
    """Return a case in which every part of the page has something to say."""
    files = [
        *closed((14, 16)),
        place(17, log(17, used=3)),
        place(17, log(17, used=9), folder=OTHER),
        place(0, log(18), name="E0000000033.log"),
        current(20),
        place(0, log(9), name="E00tmp.log"),
    ]
    given = replace(case(NEED, files), checkpoint=checkpoint(16), checkpoint_path=CHECKPOINT)
    return replace(given, inventory=replace(given.inventory, blind=(BlindPlace("X:\\Backup", "access denied"),)))


def triage_sample() -> Page:
    """Return the page of a triage with everything."""
    return triage_page(triaged(everything()))
