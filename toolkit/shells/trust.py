"""Whose certificates are trusted: a file that was named, else the system's; never one that a variable names."""

from pathlib import Path

import certifi

from toolkit.errors import CertificateRefused
from toolkit.model.target import Target

_SYSTEM_TRUST = ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem")
"""Where systems keep the certificates that they trust."""


def trust_file(target: Target) -> str:
    """Return the file of certificates to trust."""
    if target.ca_file:
        return target.ca_file
    return next((path for path in _SYSTEM_TRUST if Path(path).is_file()), certifi.where())


def require_trust(target: Target) -> None:
    """Check that the certificate of ``target`` can be checked.

    Raises:
        CertificateRefused: there is no file of certificates to trust.
    """
    if target.tls and not Path(trust_file(target)).is_file():
        do = ("exkit run --help", "--ca FILE names the certificate of your own authority")
        why = f"There is no file {trust_file(target)} with the certificates to trust."
        raise CertificateRefused(f"the certificate of {target.host} cannot be checked", why=why, do=do)
