"""A small back-pressure playbook, its plan, runs and debts; enough of everything that pages can show."""

from datetime import datetime, timedelta, timezone

from toolkit.model.command import Command, CommandError, CommandResult, Outcome, Policy
from toolkit.model.danger import Danger
from toolkit.model.evidence import Conclusion, Evidence, Finding, Origin
from toolkit.model.exchange import ExchangeVersion
from toolkit.model.facts import Question, Reader
from toolkit.model.identity import ErrorIdentity
from toolkit.model.plan import PathTurn, Plan, PlannedStep, PlanPath
from toolkit.model.playbook import (
    ActStep,
    AskStep,
    ByHand,
    DecideStep,
    Gate,
    HandOverStep,
    Parameter,
    ParameterKind,
    Place,
    Playbook,
    PlaybookTexts,
    Step,
    StepTexts,
    Undo,
    WaitStep,
)
from toolkit.model.run import Debt, RunReport, StepOutcome, StepWord, Verdict
from toolkit.model.vocabulary import Vocabulary

ZONE = timezone(timedelta(hours=1))
RUN_ID = "R-20261124-EX02-9318"
SHA256 = "9318d42a1424d47d817191cf8af69507b50c69aaae4268078e70016fa63090f4"


def at(hour: int, minute: int = 0, day: int = 24) -> datetime:
    """Return a moment of November 2026, one hour east of Greenwich."""
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


def place(line: int) -> Place:
    """Return a line of the sample playbook."""
    return Place("playbooks/smtp-452-back-pressure.yml", line)


STEPS: tuple[Step, ...] = (
    AskStep(
        "meters",
        "Read the back-pressure meters",
        place(20),
        template="observe/back_pressure_meters",
        reads="back_pressure_meters",
        texts=StepTexts(
            "Meters", expected="`ResourceThrottling` names one resource", if_not=(("access denied", "log on as another user"),)
        ),
    ),
    DecideStep(
        "which",
        "Which resource is short?",
        place(26),
        question="back-pressure.resource",
        answers={"disk": "next", "memory": "memory", "none": "end"},
        expected="disk",
    ),
    AskStep("volumes", "Measure free space by mount point", place(34), template="observe/volumes", reads="volumes"),
    ActStep(
        "move-logs",
        "Move old log files to another volume",
        place(40),
        template="change/move_old_logs",
        danger=Danger.CHANGE,
        deadline_s=900,
        reads="moved_logs",
        gates=(Gate("archive-room", "volumes.archive-has-room", "yes", "exkit plan smtp-452-back-pressure -t EX02"),),
        undo=Undo("change/return_old_logs", {"Manifest": "fact:moved_logs.manifest"}),
        debt="old log files stand in the archive",
        ends="fact:moved_logs.ends",
        texts=StepTexts("Move old logs", undo="moves the same files back", expected="every listed file is in the archive"),
    ),
    WaitStep(
        "wait-low",
        "Wait until the pressure is low",
        place(52),
        template="observe/back_pressure_meters",
        reads="back_pressure_meters",
        question="back-pressure.is-low",
        answer="yes",
        otherwise="move-queue",
        then="probe",
    ),
    ActStep(
        "move-queue",
        "Move the queue database to another volume",
        place(60),
        template="outage/move_queue_database",
        danger=Danger.OUTAGE,
        deadline_s=600,
        gates=(Gate("sibling", "siblings.one-carries-mail", "yes", "exkit doctor -t EX01"),),
        undo=Undo("outage/move_queue_database_back"),
        texts=StepTexts(
            "Move the queue",
            notice="mail through this server waits 1 to 3 min",
            undo="sets the paths back, restarts transport: OUTAGE again",
        ),
    ),
    AskStep("probe", "Ask whether the server accepts mail", place(70), template="observe/smtp_probe", reads="smtp_probe", then="end"),
    HandOverStep(
        "memory",
        "Memory is short",
        place(80),
        why="Another program or a leak uses the memory; moving files does not help.",
        do=("exkit explain -", "find the process that grew"),
    ),
)

