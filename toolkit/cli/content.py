"""The playbooks and templates of one command: the shipped ones, and those of a site with the word of who answers for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from toolkit.catalog.check_sums import what_differs
from toolkit.catalog.library import NO_SITE, SitePlaybooks, find_playbook, load_all
from toolkit.catalog.site_files import SIGNATURE, SUMS, SiteFiles, is_checked_here, read_site_files
from toolkit.catalog.site_playbooks import examine_site_playbooks
from toolkit.cli.content_options import ContentChoice
from toolkit.cli.own_files import own_files
from toolkit.cli.signers_file import Signer, read_signers
from toolkit.cli.vocabulary import vocabulary_of
from toolkit.errors import ContentInvalid
from toolkit.model.content import ContentTrust, Trust
from toolkit.model.playbook import Playbook
from toolkit.model.vocabulary import Vocabulary
from toolkit.rendering.shelf import SHIPPED_SHELF, TemplateShelf

NAMESPACE = "exkit-content-v1"
"""What a signature of content is made for; one that was made for anything else does not count."""
_NOT_CHECKED = "On Windows it was not looked at who else may write the folder."


@dataclass(frozen=True, slots=True)
class Content:
    """What a command may use.

    Attributes:
        shelf: templates.
        vocabulary: what playbooks may name.
        site: playbooks of a site.
    """

    shelf: TemplateShelf
    vocabulary: Vocabulary
    site: SitePlaybooks = NO_SITE

    def find_playbook(self, playbook_id: str) -> Playbook:
        """Return the playbook with this id.

        Raises:
            PlaybookUnknown: there is none.
            PlaybookInvalid: its files are wrong.
        """
        return find_playbook(playbook_id, self.vocabulary, site=self.site)

    def load_playbooks(self) -> Sequence[Playbook]:
        """Return all playbooks, by id.

        Raises:
            PlaybookInvalid: one of them is wrong.
        """
        return load_all(self.vocabulary, self.site)


def open_content(choice: ContentChoice) -> Content:
    """Return the shipped content, with that of a site where one was named; nothing is looked for anywhere else.

    Raises:
        ContentInvalid: folder or signers cannot be used.
        UsageError: a file cannot be read.
    """
    if not choice.folder:
        return Content(SHIPPED_SHELF, vocabulary_of(SHIPPED_SHELF))
    from toolkit.rendering.site_templates import examine_site_templates  # noqa: PLC0415 - the compiler is for content of a site

    folder = Path(choice.folder).absolute()
    files = read_site_files(folder)
    shelf, wrong = examine_site_templates(_below(files, "ps_templates/", ".ps1.j2"))
    sources, hiding = examine_site_playbooks(files)
    _refuse(folder, [*wrong, *hiding])
    trust = _judge(files, folder, _read_signers(choice, folder))
    return Content(shelf, vocabulary_of(shelf), SitePlaybooks(sources, trust))


def _below(files: SiteFiles, start: str, end: str) -> dict[str, bytes]:
    return {name[len(start) : -len(end)]: content for name, content in files.items() if name.startswith(start) and name.endswith(end)}


def _refuse(folder: Path, problems: Sequence[str]) -> None:
    if problems:
        count = f"{len(problems)} problem{'s' if len(problems) != 1 else ''}"
        do = ("exkit playbooks list", "correct the files, or leave --playbooks away")
        raise ContentInvalid(f"the content of {folder} cannot be used: {count}", problems=problems, do=do)


def _read_signers(choice: ContentChoice, folder: Path) -> tuple[Signer, ...]:
    if not choice.signers:
        return ()
    file = Path(choice.signers).absolute()
    if file.resolve().is_relative_to(folder.resolve()):
        problems = [
            f"{choice.signers}:1: it lies in the folder that it is to judge: whoever writes one writes the other; keep it elsewhere"
        ]
        raise ContentInvalid("the list of signers cannot be used: 1 problem", problems=problems, do=("exkit playbooks list --help",))
    with own_files():
        return read_signers(choice.signers, file.read_text(encoding="utf-8", errors="replace"))


def _judge(files: SiteFiles, folder: Path, signers: Sequence[Signer]) -> ContentTrust:
    not_checked = "" if is_checked_here() else _NOT_CHECKED
    try:
        signer = _find_signer(files, signers)
    except ValueError as fault:
        return ContentTrust(Trust.UNSIGNED, why=str(fault), folder=str(folder), not_checked=not_checked)
    digest = sha256(files[SUMS]).hexdigest()
    return ContentTrust(Trust.SITE, signer.principal, folder=str(folder), sums_sha256=digest, not_checked=not_checked)


def _find_signer(files: SiteFiles, signers: Sequence[Signer]) -> Signer:
    """Return who has signed the whole of the files.

    Raises:
        ValueError: nobody has, and why; one sentence without its full stop.
        ContentInvalid: the signature cannot be verified on this machine.
    """
    differs = what_differs(files)
    if differs:
        raise ValueError(differs)
    if SIGNATURE not in files:
        raise ValueError(f"{SIGNATURE} is missing")
    if not signers:
        raise ValueError("nobody said whose signature counts (--signers FILE)")
    try:
        from toolkit.cli.signatures import find_signer  # noqa: PLC0415 - asyncssh is an optional extra, and slow to load
    except ImportError as fault:
        problems = [f"{SIGNATURE}:1: asyncssh is not installed: without it no signature can be verified; install the extra [sign]"]
        do = ("exkit --version", "python -m pip install 'exchange-recovery-toolkit[sign]'")
        raise ContentInvalid("the signature cannot be verified: 1 problem", problems=problems, do=do) from fault
    return find_signer(files[SUMS], files[SIGNATURE], signers, NAMESPACE, datetime.now(UTC))
