"""Answers of the self-test; a text that is not of the closed set of its place is read as ``other``, so that no name gets through."""

import re
from collections.abc import Iterable

from toolkit.model.contact_looks import (
    EchoLook,
    EnumLook,
    ExchangeLook,
    InputLook,
    MembersLook,
    NativeLook,
    ParentsLook,
    PoliciesLook,
    PolicyScope,
    QuotingLook,
    Rights,
    RightsLook,
    SessionLook,
    SleepLook,
    WinrmLook,
)
from toolkit.parsing.fields import Answer, Item, each_item, one_item

OTHER = "other"
LEAST_EXIT_CODE = -(2**31)
_MODES = ("FullLanguage", "ConstrainedLanguage", "RestrictedLanguage", "NoLanguage")
_APARTMENTS = ("STA", "MTA", "Unknown")
_SCOPES = ("MachinePolicy", "UserPolicy", "Process", "CurrentUser", "LocalMachine")
_POLICIES = ("Unrestricted", "RemoteSigned", "AllSigned", "Restricted", "Bypass", "Undefined", "Default")
_PLACES = ("program_data", "journals", "run", "config_file", "start_script")
_VERSION = re.compile(r"\A[0-9]{1,5}(?:\.[0-9]{1,6}){1,3}\Z")
_TRUSTEE = re.compile(r"\A[A-Z]{2}\Z")
_MEMBER = re.compile(r"\ASystem(?:\.[A-Za-z0-9`]{1,40}){2,6}\Z")


def version_word(text: str) -> str:
    """Return a version in digits as it is, nothing as nothing, anything else as ``other``."""
    return text if not text or _VERSION.match(text) else OTHER


def _word(text: str, known: Iterable[str]) -> str:
    return text if not text or text in known else OTHER


def _fitting(texts: Iterable[str], form: re.Pattern[str]) -> tuple[str, ...]:
    return tuple(text if form.match(text) else OTHER for text in texts)


def read_session(answer: Answer) -> SessionLook:
    """Return the PowerShell in which steps run.

    Raises:
        ParsingError: the answer is not of this form.
    """
    item = one_item(answer, "first_contact_session")
    return SessionLook(
        windows=item.flag("windows"),
        powershell=version_word(item.text("powershell")),
        clr=version_word(item.text_or_nothing("clr")),
        language_mode=_word(item.text("language_mode"), _MODES),
        apartment=_word(item.text("apartment"), _APARTMENTS),
        thread=item.number("thread"),
        output_code_page=item.number("output_code_page"),
        input_code_page=item.number("input_code_page"),
        fips_enforced=item.flag("fips_enforced"),
        memory_mb=item.number("memory_mb"),
        bits64=item.flag("bits64"),
    )


def read_input(answer: Answer) -> InputLook:
    """Return whether a step finds the end of its input.

    Raises:
        ParsingError: the answer is not of this form.
    """
    return InputLook(one_item(answer, "first_contact_input").flag("ends"))


def read_quoting(answer: Answer) -> QuotingLook:
    """Return how the parser reads quotes.

    Raises:
        ParsingError: the answer is not of this form.
    """
    item = one_item(answer, "first_contact_quoting")
    return QuotingLook(
        ending=item.numbers("ending"),
        others=item.number("others"),
        others_inert=item.flag("others_inert"),
        quoted_elements=item.number_or_nothing("quoted_elements"),
        bare_elements=item.number_or_nothing("bare_elements"),
        header_pairs=item.number_or_nothing("header_pairs"),
    )


def read_enum(answer: Answer) -> EnumLook:
    """Return how an enum of another session reads.

    Raises:
        ParsingError: the answer is not of this form.
    """
    return _enum(one_item(answer, "first_contact_enum"))


def _enum(item: Item) -> EnumLook:
    return EnumLook(item.flag("has_name"), item.flag("interpolates_name"), item.flag("equals_name"), item.flag("json_name"))


def read_members(answer: Answer) -> MembersLook:
    """Return which members of .NET are missing.

    Raises:
        ParsingError: the answer is not of this form.
    """
    item = one_item(answer, "first_contact_members")
    return MembersLook(item.number("asked"), _fitting(item.texts("missing"), _MEMBER))


