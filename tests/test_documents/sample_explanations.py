"""What a text, a bare number and an unknown text mean."""

from toolkit.model.explanation import Detail, Explanation, Meaning, ToolOutcome
from toolkit.model.identity import ErrorIdentity

BACK_PRESSURE = Meaning(
    identity=ErrorIdentity.parse("smtp:452/4.3.1"),
    name="BACK PRESSURE",
    says="A mail server is short of disk space and refuses new mail for now. Temporary: senders try again. No mail is lost while they do.",
    typical='"Insufficient system resources"',
    details=(
        Detail("Resource", ("used disk space, volume of the mail queue",), from_text=True),
        Detail(
            "Who said it",
            (
                "your text does not show it. Two possibilities:",
                "  Receive log, or a bounce that others got -> your server",
                "  Get-Queue LastError, or Send log         -> the next server",
            ),
        ),
        Detail("It is not", ("ese:452 (database recovery). Eseutil does not help here.", "smtp:452/4.5.3 (too many recipients)")),
    ),
    playbook="smtp-452-back-pressure",
    source="domain reference §1.3",
    short="server short of disk, memory",
)
TOO_MANY = Meaning(
    ErrorIdentity.parse("smtp:452/4.5.3"),
    "TOO MANY RECIPIENTS",
    "Too many.",
    '"Too many recipients"',
    (),
    "",
    "RFC 5321",
    "too many recipients",
)
MISSING_LOGS = Meaning(
    ErrorIdentity.parse("ese:452"),
    "LOG FILES MISSING",
    "Log files are missing.",
    "Application log, source ESE",
    (),
    "",
    "domain reference §1.2",
    "database misses log files",
)
ONE_ANSWER = Explanation("452 4.3.1 Insufficient system resources (UsedDiskSpace[C:\\.])", (BACK_PRESSURE,))
BARE_NUMBER = Explanation("452", (BACK_PRESSURE, TOO_MANY, MISSING_LOGS))
UNKNOWN_TEXT = Explanation("it is broken", (), "The text holds no reply code, no event and no database error.")
DISK_FULL = Meaning(
    ErrorIdentity.parse("jet:-1808"),
    "JET ERROR: DISK FULL",
    "No space left on disk.",
    "JET_errDiskFull",
    (Detail("Category", ("Disk",)),),
    "",
    "domain reference §3",
    "error of the database engine",
)
TOOL_OUTPUT = Explanation(
    "Initiating DEFRAGMENTATION mode... Operation terminated with error -1808 (JET_errDiskFull, No space left on disk) after 6.28 seconds.",
    (DISK_FULL,),
    outcome=ToolOutcome(
        "ESEUTIL DEFRAGMENTATION: FAILED",
        "The defragmentation has stopped. The original database is only replaced at the very end.",
        (Detail("Code", ("-1808 JET_errDiskFull",), from_text=True), Detail("Took", ("6.028 s",), from_text=True)),
        "Look that the original file is still in place, and remove the cause that the code names.",
        "domain reference §2.1",
    ),
)
