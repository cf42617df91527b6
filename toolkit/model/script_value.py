"""Which texts and numbers may reach a script at all; everything else is refused before rendering.

Quoting alone does not make a value safe: a value ``--%`` vanishes from the arguments of a native program even when it was
quoted, and hidden characters deceive the person who approves (security design §2.1). A value that passes is never altered.
Each refusal names the cause and, behind a semicolon, the cure.
"""

import re

from toolkit.model.hidden_text import HIDDEN

ScriptValue = str | int | bool | None | tuple[str | int, ...]
"""What a script header can hold."""

LONGEST = 32_767
"""UTF-16 units; the longest string that Windows passes in one argument or variable."""
LONGEST_SERVER = 253
"""Characters of a full DNS name without its last dot (RFC 1035 §3.1)."""
LONGEST_DATABASE = 64
LARGEST_NUMBER = 10**18 - 1

_LABEL = "[A-Za-z0-9](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
_SERVER = re.compile(rf"\A{_LABEL}(?:\.{_LABEL})*\Z")
# a last label like these makes resolvers read the whole as an address: 10.0.0.1, 127.1, 0x7f000001
_ADDRESS = re.compile(r"(?:\A|\.)(?:[0-9]+|0[xX][0-9A-Fa-f]*)\Z")
_RESERVED = re.compile(r"""[\x00-\x1f"*/<>?\\|:;=,\[\]+]""")
_NUMBER = re.compile(r"\A(?:0|-?[1-9][0-9]*)\Z")


def utf16_length(text: str) -> int:
    """Return the length of ``text`` as Windows and .NET count it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def check_text(text: str) -> str:
    """Return ``text`` unchanged; tabs and line feeds are text, a carriage return is not.

    Raises:
        ValueError: it holds ``--%``, a hidden or control character, or is too long.
    """
    if utf16_length(text) > LONGEST:
        raise ValueError(f"longer than {LONGEST:,} characters; shorten it")
    if "--%" in text:
        raise ValueError("'--%' makes PowerShell take the rest of a line as it is, even when quoted; leave it out")
    hidden = HIDDEN.search(text)
    if hidden is not None:
        raise ValueError(f"character U+{ord(hidden[0]):04X} cannot be seen or controls a terminal; type the text again without it")
    return text


def check_line(text: str) -> str:
    """Return ``text`` unchanged: a name, which has one line and no tab.

    Raises:
        ValueError: it does not, or :func:`check_text` refuses it.
    """
    if "\t" in text or "\n" in text:
        raise ValueError("a name has no tab and no line break; write it on one line")
    return check_text(text)


def check_server(text: str) -> str:
    """Return the server name ``text`` unchanged: a NetBIOS name or a full name.

    Raises:
        ValueError: it is no host name; an address in digits is refused because Kerberos needs a name.
    """
    if not _SERVER.match(text) or len(text) > LONGEST_SERVER:
        raise ValueError("a server is named by letters, digits and hyphens, without a dot at the end; write ex01 or ex01.corp.example")
    if _ADDRESS.search(text):
        raise ValueError("an address in digits is no name for Kerberos; write the server's name, such as ex01.corp.example")
    return text


def check_database(text: str) -> str:
    """Return the database name ``text`` unchanged.

    Raises:
        ValueError: Exchange does not allow such a name (1 to 64 characters, none of the reserved ones).
    """
    reserved = _RESERVED.search(check_line(text))
    if reserved is not None:
        raise ValueError(f"a database name holds no {reserved[0]}; write the name as Get-MailboxDatabase shows it")
    if not 1 <= utf16_length(text) <= LONGEST_DATABASE or text != text.strip():
        raise ValueError(
            f"a database name has 1 to {LONGEST_DATABASE} characters, no blank at its ends; write it as Get-MailboxDatabase does"
        )
    return text


def check_number(text: str) -> int:
    """Return the whole number that ``text`` spells; no other text spells the same.

    Raises:
        ValueError: it is no plain decimal number of at most 18 digits.
    """
    if not _NUMBER.match(text):
        raise ValueError("not a whole number in plain digits; write 14, not 14.0, 1e5, 0x10 or 014")
    return check_integer(int(text[:20]))


def check_integer(number: int) -> int:
    """Return ``number`` unchanged.

    Raises:
        ValueError: it has more than 18 digits.
    """
    if abs(number) > LARGEST_NUMBER:
        raise ValueError("a number has at most 18 digits; write a smaller one")
    return number
