"""A first contact with a server: the looks from here, then the questions to the server, each on its own."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from toolkit.cli.connecting import Site
from toolkit.cli.journals import new_token
from toolkit.errors import AgentRefused, ParsingError
from toolkit.model.command import Command, CommandResult, Outcome, Policy
from toolkit.model.contact_looks import (
    EchoLook,
    EnumLook,
    ExchangeLook,
    FirstContact,
    InputLook,
    MembersLook,
    NativeLook,
    PoliciesLook,
    QuotingLook,
    RightsLook,
    SessionLook,
    ShellLook,
    WinrmLook,
)
from toolkit.model.contact_way import WayLooks
from toolkit.model.danger import Danger
from toolkit.model.exchange import ExchangeVersion
from toolkit.model.first_contact import Blind
from toolkit.model.server import ServerIdentity
from toolkit.model.transport import ExchangeShell
from toolkit.parsing.readers import READERS
from toolkit.rendering.libraries import pack_looks
from toolkit.rendering.scripts import Given, render_script
from toolkit.rendering.templates import load_template
from toolkit.shells.agent_settings import AgentSettings
from toolkit.shells.contract import Shell
from toolkit.shells.way_looks import Trial, look_at_way, refusal_word

SENT_TEXTS = (
    "plain ASCII, \\ % & | < > $(1) `n",
    "\u00e4\u00f6\u00fc \u00df \u00e9 \u0416\u0438 \u03a9",
    "\u4e2d\u6587 \u65e5\u672c\u8a9e \ud55c\uad6d\uc5b4 \u05e9",
    "\U0001f600 \U0001d11e",
    "' \u2018 \u2019 \u201a \u201b \" \u201c \u201d \u201e",
    "two\nlines and a\ttab",
)
"""What must come back as it was."""
WAYS = ("remote", "snapin", "edge", "loaded")
SHELL, EXCHANGE = "exchange_shell", "first_contact_exchange"
_ASKED = ("server_identity", "session", "echo", "enum", "members", "quoting", "native", "rights", "policies", "winrm", "input")
_WAIT_S = 50
Look = TypeVar("Look")


@dataclass(frozen=True, slots=True)
class Contact:
    """What came of it.

    Attributes:
        looks: everything that was looked at.
        identity: of the server; None when it could not be read.
        failures: what went wrong with a look, for people; may hold names.
    """

    looks: FirstContact
    identity: ServerIdentity | None
    failures: tuple[str, ...]


class Answers:
    """Answers of the server by step, and what went wrong with the others."""

    def __init__(self) -> None:
        self.failures: list[str] = []
        self._values: dict[str, object] = {}

    def take(self, name: str, reader: str, result: CommandResult) -> None:
        """Read the answer to one step, or keep why there is none."""
        if result.outcome is not Outcome.OK:
            self.failures.append(f"{name}: {result.why or result.outcome.value}")
            return
        try:
            self._values[name] = READERS[reader].read(result.output)
        except ParsingError as fault:
            self.failures.append(f"{name}: {fault.what}")

    def get(self, name: str, kind: type[Look]) -> Look | Blind:
        """Return an answer; ``FAILED`` where there is none."""
        value = self._values.get(name)
        return value if isinstance(value, kind) else Blind.FAILED


def make_contact(site: Site, tell: Callable[[str], None], *, load_exchange: bool) -> Contact:
    """Look at everything that a first contact is for; nothing is changed but the folders that runs leave.

    Args:
        site: the server.
        tell: gets a line for each part, for people who wait.
        load_exchange: the person agrees to load the Exchange cmdlets.

    Raises:
        ReachError: the server cannot be reached, or another run works there.
    """
    run_id = f"first-contact-{new_token()}"
    tell("1 of 2  the way to the agent: it is started six times, and killed once")
    way, refused = _look_at_way(site, run_id)
    tell("2 of 2  questions to the server" + (", then the Exchange cmdlets" if load_exchange else ""))
    answers = Answers()
    shell = site.open_shell(run_id, lambda _: None, pack_looks())
    try:
        _ask(shell, list(first_questions(site.version, run_id)), answers)
        exchange = _load_exchange(shell, answers, site) if load_exchange else (Blind.NOT_ASKED, Blind.NOT_ASKED)
    finally:
        shell.close()
    return _contact(site, (way, refused), answers, exchange)


def _look_at_way(site: Site, run_id: str) -> tuple[WayLooks, str]:
    waiting = _command("wait", "first_contact_sleep", site.version, {"Seconds": _WAIT_S})
    try:
        return look_at_way(Trial(site.start, run_id, waiting, AgentSettings())), ""
    except AgentRefused as refusal:
        blind = Blind.NO_AGENT
        return WayLooks(blind, blind, blind, blind, blind, blind, blind), refusal_word(refusal)


def first_questions(version: ExchangeVersion | None, run_id: str) -> Iterator[tuple[str, Command]]:
    """Yield the questions that need no Exchange cmdlets, each with the name of its reader."""
    values: Mapping[str, Mapping[str, Given]] = {"echo": {"Texts": SENT_TEXTS}, "rights": {"Run": run_id}}
    for name in _ASKED:
        reader = name if name in READERS else f"first_contact_{name}"
        yield reader, _command(name.replace("_", "-"), reader, version, values.get(name, {}))
    yield "first_contact_session", _command("session-again", "first_contact_session", version, {})


def _command(step_id: str, reader: str, version: ExchangeVersion | None, values: Mapping[str, Given]) -> Command:
    template = load_template(f"observe/{reader}")
    script = render_script(template, version or ExchangeVersion.E2016, values)
    shared = template.facts.loads_exchange_shell
    return Command(step_id, script, Danger.OBSERVE, Policy.IDEMPOTENT, template.facts.deadline_s, shared=shared, goes_on=True)


def _ask(shell: Shell, questions: Sequence[tuple[str, Command]], answers: Answers) -> dict[str, CommandResult]:
    results: dict[str, CommandResult] = {}
    for (reader, command), result in zip(questions, shell.ask([command for _, command in questions]), strict=True):
        answers.take(command.step_id, reader, result)
        results[command.step_id] = result
    return results


def _load_exchange(shell: Shell, answers: Answers, site: Site) -> tuple[ShellLook | Blind, ExchangeLook | Blind]:
    identity = answers.get("server-identity", ServerIdentity)
    if isinstance(identity, Blind) or not identity.build:
        return Blind.NO_EXCHANGE, Blind.NO_EXCHANGE
    version = identity.version or site.version
    results = _ask(shell, list(exchange_questions(version, identity.fqdn or identity.computer)), answers)
    loaded = answers.get("exchange-shell", ExchangeShell)
    if isinstance(loaded, Blind):
        return loaded, Blind.FAILED
    ms = results["exchange-shell"].duration_ms
    exchange = answers.get("exchange", ExchangeLook) if "exchange" in results else Blind.NO_EXCHANGE
    return ShellLook(loaded.way if loaded.way in WAYS else "other", ms), exchange


def exchange_questions(version: ExchangeVersion | None, server: str) -> Iterator[tuple[str, Command]]:
    """Yield what loads the Exchange cmdlets of ``server``, then what is asked of them; not every version can be asked."""
    yield SHELL, _command("exchange-shell", SHELL, version, {"Mode": "remote", "Server": server})
    if version in load_template(f"observe/{EXCHANGE}").facts.versions:
        yield EXCHANGE, _command("exchange", EXCHANGE, version, {})


def _contact(site: Site, seen: tuple[WayLooks, str], answers: Answers, exchange: tuple[ShellLook | Blind, ExchangeLook | Blind]) -> Contact:
    identity = answers.get("server-identity", ServerIdentity)
    looks = FirstContact(
        way=seen[0],
        refused=seen[1],
        login=site.way.target.login.value if site.way else "",
        tls=bool(site.way and site.way.target.tls),
        sent_texts=SENT_TEXTS,
        has_exchange=not isinstance(identity, Blind) and bool(identity.build),
        session=answers.get("session", SessionLook),
        session_again=answers.get("session-again", SessionLook),
        input=answers.get("input", InputLook),
        quoting=answers.get("quoting", QuotingLook),
        enum=answers.get("enum", EnumLook),
        members=answers.get("members", MembersLook),
        native=answers.get("native", NativeLook),
        rights=answers.get("rights", RightsLook),
        policies=answers.get("policies", PoliciesLook),
        winrm=answers.get("winrm", WinrmLook),
        echo=answers.get("echo", EchoLook),
        shell=exchange[0],
        exchange=exchange[1],
    )
    return Contact(looks, None if isinstance(identity, Blind) else identity, tuple(answers.failures))
