"""EdgeTransport.exe.config as it is found: nine ways to write the same keys, and what must be refused."""

import re
from importlib.resources import files

KEY = "AgentLogEnabled"
_TEXT = (files("toolkit.lab") / "powershell" / "tree" / "EdgeTransport.exe.config").read_text(encoding="utf-8")
_TEXT = _TEXT.replace("{install}", "C:\\Program Files\\Microsoft\\Exchange Server\\V15\\")
_BOM = b"\xef\xbb\xbf"
_LINE = f'    <add key="{KEY}" value="true" />\n'


def _lines(text: str, end: str) -> bytes:
    return text.replace("\n", end).encode()


def _mixed(text: str) -> bytes:
    ends = ["\r\n", "\n", "\r"]
    return "".join(line + ends[at % 3] for at, line in enumerate(text.split("\n"))).encode()


_ODD = f"    <add   value = 'true'\n\t key=\t'{KEY}'   ></add>\n"
_FOREIGN = _TEXT.replace("<appSettings>", "<!-- настройки 😀 --><appSettings>").replace('"Lenient"', '"Ж 😀"')
_FOREIGN = _FOREIGN.replace("<runtime>", '<runtime note="a > b">').replace('value="30"', 'value="1 > 0" note="/>"')

SAMPLES: dict[str, bytes] = {
    "BOM and CRLF": _BOM + _lines(_TEXT, "\r\n"),
    "no BOM and CRLF": _lines(_TEXT, "\r\n"),
    "LF": _lines(_TEXT, "\n"),
    "CR": _lines(_TEXT, "\r"),
    "mixed line ends": _mixed(_TEXT),
    "tabs": _lines(_TEXT.replace("    ", "\t\t"), "\r\n"),
    "one line": re.sub(rb">\s+<", b"><", _lines(_TEXT, "\n")),
    "single quotes, odd spacing, end tag, no final line end": _lines(_TEXT.replace(_LINE, _ODD), "\r\n").rstrip(),
    "Cyrillic, emoji, signs inside attributes": _BOM + _lines(_FOREIGN, "\r\n"),
}

_GOOD = SAMPLES["BOM and CRLF"]
_ADD = _LINE.replace("\n", "\r\n").encode()

REFUSED: dict[str, tuple[bytes, str]] = {
    "content behind an end": (_GOOD.replace(b"</runtime>", b"</runtime></runtime>"), "malformed XML"),
    "cut in half": (_GOOD[:1500], "malformed XML"),
    "empty file": (b"", "malformed XML"),
    "duplicate key": (_GOOD.replace(_ADD, _ADD + _ADD), "stands 2 times"),
    "duplicate in other case": (_GOOD.replace(_ADD, _ADD + _ADD.replace(b"AgentLog", b"agentlog")), "stands 2 times"),
    "other case only": (_GOOD.replace(b'"AgentLogEnabled"', b'"agentLogEnabled"'), "spells the key"),
    "two sections": (_GOOD.replace(b"</appSettings>", b"</appSettings><appSettings></appSettings>"), "2 appSettings sections"),
    "no section": (_GOOD.replace(b"appSettings>", b"otherSettings>"), "0 appSettings sections"),
    "section in a comment": (
        _GOOD.replace(b"<appSettings>", b"<!--<appSettings>").replace(b"</appSettings>", b"</appSettings>-->"),
        "0 appSettings sections",
    ),
    "values in another file": (_GOOD.replace(b"<appSettings>", b'<appSettings file="x.config">'), "another file"),
    "section in another file": (_GOOD.replace(b"<appSettings>", b'<appSettings configSource="x.config">'), "another file"),
    "clear element": (_GOOD.replace(b"<appSettings>", b"<appSettings><clear />"), "also holds <clear>"),
    "remove element": (_GOOD.replace(b"<appSettings>", b'<appSettings><remove key="x" />'), "also holds <remove>"),
    "document type": (_GOOD.replace(b"<configuration>", b'<!DOCTYPE x [<!ENTITY e "v">]><configuration>'), "malformed XML"),
    "UTF-16": (b"\xff\xfe" + _GOOD[3:].decode().encode("utf-16-le"), "UTF-16"),
    "not UTF-8": (_GOOD.replace(b"<appSettings>", b"<appSettings><!-- \xcf\xf0 -->"), "not valid UTF-8"),
    "other encoding": (_GOOD.replace(b'encoding="utf-8"', b'encoding="windows-1251"'), "windows-1251"),
    "no value attribute": (_GOOD.replace(_ADD, f'    <add key="{KEY}" />\r\n'.encode()), "no value attribute"),
    "value that somebody changed": (_GOOD.replace(_ADD, _ADD.replace(b"true", b"maybe")), "expected 'true'"),
}
