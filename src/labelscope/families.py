"""Families of schemes by what sets them apart.

On plain overlap nearly all schemes fall into one heap, since all share the labour core. So rare
criteria weigh more (inverse document frequency), profiles are brought to length 1, and Ward
linkage groups them. Each family is named by the criteria in which it stands out, computed.

References
----------
Ward, J. H. (1963), Hierarchical grouping to optimize an objective function. JASA 58, 236-244.
Bar-Joseph, Z. et al. (2001), Fast optimal leaf ordering. Bioinformatics 17, S22-S29.
Hennig, C. (2007), Cluster-wise assessment of cluster stability. CSDA 52, 258-271.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from labelscope.figures import Floats, degrees
from labelscope.i18n import mark
from labelscope.matrix import CoverageMatrix

DEFAULT_FAMILIES = 8
BOOTSTRAPS = 100
SEED = 2002
#: A family whose mean Jaccard agreement over bootstraps reaches this is called firm (Hennig 2007 puts it at 0.6).
FIRM = 0.6
NAME_PARTS = 3


def _inverse_frequency(values: Floats) -> Floats:
    asked = (values > 0).sum(0)
    return np.asarray(np.log(len(values) / np.maximum(asked, 1)))


def _damped(values: Floats) -> Floats:
    return np.asarray(np.sqrt(_inverse_frequency(values)))


WEIGHTS: Mapping[str, tuple[Callable[[Floats], Floats], str]] = {
    "rare": (_inverse_frequency, mark("Rare criteria weigh more")),
    "damped": (_damped, mark("Rare criteria weigh somewhat more")),
    "equal": (lambda values: np.ones(values.shape[1]), mark("All criteria weigh the same")),
}


@dataclass(frozen=True, slots=True)
class Family:
    """A group of schemes; `marks` are the criteria in which it stands out, strongest first.

    `stability` is the mean Jaccard agreement with the nearest family over bootstraps, 0..1.
    """

    number: int
    schemes: tuple[str, ...]
    marks: tuple[str, ...]
    stability: float

    @property
    def is_firm(self) -> bool:
        """Whether the family holds under resampling of the criteria."""
        return self.stability >= FIRM


@dataclass(frozen=True, slots=True)
class Families:
    """All families, with the tree behind them.

    Attributes
    ----------
    order : tuple of str
        Schemes in optimal leaf order.
    linkage : ndarray, shape (schemes - 1, 4)
        SciPy linkage of the schemes in `leaves` order.
    leaves : tuple of str
        The schemes that were grouped, in linkage numbering.
    left_out : tuple of str
        Schemes that demand nothing: collectors of data and raters.
    silhouette : float
        Mean silhouette, -1..1: how clearly the families are apart.
    """

    families: tuple[Family, ...]
    order: tuple[str, ...]
    leaves: tuple[str, ...]
    linkage: NDArray[np.float64]
    left_out: tuple[str, ...]
    weight: str
    silhouette: float

    def of(self, scheme_id: str) -> Family | None:
        """The family of a scheme; None for schemes left out."""
        return next((family for family in self.families if scheme_id in family.schemes), None)


def group_schemes(
    matrix: CoverageMatrix, number: int = DEFAULT_FAMILIES, weight: str = "rare", bootstraps: int = BOOTSTRAPS
) -> Families:
    """Group the schemes of a matrix.

    Parameters
    ----------
    number : int
        How many families, at least 2.
    weight : str
        A key of `WEIGHTS`.
    bootstraps : int
        Resamplings of the criteria for the stability.

    Raises
    ------
    ValueError
        If there are fewer schemes than families or the weight is not known.
    """
    from scipy.cluster.hierarchy import leaves_list

    if weight not in WEIGHTS:
        raise ValueError(f"weight must be one of {', '.join(WEIGHTS)}, not {weight!r}")
    values = degrees(matrix, matrix.content).middle
    rows = [i for i, s in enumerate(matrix.schemes) if s not in matrix.data_only and values[i].any()]
    if not 2 <= number <= len(rows):
        raise ValueError(f"between 2 and {len(rows)} families are possible, not {number}")
    names = [matrix.schemes[i] for i in rows]
    values = values[rows]
    weights = WEIGHTS[weight][0](values)
    profiles = _profiles(values, weights)
    tree = _link(profiles)
    labels = _cut(tree, number)
    order = [names[i] for i in leaves_list(tree)]
    stability = _stability(values, weights, labels, number, bootstraps)
    families: list[Family] = []
    for label in dict.fromkeys(labels[i] for i in leaves_list(tree)):
        inside = labels == label
        apart = (values[inside].mean(0) - values[~inside].mean(0)) * weights
        marks = [matrix.content[j] for j in np.argsort(-apart, kind="stable")[:NAME_PARTS] if apart[j] > 0]
        members = tuple(name for name in order if labels[names.index(name)] == label)
        families.append(Family(len(families) + 1, members, tuple(marks), stability[int(label)]))
    return Families(
        tuple(families), tuple(order), tuple(names), tree, tuple(s for s in matrix.schemes if s not in names),
        weight, _silhouette(profiles, labels),
    )  # fmt: skip


def _profiles(values: Floats, weights: Floats) -> Floats:
    weighted = values * weights
    length = np.linalg.norm(weighted, axis=1, keepdims=True)
    result: Floats = weighted / np.where(length > 0, length, 1)
    return result


def _link(profiles: Floats) -> Floats:
    from scipy.cluster.hierarchy import linkage

    return np.asarray(linkage(profiles, "ward", optimal_ordering=True))


def _cut(tree: Floats, number: int) -> NDArray[np.int32]:
    from scipy.cluster.hierarchy import fcluster

    return np.asarray(fcluster(tree, number, "maxclust"))


def _silhouette(profiles: Floats, labels: NDArray[np.int32]) -> float:
    from sklearn.metrics import silhouette_score

    return float(silhouette_score(profiles, labels)) if 1 < len(set(labels.tolist())) < len(labels) else 0.0


def _stability(
    values: Floats, weights: Floats, labels: NDArray[np.int32], number: int, bootstraps: int
) -> dict[int, float]:
    rng = np.random.default_rng(SEED)
    members = {int(label): labels == label for label in set(labels.tolist())}
    agreement: dict[int, list[float]] = {label: [] for label in members}
    for _ in range(bootstraps):
        columns = rng.integers(0, values.shape[1], values.shape[1])
        again: Any = _cut(_link(_profiles(values[:, columns], weights[columns])), number)
        others = [again == label for label in set(again.tolist())]
        for label, inside in members.items():
            agreement[label].append(max(float((inside & o).sum() / (inside | o).sum()) for o in others))
    return {label: float(np.mean(shares)) if shares else float("nan") for label, shares in agreement.items()}
