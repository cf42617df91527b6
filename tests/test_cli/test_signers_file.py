"""Whose signatures count is read strictly: what could mean more than it says is refused with file and line."""

from datetime import UTC, datetime

import asyncssh
import pytest

from tests.site_content import KEY, signer_line
from toolkit.cli.signers_file import read_signers
from toolkit.errors import ContentInvalid

NAMESPACE = 'namespaces="exkit-content-v1"'
PUBLIC = " ".join(KEY.export_public_key().decode().split()[:2])
SHORT_RSA = " ".join(asyncssh.generate_private_key("ssh-rsa", key_size=2048).export_public_key().decode().split()[:2])
LONG_RSA = asyncssh.generate_private_key("ssh-rsa", key_size=3072)


def problem_of(line: str) -> str:
    """Return why a line is refused."""
    with pytest.raises(ContentInvalid) as refused:
        read_signers("signers", f"# our signers\n\n{line}\n")
    assert refused.value.exit_code == 3
    (problem,) = refused.value.problems
    assert problem.startswith("signers:3: ")
    return problem


@pytest.mark.parametrize(
    ("line", "what"),
    [
        (f"ops {PUBLIC}", "namespaces= is missing"),
        (f'ops valid-before="20991231Z" {PUBLIC}', "namespaces= is missing"),
        (f'ops namespaces="" {PUBLIC}', "namespaces= is missing"),
        (f'ops namespaces="*" {PUBLIC}', "namespaces= with a wildcard"),
        (f'ops namespaces="exkit-*" {PUBLIC}', "namespaces= with a wildcard"),
        (f'ops namespaces="!git" {PUBLIC}', "namespaces= with a wildcard"),
        (f"*@corp.example {NAMESPACE} {PUBLIC}", "a name with a wildcard"),
        (f"ops,dev {NAMESPACE} {PUBLIC}", "a list of names"),
        (f"ops {NAMESPACE},cert-authority {PUBLIC}", "the option cert-authority"),
        (f"ops cert-authority,{NAMESPACE} {PUBLIC}", "the option cert-authority"),
        (f"ops {NAMESPACE},no-touch-required {PUBLIC}", "the option no-touch-required"),
        (f"ops {NAMESPACE},{NAMESPACE} {PUBLIC}", "the option namespaces twice"),
        (f'ops {NAMESPACE},valid-before="20200101",valid-before="20990101" {PUBLIC}', "the option valid-before twice"),
        (f'ops {NAMESPACE},valid-before="20w" {PUBLIC}', "the time 20w"),
        (f'ops {NAMESPACE},valid-before="now" {PUBLIC}', "the time now"),
        (f'ops {NAMESPACE},valid-before="99991332" {PUBLIC}', "there is no such day"),
        (f'ops {NAMESPACE},valid-after="2026-11-25" {PUBLIC}', "the time 2026-11-25"),
        (f"ops {NAMESPACE} {SHORT_RSA}", "an RSA key of 2,048 bits"),
        (f"ops {NAMESPACE} ssh-dss AAAAB3NzaC1kc3M=", "a key of type ssh-dss"),
        (f"ops {NAMESPACE} ssh-ed25519-cert-v01@openssh.com AAAA", "a key of type ssh-ed25519-cert-v01@openssh.com"),
        (f"ops {NAMESPACE} ssh-ed25519 AAAA", "a key that cannot be read"),
        (f"ops {NAMESPACE} ssh-ed25519 ====", "a key that cannot be read"),
        (f"ops {NAMESPACE} ssh-rsa {PUBLIC.split()[1]}", "a key that calls itself ssh-ed25519"),
        (f"{PUBLIC}", "no line of a name, options and a key"),
        (f"ops {NAMESPACE}", "no line of a name, options and a key"),
        (f'ops namespaces="exkit-content-v1 {PUBLIC}', "no line of a name, options and a key"),
        (f'ops namespaces=\\"exkit\\" {PUBLIC}', "options that cannot be read"),
        ("nonsense", "no line of a name, options and a key"),
    ],
    ids=range(28),
)
def test_a_line_that_could_mean_more_is_refused(line: str, what: str) -> None:
    """Each refusal names the line, what stands there and the way out."""
    assert what in problem_of(line)


def test_all_lines_are_told_at_once() -> None:
    """Two wrong lines, two problems; a file without a key is one too."""
    with pytest.raises(ContentInvalid) as refused:
        read_signers("signers", f"ops {PUBLIC}\nx\n")
    assert len(refused.value.problems) == 2
    with pytest.raises(ContentInvalid, match="1 problem"):
        read_signers("signers", "# nobody\n")


def test_a_line_is_read_whole() -> None:
    """Name, what may be signed, until when, and the key; comments behind it are nothing."""
    options = 'namespaces="git,exkit-content-v1",valid-after="20200101Z",valid-before="202512312359Z"'
    (signer,) = read_signers("signers", f"ops@corp.example {options} {PUBLIC} a comment\n")
    assert (signer.principal, signer.namespaces) == ("ops@corp.example", ("git", "exkit-content-v1"))
    assert signer.valid_after == datetime(2020, 1, 1, tzinfo=UTC)
    assert signer.valid_before == datetime(2025, 12, 31, 23, 59, tzinfo=UTC)
    assert signer.public_key == PUBLIC


def test_the_time_of_a_key_ends_at_its_moment() -> None:
    """From the first moment on, and not at the last one."""
    (signer,) = read_signers("signers", signer_line(options=f'{NAMESPACE},valid-after="20260101Z",valid-before="20270101Z"'))
    times = [
        datetime(2025, 12, 31, tzinfo=UTC),
        datetime(2026, 1, 1, tzinfo=UTC),
        datetime(2026, 12, 31, tzinfo=UTC),
        datetime(2027, 1, 1, tzinfo=UTC),
    ]
    assert [signer.is_valid_at(time) for time in times] == [False, True, True, False]


def test_a_long_rsa_key_is_taken() -> None:
    """3,072 bits are enough."""
    assert read_signers("signers", signer_line(LONG_RSA))[0].key_type == "ssh-rsa"
