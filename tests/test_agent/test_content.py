"""What a step puts out arrives unchanged, whatever its letters, size and number."""

import pytest

from tests.test_agent.bench import again
from toolkit.model.command import CommandResult, Outcome
from toolkit.shells.agent import AgentShell

pytestmark = pytest.mark.pwsh
TEXT = "Привет, Größe 漢字 かな العربية 😀👨‍👩‍👧 \u200b \u00a0 '\"`$(){}[];\\ ‘’“” <>& \t tab"
FIVE_QUOTES = "'\u2018\u2019\u201a\u201b"


def ask_one(shell: AgentShell, step_id: str, script: str) -> CommandResult:
    """Return the result of one question that may fail."""
    (result,) = shell.ask([again(step_id, script, deadline_s=60)])
    return result


def test_letters_of_all_kinds(shell: AgentShell) -> None:
    """Non-ASCII both ways, controls and a lone surrogate come back as they are."""
    quoted = "".join(letter * 2 if letter in FIVE_QUOTES else letter for letter in TEXT)
    result = ask_one(
        shell, "letters", f"'{quoted}'; [string][char]0xD83D + 'x'; -join [char[]](0..31 + 127..160); '\\u0001'; [string][char]1"
    )
    controls = "".join(map(chr, [*range(32), *range(127, 161)]))
    assert result.output == (TEXT, "\ud83dx", controls, "\\u0001", "\x01")


@pytest.mark.parametrize(
    ("step_id", "script", "length"),
    [
        ("ascii", "'x' * 5MB", 5 << 20),
        ("cyrillic", "'Привет мир ' * 100000", 1_100_000),
        ("chinese", "-join [char[]](0..99999 | ForEach-Object { 0x4E00 + $_ % 8000 })", 100_000),
    ],
)
def test_large_texts(step_id: str, script: str, length: int, shell: AgentShell) -> None:
    """Megabytes in one string arrive whole, also with thousands of different letters."""
    (text,) = ask_one(shell, step_id, script).output
    assert isinstance(text, str)
    assert len(text) == length


def test_many_small_items(shell: AgentShell) -> None:
    """20,000 lines and 1,000 objects."""
    lines = ask_one(shell, "lines", '1..20000 | ForEach-Object { "line $_ Привет" }')
    script = '1..1000 | ForEach-Object { [pscustomobject]@{ n = $_; name = "k$_"; ok = $true } }'
    objects = ask_one(shell, "objects", script)
    assert (len(lines.output), lines.output[-1]) == (20_000, "line 20000 Привет")
    assert (len(objects.output), objects.output[-1]) == (1000, {"n": 1000, "name": "k1000", "ok": True})


@pytest.mark.parametrize(
    ("step_id", "item", "kept"),
    [("much-ascii", "'y' * 500000", 33), ("much-cyrillic", "'я' * 500000", 13)],
)
def test_too_much_output_is_cut_and_says_so(step_id: str, item: str, kept: int, shell: AgentShell) -> None:
    """Over 16 million characters, or 40 million as JSON, the rest is left out."""
    result = ask_one(shell, step_id, f"1..40 | ForEach-Object {{ {item} }}")
    assert (result.truncated, len(result.output), result.outcome) == (True, kept, Outcome.OK)


def test_streams_and_native_exit(shell: AgentShell) -> None:
    """Warnings, a native program's output, exit code and standard error are kept apart."""
    result = ask_one(shell, "streams", "Write-Warning 'вним'; Write-Host 'h'; & /bin/sh -c 'echo out; echo err >&2; exit 7'; 'after'")
    assert (result.outcome, result.native_exit, result.output, result.warnings) == (Outcome.OK, 7, ("out", "after"), ("вним",))
    quiet = ask_one(shell, "quiet", "1")
    assert quiet.native_exit is None


def test_errors_and_streams_are_bounded(shell: AgentShell) -> None:
    """A thousand warnings and errors are not all carried."""
    script = "1..1000 | ForEach-Object { Write-Warning \"$_\"; Write-Error ('e' * 9000) -ErrorAction Continue }"
    result = ask_one(shell, "bounded", script)
    assert (len(result.errors), len(result.warnings), len(result.errors[0].message)) == (50, 200, 4000)


def test_quoted_values_are_one_literal_each(shell: AgentShell) -> None:
    """PowerShell takes five characters for a single quote: all five are doubled. Doubling one kind lets the others end the literal."""
    values = [f"a{quote}b; 'in" + quote for quote in FIVE_QUOTES]
    literals = ["'" + "".join(letter * 2 if letter in FIVE_QUOTES else letter for letter in value) + "'" for value in values]
    assert ask_one(shell, "quoting", "\n".join(literals)).output == tuple(values)
    assert ask_one(shell, "quoting-control", "'\u2019; 'inside'; \u2019'").output == ("", "inside", "")
