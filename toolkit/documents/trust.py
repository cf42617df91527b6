"""Who answers for a playbook, in every page that shows one; nothing is said of what is shipped."""

from toolkit.documents.blocks import Block, Paragraph, Row
from toolkit.documents.text import Text, badge, plain
from toolkit.documents.words import Loudness, Word
from toolkit.model.content import ContentTrust, Trust

UNSIGNED = Word("UNSIGNED", Loudness.LOOK, "look")


def trust_text(trust: ContentTrust) -> Text:
    """Return one line: ``UNSIGNED, it may only ask: ...`` or who has signed it; nothing for shipped content."""
    if trust.level is Trust.SHIPPED:
        return ()
    not_checked = f" {trust.not_checked}" if trust.not_checked else ""
    if trust.level is Trust.SITE:
        return plain(f"Signed by {trust.signed_by}. Content of {trust.folder}.{not_checked}")
    return (*badge(UNSIGNED), *plain(f", it may only ask: {trust.why}. Content of {trust.folder}.{not_checked}"))


def trust_blocks(trust: ContentTrust) -> tuple[Block, ...]:
    """Return the line as a paragraph; nothing for shipped content."""
    text = trust_text(trust)
    return (Paragraph(text),) if text else ()


def trust_rows(trust: ContentTrust) -> tuple[Row, ...]:
    """Return the line as a row; nothing for shipped content."""
    text = trust_text(trust)
    return (Row("Content", (text,)),) if text else ()
