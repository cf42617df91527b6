"""The playbooks there are, found by name: shipped ones, and those of a site."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.resources.abc import Traversable
from types import MappingProxyType

from toolkit.catalog.building import Sources
from toolkit.catalog.file_schema import PlaybookFile
from toolkit.catalog.loading import load_playbook
from toolkit.catalog.problems import nearest
from toolkit.catalog.yaml_refusals import LARGEST_BYTES, decode_yaml
from toolkit.errors import PlaybookInvalid, PlaybookUnknown
from toolkit.model.content import SHIPPED, ContentTrust
from toolkit.model.playbook import Playbook
from toolkit.model.vocabulary import Vocabulary
from toolkit.shipped import shipped_folder


@dataclass(frozen=True, slots=True)
class SitePlaybooks:
    """Playbooks of a site.

    Attributes:
        sources: their files by id; none of them has the id of a shipped one.
        trust: who answers for them.
    """

    sources: Mapping[str, Sources] = field(default_factory=lambda: MappingProxyType({}))
    trust: ContentTrust = SHIPPED


NO_SITE = SitePlaybooks()
"""Nothing but what is shipped."""


def list_ids(site: SitePlaybooks = NO_SITE) -> list[str]:
    """Return the ids of all playbooks, sorted."""
    shipped = (entry.name.removesuffix(".yml") for entry in shipped_folder("playbooks").iterdir() if entry.name.endswith(".yml"))
    return sorted([*shipped, *site.sources])


def find_playbook(playbook_id: str, vocabulary: Vocabulary, language: str = "en", site: SitePlaybooks = NO_SITE) -> Playbook:
    """Return the playbook with this id.

    Raises:
        PlaybookUnknown: there is none; the nearest names are given.
        PlaybookInvalid: its files are wrong.
    """
    if playbook_id in site.sources:
        return _load_of_site(playbook_id, vocabulary, site)
    if playbook_id not in list_ids():
        why = nearest(playbook_id, list_ids(site))
        raise PlaybookUnknown(f"there is no playbook '{playbook_id}'", why=why[:1].upper() + why[1:], do=("exkit playbooks list",))
    return load_playbook(read_sources(shipped_folder("playbooks"), playbook_id, language), vocabulary)


def _load_of_site(playbook_id: str, vocabulary: Vocabulary, site: SitePlaybooks) -> Playbook:
    sources = site.sources[playbook_id]
    playbook = load_playbook(sources, vocabulary)
    if playbook.id != playbook_id:
        problem = f"{sources.file}:1: the id is {playbook.id}: people and files would name two playbooks; call the file {playbook.id}.yml"
        raise PlaybookInvalid("the playbook cannot be used: 1 problem", problems=[problem], do=("exkit playbooks list",))
    return replace(playbook, trust=site.trust)


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


def load_all(vocabulary: Vocabulary, site: SitePlaybooks = NO_SITE) -> Sequence[Playbook]:
    """Return all playbooks, by id.

    Raises:
        PlaybookInvalid: one of them is wrong.
    """
    return [find_playbook(playbook_id, vocabulary, site=site) for playbook_id in list_ids(site)]


def editor_schema() -> str:
    """Return the JSON Schema of playbook files, for editors that complete and check YAML; ends with a line break."""
    schema = PlaybookFile.model_json_schema(by_alias=True)
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "Playbook of the Exchange recovery toolkit"
    return json.dumps(schema, indent=2, sort_keys=True) + "\n"
