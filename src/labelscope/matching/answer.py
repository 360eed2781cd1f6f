"""The assessor's answer for a label that is not in the catalogue: neighbours, what it repeats, what it adds.

Everything rests on proposals that nobody has reviewed. Content criteria only; the system criteria
that the label speaks of stand beside.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from labelscope.figures import degrees
from labelscope.matching import Level, MatchedClause, Matcher
from labelscope.matrix import CoverageMatrix
from labelscope.options import COMMON_SHARE, RARE_SHARE

#: First proposals at these levels enter the label's proposed profile.
COUNTED = (Level.STRONG, Level.LIKELY)
NEIGHBOURS = 8


@dataclass(frozen=True, slots=True)
class Neighbour:
    """How a scheme of the catalogue compares with the label, on content criteria.

    `shared` counts criteria that both ask for; `in_scheme` is the share of the label's criteria
    that the scheme asks for (`in_scheme_high` if everything not known of the scheme were asked),
    `in_label` the share of the scheme's criteria that the label asks for, `overlap` the shared
    ones over all that either asks.
    """

    scheme_id: str
    shared: int
    in_scheme: float
    in_scheme_high: float
    in_label: float
    overlap: float


@dataclass(frozen=True, slots=True)
class Assessment:
    """The answer for one label; all of it proposed, not reviewed.

    Attributes
    ----------
    profile : mapping of criterion id to the numbers of the requirements that speak of it
    system : the system criteria among them
    neighbours : nearest schemes, nearest first
    repeats : content criteria that at least half of the schemes ask for
    adds : content criteria that at most one scheme in ten is known to ask for
    unmatched : numbers of the requirements for which nothing fits or only a weak proposal exists
    """

    profile: Mapping[str, tuple[int, ...]]
    system: tuple[str, ...]
    neighbours: tuple[Neighbour, ...]
    repeats: tuple[str, ...]
    adds: tuple[str, ...]
    unmatched: tuple[int, ...]


def assess(matcher: Matcher, matrix: CoverageMatrix, matched: Sequence[MatchedClause]) -> Assessment:
    """The assessor's answer from matched requirements.

    Parameters
    ----------
    matrix : CoverageMatrix
        The schemes to compare with; those that only collect data are left out.
    matched : sequence of MatchedClause
        In the order of the label's requirements; they are numbered from 0.
    """
    speaks: dict[str, list[int]] = defaultdict(list)
    unmatched = []
    for number, clause in enumerate(matched):
        if clause.level in COUNTED:
            speaks[clause.proposals[0].criterion_id].append(number)
        else:
            unmatched.append(number)
    profile = {c: tuple(speaks[c]) for c in matcher.criteria if c in speaks}
    content = [c for c in matrix.content if c in profile]
    rows = [i for i, s in enumerate(matrix.schemes) if s not in matrix.data_only]
    values = degrees(matrix, matrix.content)
    asked, possible = values.middle[rows] > 0, values.high[rows] > 0
    label = np.array([c in profile for c in matrix.content])
    shares = dict(zip(matrix.content, asked.mean(0).tolist(), strict=True))
    neighbours = []
    for k, i in enumerate(rows):
        shared = int((asked[k] & label).sum())
        if shared:
            neighbours.append(
                Neighbour(
                    matrix.schemes[i], shared, shared / len(content), int((possible[k] & label).sum()) / len(content),
                    shared / int(asked[k].sum()), shared / int((asked[k] | label).sum()),
                )
            )  # fmt: skip
    neighbours.sort(key=lambda n: (-n.overlap, n.scheme_id))
    return Assessment(
        profile,
        tuple(c for c in matrix.system if c in profile),
        tuple(neighbours[:NEIGHBOURS]),
        tuple(c for c in content if shares[c] >= COMMON_SHARE),
        tuple(sorted((c for c in content if shares[c] <= RARE_SHARE), key=lambda c: shares[c])),
        tuple(unmatched),
    )
