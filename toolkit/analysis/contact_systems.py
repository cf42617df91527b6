"""Questions of a first contact about Windows around PowerShell: native programs, rights, policies, WinRM."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from toolkit.model.contact_looks import FirstContact, NativeLook, PoliciesLook, Rights, RightsLook, SessionLook, WinrmLook
from toolkit.model.first_contact import Blind, Judged, Seen, Value

FILE_NOT_FOUND = -1811
"""JET_errFileNotFound."""
CHILDREN_MS = 2000
OF_THE_SYSTEM = frozenset({"BA", "SY", "TI"})
WRITERS = frozenset({"BA", "SY"})
SIGNED_ONLY = frozenset({"AllSigned", "Restricted", "Default"})
ENVELOPE_KB, IDLE_MS, SHELL_MB = 150, 900_000, 512
BOUND_LOGINS = frozenset({"kerberos", "ntlm"})
"""Logins that can be bound to a TLS channel."""


def _native(judge: Callable[[NativeLook, FirstContact], Judged]) -> Callable[[FirstContact], Judged]:
    """Let a question be answered by native programs of Windows."""

    def judge_native(contact: FirstContact) -> Judged:
        if isinstance(contact.native, Blind):
            return contact.native
        return _not_here(contact) or judge(contact.native, contact)

    return judge_native


def _not_here(contact: FirstContact) -> Blind | None:
    return Blind.NOT_WINDOWS if isinstance(contact.session, SessionLook) and not contact.session.windows else None


def _exit_code(native: NativeLook, contact: FirstContact) -> Judged:
    if native.exit_code is None:
        return Blind.NOT_SAID
    return Seen({"exit_code": native.exit_code}, as_expected=native.exit_code == FILE_NOT_FOUND)


def _native_code_page(native: NativeLook, contact: FirstContact) -> Judged:
    session, policies = contact.session, contact.policies
    if native.code_page is None or isinstance(session, Blind):
        return Blind.NOT_SAID
    values: dict[str, Value] = {"written_in": native.code_page, "read_in": session.output_code_page, "input": session.input_code_page}
    oem = policies.oem_code_page if isinstance(policies, PoliciesLook) else None
    return Seen(values if oem is None else values | {"oem": oem}, as_expected=native.code_page == session.output_code_page)


def _native_input(native: NativeLook, contact: FirstContact) -> Judged:
    if native.repeated_characters is None:
        return Blind.NOT_SAID
    return Seen({"characters": native.repeated_characters}, as_expected=native.repeated_characters == 0)


def _native_stop(native: NativeLook, contact: FirstContact) -> Judged:
    if native.stopped_in_time is None or native.stopped_ms is None:
        return Blind.NOT_SAID
    values: dict[str, Value] = {"stopped": native.stopped_in_time, "ms": native.stopped_ms, "left": native.children_left}
    return Seen(values, as_expected=native.stopped_in_time and native.children_left == 0)


def _children(native: NativeLook, contact: FirstContact) -> Judged:
    return Seen({"ms": native.children_ms, "processes": native.children_left}, as_expected=native.children_ms <= CHILDREN_MS)


def _parents(native: NativeLook, contact: FirstContact) -> Judged:
    found = native.parents
    if found is None:
        return Blind.NOT_SAID
    values: dict[str, Value] = {"processes": found.processes, "of_ended": found.ended, "reused": found.reused}
    return Seen(values, as_expected=found.reused == 0)


def _rights(judge: Callable[[RightsLook], Judged]) -> Callable[[FirstContact], Judged]:
    """Let a question be answered by the rights that Windows reports."""

    def judge_rights(contact: FirstContact) -> Judged:
        if isinstance(contact.rights, Blind):
            return contact.rights
        return _not_here(contact) or judge(contact.rights)

    return judge_rights


def _journal_rights(rights: RightsLook) -> Judged:
    values: dict[str, Value] = {}
    good = True
    for what in ("journals", "run"):
        row = rights.of(what)
        if row is None:
            return Blind.NOT_SAID
        values |= {f"{what}_{name}": value for name, value in _say(row).items()}
        good &= row.owner in WRITERS and bool(row.protected) and WRITERS.issuperset(row.trustees) and row.others == 0
    return Seen(values, as_expected=good)


def _say(row: Rights) -> dict[str, Value]:
    trustees = " ".join(row.trustees) or "nobody"
    return {"owner": row.owner or "other", "protected": bool(row.protected), "allowed": trustees, "by_name": row.others or 0}


def _program_data(rights: RightsLook) -> Judged:
    row = rights.of("program_data")
    return Blind.NOT_SAID if row is None else Seen(_say(row), as_expected=row.owner in OF_THE_SYSTEM)


def _config_rights(rights: RightsLook) -> Judged:
    row = rights.of("config_file")
    return Blind.NO_EXCHANGE if row is None else Seen(_say(row), as_expected=row.owner in OF_THE_SYSTEM and not row.protected)


def _policies(judge: Callable[[PoliciesLook], Judged]) -> Callable[[FirstContact], Judged]:
    """Let a question be answered by the policies of a Windows."""

    def judge_policies(contact: FirstContact) -> Judged:
        if isinstance(contact.policies, Blind):
            return contact.policies
        return _not_here(contact) or judge(contact.policies)

    return judge_policies


def _execution_policy(policies: PoliciesLook) -> Judged:
    values: dict[str, Value] = {row.scope: row.policy for row in policies.scopes if row.policy != "Undefined"}
    by_group_policy = [row.policy for row in policies.scopes if row.scope in ("MachinePolicy", "UserPolicy")]
    return Seen(values, as_expected=SIGNED_ONLY.isdisjoint(by_group_policy))


def _script_logging(policies: PoliciesLook) -> Judged:
    values: dict[str, Value] = {
        "script_blocks": bool(policies.script_blocks),
        "modules": bool(policies.modules),
        "transcripts": bool(policies.transcripts),
    }
    return Seen(values, as_expected=True)


def _token_filter(policies: PoliciesLook) -> Judged:
    return Seen({"set": bool(policies.token_filter)}, as_expected=not policies.token_filter)


def _winrm(judge: Callable[[WinrmLook, FirstContact], Judged]) -> Callable[[FirstContact], Judged]:
    """Let a question be answered by the settings of WinRM."""

    def judge_winrm(contact: FirstContact) -> Judged:
        if isinstance(contact.winrm, Blind):
            return contact.winrm
        return _not_here(contact) or judge(contact.winrm, contact)

    return judge_winrm


def _channel_binding(winrm: WinrmLook, contact: FirstContact) -> Judged:
    if not contact.login:
        return Blind.NO_WINRM
    if not winrm.cbt:
        return Blind.NOT_SAID
    passes = winrm.cbt == "Strict" and contact.tls and contact.login in BOUND_LOGINS
    return Seen({"level": winrm.cbt, "login": contact.login, "https": contact.tls}, as_expected=passes)


def _winrm_sealing(winrm: WinrmLook, contact: FirstContact) -> Judged:
    flags = {"unencrypted": winrm.allow_unencrypted, "basic": winrm.basic, "credssp": winrm.credssp}
    offered = {"kerberos": winrm.kerberos, "negotiate": winrm.negotiate}
    values: dict[str, Value] = {name: flag for name, flag in (flags | offered).items() if flag is not None}
    return Blind.NOT_SAID if None in flags.values() else Seen(values, as_expected=not any(flags.values()))


def _winrm_listeners(winrm: WinrmLook, contact: FirstContact) -> Judged:
    if not winrm.transports:
        return Blind.NOT_SAID
    return Seen({"transports": " ".join(winrm.transports)}, as_expected="HTTPS" in winrm.transports)


def _winrm_limits(winrm: WinrmLook, contact: FirstContact) -> Judged:
    envelope, idle, memory = winrm.envelope_kb, winrm.idle_ms, winrm.memory_mb
    if envelope is None or idle is None or memory is None:
        return Blind.NOT_SAID
    wide = envelope >= ENVELOPE_KB and idle >= IDLE_MS and memory >= SHELL_MB
    return Seen({"envelope_kb": envelope, "idle_ms": idle, "memory_mb": memory}, as_expected=wide)


def _winrm_rights(winrm: WinrmLook, contact: FirstContact) -> Judged:
    if winrm.root_others is None:
        return Blind.NOT_SAID
    values: dict[str, Value] = {"allowed": " ".join(winrm.root_trustees) or "nobody", "by_name": winrm.root_others}
    return Seen(values, as_expected="BA" in winrm.root_trustees and winrm.root_others == 0)


SYSTEM_JUDGES: Mapping[str, Callable[[FirstContact], Judged]] = MappingProxyType(
    {
        "channel-binding": _winrm(_channel_binding),
        "exit-code": _native(_exit_code),
        "native-code-page": _native(_native_code_page),
        "native-input": _native(_native_input),
        "native-stop": _native(_native_stop),
        "children": _native(_children),
        "parents": _native(_parents),
        "journal-rights": _rights(_journal_rights),
        "program-data": _rights(_program_data),
        "config-rights": _rights(_config_rights),
        "execution-policy": _policies(_execution_policy),
        "script-logging": _policies(_script_logging),
        "token-filter": _policies(_token_filter),
        "winrm-sealing": _winrm(_winrm_sealing),
        "winrm-listeners": _winrm(_winrm_listeners),
        "winrm-limits": _winrm(_winrm_limits),
        "winrm-rights": _winrm(_winrm_rights),
    }
)
"""By question."""
