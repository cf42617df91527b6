"""One playbook from its files, or all that is wrong with it."""

from collections.abc import Iterator

from toolkit.catalog.building import Sources, build_playbook, identity_lines, parameter_lines
from toolkit.catalog.checking import check_steps
from toolkit.catalog.checking_whole import check_identities, check_parameters, check_ways, check_words
from toolkit.catalog.file_schema import PlaybookFile, TextsFile
from toolkit.catalog.form import read_form
from toolkit.catalog.problems import Problem
from toolkit.catalog.yaml_text import Node
from toolkit.errors import PlaybookInvalid
from toolkit.model.playbook import Place, Playbook
from toolkit.model.vocabulary import Vocabulary


def load_playbook(sources: Sources, vocabulary: Vocabulary) -> Playbook:
    """Return the playbook that ``sources`` hold.

    Raises:
        PlaybookInvalid: with every problem as ``file:line: what: why; what to do``.
    """
    playbook, problems = examine_playbook(sources, vocabulary)
    if playbook is None or problems:
        count = f"{len(problems)} problem{'s' if len(problems) != 1 else ''}"
        do = (f"exkit playbooks check {sources.file}",)
        raise PlaybookInvalid(f"the playbook cannot be used: {count}", problems=[str(problem) for problem in problems], do=do)
    return playbook


def examine_playbook(sources: Sources, vocabulary: Vocabulary) -> tuple[Playbook | None, list[Problem]]:
    """Return the playbook as far as it can be built, and all its problems in the order of the files."""
    content, tree, problems = read_form(sources.file, sources.text, PlaybookFile)
    words: TextsFile | None = None
    if sources.texts:
        words, _, wrong_words = read_form(sources.texts_file, sources.texts, TextsFile)
        problems += wrong_words
    unnamed = list(check_identities(sources.file, identity_lines(tree))) if tree is not None else []
    problems += unnamed
    if content is None or tree is None or unnamed:
        return None, problems
    playbook = build_playbook(sources, content, tree, words, vocabulary)
    problems += _check_all(playbook, sources, tree, words, vocabulary)
    return playbook, sorted(problems, key=lambda problem: (problem.place.file != sources.file, problem.place.line))


def _check_all(playbook: Playbook, sources: Sources, tree: Node, words: TextsFile | None, vocabulary: Vocabulary) -> Iterator[Problem]:
    yield from check_steps(playbook, vocabulary)
    yield from check_ways(playbook, vocabulary)
    yield from check_parameters(playbook, parameter_lines(tree))
    if words is not None:
        yield from check_words(playbook, sources.texts_file, set(words.steps))
    elif sources.texts_file and not sources.texts:
        yield Problem(Place(sources.texts_file, 1), "the file of words is missing", "people read the runbook at 3 a.m.", "write it")
