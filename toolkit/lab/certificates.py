"""Certificates made on the spot: an authority, a server certificate for loopback, a client certificate."""

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

LIFE = timedelta(days=7)
ELSEWHERE = "elsewhere.example"


class CertificateKind(Enum):
    """What the server's certificate is like."""

    GOOD = "good"
    """Valid, for the lab's addresses, signed by the lab's authority."""
    EXPIRED = "expired"
    """The same, but it has ended an hour ago."""
    OTHER_NAME = "other-name"
    """The same, but for another server."""
    SELF_SIGNED = "self-signed"
    """Valid, for the lab's addresses, signed by itself, as Windows makes it for WinRM."""


@dataclass(frozen=True, slots=True)
class CertificateFiles:
    """PEM files of one lab; keys are readable by their owner only.

    Attributes:
        authority: signs the others, unless the server's signs itself.
        trusted: what a client has to trust.
        server: certificate of the server.
        server_key: its key.
        client: certificate that logs the user on.
        client_key: its key.
    """

    authority: Path
    trusted: Path
    server: Path
    server_key: Path
    client: Path
    client_key: Path


def make_certificates(folder: Path, user: str, addresses: Sequence[str], kind: CertificateKind = CertificateKind.GOOD) -> CertificateFiles:
    """Make an authority, a certificate of the server and one of the client in ``folder``.

    Args:
        folder: where the files go.
        user: whom the client's certificate logs on.
        addresses: what the server's certificate is for, with ``localhost``, unless ``kind`` says otherwise.
        kind: what the server's certificate is like.
    """
    authority_key, server_key, client_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(3))
    signs_itself = kind is CertificateKind.SELF_SIGNED
    names = ("server.pem" if signs_itself else "ca.pem", "server.pem", "server.key", "client.pem", "client.key")
    files = CertificateFiles(folder / "ca.pem", *(folder / name for name in names))
    authority = _authority(authority_key)
    client = _leaf(user, client_key, ExtendedKeyUsageOID.CLIENT_AUTH, LIFE)
    server = _server(server_key, addresses, kind)
    _write(files.authority, authority)
    _write(files.server, _self_signed(server, server_key) if signs_itself else _signed(server, authority, authority_key))
    _write(files.client, _signed(client, authority, authority_key))
    _write_key(files.server_key, server_key)
    _write_key(files.client_key, client_key)
    return files


def _server(key: ec.EllipticCurvePrivateKey, addresses: Sequence[str], kind: CertificateKind) -> x509.CertificateBuilder:
    here = [x509.DNSName("localhost"), *(x509.IPAddress(ipaddress.ip_address(address)) for address in addresses)]
    names = [x509.DNSName(ELSEWHERE)] if kind is CertificateKind.OTHER_NAME else here
    life = -timedelta(hours=1) if kind is CertificateKind.EXPIRED else LIFE
    leaf = _leaf("exkit lab", key, ExtendedKeyUsageOID.SERVER_AUTH, life)
    return leaf.add_extension(x509.SubjectAlternativeName(names), critical=False)


def _authority(key: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    usage = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
    builder = _builder("exkit lab authority", key, LIFE).issuer_name(_name("exkit lab authority"))
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True).add_extension(usage, critical=True)
    return builder.sign(key, hashes.SHA256())


def _leaf(name: str, key: ec.EllipticCurvePrivateKey, purpose: ObjectIdentifier, life: timedelta) -> x509.CertificateBuilder:
    builder = _builder(name, key, life).add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    return builder.add_extension(x509.ExtendedKeyUsage([purpose]), critical=False)


def _builder(name: str, key: ec.EllipticCurvePrivateKey, life: timedelta) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder().subject_name(_name(name)).public_key(key.public_key()).serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(now - timedelta(days=1)).not_valid_after(now + life)
    return builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)


def _signed(builder: x509.CertificateBuilder, authority: x509.Certificate, key: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    known = x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key())
    return builder.issuer_name(authority.subject).add_extension(known, critical=False).sign(key, hashes.SHA256())


def _self_signed(builder: x509.CertificateBuilder, key: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    return builder.issuer_name(_name("exkit lab")).sign(key, hashes.SHA256())


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _write(path: Path, certificate: x509.Certificate) -> None:
    path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))


def _write_key(path: Path, key: ec.EllipticCurvePrivateKey) -> None:
    path.touch(mode=0o600)
    plain = serialization.NoEncryption()
    path.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain))
