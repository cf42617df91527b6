"""One error of every class, and those of the design's frame 12."""

from collections.abc import Mapping

from toolkit import errors
from toolkit.errors import NOTHING_READ, GateClosed, PlaybookInvalid, RecordingInvalid, ToolkitError


class SecondHop(errors.ShellError):
    """The Exchange commands cannot be loaded over a second hop."""

    slug = "shell.second-hop"


class FactsMoved(errors.ApprovalMissing):
    """A fact that the approval rests on has changed."""

    slug = "approval.facts-moved"


FRAMED: Mapping[str, ToolkitError] = {
    "error: EX01 does not answer": errors.NoAnswer(
        "EX01 does not answer on port 5986",
        why="3 tries of 10 s, no TCP connection. WinRM over HTTPS is off there, or a firewall drops it.",
        do=("exkit doctor -t ex01         name, port, certificate, login, quota", "or sealed HTTP:  --transport ntlm --port 5985"),
        state="Nothing was sent. EX01 is unchanged.",
    ),
    "error: the Exchange": SecondHop(
        "the Exchange commands cannot be loaded on EX01",
        why="You are logged on to EX01 over the network, and EX01 may not pass your login on to the directory (double hop).",
        do=("exkit doctor -t ex01         tells which login would work, and how to allow it",),
        state="Step 1 was not started. EX01 is unchanged.",
    ),
    "error: the approval": FactsMoved(
        "the approval does not fit any more",
        why="A fact that the approval rests on has changed since 03:04:\n"
        "  EX01 accepts mail:  yes  ->  no (component HubTransport Draining)",
        do=("Find out who drains EX01. Then: exkit plan ... and approve again.",),
        state="No step was started. EX02 is unchanged.",
    ),
    'error: "452"': errors.IdentityUnclear(
        '"452" chooses nothing',
        why="452 means two SMTP errors and one database error. A number alone never starts anything that touches a database.",
        do=("exkit explain -      paste the whole line", "exkit playbooks      choose by name"),
        state=NOTHING_READ,
    ),
}


def classes_below(root: type[ToolkitError]) -> list[type[ToolkitError]]:
    """Return ``root`` and every class below it that the product defines."""
    below = [found for child in root.__subclasses__() for found in classes_below(child)]
    return [kind for kind in (root, *below) if kind.__module__ == errors.__name__]


def make(kind: type[ToolkitError]) -> ToolkitError:
    """Return an error of a class, with a text of usual length."""
    why = "3 tries of 10 s, no TCP connection. WinRM over HTTPS is off there, or a firewall drops it."
    do = ("exkit explain -      paste the whole line", "exkit playbooks      choose by name")
    if issubclass(kind, GateClosed):
        return kind("no room for the archive", gate="archive-room", why=why, do=do)
    if issubclass(kind, PlaybookInvalid | RecordingInvalid):
        problems = (
            "playbooks/smtp-452-back-pressure.yml:41: step 1 needs Exchange 2013: EX02 is 2010; plan another playbook",
            "playbooks/smtp-452-back-pressure.yml:88: no parameter archive_to: the step needs it; add it",
        )
        return kind("the playbook cannot be used: 2 problems", problems=problems, do=do)
    return kind("EX01 does not answer on port 5986", why=why, do=do)


SAMPLE_ERRORS: Mapping[str, ToolkitError] = {kind.__name__: make(kind) for kind in classes_below(ToolkitError)}
