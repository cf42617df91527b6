"""How a running lab is reached."""

from dataclasses import dataclass

from toolkit.documents.blocks import Advice, Facts, Heading, Next, Page, Row, Section
from toolkit.documents.json import VERSION, JsonObject
from toolkit.documents.text import plain


@dataclass(frozen=True, slots=True)
class LabAddress:
    """A running lab as its clients see it.

    Attributes:
        scenario: what it plays.
        host: name that its server gives itself.
        urls: WS-Management addresses, HTTPS before sealed HTTP.
        user: the only user.
        password: its password; new for each start.
        ca_file: certificate to trust.
        port: TCP port of HTTPS.
    """

    scenario: str
    host: str
    urls: tuple[str, ...]
    user: str
    password: str
    ca_file: str
    port: int


def lab_page(lab: LabAddress) -> Page:
    """Return everything a client needs, and a command that works."""
    rows = (
        Row("Server", (plain(lab.host),)),
        Row("Listens", tuple(map(plain, lab.urls))),
        Row("User", (plain(lab.user),)),
        Row("Password", (plain(lab.password),)),
        Row("Trust", (plain(lab.ca_file),)),
    )
    command = f"exkit doctor -t 127.0.0.1 --port {lab.port} --transport basic --user {lab.user} --ca {lab.ca_file}"
    tries = Section((Next((Advice("Try it: ", command), Advice("Ctrl+C ends it.", ""))),))
    return Page(f"Lab {lab.scenario}", (Section((Heading(plain(f"LAB  {lab.scenario}"), level=1), Facts(rows))), tries))


def lab_object(lab: LabAddress) -> JsonObject:
    """Return the same for programs."""
    return {
        "v": VERSION,
        "kind": "lab",
        "scenario": lab.scenario,
        "host": lab.host,
        "urls": list(lab.urls),
        "user": lab.user,
        "password": lab.password,
        "ca_file": lab.ca_file,
    }
