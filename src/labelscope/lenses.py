"""Yardsticks: what an instrument asks for, how far a scheme or a set of schemes meets it, and what is missing.

A lens names criteria. Each member says how strongly the instrument asks (must, should, or an alternative that is
enough by itself), from which level of the criterion on it is met, and where in the instrument that stands.

For a set of schemes held together, what any of them asks of firms counts; of how they work (system criteria)
only what holds in each of them does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from labelscope.matrix import ORDER, Cell, CoverageMatrix
from labelscope.model import Coverage, Grade, Lens, LensMember, Reach, Scheme, Strength
from labelscope.scheme_facts import is_fact_known

_GRADES = tuple(Grade)
_LEAST = {
    Reach.PARTIAL: ORDER.index(Coverage.PARTIAL),
    Reach.FULL: ORDER.index(Coverage.FULL),
    Reach.BEYOND: ORDER.index(Coverage.BEYOND),
}


class Met(StrEnum):
    """Whether what an instrument asks is there: met, short (asked in part), missing, or not known."""

    MET = "met"
    SHORT = "short"
    MISSING = "missing"
    UNKNOWN = "unknown"

    @property
    def is_lacking(self) -> bool:
        """Whether it is known not to be met."""
        return self in (Met.SHORT, Met.MISSING)


@dataclass(frozen=True, slots=True)
class MemberResult:
    """One member of a lens on some schemes; `cells` holds the cell of each scheme, in the order asked."""

    member: LensMember
    met: Met
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class LensResult:
    """A lens on a scheme or a set of schemes.

    `outcome`: met if every must is met, or an alternative is; lacking as soon as one must is known not to be met and
    no alternative may be; unknown otherwise.
    """

    lens: Lens
    schemes: tuple[str, ...]
    members: tuple[MemberResult, ...]

    def of(self, strength: Strength) -> tuple[MemberResult, ...]:
        """The members of one strength, in the order of the lens."""
        return tuple(one for one in self.members if one.member.strength is strength)

    def count(self, strength: Strength, met: Met) -> int:
        """How many members of a strength have come out so."""
        return sum(one.met is met for one in self.of(strength))

    @property
    def outcome(self) -> Met:
        """Met, missing (some must is not met) or unknown."""
        alternatives, musts = self.of(Strength.ALTERNATIVE), self.of(Strength.MUST)
        if any(one.met is Met.MET for one in alternatives):
            return Met.MET
        if musts and all(one.met is Met.MET for one in musts):
            return Met.MET
        possible = any(one.met is Met.UNKNOWN for one in alternatives)
        lacking = any(one.met.is_lacking for one in musts)
        return Met.MISSING if lacking and not possible else Met.UNKNOWN

    @property
    def to_do(self) -> tuple[MemberResult, ...]:
        """What is not known to be met, the musts first; nothing where an alternative is met."""
        if any(one.met is Met.MET for one in self.of(Strength.ALTERNATIVE)):
            return ()
        wanted = (*self.of(Strength.MUST), *self.of(Strength.SHOULD))
        return tuple(one for one in wanted if one.met is not Met.MET)


def apply(lens: Lens, matrix: CoverageMatrix, schemes: Sequence[str]) -> LensResult:
    """How far a scheme, or a set of schemes held together, meets a lens.

    Raises
    ------
    ValueError
        If no scheme is named.
    KeyError
        If a scheme is not in the matrix.
    """
    if not schemes:
        raise ValueError("a lens needs at least one scheme")
    return LensResult(lens, tuple(schemes), tuple(_result(member, matrix, schemes) for member in lens.members))


def survey(lens: Lens, matrix: CoverageMatrix, schemes: Iterable[str]) -> tuple[LensResult, ...]:
    """The lens on each scheme alone: those that meet it first, then by musts met, then by musts not known."""
    results = [apply(lens, matrix, [scheme]) for scheme in schemes]
    order = {Met.MET: 0, Met.UNKNOWN: 1, Met.MISSING: 2}
    return tuple(
        sorted(
            results,
            key=lambda one: (
                order[one.outcome], -one.count(Strength.MUST, Met.MET), -one.count(Strength.SHOULD, Met.MET),
                one.schemes,
            ),
        )
    )  # fmt: skip


def models(member: LensMember, matrix: CoverageMatrix, schemes: Iterable[str], most: int = 3) -> tuple[Cell, ...]:
    """Cells of other schemes that meet a member by clauses of their own: what a missing clause could look like.

    The better evidenced come first.
    """
    found = [matrix.cell(scheme, member.criterion) for scheme in schemes]
    rows, records = matrix.catalogue.requirement_by_id, matrix.catalogue.schemes
    with_clauses = [cell for cell in found if cell.mappings and _met(cell, member, records[cell.scheme_id]) is Met.MET]
    return tuple(
        sorted(
            with_clauses,
            key=lambda cell: (
                min(_GRADES.index(rows[one.subject_id].evidence.grade) for one in cell.mappings),
                -ORDER.index(cell.coverage), cell.scheme_id,
            ),
        )[:most]
    )  # fmt: skip


def lines(results: Iterable[LensResult]) -> Iterator[tuple[str, ...]]:
    """A header and a line for each member of each result, for machines."""
    yield ("schemes", "lens", "outcome", "criterion", "strength", "least", "met", "coverage", "locator")
    for one in results:
        for found in one.members:
            member = found.member
            yield (
                "+".join(one.schemes), one.lens.id, one.outcome, member.criterion, member.strength, member.least,
                found.met, "+".join(cell.coverage for cell in found.cells), member.locator,
            )  # fmt: skip


def _result(member: LensMember, matrix: CoverageMatrix, schemes: Sequence[str]) -> MemberResult:
    cells = tuple(matrix.cell(scheme, member.criterion) for scheme in schemes)
    each = [_met(cell, member, matrix.catalogue.schemes[cell.scheme_id]) for cell in cells]
    is_content = matrix.catalogue.criteria.kind_of(member.criterion) == "content"
    best_first = (Met.MET, Met.UNKNOWN, Met.SHORT, Met.MISSING)
    choose = min if is_content else max
    return MemberResult(member, choose(each, key=best_first.index), cells)


def _met(cell: Cell, member: LensMember, scheme: Scheme) -> Met:
    coverage = cell.coverage
    if member.from_facts == "yes":
        if cell.finding is None:
            return Met.MISSING if is_fact_known(scheme, member.criterion) else Met.UNKNOWN
        coverage = cell.finding.coverage
    if not coverage.is_known:
        return Met.MISSING if coverage is Coverage.NOT_APPLICABLE else Met.UNKNOWN
    if ORDER.index(coverage) >= _LEAST[member.least]:
        return Met.MET
    return Met.SHORT if coverage.is_asked else Met.MISSING
