"""The commands by name with one line of help; each lives in the module of its name and is imported when it runs."""

from collections.abc import Mapping
from types import MappingProxyType

COMMANDS: Mapping[str, str] = MappingProxyType(
    {
        "explain": "Which error is this, who said it, what it means.",
        "triage": "Which logs a database needs, which are here, what is lost.",
        "playbooks": "List the playbooks, show or check one, print their schema.",
        "plan": "Show exactly what would be sent; change nothing.",
        "run": "Carry a playbook out, or rehearse it.",
        "runbook": "Write the page that people follow without exkit.",
        "runs": "List runs, show or report one, undo its changes.",
        "debts": "List temporary changes that nobody has undone yet.",
        "doctor": "Check the way to a server.",
        "lab": "Practise against a loopback server.",
    }
)
