"""Figures as intervals: what is known, what could be, and what is likely.

A cell that is not known is never zero. Three readings of the matrix stand beside each other:

- the *middle* counts *not named* as absent and leaves cells that were not assessed out of the base;
- *low* and *high* let every cell that is not known fall the worst and the best way;
- the *likely* band draws the unknown cells at the rate at which criteria turned out to be asked
  once a theme was read in full, estimated from the themes that were read both ways.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from labelscope.matrix import ORDER, CoverageMatrix
from labelscope.model import Coverage, Extent

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

#: Weight, in cells, of the share over all themes when the share of one theme is estimated.
PRIOR_CELLS = 4.0
#: The likely band holds the middle 80 % of the draws.
BAND = (10.0, 90.0)
DRAWS = 200
SEED = 2002

_DEGREE = np.array([coverage.degree or 0.0 for coverage in ORDER])
_KNOWN = np.array([coverage.is_known for coverage in ORDER])
_APPLICABLE = np.array([coverage is not Coverage.NOT_APPLICABLE for coverage in ORDER])
_ASSESSED = _KNOWN | np.array([coverage is Coverage.NOT_NAMED for coverage in ORDER])


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its interval and its base.

    Attributes
    ----------
    middle : float or None
        None where the base is below the stated minimum or nothing can be computed.
    low, high : float or None
        Worst and best case over the cells that are not known.
    likely : (float, float) or None
        The middle 80 % of the draws.
    base, of : int
        Cells that the middle rests on, of how many.
    """

    middle: float | None
    low: float | None
    high: float | None
    likely: tuple[float, float] | None
    base: int
    of: int


@dataclass(frozen=True, slots=True)
class Degrees:
    """Degrees (0, 1/2, 1) of part of a matrix, each array of shape (schemes, criteria).

    `middle` holds 0 where nothing is known; `low` and `high` are the ends of each cell;
    `assessed` marks the cells that count in a base, `applicable` those that exist at all.
    """

    middle: Floats
    low: Floats
    high: Floats
    known: Bools
    assessed: Bools
    applicable: Bools


def degrees(matrix: CoverageMatrix, criteria: Sequence[str]) -> Degrees:
    """Degrees of all schemes of a matrix on some criteria."""
    codes = matrix.codes[:, matrix.columns(criteria)]
    middle, known, applicable = _DEGREE[codes], _KNOWN[codes], _APPLICABLE[codes]
    return Degrees(middle, middle, np.where(known | ~applicable, middle, 1.0), known, _ASSESSED[codes], applicable)


def draw_degrees(
    matrix: CoverageMatrix, criteria: Sequence[str], draws: int = DRAWS, seed: int = SEED
) -> NDArray[np.float32]:
    """Likely degrees: the unknown cells drawn, the known ones as they are.

    For theme t let f be the share of cells asked among schemes that read t in full, m the share
    among those that read its main points. A criterion that main points did not name is asked with
    probability (f - m) / (1 - m), at least 0. Nothing is measured for themes that were not read:
    there the probability is drawn evenly between 0 and f. f is drawn from a beta distribution
    around the share over all themes, so that few readings give a wide band. A drawn cell is full
    with the share that full holds among the asked cells of its theme, else partial.

    Returns
    -------
    ndarray, shape (draws, schemes, criteria), values 0, 1/2, 1
    """
    rng = np.random.default_rng(seed)
    values = degrees(matrix, criteria)
    tree = matrix.catalogue.criteria
    themes = [tree[criterion_id].parent for criterion_id in criteria]
    unread = ~values.known & values.applicable & ~values.assessed
    not_named = ~values.known & values.assessed
    demands = np.array([scheme_id not in matrix.data_only for scheme_id in matrix.schemes])
    extents = [[matrix.catalogue.schemes[s].reading[theme].extent for theme in themes] for s in matrix.schemes]
    in_full = np.array([[extent is Extent.FULL for extent in row] for row in extents]) & demands[:, None]
    in_main = np.array([[extent is Extent.MAIN for extent in row] for row in extents]) & demands[:, None]
    asked = values.middle > 0
    overall = (asked[in_full].sum() + 0.5) / (in_full.sum() + 1)
    result = np.broadcast_to(values.middle.astype(np.float32), (draws, *values.middle.shape)).copy()
    for theme in dict.fromkeys(themes):
        columns = np.flatnonzero(np.array(themes) == theme)
        block_full, block_main, block = in_full[:, columns], in_main[:, columns], asked[:, columns]
        hits, size = block[block_full].sum(), block_full.sum()
        main_share = _share(block[block_main].sum(), block_main.sum(), 0.0)
        full_share = rng.beta(PRIOR_CELLS * overall + hits, PRIOR_CELLS * (1 - overall) + size - hits, draws)
        rate_named = np.clip((full_share - main_share) / max(1 - main_share, 1e-9), 0, 1)
        rate_unread = rng.uniform(0, full_share)
        strong = _share((values.middle[:, columns] == 1).sum(), block.sum(), 0.0)
        shape = (draws, len(matrix.schemes), len(columns))
        drawn = np.where(rng.random(shape) < strong, 1.0, 0.5).astype(np.float32)
        chance = np.where(
            unread[None, :, columns],
            rate_unread[:, None, None],
            not_named[None, :, columns] * rate_named[:, None, None],
        )
        result[:, :, columns] = np.where(rng.random(shape) < chance, drawn, result[:, :, columns])
    result[:, ~demands, :] = values.middle[~demands].astype(np.float32)
    return result


def band(samples: Floats) -> tuple[float, float]:
    """The likely band of a sample."""
    low, high = np.percentile(samples, BAND)
    return float(low), float(high)


def _share(part: int, whole: int, otherwise: float) -> float:
    return float(part) / float(whole) if whole else otherwise
