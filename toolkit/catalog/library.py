"""The playbooks there are: shipped ones, found by name."""

import json
from collections.abc import Sequence
from importlib.resources.abc import Traversable

from toolkit.catalog.building import Sources
from toolkit.catalog.file_schema import PlaybookFile
from toolkit.catalog.loading import load_playbook
from toolkit.catalog.problems import nearest
from toolkit.catalog.yaml_refusals import LARGEST_BYTES, decode_yaml
from toolkit.errors import PlaybookUnknown
from toolkit.model.playbook import Playbook
from toolkit.model.vocabulary import Vocabulary
from toolkit.shipped import shipped_folder


def list_ids() -> list[str]:
    """Return the ids of all shipped playbooks, sorted."""
    return sorted(entry.name.removesuffix(".yml") for entry in shipped_folder("playbooks").iterdir() if entry.name.endswith(".yml"))


def find_playbook(playbook_id: str, vocabulary: Vocabulary, language: str = "en") -> Playbook:
    """Return the shipped playbook with this id.

    Raises:
        PlaybookUnknown: there is none; the nearest names are given.
        PlaybookInvalid: its files are wrong.
    """
    if playbook_id not in list_ids():
        why = nearest(playbook_id, list_ids())
        raise PlaybookUnknown(f"there is no playbook '{playbook_id}'", why=why[:1].upper() + why[1:], do=("exkit playbooks list",))
    return load_playbook(read_sources(shipped_folder("playbooks"), playbook_id, language), vocabulary)


def read_sources(folder: Traversable, playbook_id: str, language: str) -> Sources:
    """Return the files of a playbook below ``folder``; the words are empty when their file does not exist."""
    file = f"{playbook_id}.yml"
    words = folder / "texts" / f"{playbook_id}.{language}.yml"
    texts = _read_yaml_text(words) if words.is_file() else ""
    return Sources(f"playbooks/{file}", _read_yaml_text(folder / file), f"playbooks/texts/{playbook_id}.{language}.yml", texts)


def _read_yaml_text(file: Traversable) -> str:
    """Return a file that may be anything; of one that is too large only so much that it is refused."""
    with file.open("rb") as opened:
        return decode_yaml(opened.read(LARGEST_BYTES + 1))


def load_all(vocabulary: Vocabulary) -> Sequence[Playbook]:
    """Return all shipped playbooks, by id.

    Raises:
        PlaybookInvalid: one of them is wrong.
    """
    return [find_playbook(playbook_id, vocabulary) for playbook_id in list_ids()]


def editor_schema() -> str:
    """Return the JSON Schema of playbook files, for editors that complete and check YAML; ends with a line break."""
    schema = PlaybookFile.model_json_schema(by_alias=True)
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "Playbook of the Exchange recovery toolkit"
    return json.dumps(schema, indent=2, sort_keys=True) + "\n"
