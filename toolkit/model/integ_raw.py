"""What stands in ``<database>.INTEG.RAW``, the work log that ``/g`` and ``/p`` write beside the database (``repair.cxx``)."""

from dataclasses import dataclass

from toolkit.model.ese import Signature
from toolkit.model.eseutil import Verdict


@dataclass(frozen=True, slots=True)
class NewSignature:
    """A signature that a repair gave the database: from then on no older log and no older backup fits.

    Attributes:
        signature: with a time that lacks its zone.
        created: the time as printed, ``02/20/2022 03:38:21.163``.
    """

    signature: Signature
    created: str


@dataclass(frozen=True, slots=True)
class WrongSize:
    """The file is not as long as its own space tree says."""

    expected_pages: int
    file_pages: int


@dataclass(frozen=True, slots=True)
class CodeCount:
    """How often a JET error is named."""

    code: int
    count: int


@dataclass(frozen=True, slots=True)
class IntegSession:
    """One run; a later one is appended to the same file, and the last decides.

    Attributes:
        mode: in capitals, ``REPAIR`` or ``INTEGRITY CHECK``.
        database: as given to Eseutil.
        engine: ``ESE 15.01.2507.0000``; ``ESENT`` is the engine of Windows.
        is_dirty: the database was not shut down cleanly. None: the header was not reached.
        file_bytes: None: not reached.
        errors: reports of an error; two threads may have put two into one line. The hints at the beginning are none.
        warnings: reports of a warning.
        codes: JET errors named by them, the most frequent first.
        tables_checked: tables that were checked to their end.
        damaged_tables: tables whose check ended with an error, each once.
        wrong_size: None: not reported.
        new_signatures: in order; the last one is in the header afterwards.
        verdict: None: not reached.
        elapsed_s: None: still running, or stopped, or cut.
    """

    mode: str
    database: str
    engine: str
    is_dirty: bool | None
    file_bytes: int | None
    errors: int
    warnings: int
    codes: tuple[CodeCount, ...]
    tables_checked: int
    damaged_tables: tuple[str, ...]
    wrong_size: WrongSize | None
    new_signatures: tuple[NewSignature, ...]
    verdict: Verdict | None
    elapsed_s: int | None
