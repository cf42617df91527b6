"""One line each: which error a pasted line is, and why some lines are none."""

import pytest

from toolkit.analysis.explaining import explain
from toolkit.model.explanation import Explanation

CLEAR = [
    # back pressure, here and there
    ("452 4.3.1 Insufficient system resources", "smtp:452/4.3.1", "BACK PRESSURE"),
    ("452 4.3.1 Insufficient system resources (PrivateBytes)", "smtp:452/4.3.1", "BACK PRESSURE"),
    ("452 Insufficient system resources", "smtp:452/4.3.1", "BACK PRESSURE"),
    ("LastError : [{LED=452 4.3.1 Insufficient system resources}]", "smtp:452/4.3.1", "BACK PRESSURE"),
    ("host ex[192.0.2.1] said: 452 4.3.1 Insufficient system resources", "smtp:452/4.3.1", "BACK PRESSURE"),
    ("Source: MSExchangeTransport Event ID: 15004", "event:MSExchangeTransport/15004", "BACK PRESSURE"),
    ("MSExchangeTransport 15005", "event:MSExchangeTransport/15005", "BACK PRESSURE FALLS"),
    ("MSExchangeTransport/15006", "event:MSExchangeTransport/15006", "BACK PRESSURE, DISK"),
    ("event 15007", "event:MSExchangeTransport/15007", "BACK PRESSURE, MEMORY"),
    ("The resource pressure increased from Low to Medium.", "event:MSExchangeTransport/15004", "BACK PRESSURE"),
    ("The resource pressure decreased from Medium to Low.", "event:MSExchangeTransport/15005", "BACK PRESSURE FALLS"),
    ("452 4.3.1 Insufficient system storage", "smtp:452/4.3.1", "NO STORAGE AT A MAIL SERVER"),
    ("452 4.3.1 Out of disk space", "smtp:452/4.3.1", "NO STORAGE AT A MAIL SERVER"),
    # recipients
    ("452 4.5.3 Too many recipients", "smtp:452/4.5.3", "TOO MANY RECIPIENTS"),
    ("452-4.5.3 Your message has too many recipients.", "smtp:452/4.5.3", "TOO MANY RECIPIENTS"),
    ("452 #4.5.3 Too many recipients", "smtp:452/4.5.3", "TOO MANY RECIPIENTS"),
    ("452 4.5.3 Too many recipients (AS780090)", "smtp:452/4.5.3", "VOLUME LIMIT BY REPUTATION"),
    ("550 5.5.3 RESOLVER.ADR.RecipLimit; too many recipients", "smtp:550/5.5.3", "TOO MANY RECIPIENTS"),
    ("452 Requested action not taken: Exceed Recipient Limit", "smtp:452", "TOO MANY RECIPIENTS"),
    # 4.3.2: three things
    ("421 4.3.2 Service not active", "smtp:421/4.3.2", "COMPONENT NOT ACTIVE"),
    ("421 4.3.2 Service not available", "smtp:421/4.3.2", "COMPONENT NOT ACTIVE"),
    ("451 4.3.2 Service not active", "smtp:451/4.3.2", "COMPONENT NOT ACTIVE"),
    ("421 4.3.2 The maximum number of concurrent server connections has exceeded a limit", "smtp:421/4.3.2", "CONNECTION LIMIT"),
    ("432 4.3.2 STOREDRV.Deliver; recipient thread limit exceeded", "smtp:432/4.3.2", "DELIVERIES THROTTLED"),
    ("421 4.3.2 something nobody has seen", "smtp:421/4.3.2", "REPLY OF A MAIL SERVER"),
    # rates
    ("421 4.4.2 Message submission rate for this client has exceeded the configured limit", "smtp:421/4.4.2", "RATE LIMIT"),
    ("451 You have exceeded your messaging limits", "smtp:451", "RATE LIMIT OF A HOSTER"),
    ("550 5.4.5 Daily sending quota exceeded", "smtp:550/5.4.5", "RATE LIMIT WITH A PERMANENT CODE"),
    ("450 4.7.1 Policy Rejection- Quota Exceeded", "smtp:450/4.7.1", "RATE LIMIT OF A HOSTER"),
    ("421 4.7.0 [TS01] Messages from 192.0.2.1 temporarily deferred", "smtp:421/4.7.0", "DEFERRED BY A PROVIDER"),
    # name resolution, proxy, authentication, connections
    ("451 4.4.0 DNS query failed", "smtp:451/4.4.0", "DNS QUERY FAILED"),
    ("451 4.7.0 Temporary server error. Please try again later. PRX5", "smtp:451/4.7.0", "PROXY TO THE BACK END FAILED"),
    ("454 4.7.0 Temporary authentication failure", "smtp:454/4.7.0", "SERVERS CANNOT AUTHENTICATE"),
    ("421 4.4.2 Connection dropped due to TimedOut", "smtp:421/4.4.2", "CONNECTION DROPPED"),
    ("450 4.4.316 Connection refused", "smtp:450/4.4.316", "THE NEXT SERVER DOES NOT ANSWER"),
    ("451 4.4.0 x: '454 4.7.0 Temporary authentication failure.'", "smtp:454/4.7.0", "SERVERS CANNOT AUTHENTICATE"),
    # others
    ("550 5.7.1 Unable to relay", "smtp:550/5.7.1", "RELAYING REFUSED"),
    ("554 5.7.1 <a@b>: Relay access denied", "smtp:554/5.7.1", "RELAYING REFUSED"),
    ("550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain", "smtp:550/5.7.54", "RELAYING REFUSED"),
    ("554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org", "smtp:554/5.7.1", "ADDRESS ON A BLOCKLIST"),
    ("451 4.7.1 Greylisting in action, please come back later", "smtp:451/4.7.1", "GREYLISTING OR FILTER"),
    ("450 4.7.1 Client host rejected: cannot find your reverse hostname, [192.0.2.1]", "smtp:450/4.7.1", "NO REVERSE NAME"),
    ("450 4.1.8 <a@b>: Sender address rejected: Domain not found", "smtp:450/4.1.8", "SENDER DOMAIN NOT FOUND"),
    ("553 5.7.1 <a@b>: Sender address rejected: not owned by user c", "smtp:553/5.7.1", "SENDER NOT OWNED BY USER"),
    ("552 mailbox quota limit exceeded", "smtp:552", "MAILBOX FULL"),
    ("451 4.3.5 Server configuration problem", "smtp:451/4.3.5", "REMOTE CONFIGURATION PROBLEM"),
    ("550 5.1.1 User unknown", "smtp:550/5.1.1", "REPLY OF A MAIL SERVER"),
    ("471 4.7.1 blocked", "smtp:471/4.7.1", "REPLY OF A MAIL SERVER"),
    # the database engine
    ("ESE 452", "ese:452", "LOG FILES MISSING"),
    ("ESE event 453", "ese:453", "LOG FILES MISSING"),
    ("ESE:471", "ese:471", "ROLLBACK FAILED"),
    ("ESENT 455", "ese:455", "LOG CANNOT BE OPENED"),
    ("Event ID 454, Source: ESE", "ese:454", "RECOVERY FAILED"),
    ("Unable to rollback operation #65678740 on database C:\\p.edb. Error: -614.", "ese:471", "ROLLBACK FAILED"),
    ("Database D:\\a.edb requires logfiles 1-9. Recovery could only locate logfiles starting at 3.", "ese:452", "LOG FILES MISSING"),
    ("MSExchangeTransport 17003", "event:MSExchangeTransport/17003", "TRANSPORT DATABASE DAMAGED"),
    ("MSExchangeTransport 17023", "event:MSExchangeTransport/17023", "TRANSPORT DATABASE IN USE"),
    ("MSExchangeIS 9518", "event:MSExchangeIS/9518", "DATABASE NOT MOUNTED"),
    ("MSExchangeTransport 1021", "event:MSExchangeTransport/1021", "CONNECTION LIMIT"),
    # JET errors
    ("-543", "jet:-543", "JET ERROR: REQUIRED LOG FILES MISSING"),
    ("error -1018", "jet:-1018", "JET ERROR: READ VERIFY FAILURE"),
    ("JET_errLogDiskFull", "jet:-529", "JET ERROR: LOG DISK FULL"),
    (
        "Operation terminated with error -1811 (JET_errFileNotFound) after 0.5 seconds.",
        "jet:-1811",
        "JET ERROR: FILE NOT FOUND",
    ),
    ("hr=0x80004005, ec=-543", "jet:-543", "JET ERROR: REQUIRED LOG FILES MISSING"),
    ("StoreEc: 0xFFFFFDE1", "jet:-543", "JET ERROR: REQUIRED LOG FILES MISSING"),
    ("service-specific error 4294966768", "jet:-528", "JET ERROR: MISSING LOG FILE"),
    ("0xc8000212", "jet:-530", "JET ERROR: BAD LOG SIGNATURE"),
    ("-1216 (0xfffffb40)", "jet:-1216", "JET ERROR: ATTACHED DATABASE MISMATCH"),
    ("-4001", "jet:-4001", "JET ERROR: FILE IO BEYOND EOF"),
    ("0xFFFFFDF0", "jet:-528", "JET ERROR: MISSING LOG FILE"),
    ("fffffb4a", "jet:-1206", "JET ERROR: DATABASE CORRUPTED"),
    ("exit code 4294966768", "jet:-528", "JET ERROR: MISSING LOG FILE"),
    ("exit code -528", "jet:-528", "JET ERROR: MISSING LOG FILE"),
    ("failed with error -300 (errPMOutOfPageSpace)", "jet:-300", "JET ERROR: PM OUT OF PAGE SPACE"),
    ("-2204", "jet:-2204", "JET ERROR: NO NAME KNOWN"),
    ("-623", "jet:-623", "JET ERROR: ENGINE FORMAT VERSION SPECIFIED TOO LOW FOR DATABASE VERSION"),
]
QUESTIONS = [
    ("452", ["smtp:452/4.3.1", "smtp:452/4.5.3", "ese:452"]),
    (" 452 ", ["smtp:452/4.3.1", "smtp:452/4.5.3", "ese:452"]),
    ("Error 452", ["smtp:452/4.3.1", "smtp:452/4.5.3", "ese:452"]),
    ("Exchange error 452", ["smtp:452/4.3.1", "smtp:452/4.5.3", "ese:452"]),
    ("code 452", ["smtp:452/4.3.1", "smtp:452/4.5.3", "ese:452"]),
    ("SMTP 452", ["smtp:452/4.3.1", "smtp:452/4.5.3"]),
    ("smtp:452", ["smtp:452/4.3.1", "smtp:452/4.5.3"]),
    ("421", ["smtp:421/4.3.2", "smtp:421/4.3.2", "smtp:421/4.4.2", "smtp:421/4.4.2"]),
    ("451", ["smtp:451/4.7.0", "smtp:451/4.4.0", "smtp:451/4.4.0", "ese:451"]),
    ("454", ["smtp:454/4.7.0", "ese:454"]),
    ("471", ["smtp:471", "ese:471"]),
    ("450", ["smtp:450", "ese:450"]),
    ("510", ["smtp:510", "ese:510"]),
    # a language without labels in our tables: the number is kept, its space is asked for
    ("Código de evento: 454\nOrigen: ESE", ["smtp:454/4.7.0", "ese:454"]),
    ("Zdarzenie: 452 zapisane przez: ESE", ["smtp:452/4.3.1", "smtp:452/4.5.3", "ese:452"]),
]
NONE = [
    ("", "Nothing was given"),
    ("   ", "Nothing was given"),
    ("543", "ask for -543"),
    ("1022", "ask for -1022"),
    ("jet:1018", "in none of our tables"),
    ("559", "JET_wrnExistingLogFileIsNotContiguous"),
    ("-31337", "Unknown JET error -31337"),
    ("-537000", "Unknown JET error -537000"),
    ("0xffffffff", "-1 is no JET error: Eseutil ends with it"),
    ("4294966999", "Unknown JET error -297"),
    ("fffffed7", "Unknown JET error -297"),
    ("595", "JET_wrnDatabaseRepaired: a success with a remark, no error. A repair has changed the database"),
    ("jet:595", "JET_wrnDatabaseRepaired"),
    ("585", "Logs that were committed are lost"),
    ("JET_wrnDatabaseRepaired", "595 is the JET warning"),
    ("Date: Mon, 5 Dec 2005 12:00:00 -0500", "no SMTP reply"),
    ("the mailbox shrank by -300 messages", "no SMTP reply"),
    ("9.9.9", "no SMTP reply"),
    ("4.99.99", "no table"),
    ("smtp:999", "none of our tables"),
    ("ese:9999", "none of our tables"),
    ("event:MSExchangeTransport/1", "none of our tables"),
    ("event:Foo/15006", "none of our tables"),
    ("event id 452 on Exchange 2016", "if that is ESE, ask for ese:452"),
    ("Source: MSExchangeSomething Event ID: 15006", "15006 of MSExchangeSomething"),
    ("0x80004005", "no SMTP reply"),
    ("HTTP/1.1 452 x", "an HTTP status"),
    ("230 User logged in, 550 x: No such file", "an FTP reply"),
    ("450 Requested file action not taken", "an FTP reply"),
    ("SIP/2.0 480", "a SIP status"),
    ("The ordinal 452 could not be located", "a Windows loader message"),
    ("452 recipients", "no SMTP reply"),
    ("mail does not arrive since Tuesday", "no SMTP reply"),
]


