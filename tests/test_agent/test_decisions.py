"""Decisions of the agent on facts that are told to it: which folder can be trusted, what the journal says of a step."""

from base64 import b64encode
from hashlib import sha256

import pytest

from tests.test_agent.bench import PROGRAM, again
from toolkit.model.json_value import JsonValue
from toolkit.shells.agent import AgentShell
from toolkit.shipped import shipped_folder

pytestmark = pytest.mark.pwsh
SYSTEM, ADMINISTRATORS, USERS = "S-1-5-18", "S-1-5-32-544", "S-1-5-32-545"
INSTALLER = "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464"
PERSON = "S-1-5-21-1-2-3-1001"
SHA, OTHER = "a" * 64, "b" * 64
DONE = '{{"run":"r1","id":"s1","sha":"{0}","state":"{1}","why":null}}'


def load(name: str) -> str:
    """Return a script that loads one file of the agent."""
    return f"Set-StrictMode -Off\n{(shipped_folder('ps_templates') / 'agent' / name).read_text()}\n"


def write(text: str) -> str:
    """Return a text as PowerShell; ``$null`` stays what it is."""
    return (
        text
        if text == NOTHING
        else f"([Text.Encoding]::UTF8.GetString([Convert]::FromBase64String('{b64encode(text.encode()).decode()}')))"
    )


def ask(shell: AgentShell, step_id: str, script: str) -> tuple[JsonValue, ...]:
    """Return what a question puts out."""
    (result,) = shell.ask([again(step_id, script)])
    assert not result.errors, result.errors
    return result.output


def fact(path: str, *, ours: bool = False, **changes: object) -> str:
    """Return the facts of a good folder, with changes, as PowerShell."""
    facts: dict[str, object] = {"link": False, "owner": SYSTEM, "protected": ours, "writers": [SYSTEM, ADMINISTRATORS] if ours else [USERS]}
    facts |= changes
    writers = ", ".join(f"'{sid}'" for sid in list(str(sid) for sid in facts["writers"]))  # type: ignore[attr-defined] # a list, see above
    flags = "; ".join(f"{name} = ${str(facts[name]).lower()}" for name in ("link", "protected"))
    return f"@{{ path = '{path}'; ours = ${str(ours).lower()}; owner = '{facts['owner']}'; writers = @({writers}); {flags} }}"


SUM = f"""
$Utf8 = New-Object Text.UTF8Encoding($false)
$Sha = New-Object Security.Cryptography.SHA256CryptoServiceProvider
{PROGRAM.text[PROGRAM.text.index("function Get-FullSum") : PROGRAM.text.index("function Compress-Bytes")]}
"""
ABOVE = [fact("C:\\", owner=INSTALLER), fact("C:\\ProgramData")]
ROOT, RUN = "C:\\ProgramData\\exkit", "C:\\ProgramData\\exkit\\run-r1"
FOLDERS = {
    "ours": ([*ABOVE, fact(ROOT, ours=True), fact(RUN, ours=True, owner=ADMINISTRATORS)], None),
    "made by a user": ([*ABOVE, fact(ROOT, ours=True, owner=PERSON), fact(RUN, ours=True)], f"{ROOT} belongs to {PERSON}"),
    "run folder made by a user": ([*ABOVE, fact(ROOT, ours=True), fact(RUN, ours=True, owner=PERSON)], f"{RUN} belongs to {PERSON}"),
    "folder above of a user": ([fact("D:\\", owner=PERSON), fact("D:\\exkit", ours=True)], f"D:\\ belongs to {PERSON}"),
    "junction": ([*ABOVE, fact(ROOT, ours=True, link=True)], f"{ROOT} is a link or a mount point"),
    "junction above": ([fact("C:\\", owner=INSTALLER), fact("C:\\ProgramData", link=True)], "C:\\ProgramData is a link or a mount point"),
    "inherits": ([*ABOVE, fact(ROOT, ours=True, protected=False)], f"{ROOT} inherits rights from the folder above"),
    "users may write": ([*ABOVE, fact(ROOT, ours=True, writers=[SYSTEM, USERS])], f"{ROOT} gives rights to {USERS}"),
    "installer is no owner of ours": ([*ABOVE, fact(ROOT, ours=True, owner=INSTALLER)], f"{ROOT} belongs to {INSTALLER}"),
}


def test_folder_that_can_be_trusted(shell: AgentShell) -> None:
    """Only a folder of SYSTEM or Administrators, with rights for nobody else, below folders of the system, without links."""
    calls = "\n".join(f"@{{ fault = Find-FolderFault @({', '.join(facts)}) }}" for facts, _ in FOLDERS.values())
    output = ask(shell, "folders", load("40-folder.ps1") + calls)
    assert dict(zip(FOLDERS, output, strict=True)) == {name: {"fault": fault} for name, (_, fault) in FOLDERS.items()}


def test_folder_is_looked_at_before_anything_is_written() -> None:
    """On Windows the agent makes both folders with rights of their own and looks at the whole path, also when they were there."""
    opening = PROGRAM.text[PROGRAM.text.index("function Open-Run") :]
    assert opening.index("Initialize-JournalFolder") < opening.index("Lock-File $lock")
    making = PROGRAM.text[PROGRAM.text.index("function Initialize-JournalFolder") :]
    assert making.index("New-ProtectedFolder $path") < making.index("Find-FolderFault @(Get-PathFacts")


