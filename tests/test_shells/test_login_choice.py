"""Kerberos first; NTLM when a user was named; never Basic; the reason is told."""

import pytest

from toolkit.errors import UsageError
from toolkit.model.target import Login
from toolkit.shells.login_choice import choose_login, is_address, principal_of
from toolkit.shells.tickets import MISSING

HOST = "ex02.corp.example"
NONE = "no ticket for HTTP/ex02.corp.example (No credentials cache found)"
CHOICES = [
    # host, user, certificate, why there is no ticket; login, what is told
    (HOST, "", "", "", Login.KERBEROS, "there is a ticket for HTTP/ex02.corp.example"),
    (HOST, "CORP\\admin", "", "", Login.KERBEROS, "there is a ticket for HTTP/ex02.corp.example"),
    (HOST, "admin@corp.example", "", "", Login.KERBEROS, "there is a ticket for HTTP/ex02.corp.example"),
    (HOST, "CORP\\admin", "", NONE, Login.NTLM, f"no Kerberos: {NONE}"),
    (HOST, "CORP\\admin", "", MISSING, Login.NTLM, "no Kerberos: it is not installed here"),
    ("192.0.2.10", "CORP\\admin", "", "", Login.NTLM, "no Kerberos: a ticket is for a name, and this is an address"),
    ("[2001:db8::1]", "admin", "", "", Login.NTLM, "no Kerberos: a ticket is for a name, and this is an address"),
    (HOST, "admin", "me.pem,me.key", "", Login.CERTIFICATE, "a client certificate was given"),
    ("192.0.2.10", "", "me.pem,me.key", MISSING, Login.CERTIFICATE, "a client certificate was given"),
]


@pytest.mark.parametrize(("host", "user", "certificate", "missing", "login", "why"), CHOICES)
def test_the_safest_login_that_can_work(host: str, user: str, certificate: str, missing: str, login: Login, why: str) -> None:
    """A ticket decides; whatever is missing is the reason that is told."""
    choice = choose_login(host, user, certificate, lambda host, principal: missing)
    assert (choice.login, choice.why) == (login, why)


@pytest.mark.parametrize(("host", "missing"), [(HOST, NONE), (HOST, MISSING), ("192.0.2.10", "")])
def test_no_login_can_work(host: str, missing: str) -> None:
    """Without a ticket and without a user nobody can log on; what helps is said."""
    with pytest.raises(UsageError, match="there is no login to") as caught:
        choose_login(host, "", "", lambda host, principal: missing)
    assert caught.value.exit_code == 2
    assert caught.value.do[0].startswith("exkit ")
    assert any("--user" in line for line in caught.value.do)


@pytest.mark.parametrize(
    ("user", "principal"),
    [
        ("CORP\\admin", "admin@CORP"),
        ("corp\\admin", "admin@CORP"),
        ("admin@corp.example", "admin@corp.example"),
        ("admin", "admin"),
        ("", ""),
    ],
)
def test_a_user_has_a_name_in_the_domain(user: str, principal: str) -> None:
    """Kerberos writes users otherwise than NTLM does."""
    assert principal_of(user) == principal


@pytest.mark.parametrize("text", ["192.0.2.10", "::1", "[::1]", "127.0.0.1"])
def test_addresses_are_none_of_the_names(text: str) -> None:
    """For an address there is no ticket."""
    assert is_address(text)
    assert not is_address(f"{text.strip('[]')}.example")
