"""A small vocabulary and a small playbook: enough to test catalog and engine without Exchange."""

from collections.abc import Mapping
from dataclasses import dataclass

from toolkit.catalog.building import Sources
from toolkit.errors import ParsingError
from toolkit.model.command import Command, CommandError, CommandResult, Outcome
from toolkit.model.evidence import UNKNOWN_ANSWER, Conclusion, Evidence, Finding, Origin, Unknown
from toolkit.model.exchange import ExchangeVersion
from toolkit.model.facts import Facts, Question, Reader
from toolkit.model.json_value import JsonValue
from toolkit.model.server import ServerIdentity
from toolkit.model.vocabulary import Vocabulary
from toolkit.rendering.templates import load_template

TEMPLATES = (
    "observe/server_identity",
    "observe/volumes",
    "observe/transport_service",
    "observe/config_key",
    "observe/transport_config",
    "observe/queues",
    "observe/exchange_shell",
    "change/move_old_logs",
    "change/return_old_logs",
    "change/cancel_key_return",
    "outage/restart_transport",
    "lose_data/discard_queue_database",
)
"""Real templates, whose front matter the checks read."""


@dataclass(frozen=True, slots=True)
class Level:
    """What the small world measures.

    Attributes:
        percent: how full it is.
        folders: where old files are.
    """

    percent: int
    folders: tuple[str, ...] = ("C:\\logs",)


@dataclass(frozen=True, slots=True)
class Moved:
    """What the small change answers."""

    manifest: str


def _read_level(items: tuple[JsonValue, ...]) -> Level:
    match items:
        case ({"percent": int(percent)},):
            return Level(percent)
    raise ParsingError("percent is expected")


def _read_server(items: tuple[JsonValue, ...]) -> ServerIdentity:
    match items:
        case ({"build": str(build)},):
            version = ExchangeVersion.of_build(build)
            return ServerIdentity("EX01", "ex01.corp.example", build, version, "C:\\Exchange\\", ("Mailbox",), "10.0", "5.1", False)
    raise ParsingError("build is expected")


def _read_moved(items: tuple[JsonValue, ...]) -> Moved:
    match items:
        case ({"manifest": str(manifest)},):
            return Moved(manifest)
    raise ParsingError("manifest is expected")


def _is_full(facts: Facts) -> Conclusion:
    level = facts.of("volumes", Level)
    if isinstance(level, Unknown):
        return Conclusion(UNKNOWN_ANSWER, Finding("small.full", level.why))
    answer = "yes" if level.percent >= 90 else "no"
    evidence = Evidence(f"{level.percent} %", "Win32_Volume")
    return Conclusion(answer, Finding("small.full", f"C: is {level.percent} % full", (evidence,)))


def _is_empty(facts: Facts) -> Conclusion:
    full = _is_full(facts)
    return Conclusion({"yes": "no", "no": "yes"}.get(full.answer, UNKNOWN_ANSWER), full.finding)


def _heard(facts: Facts) -> Conclusion:
    evidence = Evidence("somebody says so", "an NDR", Origin.REMOTE_TEXT)
    return Conclusion("yes", Finding("small.heard", "a sender was told so", (evidence,)))


YES_NO: Mapping[str, str] = {"yes": "it is so", "no": "it is not so"}
QUESTIONS = {
    question.name: question
    for question in (
        Question("small.full", "Is C: full?", YES_NO, ("volumes",), _is_full),
        Question("small.empty", "Is there room on C:?", YES_NO, ("volumes",), _is_empty),
        Question("small.heard", "Does somebody say so?", YES_NO, (), _heard),
    )
}
READERS = {
    reader.name: reader
    for reader in (
        Reader("server_identity", ServerIdentity, Origin.STATE, _read_server, binding=("build",)),
        Reader("volumes", Level, Origin.STATE, _read_level, shows=("how full C: is",)),
        Reader("move_old_logs", Moved, Origin.STATE, _read_moved),
        Reader("exchange_shell", Moved, Origin.STATE, _read_moved),
    )
}


def small_vocabulary() -> Vocabulary:
    """Return readers and questions of the small world over real templates."""
    return Vocabulary({name: load_template(name).facts for name in TEMPLATES}, READERS, QUESTIONS)


PLAYBOOK = """format: "1"
id: small-world
version: "1.0"
title: Make room on C
for: ["smtp:452/4.3.1"]
exchange: ["2016", "2019"]
roles: [Mailbox]
parameters:
  archive_to: {kind: folder, help: where old files go, default: 'D:\\archive'}
  days: {kind: number, default: "14", least: 1, most: 99, help: how old}
gates:
  really-full: {question: small.full, do: wait until it is}
steps:
  - {ask: read-server, title: Read the server, template: observe/server_identity}
  - {ask: read-volumes, title: Measure, template: observe/volumes}
  - {ask: read-service, title: Read the service, template: observe/transport_service, exchange: ["2019"]}
  - {decide: full, question: small.full, answers: {"yes": next, "no": nothing-to-do}, expected: "yes"}
  - act: move
    title: Move old files
    template: change/move_old_logs
    values: {Folders: "fact:volumes.folders", OlderThanDays: "parameter:days", ArchiveTo: "parameter:archive_to"}
    gates: [really-full]
    undo_values: {Manifest: "fact:move_old_logs.manifest"}
    undo_then: outage/restart_transport
    debt: old files are elsewhere
  - wait: room
    title: Wait for room
    template: observe/volumes
    until: {question: small.empty}
    every: 10
    at_most: 30
    otherwise: call-for-help
    then: end
  - {hand_over: nothing-to-do, title: C is not full, why: There is room., do: [exkit explain -]}
  - {hand_over: call-for-help, title: Moving was not enough, why: It is still full., do: ["exkit runs show RUN"]}
"""


def small_sources(text: str = PLAYBOOK) -> Sources:
    """Return the small playbook as the catalog reads it."""
    return Sources("playbooks/small-world.yml", text)


def answered(command: Command, *items: JsonValue) -> CommandResult:
    """Return a good answer to ``command``."""
    return CommandResult(command.step_id, Outcome.OK, output=items, script_sha256=command.sha256, duration_ms=5)


def failed(command: Command, message: str) -> CommandResult:
    """Return a failure of ``command``."""
    errors = (CommandError(message, "Some.Error"),)
    return CommandResult(command.step_id, Outcome.FAILED, "error", errors=errors, script_sha256=command.sha256)
