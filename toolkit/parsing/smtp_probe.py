"""A short talk with an SMTP server; what is no reply is kept as it came."""

from toolkit.errors import ParsingError
from toolkit.model.smtp import SmtpExchange, SmtpProbe, SmtpReply
from toolkit.parsing.fields import Answer, Item, one_item
from toolkit.parsing.smtp_reply import read_reply


def read_smtp_probe(answer: Answer) -> SmtpProbe:
    """Return the talk.

    Raises:
        ParsingError: the answer is not of this form.
    """
    item = one_item(answer, "smtp_probe")
    return SmtpProbe(
        host=item.text("host"),
        port=item.number("port", least=1),
        connected=item.flag("connected"),
        error=item.text_or_nothing("error"),
        exchanges=item.items("exchanges", _exchange),
    )


def _exchange(item: Item) -> SmtpExchange:
    raw = item.text_or_nothing("reply")
    return SmtpExchange(item.text_or_nothing("sent"), _reply(raw), raw, item.number("ms"))


def _reply(raw: str) -> SmtpReply | None:
    try:
        return read_reply(raw)
    except ParsingError:
        return None
