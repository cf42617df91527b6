"""From the answers of templates to the answers of questions: whole servers, as they would be read."""

import copy
from typing import Any

import pytest

from tests.recorded import needs_shared, recorded, shared_diagnostics, shared_recordings
from tests.test_parsing.samples import ANSWERS, CONFIG, SHA
from toolkit.analysis.questions import QUESTIONS
from toolkit.errors import ParsingError
from toolkit.model.evidence import UNKNOWN_ANSWER, Origin, Unknown
from toolkit.model.facts import Fact, Facts, ParameterValue
from toolkit.parsing.readers import READERS

GIB = 1024**3
QUEUE = "D:\\Exchange\\TransportRoles\\data\\Queue"
METERS = {case.name: case.text for case in recorded("back_pressure_meters")}
REFUSED = '451 4.4.0 Primary target IP address responded with: "452 4.3.1 Insufficient system resources." Attempted failover'
ALSO_NEEDED = {"back-pressure.sibling-carries-mail": "sibling_state"}
"""Readers that some versions do not have, so that no question may declare them."""
Answers = dict[str, list[Any]]


def volume(mount: str, capacity_gib: float, free_gib: float) -> dict[str, Any]:
    """Return a volume as the template answers it."""
    item = dict(ANSWERS["volumes"][0])
    sizes = {"capacity_bytes": int(capacity_gib * GIB), "free_bytes": int(free_gib * GIB)}
    return {**item, "mount_point": mount, "device": f"\\\\?\\Volume{{{mount[0]}}}\\", **sizes}


def event(number: int, at: str, *properties: str) -> dict[str, Any]:
    """Return an event as the template answers it."""
    return {**ANSWERS["back_pressure_events"][0], "id": number, "at": at, "properties": list(properties)}


def queue(messages: int, last_error: str = "") -> dict[str, Any]:
    """Return a queue as the template answers it."""
    return {**ANSWERS["queues"][0], "messages": messages, "last_error": last_error}


def disk_full() -> Answers:
    """Return the answers of a 2016 server whose D: is full, with room on E: and old logs on D:."""
    answers = copy.deepcopy(ANSWERS)
    answers["back_pressure_meters"] = [METERS["disk-high"]]
    answers["back_pressure_events"] = [event(15006, "2026-11-24T03:00:00Z")]
    answers["queues"] = [queue(4)]
    answers["transport_config"][0]["text"] = CONFIG.replace("D:\\Q", QUEUE)
    answers["volumes"] = [volume("C:\\", 60, 20), volume("D:\\", 100, 0.5), volume("E:\\", 500, 450), volume("F:\\", 200, 100)]
    answers["old_logs"] = [{**ANSWERS["old_logs"][0], "folder": "D:\\logs", "files": 900, "bytes": 40 * GIB}]
    answers["log_folders"] = [{**ANSWERS["log_folders"][0], "path": "D:\\logs"}]
    answers["mailbox_folders"] = [{"database": "DB07", "edb_path": "F:\\DB07\\DB07.edb", "log_folder": "F:\\DB07"}]
    answers["move_gate"] = [{**ANSWERS["move_gate"][0], "folder": "E:\\Queue", "exists": False, "owner": None}]
    answers["sibling_state"] = [sibling(METERS["healthy"])]
    return answers


def sibling(meters: str | None) -> dict[str, Any]:
    """Return a sibling whose components are active, with these meters."""
    component = ANSWERS["component_states"][0]
    parts = [component, {**component, "component": "ServerWideOffline"}]
    return {"server": "EX01", "components": parts, "meters": meters, "why": None if meters else "no permission"}


def known(answers: Answers, parameters: dict[str, ParameterValue] | None = None) -> Facts:
    """Return the facts that readers make of ``answers``, as a run would have them."""
    facts = Facts({}, parameters or {})
    for name, answer in answers.items():
        try:
            value: object = READERS[name].read(tuple(answer))
        except ParsingError as error:
            value = Unknown(error.what)
        facts = facts.knowing(name, Fact(value, READERS[name].origin, name))
    return facts


def ask(facts: Facts, *names: str) -> list[str]:
    """Return the answers to these questions."""
    return [QUESTIONS[name].decide(facts).answer for name in names]


