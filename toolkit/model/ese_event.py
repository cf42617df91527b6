"""What one event of the database engine says, beside its number (``jetmsg.mc`` of the published engine, events 447 to 533)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EseEventFacts:
    """Facts of one event; an empty text and None mean that it does not say them.

    Attributes:
        process: program that the engine ran in.
        pid: its number.
        instance: name of the database or log sequence.
        database: path.
        file: path of the file or log that the event is about.
        first_log: first log of the range that it names, as printed: decimal, or a file name.
        last_log: last one. For 452 and 453 it is the last *committed* log where the engine knows it, so that the range may be
            longer than what the database strictly requires; the header decides.
        found_log: log that recovery could find.
        error: JET error, negative.
        system_error: number of Windows.
        offset: bytes from the beginning of the file.
        length: bytes that were read or written.
        page: number of the page.
        seconds: as printed; of 509 and 510 those of this request.
        other_requests: slow ones since the last such event.
        since_s: seconds since the last such event.
    """

    process: str = ""
    pid: int | None = None
    instance: str = ""
    database: str = ""
    file: str = ""
    first_log: str = ""
    last_log: str = ""
    found_log: str = ""
    error: int | None = None
    system_error: int | None = None
    offset: int | None = None
    length: int | None = None
    page: int | None = None
    seconds: str = ""
    other_requests: int | None = None
    since_s: int | None = None
