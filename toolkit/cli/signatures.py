"""Is a signature right, and who has made it? The only module that knows asyncssh, the optional extra ``[sign]``."""

from collections.abc import Sequence
from datetime import datetime

import asyncssh

from toolkit.cli.signers_file import Signer
from toolkit.cli.ssh_signature import RSA, SshSignature, read_signature

_ANYBODY = "signer"
"""Name under which the one key that is meant is handed to asyncssh; whose key it is was looked up before."""
_HASHES = frozenset({"sha256", "sha512"})


def find_signer(data: bytes, armored: bytes, signers: Sequence[Signer], namespace: str, now: datetime) -> Signer:
    """Return who has signed ``data``.

    Args:
        data: what was signed.
        armored: the file of the signature.
        signers: whose signatures count.
        namespace: what the signature must have been made for; asyncssh itself takes any.
        now: the moment at which the key must be valid.

    Raises:
        ValueError: nobody whose signature counts has signed it; one sentence without its full stop.
    """
    signature = read_signature(armored)
    _refuse_form(signature, namespace)
    signer = _choose(signature, signers, namespace, now)
    allowed = f'{_ANYBODY} namespaces="{namespace}" {signer.public_key}\n'.encode()
    if not _is_right(data, signature.blob, allowed):
        raise ValueError(f"the signature of {signer.principal} is for other content")
    return signer


def _refuse_form(signature: SshSignature, namespace: str) -> None:
    if signature.namespace != namespace:
        raise ValueError(f"the signature was made for '{signature.namespace[:40]}', not for '{namespace}'")
    if signature.hash_name not in _HASHES or signature.algorithm == RSA:
        raise ValueError("the signature was made with a hash that is too weak")


def _choose(signature: SshSignature, signers: Sequence[Signer], namespace: str, now: datetime) -> Signer:
    of_key = [signer for signer in signers if signer.key == signature.key]
    if not of_key:
        raise ValueError("the key of the signature is not in the list of signers")
    fitting = [signer for signer in of_key if namespace in signer.namespaces]
    if not fitting:
        raise ValueError(f"the key of {of_key[0].principal} may not sign '{namespace}'")
    valid = [signer for signer in fitting if signer.is_valid_at(now)]
    if not valid:
        raise ValueError(f"the key of {fitting[0].principal} is not valid now")
    return valid[0]


def _is_right(data: bytes, blob: bytes, allowed: bytes) -> bool:
    try:
        return asyncssh.validate_sshsig(data, blob, _ANYBODY, allowed)
    except ValueError:
        return False
