"""What the looks of a self-test bring home; None is what the server did not say."""

from dataclasses import dataclass

from toolkit.model.contact_way import WayLooks
from toolkit.model.first_contact import Blind


@dataclass(frozen=True, slots=True)
class SessionLook:
    """The PowerShell in which steps run.

    Attributes:
        windows: the server is a Windows.
        powershell: its version.
        clr: version of the .NET runtime; empty where PowerShell does not say it.
        language_mode: ``FullLanguage`` or another mode.
        apartment: ``STA``, ``MTA`` or ``Unknown``.
        thread: number of the thread.
        output_code_page: with which output of native programs is read.
        input_code_page: of the console's input.
        fips_enforced: .NET refuses algorithms without FIPS approval.
        memory_mb: of the process.
        bits64: it is a 64-bit process.
    """

    windows: bool
    powershell: str
    clr: str
    language_mode: str
    apartment: str
    thread: int
    output_code_page: int
    input_code_page: int
    fips_enforced: bool
    memory_mb: int
    bits64: bool


@dataclass(frozen=True, slots=True)
class InputLook:
    """Whether a step finds the end of its input at once."""

    ends: bool


@dataclass(frozen=True, slots=True)
class QuotingLook:
    """How the parser reads quotes and ``--%``.

    Attributes:
        ending: code points that end a single-quoted text, of the five that should.
        others: how many other characters were tried.
        others_inert: none of them ends it or is changed.
        quoted_elements: words of ``Get-Item '--%' 'a' 'b'``.
        bare_elements: words of the same without quotes.
        header_pairs: values in a table that holds ``'--%'``.
    """

    ending: tuple[int, ...]
    others: int
    others_inert: bool
    quoted_elements: int | None
    bare_elements: int | None
    header_pairs: int | None


@dataclass(frozen=True, slots=True)
class EnumLook:
    """Which ways to read an enum see its name.

    Attributes:
        has_name: ``ToString()`` gives a word.
        interpolates_name: ``"$x"`` is the name.
        equals_name: ``-eq`` knows the name.
        json_name: the agent's JSON has the name.
    """

    has_name: bool
    interpolates_name: bool
    equals_name: bool
    json_name: bool


@dataclass(frozen=True, slots=True)
class MembersLook:
    """Members of .NET that exkit uses: how many were looked for, and which are not there."""

    asked: int
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ParentsLook:
    """Parents of all processes.

    Attributes:
        processes: how many there are.
        ended: how many have a parent that has ended.
        reused: how many have a parent that is younger: its id was given away.
    """

    processes: int
    ended: int
    reused: int


@dataclass(frozen=True, slots=True)
class NativeLook:
    """Native programs under the agent.

    Attributes:
        exit_code: of ``esentutl /mh`` on a file that does not exist.
        code_page: that ``chcp`` reports in a child process.
        repeated_characters: that ``sort`` read before its input ended.
        stopped_in_time: a program that would run for half a minute was stopped by its deadline.
        stopped_ms: after which time.
        children_left: processes below the agent afterwards.
        children_ms: how long it took to ask for them.
        parents: of all processes; None where it is no Windows.
    """

    exit_code: int | None
    code_page: int | None
    repeated_characters: int | None
    stopped_in_time: bool | None
    stopped_ms: int | None
    children_left: int
    children_ms: int
    parents: ParentsLook | None


@dataclass(frozen=True, slots=True)
class Rights:
    """Who may do something to one folder or file.

    Attributes:
        what: ``program_data``, ``journals``, ``run``, ``config_file`` or ``start_script``.
        exists: it is there.
        owner: two letters of SDDL, ``TI`` for TrustedInstaller, ``other``; empty when not said.
        protected: it inherits nothing.
        trustees: two letters of everybody well known who is allowed something.
        others: how many others are.
    """

    what: str
    exists: bool
    owner: str
    protected: bool | None
    trustees: tuple[str, ...]
    others: int | None


