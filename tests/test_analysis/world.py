"""A server as facts: healthy by default, changed piece by piece in tests."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from toolkit.analysis.questions import QUESTIONS
from toolkit.knowledge.reply_grammar import find_replies
from toolkit.model.changes import ConfigKeyChange, KeyValue, QueueMove
from toolkit.model.evidence import Conclusion, Origin, Unknown
from toolkit.model.exchange import ExchangeVersion
from toolkit.model.facts import Fact, Facts, ParameterValue
from toolkit.model.server import ServerIdentity
from toolkit.model.smtp import SmtpExchange, SmtpProbe
from toolkit.model.storage import LogFolder, LogFolders, MailboxFolder, MailboxFolders, MoveGate, OldLogFolder, OldLogs, Volume, Volumes
from toolkit.model.transport import (
    BackPressureReading,
    ComponentState,
    ComponentStates,
    PressureLevel,
    Queue,
    Queues,
    Requester,
    ResourceEvent,
    ResourceEvents,
    ResourceMeter,
    ResourceObserver,
    Service,
    ServicesState,
    SiblingState,
    Transitions,
)
from toolkit.model.transport_config import ConfigKey, ConfigKeyState, TransportConfig
from toolkit.parsing.smtp_reply import read_reply

GIB = 1024**3
LOW, MEDIUM, HIGH = PressureLevel
QUEUE = "C:\\Exchange\\TransportRoles\\data\\Queue"
DISK_MARKS = Transitions(89, 99, 90, 80)
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
BUILDS = {"2010": "14.3.513.0", "2013": "15.0.1497.2", "2016": "15.1.2375.7", "2019": "15.2.1544.4", "SE": "15.2.2562.17", "": "16.9.9.9"}
LOGS = frozenset({"back_pressure_events"})


def ask(name: str, facts: Facts) -> Conclusion:
    """Return the answer to a question."""
    return QUESTIONS[name].decide(facts)


def facts(parameters: dict[str, ParameterValue] | None = None, /, **read: object) -> Facts:
    """Return facts of these readers; events come from a log, everything else from the thing itself."""
    known = {name: Fact(value, Origin.LOCAL_LOG if name in LOGS else Origin.STATE, f"read-{name}") for name, value in read.items()}
    return Facts(MappingProxyType(known), MappingProxyType(parameters or {}))


def again(known: Facts, **read: object) -> Facts:
    """Return ``known`` after these readers were asked again."""
    for name, value in read.items():
        known = known.knowing(name, Fact(value, Origin.LOCAL_LOG if name in LOGS else Origin.STATE, f"again-{name}"))
    return known


def server(version: str = "2016", *, setup: bool = False, roles: tuple[str, ...] = ("Mailbox", "Hub")) -> ServerIdentity:
    """Return a server of ``version``; an empty one is of no version that we know."""
    build = BUILDS[version]
    return ServerIdentity("EX02", "EX02.corp.example", build, ExchangeVersion.of_build(build), "C:\\Exchange\\", roles, "10", "5.1", setup)


def meter(name: str, level: PressureLevel, pressure: int | None = None, marks: Transitions | None = DISK_MARKS) -> ResourceMeter:
    """Return a meter such as ``UsedDiskSpace[C:/...]`` or ``PrivateBytes``."""
    resource, _, rest = name.partition("[")
    return ResourceMeter(resource, rest.removesuffix("]"), level, level, pressure, marks)


def reading(
    aggregate: PressureLevel = LOW, *meters: ResourceMeter, paused: tuple[str, ...] = (), enabled: bool | None = True
) -> BackPressureReading:
    """Return a readable reading with three observers."""
    observers = tuple(ResourceObserver(name, name in paused) for name in ("SmtpIn", "Pickup", "Categorizer"))
    return BackPressureReading("EX02", "15.1.2375.7", aggregate, meters, observers, enabled, readable=True)


def disk_reading(level: PressureLevel = HIGH, path: str = QUEUE, marks: Transitions | None = DISK_MARKS) -> BackPressureReading:
    """Return a reading with a pressed disk meter."""
    return reading(level, meter(f"UsedDiskSpace[{path}]", level, 97, marks), paused=("SmtpIn",))


UNREADABLE = BackPressureReading("EX02", "", None, (), (), None, readable=False, why="no permission")


def event(number: int, minutes: int = 0, *properties: str) -> ResourceEvent:
    """Return an event ``minutes`` after noon."""
    return ResourceEvent(number, "MSExchangeTransport", 3, NOON + timedelta(minutes=minutes), 1000 + minutes, properties, "")


def events(*several: ResourceEvent) -> ResourceEvents:
    """Return events, newest first."""
    return ResourceEvents(tuple(sorted(several, key=lambda one: one.at, reverse=True)))


def queue(messages: int = 0, last_error: str = "", name: str = "EX02\\7", hop: str = "ex03.corp.example", kind: str = "SmartHost") -> Queue:
    """Return a queue; replies are read out of ``last_error``."""
    return Queue(name, messages, "Retry" if last_error else "Ready", kind, hop, last_error, find_replies(last_error))


def queues(*several: Queue) -> Queues:
    """Return these queues."""
    return Queues(several, sum(one.messages for one in several))


def volume(mount: str, capacity_gib: float, free_gib: float, device: str = "") -> Volume:
    """Return a volume; the device is made from the mount point when none is given."""
    name = device or f"\\\\?\\Volume{{{mount.strip(':').replace(chr(92), '-')}}}\\"
    return Volume(mount, name, "", "NTFS", int(capacity_gib * GIB), int(free_gib * GIB), 4096)


def volumes(*several: Volume) -> Volumes:
    """Return these volumes; C: nearly full and an empty D: when none is given."""
    found = several or (volume("C:\\", 100, 3), volume("D:\\", 500, 410))
    return Volumes(found, tuple(sorted(one.mount_point for one in found if one.mount_point)))


def old_logs(**gib: float) -> OldLogs:
    """Return old logs by folder name below C: (``iis=20``)."""
    folders = tuple(OldLogFolder(f"C:\\logs\\{name}", 10, int(size * GIB), NOON, NOON, 0) for name, size in gib.items())
    return OldLogs(folders, tuple(one.folder for one in folders), 10 * len(folders), sum(one.bytes for one in folders))


def mailbox(*paths: tuple[str, str]) -> MailboxFolders:
    """Return databases with these pairs of file and log folder."""
    databases = tuple(MailboxFolder(f"DB{number}", edb, logs) for number, (edb, logs) in enumerate(paths))
    return MailboxFolders(databases, tuple(sorted({path for pair in paths for path in pair})))


def log_folders(*paths: str) -> LogFolders:
    """Return log folders with these paths."""
    return LogFolders(tuple(LogFolder("iis", path, "x") for path in paths), paths)


def config(queue_path: str = QUEUE, *, problem: str = "", **keys: str) -> TransportConfig:
    """Return a config file with these keys; dots in names are written as two underscores."""
    entries = tuple(ConfigKey(name.replace("__", "."), value, 9) for name, value in keys.items())
    paths = ("" if problem else queue_path,) * 2
    return TransportConfig(
        "C:\\E.config", "0f" * 32, not problem, problem, entries, *paths, "", "", "", (), (), read_only=False, modified=NOON
    )


def gate(folder: str = "D:\\Queue", *, owner: str = "BA", files: bool = False, setup: bool = False) -> MoveGate:
    """Return what was seen of a new home."""
    return MoveGate(folder, bool(owner), owner, setup, files)


def component(name: str, state: str = "Active", **requesters: str) -> ComponentState:
    """Return a component with its requesters and the state that each wants."""
    return ComponentState(name, state, tuple(Requester(who, wants) for who, wants in requesters.items()))


def components(*several: ComponentState) -> ComponentStates:
    """Return these component states."""
    return ComponentStates(several, tuple(sorted(one.component for one in several if one.state != "Active")))


def sibling(
    meters: BackPressureReading | None = None, why: str = "", *parts: ComponentState, hub: str = "Active", whole: str = "Active"
) -> SiblingState:
    """Return a sibling server; without ``parts`` it has transport and the server as a whole."""
    found = parts or (component("HubTransport", hub), component("ServerWideOffline", whole))
    return SiblingState("EX01", found, components(*found).not_active, meters, why)


def services(status: str = "Running") -> ServicesState:
    """Return the transport services, the transport one in ``status``."""
    return ServicesState(
        (Service("MSExchangeTransport", status, "Automatic"), Service("MSExchangeFrontEndTransport", "Running", "Automatic"))
    )


def probe(*talk: tuple[str, str], connected: bool = True, error: str = "") -> SmtpProbe:
    """Return a talk of pairs (sent, reply)."""
    exchanges = tuple(SmtpExchange(sent, read_reply(raw) if raw[:1].isdigit() else None, raw, 3) for sent, raw in talk)
    return SmtpProbe("localhost", 25, connected, error, exchanges)


def key_state(key: str, value: str | None) -> ConfigKeyState:
    """Return a key as it was read; None when it is not there."""
    return ConfigKeyState("C:\\E.config", key, value is not None, value, "0f" * 32)


def key_change(key: str, before: str | None, after: str | None) -> ConfigKeyChange:
    """Return the record of a change."""
    states = (KeyValue(before is not None, before), KeyValue(after is not None, after))
    return ConfigKeyChange({}, "C:\\E.config", key, before != after, *states, "0f" * 32, "1f" * 32, bom=True, backup="b")


def move(to: str = "D:\\Queue") -> QueueMove:
    """Return a finished move of the queue database."""
    return QueueMove("s.ps1", QUEUE, QUEUE, "", to, to, "", 0, ())


def full_room(parameters: dict[str, ParameterValue] | None = None, /, **changes: object) -> Facts:
    """Return facts of a server whose C: is too full, with everything that room questions need; ``...`` leaves a reader out."""
    read: dict[str, object] = {
        "server_identity": server(),
        "back_pressure_meters": disk_reading(),
        "volumes": four_volumes(volume("C:\\", 100, 3)),
        "old_logs": old_logs(iis=20, exchange=15),
        "mailbox_folders": mailbox(("E:\\DB\\a.edb", "F:\\DB")),
        "log_folders": log_folders("C:\\logs\\iis", "C:\\logs\\exchange"),
        "transport_config": config(),
        "move_gate": gate(),
        **changes,
    }
    wishes: dict[str, ParameterValue] = {"archive_to": "D:\\archive", "queue_to": "D:\\Queue", **(parameters or {})}
    return facts(wishes, **{name: value for name, value in read.items() if value is not ...})


def four_volumes(first: Volume, second: Volume | None = None) -> Volumes:
    """Return C: and D: as given (D: has 410 of 500 GiB free), and E: and F: with room."""
    return volumes(first, second or volume("D:\\", 500, 410), volume("E:\\", 900, 500), volume("F:\\", 200, 150))


def without(known: Facts, reader: str) -> Facts:
    """Return ``known`` as if ``reader`` had never been asked."""
    return replace(known, read=MappingProxyType({name: fact for name, fact in known.read.items() if name != reader}))


def unseen(known: Facts, reader: str) -> Facts:
    """Return ``known`` as if ``reader`` had been asked and could not look."""
    fact = Fact(Unknown("access denied"), Origin.STATE, "x")
    return replace(known, read=MappingProxyType({**known.read, reader: fact}))
