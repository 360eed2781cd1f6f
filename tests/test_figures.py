from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from tiny import CONTENT, Clause, Tiny

from labelscope.analysis import Analysis
from labelscope.figures import DRAWS, band, degrees, draw_degrees
from labelscope.matrix import CoverageMatrix
from labelscope.model import Coverage

MatrixOf = Callable[..., CoverageMatrix]


def test_the_three_readings_of_a_cell_are_what_was_worked_out_by_hand(tiny_analysis: Analysis) -> None:
    matrix = tiny_analysis.matrix
    values = degrees(matrix, CONTENT)
    rows = {scheme_id: i for i, scheme_id in enumerate(matrix.schemes)}
    assert values.middle[rows["alpha"]].tolist() == [1, 0, 1, 0.5]
    beta, gamma = rows["beta"], rows["gamma"]
    assert (values.low[beta].tolist(), values.high[beta].tolist()) == ([1, 0, 1, 0], [1, 0, 1, 1])
    assert (values.low[gamma].tolist(), values.high[gamma].tolist()) == ([0.5, 1, 0, 0], [0.5, 1, 1, 1])
    assert values.known[beta].tolist() == [True, True, True, False]
    assert values.assessed[beta].tolist() == [True, True, True, True]
    assert values.assessed[gamma].tolist() == [True, True, False, False]


def test_a_cell_that_does_not_apply_can_never_be_asked(matrix_of: MatrixOf) -> None:
    values = degrees(matrix_of(Tiny(reading={"pay": "not-applicable", "safety": "not-public"})), CONTENT)
    assert values.applicable[0].tolist() == [False, False, True, True]
    assert values.high[0].tolist() == [0, 0, 1, 1]
    assert not values.assessed[0].any()


def test_draws_are_the_same_for_the_same_seed_and_others_for_another(analysis: Analysis) -> None:
    matrix = analysis.matrix
    first = draw_degrees(matrix, matrix.content, 20, 1)
    assert np.array_equal(first, draw_degrees(matrix, matrix.content, 20, 1))
    assert not np.array_equal(first, draw_degrees(matrix, matrix.content, 20, 2))


def test_draws_leave_known_cells_and_collectors_of_data_as_they_are(analysis: Analysis) -> None:
    matrix = analysis.matrix
    values = degrees(matrix, matrix.criteria)
    drawn = draw_degrees(matrix, matrix.criteria, 20)
    fixed = values.known | ~values.applicable
    fixed[matrix.rows(matrix.data_only)] = True
    assert matrix.data_only
    assert not fixed.all()
    assert np.array_equal(drawn[:, fixed], np.broadcast_to(values.middle[fixed], (20, fixed.sum())))


def test_draws_are_nothing_half_or_whole_and_never_outside_the_ends(analysis: Analysis) -> None:
    matrix = analysis.matrix
    values = degrees(matrix, matrix.criteria)
    drawn = draw_degrees(matrix, matrix.criteria, 20)
    assert drawn.shape == (20, *values.middle.shape)
    assert set(np.unique(drawn).tolist()) <= {0.0, 0.5, 1.0}
    assert (drawn >= values.low).all()
    assert (drawn <= values.high).all()
    unknown = ~values.known & values.applicable
    assert drawn[:, unknown].max() == 1


def test_a_criterion_that_main_points_name_as_often_as_a_full_reading_is_rarely_added(matrix_of: MatrixOf) -> None:
    """Both readings ask half of the pay criteria, so what main points leave out adds little."""
    schemes = {f"full{i}": Tiny([Clause({"wage": "full"})]) for i in range(30)}
    schemes |= {f"main{i}": Tiny([Clause({"wage": "full"})], {"pay": "main"}) for i in range(30)}
    matrix = matrix_of(Tiny(), **schemes)
    bonus = draw_degrees(matrix, CONTENT, 200)[:, matrix.rows([f"main{i}" for i in range(30)]), 1]
    assert (bonus > 0).mean() < 0.15


def test_what_main_points_leave_out_is_nearly_always_added_where_a_full_reading_finds_it(matrix_of: MatrixOf) -> None:
    """Full readings ask for both pay criteria, main points name the one: the other is there as well."""
    schemes = {f"full{i}": Tiny([Clause({"wage": "full", "bonus": "full"})]) for i in range(30)}
    schemes |= {f"main{i}": Tiny([Clause({"wage": "full"})], {"pay": "main"}) for i in range(30)}
    matrix = matrix_of(Tiny(), **schemes)
    bonus = draw_degrees(matrix, CONTENT, 200)[:, matrix.rows([f"main{i}" for i in range(30)]), 1]
    assert (bonus > 0).mean() > 0.75


def test_a_theme_nobody_read_in_main_is_drawn_below_the_rate_of_those_who_read_it(matrix_of: MatrixOf) -> None:
    """All read in full ask both, so an unread cell is asked with a chance even between 0 and 1."""
    schemes = {f"full{i}": Tiny([Clause({"wage": "full", "bonus": "full"})]) for i in range(30)}
    matrix = matrix_of(Tiny(reading={"pay": "no", "safety": "no"}), **schemes)
    asked = (draw_degrees(matrix, CONTENT, 400)[:, matrix.rows(["own"])][:, 0, :2] > 0).mean()
    assert 0.4 < asked < 0.6


@pytest.mark.parametrize("reach", ["full", None])
def test_likely_draws_exist_where_every_cell_read_in_full_says_the_same(matrix_of: MatrixOf, reach: str | None) -> None:
    """The share over all themes is then 1 or 0, which a beta distribution alone cannot take."""
    clauses = [Clause(dict.fromkeys(CONTENT, reach))] if reach else []
    matrix = matrix_of(Tiny(clauses), other=Tiny(reading={"pay": "main", "safety": "no"}))
    drawn = draw_degrees(matrix, CONTENT, 5)
    assert np.isfinite(drawn).all()


def test_the_band_holds_the_middle_four_fifths() -> None:
    assert band(np.arange(101.0)) == (10.0, 90.0)


def test_the_likely_band_lies_within_the_ends_of_every_shipped_pair(analysis: Analysis) -> None:
    overlap = analysis.overlap
    for first in ("belgian-social-label", "sa8000", "utz", "gots", "fla"):
        for second in overlap.schemes:
            if second == first:
                continue
            pair = overlap.between(first, second)
            for figure in (pair.overlap, pair.first_in_second, pair.second_in_first):
                if figure.likely is not None and figure.low is not None and figure.high is not None:
                    assert figure.low - 1e-6 <= figure.likely[0] <= figure.likely[1] <= figure.high + 1e-6
    assert overlap.likely.shape[0] == DRAWS


def test_more_likely_cells_are_drawn_where_more_is_unknown(analysis: Analysis) -> None:
    matrix = analysis.matrix
    drawn = draw_degrees(matrix, matrix.content, 50)
    old = matrix.rows(["belgian-social-label"])[0]
    unknown = [
        not cell.coverage.is_known for cell in matrix.row("belgian-social-label") if cell.criterion_id in matrix.content
    ]
    assert sum(unknown) > len(unknown) / 2
    assert (drawn[:, old] > 0).sum(1).mean() > degrees(matrix, matrix.content).middle[old].astype(bool).sum()
    assert Coverage.NOT_NAMED in {cell.coverage for cell in matrix.row("belgian-social-label")}