PLAYBOOK = Playbook(
    id="smtp-452-back-pressure",
    version="1.3",
    title="Make room for the mail queue",
    for_errors=(ErrorIdentity.parse("smtp:452/4.3.1"),),
    versions=(ExchangeVersion.E2016, ExchangeVersion.E2019),
    roles=("Mailbox", "Edge"),
    parameters={
        "archive_to": Parameter("archive_to", ParameterKind.FOLDER, "folder on another volume for the old files", required=True),
        "older_than_days": Parameter("older_than_days", ParameterKind.NUMBER, "age of files that may be moved", default="30"),
    },
    steps=STEPS,
    texts=PlaybookTexts(
        goal="the server accepts mail again and no message was lost",
        use_if=("a sender or `Get-Queue` shows `452 4.3.1 Insufficient system resources`",),
        not_if=("the text is `452 4.5.3`", "event 452 has the source ESE"),
        stop_loss=("Do not delete `mail.que`.", "Do not restart transport."),
        before_start=("Exchange Management Shell as administrator",),
        people="1, from step 5 on: 2",
        ask_first=("May the archive volume hold old log files?",),
        not_done=(("Switch resource monitoring off", "Without the brake the disk runs full and the queue database fails."),),
        after=("Find out why the volume filled up.",),
        escalate="30 minutes pass without a next step",
    ),
    by_hand=(
        ByHand(
            "Start with an empty queue database",
            "lose_data/discard_queue_database",
            "transport does not start because mail.que is damaged",
            "every message that waits on the server",
            "tell the senders",
            "none",
        ),
    ),
    source_sha256="0" * 64,
    place=place(1),
)


METERS_SCRIPT = """\
# exkit observe/back_pressure_meters
$p = @{
    Server = 'EX02'
}
[xml]$answer = (Get-ExchangeDiagnosticInfo -Server $p.Server -Process 'EdgeTransport' -Component 'ResourceThrottling').Result
"""
MOVE_SCRIPT = """\
# exkit change/move_old_logs
$p = @{
    Folders = (known after step 2)
    ArchiveTo = 'D:\\archive'
}
Move-Item -LiteralPath $file -Destination $p.ArchiveTo
"""


def script_of(step_id: str) -> str:
    """Return a script in the form that rendering gives it."""
    other = f"# exkit {step_id}\n$p = @{{}}\nGet-Service -Name 'MSExchangeTransport'\n"
    return {"meters": METERS_SCRIPT, "move-logs": MOVE_SCRIPT}.get(step_id, other)


def planned(number: str, step: Step) -> PlannedStep:
    """Return one step of the sample plan."""
    if isinstance(step, DecideStep):
        return PlannedStep(number, step, None, "", letter=number)
    if isinstance(step, HandOverStep):
        return PlannedStep(number, step, None, "")
    script, later = script_of(step.id), ("2",) if step.id == "move-logs" else ()
    command = None if later else Command(step.id, script, Danger.OBSERVE, Policy.ONCE, 60)
    undo = "# exkit change/return_old_logs\n" if isinstance(step, ActStep) else ""
    return PlannedStep(number, step, command, script, later, undo)


PLAN = Plan(
    playbook=PLAYBOOK,
    host="EX02",
    version=ExchangeVersion.E2016,
    version_is_read=True,
    parameters={"archive_to": "D:\\archive", "older_than_days": 30},
    steps=tuple(planned(number, step) for number, step in zip(("1", "A", "2", "3", "4", "5", "6", "H1"), STEPS, strict=True)),
    binding_facts={"server_identity.build": "15.1.2375.7"},
    content_sha256=SHA256,
)
PATHS = (
    PlanPath(
        (PathTurn("which", "disk"), PathTurn("wait-low", "yes")),
        ("meters", "volumes", "move-logs", "wait-low", "probe"),
        "done",
        Danger.CHANGE,
        ("disk-full",),
    ),
    PlanPath((PathTurn("which", "memory"),), ("meters",), "handed over: memory", Danger.OBSERVE),
)


