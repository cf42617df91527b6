"""Meanings of meters."""

import pytest

from toolkit.knowledge.look_alikes import amounts, look_alike, names
from toolkit.knowledge.resource_meters import meter_meaning


@pytest.mark.parametrize(
    ("kind", "resource"),
    [
        ("DatabaseUsedSpace", "disk"),
        ("UsedDiskSpace", "disk"),
        ("PrivateBytes", "memory"),
        ("QueueLength", "submission-queue"),
        ("UsedVersionBuckets", "version-buckets"),
        ("SystemMemory", "ignored"),
        ("JetSessions", "other"),
        ("CheckpointDepth", "other"),
    ],
)
def test_known_meters(kind: str, resource: str) -> None:
    """Every meter that was ever seen has its resource."""
    assert meter_meaning(kind).resource == resource


def test_a_new_meter_is_other_and_named() -> None:
    """Meters are an open set: a new one is no error, and people see its name."""
    meaning = meter_meaning("ProcessorTime")
    assert meaning.resource == "other"
    assert "ProcessorTime" in meaning.says


def test_amounts_and_names_are_words() -> None:
    """Words beside a number that make it something else."""
    assert {"mb", "recipients"} <= amounts()
    assert {"port", "ordinal"} <= names()


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("451 Unavailable For Legal Reasons", "HTTP"),
        ("200 PORT command successful", "FTP"),
        ("The process cannot access the file because it is being used\n by another process", "FTP"),
        ("The ordinal 421 could not be located", "loader"),
        ("452 4.3.1 Insufficient system resources", ""),
    ],
)
def test_look_alikes_are_named(text: str, what: str) -> None:
    """What a text is instead of a mail error, wrapped or not."""
    found = look_alike(text)
    assert (what in found) if what else found == ""
