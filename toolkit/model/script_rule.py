"""The rules that decide whether a script may exist, and what breaks one."""

from dataclasses import dataclass
from enum import Enum

from toolkit.model.playbook import Place


@dataclass(frozen=True, slots=True)
class RuleText:
    """What people read about a rule.

    Attributes:
        slug: stable name, ``parameter.unknown``.
        why: why a script that breaks it may not be sent; one sentence without its full stop.
        do: what to write instead.
    """

    slug: str
    why: str
    do: str


class Rule(Enum):
    """Every rule of the compiler; the part before the dot is its family."""

    PARSE = RuleText("syntax.parse", "PowerShell would refuse the whole script", "correct the syntax")
    NEWER = RuleText("syntax.newer", "Windows PowerShell 3.0 does not know it", "write it with the syntax of PowerShell 3.0")
    NOT_ASCII = RuleText("text.not-ascii", "a server reads scripts in its own code page", "write ASCII; values may be anything")
    STRICT_MODE = RuleText("mode.strict", "a misspelt name would be an empty value", "begin with Set-StrictMode -Version 2.0")
    VALUE_UNKNOWN = RuleText(
        "value.unknown", "the header holds declared values alone", "declare it in the front matter: #: value Name: kind"
    )
    VALUE_UNUSED = RuleText("value.unused", "people would approve a value that does nothing", "use it, or take it out of the front matter")

    COMMAND_UNKNOWN = RuleText(
        "command.unknown",
        "no documentation of Exchange Server, Windows Server or PowerShell has it",
        "use a documented cmdlet or a function of ps_templates/lib",
    )
    COMMAND_VERSION = RuleText(
        "command.version", "a server that the template is for does not have it", "leave that version out with #: exchange, or branch"
    )
    COMMAND_ALIAS = RuleText("command.alias", "aliases can be changed, and people read whole names", "write the whole name")
    PARAMETER_UNKNOWN = RuleText(
        "parameter.unknown", "the call would fail on every server", "take a parameter that the documentation lists"
    )
    PARAMETER_VERSION = RuleText(
        "parameter.version", "a server that the template is for does not have it", "leave that version out with #: exchange, or branch"
    )
    PARAMETER_SETS = RuleText(
        "parameter.sets", "PowerShell would not know which form of the call is meant", "use the parameters of one set"
    )
    PARAMETER_REQUIRED = RuleText("parameter.required", "PowerShell would ask for it, and nobody answers", "name it with a value")
    PARAMETER_SHORT = RuleText("parameter.short", "a later version may have a second one that begins so", "write the whole name")
    PARAMETER_POSITION = RuleText("parameter.position", "places differ between versions and sets", "name the parameter")
    CONFIRM = RuleText("confirm.missing", "it may ask, and nobody answers", "add -Confirm:$false")

    PROMPT = RuleText("prompt.ask", "it waits for a person, and nobody answers", "take the value from the header")
    PROMPT_NATIVE = RuleText("prompt.native", "this program asks back and waits", "hand it to a person in the runbook")
    NATIVE = RuleText("native.direct", "it would inherit the input of the protocol", "use Invoke-ExkitTool with an argument list")

    CALL = RuleText("dynamic.call", "what runs would be decided by a value", "call a command by its name")
    TEXT_AS_CODE = RuleText("dynamic.text", "text would run as code", "write the commands themselves")
    MEMBER = RuleText("dynamic.member", "what is called would be decided by a value", "write the member's name")
    TYPE = RuleText("dynamic.type", "which type is used would be decided by a value", "write the type's name")
    LOAD = RuleText("code.load", "code that nobody has reviewed would be loaded", "use what is in ps_templates/lib")
    ENCODED = RuleText("code.encoded", "nobody can read what is encoded", "write plain text")
    REFLECTION = RuleText("code.reflection", "it reaches behind what a type allows", "use the public member")
    DOWNLOAD = RuleText("network.reach", "a step talks to no other machine by itself", "give the file to the server beforehand")
    PROCESS = RuleText("process.start", "a process of its own escapes deadline and kill", "use Invoke-ExkitTool")
    SERVICE = RuleText("system.service", "a service outlives the step and runs as somebody else", "leave it to a person")
    TASK = RuleText("system.task", "a scheduled task outlives the step", "use the functions for the return of a key")
    ACCOUNT = RuleText("system.rights", "accounts, rights and policies are not what a playbook repairs", "leave it to a person")
    TRACES = RuleText("system.traces", "logs and protection of the server stay as they are", "leave it to a person")

    DANGER = RuleText(
        "danger.folder", "the folder of a template says its danger, and this is more dangerous", "move the template to that folder"
    )
    NOT_ALLOWED = RuleText(
        "danger.unlisted", "it is on no list of what templates may call", "add it to the list with its danger, in a reviewed change"
    )
    TYPE_NOT_ALLOWED = RuleText(
        "type.unlisted", "it is on no list of types that templates may use", "use a cmdlet or a function of ps_templates/lib"
    )
    DOTNET = RuleText(
        "dotnet.newer", ".NET Framework 4.0, which PowerShell 3.0 runs on, does not have it", "use a member of .NET Framework 4.0"
    )

    EXIT = RuleText("flow.exit", "it ends the step without a result", "leave by return or throw")
    BREAK = RuleText("flow.break", "outside a loop it ends the step without a result", "leave by return or throw")
    FORMAT = RuleText("output.format", "it makes text for a screen", "put out data: [ordered]@{ ... }, text, whole numbers")
    SCREEN = RuleText("output.screen", "nobody sees the screen of the server", "put out data, or use Write-Progress")
    PROVIDER_PATH = RuleText("path.provider", "its result differs between Windows and the lab", "use Join-ExkitPath or Get-ExkitPath")
    UNRESOLVED_PATH = RuleText("path.unresolved", ".NET takes it from another folder than PowerShell", "wrap it in Resolve-ExkitPath")
    WILDCARD_PATH = RuleText("path.wildcard", "brackets and stars in a name would match other files", "use -LiteralPath")
    DEFAULT_PATH = RuleText(
        "path.default", "paths come from the server, not from a default", "read the path from a cmdlet or the config file"
    )
    LOCALISED = RuleText("text.localised", "the server may speak another language", "compare an id, a code or a property")
    GLOBAL = RuleText("scope.global", "it would change what later steps see", "use a variable of the script")
    PREFERENCE = RuleText("scope.preference", "the agent sets it for all steps", "use -ErrorAction at the one cmdlet")
    PRECEDENCE = RuleText("logic.precedence", "-and and -or bind equally strongly in PowerShell", "put brackets around one of them")
    SECRET = RuleText("text.secret", "Windows logs script text", "playbooks have no secrets")

    @property
    def slug(self) -> str:
        """Stable name, ``parameter.unknown``."""
        return self.value.slug


@dataclass(frozen=True, slots=True)
class ScriptProblem:
    """One place that breaks a rule.

    Attributes:
        place: file and line.
        rule: which.
        what: what stands there.
    """

    place: Place
    rule: Rule
    what: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what}: {self.rule.value.why}; {self.rule.value.do}"
