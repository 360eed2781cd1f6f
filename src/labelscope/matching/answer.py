"""The assessor's answer for a label that is not in the catalogue: neighbours, what it repeats, what it adds.

Everything rests on proposals that nobody has reviewed. Content criteria only; the system criteria
that the label speaks of stand beside. Criteria are counted, not weighed: one asked in part counts
like one asked in full, since the reach of a proposal is only a hint.

What the list does not name counts as not asked by the label; what is not known of a scheme gives
intervals, as everywhere else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from labelscope.figures import Bools, Degrees, Figure, degrees
from labelscope.matching import Level, MatchedClause, Matcher
from labelscope.matrix import CoverageMatrix
from labelscope.model import Reach
from labelscope.options import COMMON_SHARE, RARE_SHARE
from labelscope.overlap import MIN_BASE_SHARE

#: First proposals at these levels enter the label's proposed profile; the better one first.
COUNTED = (Level.STRONG, Level.LIKELY)
NEIGHBOURS = 8


class Closeness(StrEnum):
    """How near a similar clause is, in steps that only help reading."""

    VERY_CLOSE = "very-close"
    CLOSE = "close"
    LOOSE = "loose"
    FAR = "far"


#: Lowest cosine of each step: of meanings where there is an embedder, of letters where there is none.
_STEPS = (Closeness.VERY_CLOSE, Closeness.CLOSE, Closeness.LOOSE)
_BY_MEANING, _BY_WORDS = (0.75, 0.55, 0.35), (0.6, 0.4, 0.2)


@dataclass(frozen=True, slots=True)
class Proposed:
    """Why a criterion is in the label's proposed profile.

    `requirements` are the numbers of those that speak of it, from 0; `level` the best level among
    their proposals; `reach` the farthest reach among them, a hint only.
    """

    requirements: tuple[int, ...]
    level: Level
    reach: Reach


@dataclass(frozen=True, slots=True)
class Neighbour:
    """How a scheme of the catalogue compares with the label, on content criteria.

    Attributes
    ----------
    shared, missing, unknown : tuple of str
        The label's criteria that the scheme asks for, that it is known not to ask for or whose
        main points do not name, and that are not known of it. `missing` and `unknown` overlap in
        what main points do not name: the middle counts it as not asked, the interval does not.
    asked : int
        Content criteria that the scheme asks for.
    in_scheme, in_label, overlap : Figure
        Share of the label's criteria that the scheme asks for; share of the scheme's criteria that
        the label asks for; shared ones over all that either asks for. No likely band is drawn.
    """

    scheme_id: str
    shared: tuple[str, ...]
    missing: tuple[str, ...]
    unknown: tuple[str, ...]
    asked: int
    in_scheme: Figure
    in_label: Figure
    overlap: Figure


@dataclass(frozen=True, slots=True)
class Spread:
    """How many of the compared schemes ask for a criterion, and of how many it is not known."""

    asked: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Assessment:
    """The answer for one label; all of it proposed, not reviewed.

    Attributes
    ----------
    profile : mapping of criterion id to what proposed it, content and system
    content, system : the ids among them, in the order of the criteria
    neighbours : nearest schemes by shared criteria over all that either asks, nearest first
    holders : schemes that ask for most of the label, however much else they ask
    repeats : content criteria that at least half of the schemes ask for
    adds : content criteria that at most one scheme in ten is known to ask for, rarest first
    spread : for each content criterion of the label, how many schemes ask for it
    schemes : number of schemes compared; those that only collect data are left out
    nothing, weak : numbers of the requirements for which nothing fits, or only a weak proposal exists
    """

    profile: Mapping[str, Proposed]
    content: tuple[str, ...]
    system: tuple[str, ...]
    neighbours: tuple[Neighbour, ...]
    holders: tuple[Neighbour, ...]
    repeats: tuple[str, ...]
    adds: tuple[str, ...]
    spread: Mapping[str, Spread]
    schemes: int
    nothing: tuple[int, ...]
    weak: tuple[int, ...]


def assess(matcher: Matcher, matrix: CoverageMatrix, matched: Sequence[MatchedClause]) -> Assessment:
    """The assessor's answer from matched requirements.

    Parameters
    ----------
    matrix : CoverageMatrix
        The schemes to compare with; those that only collect data are left out.
    matched : sequence of MatchedClause
        In the order of the label's requirements; they are numbered from 0. Only the first proposal
        of each counts, and only at a level of `COUNTED`.
    """
    profile = _profile(matcher, matched)
    content = tuple(c for c in matrix.content if c in profile)
    values = degrees(matrix, matrix.content)
    rows = [i for i, scheme_id in enumerate(matrix.schemes) if scheme_id not in matrix.data_only]
    asked, unknown = values.middle > 0, ~values.known & values.applicable
    spread = {
        c: Spread(int(asked[rows, k].sum()), int(unknown[rows, k].sum()))
        for k, c in enumerate(matrix.content) if c in profile
    }  # fmt: skip
    shares = {c: found.asked / len(rows) if rows else 0.0 for c, found in spread.items()}
    label = np.array([c in profile for c in matrix.content])
    compared = [neighbour for i in rows if (neighbour := _compare(matrix, values, i, label)).shared]
    whole = {n.scheme_id: len(n.shared) / (n.asked + len(content) - len(n.shared)) for n in compared}
    nearest = sorted(compared, key=lambda n: (-whole[n.scheme_id], n.scheme_id))
    holders = sorted(compared, key=lambda n: (-len(n.shared), -whole[n.scheme_id], n.scheme_id))
    return Assessment(
        profile,
        content,
        tuple(c for c in matrix.system if c in profile),
        tuple(nearest[:NEIGHBOURS]),
        tuple(holders[:NEIGHBOURS]),
        tuple(c for c in content if shares[c] >= COMMON_SHARE),
        tuple(sorted((c for c in content if shares[c] <= RARE_SHARE), key=lambda c: shares[c])),
        spread,
        len(rows),
        tuple(number for number, clause in enumerate(matched) if clause.level is Level.NONE),
        tuple(number for number, clause in enumerate(matched) if clause.level is Level.WEAK),
    )


def closeness(similarity: float, has_embedder: bool) -> Closeness:
    """The step that a similarity stands on."""
    floors = _BY_MEANING if has_embedder else _BY_WORDS
    return next((step for step, floor in zip(_STEPS, floors, strict=True) if similarity >= floor), Closeness.FAR)


def _profile(matcher: Matcher, matched: Sequence[MatchedClause]) -> dict[str, Proposed]:
    reaches = tuple(Reach)
    found = defaultdict(list)
    for number, clause in enumerate(matched):
        for proposal in clause.duties:
            if proposal.level in COUNTED:
                found[proposal.criterion_id].append((number, proposal))
    return {
        criterion_id: Proposed(
            tuple(number for number, _ in found[criterion_id]),
            min((proposal.level for _, proposal in found[criterion_id]), key=COUNTED.index),
            max((proposal.reach for _, proposal in found[criterion_id]), key=reaches.index),
        )
        for criterion_id in matcher.criteria if criterion_id in found
    }  # fmt: skip


def _compare(matrix: CoverageMatrix, values: Degrees, row: int, label: Bools) -> Neighbour:
    applicable, assessed = values.applicable[row], values.assessed[row]
    asked = values.middle[row] > 0
    unknown = ~values.known[row] & applicable

    def named(cells: Bools) -> tuple[str, ...]:
        return tuple(matrix.content[k] for k in np.flatnonzero(cells))

    def count(cells: Bools) -> int:
        return int(cells.sum())

    mine = label & applicable
    shared, open_inside, open_outside = count(asked & label), count(unknown & label), count(unknown & ~label)
    either = count(asked | mine)
    base = count(assessed)
    return Neighbour(
        matrix.schemes[row],
        named(asked & label),
        named(assessed & ~asked & label),
        named(unknown & label),
        count(asked),
        _figure(shared, count(mine & assessed), (shared, count(mine)), (shared + open_inside, count(mine)),
                count(mine & assessed), count(label)),
        _figure(shared, count(asked), (shared, count(asked) + open_outside),
                (shared + open_inside, count(asked) + open_inside), base, len(label)),
        _figure(shared, count((asked | mine) & assessed), (shared, either + open_outside),
                (shared + open_inside, either), base, len(label)),
    )  # fmt: skip


def _figure(part: int, whole: int, low: tuple[int, int], high: tuple[int, int], base: int, of: int) -> Figure:
    """A share with its ends; no middle where less than the stated share of the criteria was assessed."""
    middle = part / whole if whole and base >= MIN_BASE_SHARE * of else None
    ends = [numerator / denominator if denominator else None for numerator, denominator in (low, high)]
    return Figure(middle, ends[0], ends[1], None, base, of)
