"""Keep every module in its room: imports go down, strangers enter by one door."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FLOORS = [
    {"errors"},
    {"model"},
    {"knowledge", "shipped"},
    {"catalog", "parsing", "analysis", "rendering", "shells"},
    {"engine", "documents", "lab"},
    {"cli"},
    {"__main__"},
]
WINRM = ("toolkit/shells/winrm.py", "toolkit/shells/winrm_transport.py", "toolkit/shells/winrm_faults.py", "toolkit/shells/tickets.py")
DOORS = {
    "click": ("toolkit/cli/",),
    "rich": ("toolkit/cli/",),
    "jinja2": ("toolkit/rendering/environment.py", "toolkit/documents/environment.py"),
    "winrm": WINRM,
    "requests": (*WINRM, "toolkit/shells/bounded_http.py"),
    "asyncssh": ("toolkit/cli/signatures.py",),
    "yaml": ("toolkit/catalog/", "toolkit/knowledge/"),
    "pydantic": ("toolkit/catalog/", "toolkit/knowledge/"),
    "spnego": ("toolkit/lab/", *WINRM),
    "cryptography": ("toolkit/lab/",),
    "toolkit.shells.winrm": ("toolkit/cli/",),
    "toolkit.shells.local": ("toolkit/cli/",),
    "toolkit.shells.replay": ("toolkit/cli/",),
    "toolkit.shells.recording": ("toolkit/cli/",),
    "toolkit.lab": ("toolkit/cli/", "toolkit/lab/"),
}
QUIET = {"model", "errors", "parsing", "analysis"}
NO_INPUT_OUTPUT = {
    "os",
    "pathlib",
    "socket",
    "subprocess",
    "time",
    "urllib",
    "http",
    "asyncio",
    "threading",
    "shutil",
    "tempfile",
    "random",
}
FLOOR_OF = {room: height for height, rooms in enumerate(FLOORS) for room in rooms}
MODULES = [
    path.relative_to(ROOT)
    for path in sorted((ROOT / "toolkit").rglob("*.py"))
    if path.name != "__init__.py" or path.parent.name != "toolkit"
]


def imported_names(path: Path) -> Iterator[str]:
    """Yield the dotted name behind every import in ``path``, wherever it stands."""
    for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def room_of(path: Path) -> str:
    """Return the room a module lives in."""
    return Path(path.parts[1]).stem


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_imports_only_go_down(path: Path) -> None:
    """A room imports itself and lower floors, never a neighbour or an upper floor."""
    room = room_of(path)
    for name in imported_names(path):
        target = name.split(".")[1] if name.startswith("toolkit.") else ""
        if target in FLOOR_OF:
            assert target == room or FLOOR_OF[target] < FLOOR_OF[room], f"{path} must not import {name}"


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_strangers_enter_by_one_door(path: Path) -> None:
    """WinRM, Jinja, Click, YAML and every real shell are each imported in one place only."""
    for name in imported_names(path):
        for stranger, doors in DOORS.items():
            if f"{name}.".startswith(f"{stranger}."):
                assert path.as_posix().startswith(doors), f"{path} must not import {name}"


@pytest.mark.parametrize("path", [path for path in MODULES if room_of(path) in QUIET], ids=str)
def test_thinking_rooms_do_no_input_or_output(path: Path) -> None:
    """Words, parsers and analysis have no files, sockets, processes or clocks."""
    assert not {name.split(".")[0] for name in imported_names(path)} & NO_INPUT_OUTPUT, path
    assert ".now(" not in (ROOT / path).read_text(encoding="utf-8"), path


@pytest.mark.parametrize("path", [path for path in MODULES if room_of(path) != "cli" and path.name != "__main__.py"], ids=str)
def test_only_the_command_line_hides_imports(path: Path) -> None:
    """No import stands inside a function or below TYPE_CHECKING, where cycles hide; only cli may, to start fast."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    top = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    every = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    assert len(top) == len(every), path


def test_data_folders_hold_no_python() -> None:
    """Playbooks and templates are data; nothing in the product imports tests."""
    assert not list((ROOT / "playbooks").rglob("*.py")) + list((ROOT / "ps_templates").rglob("*.py"))
    assert not [path for path in MODULES if any(name.split(".")[0] == "tests" for name in imported_names(path))]


def test_every_room_is_on_a_floor() -> None:
    """A new room must be placed on a floor before anything is built in it."""
    assert {room_of(path) for path in MODULES} <= set(FLOOR_OF)
