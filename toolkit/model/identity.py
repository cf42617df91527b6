"""Which error it is: a number is only a name inside its number space."""

import re
from dataclasses import dataclass
from enum import Enum
from typing import Self


class NumberSpace(Enum):
    """The spaces that share the numbers 451, 452 and 471 (domain reference §0.1)."""

    SMTP = "smtp"
    ESE = "ese"
    JET = "jet"
    EVENT = "event"


_FORM = re.compile(r"\A(?P<space>smtp|ese|jet|event):(?P<code>[A-Za-z0-9 ._-]+?)(?:/(?P<detail>[0-9.]+))?\Z")


@dataclass(frozen=True, slots=True)
class ErrorIdentity:
    """One error, namespaced: ``smtp:452/4.3.1``, ``ese:452``, ``jet:-543``, ``event:MSExchangeTransport/15004``.

    Attributes:
        space: the number space.
        code: reply code, event id, signed JET error, or for ``event`` the provider.
        detail: enhanced status code (``smtp``) or event id (``event``); empty when there is none.
    """

    space: NumberSpace
    code: str
    detail: str = ""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the identity that ``text`` spells.

        Raises:
            ValueError: ``text`` is not in the namespaced form; a bare number never is.
        """
        match = _FORM.match(text.strip())
        if match is None:
            raise ValueError(f"'{text}' is not a namespaced error such as smtp:452/4.3.1 or ese:452")
        return cls(NumberSpace(match["space"]), match["code"], match["detail"] or "")

    def __str__(self) -> str:
        return f"{self.space.value}:{self.code}" + (f"/{self.detail}" if self.detail else "")
