"""The whole line from facts to advice; each stage is computed when first asked, then kept.

catalogue ─ crosswalk ─ matrix ─┬─ overlap ─┬─ options ─ recommendation
                                └─ families └
"""

from __future__ import annotations

from functools import cached_property

from labelscope.catalogue import Catalogue
from labelscope.families import DEFAULT_FAMILIES, Families, group_schemes
from labelscope.matrix import CoverageMatrix, build_matrix
from labelscope.options import OptionAssessment, assess_options
from labelscope.overlap import OverlapMatrix, measure_overlap
from labelscope.recommendation import Recommendation, recommend


class Analysis:
    """The answer to the question of a catalogue.

    Parameters
    ----------
    catalogue : Catalogue
    schemes : sequence of str, optional
        Scheme ids to look at; all by default.
    """

    def __init__(self, catalogue: Catalogue, schemes: tuple[str, ...] | None = None) -> None:
        self.catalogue = catalogue
        self.schemes = tuple(catalogue.schemes) if schemes is None else schemes

    @cached_property
    def matrix(self) -> CoverageMatrix:
        """Scheme x criterion."""
        return build_matrix(self.catalogue, self.schemes)

    @cached_property
    def overlap(self) -> OverlapMatrix:
        """How much schemes ask for the same."""
        return measure_overlap(self.matrix)

    @cached_property
    def families(self) -> Families:
        """Schemes grouped by what sets them apart."""
        demanding = len(self.schemes) - len(self.matrix.data_only)
        return group_schemes(self.matrix, min(DEFAULT_FAMILIES, demanding))

    @cached_property
    def options(self) -> OptionAssessment:
        """The policy options on computed attributes; schemes that an option builds on are always at hand."""
        foundations = [o.design.builds_on for o in self.catalogue.options if o.design.builds_on]
        missing = [scheme_id for scheme_id in foundations if scheme_id not in self.schemes]
        if not missing:
            return assess_options(self.matrix, self.overlap)
        matrix = build_matrix(self.catalogue, dict.fromkeys([*self.schemes, *missing]))
        return assess_options(matrix, measure_overlap(matrix))

    @cached_property
    def recommendation(self) -> Recommendation:
        """The advice with its reasons."""
        return recommend(self.options)
