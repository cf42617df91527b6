"""Whose signatures count: a file in the form of OpenSSH's ``allowed_signers``, read more strictly (security design §5.3).

A line that OpenSSH would take and that could mean more than its reader thinks is refused: wildcards, relative times, keys of
certificates, options that stand twice.
"""

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from toolkit.catalog.problems import Problem
from toolkit.cli.ssh_signature import RSA, rsa_bits, take_strings
from toolkit.errors import ContentInvalid
from toolkit.model.playbook import Place

LEAST_RSA_BITS = 3_072
_KEY_TYPES = frozenset(
    {
        RSA,
        "ssh-ed25519",
        "ecdsa-sha2-nistp256",
        "ecdsa-sha2-nistp384",
        "ecdsa-sha2-nistp521",
        "sk-ssh-ed25519@openssh.com",
        "sk-ecdsa-sha2-nistp256@openssh.com",
    }
)
_LINE = re.compile(
    r"(?P<principals>[^\s\"#]+)[ \t]+(?:(?P<options>(?:[^\s\"]|\"[^\"]*\")+)[ \t]+)?"
    r"(?P<type>[a-z0-9@.-]+)[ \t]+(?P<key>[A-Za-z0-9+/=]+)(?:[ \t].*)?"
)
_OPTIONS = re.compile(r"([a-z-]+)(?:=(?:\"([^\"]*)\"|([^\",]*)))?(?:,|$)")
_TIME = re.compile(r"(?P<digits>[0-9]{8}(?:[0-9]{4}(?:[0-9]{2})?)?)(?P<utc>Z?)")
_WILD = re.compile(r"[*?!]")


@dataclass(frozen=True, slots=True)
class Signer:
    """One line: who may sign what, until when.

    Attributes:
        principal: name of the person or place.
        namespaces: what the key may sign.
        key_type: ``ssh-ed25519``.
        key: public key as SSH writes it.
        valid_after: not before; None for no such limit.
        valid_before: not from then on; None for no such limit.
        line: in its file, from 1.
    """

    principal: str
    namespaces: tuple[str, ...]
    key_type: str
    key: bytes
    valid_after: datetime | None
    valid_before: datetime | None
    line: int

    @property
    def public_key(self) -> str:
        """Type and key, as a ``.pub`` file has them."""
        return f"{self.key_type} {base64.b64encode(self.key).decode('ascii')}"

    def is_valid_at(self, now: datetime) -> bool:
        """Whether the key counts at this moment."""
        return (self.valid_after is None or now >= self.valid_after) and (self.valid_before is None or now < self.valid_before)


def read_signers(file: str, text: str) -> tuple[Signer, ...]:
    """Return the lines of an ``allowed_signers`` file.

    Raises:
        ContentInvalid: a line does not say ``namespaces=``, or says something that is refused; all problems are listed.
    """
    signers: list[Signer] = []
    problems: list[Problem] = []
    for number, line in _lines_of(text):
        try:
            signers.append(_read_line(line, number))
        except ValueError as fault:
            problems.append(_problem(Place(file, number), str(fault)))
    if not signers and not problems:
        problems = [Problem(Place(file, 1), "nobody may sign", "the file has no line with a key", "add one")]
    if problems:
        what = f"the list of signers cannot be used: {len(problems)} problem{'s' if len(problems) != 1 else ''}"
        raise ContentInvalid(what, problems=[str(problem) for problem in problems], do=("exkit playbooks list --help",))
    return tuple(signers)


def _lines_of(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.lstrip().startswith("#"):
            yield number, line.strip()


def _problem(place: Place, says: str) -> Problem:
    what, _, do = says.partition("; ")
    return Problem(place, what, "it could mean more than it says", do or "see the manual page ssh-keygen")


def _read_line(line: str, number: int) -> Signer:
    match = _LINE.fullmatch(line)
    if match is None:
        raise ValueError('no line of a name, options and a key; write NAME namespaces="exkit-content-v1" ssh-ed25519 AAAA...')
    if _WILD.search(match["principals"]) or "," in match["principals"]:
        raise ValueError("a name with a wildcard or a list of names; write one line for each name")
    options = dict(_read_options(match["options"] or ""))
    if not options.get("namespaces"):
        raise ValueError('namespaces= is missing; add namespaces="exkit-content-v1"')
    if _WILD.search(options["namespaces"]):
        raise ValueError("namespaces= with a wildcard; name what the key may sign")
    key = _read_key(match["type"], match["key"])
    limits = [_read_time(options.get(name, "")) for name in ("valid-after", "valid-before")]
    return Signer(match["principals"], tuple(options["namespaces"].split(",")), match["type"], key, limits[0], limits[1], number)


def _read_options(text: str) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    at = 0
    while at < len(text):
        match = _OPTIONS.match(text, at)
        if match is None:
            raise ValueError(f"options that cannot be read: {text[at:][:40]}; separate them by commas")
        name, value = match[1], match[2] if match[2] is not None else match[3] or ""
        if name not in ("namespaces", "valid-after", "valid-before"):
            raise ValueError(f"the option {name}; namespaces, valid-after and valid-before are known, certificates are not used")
        if name in seen:
            raise ValueError(f"the option {name} twice; keep one of them")
        seen.add(name)
        yield name, value
        at = match.end()


def _read_key(key_type: str, text: str) -> bytes:
    if key_type not in _KEY_TYPES:
        raise ValueError(f"a key of type {key_type}; use ssh-ed25519")
    try:
        key = base64.b64decode(text, validate=True)
        named = take_strings(key)[0]
    except (binascii.Error, ValueError, IndexError) as fault:
        raise ValueError("a key that cannot be read; copy the line of the .pub file whole") from fault
    if named != key_type.encode():
        raise ValueError(f"a key that calls itself {named[:30].decode('ascii', 'replace')}; copy the line of the .pub file whole")
    if key_type == RSA and rsa_bits(key) < LEAST_RSA_BITS:
        raise ValueError(f"an RSA key of {rsa_bits(key):,} bits; {LEAST_RSA_BITS:,} are the least, or use ssh-ed25519")
    return key


def _read_time(text: str) -> datetime | None:
    if not text:
        return None
    match = _TIME.fullmatch(text)
    if match is None:
        raise ValueError(f"the time {text[:30]}; write YYYYMMDD or YYYYMMDDHHMM, with Z for UTC")
    try:
        moment = datetime.strptime(match["digits"].ljust(14, "0"), "%Y%m%d%H%M%S")
    except ValueError as fault:
        raise ValueError(f"the time {text}; there is no such day") from fault
    return moment.replace(tzinfo=UTC) if match["utc"] else moment.astimezone()
