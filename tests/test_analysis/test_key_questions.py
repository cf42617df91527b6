"""A key of the config file: wanted, documented, accepted, set, and back again."""

import pytest

from tests.test_analysis import world
from tests.test_analysis.world import ask
from toolkit.model.evidence import Origin, Unknown
from toolkit.model.facts import Facts, ParameterValue

DOCUMENTED, ACCEPTED, ALLOWED = "back-pressure.key-documented", "back-pressure.undocumented-accepted", "back-pressure.key-allowed"
IN_EFFECT, RETURNED = "back-pressure.key-in-effect", "back-pressure.key-returned"
MONITORING = "EnableResourceMonitoring"


def _wish(version: str, key: str | None, value: str | None, accepted: str = "no") -> Facts:
    parameters: dict[str, ParameterValue] = {"config_key": key, "config_value": value, "accept_undocumented": accepted}
    return world.facts(parameters, server_identity=world.server(version))


@pytest.mark.parametrize(
    ("question", "parameter"),
    [
        ("back-pressure.key-wanted", "config_key"),
        ("back-pressure.queue-move-wanted", "queue_to"),
        ("back-pressure.archive-wanted", "archive_to"),
    ],
)
def test_a_wish_is_a_parameter_that_was_given(question: str, parameter: str) -> None:
    """Nothing else than the person's own words says what is wanted."""
    assert ask(question, world.facts({parameter: "D:\\x"})).answer == "yes"
    for missing in ({}, {parameter: None}, {parameter: ""}):
        assert ask(question, world.facts(dict(missing))).answer == "no"


@pytest.mark.parametrize(
    ("version", "key", "value", "answer"),
    [
        ("2010", MONITORING, "false", "yes"),
        ("2013", MONITORING, "false", "yes"),
        ("2013", MONITORING, "nein", "no"),
        ("2013", "enableresourcemonitoring", "false", "no"),
        ("2016", MONITORING, "false", "no"),
        ("2019", MONITORING, "false", "no"),
        ("SE", MONITORING, "false", "no"),
        ("2016", "UsedDiskSpace.MediumToHigh", "98", "yes"),
        ("2016", "UsedDiskSpace.MediumToHigh", "101", "no"),
        ("2013", "UsedDiskSpace.MediumToHigh", "98", "no"),
        ("2013", "PercentageDatabaseDiskSpaceUsedHighThreshold", "98", "yes"),
        ("2016", "PercentageDatabaseDiskSpaceUsedHighThreshold", "98", "no"),
        ("2019", "JetSessions.MediumToHigh", "2000", "no"),
        ("2016", "QueueDatabasePath", "D:\\Q", "no"),
        ("2016", None, "98", "no"),
        ("2016", "UsedDiskSpace.MediumToHigh", None, "no"),
        ("", MONITORING, "false", "unknown"),
    ],
)
def test_a_key_is_documented_for_a_version_with_a_value_in_range(version: str, key: str | None, value: str | None, answer: str) -> None:
    """Key, case, version and value together; a build that we do not know is unknown."""
    assert ask(DOCUMENTED, _wish(version, key, value)).answer == answer


def test_the_reason_names_the_versions_that_document_a_key() -> None:
    """An administrator learns why the old switch is refused on his server."""
    says = ask(DOCUMENTED, _wish("2019", MONITORING, "false")).finding.says
    assert "2010, 2013" in says
    assert "not for 2019" in says
    assert "case-sensitive" in ask(DOCUMENTED, _wish("2019", "Nothing", "1")).finding.says


@pytest.mark.parametrize(("said", "answer"), [("yes", "yes"), ("no", "no"), ("", "no"), ("Yes", "no"), (None, "no")])
def test_only_a_plain_yes_accepts(said: str | None, answer: str) -> None:
    """The choice is yes or no; nothing else is taken for consent."""
    assert ask(ACCEPTED, world.facts({"accept_undocumented": said})).answer == answer


@pytest.mark.parametrize(
    ("version", "key", "value", "accepted", "answer"),
    [
        ("2013", MONITORING, "false", "no", "yes"),
        ("2016", MONITORING, "false", "no", "no"),
        ("2016", MONITORING, "false", "yes", "yes"),
        ("2016", None, "false", "yes", "no"),
        ("2016", MONITORING, None, "yes", "no"),
        ("", MONITORING, "false", "yes", "unknown"),
    ],
)
def test_a_key_is_allowed_when_documented_or_accepted(version: str, key: str | None, value: str | None, accepted: str, answer: str) -> None:
    """Refused by default on 2016 and later; consent opens it, a missing value never."""
    assert ask(ALLOWED, _wish(version, key, value, accepted)).answer == answer


def test_an_accepted_key_says_what_may_be_wrong() -> None:
    """Consent does not make the key documented."""
    finding = ask(ALLOWED, _wish("2016", MONITORING, "false", "yes")).finding
    assert "not for 2016" in finding.says
    assert finding.disproved_by
    assert {evidence.origin for evidence in finding.evidence} == {Origin.STATE, Origin.PERSON}


@pytest.mark.parametrize(
    ("state", "answer"),
    [
        (world.key_state(MONITORING, "false"), "yes"),
        (world.key_state(MONITORING, "False"), "no"),
        (world.key_state(MONITORING, "true"), "no"),
        (world.key_state(MONITORING, None), "no"),
        (world.key_state("Other", "false"), "unknown"),
        (Unknown("x"), "unknown"),
    ],
)
def test_a_key_is_in_effect_when_the_file_has_the_value(state: object, answer: str) -> None:
    """Exactly the wanted value, of exactly the wanted key."""
    conclusion = ask(IN_EFFECT, world.facts({"config_key": MONITORING, "config_value": "false"}, config_key=state))
    assert conclusion.answer == answer
    assert answer != "yes" or "starts" in conclusion.finding.disproved_by


@pytest.mark.parametrize(
    ("before", "now", "answer"),
    [
        (None, None, "yes"),
        (None, "true", "no"),
        ("true", "true", "yes"),
        ("true", None, "no"),
        ("true", "false", "no"),
        ("", None, "no"),
        ("", "", "yes"),
    ],
)
def test_a_key_has_returned_when_it_is_as_it_was(before: str | None, now: str | None, answer: str) -> None:
    """A key that was not there must be gone again; an empty value is not the same as none."""
    known = world.facts(set_config_key=world.key_change("K", before, "x"), config_key=world.key_state("K", now))
    assert ask(RETURNED, known).answer == answer


def test_a_return_of_another_key_is_unknown() -> None:
    """The reading must be of the key that was changed."""
    known = world.facts(set_config_key=world.key_change("K", None, "x"), config_key=world.key_state("L", None))
    assert ask(RETURNED, known).answer == "unknown"
    assert ask(RETURNED, world.without(known, "set_config_key")).answer == "unknown"
