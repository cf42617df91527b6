"""Questions of a first contact about PowerShell, .NET and the Exchange shell on the server."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from toolkit.model.contact_looks import EnumLook, FirstContact, MembersLook, PoliciesLook, QuotingLook, SessionLook
from toolkit.model.first_contact import Blind, Judged, Seen, Value

QUOTES = (0x27, 0x2018, 0x2019, 0x201A, 0x201B)
OLDEST, NEWEST = 3, 5
"""Major versions of Windows PowerShell that templates are written for."""


def _language_mode(contact: FirstContact) -> Judged:
    session = contact.session
    return session if isinstance(session, Blind) else Seen({"mode": session.language_mode}, session.language_mode == "FullLanguage")


def _console_input(contact: FirstContact) -> Judged:
    return contact.input if isinstance(contact.input, Blind) else Seen({"ends": contact.input.ends}, contact.input.ends)


def _on_windows(judge: Callable[[SessionLook], Judged]) -> Callable[[FirstContact], Judged]:
    """Let a question be answered by a Windows only."""

    def judge_windows(contact: FirstContact) -> Judged:
        session = contact.session
        if isinstance(session, Blind):
            return session
        return judge(session) if session.windows else Blind.NOT_WINDOWS

    return judge_windows


def _apartment(session: SessionLook) -> Judged:
    return Seen({"apartment": session.apartment}, session.apartment == "STA")


def _thread_kept(contact: FirstContact) -> Judged:
    first, again = contact.session, contact.session_again
    if isinstance(first, Blind):
        return first
    return again if isinstance(again, Blind) else Seen({"same": first.thread == again.thread}, first.thread == again.thread)


def _powershell_version(session: SessionLook) -> Judged:
    major = session.powershell.partition(".")[0]
    known = major.isdigit() and OLDEST <= int(major) <= NEWEST
    return Seen({"powershell": session.powershell, "bits64": session.bits64}, as_expected=known)


def _net_version(contact: FirstContact) -> Judged:
    session, policies = contact.session, contact.policies
    if isinstance(session, Blind):
        return session
    if not session.windows:
        return Blind.NOT_WINDOWS
    release = policies.net_release if isinstance(policies, PoliciesLook) else None
    values: dict[str, Value] = {"clr": session.clr or "none"}
    return Seen(values if release is None else values | {"release": release}, as_expected=session.clr.startswith("4."))


def _net_members(contact: FirstContact) -> Judged:
    members, session = contact.members, contact.session
    if isinstance(members, Blind):
        return members
    if isinstance(session, SessionLook) and not session.windows:
        return Blind.NOT_WINDOWS
    return _missing(members)


def _missing(members: MembersLook) -> Seen:
    values: dict[str, Value] = {"asked": members.asked, "missing": len(members.missing)}
    return Seen(values | {f"missing_{at}": name for at, name in enumerate(members.missing, 1)}, as_expected=not members.missing)


def _fips(contact: FirstContact) -> Judged:
    session, policies = contact.session, contact.policies
    if isinstance(session, Blind):
        return session
    if not session.windows:
        return Blind.NOT_WINDOWS
    if isinstance(policies, Blind):
        return policies
    return Seen({"policy": bool(policies.fips), "enforced": session.fips_enforced}, as_expected=not contact.refused)


def _memory(contact: FirstContact) -> Judged:
    session = contact.session
    return session if isinstance(session, Blind) else _memory_of(contact, session.memory_mb, 50)


def _memory_exchange(contact: FirstContact) -> Judged:
    exchange = contact.exchange
    return exchange if isinstance(exchange, Blind) else _memory_of(contact, exchange.memory_mb, 75)


def _memory_of(contact: FirstContact, used_mb: int, percent: int) -> Judged:
    session, winrm = contact.session, contact.winrm
    if isinstance(session, SessionLook) and not session.windows:
        return Blind.NOT_WINDOWS
    if isinstance(winrm, Blind) or winrm.memory_mb is None:
        return Blind.NOT_SAID
    return Seen({"used_mb": used_mb, "limit_mb": winrm.memory_mb}, as_expected=used_mb * 100 < winrm.memory_mb * percent)


def _enum_constructed(contact: FirstContact) -> Judged:
    enum = contact.enum
    if isinstance(enum, Blind):
        return enum
    return Seen(_enum_values(enum), as_expected=enum.has_name and enum.json_name and not enum.interpolates_name)


def _enum_exchange(contact: FirstContact) -> Judged:
    if isinstance(contact.exchange, Blind):
        return contact.exchange
    state = contact.exchange.state
    return Seen(_enum_values(state), as_expected=state.has_name and state.json_name)


def _enum_values(enum: EnumLook) -> dict[str, Value]:
    return {
        "to_string": enum.has_name,
        "json": enum.json_name,
        "interpolated": enum.interpolates_name,
        "compared": enum.equals_name,
    }


def _quotes(contact: FirstContact) -> Judged:
    quoting = contact.quoting
    if isinstance(quoting, Blind):
        return quoting
    values: dict[str, Value] = {"ending": " ".join(f"{code:04X}" for code in quoting.ending) or "none"}
    inert = {"others": quoting.others, "others_inert": quoting.others_inert}
    return Seen(values | inert, as_expected=quoting.ending == QUOTES and quoting.others_inert)


def _stop_parsing(contact: FirstContact) -> Judged:
    quoting = contact.quoting
    return quoting if isinstance(quoting, Blind) else _words(quoting)


def _words(quoting: QuotingLook) -> Judged:
    quoted, bare, pairs = quoting.quoted_elements, quoting.bare_elements, quoting.header_pairs
    if quoted is None or bare is None or pairs is None:
        return Blind.NOT_SAID
    return Seen({"quoted_words": quoted, "bare_words": bare, "header_values": pairs}, as_expected=(quoted, bare, pairs) == (4, 3, 2))


def _exchange_script(contact: FirstContact) -> Judged:
    rights = contact.rights
    if isinstance(rights, Blind):
        return rights
    if not contact.has_exchange:
        return Blind.NO_EXCHANGE
    return Seen({"there": rights.of("start_script") is not None}, as_expected=rights.of("start_script") is not None)


def _exchange_shell(contact: FirstContact) -> Judged:
    shell = contact.shell
    return shell if isinstance(shell, Blind) else Seen({"way": shell.way, "ms": shell.ms}, as_expected=shell.way != "other")


SESSION_JUDGES: Mapping[str, Callable[[FirstContact], Judged]] = MappingProxyType(
    {
        "language-mode": _language_mode,
        "console-input": _console_input,
        "apartment": _on_windows(_apartment),
        "thread-kept": _thread_kept,
        "powershell-version": _on_windows(_powershell_version),
        "net-version": _net_version,
        "net-members": _net_members,
        "fips": _fips,
        "memory": _memory,
        "enum-constructed": _enum_constructed,
        "quotes": _quotes,
        "stop-parsing": _stop_parsing,
        "exchange-script": _exchange_script,
        "exchange-shell": _exchange_shell,
        "memory-exchange": _memory_exchange,
        "enum-exchange": _enum_exchange,
    }
)
"""By question."""
