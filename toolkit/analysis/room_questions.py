"""Can room be made by moving old logs or the queue database, and is it safe now?"""

from dataclasses import replace

from toolkit.analysis.asking import question
from toolkit.analysis.back_pressure import is_acting, pressed_meters, readable_meters, resource_of
from toolkit.analysis.conclusions import NO, YES, Known, NotKnown, given
from toolkit.analysis.free_space import GIB, is_same_path, say_bytes, used_percent, volume_of
from toolkit.analysis.room import PressedVolume, archive_trouble, mailbox_trouble, movable_bytes, movable_folders, pressed_volumes
from toolkit.model.evidence import Conclusion, Evidence, Unknown
from toolkit.model.server import ServerIdentity
from toolkit.model.storage import MoveGate, OldLogs, Volume, Volumes
from toolkit.model.transport import BackPressureReading, Queues, SiblingState
from toolkit.model.transport_config import TransportConfig

QUEUE_HOME_BYTES = 20 * GIB
"""Least free space at the new home of the queue database."""
QUEUE_HOME_PERCENT = 80
"""Lowest mark at which a disk meter is low again, documented for 2016 and 2019; used when the server tells no other."""
FEW_MESSAGES = 5_000
"""With fewer messages than this the queue database moves in a few minutes."""
_TRUSTED_OWNERS = frozenset({"", "BA", "SY", "S-1-5-32-544", "S-1-5-18", "DA", "EA", "LA"})
"""Administrators, SYSTEM, administrators of the domain; empty for a folder that is not there yet."""


def _decide_old_logs(known: Known) -> Conclusion:
    pressed = pressed_volumes(known)
    if not pressed:
        return known.concludes(NO, "No disk is over its mark: moving files would not help.")
    volumes, logs = known.must("volumes", Volumes), known.must("old_logs", OldLogs)
    movable = {one.volume.device: movable_bytes(logs, volumes, one.volume) for one in pressed}
    evidence = [known.seen("volumes", f"{one.volume.name} lacks {say_bytes(one.missing_bytes)}") for one in pressed]
    evidence += [known.seen("old_logs", f"{say_bytes(movable[one.volume.device])} of old logs on {one.volume.name}") for one in pressed]
    for one in pressed:
        if movable[one.volume.device] < one.missing_bytes:
            return known.concludes(NO, _too_little(one, movable[one.volume.device]), evidence)
    trouble, seen = archive_trouble(known)
    if trouble:
        return known.concludes(NO, f"There are enough old logs, but nowhere to put them: {trouble}.", (*evidence, *seen))
    says = "; ".join(_enough(one, movable[one.volume.device]) for one in pressed)
    enough = known.concludes(YES, f"{says}.", (*evidence, *seen), "Files that are open do not move: fewer bytes may be freed.")
    return replace(enough, values={"folders": movable_folders(logs, volumes, [one.volume for one in pressed])})


def _too_little(one: PressedVolume, movable: int) -> str:
    return (
        f"{one.volume.name} lacks {say_bytes(one.missing_bytes)} to get below {one.below_percent} % used; "
        f"old logs there hold {say_bytes(movable)}."
    )


def _enough(one: PressedVolume, movable: int) -> str:
    return f"Old logs on {one.volume.name} hold {say_bytes(movable)}, {say_bytes(one.missing_bytes)} are missing"


OLD_LOGS_ENOUGH = question(
    "back-pressure.old-logs-enough",
    "Do old logs that may be moved make enough room?",
    ("volumes", "old_logs", "mailbox_folders"),
    _decide_old_logs,
    {YES: "on every volume that is too full, and the archive has room for them", NO: "too little, or the archive cannot take it"},
    offers=("folders",),
)


def _decide_archive(known: Known) -> Conclusion:
    trouble, evidence = archive_trouble(known)
    if trouble:
        return known.concludes(NO, f"Old logs cannot go to {known.facts.text('archive_to') or 'an archive'}: {trouble}.", evidence)
    return known.concludes(YES, f"{known.facts.text('archive_to')} can take the old logs.", evidence)


ARCHIVE_SAFE = question(
    "back-pressure.archive-safe",
    "Can the archive take the old logs?",
    ("volumes", "old_logs", "mailbox_folders"),
    _decide_archive,
    {YES: "another volume with room, without mailbox logs", NO: "no room, too full itself, or needed for something else"},
)


def _decide_home(known: Known) -> Conclusion:
    target = known.facts.text("queue_to")
    if not target:
        return known.concludes(NO, "No new home for the queue database was given (queue_to).", [given("no queue_to")])
    gate, volumes = known.must("move_gate", MoveGate), known.must("volumes", Volumes)
    if not is_same_path(gate.folder, target):
        raise NotKnown(f"{gate.folder} was looked at, not {target}")
    volume = volume_of(target, volumes)
    if volume is None:
        return known.concludes(NO, f"No volume of this server holds {target}.", [known.seen("move_gate", f"folder {gate.folder}")])
    evidence = [
        known.seen("move_gate", f"{gate.folder}: {'there' if gate.exists else 'not there yet'}, owner {gate.owner or 'none'}"),
        known.seen("volumes", f"{volume.name} has {say_bytes(volume.free_bytes)} free, {used_percent(volume)} % used"),
    ]
    trouble = _gate_trouble(gate) or _home_trouble(known, volume, volumes) or mailbox_trouble(known, volume)
    if trouble:
        return known.concludes(NO, f"The queue database cannot move to {target}: {trouble}.", evidence)
    return known.concludes(YES, f"{target} can become the home of the queue database.", evidence)


