"""Writes the generated documents anew. Run by ``make docs``."""

import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from tests.test_docs.commands_page import commands_page
from tests.test_docs.facts_page import facts_page
from tests.test_docs.first_contact_page import first_contact_page
from tests.test_docs.rules_page import rules_page
from toolkit.analysis.questions import questions_page
from toolkit.catalog.library import editor_schema, list_ids
from toolkit.cli.actions.runbook import render
from toolkit.cli.content import open_content
from toolkit.cli.content_options import SHIPPED_ONLY


def write_runbook(playbook_id: str) -> str:
    """Return the runbook of a shipped playbook."""
    return render(playbook_id, ".md", RUNBOOKS_ARE_FOR, open_content(SHIPPED_ONLY))


DOCS = Path(__file__).parents[1] / "docs"
RUNBOOKS_ARE_FOR = "2019"
"""The version that ``exkit runbook`` takes when none is named."""
GENERATED: Mapping[str, Callable[[], str]] = {
    "reference/commands.md": commands_page,
    "reference/facts.md": facts_page,
    "reference/first-contact.md": first_contact_page,
    "reference/questions.md": questions_page,
    "reference/template-rules.md": rules_page,
    "reference/playbook.schema.json": editor_schema,
    **{f"runbooks/{playbook_id}.md": partial(write_runbook, playbook_id) for playbook_id in list_ids()},
}
"""What writes each generated file, by its path below ``docs``."""


def write(folder: Path) -> list[Path]:
    """Write the generated files that are not as they would be written now, and return them."""
    changed = []
    for name, generate in GENERATED.items():
        file, content = folder / name, generate().encode()
        if not file.is_file() or file.read_bytes() != content:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
            changed.append(file)
    return changed


if __name__ == "__main__":
    written = write(DOCS)
    sys.stdout.write("".join(f"Written: {file}\n" for file in written) or "All generated documents are fresh.\n")
