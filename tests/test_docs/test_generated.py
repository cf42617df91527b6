"""Generated documents are what would be generated today; ``make docs`` writes them anew."""

import json
from pathlib import Path

import pytest

from tests.make_docs import DOCS, GENERATED, write
from toolkit.cli.main import run


@pytest.mark.parametrize("name", GENERATED)
def test_a_generated_file_is_fresh_byte_for_byte(name: str) -> None:
    """What is checked in is what the product writes."""
    assert (DOCS / name).read_bytes() == GENERATED[name]().encode(), "make docs"


def test_runbooks_are_fresh_for_the_product_too(capsys: pytest.CaptureFixture[str]) -> None:
    """The command that people use says so as well."""
    for file in sorted((DOCS / "runbooks").iterdir()):
        assert run(["runbook", file.stem, "-o", str(file), "--check"]) == 0
    capsys.readouterr()


def test_the_schema_is_what_the_command_prints(capsys: pytest.CaptureFixture[str]) -> None:
    """Editors get from the file what they would get from the command."""
    assert run(["playbooks", "schema"]) == 0
    assert json.loads(capsys.readouterr().out) == json.loads(GENERATED["reference/playbook.schema.json"]())


def test_only_stale_files_are_written(tmp_path: Path) -> None:
    """A second time there is nothing to do; a file that was touched is written again."""
    assert len(write(tmp_path)) == len(GENERATED)
    assert write(tmp_path) == []
    (tmp_path / "reference/facts.md").write_text("old", encoding="utf-8")
    assert write(tmp_path) == [tmp_path / "reference/facts.md"]
