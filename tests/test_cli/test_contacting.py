"""A first contact where the agent may not run: what can be asked is asked, and the refusal is the news."""

from collections.abc import Iterator
from contextlib import contextmanager

from toolkit.analysis.first_contact import judge_contact
from toolkit.cli.connecting import LabClock, Site, winrm_starter
from toolkit.cli.contacting import Contact, make_contact
from toolkit.cli.vocabulary import shipped_vocabulary
from toolkit.cli.ways import Way
from toolkit.lab.lab import start_lab
from toolkit.lab.scenarios import find_scenario, shipped_scenarios
from toolkit.lab.settings import LabSettings, RecordedEngine, Timing
from toolkit.lab.site import Wire
from toolkit.model.first_contact import Blind, ContactAnswer, Look, Seen
from toolkit.model.target import Login, Target
from toolkit.shells.winrm import Credentials

WAY = ("ready-first", "long-line", "signs-of-life", "ctrl-c", "locks-die", "killed-step", "end-with-open-input", "refusal-ends")


@contextmanager
def refusing_site() -> Iterator[Site]:
    """Start a lab whose stage 0 refuses the agent, and give the way to it."""
    recording = find_scenario("back-pressure-disk", shipped_scenarios()).recording
    engine = RecordedEngine(recording, refuses="language-mode")
    with start_lab(LabSettings(engine, computer="EX01", timing=Timing(speed=0.0))) as lab:
        endpoint = lab.endpoint(Wire.HTTPS)
        target = Target(endpoint.address, endpoint.port, tls=True, login=Login.BASIC, user=lab.user, ca_file=str(lab.ca_file))
        way = Way(target, Credentials(lab.password))
        yield Site("EX01", winrm_starter(way), LabClock(), way=way)


def contact_refused() -> tuple[Contact, dict[str, ContactAnswer], list[str]]:
    """Make the contact; return it, its answers by question, and what was told meanwhile."""
    told: list[str] = []
    with refusing_site() as site:
        made = make_contact(site, told.append, load_exchange=False)
    return made, {answer.question.id: answer for answer in judge_contact(made.looks)}, told


def test_a_refused_agent_is_the_news_and_questions_go_on() -> None:
    """The word of the refusal is told; nothing of the way is guessed; each question has a process of its own."""
    made, answers, told = contact_refused()
    assert answers["agent-allowed"].judged == Seen({"refused": "language-mode"}, as_expected=False)
    assert {answers[question].judged for question in WAY} == {Blind.NO_AGENT}
    assert answers["quotes"].look is Look.AS_EXPECTED
    assert made.failures == ()
    assert [line[:6] for line in told] == ["1 of 2", "2 of 2"]


def test_playbooks_cannot_ask_what_needs_the_functions_of_a_first_contact() -> None:
    """No run sends them: a playbook that names such a template would fail on the server, so it is not known to it."""
    words = shipped_vocabulary()
    assert [name for name in (*words.templates, *words.readers) if "first_contact" in name] == []
