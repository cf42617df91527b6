"""Commands for people to type next, with everything that they typed before."""

from collections.abc import Iterable, Sequence
from dataclasses import fields

from toolkit.cli.content_options import ContentChoice
from toolkit.cli.server_options import ServerChoice

_OPTIONS = {
    "target": "-t",
    "port": "--port",
    "transport": "--transport",
    "user": "--user",
    "ca_file": "--ca",
    "certificate": "--certificate",
    "ntlm_over_http": "--ntlm-over-http",
    "local": "--local",
    "lab": "--lab",
    "lab_engine": "--lab-engine",
    "lab_folder": "--lab-folder",
}
"""Option of each field; a password that came on stdin is typed again, or asked for."""
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_=.,:/@")


def run_command(playbook_id: str, parameters: Sequence[str], server: ServerChoice, content: ContentChoice) -> str:
    """Return the ``exkit run`` that goes on from here; without a server ``-t HOST`` stands for one."""
    words = [word for entry in parameters for word in ("-p", entry)]
    return write_words(("exkit", "run", playbook_id, *content_words(content), *(server_words(server) or ("-t", "HOST")), *words))


def content_words(content: ContentChoice) -> tuple[str, ...]:
    """Return the options that choose this content; none for what is shipped."""
    named = (("--playbooks", content.folder), ("--signers", content.signers))
    return tuple(word for option, value in named if value for word in (option, value))


def server_words(server: ServerChoice) -> tuple[str, ...]:
    """Return the options that choose this server, those that nobody changed left out."""
    words: list[str] = []
    for field in fields(server):
        value = getattr(server, field.name)
        if field.name in _OPTIONS and value != field.default:
            words.append(_OPTIONS[field.name])
            words += [] if value is True or (field.name, value) == ("lab", "default") else [str(value)]
    return tuple(words)


def write_words(words: Iterable[str]) -> str:
    """Return a command line that cmd, PowerShell and a Unix shell take apart into these words.

    Double quotes hold blanks and backslashes in all three; what they do not hold everywhere is left to the person.
    """
    return " ".join(word if word and _PLAIN.issuperset(word) else f'"{word}"' for word in words)
