"""All readers by name; the name is the template's file name, and what playbooks write behind ``fact:``."""

from collections.abc import Mapping
from types import MappingProxyType

from toolkit.model import contact_looks as looks
from toolkit.model.changes import CancelledReturn, ConfigKeyChange, KeyReturn, LeftBehind, MovedLogs, QueueMove, Restart, ReturnedLogs
from toolkit.model.evidence import Origin
from toolkit.model.facts import Reader
from toolkit.model.server import ServerIdentity
from toolkit.model.smtp import SmtpProbe
from toolkit.model.storage import LogFolders, MailboxFolders, MoveGate, OldLogs, Volumes
from toolkit.model.transport import (
    BackPressureReading,
    ComponentStates,
    DagMembership,
    ExchangeShell,
    Queues,
    ResourceEvents,
    ServicesState,
    SiblingState,
)
from toolkit.model.transport_config import ConfigKeyState, TransportConfig
from toolkit.parsing import changes, component_states, events, first_contact, queues, server, storage, transport_config
from toolkit.parsing.back_pressure_meters import read_back_pressure_meters
from toolkit.parsing.smtp_probe import read_smtp_probe

_STATE = Origin.STATE
_OBSERVING = (
    Reader(
        "server_identity",
        ServerIdentity,
        _STATE,
        server.read_server_identity,
        ("name, Exchange build, roles", "Windows and PowerShell version", "whether Setup runs"),
        ("computer", "build", "roles"),
    ),
    Reader("exchange_shell", ExchangeShell, _STATE, server.read_exchange_shell, ("how the Exchange commands loaded",)),
    Reader("transport_service", ServicesState, _STATE, server.read_transport_service, ("state of the transport services",)),
    Reader(
        "component_states",
        ComponentStates,
        _STATE,
        component_states.read_component_states,
        ("state of each server component", "who asked for it"),
        ("not_active",),
    ),
    Reader(
        "dag_membership", DagMembership, _STATE, server.read_dag_membership, ("availability group and its members",), ("dag", "members")
    ),
    Reader(
        "back_pressure_meters",
        BackPressureReading,
        _STATE,
        read_back_pressure_meters,
        ("overall use", "every meter with its marks", "paused components"),
    ),
    Reader(
        "back_pressure_events",
        ResourceEvents,
        Origin.LOCAL_LOG,
        events.read_back_pressure_events,
        ("events 15001 to 15007, newest first",),
    ),
    # the counts are state; LastError is text of the next server, and questions mark it so
    Reader("queues", Queues, _STATE, queues.read_queues, ("messages and state of each queue", "last error of each queue")),
    Reader(
        "transport_config",
        TransportConfig,
        _STATE,
        transport_config.read_transport_config,
        ("folders of queue and temporary files", "every key with its line", "hash of the file"),
        ("path", "sha256"),
    ),
    Reader("volumes", Volumes, _STATE, storage.read_volumes, ("size and free space by mount point",), ("mount_points",)),
    Reader("log_folders", LogFolders, _STATE, storage.read_log_folders, ("folders of diagnostic logs",), ("paths",)),
    Reader("mailbox_folders", MailboxFolders, _STATE, storage.read_mailbox_folders, ("folders of mailbox databases, logs",), ("paths",)),
    Reader("old_logs", OldLogs, _STATE, storage.read_old_logs, ("number and size of old log files",)),
    Reader(
        "sibling_state",
        SiblingState,
        _STATE,
        component_states.read_sibling_state,
        ("components of the sibling server", "its back-pressure meters"),
        ("server", "not_active"),
    ),
    Reader("smtp_probe", SmtpProbe, _STATE, read_smtp_probe, ("replies to EHLO and MAIL FROM",)),
    Reader(
        "move_gate",
        MoveGate,
        _STATE,
        storage.read_move_gate,
        ("whether the new folder is free for use", "its owner", "whether Setup runs"),
        ("folder", "exists", "owner", "has_queue_files"),
    ),
    Reader(
        "config_key",
        ConfigKeyState,
        _STATE,
        transport_config.read_config_key,
        ("whether the key is there, and its value",),
        ("key", "present", "value", "sha256"),
    ),
    Reader("debts", LeftBehind, _STATE, changes.read_debts, ("what exkit left on the server",)),
)
_FIRST_CONTACT = (
    Reader("first_contact_session", looks.SessionLook, _STATE, first_contact.read_session, ("the PowerShell in which steps run",)),
    Reader("first_contact_input", looks.InputLook, _STATE, first_contact.read_input, ("whether a step finds its input ended",)),
    Reader("first_contact_quoting", looks.QuotingLook, _STATE, first_contact.read_quoting, ("how quotes and --% are read",)),
    Reader("first_contact_enum", looks.EnumLook, _STATE, first_contact.read_enum, ("how a foreign enum reads",)),
    Reader("first_contact_members", looks.MembersLook, _STATE, first_contact.read_members, ("members of .NET that are missing",)),
    Reader("first_contact_native", looks.NativeLook, _STATE, first_contact.read_native, ("how native programs behave",)),
    Reader("first_contact_rights", looks.RightsLook, _STATE, first_contact.read_rights, ("who may write the journals",)),
    Reader("first_contact_policies", looks.PoliciesLook, _STATE, first_contact.read_policies, ("policies that a run meets",)),
    Reader("first_contact_winrm", looks.WinrmLook, _STATE, first_contact.read_winrm, ("settings of WinRM",)),
    Reader("first_contact_echo", looks.EchoLook, _STATE, first_contact.read_echo, ("texts as they arrived",)),
    Reader("first_contact_sleep", looks.SleepLook, _STATE, first_contact.read_sleep, ("how long it waited",)),
    Reader("first_contact_exchange", looks.ExchangeLook, _STATE, first_contact.read_exchange, ("the loaded Exchange shell",)),
)
_CHANGING = (
    Reader("move_old_logs", MovedLogs, _STATE, changes.read_move_old_logs, ("files moved, and the manifest",)),
    Reader("return_old_logs", ReturnedLogs, _STATE, changes.read_return_old_logs, ("files moved back",)),
    Reader("set_config_key", ConfigKeyChange, _STATE, changes.read_config_key_change, ("the key before and after",)),
    Reader("restore_config_key", ConfigKeyChange, _STATE, changes.read_config_key_change, ("the key before and after",)),
    Reader("schedule_key_return", KeyReturn, _STATE, changes.read_schedule_key_return, ("when the server sets it back",)),
    Reader("cancel_key_return", CancelledReturn, _STATE, changes.read_cancel_key_return, ("whether the task is gone",)),
    Reader("restart_transport", Restart, _STATE, changes.read_restart_transport, ("state before and after, duration",)),
    Reader("move_queue_database", QueueMove, _STATE, changes.read_move_queue_database, ("folders before and after",)),
    Reader("move_queue_database_back", QueueMove, _STATE, changes.read_move_queue_database, ("folders before and after",)),
)

CONTACT_PREFIX = "first_contact_"
"""Their templates need functions that no run sends."""
PLAYBOOK_READERS: Mapping[str, Reader] = MappingProxyType({reader.name: reader for reader in (*_OBSERVING, *_CHANGING)})
"""What playbooks may name; those of questions first."""
READERS: Mapping[str, Reader] = MappingProxyType({**PLAYBOOK_READERS, **{reader.name: reader for reader in _FIRST_CONTACT}})
"""Every reader; those of the self-test last."""
