"""Variables of the environment that make a login weaker or write secrets into files; the libraries below obey them."""

from collections.abc import Mapping

from toolkit.errors import NOTHING_READ, UsageError

RISKY_VARIABLES = {
    "LM_COMPAT_LEVEL": "it would make NTLMv2 weaker",
    "NTLM_USER_FILE": "it would take passwords from a file",
    "PYSPNEGO_LOG_CFG": "it would log what is sealed",
    "PYPSRP_LOG_CFG": "it would log what is sent",
    "KRB5_TRACE": "it would log tickets",
    "SSLKEYLOGFILE": "it would write the keys of TLS into a file",
}
"""Name, and what it would do (pyspnego, pypsrp, MIT Kerberos, OpenSSL)."""


def risks_of(environment: Mapping[str, str]) -> list[str]:
    """Return the names of risky variables that are set, whatever they hold."""
    return [name for name in RISKY_VARIABLES if name in environment]


def require_clean(environment: Mapping[str, str]) -> None:
    """Check the environment before a password is asked for or anything is sent.

    Raises:
        UsageError: a risky variable is set.
    """
    if risky := risks_of(environment):
        why = "; ".join(f"{name}: {RISKY_VARIABLES[name]}" for name in risky) + "."
        do = ("exkit doctor --help", *(f"unset {name}, here and where it is set for good" for name in risky))
        raise UsageError("the environment makes the login unsafe", why=why, do=do, state=NOTHING_READ)
