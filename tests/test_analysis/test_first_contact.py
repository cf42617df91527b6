"""Every question of a first contact: as expected on a good server, different where it is, and never guessed."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.test_analysis import contacts as c
from toolkit.analysis.first_contact import JUDGES, judge_contact
from toolkit.knowledge.first_contact import contact_questions
from toolkit.model.contact_looks import EchoLook, FirstContact, InputLook, MembersLook, PolicyScope, Rights, RightsLook, ShellLook
from toolkit.model.contact_way import BeatLook, EndLook, KillLook, RefusalLook, StopLook
from toolkit.model.first_contact import Blind, ContactAnswer, Judged, Look, Seen

IDS = [question.id for question in contact_questions()]
Change = Callable[[FirstContact], FirstContact]


def session(**changes: object) -> Change:
    """Change the session."""
    return lambda contact: replace(contact, session=replace(c.SESSION, **changes))  # type: ignore[arg-type]  # fields of the case


def way(**changes: object) -> Change:
    """Change a look at the way."""
    return lambda contact: replace(contact, way=replace(c.WAY, **changes))  # type: ignore[arg-type]  # fields of the case


def native(**changes: object) -> Change:
    """Change a native program."""
    return lambda contact: replace(contact, native=replace(c.NATIVE, **changes))  # type: ignore[arg-type]  # fields of the case


def winrm(**changes: object) -> Change:
    """Change the settings of WinRM."""
    return lambda contact: replace(contact, winrm=replace(c.WINRM, **changes))  # type: ignore[arg-type]  # fields of the case


def policies(**changes: object) -> Change:
    """Change the policies."""
    return lambda contact: replace(contact, policies=replace(c.POLICIES, **changes))  # type: ignore[arg-type]  # fields of the case


def rights(*rows: Rights) -> Change:
    """Change the rights."""
    return lambda contact: replace(contact, rights=RightsLook(rows))


def other(**changes: object) -> Change:
    """Change another part of the contact."""
    return lambda contact: replace(contact, **changes)  # type: ignore[arg-type]  # fields of the case


DIFFERENT: list[tuple[str, Change]] = [
    ("agent-allowed", other(refused="language-mode")),
    ("texts-unchanged", other(echo=EchoLook(("a", "?"), c.SHA))),
    ("texts-unchanged", other(echo=EchoLook(c.TEXTS, "0" * 64))),
    ("signs-of-life", way(beat=BeatLook(2, 9000))),
    ("signs-of-life", way(beat=BeatLook(0, 5000))),
    ("ctrl-c", way(stop=StopLook("", 20_000, None))),
    ("ctrl-c", way(stop=StopLook("cancelled", 700, -1073741510))),
    ("locks-die", way(kill=KillLook(None, ""))),
    ("killed-step", way(kill=KillLook(900, "ok"))),
    ("end-with-open-input", way(end=EndLook(None, 10_000))),
    ("refusal-ends", way(refusal=RefusalLook("agent-hash", ends_alone=False, exit_code=None))),
    ("channel-binding", winrm(cbt="Relaxed")),
    ("channel-binding", other(tls=False)),
    ("channel-binding", other(login="basic")),
    ("language-mode", session(language_mode="ConstrainedLanguage")),
    ("console-input", other(input=InputLook(ends=False))),
    ("apartment", session(apartment="MTA")),
    ("thread-kept", session(thread=99)),
    ("powershell-version", session(powershell="7.6.9")),
    ("powershell-version", session(powershell="other")),
    ("net-version", session(clr="2.0.50727.1")),
    ("net-members", other(members=MembersLook(68, ("System.IO.File.Replace",)))),
    ("memory", session(memory_mb=1200)),
    ("enum-constructed", other(enum=replace(c.ENUM, interpolates_name=True))),
    ("quotes", other(quoting=replace(c.QUOTING, ending=c.QUOTING.ending[:4]))),
    ("quotes", other(quoting=replace(c.QUOTING, others_inert=False))),
    ("stop-parsing", other(quoting=replace(c.QUOTING, quoted_elements=3))),
    ("exit-code", native(exit_code=63725)),
    ("native-code-page", native(code_page=850)),
    ("native-input", native(repeated_characters=1)),
    ("native-stop", native(children_left=1)),
    ("native-stop", native(stopped_in_time=False)),
    ("children", native(children_ms=4000)),
    ("parents", native(parents=replace(c.PARENTS, reused=1))),
    ("journal-rights", rights(replace(c.JOURNALS, owner="other"), c.RUN)),
    ("journal-rights", rights(c.JOURNALS, replace(c.RUN, trustees=("BA", "BU", "SY")))),
    ("journal-rights", rights(c.JOURNALS, replace(c.RUN, others=1))),
    ("journal-rights", rights(replace(c.JOURNALS, protected=False), c.RUN)),
    ("program-data", rights(replace(c.DATA, owner="other"))),
    ("config-rights", rights(replace(c.CONFIG, protected=True))),
    ("execution-policy", policies(scopes=(PolicyScope("MachinePolicy", "AllSigned"),))),
    ("token-filter", policies(token_filter=1)),
    ("winrm-sealing", winrm(basic=True)),
    ("winrm-sealing", winrm(allow_unencrypted=True)),
    ("winrm-listeners", winrm(transports=("HTTP",))),
    ("winrm-limits", winrm(envelope_kb=149)),
    ("winrm-limits", winrm(memory_mb=300)),
    ("winrm-rights", winrm(root_others=2)),
    ("exchange-script", rights(c.DATA)),
    ("exchange-shell", other(shell=ShellLook("other", 1))),
    ("memory-exchange", winrm(memory_mb=700)),
    ("enum-exchange", other(exchange=replace(c.EXCHANGE, state=replace(c.ENUM, json_name=False)))),
]
NOTHING_TO_SAY: list[tuple[str, Change, Blind]] = [
    ("channel-binding", winrm(cbt=""), Blind.NOT_SAID),
    ("channel-binding", other(login=""), Blind.NO_WINRM),
    ("killed-step", way(kill=KillLook(None, "")), Blind.NOT_SAID),
    ("memory", winrm(memory_mb=None), Blind.NOT_SAID),
    ("exit-code", native(exit_code=None), Blind.NOT_SAID),
    ("native-stop", native(stopped_ms=None), Blind.NOT_SAID),
    ("parents", native(parents=None), Blind.NOT_SAID),
    ("journal-rights", rights(c.RUN), Blind.NOT_SAID),
    ("config-rights", rights(replace(c.CONFIG, exists=False)), Blind.NO_EXCHANGE),
    ("winrm-sealing", winrm(credssp=None), Blind.NOT_SAID),
    ("winrm-rights", winrm(root_others=None), Blind.NOT_SAID),
    ("exchange-script", other(has_exchange=False), Blind.NO_EXCHANGE),
    ("stop-parsing", other(quoting=replace(c.QUOTING, header_pairs=None)), Blind.NOT_SAID),
]
SAME_WHEREVER = {
    "agent-allowed", "ready-first", "long-line", "texts-unchanged", "signs-of-life", "ctrl-c", "locks-die", "killed-step",
    "end-with-open-input", "refusal-ends", "language-mode", "console-input", "thread-kept", "enum-constructed", "quotes",
    "stop-parsing", "exchange-script", "exchange-shell", "enum-exchange",
}  # fmt: skip
"""What a PowerShell on Linux can answer too."""
NEVER_DIFFERENT = {"ready-first", "long-line", "fips", "script-logging"}
"""An answer is the news; there is no wrong one."""


def judged(contact: FirstContact, question: str) -> Judged:
    """Return what one question comes to."""
    return JUDGES[question](contact)


def test_every_question_has_what_answers_it() -> None:
    """No question is asked in vain, and nothing is answered that nobody asks."""
    assert set(JUDGES) == set(IDS)
    assert len(IDS) == len(set(IDS)) > 40


@pytest.mark.parametrize("answer", judge_contact(c.GOOD), ids=lambda answer: answer.question.id)
def test_a_good_server_is_as_expected(answer: ContactAnswer) -> None:
    """What exkit was built for is recognised."""
    assert answer.look is Look.AS_EXPECTED, answer


@pytest.mark.parametrize(("question", "change"), DIFFERENT, ids=[question for question, _ in DIFFERENT])
def test_what_differs_is_said(question: str, change: Change) -> None:
    """A server that is not what exkit was built for is not taken for one."""
    found = judged(change(c.GOOD), question)
    assert isinstance(found, Seen)
    assert not found.as_expected


def test_every_question_can_come_out_different() -> None:
    """A question that always ends well asks nothing."""
    assert {question for question, _ in DIFFERENT} | NEVER_DIFFERENT == set(IDS)


@pytest.mark.parametrize(("question", "change", "why"), NOTHING_TO_SAY, ids=[question for question, *_ in NOTHING_TO_SAY])
def test_what_is_not_said_is_not_guessed(question: str, change: Change, why: Blind) -> None:
    """A value that is missing is no value."""
    assert judged(change(c.GOOD), question) is why


@pytest.mark.parametrize("blind", [Blind.FAILED, Blind.LOST, Blind.NO_AGENT])
def test_without_any_look_every_question_stays_open(blind: Blind) -> None:
    """Could not look is never as expected and never different."""
    answers = judge_contact(c.blind_contact(blind))
    assert {answer.look for answer in answers} == {Look.COULD_NOT_LOOK}


def test_what_only_windows_can_tell_is_not_taken_from_another_system() -> None:
    """A PowerShell on Linux answers what is the same there, and nothing else."""
    elsewhere = replace(c.GOOD, session=replace(c.SESSION, windows=False), session_again=replace(c.SESSION, windows=False))
    answers = judge_contact(elsewhere)
    assert {answer.question.id for answer in answers if answer.judged is not Blind.NOT_WINDOWS} == SAME_WHEREVER
