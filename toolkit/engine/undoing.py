"""The way back of a run: its changes in reverse order, as a playbook of their undo scripts."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from toolkit.engine.answers import read_answer
from toolkit.engine.situation import Situation
from toolkit.errors import GateClosed
from toolkit.model.command import CommandResult
from toolkit.model.danger import Danger
from toolkit.model.facts import Facts
from toolkit.model.playbook import ActStep, AskStep, Playbook, ScriptStep, Step, StepTexts, Undo
from toolkit.model.run import StepOutcome, StepWord
from toolkit.model.vocabulary import Vocabulary
from toolkit.rendering.shelf import TemplateShelf

PREFIX = "undo-"
"""Undo steps are called after what they undo: ``undo-move-old-logs``."""


def rebuild_facts(situation: Situation, answers: Sequence[CommandResult], vocabulary: Vocabulary) -> Situation:
    """Return the situation as it was at the end of a run, from the answers that the run has kept."""
    facts: Facts = situation.facts
    steps = {step.id: step for step in situation.playbook.steps}
    for result in answers:
        step = steps.get(result.step_id) or steps.get(result.step_id.rpartition("-")[0])
        if isinstance(step, ScriptStep) and step.reads:
            facts = facts.knowing(step.reads, read_answer(step, result, vocabulary))
    return situation.with_facts(facts)


def undoable(playbook: Playbook, outcomes: Sequence[StepOutcome]) -> list[ActStep]:
    """Return the steps that were done and have a way back, the last one first."""
    done = [playbook.step(outcome.step_id) for outcome in outcomes if outcome.word is StepWord.DONE]
    return [step for step in reversed(done) if isinstance(step, ActStep) and step.undo is not None]


def undo_with(steps: Sequence[ActStep], step_id: str) -> list[ActStep]:
    """Return of ``steps`` the one called ``step_id``, and those that use what it has answered; in their order."""
    reads = {step.reads for step in steps if step.id == step_id and step.reads}
    return [step for step in steps if step.id == step_id or reads & _readers_of(step)]


def _readers_of(step: ActStep) -> set[str]:
    return {source[len("fact:") :].split(".")[0] for source in step.values.values() if source.startswith("fact:")}


def make_undo(situation: Situation, steps: Sequence[ActStep], vocabulary: Vocabulary) -> Situation:
    """Return a situation whose playbook undoes ``steps`` in this order.

    Raises:
        GateClosed: there is nothing to undo.
    """
    if not steps:
        raise GateClosed(
            "there is nothing to undo",
            gate="nothing-to-undo",
            why="No change of this run is still in place.",
            do=("exkit runs list",),
            state=f"{situation.host} is unchanged by this command.",
        )
    playbook = situation.playbook
    undo_steps = tuple(_undo_steps(situation, steps, vocabulary))
    title = f"Undo {', '.join(step.title for step in steps)}"
    undo = replace(playbook, title=title if len(title) <= 60 else f"Undo {len(steps)} changes", steps=undo_steps, by_hand=())
    return replace(situation, playbook=undo)


def _undo_steps(situation: Situation, steps: Sequence[ActStep], vocabulary: Vocabulary) -> Iterator[Step]:
    ways = [(step, step.undo) for step in steps if step.undo is not None]
    yield from _shell_steps(situation, [way for _, way in ways])
    yield from (_undo_step(step, way, situation.shelf, vocabulary) for step, way in ways)
    for template in dict.fromkeys(way.then for _, way in ways if way.then):
        yield _effect_step(template, steps[-1], situation.shelf, vocabulary)


def _shell_steps(situation: Situation, ways: Sequence[Undo]) -> list[Step]:
    shelf = situation.shelf
    if not any(shelf.load(way.template).facts.needs_exchange_shell for way in ways):
        return []
    asks = [step for step in situation.playbook.steps if isinstance(step, AskStep)]
    return [_asked_again(step) for step in asks if shelf.load(step.template).facts.loads_exchange_shell]


def _asked_again(step: AskStep) -> AskStep:
    return replace(step, id=f"{PREFIX}{step.id}", then="next")


def _undo_step(step: ActStep, way: Undo, shelf: TemplateShelf, vocabulary: Vocabulary) -> ActStep:
    reader = way.template.rpartition("/")[2]
    facts = shelf.load(way.template).facts
    return replace(
        step,
        id=f"{PREFIX}{step.id}",
        title=facts.title,
        template=way.template,
        danger=facts.danger,
        values=way.values,
        reads=reader if reader in vocabulary.readers else "",
        deadline_s=facts.deadline_s,
        then="next",
        texts=StepTexts(notice=step.texts.undo),
        gates=(),
        undo=None,
        debt="",
        ends="",
    )


def _effect_step(template: str, like: ActStep, shelf: TemplateShelf, vocabulary: Vocabulary) -> ActStep:
    facts = shelf.load(template).facts
    name = template.rpartition("/")[2]
    return replace(
        _undo_step(like, Undo(template, {}), shelf, vocabulary),
        id=f"{PREFIX}{name.replace('_', '-')}",
        texts=StepTexts(notice="the undo takes effect now"),
        danger=max(facts.danger, Danger.CHANGE),
    )


def undone_steps(outcomes: Sequence[StepOutcome]) -> frozenset[str]:
    """Return the ids of the steps whose undo is done, from the outcomes of an undo run."""
    done = (outcome.step_id for outcome in outcomes if outcome.word is StepWord.DONE)
    return frozenset(step_id.removeprefix(PREFIX) for step_id in done if step_id.startswith(PREFIX))