WISHES: dict[str, ParameterValue] = {"archive_to": "E:\\archive", "queue_to": "E:\\Queue", "sibling": "EX01"}
PRESSURE = ("back-pressure.who-said-it", "back-pressure.resource", "back-pressure.pressure-low")
ROOM = ("back-pressure.old-logs-enough", "back-pressure.archive-safe", "back-pressure.queue-home-safe")
GATES = ("back-pressure.setup-quiet", "back-pressure.few-messages-wait", "back-pressure.sibling-carries-mail")


def test_a_full_disk_opens_the_expected_path() -> None:
    """This server said it, a disk is short, old logs are enough, and every gate is open."""
    facts = known(disk_full(), WISHES)
    assert ask(facts, *PRESSURE) == ["this-server", "disk", "no"]
    assert ask(facts, *ROOM) == ["yes", "yes", "yes"]
    assert ask(facts, *GATES) == ["yes", "yes", "yes"]


def test_everything_behind_the_expected_path_rests_on_state() -> None:
    """No finding of the expected path is hearsay, so that it may lead to a change."""
    facts = known(disk_full(), WISHES)
    for name in (*PRESSURE[:2], *ROOM, *GATES):
        evidence = QUESTIONS[name].decide(facts).finding.evidence
        assert evidence, name
        assert any(one.origin is Origin.STATE for one in evidence), name


@pytest.mark.parametrize(
    ("reader", "answer", "wanted"),
    [
        ("back_pressure_meters", [METERS["access-denied"]], ["this-server", "disk", "no"]),
        ("back_pressure_meters", ["<Diagnostics><cut off"], ["this-server", "disk", "no"]),
        ("back_pressure_meters", [], ["this-server", "disk", "no"]),
        ("back_pressure_meters", [METERS["healthy"]], ["other", "none", "yes"]),
        ("back_pressure_meters", [METERS["paused-only"]], ["this-server", "other", "no"]),
        ("back_pressure_meters", [METERS["queue-medium-disk-medium"]], ["this-server", "disk", "no"]),
        ("back_pressure_meters", [METERS["new-meter"]], ["this-server", "other", "no"]),
    ],
    ids=["denied", "cut", "empty", "healthy", "paused", "two meters", "new meter"],
)
def test_other_meters_lead_to_other_answers(reader: str, answer: list[Any], wanted: list[str]) -> None:
    """Meters decide; where they cannot be read, the newest event answers, and stays hearsay."""
    answers = {**disk_full(), reader: answer}
    facts = known(answers, WISHES)
    assert ask(facts, *PRESSURE) == wanted
    if not answer or ("healthy" not in answer[0] and "EX02" not in answer[0]):
        finding = QUESTIONS[PRESSURE[0]].decide(facts).finding
        assert {one.origin for one in finding.evidence} == {Origin.LOCAL_LOG}


def test_denied_meters_without_events_are_unknown_everywhere() -> None:
    """Nothing tells: no question of pressure or room is answered, and no gate of it opens."""
    answers = {**disk_full(), "back_pressure_meters": [METERS["access-denied"]], "back_pressure_events": []}
    facts = known(answers, WISHES)
    assert ask(facts, *PRESSURE, *ROOM[:2]) == [UNKNOWN_ANSWER] * 5


def test_the_next_hop_is_under_pressure() -> None:
    """Low meters here and the refusal in LastError: the next server, and only hearsay for it."""
    answers = {**disk_full(), "back_pressure_meters": [METERS["healthy"]], "queues": [queue(40, REFUSED)]}
    facts = known(answers, WISHES)
    assert ask(facts, *PRESSURE) == ["next-hop", "none", "yes"]
    finding = QUESTIONS[PRESSURE[0]].decide(facts).finding
    assert {one.origin for one in finding.evidence} == {Origin.REMOTE_TEXT}


FORGED = {
    "a forged event": {"back_pressure_events": [event(15006, "2026-11-24T03:00:00Z")], "back_pressure_meters": [METERS["access-denied"]]},
    "a forged last error": {"queues": [queue(40, REFUSED)], "back_pressure_meters": [METERS["healthy"]], "back_pressure_events": []},
    "both": {
        "back_pressure_events": [event(15007, "2026-11-24T03:00:00Z")],
        "queues": [queue(40, REFUSED)],
        "back_pressure_meters": [METERS["access-denied"]],
    },
}


