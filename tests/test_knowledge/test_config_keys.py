"""Documented keys of EdgeTransport.exe.config."""

import pytest

from tests.recorded import SHARED, needs_shared
from toolkit.knowledge.config_keys import config_key_rule, config_key_rules, versions_documenting
from toolkit.model.exchange import ExchangeVersion

E2010, E2013, E2016, E2019, SE = ExchangeVersion


@pytest.mark.parametrize(
    ("name", "version", "default"),
    [
        ("EnableResourceMonitoring", E2010, "true"),
        ("EnableResourceMonitoring", E2013, "true"),
        ("VersionBucketsHighThreshold", E2010, "200"),
        ("VersionBucketsHighThreshold", E2013, "2500"),
        ("SubmissionQueueHighThreshold", E2010, "4000"),
        ("UsedDiskSpace.MediumToLow", E2016, "80"),
        ("DatabaseUsedSpace.MediumToHigh", E2019, "99"),
        ("QueueLength[SubmissionQueue].LowToMedium", SE, "9999"),
        ("DehydrateMessagesUnderMemoryPressure", E2019, "true"),
    ],
)
def test_keys_have_the_default_of_their_version(name: str, version: ExchangeVersion, default: str) -> None:
    """The same key has other defaults in other versions."""
    rule = config_key_rule(name, version)
    assert rule is not None
    assert rule.default == default


@pytest.mark.parametrize(
    ("name", "version"),
    [
        ("EnableResourceMonitoring", E2016),
        ("EnableResourceMonitoring", E2019),
        ("EnableResourceMonitoring", SE),
        ("enableresourcemonitoring", E2013),
        ("UsedDiskSpace.MediumToLow", E2013),
        ("JetSessions.MediumToHigh", E2019),
        ("QueueDatabasePath", E2016),
        ("", E2016),
    ],
)
def test_undocumented_keys_have_no_rule(name: str, version: ExchangeVersion) -> None:
    """Another version, another case and other keys are not documented; names are case-sensitive."""
    assert config_key_rule(name, version) is None


def test_versions_that_document_a_key() -> None:
    """Oldest first; none for a key of no document."""
    assert versions_documenting("EnableResourceMonitoring") == ("2010", "2013")
    assert versions_documenting("UsedDiskSpace.MediumToHigh") == ("2016", "2019", "SE")
    assert versions_documenting("Nothing") == ()


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("EnableResourceMonitoring", "false", True),
        ("EnableResourceMonitoring", "True", True),
        ("EnableResourceMonitoring", "0", False),
        ("EnableResourceMonitoring", "", False),
        ("PercentageDatabaseDiskSpaceUsedHighThreshold", "0", True),
        ("PercentageDatabaseDiskSpaceUsedHighThreshold", "100", True),
        ("PercentageDatabaseDiskSpaceUsedHighThreshold", "101", False),
        ("PercentageDatabaseDiskSpaceUsedHighThreshold", "99 ", False),
        ("PercentageDatabaseDiskSpaceUsedHighThreshold", "-1", False),
        ("PercentageDatabaseDiskSpaceUsedHighThreshold", "९९", False),
        ("ResourceMonitoringInterval", "00:00:05", True),
        ("ResourceMonitoringInterval", "1.00:00:05", True),
        ("ResourceMonitoringInterval", "5", False),
        ("ResourceMonitoringInterval", "00:61:00", False),
        ("SubmissionQueueHighThreshold", "0", False),
        ("SubmissionQueueHighThreshold", "15000", True),
        ("SubmissionQueueHighThreshold", "1e4", False),
    ],
)
def test_values_must_be_of_the_kind_and_in_range(name: str, value: str, allowed: bool) -> None:
    """A value is culture-invariant text of its kind; nothing is trimmed or guessed."""
    rule = config_key_rule(name, E2013)
    assert rule is not None
    assert rule.allows(value) is allowed


@pytest.mark.shared
@needs_shared
def test_every_documented_mark_of_the_reference_is_there() -> None:
    """The table of 2016/2019 marks agrees with the reference."""
    text = (SHARED / "design" / "domain.md").read_text(encoding="utf-8")
    marks = ("LowToMedium", "MediumToHigh", "HighToMedium", "MediumToLow")
    meters = {"DatabaseUsedSpace": "DatabaseUsedSpace", "PrivateBytes": "PrivateBytes", "SystemMemory": "SystemMemory"}
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) >= 5 and cells[0] in meters:
            for mark, value in zip(marks, cells[1:5], strict=True):
                rule = config_key_rule(f"{cells[0]}.{mark}", E2019)
                assert rule is not None
                assert rule.default == value


def test_monitoring_key_is_in_no_rule_of_2016_and_later() -> None:
    """The switch of 2007 to 2013 is in no newer document; setting it there is refused by default."""
    newer = {"2016", "2019", "SE"}
    assert not [rule for rule in config_key_rules() if rule.name == "EnableResourceMonitoring" and newer & set(rule.versions)]
