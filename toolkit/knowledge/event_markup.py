"""Events out of web pages, tickets and mails: markup taken away, labels that were glued or broken put on lines of their own."""

import re

_LINE_TAG = re.compile(r"<(?:br ?/?|/(?:p|tr|li|div|h[1-6]))>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9]{0,12}(?: [^<>]{0,200})?/?>")
_SIGNS = str.maketrans({"*": "", "`": "", "|": " ", "\xa0": " "})
_BROKEN_LABEL = re.compile(r"\b(Event|event|EVENT)[ \t]{0,20}\n[ \t]{0,20}(?=(?:ID|Id|id|Source|source)\b)")
_VALUE_BELOW = re.compile(r"([:：])[ \t]{0,20}\n[ \t]{0,20}(?=[A-Za-z0-9]{1,40}[ \t]{0,20}(?:\n|\Z))")
_GLUED_LABEL = re.compile(
    r"(?<=[A-Za-z0-9])(?=(?:Event ID|EventID|Event Source|Source|Type|Category|Task Category|Description|Date|Time|User|Computer|Level"
    r"|Keywords|Log Name):)"
)


def without_markup(text: str) -> str:
    """Return ``text`` without tags, table bars and emphasis; each label begins a line, with its value behind it."""
    lines = _TAG.sub(" ", _LINE_TAG.sub("\n", text.replace("&nbsp;", " "))).translate(_SIGNS)
    return _VALUE_BELOW.sub(r"\1 ", _BROKEN_LABEL.sub(r"\1 ", _GLUED_LABEL.sub("\n", lines)))
