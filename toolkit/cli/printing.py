"""The streams: results go to stdout, everything else to stderr; nothing foreign reaches either unescaped."""

import io
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TextIO

from toolkit.cli.colour import is_terminal, wants_colour
from toolkit.cli.options import Settings
from toolkit.documents.blocks import Page
from toolkit.documents.json import write_line
from toolkit.documents.terminal import Layout, Paint, paint_ansi, paint_plain, render_terminal
from toolkit.documents.visible import visible_line
from toolkit.model.json_value import JsonValue


@dataclass(frozen=True, slots=True)
class Channel:
    """One stream with the form that its reader needs.

    Attributes:
        stream: where text goes.
        layout: the room there is.
        paint: with or without colour.
    """

    stream: TextIO
    layout: Layout
    paint: Paint

    def show(self, document: Page) -> None:
        """Write a page."""
        self.write(render_terminal(document, self.layout, self.paint))

    def say(self, line: str) -> None:
        """Write one line, whatever it holds."""
        self.write(f"{visible_line(line)}\n")

    def write(self, text: str) -> None:
        """Write text that is visible already; it is seen at once."""
        self.stream.write(text)
        self.stream.flush()


@dataclass(frozen=True, slots=True)
class Console:
    """Both streams of a command.

    Attributes:
        settings: what the common options say.
        out: results.
        err: progress, prompts, refusals, errors.
    """

    settings: Settings
    out: Channel
    err: Channel

    def result(self, document: Page, content: Mapping[str, JsonValue]) -> None:
        """Write a result: the page, or with ``--json`` the object in one line."""
        if self.settings.as_json:
            self.out.write(f"{write_line(content)}\n")
        else:
            self.out.show(document)


def open_console(settings: Settings) -> Console:
    """Return the console over this process's streams; characters that their encoding lacks are written as escapes."""
    out, err = sys.stdout, sys.stderr
    for stream in (out, err):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    return Console(settings, open_channel(out, settings, os.environ), open_channel(err, settings, os.environ))


def open_channel(stream: TextIO, settings: Settings, environment: Mapping[str, str]) -> Channel:
    """Return ``stream`` with its own decision on colour and width."""
    paint = paint_ansi if wants_colour(stream, settings, environment) else paint_plain
    looked_at = is_terminal(stream)
    return Channel(stream, Layout(_width(stream) if looked_at else Layout().width, looked_at), paint)


def _width(stream: TextIO) -> int:
    try:
        return os.get_terminal_size(stream.fileno()).columns
    except OSError:
        return Layout().width
