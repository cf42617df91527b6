"""Every error of the product, drawn as a tree; exit code and slug belong to the class.

::

    ToolkitError
    ├── UsageError                  the wish cannot be understood               exit 2
    │   └── IdentityUnclear         a bare number chooses nothing
    ├── PlaybookError               playbook or template is wrong               exit 3
    │   ├── PlaybookUnknown
    │   ├── PlaybookInvalid         all problems at once, file:line
    │   │   ├── RecordingInvalid    the same for a recording or a lab scenario
    │   │   └── ContentInvalid      the same for the folder or the signers of a site
    │   ├── TemplateInvalid
    │   ├── ValueRefused            a value that must not reach a script
    │   ├── ParametersWrong
    │   └── PlanImpossible
    ├── GateClosed                  a safety check said no                      exit 4
    ├── ReachError                  the server could not be asked               exit 5
    │   ├── NameNotFound  NoAnswer  ConnectionRefused  CertificateRefused
    │   ├── LoginRefused  TransportRefused  QuotaReached  NotWsMan  AnswerBroken
    │   └── ShellError              there is a connection, but no shell to work in
    │       ├── AgentRefused  AgentLost  AgentBusy  AnswerTooLarge
    │       ├── ParsingError        an answer is not what its reader reads
    │       ├── RecordingMismatch   asked something that is not on the tape
    │       └── RecordingUnfinished the tape was not played to its end
    ├── StepUnknown                 a step's state could not be seen            exit 6
    ├── StepFailed                  done with failures                          exit 7
    └── ApprovalMissing             approval missing or void                    exit 8

Every error says four things: what, why, what to do (the first line is a command that runs as typed), and in which
state the server is now. The words are built from the facts of the error; the slug never changes.
"""

from collections.abc import Sequence
from typing import ClassVar

UNCHANGED = "Nothing was sent. The server is unchanged."
NOTHING_READ = "Nothing was read or sent."


class ToolkitError(Exception):
    """Root of all errors that the product raises on purpose.

    Attributes:
        what: one sentence, the fact.
        why: the cause, one or more sentences.
        do: what to do, one line each; the first is a command that runs as typed.
        state: the state of the server now.
    """

    exit_code: ClassVar[int] = 1
    slug: ClassVar[str] = "toolkit.fault"

    def __init__(self, what: str, *, why: str = "", do: Sequence[str] = (), state: str = UNCHANGED) -> None:
        super().__init__(what)
        self.what = what
        self.why = why
        self.do = tuple(do)
        self.state = state


class UsageError(ToolkitError):
    """The wish cannot be understood."""

    exit_code = 2
    slug = "usage.wrong"


class IdentityUnclear(UsageError):
    """A bare number has several meanings and chooses nothing."""

    slug = "identity.bare-number"


class PlaybookError(ToolkitError):
    """A playbook, a template or a plan made from them is wrong."""

    exit_code = 3
    slug = "playbook.wrong"


class PlaybookUnknown(PlaybookError):
    """No playbook has this name."""

    slug = "playbook.unknown"


class PlaybookInvalid(PlaybookError):
    """A playbook file breaks rules; all of them are listed.

    Attributes:
        problems: ``file:line: what, why, what to do``, one each.
    """

    slug = "playbook.invalid"

    def __init__(self, what: str, *, problems: Sequence[str], do: Sequence[str] = (), state: str = NOTHING_READ) -> None:
        super().__init__(what, why="\n".join(problems), do=do, state=state)
        self.problems = tuple(problems)


class RecordingInvalid(PlaybookInvalid):
    """A recording or lab scenario breaks its format; all problems are listed."""

    slug = "recording.invalid"


class ContentInvalid(PlaybookInvalid):
    """The folder of a site, or its list of signers, cannot be used; all problems are listed."""

    slug = "content.invalid"


class TemplateInvalid(PlaybookError):
    """A template breaks a rule or cannot be rendered."""

    slug = "playbook.template"


class ValueRefused(PlaybookError):
    """A value that must not reach a script or a native program."""

    slug = "plan.value-refused"


class ParametersWrong(PlaybookError):
    """Parameters are missing, unknown or of the wrong kind; all of them are listed."""

    slug = "plan.parameters"


class PlanImpossible(PlaybookError):
    """The playbook does not fit this server."""

    slug = "playbook.not-for-server"


class GateClosed(ToolkitError):
    """A safety check refused the next step.

    Attributes:
        gate: name of the gate; the slug shown to people is ``gate.<name>``.
    """

    exit_code = 4
    slug = "gate.closed"

    def __init__(self, what: str, *, gate: str, why: str = "", do: Sequence[str] = (), state: str = UNCHANGED) -> None:
        super().__init__(what, why=why, do=do, state=state)
        self.gate = gate


class ReachError(ToolkitError):
    """The server could not be asked."""

    exit_code = 5
    slug = "reach.failed"


class NameNotFound(ReachError):
    """The name of the server has no address."""

    slug = "reach.name"


class NoAnswer(ReachError):
    """No TCP connection, or no answer in time."""

    slug = "reach.no-answer"


class ConnectionRefused(ReachError):
    """The machine is there, the port is closed."""

    slug = "reach.refused"


class CertificateRefused(ReachError):
    """The server's certificate is not trusted, expired or for another name."""

    slug = "reach.certificate"


class LoginRefused(ReachError):
    """User or password is wrong, or the account may not log on; tried once."""

    slug = "reach.login"


class TransportRefused(ReachError):
    """A transport setting would send credentials or scripts in the clear, or the server refuses the kind of login."""

    slug = "reach.transport"


class QuotaReached(ReachError):
    """WinRM on the server allows no further shell, operation or larger message."""

    slug = "reach.quota"


class NotWsMan(ReachError):
    """Something else than WinRM answers on this port."""

    slug = "reach.not-winrm"


class AnswerBroken(ReachError):
    """WinRM answered with a fault or with something that cannot be read."""

    slug = "reach.fault"


class ShellError(ReachError):
    """There is a connection, but no shell to work in."""

    slug = "shell.failed"


class AgentRefused(ShellError):
    """The resident agent may not run on this server."""

    slug = "shell.agent-refused"


class AgentLost(ShellError):
    """The agent ended before it answered, and could not be started again."""

    slug = "shell.agent-lost"


class AgentBusy(ShellError):
    """Another run works on this server."""

    slug = "shell.busy"


class AnswerTooLarge(ShellError):
    """An answer went over the limit that protects the operator's machine."""

    slug = "shell.answer-too-large"


class ParsingError(ShellError):
    """An answer is not what its reader reads; it is never guessed."""

    slug = "shell.answer-unreadable"


class RecordingMismatch(PlaybookError):
    """Asked something that is not on the tape."""

    slug = "recording.not-on-tape"


class RecordingUnfinished(PlaybookError):
    """A tape was not played to its end."""

    slug = "recording.unfinished"


class StepUnknown(ToolkitError):
    """A step's state could not be seen; it will not be repeated."""

    exit_code = 6
    slug = "reach.lost-in-step"


class StepFailed(ToolkitError):
    """A step failed on the server; the rest was not started."""

    exit_code = 7
    slug = "step.failed"


class ApprovalMissing(ToolkitError):
    """A change was not approved, or the approval does not fit any more."""

    exit_code = 8
    slug = "approval.missing"