@pytest.mark.parametrize("forged", FORGED.values(), ids=FORGED.keys())
def test_what_others_can_write_opens_nothing(forged: Answers) -> None:
    """Whoever said it is answered with hearsay only: the engine refuses every change behind it."""
    facts = known({**disk_full(), **forged}, WISHES)
    conclusion = QUESTIONS["back-pressure.who-said-it"].decide(facts)
    assert conclusion.answer in {"this-server", "next-hop"}
    assert all(one.origin is not Origin.STATE for one in conclusion.finding.evidence)


@pytest.mark.parametrize(
    ("reader", "change", "question"),
    [
        ("server_identity", {"setup_running": True}, "back-pressure.setup-quiet"),
        ("move_gate", {"has_queue_files": True}, "back-pressure.queue-home-safe"),
        ("move_gate", {"owner": "S-1-5-21-1-2-3-1104"}, "back-pressure.queue-home-safe"),
        ("old_logs", {"bytes": 5 * GIB}, "back-pressure.old-logs-enough"),
        ("mailbox_folders", {"log_folder": "E:\\DB07"}, "back-pressure.archive-safe"),
        ("mailbox_folders", {"log_folder": "E:\\DB07"}, "back-pressure.queue-home-safe"),
        ("queues", {"messages": 5_000}, "back-pressure.few-messages-wait"),
        ("sibling_state", {"meters": METERS["disk-high"]}, "back-pressure.sibling-carries-mail"),
        (
            "transport_service",
            {"services": [{"name": "MSExchangeTransport", "status": "Stopped", "start_type": "Manual"}]},
            "transport.service-runs",
        ),
    ],
)
def test_one_changed_value_closes_one_gate(reader: str, change: dict[str, Any], question: str) -> None:
    """Each gate closes by the value that it is for."""
    answers = disk_full()
    if reader == "server_identity":
        del answers["move_gate"]
    before = ask(known(answers, WISHES), question)
    answers[reader] = [{**answers[reader][0], **change}]
    assert before == ["yes"]
    assert ask(known(answers, WISHES), question) == ["no"]


@pytest.mark.parametrize("reader", ["volumes", "old_logs", "mailbox_folders", "queues", "transport_config", "move_gate", "sibling_state"])
def test_an_answer_that_cannot_be_read_closes_what_needs_it(reader: str) -> None:
    """A cut or foreign answer becomes unknown, and no question that needs it says yes."""
    facts = known({**disk_full(), reader: [{"something": "else"}]}, WISHES)
    needing = [question for question in QUESTIONS.values() if reader in (*question.needs, ALSO_NEEDED.get(question.name))]
    assert needing
    for question in needing:
        if question.name != "back-pressure.who-said-it":
            assert question.decide(facts).answer in {UNKNOWN_ANSWER, "no"}, question.name


def test_after_the_logs_have_moved() -> None:
    """New meters are low, the service runs, mail is accepted, the queue shrinks."""
    facts = known({**disk_full(), "queues": [queue(90)]}, WISHES)
    later: Answers = {
        "back_pressure_meters": [METERS["healthy"]],
        "queues": [queue(12)],
        "smtp_probe": [probe("250 2.1.0 Sender OK")],
    }
    for name, answer in later.items():
        facts = facts.knowing(name, Fact(READERS[name].read(tuple(answer)), READERS[name].origin, name))
    after = ("back-pressure.pressure-low", "transport.service-runs", "transport.accepts-mail", "transport.queues-drain")
    assert ask(facts, *after) == ["yes", "yes", "yes", "yes"]


def probe(answer: str) -> dict[str, Any]:
    """Return a probe whose MAIL FROM was answered like this."""
    first = ANSWERS["smtp_probe"][0]
    return {**first, "exchanges": [*first["exchanges"][:2], {"sent": "MAIL FROM:<>", "reply": answer, "ms": 4}]}


@pytest.mark.parametrize(
    ("answer", "wanted"),
    [
        ("250 2.1.0 Sender OK", "yes"),
        ("452 4.3.1 Insufficient system resources (UsedDiskSpace[D:\\Q])", "back-pressure"),
        ("421 4.3.2 Service not active", "inactive"),
        ("421-4.3.2 Service\n421 4.3.2 not available", "inactive"),
        ("550 5.7.1 no", "no"),
        ("", UNKNOWN_ANSWER),
    ],
)
def test_the_probe_through_its_reader(answer: str, wanted: str) -> None:
    """A refusal of several lines is one; a server that hangs up in the middle is unknown."""
    answers = {"smtp_probe": [probe(answer)]}
    assert ask(known(answers), "transport.accepts-mail") == [wanted]


