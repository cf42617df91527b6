"""Where the words of a reply end: at the quote or bracket that holds it, else with its line and the lines wrapped from it."""

import re

LONGEST_REPLY = 2_000
"""Characters behind a code that can belong to its words."""
_WRAPPED_LINES = 4
_CLOSERS = {"(": ")", "[": "]", "{": "}", "<": ">", "“": "”", "‘": "’", "«": "»", "„": "“"}
_LABEL_IN_BRACKET = re.compile(r"([\[{])[A-Za-z]{1,20}=\Z")
_QUOTE_END = {'"': re.compile('"'), "'": re.compile(r"'(?=[\s,.;:)\]}]|\Z)")}
_NEW_ITEM = re.compile(r"[ \t>|*•-]{0,80}(?:[<>]{3}|[0-9]{3}[ -]|[A-Za-z][A-Za-z ]{0,30}:|[<{\[]|\Z)")


def extent(text: str, start: int, words: int) -> int:
    """Return the end of the words that begin at ``words`` and belong to the code at ``start``."""
    limit = min(len(text), words + LONGEST_REPLY)
    opener = text[start - 1] if start else ""
    labelled = _LABEL_IN_BRACKET.search(text[max(0, start - 24) : start])
    end = -1
    if opener in _QUOTE_END:
        closing = _QUOTE_END[opener].search(text, words, limit)
        end = closing.start() if closing else -1
    elif opener in _CLOSERS or labelled:
        end = _closing(text, words, limit, labelled[1] if labelled else opener)
    return end if end >= 0 else _paragraph_end(text, words, limit)


def _closing(text: str, begin: int, limit: int, opener: str) -> int:
    depth = 0
    for at in range(begin, limit):
        if text[at] == _CLOSERS[opener]:
            if depth == 0:
                return at
            depth -= 1
        elif text[at] == opener:
            depth += 1
    return -1


def _paragraph_end(text: str, begin: int, limit: int) -> int:
    end = _line_end(text, begin, limit)
    for _ in range(_WRAPPED_LINES):
        next_end = _line_end(text, end + 1, limit)
        if end >= limit or _NEW_ITEM.match(text[end + 1 : next_end]):
            break
        end = next_end
    return end


def _line_end(text: str, begin: int, limit: int) -> int:
    at = text.find("\n", begin, limit)
    return limit if at < 0 else at
