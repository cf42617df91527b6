"""A first contact: a self-test on a user's own server, and its capsule without names."""

from datetime import UTC
from pathlib import Path

from toolkit import __version__
from toolkit.analysis.first_contact import judge_contact
from toolkit.cli.connecting import Site, open_site
from toolkit.cli.contacting import Contact, make_contact
from toolkit.cli.options import Settings
from toolkit.cli.own_files import write_document
from toolkit.cli.printing import open_console
from toolkit.cli.server_options import ServerChoice
from toolkit.documents.first_contact import ContactPage, capsule_object, contact_page
from toolkit.documents.json import write_file
from toolkit.errors import UsageError
from toolkit.model.first_contact import Blind, ContactAnswer, ContactHead
from toolkit.parsing.first_contact import version_word

DONE, WITH_FAILURES = 0, 7


def contact(settings: Settings, server: ServerChoice, file: str, *, load_exchange: bool) -> int:
    """Print the answers, write the capsule where it was asked for; return 0 when every look could be taken, else 7.

    Raises:
        UsageError: no server was named, or the file has another ending.
        ReachError: the server could not be asked.
    """
    if file and Path(file).suffix != ".json":
        raise UsageError(f"'{Path(file).name}' has no form", why="A capsule is written as .json.", do=("exkit doctor --help",))
    console = open_console(settings)
    with open_site(server, "smtp-452-back-pressure") as site:
        made = make_contact(site, console.err.say, load_exchange=load_exchange)
        answers, head = judge_contact(made.looks), _head(site, made, server)
    capsule = capsule_object(head, answers)
    if file:
        write_document(Path(file), write_file(capsule))
    console.result(contact_page(ContactPage(site.host, head, answers, made.failures, file)), capsule)
    return WITH_FAILURES if made.failures or any(map(_is_failure, answers)) else DONE


def _is_failure(answer: ContactAnswer) -> bool:
    return isinstance(answer.judged, Blind) and answer.judged.is_failure


def _head(site: Site, made: Contact, server: ServerChoice) -> ContactHead:
    identity = made.identity
    return ContactHead(
        made_on=f"{site.clock.now().astimezone(UTC):%Y-%m-%d}",
        exkit=__version__,
        exchange=version_word(identity.build) if identity else "",
        windows=version_word(identity.windows) if identity else "",
        powershell=version_word(identity.powershell) if identity else "",
        login=made.looks.login,
        tls=made.looks.tls,
        lab=server.lab_engine if server.lab else "",
    )
