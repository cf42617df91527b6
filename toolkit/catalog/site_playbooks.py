"""Playbooks of a site, taken from its files; they are checked when they are loaded, as shipped ones are."""

from collections.abc import Mapping

from toolkit.catalog.building import Sources
from toolkit.catalog.library import list_ids
from toolkit.catalog.site_files import PLAYBOOKS, SiteFiles
from toolkit.catalog.yaml_refusals import decode_yaml


def examine_site_playbooks(files: SiteFiles, language: str = "en") -> tuple[Mapping[str, Sources], list[str]]:
    """Return the files of each playbook by id, and those that would hide a shipped one as ``file:line: what``."""
    shipped = set(list_ids())
    found: dict[str, Sources] = {}
    problems: list[str] = []
    for name, content in files.items():
        folder, _, file = name.rpartition("/")
        if folder != PLAYBOOKS:
            continue
        playbook_id = file.removesuffix(".yml")
        if playbook_id in shipped:
            problems.append(f"{name}:1: it has the name of a shipped playbook: a site hides nothing; choose another name")
            continue
        texts = f"{PLAYBOOKS}/texts/{playbook_id}.{language}.yml"
        found[playbook_id] = Sources(name, decode_yaml(content), texts, decode_yaml(files.get(texts, b"")))
    return found, problems