def _gate_trouble(gate: MoveGate) -> str:
    if gate.has_queue_files:
        return "the folder holds database files already"
    return "" if gate.owner in _TRUSTED_OWNERS else f"the folder belongs to {gate.owner}, not to the administrators"


def _home_trouble(known: Known, volume: Volume, volumes: Volumes) -> str:
    config = known.must("transport_config", TransportConfig)
    if not config.wellformed:
        raise NotKnown(f"EdgeTransport.exe.config is broken: {config.problem}")
    home = volume_of(config.queue_path, volumes)
    if home is None:
        raise NotKnown(f"no volume holds the present home {config.queue_path or '(not in the file)'}")
    if home is volume:
        return f"it is on {volume.name} now as well"
    if volume.free_bytes < QUEUE_HOME_BYTES:
        return f"{volume.name} has {say_bytes(volume.free_bytes)} free, less than {say_bytes(QUEUE_HOME_BYTES)}"
    mark = _low_mark(known)
    if used_percent(volume) < mark:
        return ""
    return f"{volume.name} is {used_percent(volume)} % used; the pressure is low only below {mark} %"


def _low_mark(known: Known) -> int:
    """Return the lowest mark of this server's disk meters; the documented one when it tells none."""
    reading = readable_meters(known)
    meters = () if isinstance(reading, Unknown) else reading.meters
    marks = [meter.transitions.medium_to_low for meter in meters if meter.transitions and resource_of(meter) == "disk"]
    return min(marks, default=QUEUE_HOME_PERCENT)


QUEUE_HOME_SAFE = question(
    "back-pressure.queue-home-safe",
    "Can the new folder become the home of the queue database?",
    ("volumes", "mailbox_folders", "transport_config", "move_gate"),
    _decide_home,
    {YES: "another volume with room, without mailbox logs; the folder is free for use", NO: "no room, or needed for something else"},
)


def _decide_quiet(known: Known) -> Conclusion:
    gate = known.facts.of("move_gate", MoveGate)
    reader = "server_identity" if isinstance(gate, Unknown) else "move_gate"
    running = known.must("server_identity", ServerIdentity).setup_running if isinstance(gate, Unknown) else gate.setup_running
    evidence = [known.seen(reader, f"Setup {'runs' if running else 'does not run'}")]
    if running:
        return known.concludes(NO, "Exchange Setup works on this server; it writes the same files.", evidence)
    return known.concludes(YES, "Exchange Setup does not run.", evidence, "Setup that has started since.")


SETUP_QUIET = question("back-pressure.setup-quiet", "Does Exchange Setup leave this server alone?", ("server_identity",), _decide_quiet)


def _decide_few(known: Known) -> Conclusion:
    queues = known.must("queues", Queues)
    evidence = [known.seen("queues", f"{queues.messages:,} messages in {len(queues.queues)} queues")]
    if queues.messages < FEW_MESSAGES:
        return known.concludes(YES, f"{queues.messages:,} messages wait, fewer than {FEW_MESSAGES:,}.", evidence)
    return known.concludes(NO, f"{queues.messages:,} messages wait; the move is for fewer than {FEW_MESSAGES:,}.", evidence)


FEW_MESSAGES_WAIT = question("back-pressure.few-messages-wait", "Do few enough messages wait for a move?", ("queues",), _decide_few)


def _decide_sibling(known: Known) -> Conclusion:
    if not known.facts.text("sibling"):
        return known.concludes(NO, "No server was named that carries mail meanwhile (sibling).", [given("no sibling")])
    sibling = known.must("sibling_state", SiblingState)
    states = _transport_states(sibling)
    evidence = [known.seen("sibling_state", f"{part} is {state}") for part, state in states.items()]
    out = [part for part, state in states.items() if state != "Active"]
    if out:
        return known.concludes(NO, f"{sibling.server} carries no mail: {out[0]} is {states[out[0]]}.", evidence)
    if sibling.meters is None or not sibling.meters.readable:
        raise NotKnown(f"the meters of {sibling.server} cannot be read: {sibling.why or 'no meters'}")
    return _sibling_by_meters(known, sibling.server, sibling.meters, evidence)


def _transport_states(sibling: SiblingState) -> dict[str, str]:
    """Return the components that must be active for mail to flow: transport, and the server as a whole.

    Raises:
        NotKnown: the server does not tell one of them.
    """
    states = {component.component: component.state for component in sibling.components}
    transport = "EdgeTransport" if "HubTransport" not in states else "HubTransport"
    if not {transport, "ServerWideOffline"} <= states.keys():
        raise NotKnown(f"{sibling.server} does not tell the state of its transport components")
    return {part: states[part] for part in (transport, "ServerWideOffline")}


def _sibling_by_meters(known: Known, server: str, meters: BackPressureReading, evidence: list[Evidence]) -> Conclusion:
    level = meters.aggregate.value if meters.aggregate else "not said"
    evidence = [*evidence, known.seen("sibling_state", f"AggregateUse of {server} is {level}")]
    if is_acting(meters) or pressed_meters(meters):
        return known.concludes(NO, f"{server} is under pressure itself.", evidence)
    return known.concludes(YES, f"{server} carries mail: its components are Active and its pressure is Low.", evidence)


SIBLING_CARRIES_MAIL = question(
    "back-pressure.sibling-carries-mail",
    "Does a sibling carry the mail meanwhile?",
    (),
    _decide_sibling,
    {YES: "its transport components are Active and its pressure is Low", NO: "it does not, or no sibling was named"},
)
