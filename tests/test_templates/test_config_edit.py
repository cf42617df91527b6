"""A key of EdgeTransport.exe.config is changed in place: every byte outside its element stays, and the way back is exact."""

import base64
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.test_lab.powershell import Reply, Session
from tests.test_templates.config_samples import KEY, REFUSED, SAMPLES
from toolkit.rendering.quoting import write_literal

pytestmark = pytest.mark.pwsh

HOSTILE = "fa<l>se & \"x\" 'я' \u2019"
NEW = "EnableResourceMonitoring"
EDITS: dict[str, tuple[str, str | None, Callable[[bytes, bytes], bool]]] = {
    "set": (KEY, HOSTILE, lambda old, new: b"<" not in old and b"\n" not in old and b"<" not in new),
    "add": (NEW, "false", lambda old, new: old == b"" and new.count(b"<") == 1 and NEW.encode() in new),
    "remove": (KEY, None, lambda old, new: new == b"" and old.count(b"<add") == 1),
}


def setting(path: Path, key: str, value: str | None, expectation: str = "$null $null") -> str:
    """Return the call that sets ``key``."""
    return f"Set-ExkitAppSetting {write_literal(str(path))} {write_literal(key)} {write_literal(value)} {expectation}"


def difference(before: bytes, after: bytes) -> tuple[bytes, bytes]:
    """Return the part of each that the other has not, beginning and end cut off."""
    shorter = min(len(before), len(after))
    head = next((at for at in range(shorter) if before[at] != after[at]), shorter)
    tail = next((at for at in range(shorter - head) if before[-1 - at] != after[-1 - at]), shorter - head)
    return before[head : len(before) - tail], after[head : len(after) - tail]


def change(session: Session, path: Path, key: str, value: str | None) -> dict[str, object]:
    """Set a key and return the record."""
    return dict(session.run(setting(path, key, value)).item)


def undo(session: Session, record: dict[str, object]) -> Reply:
    """Put the key back from a record that went through the operator's journal."""
    return session.run(f"Undo-ExkitAppSetting (ConvertFrom-Json -InputObject {write_literal(json.dumps(record))})")


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize("sample", SAMPLES)
def test_only_the_element_changes_and_undo_gives_every_byte_back(plain_session: Session, tmp_path: Path, sample: str, edit: str) -> None:
    """Nine ways to write the file, three edits: one difference, inside the element; after undo no byte differs."""
    key, value, is_inside = EDITS[edit]
    path = tmp_path / "EdgeTransport.exe.config"
    path.write_bytes(SAMPLES[sample])
    record = change(plain_session, path, key, value)
    assert record["changed"]
    assert is_inside(*difference(SAMPLES[sample], path.read_bytes()))
    assert undo(plain_session, record).item["changed"]
    assert path.read_bytes() == SAMPLES[sample]
    assert not list(tmp_path.glob("*exkit-new*"))


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_kept_is_refused_untouched(plain_session: Session, tmp_path: Path, name: str) -> None:
    """Each refusal names its reason, leaves the file as it was, and leaves no second file."""
    data, reason = REFUSED[name]
    path = tmp_path / "EdgeTransport.exe.config"
    path.write_bytes(data)
    reply = plain_session.run(setting(path, KEY, "false", "$null 'true'"))
    assert reason in reply.fault
    assert path.read_bytes() == data
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A file as Exchange 2016 has it."""
    path = tmp_path / "EdgeTransport.exe.config"
    path.write_bytes(SAMPLES["BOM and CRLF"])
    return path


def test_a_character_that_xml_forbids_is_refused(plain_session: Session, config: Path) -> None:
    """A control character never reaches the file."""
    reply = plain_session.run(f"Set-ExkitAppSetting '{config}' '{KEY}' ([string][char]1) $null $null")
    assert "0x01" in reply.fault
    assert config.read_bytes() == SAMPLES["BOM and CRLF"]


def test_white_space_survives_the_reader_of_the_service(plain_session: Session, config: Path) -> None:
    """XML turns a tab or a line end inside an attribute into a blank; written as references they arrive."""
    change(plain_session, config, KEY, "a\tb\nc")
    assert b'key="AgentLogEnabled" value="a&#x9;b&#xA;c"' in config.read_bytes()


@pytest.mark.parametrize(
    ("expectation", "says"),
    [("$false $null", "expected absent"), ("$true 'false'", "expected 'false'"), ("$null 'TRUE'", "expected 'TRUE'")],
)
def test_an_unexpected_state_is_refused(plain_session: Session, config: Path, expectation: str, says: str) -> None:
    """What was read before the approval must still hold: presence and value, the case of letters too."""
    assert says in plain_session.run(setting(config, KEY, "false", expectation)).fault


def test_a_comment_and_another_section_are_not_the_key(plain_session: Session, config: Path) -> None:
    """A key in a comment, or in an appSettings that is not configuration's own, is neither found nor counted."""
    text = config.read_bytes().replace(b"<appSettings>", f'<appSettings>\r\n    <!-- <add key="{NEW}" value="x" /> -->'.encode())
    other = f'<other><appSettings><add key="{NEW}" value="1" /></appSettings></other></configuration>'
    config.write_bytes(text.replace(b"</configuration>", other.encode()))
    record = change(plain_session, config, NEW, "false")
    before = record["before"]
    assert isinstance(before, dict)
    assert before["present"] is False
    assert config.read_bytes().count(NEW.encode()) == 3


def test_a_read_only_file_is_refused(plain_session: Session, config: Path) -> None:
    """Somebody protected it: that is asked about, not overridden."""
    config.chmod(0o444)
    assert "read-only" in plain_session.run(setting(config, KEY, "false")).fault


