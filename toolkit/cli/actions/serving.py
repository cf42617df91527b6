"""Serve a lab for clients other than this command."""

import threading
from collections.abc import Callable

from toolkit.cli.lab_sites import LabSite, start_lab_site
from toolkit.cli.options import Settings
from toolkit.cli.printing import open_console
from toolkit.cli.server_options import ServerChoice
from toolkit.documents.lab_page import LabAddress, lab_object, lab_page


def serve(settings: Settings, scenario: str, engine: str, folder: str, wait: Callable[[], None]) -> None:
    """Print how a lab is reached, and keep it up until ``wait`` returns.

    Raises:
        UsageError: there is no such scenario, or no PowerShell 7 for the real engine.
        RecordingInvalid: the scenario cannot be read.
    """
    with start_lab_site(ServerChoice(lab=scenario, lab_engine=engine, lab_folder=folder), "") as site:
        address = _address(site)
        open_console(settings).result(lab_page(address), lab_object(address))
        wait()


def _address(site: LabSite) -> LabAddress:
    urls = tuple(endpoint.url for endpoint in site.lab.endpoints)
    # The password protects nothing but this loopback server, is made for this one start, and clients need it.
    password = site.lab.password.reveal()
    return LabAddress(site.scenario.name, site.host, urls, site.lab.user, password, str(site.lab.ca_file), site.target.port)


def wait_for_interrupt() -> None:
    """Return when the person presses Ctrl+C."""
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        return
