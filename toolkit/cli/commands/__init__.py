"""The commands by name with one line of help; each lives in the module of its name and is imported when it runs."""

from collections.abc import Mapping
from types import MappingProxyType

COMMANDS: Mapping[str, str] = MappingProxyType(
    {
        "explain": "Which error is this, who said it, what it means.",
        "playbooks": "List the playbooks, show or check one, print their schema.",
        "plan": "Show exactly what would be sent; change nothing.",
        "run": "Carry a playbook out, or rehearse it.",
        "lab": "Practise against a loopback server.",
    }
)
