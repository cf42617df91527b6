"""EdgeTransport.exe.config: its text into keys; a broken file is a value that says so, for it must be reported, not crash."""

import re
from collections import Counter

from toolkit.knowledge.config_keys import config_key_rules
from toolkit.model.transport_config import ConfigKey, ConfigKeyState, TransportConfig
from toolkit.parsing.fields import Answer, Item, one_item, unreadable
from toolkit.parsing.xml_tree import Element, XmlRefused, read_xml

PATHS = ("QueueDatabasePath", "QueueDatabaseLoggingPath", "IPFilterDatabasePath", "IPFilterDatabaseLoggingPath", "TemporaryStoragePath")
"""Keys that say where the transport service keeps its files (domain reference §4.4)."""
_SHA256 = re.compile(r"\A[0-9a-f]{64}\Z")


def read_transport_config(answer: Answer) -> TransportConfig:
    """Return the file with its keys; no keys and ``problem`` when it is broken.

    Raises:
        ParsingError: the answer itself is not of this form.
    """
    item = one_item(answer, "transport_config")
    keys, problem = read_keys(item.text("text"))
    paths = [next((key.value for key in reversed(keys) if key.name == name), "") for name in PATHS]
    return TransportConfig(
        path=item.text("path"),
        sha256=_sha256(item),
        wellformed=not problem,
        problem=problem,
        keys=keys,
        queue_path=paths[0],
        queue_logging_path=paths[1],
        ip_filter_path=paths[2],
        ip_filter_logging_path=paths[3],
        temporary_path=paths[4],
        duplicates=tuple(sorted(name for name, count in Counter(key.name for key in keys).items() if count > 1)),
        other_case=_other_case(keys),
        read_only=item.flag("read_only"),
        modified=item.time("modified"),
    )


def read_config_key(answer: Answer) -> ConfigKeyState:
    """Return one key as a step has just read it.

    Raises:
        ParsingError: the answer is not of this form, or contradicts itself.
    """
    item = one_item(answer, "config_key")
    present = item.flag("present")
    if present == item.is_nothing("value"):
        raise unreadable("config_key.value", "a text exactly when the key is present", "not so")
    return ConfigKeyState(item.text("path"), item.text("key"), present, item.text("value") if present else None, _sha256(item))


def read_keys(text: str) -> tuple[tuple[ConfigKey, ...], str]:
    """Return the keys in the text of a config file, and what is wrong with it; never both."""
    try:
        root = read_xml(text)
    except XmlRefused as refused:
        return (), str(refused)
    sections = root.all("appSettings") if root.tag == "configuration" else []
    if len(sections) != 1:
        return (), f"{len(sections)} sections configuration/appSettings, expected one"
    problem = _problem(sections[0])
    if problem:
        return (), problem
    return tuple(ConfigKey(add.attributes["key"], add.attributes.get("value", ""), add.line) for add in sections[0].children), ""


def _problem(section: Element) -> str:
    for name in ("file", "configSource"):
        if name in section.attributes:
            return f"line {section.line}: appSettings takes its values from another file"
    for child in section.children:
        if child.tag != "add":
            return f"line {child.line}: appSettings also holds <{child.tag[:40]}>"
        if "key" not in child.attributes:
            return f"line {child.line}: an <add> without a key"
    return ""


def _other_case(keys: tuple[ConfigKey, ...]) -> tuple[str, ...]:
    known = {*PATHS, *(rule.name for rule in config_key_rules())}
    small = {name.lower() for name in known}
    return tuple(sorted({key.name for key in keys if key.name.lower() in small and key.name not in known}))


def _sha256(item: Item) -> str:
    digest = item.text("sha256")
    if not _SHA256.match(digest):
        raise unreadable(f"{item.where}.sha256", "64 hex digits in small letters", repr(digest[:80]))
    return digest
