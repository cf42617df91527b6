"""One line each: how replies look in the wild, and what looks like one and is none."""

import pytest

from toolkit.knowledge.reply_grammar import find_replies

LINES = [
    # as typed or pasted alone
    ("452 4.3.1 Insufficient system resources", 452, "4.3.1"),
    ("  452 4.3.1 Insufficient system resources  ", 452, "4.3.1"),
    ("452  4.3.1  Insufficient system resources", 452, "4.3.1"),
    ("452-4.3.1 Insufficient system resources", 452, "4.3.1"),
    ("452 4.3.1", 452, "4.3.1"),
    ("'452 4.3.1 Insufficient system resources'", 452, "4.3.1"),
    ('"452 4.3.1 Insufficient system resources"', 452, "4.3.1"),
    ("„452 4.3.1 Insufficient system resources“", 452, "4.3.1"),
    ("«452 4.3.1 Insufficient system resources»", 452, "4.3.1"),
    ("[452 4.3.1 Insufficient system resources]", 452, "4.3.1"),
    ("<452 4.3.1 Insufficient system resources>", 452, "4.3.1"),
    ("`452 4.3.1 Insufficient system resources`", 452, "4.3.1"),
    ("* 452 4.3.1 Insufficient system resources", 452, "4.3.1"),
    ("- 452 4.3.1 Insufficient system resources", 452, "4.3.1"),
    ("> 452 4.3.1 Insufficient system resources", 452, "4.3.1"),
    ("| 452 4.3.1 Insufficient system resources |", 452, "4.3.1"),
    # Exchange: queues, tracking, bounces, protocol logs
    ("LastError : 452 4.3.1 Insufficient system resources", 452, "4.3.1"),
    ("[{LRT=};{LED=421 4.4.2 Connection dropped due to SocketError};{FQDN=};{IP=}]", 421, "4.4.2"),
    ("400 4.4.7 Message delayed", 400, "4.4.7"),
    ("#< #4.4.7 smtp;400 4.4.7 Message delayed> #SMTP#", 400, "4.4.7"),
    ("Remote Server at ex03.corp.example (192.0.2.3) returned '400 4.4.7 Message delayed'", 400, "4.4.7"),
    ("ex03.corp.example #550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##", 550, "5.1.1"),
    ("ex03.corp.example gave this error: 554 5.2.0 STOREDRV.Deliver.Exception:QuotaExceededException", 554, "5.2.0"),
    ("Diagnostic-Code: smtp;550 5.4.6 ROUTING.LoopDetected; hop count exceeded", 550, "5.4.6"),
    ("Diagnostic code: smtp; 452 4.5.3 Too many recipients", 452, "4.5.3"),
    ("08D5,4,192.0.2.1:4711,192.0.2.9:25,<,421 4.3.2 Service not active,", 421, "4.3.2"),
    ("Messages: 0 Bytes: 0 (Retry : 451 4.4.0 DNS query failed)", 451, "4.4.0"),
    ("Reason: 451 4.7.0 Temporary server error. Please try again later. PRX2", 451, "4.7.0"),
    ("550 5.7.60 SMTP; Client does not have permissions to send as this sender", 550, "5.7.60"),
    ("535 5.7.3 Authentication unsuccessful", 535, "5.7.3"),
    ("530 5.7.57 SMTP; Client was not authenticated to send anonymous mail", 530, "5.7.57"),
    ("550 5.2.3 RESOLVER.RST.RecipSizeLimit; message too large for this recipient", 550, "5.2.3"),
    ("MAIL FROM:<a@corp.example> -> 452 4.3.1 Insufficient system resources", 452, "4.3.1"),
    ("SMTP Error: 452 4.3.1 Insufficient system resources", 452, "4.3.1"),
    ("The server returned the following: 452 4.3.1 Insufficient system resources", 452, "4.3.1"),
    ("ERROR: 550 Requested action not taken: mailbox unavailable", 550, ""),
    # other mail servers
    (
        "host mx.example.net[198.51.100.2] said: 450 4.2.0 <a@b>: Greylisted (in reply to RCPT TO command)",
        450,
        "4.2.0",
    ),
    ("<a@b>: host mx.example.net[198.51.100.2] refused to talk to me: 421 4.7.0 Try again later", 421, "4.7.0"),
    ("454 4.7.1 <a@b>: Relay access denied", 454, "4.7.1"),
    ("550-5.7.26 This message does not pass authentication checks", 550, "5.7.26"),
    ("421-4.7.28 Our system has detected an unusual rate of unsolicited mail", 421, "4.7.28"),
    ("451 4.7.500 Server busy. Please try again later from [192.0.2.1].", 451, "4.7.500"),
    ("451 4.7.651 The mail server [192.0.2.1] has been temporarily rate limited", 451, "4.7.651"),
    ("552-5.7.0 This message was blocked because its content presents a security issue", 552, "5.7.0"),
    ("stat=Deferred: 452 4.2.2 Over quota", 452, "4.2.2"),
    ("SMTP error from remote mail server after end of data: 452 4.3.1 Insufficient system resources", 452, "4.3.1"),
    ("R=dnslookup T=remote_smtp defer (-46): 451 4.3.0 Temporary failure", 451, "4.3.0"),
    ("dsn=4.3.1, status=deferred (452 4.3.1 Insufficient system resources)", 452, "4.3.1"),
    ("450 Requested mail action not taken: mailbox unavailable", 450, ""),
    ("421 mx.example.net Service not available, closing transmission channel", 421, ""),
    ("554 Transaction failed: spam", 554, ""),
    ("Server replied: 553 sorry, that domain isn't in my list of allowed rcpthosts", 553, ""),
    ("remote server said 550 no such user here", 550, ""),
    ("reply=452 too many emails sent", 452, ""),
    ("[tx] 451 Local error", 451, ""),
    ("smtp;550 mailbox not found", 550, ""),
    ("(451 Temporary local problem - please try later)", 451, ""),
    ("250 OK", 250, ""),
    ("354 Start mail input; end with <CRLF>.<CRLF>", 354, ""),
    ("220 mx.corp.example Microsoft ESMTP MAIL Service ready", 220, ""),
    # in other languages around it
    ("Der Server meldete: 452 4.3.1 Insufficient system resources", 452, "4.3.1"),
    ("Le serveur a répondu : 452 4.3.1 Insufficient system resources", 452, "4.3.1"),
    ("Ответ сервера: 550 5.1.1 User unknown", 550, "5.1.1"),
    ("サーバーの応答: 452 4.3.1 Insufficient system resources", 452, "4.3.1"),
    ("ошибка «451 4.7.1 Greylisting»", 451, "4.7.1"),
]
NOTHING = [
    "",
    "452",
    "452\n",
    "error 452",
    "SMTP error 452",
    "error code 452 4",
    "-452",
    "0x452 4.3.1 x",
    "1452 4.3.1 nothing",
    "4524.3.1 nothing",
    "a452 4.3.1 nothing",
    "v452 words",
    "$452 for a licence",
    "+452 4.3.1 a phone",
    "KB452 words",
    "EX452 words",
    "192.0.2.452 words",
    "10:30:452 words",
    "2,452 words",
    "2.452 words",
    "C:\\452 words",
    "/452 words",
    "page 452 words",
    "Page: 452 words",
    "on line 550 words",
    "room 550 words",
    "step 450 of 600",
    "build 452 words",
    "chapter: 451 words",
    "452 MB of logs",
    "452 messages wait",
    "550 users are affected",
    "450 ms later",
    "421 files copied",
    "452 recipients in one message",
    "250-300 messages",
    "101 Switching Protocols",
    "199 words",
    "299 words",
    "399 words",
    "425 words",
    "499 words",
    "600 words",
    "999 4.3.1 words",
    "HTTP/1.1 503 Service Unavailable",
    "HTTP/2 421",
    "503 Bad Gateway",
    "500 Internal Server Error",
    "HTTP error 451",
    "RTSP/1.0 451 Parameter Not Understood",
    "SIP/2.0 503 Service Unavailable",
    "530 Password required for anna",
    "550 report.csv: Access is denied.",
    "550 The system cannot find the file specified.",
    "552 Requested file action aborted",
    "426 Data connection closed",
    "250 CWD command successful",
    "421 No such article in this newsgroup",
    "The ordinal 550 could not be located in the dynamic link library",
    "it costs 550 a month and 4.5.3 is a version",
    "versions 4.3.1 and 5.1.1 exist",
    "in 2026 5.1.1 came out",
    "call 555 1234",
]