NOTHING = "$null"
STARTED, OTHER_STARTED, TORN = f'"sha":"{SHA}"', f'"sha":"{OTHER}"', ""


def done(sha: str = SHA, state: str = "ok", started: str = STARTED) -> str:
    """Return a .done as the agent writes it beside a .started."""
    text = DONE.format(sha, state)
    return f"{text}\n{sha256((started + text).encode()).hexdigest()}"


def summed(text: str) -> str:
    """Return a .done of any text with a right sum."""
    return f"{text}\n{sha256((STARTED + text).encode()).hexdigest()}"


OK, FAILED = done(), done(state="failed")
OTHER_RUN, SHAM = summed(DONE.format(SHA, "ok").replace("r1", "r2")), summed("x" + DONE.format(SHA, "ok"))
VERDICTS = [
    ("once", NOTHING, NOTHING, "run"),
    ("idempotent", NOTHING, NOTHING, "run"),
    ("once", STARTED, NOTHING, "unknown"),
    ("idempotent", STARTED, NOTHING, "again"),
    ("once", TORN, NOTHING, "unknown"),
    ("idempotent", TORN, NOTHING, "again"),
    ("once", STARTED, OK, "replay"),
    ("idempotent", STARTED, FAILED, "replay"),
    ("once", TORN, done(started=TORN), "replay"),
    ("once", TORN, done("", "applied", TORN), "replay"),
    ("idempotent+shared", STARTED, OK, "again"),
    ("once+shared", STARTED, OK, "replay"),
    ("once", OTHER_STARTED, NOTHING, "conflict"),
    ("once", OTHER_STARTED, OK, "conflict"),
    ("once", STARTED, done(OTHER), "conflict"),
    ("once", STARTED, OTHER_RUN, "conflict"),
    ("once", STARTED, SHAM, "conflict"),
    ("once", STARTED, TORN, "damaged"),
    ("once", TORN, OK, "damaged"),
    ("once", STARTED, DONE.format(SHA, "ok"), "damaged"),
    ("idempotent", STARTED, DONE.format(SHA, "ok"), "again"),
    ("once", NOTHING, OK, "planted"),
    ("idempotent+shared", NOTHING, OK, "planted"),
]


MUTATIONS = {
    "cut by one": OK[:-1],
    "cut in the sum": OK[:-40],
    "without its sum": OK.partition("\n")[0],
    "without its text": OK.partition("\n")[2],
    "cut in the text": OK[:40],
    "only its sum's line": "\n" + OK.partition("\n")[2],
    "empty": "",
    "a line more": OK + "\n",
    "a letter more": OK + "0",
    "a blank before": " " + OK,
    "a mark before": "\ufeff" + OK,
    "other line end": OK.replace("\n", "\r\n"),
    "sum in capitals": OK.upper(),
    "another state": OK.replace('"ok"', '"failed"'),
    "another why": OK.replace("null", '"x"'),
    "another run": OK.replace("r1", "r2"),
    "another step": OK.replace("s1", "s2"),
    "another script": OK.replace(SHA, OTHER),
    "the sum of another start": done(started=STARTED + " "),
    "the sum of nothing": DONE.format(SHA, "ok") + "\n" + sha256(b"").hexdigest(),
    "two answers": DONE.format(SHA, "ok") + OK,
    "the same twice": OK + "\n" + OK,
}


def test_no_changed_answer_is_replayed(shell: AgentShell) -> None:
    """Whatever is cut from, put into or changed in a .done, it is damaged for a change and asked again for a question."""
    head = load("45-journal.ps1") + SUM + "$State = @{ run = 'r1'; folder = '/'; mine = @{} }\n"
    steps = [f"@{{ id = 's1'; sha = '{SHA}'; policy = '{policy}'; shared = $false }}" for policy in ("once", "idempotent")]
    calls = [f"Get-StepVerdict {step} {write(STARTED)} {write(text)}" for text in MUTATIONS.values() for step in steps]
    output = ask(shell, "mutations", head + "\n".join(calls))
    assert dict(zip(MUTATIONS, zip(output[::2], output[1::2], strict=True), strict=True)) == dict.fromkeys(MUTATIONS, ("damaged", "again"))


def test_what_the_journal_says_of_a_step(shell: AgentShell) -> None:
    """Every combination of beginning and end has one meaning."""
    head = load("45-journal.ps1") + SUM + "$State = @{ run = 'r1'; folder = '/'; mine = @{} }\n"
    calls = []
    for policy, started, end, _ in VERDICTS:
        step = f"@{{ id = 's1'; sha = '{SHA}'; policy = '{policy.split('+')[0]}'; shared = ${str('shared' in policy).lower()} }}"
        calls.append(f"Get-StepVerdict {step} {write(started)} {write(end)}")
    output = ask(shell, "verdicts", head + "\n".join(calls))
    assert list(zip(VERDICTS, output, strict=True)) == [(row, row[3]) for row in VERDICTS]
