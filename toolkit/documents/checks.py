"""The way to a server, checked from the name to the agent."""

from collections.abc import Sequence

from toolkit.documents.blocks import Facts, Heading, Page, Paragraph, Row, Section
from toolkit.documents.json import VERSION, JsonObject, to_json
from toolkit.documents.text import Text, plain, strong, to_do
from toolkit.model.check import Check, CheckState


def checks_page(host: str, checks: Sequence[Check]) -> Page:
    """Return every check with its result; a failed one with what to do about it."""
    rows = tuple(Row(check.name, _lines(check)) for check in checks)
    head = Section((Heading(plain(f"DOCTOR  {host}"), level=1), Facts(rows)))
    return Page(f"Doctor {host}", (head, Section((Paragraph(plain(_verdict(host, checks))),))))


def _lines(check: Check) -> tuple[Text, ...]:
    first: Text = (*strong(check.state.value), *plain(f"  {check.says}"))
    return (first, *(to_do(line) for line in check.cure))


def _verdict(host: str, checks: Sequence[Check]) -> str:
    failed = [check.name for check in checks if check.state is CheckState.FAILED]
    unknown = [check.name for check in checks if check.state is CheckState.UNKNOWN]
    if failed:
        return f"{host} cannot be worked on yet: {', '.join(failed)}. What comes after it was not looked at."
    if unknown:
        return f"{host} answers; not known: {', '.join(unknown)}."
    return f"{host} can be worked on. Nothing on it was changed."


def checks_object(host: str, checks: Sequence[Check]) -> JsonObject:
    """Return the checks for programs."""
    return {"v": VERSION, "kind": "doctor", "host": host, "checks": to_json(tuple(checks))}
