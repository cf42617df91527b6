"""Answers of every template as it gives them, with what a reader must make of them."""

from typing import Any

from toolkit.model.json_value import JsonValue

AT = "2026-11-24T03:02:11.4788120Z"
SHA = "0f" * 32
CONFIG = '<configuration><appSettings><add key="QueueDatabasePath" value="D:\\Q"/></appSettings></configuration>'
COMPONENT = {"component": "HubTransport", "state": "Active", "requesters": [{"requester": "Maintenance", "state": "Active", "at": AT}]}
DIAGNOSTICS = "<Diagnostics><Components><ResourceThrottling/></Components></Diagnostics>"
RECORD: dict[str, JsonValue] = {
    "path": "D:\\Exchange\\Bin\\EdgeTransport.exe.config",
    "key": "EnableResourceMonitoring",
    "changed": True,
    "before": {"present": False, "value": None, "raw": None, "element": None, "offset": -1},
    "after": {"present": True, "value": "false"},
    "sha256_before": SHA,
    "sha256_after": "1f" * 32,
    "bom": True,
    "backup": "D:\\Exchange\\Bin\\EdgeTransport.exe.config.exkit-old-20261124T030211478",
}
MOVE = {
    "script": "D:\\Exchange\\Scripts\\Move-TransportDatabase.ps1",
    "before": {"queue": "C:\\Q", "logging": "C:\\Q", "temporary": None},
    "after": {"queue": "D:\\Q", "logging": "D:\\Q", "temporary": None},
    "exit": None,
    "output": ["done"],
}

