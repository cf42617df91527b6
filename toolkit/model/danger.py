"""How dangerous a step is; derived from the folder of its template, never believed from a playbook."""

from enum import IntEnum


class Danger(IntEnum):
    """From harmless to final; the higher one decides."""

    OBSERVE = 0
    """Only asks; runs unattended."""
    CHANGE = 1
    """Can be undone, nobody notices; needs approval of the plan."""
    OUTAGE = 2
    """Can be undone, users notice; needs approval by name and healthy gates."""
    LOSE_DATA = 3
    """Cannot be undone; by hand only, the engine never sends it."""

    @property
    def word(self) -> str:
        """The word that people see: ``OBSERVE``, ``CHANGE``, ``OUTAGE``, ``LOSE DATA``."""
        return self.name.replace("_", " ")

    @property
    def folder(self) -> str:
        """The folder below ``ps_templates`` that holds templates of this danger."""
        return self.name.lower()
