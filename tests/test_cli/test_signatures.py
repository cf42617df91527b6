"""A signature counts when the right key has made it, for this purpose, over these bytes, in time."""

import base64
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import asyncssh
import pytest

from tests.site_content import KEY, PRINCIPAL, signer_line
from toolkit.cli.content import NAMESPACE
from toolkit.cli.signatures import find_signer
from toolkit.cli.signers_file import read_signers
from toolkit.cli.ssh_signature import read_signature

DATA = b"0" * 64 + b"  ./playbooks/x.yml\n"
NOW = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
SIGNATURE = asyncssh.create_sshsig(KEY, DATA, namespace=NAMESPACE)
OTHER = asyncssh.generate_private_key("ecdsa-sha2-nistp256")
RSA = asyncssh.generate_private_key("ssh-rsa", key_size=3072)
KEYGEN = shutil.which("ssh-keygen")


def who(data: bytes = DATA, signature: bytes = SIGNATURE, signers: str = "", now: datetime = NOW) -> str:
    """Return who has signed, or why nobody has."""
    try:
        return find_signer(data, signature, read_signers("signers", signers or signer_line()), NAMESPACE, now).principal
    except ValueError as fault:
        return str(fault)


@pytest.mark.parametrize("key", [KEY, OTHER, RSA], ids=["ed25519", "ecdsa", "rsa"])
@pytest.mark.parametrize("hash_name", ["sha256", "sha512"])
def test_a_right_signature_names_its_signer(key: asyncssh.SSHKey, hash_name: str) -> None:
    """Each kind of key that the list takes, with both hashes."""
    signature = asyncssh.create_sshsig(key, DATA, namespace=NAMESPACE, hash_name=hash_name)
    assert who(signature=signature, signers=signer_line(OTHER, principal="other") + signer_line(key)) in (PRINCIPAL, "other")


def armored(blob: bytes) -> bytes:
    """Return a blob as the file of a signature."""
    return b"-----BEGIN SSH SIGNATURE-----\n" + base64.encodebytes(blob) + b"-----END SSH SIGNATURE-----\n"


def limited(options: str) -> str:
    """Return a list of signers whose only key has further options."""
    return signer_line(options=f'namespaces="{NAMESPACE}",{options}')


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"data": DATA + b"\n"}, "is for other content"),
        ({"data": b""}, "is for other content"),
        ({"signature": asyncssh.create_sshsig(KEY, DATA, namespace="git")}, "was made for 'git'"),
        ({"signature": asyncssh.create_sshsig(KEY, DATA, namespace="exkit-approval-v1")}, "was made for 'exkit-approval-v1'"),
        ({"signature": asyncssh.create_sshsig(OTHER, DATA, namespace=NAMESPACE)}, "is not in the list of signers"),
        ({"signers": signer_line(options='namespaces="git"')}, f"may not sign '{NAMESPACE}'"),
        ({"signers": limited('valid-before="20261125Z"')}, "is not valid now"),
        ({"signers": limited('valid-after="20261126Z"')}, "is not valid now"),
        ({"signature": b""}, "is no SSH signature"),
        ({"signature": b"nonsense"}, "is no SSH signature"),
        ({"signature": SIGNATURE + SIGNATURE}, "is no SSH signature"),
        ({"signature": SIGNATURE.replace(b"BEGIN SSH", b"BEGIN PGP")}, "is no SSH signature"),
        ({"signature": armored(b"SSHSIG\0\0\0\2")}, "of a version that is not known"),
        ({"signature": armored(b"SSHSIG\0\0\0\1\xff\xff\xff\xff")}, "do not fit"),
        ({"signature": armored(b"SSHSIG\0\0\0\1")}, "cannot be read"),
        ({"signature": b"-----BEGIN SSH SIGNATURE-----\n" + b"A" * 100_000 + b"\n-----END SSH SIGNATURE-----\n"}, "is no SSH signature"),
    ],
    ids=range(16),
)
def test_a_signature_that_does_not_count_says_why(given: dict[str, bytes | str], why: str) -> None:
    """Other bytes, another purpose, another key, another time, no signature at all: each has its own sentence."""
    assert why in who(**given)  # type: ignore[arg-type]  # the rows of the table fit the names


def test_every_flipped_byte_of_a_signature_is_refused() -> None:
    """No byte of the blob can be another one; two bits of each."""
    blob = read_signature(SIGNATURE).blob
    for at in range(len(blob)):
        for bit in (1, 128):
            changed = blob[:at] + bytes([blob[at] ^ bit]) + blob[at + 1 :]
            assert who(signature=armored(changed)) != PRINCIPAL, at


def test_a_signature_with_sha1_is_refused() -> None:
    """ssh-rsa means SHA-1, whatever the key."""
    blob = read_signature(asyncssh.create_sshsig(RSA, DATA, namespace=NAMESPACE)).blob
    weak = blob.replace(b"\0\0\0\x0crsa-sha2-512", b"\0\0\0\x07ssh-rsa")
    at = weak.rindex(b"\0\0\0\x07ssh-rsa") - 4
    weak = weak[:at] + (int.from_bytes(weak[at : at + 4], "big") - 5).to_bytes(4, "big") + weak[at + 4 :]
    assert "too weak" in who(signature=armored(weak), signers=signer_line(RSA))


@pytest.mark.interop
@pytest.mark.skipif(KEYGEN is None, reason="there is no ssh-keygen")
@pytest.mark.parametrize("key", [KEY, OTHER, RSA], ids=["ed25519", "ecdsa", "rsa"])
def test_what_ssh_keygen_signs_counts(key: asyncssh.SSHKey, tmp_path: Path) -> None:
    """Signatures of OpenSSH, over a file as the how-to page makes them; and with another namespace they do not."""
    assert KEYGEN is not None
    (tmp_path / "SHA256SUMS").write_bytes(DATA)
    (tmp_path / "key").touch(mode=0o600)
    key.write_private_key(tmp_path / "key")
    for namespace, expected in ((NAMESPACE, PRINCIPAL), ("git", "the signature was made for 'git', not for 'exkit-content-v1'")):
        subprocess.run([KEYGEN, "-q", "-Y", "sign", "-f", tmp_path / "key", "-n", namespace, tmp_path / "SHA256SUMS"], check=True)
        signature = tmp_path / "SHA256SUMS.sig"
        assert who(signature=signature.read_bytes(), signers=signer_line(key)) == expected
        signature.unlink()


@pytest.mark.interop
@pytest.mark.skipif(KEYGEN is None, reason="there is no ssh-keygen")
def test_ssh_keygen_takes_our_lines(tmp_path: Path) -> None:
    """What the tests and the page call a list of signers is one for OpenSSH too, which comes to the same verdict."""
    assert KEYGEN is not None
    for name, content in (("signers", signer_line().encode()), ("sig", SIGNATURE)):
        (tmp_path / name).write_bytes(content)
    words = [KEYGEN, "-Y", "verify", "-f", str(tmp_path / "signers"), "-I", PRINCIPAL, "-n", NAMESPACE, "-s", str(tmp_path / "sig")]
    codes = [subprocess.run(words, input=data, capture_output=True, check=False).returncode for data in (DATA, DATA + b"x")]
    assert codes == [0, 255]
