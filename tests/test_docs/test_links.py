"""Every link between the documents leads somewhere, and every page is found."""

from pathlib import Path

import pytest

from tests.test_docs.pages import DOCS, PAGES, WRITTEN, name_of, read
from tests.test_docs.spans import anchors_of, links_of

LONGEST_PAGE = 150


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_to_files_and_headings(page: Path) -> None:
    """A relative link names a file that exists and, behind ``#``, one of its headings."""
    for target in links_of(page):
        file, _, anchor = target.partition("#")
        there = (page.parent / file).resolve() if file else page
        assert there.exists(), target
        assert not anchor or anchor in anchors_of(there), target


def test_index_names_every_page() -> None:
    """Each page below docs is linked from docs/README.md, and so is each schema."""
    index = DOCS / "README.md"
    linked = {(DOCS / target.partition("#")[0]).resolve() for target in links_of(index)}
    files = {file.resolve() for file in DOCS.rglob("*") if file.suffix in (".md", ".json")} - {index.resolve()}
    assert files - linked == set()


@pytest.mark.parametrize("page", WRITTEN, ids=name_of)
def test_pages_are_short(page: Path) -> None:
    """A page that a person writes is read in one sitting."""
    assert len(read(page).splitlines()) <= LONGEST_PAGE
