"""A site's folder is read once, and only when nobody else could have written it."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.site_content import site_files, write_site, write_sums
from toolkit.catalog.check_sums import what_differs
from toolkit.catalog.site_files import MOST_FILES, read_site_files
from toolkit.catalog.site_playbooks import examine_site_playbooks
from toolkit.errors import ContentInvalid

posix = pytest.mark.skipif(os.name != "posix", reason="only POSIX modes say who may write a file")


@pytest.fixture(autouse=True)
def strict_mask() -> Iterator[None]:
    """Whatever the mask of whoever runs the tests is: new files are written by their owner alone."""
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Return the folder of the how-to page."""
    return write_site(tmp_path / "ours")


def problems_of(folder: Path) -> list[str]:
    """Return why a folder is refused."""
    with pytest.raises(ContentInvalid) as refused:
        read_site_files(folder)
    assert refused.value.exit_code == 3
    return list(refused.value.problems)


def test_every_file_is_read_by_its_path(site: Path) -> None:
    """Files come with their bytes, in the order of their names; others beside the two folders are read too."""
    (site / "README.md").write_bytes(b"ours\n")
    files = read_site_files(site)
    assert {name: content.decode() for name, content in files.items()} == {"README.md": "ours\n", **site_files()}
    assert list(files) == sorted(files)


@posix
@pytest.mark.parametrize("bits", [0o020, 0o002], ids=["group", "others"])
@pytest.mark.parametrize("name", [".", "playbooks", "playbooks/smtp-452-restart.yml", "ps_templates/observe"])
def test_what_others_may_write_is_refused(site: Path, name: str, bits: int) -> None:
    """The folder, a folder in it, a file: each of them, with the way out."""
    path = site / name
    path.chmod(path.stat().st_mode | bits)
    assert any("others may write it" in problem and "chmod go-w" in problem for problem in problems_of(site))


@posix
def test_a_way_that_others_may_write_is_refused(tmp_path: Path) -> None:
    """Whoever may rename the folder above puts another one in its place; the sticky bit of /tmp forbids that."""
    above = tmp_path / "open"
    write_site(above / "ours")
    above.chmod(0o777)
    assert any(str(above) in problem for problem in problems_of(above / "ours"))
    above.chmod(0o1777)
    assert read_site_files(above / "ours")


@posix
@pytest.mark.parametrize("name", ["playbooks/smtp-452-link.yml", "link"])
def test_links_are_refused(site: Path, name: str) -> None:
    """A link to a file, or to a folder, leads out of what was looked at."""
    (site / name).symlink_to("/etc/passwd" if name.endswith("yml") else "/etc")
    assert any(f"{name}:1: a link or a device" in problem for problem in problems_of(site))


@posix
def test_a_pipe_is_refused_and_nobody_waits_for_it(site: Path) -> None:
    """Reading from it would wait for ever."""
    os.mkfifo(site / "playbooks" / "smtp-452-pipe.yml", mode=0o600)
    assert any("a link or a device" in problem for problem in problems_of(site))


@pytest.mark.parametrize(
    "name",
    [
        "playbooks/Smtp-452-x.yml",
        "playbooks/x.yaml",
        "playbooks/deeper/smtp-452-x.yml",
        "playbooks/texts/smtp-452-x.yml",
        "playbooks/.hidden.yml",
        "ps_templates/lib/values.ps1",
        "ps_templates/agent/00-head.ps1",
        "ps_templates/observe/x.ps1",
        "ps_templates/observe/X.ps1.j2",
        "ps_templates/observe/a b.ps1.j2",
        "ps_templates/other/x.ps1.j2",
        "ps_templates/observe/deeper/x.ps1.j2",
    ],
)
def test_a_file_that_a_site_cannot_bring_is_refused(site: Path, name: str) -> None:
    """The library and the agent are the product's; names have the form of shipped ones."""
    file = site / name
    file.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    file.write_text("x\n", encoding="utf-8")
    file.chmod(0o644)
    assert any(problem.startswith(f"{name}:1: no file that a site can bring") for problem in problems_of(site))