def identities(explanation: Explanation) -> list[str]:
    """Return the identities of all meanings, in order."""
    return [str(meaning.identity) for meaning in explanation.meanings]


@pytest.mark.parametrize(("line", "identity", "name"), CLEAR)
def test_a_line_with_one_meaning(line: str, identity: str, name: str) -> None:
    """The error and its name."""
    explanation = explain(line)
    assert identities(explanation) == [identity]
    assert explanation.meanings[0].name == name


@pytest.mark.parametrize(("line", "identity", "name"), CLEAR)
def test_only_back_pressure_has_a_playbook_today(line: str, identity: str, name: str) -> None:
    """A meaning leads to a playbook exactly when it is back pressure of Exchange."""
    assert bool(explain(line).meanings[0].playbook) == name.startswith("BACK PRESSURE"), identity


@pytest.mark.parametrize(("line", "wanted"), QUESTIONS)
def test_a_line_that_is_a_question(line: str, wanted: list[str]) -> None:
    """All meanings of a bare number, each in its number space."""
    assert identities(explain(line)) == wanted


@pytest.mark.parametrize(("line", "why"), NONE)
def test_a_line_without_a_meaning(line: str, why: str) -> None:
    """Nothing is chosen, and the reason is said."""
    explanation = explain(line)
    assert explanation.meanings == ()
    assert why in explanation.why_unknown
