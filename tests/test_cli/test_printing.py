"""Streams: results and news apart, colour for each stream alone, every code page survives."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.test_documents.samples import PLAYBOOK
from toolkit.cli.colour import can_move_cursor, wants_colour
from toolkit.cli.options import Settings, read_settings
from toolkit.cli.printing import Channel, Console, open_channel, open_console
from toolkit.documents.json import playbooks_object
from toolkit.documents.playbook_pages import playbooks_list
from toolkit.documents.terminal import Layout, paint_ansi, paint_plain

ROOT = Path(__file__).parents[2]
CODE_PAGES = ("cp437", "cp850", "cp866", "cp1251", "cp1252", "cp932", "ascii", "utf-8")
SHOW_ALL = """
from tests.test_documents.sample_pages import PAGES
from tests.test_documents.hostile import CORPUS
from toolkit.cli.options import Settings
from toolkit.cli.printing import open_console
from toolkit.documents.errors import error_page
from toolkit.errors import NoAnswer
console = open_console(Settings())
for make in PAGES.values():
    console.out.show(make())
for text in ("\\u0421\\u0435\\u0440\\u0432\\u0435\\u0440-01", "\\u6570\\u636e\\u5e93", "caf\\u00e9 \\u2713 \\u2192", *CORPUS[:80]):
    console.out.show(error_page(NoAnswer(text, why=text)))
    console.err.show(error_page(NoAnswer(text, why=text)))
"""


class FakeTerminal(io.StringIO):
    """A stream at which somebody looks."""

    def isatty(self) -> bool:
        """Say that it is a terminal."""
        return True


@pytest.mark.parametrize(
    ("settings", "environment", "wanted"),
    (
        (Settings(), {}, True),
        (Settings(), {"NO_COLOR": ""}, True),
        (Settings(), {"NO_COLOR": "0"}, False),
        (Settings(no_color=True), {}, False),
        (Settings(), {"TERM": "dumb"}, False),
        (Settings(), {"TERM": "xterm-256color"}, True),
    ),
)
def test_who_gets_colour(settings: Settings, environment: Mapping[str, str], wanted: bool) -> None:
    """NO_COLOR with any value, --no-color and a dumb terminal switch colour off; a file never gets it."""
    assert wants_colour(FakeTerminal(), settings, environment) is wanted
    assert wants_colour(io.StringIO(), settings, environment) is False


def test_no_colour_still_moves_the_cursor() -> None:
    """NO_COLOR is about colour: live lines go on."""
    assert can_move_cursor(FakeTerminal(), {"NO_COLOR": "1"})
    assert not can_move_cursor(FakeTerminal(), {"TERM": "dumb"})


def test_each_stream_decides_alone() -> None:
    """A terminal is coloured beside a file that is not."""
    assert open_channel(FakeTerminal(), Settings(), {}).paint is paint_ansi
    file = open_channel(io.StringIO(), Settings(), {})
    assert file.paint is paint_plain
    assert not file.layout.is_terminal


def test_common_options_are_read_anywhere() -> None:
    """They count before and behind the command, not behind the end of options."""
    assert read_settings(["--json", "plan", "x", "--no-color"]) == Settings(as_json=True, no_color=True)
    assert read_settings(["explain", "--debug", "--", "--json"]) == Settings(debug=True)


def test_result_is_a_page_or_an_object() -> None:
    """With --json stdout holds one object, without it the page; stderr stays empty."""
    for as_json in (False, True):
        out, err = io.StringIO(), io.StringIO()
        channels = [Channel(stream, Layout(), paint_plain) for stream in (out, err)]
        Console(Settings(as_json=as_json), *channels).result(playbooks_list((PLAYBOOK,)), playbooks_object((PLAYBOOK,)))
        assert err.getvalue() == ""
        assert out.getvalue().startswith('{"v":1' if as_json else PLAYBOOK.id)
    assert json.loads(out.getvalue())["kind"] == "playbooks"


def test_console_is_opened_over_the_streams_of_now(capsys: pytest.CaptureFixture[str]) -> None:
    """What is written reaches the process's streams at once."""
    open_console(Settings()).err.write("news\n")
    assert capsys.readouterr().err == "news\n"


@pytest.mark.parametrize("code_page", CODE_PAGES)
def test_code_pages(code_page: str) -> None:
    """Redirected into any code page, every page and every hostile name is written without an exception."""
    environment = {**os.environ, "PYTHONIOENCODING": code_page, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", SHOW_ALL], cwd=ROOT, env=environment, capture_output=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr.decode(code_page, "replace")[-500:]
    assert b"\x1b" not in done.stdout + done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="consoles of Windows have no pseudo terminal here")
@pytest.mark.parametrize(
    ("arguments", "environment", "is_coloured"),
    (
        ((), {}, True),
        (("--no-color",), {}, False),
        ((), {"NO_COLOR": "1"}, False),
        ((), {"TERM": "dumb"}, False),
    ),
    ids=("plain", "--no-color", "NO_COLOR", "dumb"),
)
def test_colour_on_a_real_terminal(arguments: tuple[str, ...], environment: dict[str, str], is_coloured: bool) -> None:
    """The error on a terminal is coloured unless somebody switched it off; stdout, a pipe, never is."""
    master, slave = os.openpty()
    whole = {key: value for key, value in os.environ.items() if key != "NO_COLOR"} | {"TERM": "xterm"} | environment
    command = [sys.executable, "-m", "toolkit", "no-such-command", *arguments]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=slave, env=whole, timeout=20, check=False)
    os.close(slave)
    shown = os.read(master, 65_536)
    os.close(master)
    assert done.returncode == 2
    assert b"\x1b" not in done.stdout
    assert (b"\x1b[1m" in shown) is is_coloured
