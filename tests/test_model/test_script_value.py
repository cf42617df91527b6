"""What must not reach a script is refused with its reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.model.script_value import check_database, check_number, check_path, check_server, check_text

TEXTS = [
    ("a --% b", "rest of the line"),
    ("--%", "rest of the line"),
    ("a\0b", "U+0000"),
    ("\x1b[31m", "U+001B"),
    ("bell\x07", "U+0007"),
    ("back\x08space", "U+0008"),
    ("delete\x7f", "U+007F"),
    ("c1 \x9b", "U+009B"),
    ("return\rover", "U+000D"),
    ("line\u2028separator", "U+2028"),
    ("paragraph\u2029", "U+2029"),
    ("right\u202eleft", "U+202E"),
    ("isolate\u2066", "U+2066"),
    ("zero\u200bwidth", "U+200B"),
    ("joiner\u200d", "U+200D"),
    ("mark\ufeff", "U+FEFF"),
    ("soft\u00adhyphen", "U+00AD"),
    ("lone \ud800", "U+D800"),
    ("x" * 32_768, "longer than"),
]
SERVERS = [
    "",
    "-ex01",
    "ex 01",
    "ex01;calc",
    "ex01/..",
    "ex01'",
    "a" * 256,
    "ex01..corp",
    ".corp",
    "ex\u043101",
    "ex01\n",
    "10.0.0.1/24",
    "$(x)",
]
DATABASES = ["", " DB01", "DB01 ", "DB/01", "DB\\01", "DB*", "DB?", "DB:01", "D" * 65, 'DB"01', "DB|x", "DB\t1", "DB,1", "DB[1]"]
PATHS = [
    ("archive", "not an absolute path"),
    (".\\archive", "not an absolute path"),
    ("\\archive", "not an absolute path"),
    ("D:archive", "not an absolute path"),
    ("D:/archive", "not an absolute path"),
    ("\\\\server\\share\\x", "not an absolute path"),
    ("\\\\?\\UNC\\server\\x", "not an absolute path"),
    ("/mnt/d", "not an absolute path"),
    ("D:\\a*", "no second colon"),
    ("D:\\a?", "no second colon"),
    ("D:\\a\\b:stream", "no second colon"),
    ("D:\\a|b", "no second colon"),
    ("D:\\a<b", "no second colon"),
    ('D:\\a"b', "no second colon"),
    ("D:\\a/b", "no second colon"),
    ("D:\\a\\..\\b", "without . and .."),
    ("D:\\.", "without . and .."),
    ("D:\\a.", "blanks and dots"),
    ("D:\\a \\b", "blanks and dots"),
    ("D:\\ a", "blanks and dots"),
    ("D:\\con", "device"),
    ("D:\\logs\\NUL.txt", "device"),
    ("D:\\com1", "device"),
    ("D:\\x\u202ey", "U+202E"),
    ("D:\\--%", "rest of the line"),
]
NUMBERS = ["", "1.5", "1e3", "0x10", "+1", " 1", "1 ", "\u0661", "--1", "9" * 19, "01", "one", "1_000"]


@pytest.mark.parametrize(("text", "why"), TEXTS)
def test_text_that_deceives_or_executes_is_refused(text: str, why: str) -> None:
    """Hidden characters, controls, --% and giants never reach a header."""
    with pytest.raises(ValueError, match=why.replace("+", r"\+")):
        check_text(text)


@pytest.mark.parametrize("text", SERVERS)
def test_what_is_no_host_name_is_refused(text: str) -> None:
    """A server value is a name and nothing else."""
    with pytest.raises(ValueError, match="server is named"):
        check_server(text)


@pytest.mark.parametrize("text", DATABASES)
def test_what_exchange_does_not_allow_as_database_is_refused(text: str) -> None:
    """Reserved characters and blanks at the ends are refused."""
    with pytest.raises(ValueError, match=r"database name|U\+"):
        check_database(text)


@pytest.mark.parametrize(("text", "why"), PATHS)
def test_a_path_that_windows_reads_otherwise_is_refused(text: str, why: str) -> None:
    """Relative, shared, streamed, trimmed and device paths are refused, each with its reason."""
    with pytest.raises(ValueError, match=why.replace("+", r"\+").replace("..", r"\.\.")):
        check_path(text)


@pytest.mark.parametrize("text", NUMBERS)
def test_only_plain_digits_are_a_number(text: str) -> None:
    """Floats, signs, other digits and leading zeros are refused."""
    with pytest.raises(ValueError, match="whole number"):
        check_number(text)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("D:\\archive", "D:\\archive"),
        ("D:\\archive\\", "D:\\archive"),
        ("d:\\", "d:\\"),
        ("C:\\Program Files\\Microsoft\\Exchange Server\\V15\\", "C:\\Program Files\\Microsoft\\Exchange Server\\V15"),
        ("\\\\?\\Volume{0a1b2c3d-0000-0000-0000-100000000000}\\logs", "\\\\?\\Volume{0a1b2c3d-0000-0000-0000-100000000000}\\logs"),
        ("E:\\База данных [1]\\it's", "E:\\База данных [1]\\it's"),
    ],
)
def test_a_good_path_is_kept_but_for_its_last_backslash(text: str, kept: str) -> None:
    """A trailing backslash would eat a closing quote of Eseutil; nothing else changes."""
    assert check_path(text) == kept


@pytest.mark.parametrize("text", ["ex01", "EX-01", "ex01.corp.example", "a_b.example"])
def test_a_good_server_name_is_kept(text: str) -> None:
    """NetBIOS and full names pass."""
    assert check_server(text) == text


@given(
    st.text(alphabet=st.characters(blacklist_categories=("Cs", "Cc", "Cf", "Zl", "Zp")), max_size=200).filter(
        lambda text: "--%" not in text
    )
)
def test_text_without_hidden_characters_is_kept(text: str) -> None:
    """Whatever people can see passes unchanged."""
    assert check_text(text) == text
