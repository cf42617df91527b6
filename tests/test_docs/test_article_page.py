"""The page about the article: no advice on databases is left without an answer."""

from pathlib import Path

import pytest

from tests.recorded import SHARED, needs_shared

PAGE = Path(__file__).parents[2] / "docs/explanation/what-the-article-says.md"
ADVICE = (
    "STM",
    "1 GB",
    "EnableResourceMonitoring",
    "/cc",
    "/cc /t",
    "Isinteg -fix",
    "Move Mailbox",
    "Stellar",
    "chkdsk /f /r",
    "anti-spam",
    "antivirus",
    "Eseutil",
    "-510",
    "-1022",
    "454",
)


@pytest.mark.parametrize("advice", ADVICE)
def test_every_advice_has_an_answer(advice: str) -> None:
    """Each piece of advice stands in the page, in the article's own words."""
    assert advice.lower() in _plain(PAGE.read_text(encoding="utf-8"))


@pytest.mark.shared
@needs_shared
@pytest.mark.parametrize("advice", ADVICE)
def test_the_article_gives_this_advice(advice: str) -> None:
    """Nothing is put into the article's mouth."""
    assert advice.lower() in _plain((SHARED / "source-article.txt").read_text(encoding="utf-8"))


def test_rows_have_all_columns() -> None:
    """Every row of the two tables names what is right, since when and a source."""
    rows = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    articles = [row for row in rows if row.count(" | ") == 3]
    assert len(articles) >= 20
    assert all(cell.strip() for row in articles for cell in row.strip("|").split(" | "))


def _plain(text: str) -> str:
    return text.lower().replace("*", "").replace("`", "").replace("\u2018", "").replace("eseutil/cc", "eseutil /cc")
