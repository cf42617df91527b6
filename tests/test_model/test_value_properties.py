"""What each check lets through, judged by rules that are not its own: those of ntpath, of the C library, and of Python."""

import ntpath
import socket
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.model.script_path import check_path
from toolkit.model.script_value import check_database, check_number, check_server, check_text

PIECES = [*"\\/:.~*?$ aé\u2019\u3000", "\\\\", "..", "~1", "Ab", "CON", "nul.x", "D:"]
PATHS = st.tuples(st.sampled_from(["D:\\", "D:\\a", "D:", ""]), st.lists(st.sampled_from(PIECES), max_size=4)).map(
    lambda parts: parts[0] + "".join(parts[1])
)
NAMES = st.text(st.sampled_from("ax0179.-_xX"), max_size=12) | st.from_regex(r"\A[0-9a-fx]{1,10}(\.[0-9a-fx]{1,5}){0,3}\Z")
DIGITS = st.text(st.sampled_from("0123456789-+. e_x\u0661\uff11"), max_size=4) | st.integers().map(str)


def accepted(check: Callable[[str], str | int], text: str) -> Iterator[str]:
    """Yield what ``check`` lets through, as text; nothing for a text that it refuses."""
    with suppress(ValueError):
        yield str(check(text))


@given(PATHS)
def test_a_path_is_where_windows_would_look(text: str) -> None:
    """Python's own idea of Windows paths finds nothing to normalise, and a second check nothing to change."""
    for path in accepted(check_path, text):
        assert ntpath.isabs(path)
        assert ntpath.normpath(path) == path == check_path(path)
        assert text in {path, f"{path}\\"}


@given(NAMES)
def test_a_server_is_never_an_address(text: str) -> None:
    """The C library, which reads more spellings of an address than people know, takes none of the accepted names for one."""
    for name in accepted(check_server, text):
        assert name == text
        with pytest.raises(OSError, match="illegal IP address"):
            socket.inet_aton(name)


@given(DIGITS)
def test_a_number_is_spelled_in_one_way(text: str) -> None:
    """What was typed is what stands in the script."""
    assert list(accepted(check_number, text)) in ([], [text])


@given(st.text(max_size=70))
def test_a_database_name_stays_as_it_is(text: str) -> None:
    """A name that passes is text, on one line, and unchanged."""
    for name in accepted(check_database, text):
        assert name == text == check_text(name) == name.strip()
        assert len(name.splitlines()) == 1
