"""Scripts that are nearly right: lines of the shipped scripts with nasty characters in them, for two parsers to disagree about."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from toolkit.model.script_rule import Rule
from toolkit.rendering.compile import check_script
from toolkit.rendering.library_facts import load_library
from toolkit.rendering.real_reading import RealParser, check_reading
from toolkit.rendering.script_facts import read_facts
from toolkit.rendering.script_tree import read_tree
from toolkit.rendering.templates import list_templates, load_template

NASTY = (
    *("'", '"', "#", "<#", "#>", "`", "\n", ";", " ", "$(", ")", "(", "{", "}", "@(", "@{", "@'\n", "\n'@", '@"\n', '\n"@'),
    *("; Invoke-Expression $x;", "\niex 1\n", "\nGet-Date\n", "$a", ".b", " = ", "|", "-Name", "-eq", "1", "1MB", ", ", "'x'", '"y"'),
    *("\\", "%", "?", "&", ".", "::", "[int]", "--%", "-", "$_", "@a", "${a b}", "\r\n", "\t", "$", '"$(', "`\n", '`"', "''", '""'),
    *("!", "+", "..", " # ", " #", "#'", '#"', "$#", "@", "return$a", "'x'.", "<", ">", "2>&1", "*>", "[", "]", "::new()", ":a"),
)
HIDING = frozenset(
    {Rule.PARSE, Rule.BREAK, Rule.NEWER, Rule.COMMAND_UNKNOWN, Rule.COMMAND_ALIAS, Rule.CALL, Rule.MEMBER, Rule.TYPE, Rule.NATIVE}
)
REFUSED = HIDING | {Rule.TEXT_AS_CODE, Rule.NOT_ALLOWED, Rule.NOT_ASCII}
"""Rules that are about what a script says at all; one that breaks none of them must say the same to a real PowerShell."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A script that the compiler lets pass and PowerShell reads differently."""

    script: str
    says: tuple[str, ...]


def shipped_statements() -> list[str]:
    """Return the lines of library and templates that are whole statements."""
    texts = [file.text for file in load_library().files] + [load_template(name).body for name in list_templates()]
    lines = [line.strip() for text in texts for line in text.split("\n") if line.strip() and "{%" not in line]
    return [line for line in lines if line.count("{") == line.count("}") and line.count("(") == line.count(")")]


def make_scripts(seed: int, count: int) -> Iterator[str]:
    """Yield ``count`` scripts; the same seed yields the same ones."""
    chance = random.Random(seed)
    statements = shipped_statements()
    for _ in range(count):
        script = "\n".join(chance.choice(statements) for _ in range(chance.randint(1, 3)))
        for _ in range(chance.randint(1, 3)):
            script = _spoil(script, chance)
        yield script


def _spoil(script: str, chance: random.Random) -> str:
    at = chance.randint(0, len(script))
    put = chance.choice(NASTY) if chance.random() < 0.85 else ""
    cut = 0 if put and chance.random() < 0.8 else chance.randint(1, 3)
    return script[:at] + put + script[at + cut :]


def let_pass(scripts: Sequence[str]) -> list[str]:
    """Return the scripts that the compiler understands and finds nothing hidden in."""
    return [script for script in scripts if not any(broken.rule in REFUSED for broken in check_script(script))]


def find_disagreements(scripts: Sequence[str], parser: RealParser) -> list[Disagreement]:
    """Return those of ``scripts`` in which PowerShell sees other commands or members; what it cannot parse would never run."""
    found = []
    for script, reading in zip(scripts, parser(scripts), strict=True):
        broken = [] if reading.errors else list(check_reading(read_facts(read_tree(script)), reading))
        if broken:
            found.append(Disagreement(script, tuple(one.what for one in broken)))
    return found
