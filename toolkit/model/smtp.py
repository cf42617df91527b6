"""An SMTP reply, and a short talk with a server."""

from dataclasses import dataclass
from typing import Optional


@dataclass(frozen=True, slots=True)
class SmtpReply:
    r"""One reply of a mail server, as it was said or quoted.

    Attributes:
        code: three digits.
        enhanced: ``4.3.1``; empty when there is none.
        text: the words, lines joined by one blank, without what is quoted inside.
        meter: resource in brackets behind the words, ``UsedDiskSpace``; empty when there is none.
        meter_of: path or name behind the meter; empty when there is none.
        quoted: the reply of the next server that this one passes on; None when there is none.
        host: who said it, when the text around it tells; empty otherwise.
    """

    code: int
    enhanced: str
    text: str
    meter: str = ""
    meter_of: str = ""
    quoted: Optional["SmtpReply"] = None
    host: str = ""

    @property
    def cause(self) -> "SmtpReply":
        """The innermost quoted reply: the one that says why."""
        reply = self
        while reply.quoted is not None:
            reply = reply.quoted
        return reply

    def __str__(self) -> str:
        return " ".join(part for part in (str(self.code), self.enhanced, self.text) if part)


@dataclass(frozen=True, slots=True)
class SmtpExchange:
    """One command and its reply.

    Attributes:
        sent: the command; empty for the banner, which nobody asks for.
        reply: None when nothing that is a reply came back.
        raw: what came back, as it is.
        ms: milliseconds until the reply was complete.
    """

    sent: str
    reply: SmtpReply | None
    raw: str
    ms: int


@dataclass(frozen=True, slots=True)
class SmtpProbe:
    """A talk that ends before any message: banner, EHLO, MAIL FROM, RSET, QUIT.

    Attributes:
        host: where it was asked.
        port: TCP port.
        connected: a connection stood.
        error: why there was none, or why it broke; empty otherwise.
        exchanges: in order.
    """

    host: str
    port: int
    connected: bool
    error: str
    exchanges: tuple[SmtpExchange, ...]
