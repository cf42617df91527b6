"""Builds tell the version."""

import pytest

from toolkit.model.exchange import ExchangeVersion


@pytest.mark.parametrize(
    ("build", "version"),
    [
        ("14.3.513.0", ExchangeVersion.E2010),
        ("15.0.1497.2", ExchangeVersion.E2013),
        ("15.1.2375.7", ExchangeVersion.E2016),
        ("15.2.1544.4", ExchangeVersion.E2019),
        ("15.2.2562.17", ExchangeVersion.SE),
        ("8.3.83.0", None),
        ("16.0.1.1", None),
        ("15.2", None),
        ("fifteen.2.1", None),
        ("", None),
    ],
)
def test_a_build_tells_its_version_or_nothing(build: str, version: ExchangeVersion | None) -> None:
    """A build that is not in the table is unknown, never the nearest version."""
    assert ExchangeVersion.of_build(build) is version
