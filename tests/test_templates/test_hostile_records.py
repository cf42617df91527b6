"""What stood in a config file before a change goes to the controller and back in a record, whatever it is: bytes as before."""

from pathlib import Path

import pytest

from tests.test_lab.stage import Stage
from tests.test_lab.worlds import INSTALL
from toolkit.lab.world_tree import place_of

pytestmark = pytest.mark.pwsh

KEY = "AgentLogEnabled"
LINE = f'<add key="{KEY}" value="true" />'.encode()
BEFORE = {
    "what PowerShell reads otherwise": 'value="--% $(throw 1) `n it\'s \u2018\u2019\u201a\u201b @{}"',
    "only the sign that ends parsing": 'value="--%"',
    "a time": 'value="2026-01-01T00:00:00Z"',
    "a time as old JSON has it": 'value="/Date(1767323045000)/"',
    "what cannot be seen": 'value="a\u200bb\u202ec\u2028d\ufeffe\u00adf\u007fg\u0085h"',
    "references and line ends in a value": 'value="a&#13;&#10;b&quot;&lt;&#x2019;"',
    "line ends in the element": "\r\n\tvalue\r\n=\r\n'true'\r\n",
    "pairs of surrogates": 'value="\U0001f600\U0010fffd"',
    "many quotes": 'value="' + "\u2019" * 20_000 + '"',
    "number and nothing": 'value="1e5"  note=""',
}


@pytest.fixture(scope="module")
def config(stage: Stage) -> Path:
    """The file whose key is changed, on a server of its own."""
    path = place_of(stage.make({"files": []}).root, f"{INSTALL}Bin\\EdgeTransport.exe.config")
    text = path.read_bytes()
    assert text.count(LINE) == 1
    return path


@pytest.fixture(scope="module")
def original(config: Path) -> bytes:
    """The file as the server has it."""
    return config.read_bytes()


@pytest.mark.parametrize("after", ["false", None], ids=["set", "removed"])
@pytest.mark.parametrize("name", BEFORE)
def test_a_record_of_anything_leads_back_to_the_byte(stage: Stage, config: Path, original: bytes, name: str, after: str | None) -> None:
    """Set or removed, and put back by the record that the product has sent to the server again."""
    before = original.replace(LINE, f'<add key="{KEY}" {BEFORE[name]} />'.encode())
    config.write_bytes(before)
    record = stage.session.ask("change/set_config_key", {"Key": KEY, "Value": after}).item
    assert record["changed"] is True
    assert config.read_bytes() != before
    back = stage.session.ask("change/restore_config_key", {"Record": record}).item
    assert back["changed"] is True
    assert config.read_bytes() == before
