"""Where playbooks and templates come from, and who answers for them (security design §2.6)."""

from dataclasses import dataclass
from enum import Enum


class Trust(Enum):
    """How far content is trusted."""

    SHIPPED = "shipped"
    """Part of the product."""
    SITE = "site"
    """Of the site, whole, and signed by a key that the person has named."""
    UNSIGNED = "unsigned"
    """Of the site, and nobody answers for it: it may only ask."""


@dataclass(frozen=True, slots=True)
class ContentTrust:
    """Who answers for a playbook and its templates.

    Attributes:
        level: how far they are trusted.
        signed_by: principal of the key that signed them; empty when nobody has.
        why: why they are unsigned, one sentence without its full stop; empty for other levels.
        folder: of the site; empty for what is shipped.
        sums_sha256: hash of the list of hashes that was signed; empty for other levels.
        not_checked: what could not be looked at on this machine, one sentence; empty when everything was.
    """

    level: Trust = Trust.SHIPPED
    signed_by: str = ""
    why: str = ""
    folder: str = ""
    sums_sha256: str = ""
    not_checked: str = ""

    @property
    def may_only_ask(self) -> bool:
        """Whether nothing above OBSERVE is sent for it."""
        return self.level is Trust.UNSIGNED


SHIPPED = ContentTrust()
"""Content of the product itself."""
