"""Answers with the evidence that carries them; what could not be seen is unknown, never no."""

from collections.abc import Sequence
from dataclasses import dataclass

from toolkit.model.evidence import UNKNOWN_ANSWER, Conclusion, Evidence, Finding, Origin, Unknown
from toolkit.model.facts import Facts, Value

_WHERE = {
    "back_pressure_events": "Application log",
    "back_pressure_meters": "Get-ExchangeDiagnosticInfo",
    "component_states": "Get-ServerComponentState",
    "config_key": "EdgeTransport.exe.config",
    "log_folders": "log paths of the server",
    "mailbox_folders": "Get-MailboxDatabase",
    "move_gate": "the folder itself",
    "move_queue_database": "Move-TransportDatabase.ps1",
    "old_logs": "the log folders",
    "queues": "Get-Queue",
    "server_identity": "registry and system",
    "set_config_key": "EdgeTransport.exe.config",
    "sibling_state": "the sibling server",
    "smtp_probe": "SMTP on this server",
    "transport_config": "EdgeTransport.exe.config",
    "transport_service": "Get-Service",
    "volumes": "Win32_Volume",
}
YES, NO = "yes", "no"
YES_NO = {YES: "it is so", NO: "it is not so"}
PARAMETERS = "parameters of this run"


class NotKnown(Exception):
    """Something that a question needs is not known; carries why."""


@dataclass(frozen=True, slots=True)
class Known:
    """Facts for one question, and the evidence that is taken from them.

    Attributes:
        question: its name.
        facts: what a run knows.
    """

    question: str
    facts: Facts

    def must(self, reader: str, kind: type[Value]) -> Value:
        """Return the newest value of ``reader``.

        Raises:
            NotKnown: it was not read, or could not be.
        """
        value = self.facts.of(reader, kind)
        if isinstance(value, Unknown):
            raise NotKnown(value.why)
        return value

    def seen(self, reader: str, what: str) -> Evidence:
        """Return evidence from ``reader``, of the origin that its fact has."""
        fact = self.facts.read.get(reader)
        return Evidence(what, _WHERE.get(reader, reader), fact.origin if fact else Origin.STATE)

    def concludes(self, answer: str, says: str, evidence: Sequence[Evidence] = (), disproved_by: str = "") -> Conclusion:
        """Return an answer."""
        return Conclusion(answer, Finding(self.question, says, tuple(evidence), disproved_by))

    def unknown(self, why: str, evidence: Sequence[Evidence] = ()) -> Conclusion:
        """Return that the answer is not known, and why."""
        return self.concludes(UNKNOWN_ANSWER, f"Not known: {why}", evidence)


def given(what: str) -> Evidence:
    """Return evidence of what the person who started the run has said."""
    return Evidence(what, PARAMETERS, Origin.PERSON)
