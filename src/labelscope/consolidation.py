"""Which schemes could be drawn together: pairs of living schemes of which one lies largely in the other.

A pair counts where both are shown to consumers or neither is, where they are open to the same activities, and where
enough of both was read. The measure is the share of the first scheme that the second would keep: the share of its
demands that the second also makes, times the share of its activities that the second is open to.
"""

from __future__ import annotations

from dataclasses import dataclass

from labelscope.figures import Floats, degrees
from labelscope.matrix import CoverageMatrix
from labelscope.model import Scheme
from labelscope.overlap import OverlapMatrix
from labelscope.selection import is_general, products_shared

#: Lowest share of the content criteria that must have been assessed in both.
LEAST_BASE = 0.5


@dataclass(frozen=True, slots=True)
class ConsolidationPair:
    """`first` could be taken into `second`.

    Attributes
    ----------
    kept : float
        Share of the first that the second would keep, 0..1: `contained` times `products`.
    contained : float
        Share of the first scheme's content demands that the second also makes, 0..1.
    products : float
        Share of the first scheme's activities that the second is open to, 0..1.
    base : int
        Content criteria assessed in both.
    lost : tuple of str
        Content criteria that the first asks further than the second.
    into_general : bool
        Whether the second is open to every activity and the first is not.
    """

    first: str
    second: str
    kept: float
    contained: float
    products: float
    base: int
    lost: tuple[str, ...]
    into_general: bool


def consolidation_pairs(matrix: CoverageMatrix, overlap: OverlapMatrix) -> tuple[ConsolidationPair, ...]:
    """Candidates, those that would keep most first; of two schemes only the better direction.

    The matrix and the overlap must be of the same schemes.
    """
    schemes, content = matrix.catalogue.schemes, matrix.content
    living = [s for s in matrix.schemes if schemes[s].status.state == "active" and s not in matrix.data_only]
    values = degrees(matrix, content).middle
    found: list[ConsolidationPair] = []
    for i, one in enumerate(living):
        for other in living[i + 1 :]:
            base = int(overlap.base[tuple(matrix.rows((one, other)))])
            if base < LEAST_BASE * len(content) or not _comparable(schemes[one], schemes[other]):
                continue
            both = [_pair(matrix, overlap, values, base, *pair) for pair in ((one, other), (other, one))]
            best = max(both, key=lambda pair: pair.kept)
            if best.kept > 0:
                found.append(best)
    return tuple(sorted(found, key=lambda pair: (-pair.kept, pair.first, pair.second)))


def _comparable(one: Scheme, other: Scheme) -> bool:
    shown = {one.identity.consumer_facing, other.identity.consumer_facing}
    return len(shown) == 1 and not (one.id in other.derived_from or other.id in one.derived_from)


def _pair(
    matrix: CoverageMatrix, overlap: OverlapMatrix, values: Floats, base: int, first: str, second: str
) -> ConsolidationPair:
    i, j = matrix.rows((first, second))
    contained = float(overlap.containment[i, j])
    contained = 0.0 if contained != contained else contained
    products = products_shared(matrix.catalogue.schemes[first], matrix.catalogue.schemes[second])
    lost = tuple(c for k, c in enumerate(matrix.content) if values[i, k] > values[j, k])
    general = is_general(matrix.catalogue.schemes[second]) and not is_general(matrix.catalogue.schemes[first])
    return ConsolidationPair(first, second, contained * products, contained, products, base, lost, general)