ANSWERS: dict[str, list[Any]] = {
    "server_identity": [
        {
            "computer": "EX02",
            "fqdn": "EX02.corp.example",
            "build": "15.1.2375.7",
            "install_path": "D:\\Exchange\\",
            "roles": ["Mailbox", "Hub"],
            "windows": "10.0.14393",
            "powershell": "5.1.14393.693",
            "setup_running": False,
            "time_utc": AT,
            "offset_minutes": 60,
            "domain_joined": True,
        }
    ],
    "exchange_shell": [{"way": "remote", "server": "EX02"}],
    "transport_service": [{"services": [{"name": "MSExchangeTransport", "status": "Running", "start_type": "Automatic"}]}],
    "component_states": [COMPONENT, {"component": "ForwardSyncDaemon", "state": "Inactive", "requesters": []}],
    "dag_membership": [{"dag": "DAG1", "members": ["EX01", "EX02"]}],
    "back_pressure_meters": [DIAGNOSTICS],
    "back_pressure_events": [
        {
            "id": 15004,
            "provider": "MSExchangeTransport",
            "level": 3,
            "at": AT,
            "record": 788098,
            "properties": ["Normal", "Mittel"],
            "message": "Die Auslastung stieg.",
        }
    ],
    "queues": [
        {
            "queue": "EX02\\12",
            "messages": 7,
            "status": "Retry",
            "delivery_type": "SmtpDeliveryToMailbox",
            "next_hop": "ex03.corp.example",
            "last_error": "452 4.3.1 Insufficient system resources (PrivateBytes)",
        },
        {
            "queue": "EX02\\Submission",
            "messages": 0,
            "status": "Ready",
            "delivery_type": "Undefined",
            "next_hop": "Submission",
            "last_error": "",
        },
    ],
    "transport_config": [{"path": "D:\\E.config", "sha256": SHA, "text": CONFIG, "modified": AT, "read_only": False}],
    "volumes": [
        {
            "mount_point": "C:\\",
            "device": "\\\\?\\Volume{11111111-2222-3333-4444-555555555555}\\",
            "label": None,
            "file_system": "NTFS",
            "capacity_bytes": 64_424_509_440,
            "free_bytes": 644_245_094,
            "block_bytes": 4096,
        }
    ],
    "log_folders": [
        {"kind": "iis", "path": "C:\\inetpub\\logs", "source": "applicationHost.config"},
        {"kind": "transport", "path": "C:\\inetpub\\logs", "source": "Get-TransportService X"},
    ],
    "mailbox_folders": [{"database": "DB07", "edb_path": "E:\\DB07\\DB07.edb", "log_folder": "F:\\DB07"}],
    "old_logs": [
        {"folder": "C:\\inetpub\\logs", "files": 3, "bytes": 300, "oldest": AT, "newest": AT, "unreadable": 0},
        {"folder": "C:\\empty", "files": 0, "bytes": 0, "oldest": None, "newest": None, "unreadable": 1},
    ],
    "sibling_state": [{"server": "EX01", "components": [COMPONENT], "meters": None, "why": "no permission"}],
    "smtp_probe": [
        {
            "host": "localhost",
            "port": 25,
            "connected": True,
            "error": None,
            "exchanges": [
                {"sent": None, "reply": "220 ex02.corp.example Microsoft ESMTP MAIL Service ready", "ms": 3},
                {"sent": "EHLO EX02", "reply": "250-ex02.corp.example Hello\n250-SIZE 37748736\n250 XRDST", "ms": 2},
                {"sent": "MAIL FROM:<>", "reply": "452 4.3.1 Insufficient system resources", "ms": 10},
                {"sent": "QUIT", "reply": "what is this", "ms": 1},
            ],
        }
    ],
    "move_gate": [{"folder": "D:\\Q", "exists": True, "owner": "BA", "setup_running": False, "has_queue_files": False}],
    "config_key": [{"path": "D:\\E.config", "key": "K", "present": True, "value": "", "sha256": SHA}],
    "debts": [
        {"file": "C:\\d.json", "made_at": AT, "what": "a key", "ends_at": None, "task_state": "Ready", "outcome": None, "why": None},
    ],
    "first_contact_session": [
        {
            "windows": True,
            "powershell": "5.1.14393.693",
            "clr": "4.0.30319.42000",
            "language_mode": "FullLanguage",
            "apartment": "STA",
            "thread": 12,
            "output_code_page": 65001,
            "input_code_page": 65001,
            "fips_enforced": False,
            "memory_mb": 140,
            "bits64": True,
        }
    ],
    "first_contact_input": [{"ends": True}],
    "first_contact_quoting": [
        {"ending": [39, 8216], "others": 63483, "others_inert": True, "quoted_elements": 3, "bare_elements": None, "header_pairs": 2}
    ],
    "first_contact_enum": [{"has_name": True, "interpolates_name": False, "equals_name": False, "json_name": True}],
    "first_contact_members": [{"asked": 70, "missing": ["System.IO.File.Replace"]}],
    "first_contact_native": [
        {
            "exit_code": -1811,
            "code_page": 437,
            "repeated_characters": 0,
            "stopped_in_time": True,
            "stopped_ms": None,
            "children_left": 0,
            "children_ms": 80,
            "parents": {"processes": 90, "ended": 14, "reused": 0},
        }
    ],
    "first_contact_rights": [
        {"what": "journals", "exists": True, "owner": "BA", "protected": True, "trustees": ["BA", "SY"], "others": 0},
        {"what": "config_file", "exists": False, "owner": None, "protected": None, "trustees": [], "others": None},
    ],
    "first_contact_policies": [
        {
            "net_release": 394802,
            "oem_code_page": "437",
            "fips": None,
            "script_blocks": 1,
            "modules": None,
            "transcripts": None,
            "token_filter": None,
            "scopes": [{"scope": "LocalMachine", "policy": "RemoteSigned"}],
        }
    ],
    "first_contact_winrm": [
        {
            "cbt": "Relaxed",
            "allow_unencrypted": False,
            "basic": False,
            "credssp": False,
            "kerberos": True,
            "negotiate": True,
            "memory_mb": 2048,
            "envelope_kb": 500,
            "idle_ms": 7200000,
            "transports": ["HTTP", "HTTPS"],
            "root_trustees": ["BA"],
            "root_others": 0,
        }
    ],
    "first_contact_echo": [{"texts": ["a", "\u0416"], "sha256": SHA}],
    "first_contact_sleep": [{"waited_s": 1}],
    "first_contact_exchange": [
        {
            "memory_mb": 300,
            "apartment": "STA",
            "thread": 12,
            "state": {"has_name": True, "interpolates_name": False, "equals_name": False, "json_name": True},
        }
    ],
    "move_old_logs": [
        {"manifest": "D:\\a\\manifest.txt", "archive": "D:\\a", "moved": 3, "bytes": 300, "failed": [{"path": "C:\\x.log", "why": "open"}]}
    ],
    "return_old_logs": [{"manifest": "D:\\a\\manifest.txt", "returned": 3, "bytes": 300, "left": []}],
    "set_config_key": [RECORD],
    "restore_config_key": [{**RECORD, "backup": None}],
    "schedule_key_return": [{"task": "\\exkit\\return-D-1", "file": "C:\\d.ps1", "runs_at": AT, "registered": True, "why": None}],
    "cancel_key_return": [{"task": "\\exkit\\return-D-1", "removed": True}],
    "restart_transport": [{"service": "MSExchangeTransport", "before": "Running", "after": "Running", "ms": 41_000}],
    "move_queue_database": [MOVE],
    "move_queue_database_back": [{**MOVE, "exit": 0}],
}
"""By reader: the items of one good answer."""

MAY_BE_EMPTY = frozenset({"back_pressure_events", "queues", "log_folders", "old_logs", "mailbox_folders", "debts", "first_contact_rights"})
"""Readers for which no item at all is an answer."""
