from __future__ import annotations

import pytest

from labelscope.analysis import Analysis
from labelscope.catalogue import Catalogue


def test_each_stage_is_computed_once_and_kept(tiny_analysis: Analysis) -> None:
    for stage in ("matrix", "overlap", "families", "options", "recommendation"):
        assert getattr(tiny_analysis, stage) is getattr(tiny_analysis, stage)


def test_all_schemes_are_looked_at_unless_some_are_chosen(tiny_catalogue: Catalogue) -> None:
    assert Analysis(tiny_catalogue).schemes == tuple(tiny_catalogue.schemes)
    assert Analysis(tiny_catalogue, ("beta", "alpha")).matrix.schemes == ("beta", "alpha")


@pytest.mark.parametrize("stage", ["matrix", "overlap", "families", "options", "recommendation"])
def test_every_stage_stands_for_a_handful_of_chosen_schemes(catalogue: Catalogue, stage: str) -> None:
    assert getattr(Analysis(catalogue, ("sa8000", "amfori-bsci", "fla")), stage) is not None


def test_figures_of_a_pair_do_not_hang_on_the_other_schemes(catalogue: Catalogue, analysis: Analysis) -> None:
    few = Analysis(catalogue, ("sa8000", "gots")).overlap.between("sa8000", "gots").overlap
    every = analysis.overlap.between("sa8000", "gots").overlap
    assert (few.low, few.middle, few.high, few.base) == (every.low, every.middle, every.high, every.base)
