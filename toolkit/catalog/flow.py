"""What is certain at each step, whichever way led there: which readers were asked, and whether it can be reached at all."""

from collections.abc import Mapping

from toolkit.model.playbook import END, NEXT, DecideStep, Playbook, ScriptStep, Step, exits


def target_step(playbook: Playbook, step: Step, target: str) -> Step | None:
    """Return the step that ``target`` leads to; None for the end and for targets that do not exist."""
    if target == END or (target != NEXT and target not in {other.id for other in playbook.steps}):
        return None
    return playbook.after(step, target)


def certain_readers(playbook: Playbook) -> Mapping[str, frozenset[str]]:
    """Return for each reachable step, by id, the readers that every way to it has asked; unreachable steps are absent.

    Steps only lead forward (the checks refuse others), so one pass in the order of the file is enough.
    """
    known: dict[str, frozenset[str]] = {playbook.steps[0].id: frozenset()}
    for step in playbook.steps:
        if step.id not in known:
            continue
        after = known[step.id] | ({step.reads} if isinstance(step, ScriptStep) and step.reads else set())
        targets = [target for _, target in exits(step)]
        for target in [*targets, NEXT] if _may_be_skipped(step) else targets:
            following = target_step(playbook, step, target)
            if following is not None:
                known[following.id] = known[following.id] & after if following.id in known else after
    return known


def _may_be_skipped(step: Step) -> bool:
    return isinstance(step, ScriptStep) and bool(step.versions)


def asked_questions(step: Step) -> tuple[str, ...]:
    """Return the names of the questions that a step puts to the facts before it, gates included."""
    if isinstance(step, DecideStep):
        return (step.question,)
    gates = getattr(step, "gates", ())
    return tuple(gate.question for gate in gates)
