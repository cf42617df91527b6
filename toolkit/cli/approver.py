"""Who says yes to changes: a person at the terminal, or the person who gave ``--yes`` and ``--confirm`` before."""

import getpass
from dataclasses import dataclass

from toolkit.cli.approving import Asking, ask_approval
from toolkit.documents.plan_page import approval_page
from toolkit.documents.terminal import Paint
from toolkit.engine.planning import make_plan
from toolkit.engine.running import AskApproval, worst_danger
from toolkit.engine.situation import Situation
from toolkit.model.danger import Danger
from toolkit.model.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class CommandLineApprover:
    """Approves by what the command line says, else asks on the terminal.

    Attributes:
        vocabulary: for the plan that is shown.
        yes: CHANGE is approved beforehand.
        confirmed: name of the server whose OUTAGE is approved beforehand; empty for none.
        paint: with or without colour.
        again: the command as it was typed, for whoever must type it again.
    """

    vocabulary: Vocabulary
    yes: bool
    confirmed: str
    paint: Paint
    again: str

    def approve(self, request: AskApproval, situation: Situation) -> str:
        """Return who approved.

        Raises:
            ApprovalMissing: nobody can be asked, or the answer was no.
        """
        danger = worst_danger(request)
        if self._is_given(danger, situation.host):
            return f"{who()} by option"
        plan = make_plan(situation, self.vocabulary.readers)
        page = approval_page(plan, request.commands)
        command = f"{self.again} --yes --confirm {situation.host}" if danger is Danger.OUTAGE else f"{self.again} --yes"
        typed = ask_approval(Asking(page, danger, situation.host, command, _state(situation)), paint=self.paint)
        return f"{who()}, who typed {typed}"

    def _is_given(self, danger: Danger, host: str) -> bool:
        if danger is Danger.OUTAGE:
            return bool(self.confirmed) and self.confirmed.casefold() == host.casefold()
        return self.yes and danger <= Danger.CHANGE


def who() -> str:
    """Return the name of the person at this machine, as the system knows it."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "somebody without a name"


def _state(situation: Situation) -> str:
    return f"The change was not started on {situation.host}."
