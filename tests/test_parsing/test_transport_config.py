"""EdgeTransport.exe.config: own and real files, and broken ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.recorded import Recorded, needs_shared, recorded, shared_recordings
from tests.test_parsing.samples import ANSWERS, AT, SHA
from toolkit.errors import ParsingError
from toolkit.model.transport_config import TransportConfig
from toolkit.parsing.transport_config import read_config_key, read_keys, read_transport_config


def _read(text: str) -> TransportConfig:
    return read_transport_config(({"path": "D:\\E.config", "sha256": SHA, "text": text, "modified": AT, "read_only": False},))


@pytest.mark.parametrize("case", recorded("transport_config"), ids=str)
def test_a_file_gives_its_keys_or_says_what_is_wrong(case: Recorded) -> None:
    """A broken file is a value that says so with its line: it must be reported, not crash."""
    config = _read(case.text)
    assert config.wellformed is case.truth["wellformed"]
    assert case.truth.get("problem", "") in config.problem
    assert len(config.keys) == case.truth.get("keys", 0)
    assert list(config.duplicates) == case.truth.get("duplicates", [])
    assert list(config.other_case) == case.truth.get("other_case", [])


@pytest.mark.parametrize("case", recorded("transport_config"), ids=str)
def test_keys_have_their_values_and_lines(case: Recorded) -> None:
    """Names are compared by case; entities are resolved; comments are none; lines count from 1."""
    config = _read(case.text)
    for name, value in case.truth.get("values", {}).items():
        assert config.value_of(name) == value, name
        assert config.has(name) is (value is not None)
    lines = {key.name: key.line for key in config.keys}
    assert case.truth.get("lines", {}).items() <= lines.items()
    if "queue_path" in case.truth:
        assert config.queue_path == config.queue_logging_path == case.truth["queue_path"]


def test_folders_come_from_the_file() -> None:
    """Five folders by their keys; a key that is not there leaves an empty path, never a default."""
    config = _read('<configuration><appSettings><add key="TemporaryStoragePath" value="D:\\T"/></appSettings></configuration>')
    assert config.temporary_path == "D:\\T"
    assert (config.queue_path, config.queue_logging_path, config.ip_filter_path, config.ip_filter_logging_path) == ("", "", "", "")


@pytest.mark.shared
@needs_shared
@pytest.mark.parametrize("case", shared_recordings("config_edgetransport"), ids=str)
def test_real_files_are_read(case: Recorded) -> None:
    """The stock files of 2016 and 2019 have no EnableResourceMonitoring; the broken one says its line."""
    config = _read(case.text)
    if case.truth.get("xml_wellformed") is False:
        assert not config.wellformed
        assert f"line {case.truth['error_line']}" in config.problem
        return
    assert config.has("EnableResourceMonitoring") is case.truth["EnableResourceMonitoring_present"]
    assert len(config.keys) == case.text.split("</appSettings>")[0].count("<add ")
    for name in ("QueueDatabasePath", "DatabaseMaxCacheSize"):
        assert name not in case.truth or config.value_of(name) == case.truth[name]


@pytest.mark.parametrize("digest", ["", "0F" * 32, "0f" * 31, "zz" * 32])
def test_a_hash_must_be_a_hash(digest: str) -> None:
    """The hash binds an approval; anything else is refused."""
    with pytest.raises(ParsingError, match="64 hex digits"):
        read_transport_config(({**ANSWERS["transport_config"][0], "sha256": digest},))


def test_a_key_that_is_there_and_one_that_is_not() -> None:
    """An empty value is a value; a missing key has none."""
    item = ANSWERS["config_key"][0]
    assert read_config_key((item,)).value == ""
    absent = read_config_key(({**item, "present": False, "value": None},))
    assert absent.value is None
    assert not absent.present


@pytest.mark.parametrize(("present", "value"), [(True, None), (False, "x")])
def test_a_key_that_contradicts_itself(present: bool, value: str | None) -> None:
    """Present without value, or absent with one, is refused."""
    with pytest.raises(ParsingError, match="exactly when"):
        read_config_key(({**ANSWERS["config_key"][0], "present": present, "value": value},))


@given(st.text())
def test_any_text_has_keys_or_a_problem(text: str) -> None:
    """Never both, never neither, and nothing is raised."""
    keys, problem = read_keys(text)
    assert not (keys and problem)


@given(st.dictionaries(st.text("abcXYZ.[]_", min_size=1), st.text("abc 0:\\<&\"'äж"), max_size=8))
def test_any_keys_survive_the_file(pairs: dict[str, str]) -> None:
    """What an XML writer wrote is read back exactly."""
    keys, problem = read_keys(_as_config(pairs))
    assert problem == ""
    assert [(key.name, key.value) for key in keys] == list(pairs.items())


def _as_config(pairs: dict[str, str]) -> str:
    escapes = str.maketrans({"&": "&amp;", "<": "&lt;", '"': "&quot;"})
    adds = "".join(f'<add key="{name}" value="{value.translate(escapes)}" />\n' for name, value in pairs.items())
    return f"<configuration><appSettings>\n{adds}</appSettings></configuration>"
