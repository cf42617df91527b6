"""Playbooks of a site: nothing but what is named is loaded, and nobody's word is nobody's change."""

import builtins
import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.site_content import KEY, LOOK, PRINCIPAL, RESTART, sign, signer_line, write_signers, write_site
from tests.test_scenarios.typed import Desk
from toolkit.catalog.library import list_ids
from toolkit.cli import content as content_module
from toolkit.cli.content import open_content
from toolkit.cli.content_options import SHIPPED_ONLY, ContentChoice
from toolkit.cli.vocabulary import shipped_vocabulary
from toolkit.errors import ContentInvalid, PlaybookInvalid, PlaybookUnknown
from toolkit.model.content import Trust

TEMPLATE = "ps_templates/observe/windows_version.ps1.j2"
LAB = ("--lab", "back-pressure-memory")


@pytest.fixture(autouse=True)
def strict_mask() -> Iterator[None]:
    """Whatever the mask of whoever runs the tests is: new files are written by their owner alone."""
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Return a command line with folders of its own."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return Desk(tmp_path, capsys)


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    """Return a whole folder that was signed."""
    return sign(write_site(tmp_path / "ours"))


@pytest.fixture
def signers(tmp_path: Path) -> Path:
    """Return the file that says whose signature counts."""
    return write_signers(tmp_path / "signers")


def level(folder: Path, signers: Path | str = "") -> tuple[Trust, str]:
    """Return how far the content of a folder is trusted, and why not further."""
    trust = open_content(ContentChoice(str(folder), str(signers))).find_playbook(LOOK).trust
    return trust.level, trust.why


def test_shipped_content_is_shipped() -> None:
    """Without a folder there is what the product brings, and it is hashed as before."""
    content = open_content(SHIPPED_ONLY)
    assert {playbook.trust.level for playbook in content.load_playbooks()} == {Trust.SHIPPED}
    assert content.vocabulary == shipped_vocabulary()


def test_the_word_of_a_signer_counts(ours: Path, signers: Path) -> None:
    """Whole, signed for content, by a key of the list: trusted, and the signer is named."""
    trust = open_content(ContentChoice(str(ours), str(signers))).find_playbook(RESTART).trust
    assert (trust.level, trust.signed_by, trust.why) == (Trust.SITE, PRINCIPAL, "")
    assert len(trust.sums_sha256) == 64


def _flip(site: Path, signers: Path) -> None:
    file = site / TEMPLATE
    file.write_text(file.read_text(encoding="utf-8").replace("title ", "title  ", 1), encoding="utf-8")


def _remove(site: Path, signers: Path) -> None:
    (site / "playbooks" / f"{RESTART}.yml").unlink()


def _add(site: Path, signers: Path) -> None:
    (site / "NOTES").write_text("", encoding="utf-8")


def _unsign(site: Path, signers: Path) -> None:
    (site / "SHA256SUMS.sig").unlink()


def _purpose(site: Path, signers: Path) -> None:
    sign(site, namespace="git")


def _stranger(site: Path, signers: Path) -> None:
    write_signers(signers, signer_line(options='namespaces="git"'))


def _expired(site: Path, signers: Path) -> None:
    write_signers(signers, signer_line(options='namespaces="exkit-content-v1",valid-before="20200101Z"'))


def _sums(site: Path, signers: Path) -> None:
    file = site / "SHA256SUMS"
    file.write_bytes(file.read_bytes().replace(b"./", b""))


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (_flip, f"{TEMPLATE} was changed"),
        (_remove, f"playbooks/{RESTART}.yml is missing"),
        (_add, "NOTES is not in SHA256SUMS"),
        (_unsign, "SHA256SUMS.sig is missing"),
        (_purpose, "the signature was made for 'git'"),
        (_stranger, "may not sign"),
        (_expired, "is not valid now"),
        (_sums, f"the signature of {PRINCIPAL} is for other content"),
    ],
)
def test_whatever_breaks_the_seal_makes_it_unsigned(ours: Path, signers: Path, spoil: Callable[[Path, Path], None], why: str) -> None:
    """One byte, one file, another purpose, key or time: unsigned, with the reason."""
    assert level(ours, signers) == (Trust.SITE, "")
    spoil(ours, signers)
    found, said = level(ours, signers)
    assert found is Trust.UNSIGNED
    assert why in said


