"""The looks of a first contact, where they can be tried without a Windows."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.test_agent.pretended_windows import pretend_windows
from tests.test_lab.powershell import Session, library, open_session
from toolkit.rendering.libraries import load_libraries, pack_looks
from toolkit.rendering.templates import list_templates, load_template
from toolkit.shipped import shipped_folder

INSTALLER = "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464"
RIGHTS = {
    "what the agent makes": (
        "O:BAG:DUD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)",
        {"owner": "BA", "protected": True, "trustees": ["BA", "SY"], "others": 0},
    ),
    "ProgramData": (
        "O:SYG:SYD:PAI(A;OICI;FA;;;SY)(A;OICIIO;GA;;;CO)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)(A;CI;DCLCRPCR;;;BU)",
        {"owner": "SY", "protected": True, "trustees": ["BA", "BU", "CO", "SY"], "others": 0},
    ),
    "inherited": (
        f"O:{INSTALLER}G:SYD:AI(A;OICIID;FA;;;SY)",
        {"owner": "TI", "protected": False, "trustees": ["SY"], "others": 0},
    ),
    "by name": (
        "O:S-1-5-21-1-2-3-1105G:DUD:AI(A;;FA;;;S-1-5-21-1-2-3-1105)(A;;FA;;;S-1-5-21-1-2-3-1106)(D;;FA;;;BG)",
        {"owner": "other", "protected": False, "trustees": [], "others": 2},
    ),
    "WinRM": (
        "O:NSG:BAD:P(A;;GA;;;BA)(A;;GR;;;IU)S:P(AU;FA;GA;;;WD)(AU;SA;GXGW;;;WD)",
        {"owner": "NS", "protected": True, "trustees": ["BA", "IU"], "others": 0},
    ),
}
LOOKS = set(re.findall(r"^function (\S+?)[ (]", "\n".join(pack_looks()), re.MULTILINE))


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    """A PowerShell with library and looks."""
    with open_session() as opened:
        for text in (library(), *pack_looks()):
            assert opened.run(text, shared=True).is_ok
        yield opened


@pytest.fixture(scope="module")
def windows(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """The same in what it takes for a Windows."""
    with open_session() as opened:
        for text in (library(), *pack_looks(), pretend_windows(tmp_path_factory.mktemp("windows"))):
            assert opened.run(text, shared=True).is_ok
        yield opened


@pytest.mark.pwsh
@pytest.mark.parametrize("case", RIGHTS)
def test_rights_are_told_without_names(session: Session, case: str) -> None:
    """Whoever is known by two letters is told by them, everybody else is only counted; what is denied gives nothing."""
    sddl, expected = RIGHTS[case]
    assert session.run(f"ConvertFrom-ExkitSddl '{sddl}'").item == expected


@pytest.mark.pwsh
def test_the_parser_reads_quotes_as_the_renderer_thinks(session: Session) -> None:
    """Five characters end a text, the 63,483 others of the plane do not; bare --% swallows the rest of its line."""
    item = session.run("Get-ExkitQuoting").item
    assert item["ending"] == [0x27, 0x2018, 0x2019, 0x201A, 0x201B]
    assert (item["others"], item["others_inert"]) == (63_483, True)
    assert (item["quoted_elements"], item["bare_elements"], item["header_pairs"]) == (4, 3, 2)


@pytest.mark.pwsh
def test_a_sixth_quote_would_be_found(session: Session) -> None:
    """The look can fail: a text that does not parse has errors and no value."""
    assert session.run("(Get-ExkitTree \"'it's'\").errors -gt 0").output == [True]


@pytest.mark.pwsh
def test_members_are_looked_for_by_their_names(session: Session) -> None:
    """On Linux .NET lacks one of them, which is found; so the look can fail."""
    item = session.run("Get-ExkitMemberGap").item
    assert item["missing"] == ["System.IO.Directory.GetAccessControl"]


@pytest.mark.pwsh
def test_settings_of_winrm_are_numbers_truth_values_and_words(windows: Session) -> None:
    """Addresses of listeners and accounts of RootSDDL stay where they are; what is not set is null."""
    assert windows.ask("observe/first_contact_winrm").item == {
        "cbt": "Relaxed",
        "allow_unencrypted": False,
        "basic": True,
        "credssp": False,
        "kerberos": True,
        "negotiate": None,
        "memory_mb": 2_147_483_647,
        "envelope_kb": 500,
        "idle_ms": 7_200_000,
        "transports": ["HTTP", "HTTPS"],
        "root_trustees": ["BA"],
        "root_others": 1,
    }


@pytest.mark.pwsh
def test_policies_are_numbers_of_the_registry(windows: Session) -> None:
    """A key that is not there, and a key without the value, are null; folders of transcripts are not told."""
    item = windows.ask("observe/first_contact_policies").item
    scopes = item.pop("scopes")
    assert isinstance(scopes, list)
    assert item == {
        "net_release": 528049,
        "oem_code_page": "850",
        "fips": 0,
        "script_blocks": 1,
        "modules": None,
        "transcripts": None,
        "token_filter": None,
    }


@pytest.mark.pwsh
def test_native_programs_are_tried_and_stopped(windows: Session) -> None:
    """Exit code, code page in any language, empty input, and a program that is ended with nothing left behind."""
    item = windows.ask("observe/first_contact_native").item
    assert (item["exit_code"], item["code_page"], item["repeated_characters"]) == (237, 850, 0)
    assert (item["stopped_in_time"], item["children_left"]) == (True, 0)
    assert isinstance(item["stopped_ms"], int)
    assert 2000 <= item["stopped_ms"] < 20_000


@pytest.mark.pwsh
def test_parents_that_have_ended_and_ids_that_were_given_away_are_counted(windows: Session) -> None:
    """Of five processes two have lost their parent, and one has a parent that is younger."""
    assert windows.run("Get-ExkitParentHabit").item == {"processes": 5, "ended": 2, "reused": 1}


def test_the_list_of_members_is_whole() -> None:
    """Every static member that agent and library use is looked for on the server."""
    folder = Path(str(shipped_folder("ps_templates")))
    text = "\n".join(file.read_text(encoding="utf-8") for part in ("agent", "lib") for file in sorted((folder / part).glob("*.ps1")))
    listed = (folder / "agent" / "first_contact" / "members.ps1").read_text(encoding="utf-8")
    rows = {row.lower(): names for row, names in re.findall(r"@\(\[([\w.]+)\], (.+)\)", listed)}
    wanted = {(kind.lower(), member) for kind, member in re.findall(r"(?<![\w$)])\[([A-Za-z.]+)\]::(\w+)", text)}
    assert len(wanted) > 50
    assert [name for name in sorted(wanted) if f"'{name[1]}'" not in rows.get(name[0], "")] == []


def test_looks_are_for_the_first_contact_alone() -> None:
    """They are not sent in a run: no other template may need them, nor may the library."""
    others = [load_template(name).body for name in list_templates() if "first_contact" not in name]
    assert [look for look in LOOKS for text in [*others, *load_libraries()] if re.search(rf"\b{look}\b", text)] == []
