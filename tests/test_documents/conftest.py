"""Fixtures of pages."""

import pytest

from tests.test_documents.frames import WIREFRAME


@pytest.fixture(autouse=True)
def _shared_material(request: pytest.FixtureRequest) -> None:
    """Skip tests that compare with the design where it is not at hand."""
    if request.node.get_closest_marker("shared") and not WIREFRAME.is_file():
        pytest.skip("../shared/design is not here: nothing to compare with")