@pytest.mark.parametrize(("line", "code", "enhanced"), LINES)
def test_a_line_with_a_reply(line: str, code: int, enhanced: str) -> None:
    """The reply of the line, with its enhanced code, is the first one found."""
    replies = find_replies(line)
    assert replies, line
    assert (replies[0].code, replies[0].enhanced) == (code, enhanced)


@pytest.mark.parametrize(("line", "code", "enhanced"), LINES)
def test_a_line_with_a_reply_inside_a_letter(line: str, code: int, enhanced: str) -> None:
    """Lines of a letter around it change nothing."""
    letter = f"Hello,\n\nsince 24 November our users see this:\n\n{line}\n\nWhat can we do? We have 300 mailboxes.\n"
    found = [(reply.code, reply.enhanced) for reply in find_replies(letter)]
    assert (code, enhanced) in found


@pytest.mark.parametrize("line", NOTHING)
def test_a_line_without_a_reply(line: str) -> None:
    """Digits of something else are left alone."""
    assert find_replies(line) == (), line


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\n\n", " \n", "\t"])
def test_line_ends_do_not_matter(ending: str) -> None:
    """Windows, Unix and blanks at the end give the same words."""
    assert find_replies(f"452 4.3.1 Insufficient system resources{ending}")[0].text == "Insufficient system resources"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("550 5.7.1 Unable to relay\nfor a@b", "Unable to relay for a@b"),
        ("550\n  5.7.1 Unable to relay", "Unable to relay"),
        ("550 5.7.1 Unable to relay\n\nRegards", "Unable to relay"),
        ("550 5.7.1 Unable to relay\nSubject: x", "Unable to relay"),
        ("550 5.7.1 Unable to relay\n550 5.1.1 next", "Unable to relay"),
        ("550 5.7.1 Unable to relay\n>>> QUIT", "Unable to relay"),
        ("('550 5.7.1 Unable\n to relay', 'x')", "Unable to relay"),
        ("{LED=550 5.7.1 a {b} c};{FQDN=x}", "a {b} c"),
        ("(550 5.7.1 a (b) c) d", "a (b) c"),
        ("550 5.7.1 a (b c", "a (b c"),
        ("550 5.7.1 a) b", "a) b"),
        ("550 5.7.1 a)", "a"),
    ],
)
def test_words_end_where_the_reply_ends(text: str, words: str) -> None:
    """At its quote or bracket, else with its line and the lines wrapped from it."""
    assert find_replies(text)[0].text == words


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("451 4.4.0 a -> 452 4.3.1 b", [(451, "4.4.0"), (452, "4.3.1")]),
        ("451 4.4.0 a: '452 4.3.1 b' c", [(451, "4.4.0"), (452, "4.3.1")]),
        ("{LED=450 4.4.316 a [Message=421 4.3.2 b]}", [(450, "4.4.316"), (421, "4.3.2")]),
        ('451 4.4.0 a: "454 4.7.0 b: (535 5.7.3 c)"', [(451, "4.4.0"), (454, "4.7.0"), (535, "5.7.3")]),
        ("451-4.4.0 a\n451 4.4.0 b", [(451, "4.4.0")]),
        ("451 4.4.0 a\n452 4.3.1 b", [(451, "4.4.0")]),
    ],
)
def test_quoted_replies_hang_below(text: str, chain: list[tuple[int, str]]) -> None:
    """A reply that begins inside another's words is quoted by it; one on its own line is not."""
    reply = find_replies(text)[0]
    found = [(reply.code, reply.enhanced)]
    while reply.quoted is not None:
        reply = reply.quoted
        found.append((reply.code, reply.enhanced))
    assert found == chain


@pytest.mark.parametrize(
    ("bracket", "meter", "of"),
    [
        ("(UsedDiskSpace[C:\\Q])", "UsedDiskSpace", "C:\\Q"),
        ("(UsedDiskSpace[C:\\Program Files\\Q (old)])", "UsedDiskSpace", "C:\\Program Files\\Q (old)"),
        ("(PrivateBytes)", "PrivateBytes", ""),
        ("(QueueLength[SubmissionQueue])", "QueueLength", "SubmissionQueue"),
        ("(UsedVersionBuckets[C:\\Q\\mail.que])", "UsedVersionBuckets", "C:\\Q\\mail.que"),
        ("(in reply to MAIL FROM command)", "", ""),
        ("", "", ""),
        ("[C:\\Q]", "", ""),
    ],
)
def test_the_meter_stands_in_the_bracket(bracket: str, meter: str, of: str) -> None:
    """Resource and path behind the words; text of another server in the bracket is no meter."""
    reply = find_replies(f"452 4.3.1 Insufficient system resources {bracket}".strip())[0]
    assert (reply.meter, reply.meter_of) == (meter, of)
