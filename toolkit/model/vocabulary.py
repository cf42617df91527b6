"""What playbooks may name: templates, readers and questions; handed to the catalog, which knows none of their rooms."""

from collections.abc import Mapping
from dataclasses import dataclass

from toolkit.model.danger import Danger
from toolkit.model.exchange import ExchangeVersion
from toolkit.model.facts import Question, Reader


@dataclass(frozen=True, slots=True)
class TemplateValue:
    """One header value of a template.

    Attributes:
        name: as the body writes it behind ``$p.``.
        kind: ``text``, ``number``, ``server``, ``folder``, ``path``, ``choice`` or ``json``.
        choices: allowed texts of a choice.
        many: the value is a list of this kind.
        optional: may be missing; the body gets ``$null``.
        line: of the template's file on which it is declared; 0 when it is not from a file.
    """

    name: str
    kind: str
    choices: tuple[str, ...] = ()
    many: bool = False
    optional: bool = False
    line: int = 0


@dataclass(frozen=True, slots=True)
class TemplateFacts:
    """What a template says of itself in its front matter.

    Attributes:
        name: path below ``ps_templates`` without suffix, ``observe/volumes``.
        title: what it does, one line.
        danger: from its folder.
        values: header values by name, in the order of the file.
        versions: Exchange versions it is for; all when the template does not say.
        needs_exchange_shell: the Exchange cmdlets must be loaded before.
        loads_exchange_shell: it loads them, for all steps behind it.
        deadline_s: seconds until it is stopped, unless the playbook says otherwise.
        undo: template of the way back; empty when there is none.
        undo_reason: why there is no undo; empty when there is one or none is needed.
    """

    name: str
    title: str
    danger: Danger
    values: Mapping[str, TemplateValue]
    versions: tuple[ExchangeVersion, ...]
    needs_exchange_shell: bool
    deadline_s: int
    loads_exchange_shell: bool = False
    undo: str = ""
    undo_reason: str = ""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Everything a playbook may refer to.

    Attributes:
        templates: by name.
        readers: by name.
        questions: by name.
    """

    templates: Mapping[str, TemplateFacts]
    readers: Mapping[str, Reader]
    questions: Mapping[str, Question]
