"""The coverage matrix: scheme x criterion, each cell a coverage or a way of not knowing.

Rules, in order:

1. The obligation caps a judgement: a recommended clause gives at most partial. A time-bound
   clause counts and is marked *later*.
2. A cell's coverage is the best reach of its judgements. Levels are cumulative: *beyond* stands
   only where another judgement of the cell reaches *full*; alone it counts as partial. Partial
   judgements never add up; a *together* line is a judgement of its own.
3. System criteria may also follow from facts of the record (`scheme_facts`); the better of the two counts.
4. Without either, the extent to which the theme was read decides: in full, *absent*; main points
   only, *not named*; not read, *not assessed*.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from labelscope.catalogue import Catalogue
from labelscope.model import Coverage, Extent, Obligation, Reach, Reading, RequirementMapping, Scheme
from labelscope.scheme_facts import FactFinding, find_from_facts

if TYPE_CHECKING:
    import pandas as pd

ORDER = tuple(Coverage)
_CODE = {coverage: code for code, coverage in enumerate(ORDER)}
_RANK = {Reach.NONE: 0, Reach.PARTIAL: 1, Reach.FULL: 2, Reach.BEYOND: 3}
_COVERAGE = {1: Coverage.PARTIAL, 2: Coverage.FULL, 3: Coverage.BEYOND}
_UNCOVERED = {
    Extent.FULL: Coverage.ABSENT,
    Extent.MAIN: Coverage.NOT_NAMED,
    Extent.NO: Coverage.NOT_ASSESSED,
    Extent.NOT_PUBLIC: Coverage.NOT_PUBLIC,
    Extent.NOT_APPLICABLE: Coverage.NOT_APPLICABLE,
    Extent.DEPENDS_ON_LEVEL: Coverage.DEPENDS_ON_LEVEL,
}
#: A scheme of which at least this share of clauses demands nothing collects data or grades.
DATA_ONLY_SHARE = 0.75


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell with everything behind it.

    `mappings` are the judgements (those with reach none too), `finding` what a fact decided,
    `reading` how far the theme was read, `is_later` that only time-bound clauses give the coverage.
    """

    scheme_id: str
    criterion_id: str
    coverage: Coverage
    mappings: tuple[RequirementMapping, ...]
    finding: FactFinding | None
    reading: Reading
    is_later: bool


class CoverageMatrix:
    """Schemes x criteria, with the clauses behind every cell.

    Parameters
    ----------
    catalogue : Catalogue
    cells : sequence of Cell, one per scheme and criterion, scheme by scheme
    """

    def __init__(self, catalogue: Catalogue, cells: Sequence[Cell]) -> None:
        self.catalogue = catalogue
        self.cells = tuple(cells)
        self.schemes = tuple(dict.fromkeys(cell.scheme_id for cell in cells))
        self.criteria = tuple(criterion.id for criterion in catalogue.criteria.criteria)
        self._row = {scheme_id: i for i, scheme_id in enumerate(self.schemes)}
        self._column = {criterion_id: j for j, criterion_id in enumerate(self.criteria)}

    def __repr__(self) -> str:
        asked = sum(cell.coverage.is_asked for cell in self.cells)
        return f"<CoverageMatrix: {len(self.schemes)} schemes x {len(self.criteria)} criteria, {asked} cells covered>"

    def cell(self, scheme_id: str, criterion_id: str) -> Cell:
        """The cell of one scheme and one criterion."""
        return self.cells[self._row[scheme_id] * len(self.criteria) + self._column[criterion_id]]

    def row(self, scheme_id: str) -> tuple[Cell, ...]:
        """All cells of one scheme, in the order of the criteria."""
        start = self._row[scheme_id] * len(self.criteria)
        return self.cells[start : start + len(self.criteria)]

    @cached_property
    def codes(self) -> NDArray[np.int8]:
        """Position of each cell's coverage in `ORDER`, shape (schemes, criteria)."""
        flat = np.array([_CODE[cell.coverage] for cell in self.cells], dtype=np.int8)
        return flat.reshape(len(self.schemes), len(self.criteria))

    def columns(self, criteria: Iterable[str]) -> NDArray[np.intp]:
        """Column numbers of these criteria."""
        return np.array([self._column[criterion_id] for criterion_id in criteria], dtype=np.intp)

    def rows(self, schemes: Iterable[str]) -> NDArray[np.intp]:
        """Row numbers of these schemes."""
        return np.array([self._row[scheme_id] for scheme_id in schemes], dtype=np.intp)

    @cached_property
    def content(self) -> tuple[str, ...]:
        """Ids of the content criteria."""
        return tuple(c.id for c in self.catalogue.criteria.of_kind("content"))

    @cached_property
    def system(self) -> tuple[str, ...]:
        """Ids of the system criteria."""
        return tuple(c.id for c in self.catalogue.criteria.of_kind("system"))

    @cached_property
    def data_only(self) -> frozenset[str]:
        """Schemes that collect data or grade and demand next to nothing (see `DATA_ONLY_SHARE`)."""
        found = set()
        for scheme_id in self.schemes:
            share = self.catalogue.crosswalk.share_without_criterion(
                requirement.id for requirement in self.catalogue.requirements[scheme_id]
            )
            if share is not None and share >= DATA_ONLY_SHARE:
                found.add(scheme_id)
        return frozenset(found)

    def to_frame(self) -> pd.DataFrame:
        """Schemes x criteria, each cell the name of its coverage."""
        import pandas as pd

        names = np.array(ORDER, dtype=object)[self.codes]
        return pd.DataFrame(names, index=list(self.schemes), columns=list(self.criteria)).map(str)

    def with_accepted(self) -> CoverageMatrix:
        """The same matrix with what derived schemes accept taken in.

        A product under a derived scheme meets at least one of the schemes it accepts, so what is
        sure is what all of them ask; the scheme's own clauses count besides.
        """
        cells: list[Cell] = []
        for scheme_id in self.schemes:
            accepted = self.catalogue.schemes[scheme_id].derived_from
            for cell in self.row(scheme_id):
                others = [self.cell(other, cell.criterion_id) for other in accepted if other in self._row]
                is_content = self.catalogue.criteria.kind_of(cell.criterion_id) == "content"
                cells.append(_with_accepted(cell, others) if others and is_content else cell)
        return CoverageMatrix(self.catalogue, cells)


