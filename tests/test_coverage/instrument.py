"""A copy of the templates and their library that tells which of its statements and branches have run.

The copy does the same as the original. Where something can run stands in the tree of the real PowerShell parser; a probe is a
statement without output that appends its number to a file of the process. It needs no function and no variable, so that it
also works in another runspace, in a scheduled script and in a scriptblock that was made from text.
"""

import json
import re
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.test_lab.powershell import find_powershell
from toolkit.model.exchange import ExchangeVersion

FINDER = Path(__file__).with_name("probe_points.ps1")
PLACES = ("lib/*.ps1", "agent/first_contact/*.ps1", *(f"{danger}/*.ps1.j2" for danger in ("observe", "change", "outage", "lose_data")))
"""What is measured: all that is sent as a step or with it. The agent around it has tests of its own."""
_TAG = re.compile(r"^[ \t]*\{%-?\s*(?P<word>if|elif|else|endif)\b[^\n]*%\}[ \t]*\n", re.MULTILINE)
_FRONT = re.compile(r"(?:#:[^\n]*\n)*")


@dataclass(frozen=True, slots=True)
class Point:
    """A place that can run.

    Attributes:
        file: below ``ps_templates``.
        line: in that file.
        name: ``statement``, or which branch it is.
        text: of the line, as written.
        number: of its probe.
    """

    file: str
    line: int
    name: str
    text: str
    number: int

    @property
    def is_branch(self) -> bool:
        """Whether it counts as a branch; the others count for their line."""
        return self.name != "statement"


def instrument(source: Path, target: Path, hits: Path) -> tuple[Point, ...]:
    """Copy ``ps_templates`` from ``source`` to ``target`` with probes that write into ``hits``, and return the places.

    Args:
        source: the folder as it is shipped.
        target: must not exist.
        hits: an existing folder; each process writes one file into it.

    Raises:
        CalledProcessError: a file does not parse.
    """
    shutil.copytree(source, target)
    texts = {str(path.relative_to(source)): path.read_text(encoding="utf-8") for place in PLACES for path in sorted(source.glob(place))}
    points: list[Point] = []
    for file, found in find_points(texts).items():
        writer = _Writer(file, texts[file], hits, len(points))
        (target / file).write_text(writer.write(found), encoding="utf-8")
        points += writer.points
    return tuple(points)


def find_points(texts: Mapping[str, str]) -> dict[str, list[dict[str, object]]]:
    """Return what can run in each text, as ``probe_points.ps1`` describes it; compile-time branches are looked into, all of them.

    Raises:
        CalledProcessError: a text does not parse.
    """
    masked = {name: _TAG.sub(_as_comment, text) for name, text in texts.items()}
    command = [find_powershell(), "-NoLogo", "-NoProfile", "-NonInteractive", "-File", str(FINDER)]
    found = subprocess.run(command, input=json.dumps(masked), capture_output=True, text=True, encoding="utf-8", check=True)
    points: dict[str, list[dict[str, object]]] = json.loads(found.stdout)
    return {name: points[name] + _template_points(text) for name, text in texts.items()}


def _as_comment(tag: re.Match[str]) -> str:
    return "#" * (len(tag[0]) - 1) + "\n"


def _template_points(text: str) -> list[dict[str, object]]:
    """Return the branches that are chosen when a template is rendered."""
    tags = [tag for tag in _TAG.finditer(text) if tag["word"] != "endif"]
    return [
        {
            "kind": "block",
            "name": f"rendered {tag['word']}",
            "line": text.count("\n", 0, tag.start()) + 1,
            "at": tag.end(),
            "text": tag[0].strip(),
        }
        for tag in tags
    ]


class _Writer:
    """Writes one file with its probes.

    Attributes:
        points: the places that got a probe.
    """

    def __init__(self, file: str, text: str, hits: Path, first: int) -> None:
        self.points: list[Point] = []
        self._file = file
        self._text = text
        self._hits = hits
        self._first = first
        self._puts: list[tuple[int, str]] = []

    def write(self, found: Iterable[Mapping[str, object]]) -> str:
        """Return the text with a probe at every place that was found."""
        rank = {"block": 0, "loop": 1, "statement": 2}  # what stands at one offset: the branch is entered, then its statement runs
        for point in sorted(found, key=lambda point: rank.get(str(point["kind"]), 3)):
            self._put_point(point)
        text = self._text
        for at, put in sorted(reversed(self._puts), key=lambda one: -one[0]):
            text = text[:at] + put + text[at:]
        return self._tell_versions(text) if self._file.endswith(".j2") else text

    def _put_point(self, found: Mapping[str, object]) -> None:
        number = self._first + len(self.points)
        at, kind, probe = _number(found, "at"), str(found["kind"]), self._probe(str(number))
        self.points.append(Point(self._file, _number(found, "line"), str(found["name"]), str(found["text"]), number))
        if kind == "loop":
            flag = f"$ExkitLoop{number}"
            self._puts += [(_number(found, "before"), f"{flag} = 0; "), (at, f" {flag} = 1; ")]
            self._puts.append((_number(found, "after"), f"; if (-not {flag}) {{ {probe} }}"))
        else:
            before, after = {"else": (" else { ", " }"), "default": (" default { ", " } ")}.get(kind, ("", "; "))
            self._puts.append((at, f"{before}{probe}{after}"))

    def _probe(self, what: str) -> str:
        return f"[IO.File]::AppendAllText(\"{self._hits}/$PID\", '{what} ')"

    def _tell_versions(self, text: str) -> str:
        """Tell for which Exchange version and role the template was rendered, when it runs: each has a first line of its own."""
        start = _FRONT.match(text)
        at = start.end() if start else 0
        first, rest = text[at:].split("\n", 1)
        name = self._file.removesuffix(".ps1.j2")
        chosen = {"edge": "Edge", **{f"exchange == '{version.value}'": version.value for version in ExchangeVersion}}
        words = ("if", *("elif" for _ in ExchangeVersion))
        told = [
            f"{{% {word} {when} %}}\n{self._probe(f'{name}={what}')}; {first}\n"
            for word, (when, what) in zip(words, chosen.items(), strict=True)
        ]
        return f"{text[:at]}{''.join(told)}{{% endif %}}\n{rest}"


def _number(found: Mapping[str, object], name: str) -> int:
    value = found[name]
    assert isinstance(value, int), found
    return value
