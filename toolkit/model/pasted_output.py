"""Output of a tool that somebody pasted or saved, recognised as a whole."""

from dataclasses import dataclass

from toolkit.model.chkdsk import ChkdskReport
from toolkit.model.eseutil import DatabaseSpace, EseutilRun, PageChecksums
from toolkit.model.integ_raw import IntegSession


@dataclass(frozen=True, slots=True)
class PastedRuns:
    """Runs of Eseutil.

    Attributes:
        runs: in order, at least one.
        checksums: of the only checksum pass; None: there is none, or several.
        space: of the first space dump; None: there is none.
    """

    runs: tuple[EseutilRun, ...]
    checksums: PageChecksums | None
    space: DatabaseSpace | None


@dataclass(frozen=True, slots=True)
class PastedWorkLog:
    """The file INTEG.RAW; ``sessions`` has at least one."""

    sessions: tuple[IntegSession, ...]


PastedOutput = PastedRuns | PastedWorkLog | ChkdskReport
