"""Certificates made on the spot: an authority, a server certificate for loopback, a client certificate."""

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

LIFE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class CertificateFiles:
    """PEM files of one lab; keys are readable by their owner only.

    Attributes:
        authority: what a client has to trust.
        server: certificate of the server.
        server_key: its key.
        client: certificate that logs the user on.
        client_key: its key.
    """

    authority: Path
    server: Path
    server_key: Path
    client: Path
    client_key: Path


def make_certificates(folder: Path, user: str, addresses: Sequence[str]) -> CertificateFiles:
    """Make an authority, a server certificate for ``addresses`` and ``localhost``, and a client certificate of ``user`` in ``folder``."""
    authority_key, server_key, client_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(3))
    files = CertificateFiles(*(folder / name for name in ("ca.pem", "server.pem", "server.key", "client.pem", "client.key")))
    authority = _authority(authority_key)
    names = x509.SubjectAlternativeName(
        [x509.DNSName("localhost"), *(x509.IPAddress(ipaddress.ip_address(address)) for address in addresses)]
    )
    server = _leaf("exkit lab", server_key, ExtendedKeyUsageOID.SERVER_AUTH).add_extension(names, critical=False)
    client = _leaf(user, client_key, ExtendedKeyUsageOID.CLIENT_AUTH)
    _write(files.authority, authority)
    _write(files.server, _signed(server, authority, authority_key))
    _write(files.client, _signed(client, authority, authority_key))
    _write_key(files.server_key, server_key)
    _write_key(files.client_key, client_key)
    return files


def _authority(key: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    usage = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
    builder = _builder("exkit lab authority", key).issuer_name(_name("exkit lab authority"))
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True).add_extension(usage, critical=True)
    return builder.sign(key, hashes.SHA256())


def _leaf(name: str, key: ec.EllipticCurvePrivateKey, purpose: ObjectIdentifier) -> x509.CertificateBuilder:
    builder = _builder(name, key).add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    return builder.add_extension(x509.ExtendedKeyUsage([purpose]), critical=False)


def _builder(name: str, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder().subject_name(_name(name)).public_key(key.public_key()).serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(now - timedelta(days=1)).not_valid_after(now + LIFE)
    return builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)


def _signed(builder: x509.CertificateBuilder, authority: x509.Certificate, key: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    known = x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key())
    return builder.issuer_name(authority.subject).add_extension(known, critical=False).sign(key, hashes.SHA256())


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _write(path: Path, certificate: x509.Certificate) -> None:
    path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))


def _write_key(path: Path, key: ec.EllipticCurvePrivateKey) -> None:
    path.touch(mode=0o600)
    plain = serialization.NoEncryption()
    path.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain))