def read_native(answer: Answer) -> NativeLook:
    """Return how native programs behave.

    Raises:
        ParsingError: the answer is not of this form.
    """
    item = one_item(answer, "first_contact_native")
    return NativeLook(
        exit_code=item.number_or_nothing("exit_code", LEAST_EXIT_CODE),
        code_page=item.number_or_nothing("code_page"),
        repeated_characters=item.number_or_nothing("repeated_characters"),
        stopped_in_time=item.flag_or_nothing("stopped_in_time"),
        stopped_ms=item.number_or_nothing("stopped_ms"),
        children_left=item.number("children_left"),
        children_ms=item.number("children_ms"),
        parents=None if item.is_nothing("parents") else _parents(item.item("parents")),
    )


def _parents(item: Item) -> ParentsLook:
    return ParentsLook(item.number("processes"), item.number("ended"), item.number("reused"))


def read_rights(answer: Answer) -> RightsLook:
    """Return the rights on folders and files.

    Raises:
        ParsingError: the answer is not of this form.
    """
    return RightsLook(each_item(answer, "first_contact_rights", _rights))


def _rights(item: Item) -> Rights:
    return Rights(
        what=_word(item.text("what"), _PLACES),
        exists=item.flag("exists"),
        owner="".join(_fitting([owner], _TRUSTEE)) if (owner := item.text_or_nothing("owner")) else "",
        protected=item.flag_or_nothing("protected"),
        trustees=_fitting(item.texts("trustees"), _TRUSTEE),
        others=item.number_or_nothing("others"),
    )


def read_policies(answer: Answer) -> PoliciesLook:
    """Return the policies that a run meets.

    Raises:
        ParsingError: the answer is not of this form.
    """
    item = one_item(answer, "first_contact_policies")
    page = item.text("oem_code_page")
    return PoliciesLook(
        net_release=item.number_or_nothing("net_release"),
        oem_code_page=int(page) if re.fullmatch(r"[0-9]{1,5}", page, re.ASCII) else None,
        fips=item.number_or_nothing("fips"),
        script_blocks=item.number_or_nothing("script_blocks"),
        modules=item.number_or_nothing("modules"),
        transcripts=item.number_or_nothing("transcripts"),
        token_filter=item.number_or_nothing("token_filter"),
        scopes=item.items("scopes", _scope),
    )


def _scope(item: Item) -> PolicyScope:
    return PolicyScope(_word(item.text("scope"), _SCOPES), _word(item.text("policy"), _POLICIES))


def read_winrm(answer: Answer) -> WinrmLook:
    """Return the settings of WinRM.

    Raises:
        ParsingError: the answer is not of this form.
    """
    item = one_item(answer, "first_contact_winrm")
    return WinrmLook(
        cbt=_word(item.text_or_nothing("cbt"), ("None", "Relaxed", "Strict")),
        allow_unencrypted=item.flag_or_nothing("allow_unencrypted"),
        basic=item.flag_or_nothing("basic"),
        credssp=item.flag_or_nothing("credssp"),
        kerberos=item.flag_or_nothing("kerberos"),
        negotiate=item.flag_or_nothing("negotiate"),
        memory_mb=item.number_or_nothing("memory_mb"),
        envelope_kb=item.number_or_nothing("envelope_kb"),
        idle_ms=item.number_or_nothing("idle_ms"),
        transports=tuple(_word(text, ("HTTP", "HTTPS")) for text in item.texts("transports")),
        root_trustees=_fitting(item.texts("root_trustees"), _TRUSTEE),
        root_others=item.number_or_nothing("root_others"),
    )


def read_echo(answer: Answer) -> EchoLook:
    """Return the texts that came back.

    Raises:
        ParsingError: the answer is not of this form.
    """
    item = one_item(answer, "first_contact_echo")
    return EchoLook(item.texts("texts"), item.text("sha256"))


def read_sleep(answer: Answer) -> SleepLook:
    """Return a wait that came to its end.

    Raises:
        ParsingError: the answer is not of this form.
    """
    return SleepLook(one_item(answer, "first_contact_sleep").number("waited_s"))


def read_exchange(answer: Answer) -> ExchangeLook:
    """Return the session with the Exchange cmdlets in it.

    Raises:
        ParsingError: the answer is not of this form.
    """
    item = one_item(answer, "first_contact_exchange")
    apartment = _word(item.text("apartment"), _APARTMENTS)
    return ExchangeLook(item.number("memory_mb"), apartment, item.number("thread"), _enum(item.item("state")))
