"""The shared functions, as people read them and as they are sent."""

from toolkit.rendering.libraries import load_libraries, pack_libraries


def test_what_is_sent_is_what_is_read_without_comments() -> None:
    """Every line of code is sent, in its order; no comment line and no empty line is."""
    (read,), (sent,) = load_libraries(), pack_libraries()
    code = [line for line in read.splitlines() if line.strip() and not line.strip().startswith("#")]
    assert sent.splitlines() == code
    assert len(code) > 200


def test_no_line_of_a_text_is_taken_for_a_comment() -> None:
    """Here-strings and block comments would make a line that begins with # something else: there are none."""
    (read,) = load_libraries()
    assert not any(mark in read for mark in ("@'\n", '@"\n', "<#", "#>", "`\n"))
