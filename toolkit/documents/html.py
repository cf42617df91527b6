"""Pages as one HTML file: no script, nothing loaded, a content policy that stops what escaping would miss."""

import base64
import hashlib

from toolkit.documents.blocks import Page, Section
from toolkit.documents.environment import find_headline, make_environment, read_template

TEMPLATE = "page.html.j2"
STYLE = "page.css"


def render_html(document: Page) -> str:
    """Return ``document`` as a whole HTML document; its first section stands above the list of contents."""
    style = read_template(STYLE)
    assert style is not None, "the style sheet is shipped with the templates"
    contents = [(section.anchor, _say_headline(section)) for section in document.sections if section.anchor]
    return make_environment().get_template(TEMPLATE).render(page=document, style=style, style_hash=hash_style(style), contents=contents)


def hash_style(style: str) -> str:
    """Return the content policy's source of a style sheet, ``sha256-...`` (Content Security Policy Level 2)."""
    return "sha256-" + base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()


def _say_headline(section: Section) -> str:
    headline = find_headline(section)
    return "".join(span.text for span in headline.text) if headline else section.anchor
