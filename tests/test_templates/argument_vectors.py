"""Argument vectors that quoting usually gets wrong, and the rule by which Windows programs take a command line apart."""

import random

from tests.test_rendering.hostile_values import read_corpus
from toolkit.model.script_value import check_text

PIECES = [
    '"',
    "\\",
    " ",
    "a",
    "\\\\",
    '\\"',
    "%PATH%",
    "&",
    "^",
    "|",
    "'",
    "$x",
    "`",
    "ж",
    "",
    "D:\\Logs\\",
    "\u2019",
    "\t",
    "\n",
    "-x",
    "/x",
    "*",
]
LONG = ["\\" * 9_000, '"' * 9_000, '\\"' * 4_000, "a b\\" * 3_000, "x" * 30_000, " " * 9_000]


def allowed_texts() -> tuple[list[str], int]:
    """Return the texts of the corpus that the product lets through, shorter than 200 characters, and how many it refuses."""
    short = [text for text in read_corpus() if len(text) < 200]
    allowed = [text for text in short if _is_allowed(text)]
    return allowed, len(short) - len(allowed)


def _is_allowed(text: str) -> bool:
    try:
        check_text(text)
    except ValueError:
        return False
    return True


def argument_vectors(count: int) -> list[list[str]]:
    """Return ``count`` vectors of one to four arguments; the same ones in every run."""
    rng = random.Random(5)
    corpus, _ = allowed_texts()
    vectors = [[text, "then"] for text in [*corpus, *LONG]]
    while len(vectors) < count:
        words = ["".join(rng.choices(PIECES, k=rng.randrange(7))) for _ in range(rng.randrange(1, 4))]
        vectors.append([*words, rng.choice(corpus)])
    return vectors[:count]


def split_command_line(line: str) -> list[str]:
    """Return the arguments in ``line``, without a program's name in front, as CommandLineToArgvW splits them.

    2n backslashes and a quote are n backslashes and a quote that begins or ends a quoted part; 2n+1 are n backslashes and a quote
    of the text; other backslashes are themselves; blanks and tabs outside of quotes separate; inside, a second quote right behind
    one that ends stands for itself (Microsoft: CommandLineToArgvW; Parsing C command-line arguments).
    """
    arguments: list[str] = []
    current: list[str] | None = None
    at, quoted = 0, False
    while at < len(line):
        if line[at] in " \t" and not quoted:
            arguments += [] if current is None else ["".join(current)]
            current, at = None, at + 1
            continue
        current = [] if current is None else current
        text, at, quoted = _take(line, at, quoted)
        current.append(text)
    return arguments if current is None else [*arguments, "".join(current)]


def _take(line: str, at: int, quoted: bool) -> tuple[str, int, bool]:
    slashes = len(line[at:]) - len(line[at:].lstrip("\\")) if line[at] == "\\" else 0
    behind = at + slashes
    if line[behind : behind + 1] != '"':
        return ("\\" * slashes, behind, quoted) if slashes else (line[at], at + 1, quoted)
    kept = "\\" * (slashes // 2)
    if slashes % 2:
        return f'{kept}"', behind + 1, quoted
    if quoted and line[behind + 1 : behind + 2] == '"':
        return f'{kept}"', behind + 2, quoted
    return kept, behind + 1, not quoted
