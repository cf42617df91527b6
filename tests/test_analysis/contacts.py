"""A server that answers a first contact as exkit was built for."""

from hashlib import sha256

from toolkit.model.contact_looks import (
    EchoLook,
    EnumLook,
    ExchangeLook,
    FirstContact,
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
    ShellLook,
    WinrmLook,
)
from toolkit.model.contact_way import BeatLook, EndLook, KillLook, LineLook, RefusalLook, StartLook, StopLook, WayLooks
from toolkit.model.first_contact import Blind

TEXTS = ("a", "\u0416")
SHA = sha256("\n".join(TEXTS).encode()).hexdigest()
WAY = WayLooks(
    start=StartLook(900, 1200),
    line=LineLook(2_000_000, 800),
    beat=BeatLook(5, 1400),
    stop=StopLook("cancelled", 700, 0),
    kill=KillLook(2300, "unknown"),
    end=EndLook(0, 90),
    refusal=RefusalLook("agent-hash", ends_alone=False, exit_code=3),
)
SESSION = SessionLook(
    windows=True,
    powershell="5.1.14393.693",
    clr="4.0.30319.42000",
    language_mode="FullLanguage",
    apartment="STA",
    thread=11,
    output_code_page=65001,
    input_code_page=65001,
    fips_enforced=False,
    memory_mb=140,
    bits64=True,
)
ENUM = EnumLook(has_name=True, interpolates_name=False, equals_name=False, json_name=True)
QUOTING = QuotingLook((0x27, 0x2018, 0x2019, 0x201A, 0x201B), 63_483, others_inert=True, quoted_elements=4, bare_elements=3, header_pairs=2)
PARENTS = ParentsLook(90, 14, 0)
NATIVE = NativeLook(-1811, 65001, 0, stopped_in_time=True, stopped_ms=2100, children_left=0, children_ms=120, parents=PARENTS)
OURS = ("BA", "SY")
JOURNALS = Rights("journals", exists=True, owner="BA", protected=True, trustees=OURS, others=0)
RUN = Rights("run", exists=True, owner="BA", protected=True, trustees=OURS, others=0)
DATA = Rights("program_data", exists=True, owner="SY", protected=True, trustees=("BA", "BU", "CO", "SY"), others=0)
CONFIG = Rights("config_file", exists=True, owner="BA", protected=False, trustees=("BA", "SY", "BU"), others=0)
SCRIPT = Rights("start_script", exists=True, owner="BA", protected=False, trustees=("BA", "SY", "BU"), others=0)
POLICIES = PoliciesLook(
    net_release=394802,
    oem_code_page=437,
    fips=0,
    script_blocks=1,
    modules=None,
    transcripts=None,
    token_filter=None,
    scopes=(PolicyScope("MachinePolicy", "Undefined"), PolicyScope("LocalMachine", "RemoteSigned")),
)
WINRM = WinrmLook(
    cbt="Strict",
    allow_unencrypted=False,
    basic=False,
    credssp=False,
    kerberos=True,
    negotiate=True,
    memory_mb=2048,
    envelope_kb=500,
    idle_ms=7_200_000,
    transports=("HTTP", "HTTPS"),
    root_trustees=("BA", "IU"),
    root_others=0,
)
EXCHANGE = ExchangeLook(600, "STA", 11, ENUM)
GOOD = FirstContact(
    way=WAY,
    refused="",
    login="kerberos",
    tls=True,
    sent_texts=TEXTS,
    has_exchange=True,
    session=SESSION,
    session_again=SESSION,
    input=InputLook(ends=True),
    quoting=QUOTING,
    enum=ENUM,
    members=MembersLook(68, ()),
    native=NATIVE,
    rights=RightsLook((DATA, JOURNALS, RUN, CONFIG, SCRIPT)),
    policies=POLICIES,
    winrm=WINRM,
    echo=EchoLook(TEXTS, SHA),
    shell=ShellLook("remote", 21_000),
    exchange=EXCHANGE,
)
"""Everything is as expected."""


def blind_contact(blind: Blind) -> FirstContact:
    """Return a contact in which nobody could look at anything."""
    way = WayLooks(blind, blind, blind, blind, blind, blind, blind)
    looks = (blind, blind, blind, blind, blind, blind, blind, blind, blind, blind, blind, blind, blind)
    return FirstContact(way, "", "kerberos", True, TEXTS, True, *looks)
