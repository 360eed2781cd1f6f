"""What could be done, compared on computed attributes.

Every option comes down to a *sure profile*: what a firm or product under it is certain to be
asked. For a label of its own these are its clauses; for a mark or list over several schemes, what
all of them ask (a mark is worth what its weakest member guarantees); for converging audits, what
both of each pair ask once the weaker has caught up. Five attributes follow from the profile:

- `coverage-gained`: content criteria above what a typical existing scheme asks;
- `duplication`: content criteria that a firm already checked under a typical existing scheme would
  be checked on again (negative: checks that fall away);
- `audits`: site audits per firm and year added (negative: saved);
- `assurance`: share of the assurance criteria that are sure;
- `gaps-left`: content criteria that are not sure to be asked, even in part.

"Typical" is the mean over existing schemes: active ones that demand something. Sets (who is
admitted, which pairs are ripe, what is common or rare) are fixed on the middle reading; the
figures carry low, high and the likely band.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from labelscope.figures import DRAWS, SEED, Figure, Floats, band, degrees, draw_degrees
from labelscope.i18n import mark
from labelscope.matrix import CoverageMatrix
from labelscope.model import Kind, Option
from labelscope.overlap import OverlapMatrix
from labelscope.selection import is_general

#: A criterion is common if at least this share of existing schemes asks it, rare if at most that share does.
COMMON_SHARE, RARE_SHARE = 0.5, 0.1
#: Two audit schemes are ripe for mutual recognition where each holds at least this much of the other.
RIPE = 2 / 3
#: ... and at least this share of the content criteria was assessed in both, and they share a sector.
RIPE_BASE = 0.5
AUDIT_KINDS = (Kind.SITE_AUDIT, Kind.MEMBERSHIP_INITIATIVE)
ASSURANCE_PILLAR = "assurance"


@dataclass(frozen=True, slots=True)
class Attribute:
    """One column of the comparison. `direction` 1: more is better, -1: less is better."""

    id: str
    direction: int
    unit: str
    label: str
    explanation: str


ATTRIBUTES: Mapping[str, Attribute] = {
    attribute.id: attribute
    for attribute in (
        Attribute(
            "coverage-gained", 1, "criteria", mark("Coverage gained"),
            mark("Content criteria above what a typical existing scheme asks; a partial one counts one half."),
        ),
        Attribute(
            "duplication", -1, "criteria", mark("Checks repeated"),
            mark("Content criteria on which a firm that holds a typical existing scheme is checked again."),
        ),
        Attribute(
            "audits", -1, "audits", mark("Audits added"),
            mark("Audits per firm and year that come on top; below zero: audits that fall away."),
        ),
        Attribute(
            "assurance", 1, "share", mark("Assurance strength"),
            mark("Share of the assurance criteria that every firm under the option is sure to meet."),
        ),
        Attribute(
            "gaps-left", -1, "criteria", mark("Gaps left"),
            mark("Content criteria that a firm under the option is not sure to be asked, even in part."),
        ),
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class RipePair:
    """Two audit schemes that could accept each other, and what each would have to add to match the other.

    `first` is the one that asks less (the weaker).
    """

    first: str
    second: str
    first_in_second: float
    second_in_first: float
    first_adds: tuple[str, ...]
    second_adds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AssessedOption:
    """An option with its attributes and what stands behind them.

    Attributes
    ----------
    figures : mapping of attribute id to Figure
    members : tuple of str
        The schemes that the sure profile is made of: builds on, admits, strengthens, or the pairs.
    possible_members : tuple of str
        Further schemes that would be admitted if what is not known about them turned out well.
    added, asked, missing : tuple of str
        Criteria that the option adds to its members; content criteria that are sure; that are not.
    """

    option: Option
    figures: Mapping[str, Figure]
    members: tuple[str, ...]
    possible_members: tuple[str, ...]
    added: tuple[str, ...]
    asked: tuple[str, ...]
    missing: tuple[str, ...]


class OptionAssessment:
    """All options of a catalogue on the same attributes.

    Parameters
    ----------
    matrix : CoverageMatrix
        With what derived schemes accept taken in.
    overlap : OverlapMatrix
    """

    def __init__(self, matrix: CoverageMatrix, overlap: OverlapMatrix) -> None:
        self.matrix = matrix
        self.overlap = overlap
        self.catalogue = matrix.catalogue
        self._criteria = matrix.criteria
        self._degrees = degrees(matrix, self._criteria)
        self._content = matrix.columns(matrix.content)
        self._assurance = matrix.columns(c.id for c in self.catalogue.criteria.of_pillar(ASSURANCE_PILLAR))

    @cached_property
    def existing(self) -> tuple[str, ...]:
        """Active schemes that demand something."""
        schemes = self.catalogue.schemes
        return tuple(
            s for s in self.matrix.schemes if schemes[s].status.state == "active" and s not in self.matrix.data_only
        )

    @cached_property
    def asked_share(self) -> Mapping[str, float]:
        """Share of existing schemes that ask for each criterion, at least in part."""
        asked = self._degrees.middle[self.matrix.rows(self.existing)] > 0
        return dict(zip(self._criteria, asked.mean(0).tolist(), strict=True))

    @cached_property
    def common(self) -> tuple[str, ...]:
        """Criteria that at least half of the existing schemes ask."""
        return tuple(c for c in self._criteria if self.asked_share[c] >= COMMON_SHARE)

    @cached_property
    def rare(self) -> tuple[str, ...]:
        """Content criteria that almost no existing scheme asks, rarest first."""
        found = [c for c in self.matrix.content if self.asked_share[c] <= RARE_SHARE]
        return tuple(sorted(found, key=lambda c: self.asked_share[c]))

    @cached_property
    def rare_system(self) -> tuple[str, ...]:
        """System criteria that some existing scheme is known to meet, but almost none, rarest first."""
        found = [c for c in self.matrix.system if 0 < self.asked_share[c] <= RARE_SHARE]
        return tuple(sorted(found, key=lambda c: self.asked_share[c]))

    @cached_property
    def uncovered(self) -> tuple[str, ...]:
        """Content criteria that no existing scheme is known to ask, even in part."""
        return tuple(c for c in self.rare if self.asked_share[c] == 0)

    @cached_property
    def ripe_pairs(self) -> tuple[RipePair, ...]:
        """Pairs of existing audit schemes ripe for mutual recognition, closest first."""
        schemes = self.catalogue.schemes
        audits = [s for s in self.existing if schemes[s].identity.kind in AUDIT_KINDS]
        pairs = []
        for i, first in enumerate(audits):
            for second in audits[i + 1 :]:
                pair = self._ripe(first, second)
                if pair is not None:
                    pairs.append(pair)
        return tuple(sorted(pairs, key=lambda p: -min(p.first_in_second, p.second_in_first)))

    @cached_property
    def strongest(self) -> str:
        """The one to strengthen: of the schemes open to every activity and audited by third parties, that with the
        highest share of content criteria plus share of system criteria."""
        schemes = self.catalogue.schemes
        wide = [
            s for s in self.existing
            if is_general(schemes[s]) and schemes[s].assurance.model == "third-party"
        ] or list(self.existing)  # fmt: skip
        system = self.matrix.columns(self.matrix.system)
        shares = self._degrees.middle[:, self._content].mean(1) + self._degrees.middle[:, system].mean(1)
        return max(wide, key=lambda s: (float(shares[self.matrix.rows([s])[0]]), s))

    @cached_property
    def options(self) -> tuple[AssessedOption, ...]:
        """Every option with its figures, in the order of the files."""
        return tuple(self._assess(option) for option in self.catalogue.options)

    @cached_property
    def drawn(self) -> NDArray[np.float64]:
        """Likely values of the attributes, shape (draws, options, attributes)."""
        options = self.catalogue.options
        result = np.empty((DRAWS, len(options), len(ATTRIBUTES)))
        for d, sample in enumerate(self._samples):
            values = sample.astype(np.float64)
            for k, option in enumerate(options):
                result[d, k] = [compute(self, option, values, values) for compute in _COMPUTE.values()]
        return result

    def sure_profile(self, option: Option, values: Floats) -> Floats | None:
        """What is sure under an option, shape (criteria,), given degrees of all schemes; None: nothing binds."""
        rows = self.matrix.rows(self.members(option))
        match option.design.kind:
            case "none":
                return np.asarray(values[self.matrix.rows(self.existing)].min(0))
            case "converge":
                pairs = [np.maximum(*values[self.matrix.rows((p.first, p.second))]) for p in self.ripe_pairs]
                return np.asarray(np.min(pairs, axis=0)) if pairs else None
            case _:
                if not len(rows) and not self.added(option):
                    return None
                profile: Floats = values[rows].min(0).copy() if len(rows) else np.zeros(len(self._criteria))
                profile[self.matrix.columns(self.added(option))] = 1.0
                return profile

    def members(self, option: Option) -> tuple[str, ...]:
        """The schemes that an option is made of."""
        match option.design.kind:
            case "new-label":
                return (option.design.builds_on,) if option.design.builds_on else ()
            case "recognise" | "official-list":
                return tuple(s for s in self.existing if self._meets(s, option, self._degrees.middle))
            case "converge":
                return tuple(dict.fromkeys(s for pair in self.ripe_pairs for s in (pair.first, pair.second)))
            case "strengthen":
                return (self.strongest,)
            case _:
                return ()

    def added(self, option: Option) -> tuple[str, ...]:
        """Criteria that the option adds to what its members ask."""
        sets = {"common": self.common, "rare": self.rare}
        wanted = {criterion for name in option.design.adds for criterion in sets[name]}
        return tuple(c for c in self._criteria if c in wanted)

    @cached_property
    def _samples(self) -> NDArray[np.float32]:
        return draw_degrees(self.matrix, self._criteria, DRAWS, SEED)

    def _meets(self, scheme_id: str, option: Option, values: Floats) -> bool:
        row = self.matrix.rows([scheme_id])[0]
        return bool((values[row, self.matrix.columns(option.design.admits)] > 0).all())

    def _ripe(self, first: str, second: str) -> RipePair | None:
        i, j = self.matrix.rows((first, second))
        sectors = [set(self.catalogue.schemes[s].scope.sector_groups) for s in (first, second)]
        if not (sectors[0] & sectors[1] or any("cross-sector" in own for own in sectors)):
            return None
        if self.overlap.base[i, j] < RIPE_BASE * len(self._content):
            return None
        forth, back = float(self.overlap.containment[i, j]), float(self.overlap.containment[j, i])
        if not (forth >= RIPE and back >= RIPE):
            return None
        values = self._degrees.middle[:, self._content]
        if values[i].sum() > values[j].sum():
            first, second, i, j, forth, back = second, first, j, i, back, forth
        content = self.matrix.content
        adds = [tuple(content[k] for k in np.flatnonzero(values[b] > values[a])) for a, b in ((i, j), (j, i))]
        return RipePair(first, second, forth, back, *adds)

    def _assess(self, option: Option) -> AssessedOption:
        low, middle, high = self._degrees.low, self._degrees.middle, self._degrees.high
        position = self.catalogue.options.index(option)
        assessed = self._degrees.assessed[self.matrix.rows(self.members(option))][:, self._content]
        base = int(assessed.all(0).sum()) if len(assessed) else len(self._content)
        figures = {}
        for k, (attribute, compute) in enumerate(_COMPUTE.items()):
            ends = [compute(self, option, own, rest) for own in (low, high) for rest in (low, high)]
            value, sample = compute(self, option, middle, middle), self.drawn[:, position, k]
            if np.isnan(value):
                figures[attribute] = Figure(None, None, None, None, base, len(self._content))
            else:
                likely = band(sample)
                figures[attribute] = Figure(value, min(ends), max(ends), likely, base, len(self._content))
        profile = self.sure_profile(option, middle)
        sure = np.zeros(len(self._criteria)) if profile is None else profile
        asked = tuple(c for c in self.matrix.content if sure[self.matrix.columns([c])[0]] > 0)
        members = self.members(option)
        possible = tuple(
            s for s in self.existing
            if option.design.kind in ("recognise", "official-list")
            and s not in members and self._meets(s, option, high)
        )  # fmt: skip
        missing = tuple(c for c in self.matrix.content if c not in asked)
        return AssessedOption(option, figures, members, possible, self.added(option), asked, missing)


def assess_options(matrix: CoverageMatrix, overlap: OverlapMatrix) -> OptionAssessment:
    """All options of the catalogue behind a matrix on the same attributes."""
    return OptionAssessment(matrix.with_accepted(), overlap)


def _coverage_gained(assessment: OptionAssessment, option: Option, own: Floats, rest: Floats) -> float:
    profile = assessment.sure_profile(option, own)
    if profile is None or option.design.kind == "none":
        return 0.0
    typical = rest[assessment.matrix.rows(assessment.existing)].mean(0)
    return float(np.maximum(profile - typical, 0)[assessment._content].sum())


def _duplication(assessment: OptionAssessment, option: Option, own: Floats, rest: Floats) -> float:
    content = assessment._content
    match option.design.kind:
        case "new-label":
            profile = assessment.sure_profile(option, own)
            if profile is None:
                return 0.0
            others = rest[assessment.matrix.rows(assessment.existing)]
            return float(np.minimum(profile, others)[:, content].sum(1).mean())
        case "converge":
            shared = [
                np.minimum(*own[assessment.matrix.rows((p.first, p.second))])[content].sum()
                for p in assessment.ripe_pairs
            ]
            return -float(np.mean(shared)) if shared else 0.0
        case _:
            return 0.0


def _audits(assessment: OptionAssessment, option: Option, own: Floats, rest: Floats) -> float:
    def per_year(scheme_id: str) -> float:
        months = assessment.catalogue.schemes[scheme_id].assurance.audit_interval_months
        return 12 / months if months else float("nan")

    match option.design.kind:
        case "new-label":
            return per_year(option.design.builds_on) if option.design.builds_on else float("nan")
        case "converge":
            saved = [np.fmin(per_year(p.first), per_year(p.second)) for p in assessment.ripe_pairs]
            known = [value for value in saved if not np.isnan(value)]
            return -float(np.mean(known)) if known else (float("nan") if saved else 0.0)
        case _:
            return 0.0


def _assurance(assessment: OptionAssessment, option: Option, own: Floats, rest: Floats) -> float:
    profile = assessment.sure_profile(option, own)
    return 0.0 if profile is None else float(profile[assessment._assurance].mean())


def _gaps_left(assessment: OptionAssessment, option: Option, own: Floats, rest: Floats) -> float:
    profile = assessment.sure_profile(option, own)
    asked = 0 if profile is None else int((profile[assessment._content] > 0).sum())
    return float(len(assessment._content) - asked)


_Compute = Callable[[OptionAssessment, Option, Floats, Floats], float]
_COMPUTE: Mapping[str, _Compute] = dict(
    zip(ATTRIBUTES, (_coverage_gained, _duplication, _audits, _assurance, _gaps_left), strict=True)
)


def ranks(values: Sequence[float] | Floats, direction: int) -> Floats:
    """Ranks from 1 (best); ties share the mean rank, unknown values come last.

    Parameters
    ----------
    values : shape (options,)
    direction : 1 if more is better, -1 if less is
    """
    from scipy.stats import rankdata

    array = np.asarray(values, dtype=float)
    return np.asarray(rankdata(np.where(np.isnan(array), np.inf, -direction * array), method="average"))
