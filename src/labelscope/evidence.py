"""What the catalogue rests on: how its clauses are known, how far its themes were read, what to read next.

Pure functions over a catalogue. A scheme's next theme is the one whose reading in full would settle most:
themes of which only the main points were read go first, since there a gap is a matter of reading on; an
unread theme is named where no other is left.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from labelscope.catalogue import Catalogue
from labelscope.matrix import CoverageMatrix, build_matrix
from labelscope.model import Coverage, Extent, Grade, Requirement, Scheme

#: Cells that a full reading of their theme turns into a finding.
_SETTLED_BY_READING = frozenset({Coverage.NOT_NAMED, Coverage.NOT_ASSESSED})


@dataclass(frozen=True, slots=True)
class NextTheme:
    """The theme to read next.

    `settles` counts the cells of the theme that are not known and that a full reading would settle.
    """

    theme_id: str
    settles: int


@dataclass(frozen=True, slots=True)
class Basis:
    """What a scheme, or the whole catalogue, rests on.

    Attributes
    ----------
    rows : int
        Clauses.
    grades : mapping of Grade to int
        Clauses by how they are known; every grade is there.
    themes : mapping of Extent to int
        Readings of a theme by how far they go; every extent is there.
    settles_most : NextTheme or None
        The theme to read next; None where reading would settle nothing.
    """

    rows: int
    grades: Mapping[Grade, int]
    themes: Mapping[Extent, int]
    settles_most: NextTheme | None

    def share(self, grade: Grade) -> float | None:
        """Share of the clauses with this grade, 0..1; None without clauses."""
        return self.grades[grade] / self.rows if self.rows else None


@dataclass(frozen=True, slots=True)
class Survey:
    """The basis of each scheme, in the order of the catalogue, of those that matter most, and of all together."""

    schemes: Mapping[str, Basis]
    core: Basis
    whole: Basis


def survey_evidence(catalogue: Catalogue) -> Survey:
    """What every scheme of a catalogue rests on.

    Examples
    --------
    >>> from labelscope.catalogue import load_catalogue
    >>> survey = survey_evidence(load_catalogue())
    >>> survey.whole.rows == sum(basis.rows for basis in survey.schemes.values())
    True
    """
    matrix = build_matrix(catalogue)
    bases = {
        scheme_id: _basis(catalogue.requirements[scheme_id], [scheme], matrix)
        for scheme_id, scheme in catalogue.schemes.items()
    }
    rows = (row for rows in catalogue.requirements.values() for row in rows)
    core = [scheme for scheme in catalogue.schemes.values() if scheme.id in catalogue.core]
    of_core = (row for scheme in core for row in catalogue.requirements[scheme.id])
    return Survey(bases, _basis(of_core, core, matrix), _basis(rows, catalogue.schemes.values(), matrix))


def _basis(rows: Iterable[Requirement], schemes: Iterable[Scheme], matrix: CoverageMatrix) -> Basis:
    chosen = list(schemes)
    grades = Counter(row.evidence.grade for row in rows)
    extents = Counter(reading.extent for scheme in chosen for reading in scheme.reading.values())
    return Basis(
        grades.total(),
        {grade: grades[grade] for grade in Grade},
        {extent: extents[extent] for extent in Extent},
        _settles_most(chosen, matrix),
    )


def _settles_most(schemes: Iterable[Scheme], matrix: CoverageMatrix) -> NextTheme | None:
    main: Counter[str] = Counter()
    unread: Counter[str] = Counter()
    for scheme in schemes:
        for cell in matrix.row(scheme.id):
            if cell.coverage in _SETTLED_BY_READING:
                theme = matrix.catalogue.criteria[cell.criterion_id].parent
                (main if cell.coverage is Coverage.NOT_NAMED else unread)[theme] += 1
    themes = [theme.id for theme in matrix.catalogue.criteria.themes]
    best = max(themes, key=lambda theme: (main[theme], unread[theme]), default=None)
    if best is None or not main[best] + unread[best]:
        return None
    return NextTheme(best, main[best] + unread[best])
