"""The whole line from facts to advice; each stage is computed when first asked, then kept.

catalogue ─ crosswalk ─ matrix ─┬─ overlap ─┬─ options ─ recommendation
                                └─ families └
"""

from __future__ import annotations

from functools import cached_property

from labelscope.catalogue import Catalogue
from labelscope.families import Families, group_schemes
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
        return group_schemes(self.matrix)

    @cached_property
    def options(self) -> OptionAssessment:
        """The policy options on computed attributes."""
        return assess_options(self.matrix, self.overlap)

    @cached_property
    def recommendation(self) -> Recommendation:
        """The advice with its reasons."""
        return recommend(self.options)
