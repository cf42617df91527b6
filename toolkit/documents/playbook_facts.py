"""What can be said of a playbook by looking at its steps."""

from toolkit.model.danger import Danger
from toolkit.model.exchange import ExchangeVersion
from toolkit.model.playbook import DecideStep, HandOverStep, Playbook, ScriptStep, Step


def script_steps(playbook: Playbook) -> tuple[ScriptStep, ...]:
    """Return the steps that send something."""
    return tuple(step for step in playbook.steps if isinstance(step, ScriptStep))


def worst_danger(playbook: Playbook) -> Danger:
    """Return the worst danger of any step that is sent."""
    return max((step.danger for step in script_steps(playbook)), default=Danger.OBSERVE)


def applies(step: Step, version: ExchangeVersion) -> bool:
    """Whether a step is done on servers of this version at all."""
    return not isinstance(step, ScriptStep) or not step.versions or version in step.versions


def expected_steps(playbook: Playbook, version: ExchangeVersion) -> tuple[str, ...]:
    """Return the ids of the steps of the expected path, in order; gates open, waits succeed."""
    path: list[str] = []
    step: Step | None = playbook.steps[0]
    while step is not None and step.id not in path:
        path.append(step.id)
        step = _following(playbook, step)
    return tuple(step_id for step_id in path if applies(playbook.step(step_id), version))


def _following(playbook: Playbook, step: Step) -> Step | None:
    target = step.answers.get(step.expected) if isinstance(step, DecideStep) else step.then
    return None if target is None or isinstance(step, HandOverStep) else playbook.after(step, target)


def by_hand_numbers(playbook: Playbook) -> tuple[str, ...]:
    """Return what the actions of the last page are called: H numbers behind those of the hand-over steps."""
    hand_overs = sum(isinstance(step, HandOverStep) for step in playbook.steps)
    return tuple(f"H{hand_overs + at}" for at in range(1, len(playbook.by_hand) + 1))


def say_numbers(numbers: tuple[str, ...]) -> str:
    """Return ``1-6, 10, 11`` for step numbers in ascending order; three in a row or more become a range."""
    runs: list[list[int]] = []
    for number in (int(text) for text in numbers if text.isdigit()):
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs)