def test_nobody_is_trusted_unless_named(ours: Path) -> None:
    """A right signature counts only when the person has said whose."""
    assert level(ours) == (Trust.UNSIGNED, "nobody said whose signature counts (--signers FILE)")


def test_signers_without_a_purpose_are_refused(ours: Path, signers: Path, desk: Desk) -> None:
    """A line without namespaces= would take a signature that was made for git: exit 3, with file and line."""
    write_signers(signers, f"{PRINCIPAL} {KEY.export_public_key().decode()}")
    typed = desk.type("playbooks", "list", "--playbooks", str(ours), "--signers", str(signers))
    assert typed.code == 3
    assert "signers:1: namespaces= is missing" in " ".join(typed.err.split())


def test_signers_inside_the_folder_are_refused(ours: Path) -> None:
    """Whoever writes the folder would write who may sign it."""
    with pytest.raises(ContentInvalid) as refused:
        level(ours, write_signers(ours / "signers"))
    assert "keep it elsewhere" in refused.value.problems[0]


def test_a_missing_asyncssh_is_told(ours: Path, signers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A signature that cannot be verified on this machine is an error with a cure, not an unsigned folder."""
    real = builtins.__import__

    def without(name: str, *rest: object) -> object:
        if name == "asyncssh" or name.startswith("toolkit.cli.signatures"):
            raise ImportError(name)
        return real(name, *rest)  # type: ignore[arg-type]  # handed through as it came

    monkeypatch.delitem(sys.modules, "toolkit.cli.signatures", raising=False)
    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(ContentInvalid) as refused:
        level(ours, signers)
    assert "install the extra [sign]" in refused.value.problems[0]
    assert level(ours)[0] is Trust.UNSIGNED


def test_signers_alone_are_no_wish(desk: Desk, signers: Path) -> None:
    """There is nothing that they could have signed: exit 2."""
    assert desk.type("playbooks", "list", "--signers", str(signers)).code == 2


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("playbooks/smtp-452-back-pressure.yml", "it has the name of a shipped playbook"),
        ("ps_templates/observe/volumes.ps1.j2", "it has the name of a shipped template"),
        ("ps_templates/outage/restart_transport.ps1.j2", "it has the name of a shipped template"),
    ],
)
def test_a_site_hides_nothing(ours: Path, signers: Path, name: str, problem: str) -> None:
    """Even signed, a file with the name of a shipped one is refused with file and line."""
    (ours / name).parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    (ours / name).write_text("x: 1\n", encoding="utf-8")
    sign(ours)
    with pytest.raises(ContentInvalid) as refused:
        open_content(ContentChoice(str(ours), str(signers)))
    assert any(text.startswith(f"{name}:1: {problem}") for text in refused.value.problems)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("$system.Version }", "$system.Version; a = $(Invoke-Expression 'calc') }", "Invoke-Expression"),
        ("Set-StrictMode -Version 2.0\n", "Set-StrictMode -Version 2.0\nRestart-Service -Name MSExchangeTransport\n", "Restart-Service"),
        ("Set-StrictMode -Version 2.0\n", "", "Set-StrictMode"),
        ("#: deadline   30\n", "#: deadline   soon\n", "a deadline is a number of seconds"),
        ("[ordered]@{", "[ordered]@{ x = '{{ value }}';", "'{{' is not allowed in a body"),
    ],
)
def test_a_template_of_a_site_must_pass_the_compiler(ours: Path, signers: Path, old: str, new: str, problem: str) -> None:
    """Signed or not: text as code, more danger than the folder says, a broken front matter: refused with file and line."""
    file = ours / TEMPLATE
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    sign(ours)
    with pytest.raises(ContentInvalid) as refused:
        open_content(ContentChoice(str(ours), str(signers)))
    assert any(text.startswith(f"{TEMPLATE}:") and problem in text for text in refused.value.problems), refused.value.problems


def test_all_problems_of_a_folder_are_told_at_once(ours: Path) -> None:
    """A template that is no text and a playbook that hides another one: two problems in one answer."""
    (ours / TEMPLATE).write_bytes(b"#: title x\n\xff\n")
    (ours / "playbooks/smtp-452-back-pressure.yml").write_text("x: 1\n", encoding="utf-8")
    with pytest.raises(ContentInvalid) as refused:
        open_content(ContentChoice(str(ours)))
    assert [text.split(": ")[0] for text in refused.value.problems] == [f"{TEMPLATE}:2", "playbooks/smtp-452-back-pressure.yml:1"]


def test_a_file_is_called_after_its_playbook(ours: Path) -> None:
    """A file that holds another playbook than its name says is refused."""
    file = ours / "playbooks" / f"{LOOK}.yml"
    file.write_text(file.read_text(encoding="utf-8").replace(f"id: {LOOK}", "id: smtp-452-back-pressure"), encoding="utf-8")
    with pytest.raises(PlaybookInvalid) as refused:
        open_content(ContentChoice(str(ours))).find_playbook(LOOK)
    assert "the id is smtp-452-back-pressure" in refused.value.problems[0]


@pytest.mark.parametrize("bomb", ["a: &a [*a]\n", "? [x]\n: 1\n", "%YAML 1.1\n---\na: 1\n", "a: 1\na: 2\n", "a: \u202eb\n"])
def test_yaml_of_a_site_is_refused_as_everywhere(ours: Path, bomb: str) -> None:
    """The rules of shipped playbooks hold for those of a site."""
    (ours / "playbooks" / f"{LOOK}.yml").write_text(bomb, encoding="utf-8")
    with pytest.raises(PlaybookInvalid) as refused:
        open_content(ContentChoice(str(ours))).find_playbook(LOOK)
    assert refused.value.problems[0].startswith(f"playbooks/{LOOK}.yml:")


def test_a_playbook_in_the_present_folder_is_not_seen(desk: Desk, monkeypatch: pytest.MonkeyPatch, ours: Path) -> None:
    """Playbooks, templates, settings: whatever lies where the person stands, or in his home, is nobody's wish."""
    for name in ("exkit.toml", "exkit.cfg", ".exkit", "policy.toml", "pyproject.toml", "playbooks.yml"):
        (ours / name).write_text('playbooks = "."\n[tool.exkit]\nplaybooks = "."\n', encoding="utf-8")
    monkeypatch.chdir(ours)
    for name in ("HOME", "USERPROFILE", "APPDATA", "XDG_CONFIG_HOME", "EXKIT_PLAYBOOKS", "EXKIT_CONFIG", "PLAYBOOKS"):
        monkeypatch.setenv(name, str(ours))
    listed = desk.type("playbooks", "list", "--json").object["playbooks"]
    assert isinstance(listed, list)
    assert [one["id"] for one in listed if isinstance(one, dict)] == list_ids()
    for words in (("playbooks", "show", LOOK), ("plan", LOOK), ("run", LOOK, *LAB), ("runbook", LOOK)):
        typed = desk.type(*words)
        assert typed.code == 3, words
        assert "playbook.unknown" in typed.err
    with pytest.raises(PlaybookUnknown):
        open_content(SHIPPED_ONLY).find_playbook(LOOK)


def test_a_hostile_template_in_the_present_folder_is_not_seen(desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A template with the name of a shipped one, in the folder where the person stands, changes no byte of a plan."""
    before = desk.type("plan", "smtp-452-back-pressure", "--json").object["plan_hash"]
    for name in ("playbooks/smtp-452-back-pressure.yml", "ps_templates/observe/volumes.ps1.j2", "ps_templates/lib/values.ps1"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("#: title x\nInvoke-Expression 'calc'\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert desk.type("plan", "smtp-452-back-pressure", "--json").object["plan_hash"] == before


def unsigned(folder: Path) -> tuple[str, ...]:
    """Return the options that name a folder without its signers."""
    return ("--playbooks", str(folder))


def test_unsigned_content_is_marked_everywhere(desk: Desk, ours: Path) -> None:
    """Plan, its JSON and its HTML, run, report, list and runbook say UNSIGNED and why."""
    files = [str(desk.folder / name) for name in ("plan.html", "plan.json", "runbook.md", "runbook.html", "report.html", "report.md")]
    plan = desk.type("plan", LOOK, *unsigned(ours), "-o", files[0], "-o", files[1])
    run = desk.type("run", LOOK, *unsigned(ours), *LAB, "--runs", str(desk.folder / "runs"))
    run_id = next((desk.folder / "runs").iterdir()).name
    desk.type("runbook", RESTART, *unsigned(ours), "-o", files[2], "-o", files[3])
    desk.type("runs", "report", run_id, "--runs", str(desk.folder / "runs"), "-o", files[4], "-o", files[5])
    shown = desk.type("runs", "show", run_id, "--runs", str(desk.folder / "runs"))
    texts = [
        plan.out,
        run.out,
        shown.out,
        desk.type("playbooks", "list", *unsigned(ours)).out,
        desk.type("playbooks", "show", LOOK, *unsigned(ours)).out,
    ]
    texts += [Path(file).read_text(encoding="utf-8") for file in files]
    assert (plan.code, run.code) == (0, 6)  # the lab has recorded no answer to a template of a site
    assert "UNSIGNED" in run.err
    assert [at for at, text in enumerate(texts) if "UNSIGNED" not in text and '"unsigned"' not in text] == []
    trust = json.loads(Path(files[1]).read_text(encoding="utf-8"))["trust"]
    assert (trust["level"], trust["why"]) == ("unsigned", "nobody said whose signature counts (--signers FILE)")


@pytest.mark.parametrize(
    "words",
    [
        ("plan", RESTART),
        ("plan", RESTART, "--all-paths"),
        ("plan", RESTART, *LAB),
        ("run", RESTART, "--dry-run"),
        ("run", RESTART, *LAB, "--yes", "--confirm", "EX01"),
    ],
    ids=lambda words: " ".join(words[:1] + words[2:]),
)
def test_unsigned_content_only_asks(desk: Desk, ours: Path, words: tuple[str, ...]) -> None:
    """A step above OBSERVE is listed and shown, and neither planned nor run: exit 4, and nothing is sent."""
    typed = desk.type(*words, *unsigned(ours))
    assert typed.code == 4
    assert "[gate.unsigned]" in typed.err
    assert "Nothing was sent." in typed.err
    assert desk.type("playbooks", "show", RESTART, *unsigned(ours)).code == 0


def test_signed_content_changes_and_is_undone(desk: Desk, ours: Path, signers: Path) -> None:
    """The run is carried out, names its signer, and its undo finds the same folder again."""
    options = (*unsigned(ours), "--signers", str(signers))
    home = ("--runs", str(desk.folder / "runs"))
    typed = desk.type("run", RESTART, *options, *LAB, "--confirm", "EX01", *home)
    assert typed.code == 0
    assert f"Signed by {PRINCIPAL}" in " ".join(typed.out.split())
    run_id = next((desk.folder / "runs").iterdir()).name
    assert "[gate.nothing-to-undo]" in desk.type("runs", "undo", run_id, *home).err
    (ours / "SHA256SUMS.sig").unlink()
    assert "[gate.unsigned]" in desk.type("runs", "undo", run_id, *home).err


def test_who_answers_is_part_of_the_plan(desk: Desk, ours: Path, signers: Path) -> None:
    """The same steps under another word have another hash; the next command names folder and signers."""
    options = (*unsigned(ours), "--signers", str(signers))
    hashes = {str(desk.type("plan", LOOK, *more, "--json").object["plan_hash"]) for more in (options, unsigned(ours))}
    assert len(hashes) == 2
    assert f"exkit run {LOOK} --playbooks {ours} --signers {signers} -t HOST" in " ".join(desk.type("plan", LOOK, *options).out.split())


def test_windows_says_what_was_not_looked_at(ours: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where modes do not say who may write, the page says that nobody looked."""
    monkeypatch.setattr(content_module, "is_checked_here", lambda: False)
    trust = open_content(ContentChoice(str(ours))).find_playbook(LOOK).trust
    assert "not looked at" in trust.not_checked
