"""Which values may reach a script at all; everything else is refused before rendering.

Quoting alone does not make a value safe: ``--%`` swallows the rest of a line even when quoted, and hidden characters
deceive the person who approves (security design §2.1).
"""

import re

ScriptValue = str | int | bool | None | tuple["str", ...]
"""What a script header can hold."""

LONGEST = 32_767
"""UTF-16 units; the longest string that Windows passes in one argument or variable."""

_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f\x80-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_SERVER = re.compile(r"\A(?=.{1,255}\Z)[A-Za-z0-9](?:[A-Za-z0-9_-]{0,62})(?:\.[A-Za-z0-9](?:[A-Za-z0-9_-]{0,62}))*\Z")
_DATABASE = re.compile(r"""\A[^\x00-\x1f"*/<>?\\|:;=,\[\]+]{1,64}\Z""")
_DRIVE = re.compile(r"\A[A-Za-z]:\\")
_VOLUME = re.compile(r"\A\\\\\?\\Volume\{[0-9A-Fa-f-]{1,36}\}\\")
_NUMBER = re.compile(r"\A-?(?:0|[1-9][0-9]{0,17})\Z")
_FORBIDDEN_IN_PATH = re.compile(r'[\x00-\x1f<>"|?*/:]')
_DEVICES = frozenset({"CON", "PRN", "AUX", "NUL", *(f"{name}{digit}" for name in ("COM", "LPT") for digit in "123456789")})


def check_text(text: str) -> str:
    """Return ``text`` unchanged.

    Raises:
        ValueError: it holds ``--%``, a hidden or control character, or is too long.
    """
    if "--%" in text:
        raise ValueError("'--%' makes PowerShell take the rest of the line as it is, even inside quotes")
    hidden = _HIDDEN.search(text)
    if hidden is not None:
        raise ValueError(f"character U+{ord(hidden[0]):04X} cannot be seen or controls a terminal")
    if len(text.encode("utf-16-le")) // 2 > LONGEST:
        raise ValueError(f"longer than {LONGEST:,} characters")
    return text


def check_server(text: str) -> str:
    """Return the server name ``text`` unchanged: a NetBIOS name or a full name.

    Raises:
        ValueError: it is no host name; an address in digits is refused because Kerberos needs a name.
    """
    if not _SERVER.match(text):
        raise ValueError("a server is named by letters, digits and hyphens, ex01 or ex01.corp.example")
    return text


def check_database(text: str) -> str:
    """Return the database name ``text`` unchanged.

    Raises:
        ValueError: Exchange does not allow such a name (1 to 64 characters, none of the reserved ones).
    """
    if not _DATABASE.match(check_text(text)) or text != text.strip():
        raise ValueError('a database name has 1 to 64 characters, none of " * / < > ? \\ | : ; = , [ ] +')
    return text


def check_path(text: str) -> str:
    r"""Return the absolute Windows path ``text`` without a trailing backslash (a root keeps it).

    ``X:\folder``, ``\\?\Volume{...}\folder``; a share is refused, for WinRM cannot log on there a second time.

    Raises:
        ValueError: it is relative, a share, has a wildcard, a stream, a device name, or a part that Windows trims.
    """
    prefix = _DRIVE.match(check_text(text)) or _VOLUME.match(text)
    if prefix is None:
        raise ValueError(r"not an absolute path on this server such as D:\archive")
    rest = text[prefix.end() :]
    if _FORBIDDEN_IN_PATH.search(rest):
        raise ValueError('a path holds none of < > " | ? * /, no line break, no second colon')
    parts = [part for part in rest.split("\\") if part]
    for part in parts:
        _check_part(part)
    return prefix[0] + "\\".join(parts)


def _check_part(part: str) -> None:
    if part in {".", ".."}:
        raise ValueError("a path is written without . and .. parts")
    if part != part.rstrip(" .") or part != part.lstrip(" "):
        raise ValueError(f"Windows drops blanks and dots at the ends of '{part}'")
    if part.split(".", maxsplit=1)[0].upper() in _DEVICES:
        raise ValueError(f"'{part}' is a device, not a folder")


def check_number(text: str) -> int:
    """Return the whole number that ``text`` spells.

    Raises:
        ValueError: it is no plain decimal number of at most 18 digits.
    """
    if not _NUMBER.match(text):
        raise ValueError("not a whole number in plain digits")
    return int(text)
