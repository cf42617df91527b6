"""XML from a server as a small tree with line numbers: bounded, without document types and entities (security design §2.4)."""

from xml.parsers import expat

LONGEST_XML = 4_194_304
"""Characters; diagnostics and config files are a few ten thousand."""
DEEPEST_XML = 64
MOST_ELEMENTS = 100_000


class XmlRefused(ValueError):
    """A text is not XML, or not XML that is read here; the message says why, with the line where there is one."""


class Element:
    """One element; it grows while the text is read, and nobody changes it afterwards.

    Attributes:
        tag: its name as written.
        attributes: by name.
        line: where it begins, counted from 1.
        text: what stands directly in it.
        children: in order.
    """

    __slots__ = ("attributes", "children", "line", "tag", "text")

    def __init__(self, tag: str, attributes: dict[str, str], line: int) -> None:
        self.tag = tag
        self.attributes = attributes
        self.line = line
        self.text = ""
        self.children: list[Element] = []

    def first(self, *path: str) -> "Element | None":
        """Return the first element along ``path`` of tags; None when there is none."""
        here: Element | None = self
        for tag in path:
            here = next((child for child in here.children if child.tag == tag), None) if here else None
        return here

    def all(self, tag: str) -> list["Element"]:
        """Return the children with this tag, in order."""
        return [child for child in self.children if child.tag == tag]


class _Builder:
    """Collects elements from the parser's calls."""

    def __init__(self, parser: expat.XMLParserType) -> None:
        self.root: Element | None = None
        self.parser = parser
        self.open: list[Element] = []
        self.count = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.count += 1
        if len(self.open) >= DEEPEST_XML or self.count > MOST_ELEMENTS:
            raise XmlRefused(f"line {self.parser.CurrentLineNumber}: nested deeper or longer than is read here")
        element = Element(tag, attributes, self.parser.CurrentLineNumber)
        if self.open:
            self.open[-1].children.append(element)
        else:
            self.root = element
        self.open.append(element)

    def end(self, _tag: str) -> None:
        self.open.pop()

    def characters(self, text: str) -> None:
        if self.open:
            self.open[-1].text += text


def read_xml(text: str) -> Element:
    """Return the root element of ``text``; an encoding that the text declares is ignored, it is text already.

    Raises:
        XmlRefused: it is not well-formed, holds a document type, or is over the limits.
    """
    if len(text) > LONGEST_XML:
        raise XmlRefused(f"longer than {LONGEST_XML:,} characters")
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    builder = _Builder(parser)
    parser.StartElementHandler, parser.EndElementHandler = builder.start, builder.end
    parser.CharacterDataHandler = builder.characters
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(text.encode("utf-8"), True)
    except UnicodeEncodeError:
        raise XmlRefused("holds half a character") from None
    except expat.ExpatError as error:
        raise XmlRefused(f"line {error.lineno}: {expat.ErrorString(error.code)}") from None
    if builder.root is None:
        raise XmlRefused("holds no element")
    return builder.root


def _refuse_doctype(name: str, _system: str | None, _public: str | None, _internal: bool) -> None:
    raise XmlRefused(f"holds a document type ({name[:40]}), which is never read here")