def _too_large(site: Path) -> None:
    (site / "notes.txt").write_bytes(b"x" * 300_000)


def _too_many(site: Path) -> None:
    for at in range(MOST_FILES + 1):
        (site / f"f{at}").touch()


def _too_deep(site: Path) -> None:
    (site / "a/b/c/d/e/f").mkdir(parents=True)


@pytest.mark.parametrize(("spoil", "what"), [(_too_large, "larger than 256 KiB"), (_too_many, "too many"), (_too_deep, "too many")])
def test_sizes_have_limits(site: Path, spoil: Callable[[Path], None], what: str) -> None:
    """A folder that was named by mistake is not read to its end."""
    spoil(site)
    for path in (site, *site.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    assert any(what in problem for problem in problems_of(site))


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    """No folder, and a file in its place."""
    assert any("cannot be read" in problem for problem in problems_of(tmp_path / "nothing"))
    (tmp_path / "file").touch(mode=0o644)
    assert any("cannot be read" in problem for problem in problems_of(tmp_path / "file"))


def test_a_shipped_playbook_is_not_hidden(site: Path) -> None:
    """A file with the name of a shipped playbook is a problem with file and line."""
    files = {**read_site_files(site), "playbooks/smtp-452-back-pressure.yml": b"x: 1\n"}
    _, problems = examine_site_playbooks(files)
    assert problems == [
        "playbooks/smtp-452-back-pressure.yml:1: it has the name of a shipped playbook: a site hides nothing; choose another name"
    ]


def _spoil(site: Path, name: str, content: bytes | None) -> None:
    if content is None:
        (site / name).unlink()
    else:
        (site / name).write_bytes(content)


SUMS = "SHA256SUMS"
RESTART = "playbooks/smtp-452-restart.yml"


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        (RESTART, b"x: 1\n", f"{RESTART} was changed"),
        (RESTART, None, f"{RESTART} is missing"),
        ("README.md", b"", f"README.md is not in {SUMS}"),
        (".hidden", b"", f".hidden is not in {SUMS}"),
        (SUMS, None, f"{SUMS} is missing"),
        (SUMS, b"", f"is not in {SUMS}"),
        (SUMS, b"nonsense\n", f"{SUMS}:1 is no line of sha256sum"),
        (SUMS, b"\xff\xfe\n", f"{SUMS}:1 is no line of sha256sum"),
        (SUMS, b"0" * 64 + b"  ../etc/passwd\n", f"{SUMS}:1 is no line of sha256sum"),
        (SUMS, b"0" * 64 + b"  /etc/passwd\n", f"{SUMS}:1 is no line of sha256sum"),
        (SUMS, b"0" * 64 + b"  C:\\x\n", f"{SUMS}:1 is no line of sha256sum"),
        (SUMS, b"0" * 63 + b"  x\n", f"{SUMS}:1 is no line of sha256sum"),
        (SUMS, b"0" * 64 + b"  x\n" + b"1" * 64 + b"  ./x\n", f"{SUMS}:2 lists x twice"),
        (SUMS, b"\\" + b"0" * 64 + b"  x\n", f"{SUMS}:1 is no line of sha256sum"),
    ],
)
def test_every_difference_is_found(site: Path, name: str, content: bytes | None, why: str) -> None:
    """A byte, a file too many or too few, a list that says something else than sha256sum would."""
    write_sums(site)
    assert what_differs(read_site_files(site)) == ""
    _spoil(site, name, content)
    assert why in what_differs(read_site_files(site))


def test_every_flipped_byte_is_found(site: Path) -> None:
    """One byte anywhere in any file but the signature makes the list wrong."""
    write_sums(site)
    files = dict(read_site_files(site))
    for name, content in files.items():
        for at in range(0, len(content), 97):
            changed = content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]
            assert what_differs({**files, name: changed}), (name, at)
