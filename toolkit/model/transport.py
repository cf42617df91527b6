"""The transport service as it describes itself: pressure, events, queues, services, component states."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from toolkit.model.smtp import SmtpReply


class PressureLevel(Enum):
    """How hard a resource is used; the words of the diagnostics, which are never localised."""

    LOW = "Low"
    MEDIUM = "Medium"
    HIGH = "High"

    @property
    def height(self) -> int:
        """0 for low, 1 for medium, 2 for high."""
        return list(PressureLevel).index(self)


@dataclass(frozen=True, slots=True)
class Transitions:
    """Where a level changes; the way down has its own marks, so a level never follows from the number alone.

    Attributes:
        low_to_medium: rising, percent or count.
        medium_to_high: rising.
        high_to_medium: falling.
        medium_to_low: falling; below it the meter is low again.
    """

    low_to_medium: int
    medium_to_high: int
    high_to_medium: int
    medium_to_low: int


@dataclass(frozen=True, slots=True)
class ResourceMeter:
    r"""One meter of the resource tracker; the set of meters is open.

    Attributes:
        resource: ``UsedDiskSpace``, ``PrivateBytes`` ... as written.
        of: what stands in brackets behind it, a path or ``SubmissionQueue``; empty when nothing does.
        level: now.
        previous: before the last change.
        pressure: percent or count, as the meter counts; None when the server does not say.
        transitions: the marks as the server has them; None when it does not say.
    """

    resource: str
    of: str
    level: PressureLevel
    previous: PressureLevel | None = None
    pressure: int | None = None
    transitions: Transitions | None = None

    @property
    def name(self) -> str:
        """The meter as the server writes it, ``UsedDiskSpace[C:/...]``."""
        return f"{self.resource}[{self.of}]" if self.of else self.resource


@dataclass(frozen=True, slots=True)
class ResourceObserver:
    """A component that back pressure can pause: ``SmtpIn``, ``Pickup`` ...; the set is open."""

    name: str
    paused: bool
    sub_status: str = ""


@dataclass(frozen=True, slots=True)
class BackPressureReading:
    """What ``Get-ExchangeDiagnosticInfo -Component ResourceThrottling`` answered.

    Attributes:
        server: name of the server that answered; empty when it does not say.
        build: Exchange build of the answering process; empty when it does not say.
        aggregate: overall use; None when the answer holds no meters.
        meters: in the order of the answer.
        observers: in the order of the answer.
        throttling_enabled: ``ResourceThrottlingEnabled``; None when the answer does not say.
        readable: False for an answer without meters (access denied): nothing is known then, above all not "low".
        why: why it is not readable; empty when it is.
    """

    server: str
    build: str
    aggregate: PressureLevel | None
    meters: tuple[ResourceMeter, ...]
    observers: tuple[ResourceObserver, ...]
    throttling_enabled: bool | None
    readable: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class ResourceEvent:
    """One MSExchangeTransport event 15001 to 15007.

    Attributes:
        id: event id; the only thing that is matched.
        provider: as in the log.
        level: 1 critical, 2 error, 3 warning, 4 information; 15004 comes as 2 and as 3.
        at: when, with offset.
        record: record number in the log.
        properties: texts; level words in them are localised.
        message: rendered text, localised; for people only.
    """

    id: int
    provider: str
    level: int
    at: datetime
    record: int
    properties: tuple[str, ...]
    message: str


@dataclass(frozen=True, slots=True)
class ResourceEvents:
    """Events of the resource manager, newest first; at most 50."""

    events: tuple[ResourceEvent, ...]


@dataclass(frozen=True, slots=True)
class Queue:
    r"""One queue of the transport service.

    Attributes:
        queue: identity, ``EX01\12``, ``EX01\Submission``.
        messages: in it now.
        status: ``Active``, ``Ready``, ``Retry``, ``Suspended`` ...
        delivery_type: ``SmtpDeliveryToMailbox``, ``ShadowRedundancy`` ...
        next_hop: domain or server that it goes to.
        last_error: text of the next server or of ours; empty when there is none. Others can write it.
        replies: SMTP replies found in ``last_error``; the outer ones only.
    """

    queue: str
    messages: int
    status: str
    delivery_type: str
    next_hop: str
    last_error: str = ""
    replies: tuple[SmtpReply, ...] = ()


@dataclass(frozen=True, slots=True)
class Queues:
    """All queues of one server.

    Attributes:
        queues: as listed.
        messages: in all queues together.
    """

    queues: tuple[Queue, ...]
    messages: int


@dataclass(frozen=True, slots=True)
class Service:
    """A Windows service: ``name``, ``status`` such as ``Running``, ``start_type`` such as ``Automatic``."""

    name: str
    status: str
    start_type: str


@dataclass(frozen=True, slots=True)
class ServicesState:
    """The transport services that exist on the server."""

    services: tuple[Service, ...]


@dataclass(frozen=True, slots=True)
class Requester:
    """Who wants a component in a state: ``Maintenance``, ``Functional``, ``HealthAPI`` ...; ``at`` is None when not said."""

    requester: str
    state: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ComponentState:
    """One server component; it is inactive while any requester holds it so."""

    component: str
    state: str
    requesters: tuple[Requester, ...] = ()


@dataclass(frozen=True, slots=True)
class ComponentStates:
    """All server components.

    Attributes:
        components: as listed.
        not_active: names of those in another state than ``Active``, sorted.
    """

    components: tuple[ComponentState, ...]
    not_active: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SiblingState:
    """Another server that could carry the mail meanwhile.

    Attributes:
        server: its name.
        components: its component states.
        not_active: names of its components that are not active, sorted.
        meters: its back pressure; None when it could not be read.
        why: why the meters could not be read; empty when they could.
    """

    server: str
    components: tuple[ComponentState, ...]
    not_active: tuple[str, ...]
    meters: BackPressureReading | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class DagMembership:
    """The database availability group of a server; ``dag`` is empty when it is in none."""

    dag: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExchangeShell:
    """How the Exchange cmdlets came into the session: ``remote``, ``snapin``, ``edge`` or ``loaded``."""

    way: str
    server: str
