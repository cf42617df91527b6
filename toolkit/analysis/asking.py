"""Questions made of functions that may find something not known."""

from collections.abc import Callable, Mapping

from toolkit.analysis.conclusions import YES_NO, Known, NotKnown
from toolkit.model.evidence import Conclusion
from toolkit.model.facts import Facts, Question


def question(
    name: str,
    asks: str,
    needs: tuple[str, ...],
    decide: Callable[[Known], Conclusion],
    answers: Mapping[str, str] | None = None,
    *,
    offers: tuple[str, ...] = (),
) -> Question:
    """Return the question; what ``decide`` does not know becomes the answer ``unknown`` with why.

    Args:
        name: what playbooks write.
        asks: as people read it.
        needs: readers that must have been asked before.
        decide: facts to the answer.
        answers: answer to meaning; yes and no when not given.
        offers: names of values that its answer brings along for later steps.
    """

    def decide_or_not_know(facts: Facts) -> Conclusion:
        known = Known(name, facts)
        try:
            return decide(known)
        except NotKnown as why:
            return known.unknown(str(why))

    return Question(name, asks, dict(answers or YES_NO), needs, decide_or_not_know, offers)
