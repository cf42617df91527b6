"""One offline triage: what was asked for, what was seen, what follows."""

from dataclasses import dataclass
from datetime import datetime

from toolkit.model.log_chain import ChainCase, ChainVerdict


@dataclass(frozen=True, slots=True)
class Triage:
    """A triage with everything that pages and programs get of it.

    Attributes:
        case: what the solver got.
        result: what it says.
        places: folders that were looked at beside the log folder, as they were named.
        headers: how many log headers were read.
        bodies: how many logs were read whole.
        made_at: when it was looked, with offset.
    """

    case: ChainCase
    result: ChainVerdict
    places: tuple[str, ...]
    headers: int
    bodies: int
    made_at: datetime