@dataclass(frozen=True, slots=True)
class RightsLook:
    """Rights on the folders and files that matter."""

    rows: tuple[Rights, ...]

    def of(self, what: str) -> Rights | None:
        """Return the rights on ``what``; None when it does not exist."""
        return next((row for row in self.rows if row.what == what and row.exists), None)


@dataclass(frozen=True, slots=True)
class PolicyScope:
    """An execution policy and where it is set."""

    scope: str
    policy: str


@dataclass(frozen=True, slots=True)
class PoliciesLook:
    """Policies that a run meets; numbers are those of the registry.

    Attributes:
        net_release: release key of .NET Framework 4.5 and later.
        oem_code_page: of the system's console.
        fips: policy for FIPS algorithms.
        script_blocks: logging of script text.
        modules: logging of pipelines.
        transcripts: transcription.
        token_filter: LocalAccountTokenFilterPolicy.
        scopes: execution policies, strongest first.
    """

    net_release: int | None
    oem_code_page: int | None
    fips: int | None
    script_blocks: int | None
    modules: int | None
    transcripts: int | None
    token_filter: int | None
    scopes: tuple[PolicyScope, ...]


@dataclass(frozen=True, slots=True)
class WinrmLook:
    """Settings of WinRM.

    Attributes:
        cbt: ``None``, ``Relaxed`` or ``Strict``; empty when not said.
        allow_unencrypted: messages without a seal are taken.
        basic: Basic logins are taken.
        credssp: CredSSP logins are taken.
        kerberos: Kerberos logins are taken.
        negotiate: Negotiate logins are taken.
        memory_mb: MaxMemoryPerShellMB.
        envelope_kb: MaxEnvelopeSizekb.
        idle_ms: idle time of a shell.
        transports: of the listeners.
        root_trustees: two letters of everybody well known in RootSDDL.
        root_others: how many others there are.
    """

    cbt: str
    allow_unencrypted: bool | None
    basic: bool | None
    credssp: bool | None
    kerberos: bool | None
    negotiate: bool | None
    memory_mb: int | None
    envelope_kb: int | None
    idle_ms: int | None
    transports: tuple[str, ...]
    root_trustees: tuple[str, ...]
    root_others: int | None


@dataclass(frozen=True, slots=True)
class EchoLook:
    """Texts that came back, and the SHA-256 of what arrived."""

    texts: tuple[str, ...]
    sha256: str


@dataclass(frozen=True, slots=True)
class SleepLook:
    """A wait that came to its end."""

    waited_s: int


@dataclass(frozen=True, slots=True)
class ExchangeLook:
    """The session with the Exchange cmdlets in it."""

    memory_mb: int
    apartment: str
    thread: int
    state: EnumLook


@dataclass(frozen=True, slots=True)
class ShellLook:
    """How the Exchange cmdlets came in: the way, and milliseconds."""

    way: str
    ms: int


@dataclass(frozen=True, slots=True)
class FirstContact:
    """Everything that was looked at, or why it was not.

    Attributes:
        way: from here.
        refused: the word with which stage 0 refuses; empty when it does not.
        login: kind of login; empty without WinRM.
        tls: the connection was HTTPS.
        sent_texts: what ``echo`` was to give back.
        has_exchange: Exchange is installed.
        session_again: the session in a later step.
        shell: how the Exchange cmdlets came in.
    """

    way: WayLooks
    refused: str
    login: str
    tls: bool
    sent_texts: tuple[str, ...]
    has_exchange: bool
    session: SessionLook | Blind
    session_again: SessionLook | Blind
    input: InputLook | Blind
    quoting: QuotingLook | Blind
    enum: EnumLook | Blind
    members: MembersLook | Blind
    native: NativeLook | Blind
    rights: RightsLook | Blind
    policies: PoliciesLook | Blind
    winrm: WinrmLook | Blind
    echo: EchoLook | Blind
    shell: ShellLook | Blind
    exchange: ExchangeLook | Blind
