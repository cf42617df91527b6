"""The same answer from a live Exchange shell, from implicit remoting, and from text."""

import pytest

from tests.test_lab.powershell import Session

pytestmark = pytest.mark.pwsh

LIVE = """
Add-Type -TypeDefinition @'
namespace ExkitTest {
  public enum ServiceState { Inactive, Active, Draining }
  public class Size {
    ulong bytes;
    public Size(ulong b) { bytes = b; }
    public override string ToString() { return "36 MB (" + bytes.ToString("N0") + " bytes)"; }
  }
  public class Unlimited { public override string ToString() { return "Unlimited"; } }
}
'@
$live = @{
    state = [ExkitTest.ServiceState]::Active
    size = New-Object ExkitTest.Size 37748736
    none = New-Object ExkitTest.Unlimited
    time = [datetime]::new(2026, 11, 25, 10, 15, 0, [DateTimeKind]::Utc)
    span = [timespan]'00:10:00'
    many = [Collections.ArrayList]@('a', 'b')
}
"""
REMOTE = """
$remote = @{}
foreach ($name in $live.Keys) {
    $remote[$name] = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($live[$name]))
}
"""
TEXT = """
$text = @{
    state = 'Active'
    size = '36 MB (37,748,736 bytes)'
    none = 'Unlimited'
    time = '11/25/2026 10:15:00'
    span = '00:10:00'
    many = 'a', 'b'
}
"""
ASK = """
foreach ($world in $live, $remote, $text) {
    [ordered]@{ state = Get-ExkitText $world.state; size = ConvertTo-ExkitBytes $world.size; none = ConvertTo-ExkitBytes $world.none
        time = ConvertTo-ExkitTime $world.time; span = ConvertTo-ExkitSeconds $world.span; many = ConvertTo-ExkitList $world.many }
}
"""


def test_three_worlds_give_the_same_json(plain_session: Session) -> None:
    """Enums by name, sizes as bytes, times in UTC, lists as lists: the reader cannot tell where they came from."""
    live, remote, text = plain_session.run(LIVE + REMOTE + TEXT + ASK).rows
    assert live == remote == text
    assert live == {
        "state": "Active",
        "size": 37748736,
        "none": "unlimited",
        "time": "2026-11-25T10:15:00.0000000Z",
        "span": 600,
        "many": ["a", "b"],
    }


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("ConvertTo-ExkitBytes '384MB'", 402653184),
        ("ConvertTo-ExkitBytes '1.5 GB (1,610,612,736 bytes)'", 1610612736),
        ("ConvertTo-ExkitBytes '1,5 GB (1\u00a0610\u00a0612\u00a0736 bytes)'", 1610612736),
        ("ConvertTo-ExkitBytes '7b'", 7),
        ("ConvertTo-ExkitBytes $null", None),
        ("ConvertTo-ExkitNumber 'Unlimited'", "unlimited"),
        ("ConvertTo-ExkitNumber '-5'", -5),
        ("ConvertTo-ExkitTime ''", None),
        ("ConvertTo-ExkitList $null", []),
        ("ConvertTo-ExkitList 'one'", ["one"]),
        ('ConvertTo-ExkitLiteral "it\'s a \u2018quote\u2019"', "'it''s a \u2018\u2018quote\u2019\u2019'"),
        ("Join-ExkitPath 'C:\\a\\' '\\b'", "C:\\a\\b"),
        ("Test-ExkitBelow 'C:\\logs2\\x' 'C:\\logs'", False),
        ("Test-ExkitBelow 'c:\\LOGS\\x' 'C:\\logs\\'", True),
        ("Test-ExkitPlainPath 'C:\\a\\..\\b'", False),
        ("Test-ExkitPlainPath 'C:\\a\\..b'", True),
        ("Test-ExkitPlainPath '\\\\server\\share\\x'", False),
        ("Test-ExkitPlainPath '\\\\?\\Volume{0a1b}\\x'", True),
        ("Test-ExkitPlainPath 'C:\\a:stream'", False),
    ],
)
def test_one_value(plain_session: Session, expression: str, value: object) -> None:
    """Sizes in three spellings, unlimited, nothing, lists, quotes, and paths that lead elsewhere."""
    reply = plain_session.run(f"[ordered]@{{ value = {expression} }}")
    assert reply.item["value"] == value


def test_what_is_no_size_is_an_error(plain_session: Session) -> None:
    """Nothing is guessed."""
    assert "not a size" in plain_session.run("ConvertTo-ExkitBytes 'many'").fault
