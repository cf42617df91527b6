"""What a pasted text means: one identity with its facts, or a question with several."""

from dataclasses import dataclass

from toolkit.model.identity import ErrorIdentity


@dataclass(frozen=True, slots=True)
class Detail:
    """One labelled fact of an explanation.

    Attributes:
        label: at most 11 characters, ``Who said it``.
        lines: the fact, one line each, at most 66 characters a line.
        from_text: it was read from the pasted text, not from our tables.
    """

    label: str
    lines: tuple[str, ...]
    from_text: bool = False


@dataclass(frozen=True, slots=True)
class Meaning:
    """One thing that a text or number can mean.

    Attributes:
        identity: the namespaced error.
        name: short name in capitals for the headline, ``BACK PRESSURE``.
        says: what it means in one to three sentences.
        typical: text by which people recognise it, for the list behind a bare number.
        details: facts, in the order in which they are shown.
        playbook: id of the playbook for it; empty when there is none.
        source: where the meaning was taken from.
        short: what it means in at most 30 characters, for the list behind a bare number.
        command: that looks further and changes nothing; empty when there is none.
    """

    identity: ErrorIdentity
    name: str
    says: str
    typical: str
    details: tuple[Detail, ...]
    playbook: str
    source: str
    short: str = ""
    command: str = ""


@dataclass(frozen=True, slots=True)
class ToolOutcome:
    """How a run of a tool ended, out of its output.

    Attributes:
        name: headline in capitals, ``ESEUTIL RECOVERY: FAILED``.
        says: what that means in one to three sentences.
        details: facts, in the order in which they are shown.
        do_now: what to do next, one to three sentences; never anything that loses data.
        source: where the meaning was taken from.
        command: that looks further and changes nothing; empty when there is none.
    """

    name: str
    says: str
    details: tuple[Detail, ...]
    do_now: str
    source: str
    command: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a text means.

    Attributes:
        text: what was asked, as given.
        meanings: empty when no error is known; one when it is clear; several for a bare number.
        why_unknown: one sentence when there is neither a meaning nor an outcome.
        outcome: of the tool whose output the text is; None for other texts.
    """

    text: str
    meanings: tuple[Meaning, ...]
    why_unknown: str = ""
    outcome: ToolOutcome | None = None