def test_the_mode_of_the_file_is_kept(plain_session: Session, config: Path) -> None:
    """The new file has the rights of the old one."""
    config.chmod(0o640)
    change(plain_session, config, KEY, "false")
    assert config.stat().st_mode & 0o777 == 0o640


def test_a_file_that_changes_meanwhile_is_left_alone(plain_session: Session, config: Path) -> None:
    """Between reading and swapping somebody else wrote: his bytes stay, and no second file is left."""
    race = (
        "$write = ${function:Write-ExkitConfig}\n"
        "function Write-ExkitConfig($Path, $Bytes, $ExpectedSha256) {\n"
        "    [IO.File]::AppendAllText($Path, ' ')\n"
        "    & $write $Path $Bytes $ExpectedSha256\n"
        "}\n"
    )
    assert "changed meanwhile" in plain_session.run(race + setting(config, KEY, "false")).fault
    assert config.read_bytes() == SAMPLES["BOM and CRLF"] + b" "
    assert [entry.name for entry in config.parent.iterdir()] == [config.name]


def test_setting_the_value_that_is_there_changes_nothing(plain_session: Session, config: Path) -> None:
    """No write, no copy, and a record that can be undone to nothing."""
    record = change(plain_session, config, KEY, "true")
    assert (record["changed"], record["backup"]) == (False, None)
    assert undo(plain_session, record).item["changed"] is False
    assert [entry.name for entry in config.parent.iterdir()] == [config.name]


def test_undo_after_an_update_touches_the_key_only(plain_session: Session, config: Path) -> None:
    """A cumulative update replaced the file and kept our value: the key goes back, the update's other changes stay."""
    record = change(plain_session, config, KEY, "false")
    newer = SAMPLES["BOM and CRLF"].replace(b"384MB", b"512MB")
    config.write_bytes(newer.replace(b'"AgentLogEnabled" value="true"', b'"AgentLogEnabled" value="false"'))
    assert undo(plain_session, record).item["changed"]
    assert config.read_bytes() == newer


def test_undo_of_a_removal_after_an_update_adds_the_key_again(plain_session: Session, config: Path) -> None:
    """The old place means nothing in another file: the key is added as a new one, with its old value."""
    record = change(plain_session, config, KEY, None)
    config.write_bytes(config.read_bytes().replace(b"384MB", b"512MB"))
    assert undo(plain_session, record).is_ok
    assert b'<add key="AgentLogEnabled" value="true" />\r\n  </appSettings>' in config.read_bytes()


def test_undo_refuses_what_somebody_else_has_set_since(plain_session: Session, config: Path) -> None:
    """Neither our value nor the old one: nobody knows what is right, so nothing is written."""
    record = change(plain_session, config, KEY, "false")
    theirs = config.read_bytes().replace(b'"AgentLogEnabled" value="false"', b'"AgentLogEnabled" value="maybe"')
    config.write_bytes(theirs)
    assert "which this change did not set" in undo(plain_session, record).fault
    assert config.read_bytes() == theirs


def test_undo_twice_is_no_error(plain_session: Session, config: Path) -> None:
    """The scheduled task may have been first: a key that is as it was is left alone."""
    record = change(plain_session, config, NEW, "false")
    assert undo(plain_session, record).item["changed"] is True
    assert undo(plain_session, record).item["changed"] is False
    assert config.read_bytes() == SAMPLES["BOM and CRLF"]


def test_undo_writes_right_quotes_into_an_update_that_quotes_otherwise(plain_session: Session, config: Path) -> None:
    """The old raw text held a double quote inside single quotes; the update's file uses double quotes."""
    config.write_bytes(config.read_bytes().replace(b'"AgentLogEnabled" value="true"', b'"AgentLogEnabled" value=\'a"b\''))
    record = change(plain_session, config, KEY, "false")
    config.write_bytes(SAMPLES["BOM and CRLF"].replace(b'"AgentLogEnabled" value="true"', b'"AgentLogEnabled" value="false"'))
    assert undo(plain_session, record).is_ok
    assert b'value="a&quot;b"' in config.read_bytes()


def test_the_copy_is_the_old_file(plain_session: Session, config: Path) -> None:
    """The copy that is left until the debt is closed holds the original bytes, and only such a copy is ever removed."""
    record = change(plain_session, config, KEY, "false")
    copy = Path(str(record["backup"]).replace("\\", "/"))
    assert base64.b64encode(copy.read_bytes()) == base64.b64encode(SAMPLES["BOM and CRLF"])
    for wrong in (str(config), f"{config}.exkit-old-1", f"{config}.exkit-old-20260101T000000000/../x"):
        assert "not a backup" in plain_session.run(f"Remove-ExkitBackup '{config}' '{wrong}'").fault
    assert plain_session.run(f"Remove-ExkitBackup '{config}' '{copy}'").is_ok
    assert not copy.exists()


SHARED = Path(__file__).parents[3] / "shared"
REAL = {
    "Exchange 2016": "exchange-objects/E16/EdgeTransport.exe.config",
    "Exchange 2019": "recordings/config_edgetransport/edgetransport-e19.txt",
}


@pytest.mark.shared
@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize("version", REAL)
def test_real_files_come_back_to_the_byte(plain_session: Session, tmp_path: Path, version: str, edit: str) -> None:
    """Files of real servers are changed and come back like the constructed ones."""
    if not (SHARED / REAL[version]).is_file():
        pytest.skip(f"../shared/{REAL[version]} is not here")
    data = (SHARED / REAL[version]).read_bytes()
    path = tmp_path / "EdgeTransport.exe.config"
    path.write_bytes(data)
    key, value, _ = EDITS[edit]
    record = change(plain_session, path, key, value)
    assert path.read_bytes() != data
    assert undo(plain_session, record).is_ok
    assert path.read_bytes() == data
