"""What a text, a bare number and an unknown text mean."""

from toolkit.model.explanation import Detail, Explanation, Meaning
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
