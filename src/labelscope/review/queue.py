"""What to ask next: the hardest and the most valuable first."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from statistics import median

from labelscope.matching import Level
from labelscope.matrix import CoverageMatrix
from labelscope.review.records import Clause, EventKind, Loaded
from labelscope.review.state import States, state_of

#: How unsure a matcher without probabilities is, by the level that it gives.
_UNSURE: Mapping[str, float] = {Level.NONE: 0.9, Level.WEAK: 0.7, Level.LIKELY: 0.4, Level.STRONG: 0.2}
_HESITATION = 0.1
#: Seconds; who looked longer was away.
_AWAY = 600.0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a person is in a batch: `seconds_each` is the median of their decisions, None before the first."""

    decided: int
    skipped: int
    all: int
    seconds_each: float | None

    @property
    def left(self) -> int:
        """Clauses that this person may still be asked, skipped ones too."""
        return self.all - self.decided

    @property
    def minutes_left(self) -> float | None:
        """At the pace so far."""
        return None if self.seconds_each is None else self.left * self.seconds_each / 60


def margin(clause: Clause) -> float | None:
    """How far the most probable proposal leads the next; None where probabilities are not known."""
    known = sorted((c.probability for c in clause.candidates if c.probability is not None), reverse=True)
    return None if not known else known[0] - (known[1] if len(known) > 1 else 0.0)


def uncertainty(clause: Clause) -> float:
    """0 (sure) to 1: two proposals close together, or nothing fitting about as likely as not, and hesitations."""
    lead = margin(clause)
    unsure = _UNSURE.get(clause.level, 0.5) if lead is None else 1 - lead
    if clause.nothing is not None:
        unsure = max(unsure if clause.nothing < 0.5 else 0.0, 1 - abs(2 * clause.nothing - 1))
    return min(1.0, unsure + _HESITATION * len(clause.hesitations))


def value(clause: Clause, wanted: Collection[str]) -> float:
    """0 to 1: how much of what is proposed falls on criteria of which the answer is not known yet."""
    weights = {c.criterion_id: 1 / c.rank if c.probability is None else c.probability for c in clause.candidates}
    whole = sum(weights.values())
    return sum(weight for criterion, weight in weights.items() if criterion in wanted) / whole if whole else 0.0


def open_criteria(matrix: CoverageMatrix | None, scheme_id: str, criteria: Collection[str]) -> frozenset[str]:
    """The criteria on which a scheme's answer is not known; all of them for a scheme that is not in the matrix."""
    if matrix is None or scheme_id not in matrix.schemes:
        return frozenset(criteria)
    cells = (cell for cell in matrix.cells if cell.scheme_id == scheme_id)
    return frozenset(cell.criterion_id for cell in cells if not cell.coverage.is_known)


def order(loaded: Loaded, states: States, who: str, wanted: Collection[str] = ()) -> tuple[int, ...]:
    """Ids of the clauses that this person may still be asked, what matters most first, skipped ones last.

    Parameters
    ----------
    wanted : collection of str
        Criteria of which the answer is not known yet: see `open_criteria`.
    """
    ranked = []
    for clause in loaded.clauses:
        state = state_of(states, clause.id)
        if state.is_open_for(who):
            skipped = state.is_skipped(who)
            matters = round(uncertainty(clause) + value(clause, wanted), 6)
            ranked.append((skipped, 0.0 if skipped else -matters, clause.position, clause.id))
    return tuple(clause_id for *_, clause_id in sorted(ranked))


def progress(loaded: Loaded, states: States, who: str) -> Progress:
    """How far this person is; what was decided before the batch began counts as decided, not towards the pace."""
    each = [state_of(states, clause.id) for clause in loaded.clauses]
    looks = [
        min(event.seconds, _AWAY)
        for event in loaded.events
        if event.who == who and event.seconds > 0 and not event.carried
        and event.kind is EventKind.DECIDE
    ]  # fmt: skip
    return Progress(
        sum(not state.is_open_for(who) for state in each), sum(state.is_skipped(who) for state in each), len(each),
        median(looks) if looks else None,
    )  # fmt: skip