def build_matrix(catalogue: Catalogue, schemes: Iterable[str] | None = None) -> CoverageMatrix:
    """The coverage matrix of a catalogue, or of some of its schemes.

    Raises
    ------
    KeyError
        If a scheme is not in the catalogue.
    """
    chosen = [catalogue.schemes[scheme_id] for scheme_id in (catalogue.schemes if schemes is None else schemes)]
    criteria = [criterion.id for criterion in catalogue.criteria.criteria]
    return CoverageMatrix(catalogue, [_cell(catalogue, scheme, c) for scheme in chosen for c in criteria])


def effective_reach(catalogue: Catalogue, mapping: RequirementMapping) -> Reach:
    """A judgement's reach after the cap by obligation: a recommendation never gives more than partial."""
    clauses = [catalogue.requirement_by_id[subject] for subject in mapping.subjects]
    if any(clause.obligation is Obligation.RECOMMENDED for clause in clauses) and mapping.reach is not Reach.NONE:
        return Reach.PARTIAL
    return mapping.reach


def _cell(catalogue: Catalogue, scheme: Scheme, criterion_id: str) -> Cell:
    mappings = catalogue.crosswalk.cell(scheme.id, criterion_id)
    reached = [(_RANK[effective_reach(catalogue, mapping)], mapping) for mapping in mappings]
    best = max((rank for rank, _ in reached), default=0)
    if best == _RANK[Reach.BEYOND] and not any(rank == _RANK[Reach.FULL] for rank, _ in reached):
        best = _RANK[Reach.PARTIAL]
    finding = find_from_facts(scheme, criterion_id)
    reading = scheme.reading[catalogue.criteria[criterion_id].parent]
    coverage = _COVERAGE.get(best, _UNCOVERED[reading.extent])
    is_later = best > 0 and all(_is_later(catalogue, m) for rank, m in reached if rank >= best)
    if finding is not None and _strength(finding.coverage) >= _strength(coverage):
        coverage, is_later = finding.coverage, False
    return Cell(scheme.id, criterion_id, coverage, mappings, finding, reading, is_later)


def _is_later(catalogue: Catalogue, mapping: RequirementMapping) -> bool:
    clauses = [catalogue.requirement_by_id[subject] for subject in mapping.subjects]
    return any(clause.obligation is Obligation.TIME_BOUND for clause in clauses)


def _strength(coverage: Coverage) -> int:
    """Rank of a finding, absent lowest; below all of them where nothing is known."""
    return ORDER.index(coverage) if coverage.is_known else -1


def _with_accepted(cell: Cell, others: Sequence[Cell]) -> Cell:
    sure = _weakest([other.coverage for other in others])
    if sure.is_asked and _strength(sure) > _strength(cell.coverage):
        taken_in = tuple(mapping for other in others for mapping in other.mappings)
        mappings = cell.mappings + taken_in
        return replace(cell, coverage=sure, mappings=mappings, is_later=any(other.is_later for other in others))
    better_read = sure is Coverage.NOT_NAMED and not cell.coverage.is_known
    if not sure.is_known and (better_read or cell.coverage is Coverage.ABSENT):
        return replace(cell, coverage=sure)
    return cell


def _weakest(coverages: Sequence[Coverage]) -> Coverage:
    """What all of several schemes are sure to ask: the least of them; unknown unless one is known to ask nothing."""
    if Coverage.ABSENT in coverages:
        return Coverage.ABSENT
    unknown = [coverage for coverage in coverages if not coverage.is_known]
    if unknown:
        return Coverage.NOT_NAMED if Coverage.NOT_NAMED in unknown else unknown[0]
    return min(coverages, key=ORDER.index)
