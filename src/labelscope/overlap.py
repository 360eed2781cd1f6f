"""How much schemes ask for the same: symmetric overlap, directed containment, uniqueness, shared sets.

Computed on content criteria only; assurance stands beside and is never mixed in. With degrees a
and b (0, 1/2, 1; full and beyond count 1):

    overlap(A, B)     = sum min(a, b) / sum max(a, b)
    containment(A, B) = sum min(a, b) / sum a          how much of A is also in B

References
----------
Ruzicka, M. (1958): the quotient of sums of minima and maxima, a weighted Jaccard index.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from labelscope.figures import DRAWS, SEED, Bools, Figure, Floats, band, degrees, draw_degrees
from labelscope.matrix import CoverageMatrix

if TYPE_CHECKING:
    import pandas as pd

#: Below this share of the criteria known on both sides there is no middle figure.
MIN_BASE_SHARE = 1 / 3
MAX_SHARED = 8


@dataclass(frozen=True, slots=True)
class PairOverlap:
    """Two schemes: overlap, and containment each way (`first_in_second`: how much of the first is in the second)."""

    first: str
    second: str
    overlap: Figure
    first_in_second: Figure
    second_in_first: Figure


@dataclass(frozen=True, slots=True)
class SharedSet:
    """Criteria that exactly these of the chosen schemes ask for.

    `low` counts the criteria for which that is certain, `high` those for which it is possible.
    """

    schemes: tuple[str, ...]
    criteria: tuple[str, ...]
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Uniqueness:
    """What would be lost if a scheme went, in criteria (a partial one counts one half)."""

    scheme_id: str
    lost: Figure
    criteria: tuple[str, ...]


class OverlapMatrix:
    """Overlap and containment between all schemes of a matrix.

    Arrays have shape (schemes, schemes); a row of `containment` says how much of the row's scheme
    is also in the column's. `middle` is NaN where the base is too small.
    """

    def __init__(self, matrix: CoverageMatrix) -> None:
        self.matrix = matrix
        self.schemes = matrix.schemes
        self.criteria = matrix.content
        self.min_base = int(np.ceil(MIN_BASE_SHARE * len(self.criteria)))
        self._row = {scheme_id: i for i, scheme_id in enumerate(self.schemes)}
        self._degrees = degrees(matrix, self.criteria)

    def __repr__(self) -> str:
        return f"<OverlapMatrix: {len(self.schemes)} schemes on {len(self.criteria)} content criteria>"

    @cached_property
    def base(self) -> NDArray[np.int_]:
        """Number of criteria assessed on both sides."""
        assessed = self._degrees.assessed
        result: NDArray[np.int_] = (assessed[:, None] & assessed[None]).sum(2)
        return result

    @cached_property
    def symmetric(self) -> Floats:
        """Middle of the symmetric overlap."""
        both, smaller, larger = self._pairwise()
        return self._figure((smaller * both).sum(2), (larger * both).sum(2))

    @cached_property
    def containment(self) -> Floats:
        """Middle of the directed containment."""
        both, smaller, _ = self._pairwise()
        own = np.broadcast_to(self._degrees.middle[:, None], smaller.shape)
        return self._figure((smaller * both).sum(2), (own * both).sum(2))

    @cached_property
    def ranking(self) -> Floats:
        """Overlap over the whole list, unknown cells as not shared: only to order neighbours by.

        A base of a handful of criteria would make false neighbours; on the whole list it cannot.
        """
        smaller = np.minimum(self._degrees.middle[:, None], self._degrees.middle[None]).sum(2)
        larger = np.maximum(self._degrees.middle[:, None], self._degrees.middle[None]).sum(2)
        return _quotient(smaller, larger)

    @cached_property
    def likely(self) -> NDArray[np.float32]:
        """Drawn degrees on the content criteria, shape (draws, schemes, criteria)."""
        return draw_degrees(self.matrix, self.criteria, DRAWS, SEED)

    def between(self, first: str, second: str) -> PairOverlap:
        """Every figure of one pair."""
        i, j = self._row[first], self._row[second]
        values = self._degrees
        a, b = values.middle[i], values.middle[j]
        cells = values.applicable[i] & values.applicable[j]
        known_a, known_b = values.known[i][cells], values.known[j][cells]
        a, b = a[cells], b[cells]
        drawn_a, drawn_b = self.likely[:, i][:, cells], self.likely[:, j][:, cells]
        smaller = np.minimum(drawn_a, drawn_b).sum(1)
        bands = [
            _band(smaller, np.maximum(drawn_a, drawn_b).sum(1)),
            _band(smaller, drawn_a.sum(1)),
            _band(smaller, drawn_b.sum(1)),
        ]
        ends = [
            symmetric_ends(a, b, known_a, known_b),
            containment_ends(a, b, known_a, known_b),
            containment_ends(b, a, known_b, known_a),
        ]
        middles = [self.symmetric[i, j], self.containment[i, j], self.containment[j, i]]
        base, of = int(self.base[i, j]), len(self.criteria)
        figures = [
            Figure(None if np.isnan(middle) else float(middle), low, high, likely, base, of)
            for middle, (low, high), likely in zip(middles, ends, bands, strict=True)
        ]
        return PairOverlap(first, second, *figures)

    def neighbours(self, scheme_id: str, count: int = 10) -> tuple[str, ...]:
        """The nearest other schemes, nearest first (data collectors and pairs without a base left out)."""
        i = self._row[scheme_id]
        order = sorted(range(len(self.schemes)), key=lambda j: (-self.ranking[i, j], self.schemes[j]))
        found = [j for j in order if j != i and not np.isnan(self.symmetric[i, j])]
        return tuple(self.schemes[j] for j in found if self.schemes[j] not in self.matrix.data_only)[:count]

    def uniqueness(self, scheme_id: str, others: Sequence[str] | None = None) -> Uniqueness:
        """What nobody else (of `others`) asks for."""
        i = self._row[scheme_id]
        rows = [self._row[s] for s in (self.schemes if others is None else others) if s != scheme_id]
        values = self._degrees

        def lost(own: Floats, rest: Floats) -> Floats:
            return np.asarray(np.maximum(own - rest.max(0, initial=0.0), 0))

        middle = lost(values.middle[i], values.middle[rows])
        low = float(lost(values.low[i], values.high[rows]).sum())
        high = float(lost(values.high[i], values.low[rows]).sum())
        drawn = np.maximum(self.likely[:, i] - self.likely[:, rows].max(1, initial=0.0), 0).sum(1)
        base = int(values.assessed[i].sum())
        figure = Figure(float(middle.sum()), low, high, band(drawn), base, len(self.criteria))
        return Uniqueness(scheme_id, figure, tuple(self.criteria[k] for k in np.flatnonzero(middle)))

    def shared_sets(self, schemes: Sequence[str], at_least: float = 0.5) -> tuple[SharedSet, ...]:
        """Exact shared sets of up to eight schemes, largest first.

        Parameters
        ----------
        at_least : 0.5 or 1.0
            Whether a partial demand counts, or only a full one.
        """
        if not 1 <= len(schemes) <= MAX_SHARED:
            raise ValueError(f"choose 1 to {MAX_SHARED} schemes, not {len(schemes)}")
        rows = [self._row[scheme_id] for scheme_id in schemes]
        asked = self._degrees.middle[rows] >= at_least
        known = self._degrees.known[rows] | ~self._degrees.applicable[rows]
        groups: dict[tuple[bool, ...], list[int]] = {}
        for column in np.flatnonzero(asked.any(0)):
            groups.setdefault(tuple(asked[:, column]), []).append(int(column))
        result = []
        for pattern, columns in groups.items():
            wanted = np.array(pattern)[:, None]
            certain = (known & (asked == wanted)).all(0)
            possible = (~known | (asked == wanted)).all(0)
            members = tuple(s for s, inside in zip(schemes, pattern, strict=True) if inside)
            criteria = tuple(self.criteria[k] for k in columns)
            result.append(SharedSet(members, criteria, int(certain.sum()), int(possible.sum())))
        return tuple(sorted(result, key=lambda group: (-len(group.criteria), -len(group.schemes), group.schemes)))

    def to_frame(self) -> pd.DataFrame:
        """Every pair once: overlap, containment each way, base."""
        import pandas as pd

        i, j = np.triu_indices(len(self.schemes), 1)
        names = np.array(self.schemes)
        return pd.DataFrame(
            {
                "first": names[i],
                "second": names[j],
                "overlap": self.symmetric[i, j],
                "first_in_second": self.containment[i, j],
                "second_in_first": self.containment[j, i],
                "base": self.base[i, j],
            }
        )

    def _pairwise(self) -> tuple[Bools, Floats, Floats]:
        values = self._degrees
        both = values.assessed[:, None] & values.assessed[None]
        smaller = np.minimum(values.middle[:, None], values.middle[None])
        return both, smaller, np.maximum(values.middle[:, None], values.middle[None])

    def _figure(self, numerator: Floats, denominator: Floats) -> Floats:
        return np.asarray(np.where(self.base >= self.min_base, _quotient(numerator, denominator), np.nan))


def measure_overlap(matrix: CoverageMatrix) -> OverlapMatrix:
    """Overlap between all schemes of a matrix."""
    return OverlapMatrix(matrix)


def symmetric_ends(a: Floats, b: Floats, known_a: Bools, known_b: Bools) -> tuple[float | None, float | None]:
    """Worst and best overlap of two rows whose unknown cells may be anything from 0 to 1.

    Best: an unknown cell equals the other side (1 where both are unknown). Worst: it is 0 where
    the other side asks, 1 where it does not; where both are unknown one asks and the other not.
    """
    low_a = np.where(known_a, a, np.where(known_b & (b > 0), 0.0, 1.0))
    low_b = np.where(known_b, b, np.where(known_a & (a > 0), 0.0, np.where(known_a, 1.0, 0.0)))
    high_a = np.where(known_a, a, np.where(known_b, b, 1.0))
    high_b = np.where(known_b, b, np.where(known_a, a, 1.0))
    worst, best = _ratio(low_a, low_b), _ratio(high_a, high_b)
    return worst, (0.0 if best is None and worst is not None else best)


def containment_ends(a: Floats, b: Floats, known_a: Bools, known_b: Bools) -> tuple[float | None, float | None]:
    """Worst and best share of A that is also in B, unknown cells of both free between 0 and 1."""
    high_a = np.where(known_a, a, np.where(known_b, b, 1.0))
    high_b = np.where(known_b, b, np.where(known_a, a, 1.0))
    low_b = np.where(known_b, b, 0.0)
    low_a = np.where(known_a, a, np.where(low_b == 0, 1.0, 0.0))
    shared, whole = float(np.minimum(low_a, low_b).sum()), float(low_a.sum())
    halves = int((~known_a & (low_b == 0.5)).sum())
    if halves and (not whole or shared / whole > 0.5):
        shared, whole = shared + 0.5 * halves, whole + halves
    asked = float(high_a.sum())
    worst = shared / whole if whole else None
    best = float(np.minimum(high_a, high_b).sum()) / asked if asked else None
    return (best if worst is None else worst), (worst if best is None else best)


def _ratio(a: Floats, b: Floats) -> float | None:
    whole = float(np.maximum(a, b).sum())
    return float(np.minimum(a, b).sum()) / whole if whole else None


def _quotient(numerator: Floats, denominator: Floats) -> Floats:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(denominator > 0, numerator / denominator, np.nan))


def _band(numerator: Floats, denominator: Floats) -> tuple[float, float] | None:
    ratios = _quotient(numerator, denominator)
    return band(ratios[~np.isnan(ratios)]) if not np.isnan(ratios).all() else None
