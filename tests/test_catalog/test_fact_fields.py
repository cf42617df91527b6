"""What of a fact a script can be given."""

import pytest

from toolkit.catalog.fact_fields import can_stand_in_a_script, field_type
from toolkit.cli.vocabulary import shipped_vocabulary
from toolkit.parsing.readers import READERS


@pytest.mark.parametrize(
    ("reader", "path"),
    [
        ("server_identity", ["fqdn"]),
        ("server_identity", ["version"]),
        ("server_identity", ["is_edge"]),
        ("log_folders", ["paths"]),
        ("config_key", ["present"]),
        ("config_key", ["value"]),
        ("set_config_key", ["record"]),
        ("schedule_key_return", ["runs_at"]),
    ],
)
def test_single_values_can(reader: str, path: list[str]) -> None:
    """Texts, enumerations, truth values, times, lists of texts and records, as fields or as properties."""
    declared = field_type(READERS[reader].kind, path)
    assert declared is not None
    assert can_stand_in_a_script(declared)


@pytest.mark.parametrize(("reader", "path"), [("volumes", ["volumes"]), ("queues", ["queues"]), ("set_config_key", ["before"])])
def test_objects_cannot(reader: str, path: list[str]) -> None:
    """An object, or a list of objects, would become the text of a Python class."""
    assert not can_stand_in_a_script(field_type(READERS[reader].kind, path))


def test_a_path_leads_through_objects() -> None:
    """A field of a field is found; one that is not there is not."""
    assert field_type(READERS["set_config_key"].kind, ["before", "value"]) is not None
    assert field_type(READERS["set_config_key"].kind, ["before", "nothing"]) is None
    assert field_type(READERS["server_identity"].kind, ["nothing"]) is None


def test_every_binding_field_exists() -> None:
    """What an approval rests on is there in the class of the reader."""
    readers = shipped_vocabulary().readers
    assert all(field_type(reader.kind, [name]) is not None for reader in readers.values() for name in reader.binding)