def test_a_2010_server_with_a_full_disk() -> None:
    """No meters there: the event says it, the disk agrees, and the logs are enough by the formula."""
    answers = disk_full()
    answers["server_identity"][0]["build"] = "14.3.513.0"
    del answers["back_pressure_meters"]
    facts = known(answers, WISHES)
    assert ask(facts, *PRESSURE, *ROOM[:2]) == ["this-server", "disk", "no", "yes", "yes"]
    origins = {one.origin for one in QUESTIONS[PRESSURE[0]].decide(facts).finding.evidence}
    assert origins == {Origin.LOCAL_LOG, Origin.STATE}


def test_a_localised_2010_server() -> None:
    """German level words say nothing: the run stops instead of guessing."""
    answers = disk_full()
    answers["server_identity"][0]["build"] = "14.3.513.0"
    del answers["back_pressure_meters"]
    answers["back_pressure_events"] = [event(15005, "2026-11-24T05:00:00Z", "Hoch", "Mittel"), event(15006, "2026-11-24T03:00:00Z")]
    assert ask(known(answers, WISHES), *PRESSURE) == [UNKNOWN_ANSWER] * 3


def test_an_edge_server() -> None:
    """No mailbox databases and no group there; the gates work without them."""
    answers = disk_full()
    answers["server_identity"][0]["roles"] = ["Edge"]
    answers["mailbox_folders"] = []
    facts = known(answers, WISHES)
    assert ask(facts, *PRESSURE[:2], *ROOM) == ["this-server", "disk", "yes", "yes", "yes"]


@pytest.mark.parametrize(
    ("build", "wanted"),
    [
        ("14.3.513.0", "yes"),
        ("15.0.1497.2", "yes"),
        ("15.1.2375.7", "no"),
        ("15.2.1544.4", "no"),
        ("15.2.2562.17", "no"),
        (None, UNKNOWN_ANSWER),
    ],
)
def test_the_old_switch_by_build(build: str | None, wanted: str) -> None:
    """EnableResourceMonitoring: documented to 2013, refused later, unknown without a build."""
    answers: Answers = {"server_identity": [{**ANSWERS["server_identity"][0], "build": build}]}
    wishes: dict[str, ParameterValue] = {"config_key": "EnableResourceMonitoring", "config_value": "false", "accept_undocumented": "no"}
    assert ask(known(answers, wishes), "back-pressure.key-documented", "back-pressure.key-allowed") == [wanted, wanted]


def test_a_key_from_wish_to_return() -> None:
    """Set: in effect. Put back: returned. Read in between by the same reader."""
    wishes: dict[str, ParameterValue] = {"config_key": "EnableResourceMonitoring", "config_value": "false"}
    states = {"set": (True, "false"), "back": (False, None)}
    wanted = {"set": ["yes", "no"], "back": ["no", "yes"]}
    for name, (present, value) in states.items():
        state = {"path": "x", "key": "EnableResourceMonitoring", "present": present, "value": value, "sha256": SHA}
        facts = known({"set_config_key": ANSWERS["set_config_key"], "config_key": [state]}, wishes)
        assert ask(facts, "back-pressure.key-in-effect", "back-pressure.key-returned") == wanted[name]


@pytest.mark.shared
@needs_shared
def test_a_real_healthy_server_is_not_touched() -> None:
    """Real diagnostics and a real config file: nothing is pressed, and the queue lives where the file says."""
    text = next(case.text for case in shared_recordings("config_edgetransport") if case.name.endswith("e16.txt"))
    answers = {**disk_full(), "back_pressure_meters": [shared_diagnostics()]}
    answers["transport_config"][0]["text"] = text
    facts = known(answers, {**WISHES, "archive_to": "D:\\archive"})
    assert ask(facts, *PRESSURE, "back-pressure.old-logs-enough") == ["other", "none", "yes", "no"]
    value = facts.read["transport_config"].value
    assert getattr(value, "queue_path", "") == "C:\\Program Files\\Microsoft\\Exchange Server\\V15\\TransportRoles\\data\\Queue"