def _undecided(_: object) -> Conclusion:
    return Conclusion("unknown", Finding("none", "nobody looked"))


def _question(name: str, asks: str, answers: dict[str, str]) -> Question:
    return Question(name, asks, answers, (), _undecided)


VOCABULARY = Vocabulary(
    templates={},
    readers={
        "back_pressure_meters": Reader("back_pressure_meters", object, Origin.STATE, tuple, ("overall use", "every meter with its marks")),
        "volumes": Reader("volumes", object, Origin.STATE, tuple, ("free space by mount point",)),
    },
    questions={
        question.name: question
        for question in (
            _question(
                "back-pressure.resource",
                "Which resource is short?",
                {"disk": "used disk space", "memory": "memory of the server", "none": "nothing"},
            ),
            _question("back-pressure.is-low", "Is the pressure low?", {"yes": "low", "no": "still high"}),
            _question("volumes.archive-has-room", "Has the archive volume room?", {"yes": "room", "no": "no room"}),
            _question("siblings.one-carries-mail", "Does another server carry mail?", {"yes": "one does", "no": "none does"}),
        )
    },
)


def outcome(number: str, title: str, danger: Danger, word: StepWord, says: str, duration_ms: int = 0) -> StepOutcome:
    """Return what became of a step, without what was sent."""
    return StepOutcome(number, title.lower().replace(" ", "-"), title, danger, word, says, duration_ms)


METERS_RESULT = CommandResult(
    "meters",
    Outcome.OK,
    output=("<Diagnostics/>",),
    errors=(CommandError("\x1b]8;;http://evil\x07click\u202e", "Denied"),),
    console="line one\r\nline two",
    duration_ms=2_100,
)
OUTCOMES = (
    StepOutcome(
        "1",
        "meters",
        "Read the back-pressure meters",
        Danger.OBSERVE,
        StepWord.DONE,
        "A: disk",
        2_100,
        Command("meters", script_of("meters"), Danger.OBSERVE, Policy.IDEMPOTENT, 60),
        METERS_RESULT,
    ),
    outcome("2", "Measure free space by mount point", Danger.OBSERVE, StepWord.DONE, "C: 99.1 % full", 48_000),
    outcome("3", "Move old log files to another volume", Danger.CHANGE, StepWord.DONE, "3,412 files, 21.7 GiB", 142_000),
    outcome("5", "Move the queue database to another volume", Danger.OUTAGE, StepWord.SKIPPED, "not needed"),
)
DEBTS = (
    Debt("D-9318-move-logs", RUN_ID, "EX02", "move-logs", "Old log files stand in D:\\archive", at(3, 12), at(18, day=25)),
    Debt("D-9318-set-key", RUN_ID, "EX02", "set-key", "Key EnableResourceMonitoring is false, was absent", at(3, 20)),
)
FINDINGS = (
    Finding(
        "back-pressure.resource",
        "Used disk space of the queue volume is over its high mark.",
        (Evidence("UsedDiskSpace is 99, High", "Get-ExchangeDiagnosticInfo"),),
        "another volume holds the queue",
    ),
)


def report(verdict: Verdict = Verdict.DONE, says: str = "EX02 accepts mail. Nothing was lost.", **changes: object) -> RunReport:
    """Return the sample run with another end."""
    fields = {
        "run_id": RUN_ID,
        "playbook_id": "smtp-452-back-pressure",
        "playbook_version": "1.3",
        "host": "EX02",
        "verdict": verdict,
        "says": says,
        "why": "",
        "slug": "",
        "do": (),
        "state": "Old log files of EX02 stand in D:\\archive.",
        "outcomes": OUTCOMES,
        "turns": (PathTurn("which", "disk"),),
        "findings": FINDINGS,
        "debts": DEBTS,
        "started": at(3, 12),
        "ended": at(3, 30),
        "approved_by": "CORP\\m.keller",
        "plan_sha256": SHA256,
    }
    return RunReport(**{**fields, **changes})  # type: ignore[arg-type]  # a test's own table of fields
