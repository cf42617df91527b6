"""The templates that one command may use: the shipped ones, and those of a site; a value, passed down."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from toolkit.rendering.templates import Template, list_templates, load_template


@dataclass(frozen=True, slots=True)
class TemplateShelf:
    """Templates by name.

    Attributes:
        site: templates of a site; none of them has the name of a shipped one.
    """

    site: Mapping[str, Template] = field(default_factory=lambda: MappingProxyType({}))

    def load(self, name: str) -> Template:
        """Return the template ``observe/volumes``.

        Raises:
            TemplateInvalid: there is none, or its front matter breaks a rule.
        """
        return self.site[name] if name in self.site else load_template(name)

    def names(self) -> Iterator[str]:
        """Yield the names of all templates, the shipped ones first."""
        yield from list_templates()
        yield from self.site


SHIPPED_SHELF = TemplateShelf()
"""The templates of the product."""
