"""Read HTML as strictly as a reviewer: what is open, what is nested, what points where."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "br", "link", "img", "hr", "input"}


@dataclass
class Reading:
    """What was found in a page."""

    elements: list[str] = field(default_factory=list)
    attributes: list[tuple[str, str, str]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.reading = Reading()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        self.reading.elements.append(tag)
        self.reading.attributes.extend((tag, name, value or "") for name, value in attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.reading.problems.append(f"</{tag}> closes what is not open")

    def handle_comment(self, data: str) -> None:
        self.reading.problems.append(f"comment: {data}")

    def handle_data(self, data: str) -> None:
        self.reading.text.append(data)


def read_html(page: str) -> Reading:
    """Return what ``page`` holds, and every element that is not closed in its place."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    reader.reading.problems.extend(f"<{tag}> stays open" for tag in reader.open)
    return reader.reading


def values_of(reading: Reading, attribute: str) -> list[str]:
    """Return all values of one attribute."""
    return [value for _, name, value in reading.attributes if name == attribute]
