from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import combinations, product
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tiny import CONTENT, Clause, Tiny

from labelscope.analysis import Analysis
from labelscope.catalogue import Catalogue
from labelscope.crosswalk import Crosswalk
from labelscope.figures import Figure, degrees
from labelscope.matrix import CoverageMatrix
from labelscope.model import NO_TERM_FOUND, Extent
from labelscope.overlap import OverlapMatrix, containment_ends, measure_overlap, symmetric_ends

MatrixOf = Callable[..., CoverageMatrix]
DEGREES = (0.0, 0.5, 1.0)
#: A cell of two rows: (degree or None, degree or None); None is not known.
CELL = st.tuples(st.sampled_from((None, *DEGREES)), st.sampled_from((None, *DEGREES)))
ROWS = st.lists(CELL, min_size=1, max_size=4)


def arrays(cells: Sequence[tuple[float | None, float | None]]) -> tuple[Any, ...]:
    a, b = zip(*cells, strict=True)
    known = [np.array([value is not None for value in row]) for row in (a, b)]
    values = [np.array([value or 0.0 for value in row]) for row in (a, b)]
    return (*values, *known)


def by_trying_everything(
    cells: Sequence[tuple[float | None, float | None]],
    figure: Callable[[Sequence[float], Sequence[float]], float | None],
) -> tuple[float | None, float | None]:
    choices = [product(*(DEGREES if value is None else (value,) for value in cell)) for cell in cells]
    found = []
    for filled in product(*(list(choice) for choice in choices)):
        a, b = zip(*filled, strict=True)
        value = figure(a, b)
        if value is not None:
            found.append(value)
    return (min(found), max(found)) if found else (None, None)


def overlap_of(a: Sequence[float], b: Sequence[float]) -> float | None:
    whole = sum(map(max, a, b))
    return sum(map(min, a, b)) / whole if whole else None


def containment_of(a: Sequence[float], b: Sequence[float]) -> float | None:
    return sum(map(min, a, b)) / sum(a) if sum(a) else None


MEASURES = [(symmetric_ends, overlap_of), (containment_ends, containment_of)]


@pytest.mark.parametrize(("ends", "figure"), MEASURES)
@given(cells=ROWS)
def test_the_ends_are_those_of_trying_every_filling(ends: Any, figure: Any, cells: list[Any]) -> None:
    assume(any(a for a, _ in cells))  # something is known to be asked, so that every filling has a figure
    assert ends(*arrays(cells)) == pytest.approx(by_trying_everything(cells, figure))


@pytest.mark.parametrize(("ends", "figure"), MEASURES)
@pytest.mark.parametrize(
    "cells", [[(0.0, None)], [(None, 0.0)], [(None, 0.5)], [(None, 1.0)], [(None, None)], [(0.0, 0.0)]]
)
def test_an_end_exists_wherever_some_filling_gives_a_figure(ends: Any, figure: Any, cells: list[Any]) -> None:
    """Also where nothing is known to be asked: an interval with one end would be no interval."""
    assert ends(*arrays(cells)) == pytest.approx(by_trying_everything(cells, figure))


def test_the_figures_of_a_pair_are_what_was_worked_out_by_hand(tiny_analysis: Analysis) -> None:
    """Alpha 1 0 1 1/2, beta 1 0 1 ?: shared 2 of 2.5 (of 2.5 if the last is a half)."""
    pair = tiny_analysis.overlap.between("alpha", "beta")
    assert (pair.overlap.low, pair.overlap.middle, pair.overlap.high) == (2 / 2.5, 2 / 2.5, 1)
    assert (pair.first_in_second.low, pair.first_in_second.middle, pair.first_in_second.high) == (0.8, 0.8, 1)
    assert (pair.second_in_first.low, pair.second_in_first.middle, pair.second_in_first.high) == (2.5 / 3, 1, 1)
    assert (pair.overlap.base, pair.overlap.of) == (4, 4)


def test_cells_that_were_not_assessed_are_left_out_of_the_base(tiny_analysis: Analysis) -> None:
    """Gamma 1/2 1 ? ?, on two criteria: shared 1/2 of 2; at the ends all four count."""
    pair = tiny_analysis.overlap.between("alpha", "gamma")
    assert pair.overlap.base == 2
    assert (pair.overlap.low, pair.overlap.middle, pair.overlap.high) == pytest.approx((0.5 / 3.5, 0.25, 2 / 3.5))
    assert (pair.first_in_second.middle, pair.second_in_first.middle) == pytest.approx((0.5, 0.5 / 1.5))


def test_two_schemes_that_share_nothing_overlap_by_nothing(tiny_analysis: Analysis) -> None:
    pair = tiny_analysis.overlap.between("alpha", "delta")
    assert (pair.overlap.low, pair.overlap.middle, pair.overlap.high) == (0, 0, 0)


def test_below_the_stated_base_there_is_no_middle_figure(matrix_of: MatrixOf) -> None:
    """A third of four criteria is two; one is too few."""
    own = Tiny([Clause({"wage": "full"})], {"safety": "no"})
    few = Tiny([Clause({"wage": "full", "helmets": "full"})], {"pay": "not-public"})
    overlap = measure_overlap(matrix_of(own, few=few))
    assert overlap.min_base == 2
    assert overlap.between("own", "few").overlap.base == 1
    assert overlap.between("own", "few").overlap.middle is None
    assert overlap.neighbours("own") == ()


def test_a_criterion_that_does_not_apply_to_one_counts_for_neither(matrix_of: MatrixOf) -> None:
    own = Tiny([Clause({"wage": "full", "bonus": "full"})], {"safety": "not-applicable"})
    other = Tiny([Clause({"wage": "full", "bonus": "full", "helmets": "full"})])
    figure = measure_overlap(matrix_of(own, other=other)).between("own", "other").overlap
    assert (figure.low, figure.middle, figure.high) == (1, 1, 1)


def test_what_only_one_scheme_asks_would_be_lost_without_it(tiny_analysis: Analysis) -> None:
    """Alpha alone is known to ask for exits (1/2); the others might ask for it in full, or not for helmets."""
    unique = tiny_analysis.overlap.uniqueness("alpha")
    assert (unique.lost.low, unique.lost.middle, unique.lost.high) == (0, 0.5, 0.5)
    assert unique.criteria == ("exits",)
    assert tiny_analysis.overlap.uniqueness("alpha", ["gamma"]).lost.middle == 0.5 + 1 + 0.5
    assert tiny_analysis.overlap.uniqueness("alpha", ["alpha", "gamma"]).lost.middle == 0.5 + 1 + 0.5


def test_without_any_other_scheme_everything_would_be_lost(tiny_analysis: Analysis) -> None:
    assert tiny_analysis.overlap.uniqueness("alpha", []).lost.middle == 2.5


def test_shared_sets_are_what_was_worked_out_by_hand(tiny_analysis: Analysis) -> None:
    found = tiny_analysis.overlap.shared_sets(("alpha", "beta", "delta"))
    assert [(group.schemes, group.criteria) for group in found] == [
        (("alpha", "beta"), ("wage", "helmets")), (("alpha",), ("exits",)), (("delta",), ("bonus",)),
    ]  # fmt: skip
    assert [(group.low, group.high) for group in found] == [(2, 3), (0, 1), (1, 1)]


def test_only_full_demands_count_in_shared_sets_if_asked_so(tiny_analysis: Analysis) -> None:
    found = tiny_analysis.overlap.shared_sets(("alpha", "gamma"), 1.0)
    assert [(group.schemes, group.criteria) for group in found] == [
        (("alpha",), ("wage", "helmets")),
        (("gamma",), ("bonus",)),
    ]


@pytest.mark.parametrize("schemes", [(), tuple("abcdefghi")])
def test_shared_sets_take_one_to_eight_schemes(tiny_analysis: Analysis, schemes: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="choose 1 to 8"):
        tiny_analysis.overlap.shared_sets(schemes)


def slow_shared_sets(overlap: OverlapMatrix, schemes: Sequence[str], at_least: float) -> dict[Any, Any]:
    """Criterion by criterion over every filling of what is not known; what does not apply is not asked."""
    values = degrees(overlap.matrix, overlap.criteria)
    rows = overlap.matrix.rows(schemes)
    middle: dict[tuple[str, ...], set[str]] = {}
    possible: list[set[tuple[str, ...]]] = []
    for k, criterion_id in enumerate(overlap.criteria):

        def members(row: Sequence[float]) -> tuple[str, ...]:
            return tuple(s for s, value in zip(schemes, row, strict=True) if value >= at_least)

        free = [
            DEGREES if values.applicable[i, k] and not values.known[i, k] else (float(values.middle[i, k]),)
            for i in rows
        ]
        possible.append({members(filled) for filled in product(*free)})
        inside = members([float(values.middle[i, k]) for i in rows])
        if inside:
            middle.setdefault(inside, set()).add(criterion_id)
    return {
        inside: (criteria, sum(p == {inside} for p in possible), sum(inside in p for p in possible))
        for inside, criteria in middle.items()
    }


@settings(max_examples=25)
@given(data=st.data())
@pytest.mark.parametrize("at_least", [0.5, 1.0])
def test_shared_sets_of_shipped_schemes_are_those_of_counting_slowly(
    analysis: Analysis, at_least: float, data: st.DataObject
) -> None:
    names = st.sampled_from(analysis.overlap.schemes)
    schemes = tuple(data.draw(st.lists(names, min_size=1, max_size=5, unique=True)))
    found = analysis.overlap.shared_sets(schemes, at_least)
    assert {group.schemes: (set(group.criteria), group.low, group.high) for group in found} == slow_shared_sets(
        analysis.overlap, schemes, at_least
    )


def test_what_does_not_apply_is_never_counted_as_possibly_shared(matrix_of: MatrixOf) -> None:
    own = Tiny([Clause({"wage": "full"})], {"safety": "not-applicable"})
    other = Tiny([Clause({"wage": "full", "helmets": "full"})])
    overlap = measure_overlap(matrix_of(own, other=other))
    found = {g.schemes: (set(g.criteria), g.low, g.high) for g in overlap.shared_sets(("own", "other"))}
    assert found == slow_shared_sets(overlap, ("own", "other"), 0.5)


# --- properties of the shipped catalogue ---


def test_overlap_is_symmetric_and_a_scheme_is_wholly_in_itself(analysis: Analysis) -> None:
    overlap = analysis.overlap
    assert np.array_equal(overlap.symmetric, overlap.symmetric.T, equal_nan=True)
    for array in (overlap.symmetric, overlap.containment):
        own = np.diag(array)
        assert np.all((own == 1) | np.isnan(own))
        assert (own == 1).sum() > 50


def test_every_figure_lies_between_zero_and_one_and_overlap_is_the_smaller(analysis: Analysis) -> None:
    overlap = analysis.overlap
    for array in (overlap.symmetric, overlap.containment, overlap.ranking):
        known = array[~np.isnan(array)]
        assert known.size
        assert ((known >= 0) & (known <= 1)).all()
    smaller = np.fmin(overlap.containment, overlap.containment.T)
    both = ~np.isnan(overlap.symmetric) & ~np.isnan(smaller)
    assert (overlap.symmetric[both] <= smaller[both] + 1e-9).all()


def test_the_shipped_overlap_is_that_of_adding_up_slowly(analysis: Analysis) -> None:
    overlap, matrix = analysis.overlap, analysis.matrix
    for first, second in (("sa8000", "amfori-bsci"), ("utz", "rainforest-alliance"), ("blue-angel", "spp")):
        pairs = []
        for criterion_id in matrix.content:
            cells = [matrix.cell(s, criterion_id).coverage for s in (first, second)]
            if all(str(c) in ("absent", "partial", "full", "beyond", "not-named") for c in cells):
                pairs.append([c.degree or 0.0 for c in cells])
        a, b = zip(*pairs, strict=True)
        i, j = overlap.schemes.index(first), overlap.schemes.index(second)
        assert overlap.base[i, j] == len(pairs)
        if len(pairs) >= overlap.min_base:
            assert overlap.symmetric[i, j] == pytest.approx(overlap_of(a, b))
            assert overlap.containment[i, j] == pytest.approx(containment_of(a, b))
        else:
            assert np.isnan(overlap.symmetric[i, j])


def figures(overlap: OverlapMatrix, scheme_id: str, others: Sequence[str]) -> dict[tuple[str, str], Figure]:
    found = {("lost", scheme_id): overlap.uniqueness(scheme_id).lost}
    for other in others:
        pair = overlap.between(scheme_id, other)
        found |= {
            ("both", other): pair.overlap,
            ("in", other): pair.first_in_second,
            ("of", other): pair.second_in_first,
        }
    return found


def assert_middle_within(figure: Figure) -> None:
    if figure.middle is not None:
        assert figure.low is not None
        assert figure.high is not None
        assert figure.low - 1e-9 <= figure.middle <= figure.high + 1e-9


def test_the_middle_of_every_shipped_pair_lies_within_its_ends(analysis: Analysis) -> None:
    overlap = analysis.overlap
    for first, second in combinations(overlap.schemes, 2):
        pair = overlap.between(first, second)
        for figure in (pair.overlap, pair.first_in_second, pair.second_in_first):
            assert_middle_within(figure)


def test_what_would_be_lost_without_a_shipped_scheme_lies_within_its_ends(analysis: Analysis) -> None:
    for scheme_id in analysis.overlap.schemes:
        assert_middle_within(analysis.overlap.uniqueness(scheme_id).lost)


def without_half_the_rows(catalogue: Catalogue, scheme_id: str, dropped: Sequence[str]) -> Catalogue:
    """The catalogue as if the themes of these clauses had not been read in this scheme."""
    tree, crosswalk = catalogue.criteria, catalogue.crosswalk
    themes = {
        tree[m.object_id].parent
        for row_id in dropped
        for m in crosswalk.of_requirement(row_id)
        if m.object_id != NO_TERM_FOUND
    }
    kept = [
        m for m in crosswalk
        if m.subject_id.rpartition(".")[0] != scheme_id or m.object_id not in tree
        or tree[m.object_id].parent not in themes
    ]  # fmt: skip
    judged = {subject for m in kept for subject in m.subjects}
    rows = tuple(row for row in catalogue.requirements[scheme_id] if row.id in judged)
    scheme = catalogue.schemes[scheme_id]
    reading = {
        theme: entry.model_copy(update={"extent": Extent.NO}) if theme in themes else entry
        for theme, entry in scheme.reading.items()
    }
    return replace(
        catalogue,
        schemes={**catalogue.schemes, scheme_id: scheme.model_copy(update={"reading": reading})},
        requirements={**catalogue.requirements, scheme_id: rows},
        crosswalk=Crosswalk(kept),
    )


@settings(max_examples=30)
@given(data=st.data())
def test_knowing_less_widens_every_interval_and_leaves_the_middle_inside(
    analysis: Analysis, data: st.DataObject
) -> None:
    """Half of the clauses of one scheme are taken as not read; its figures with six others are compared."""
    catalogue = analysis.catalogue
    scheme_id = data.draw(st.sampled_from(analysis.schemes))
    rows = [row.id for row in catalogue.requirements[scheme_id]]
    half = len(rows) // 2
    dropped = data.draw(st.lists(st.sampled_from(rows), min_size=half, max_size=half, unique=True))
    others = data.draw(st.lists(st.sampled_from(analysis.schemes), min_size=6, max_size=6, unique=True))
    others = [other for other in others if other != scheme_id]
    before = figures(analysis.overlap, scheme_id, others)
    after = figures(Analysis(without_half_the_rows(catalogue, scheme_id, dropped)).overlap, scheme_id, others)
    for key, old in before.items():
        new = after[key]
        if old.low is not None and new.low is not None:
            assert new.low <= old.low + 1e-9, key
        if old.high is not None and new.high is not None:
            assert new.high >= old.high - 1e-9, key
        assert new.base <= old.base
        assert_middle_within(new)


def test_neighbours_leave_out_the_scheme_itself_and_collectors_of_data(analysis: Analysis) -> None:
    for scheme_id in analysis.overlap.schemes:
        near = analysis.overlap.neighbours(scheme_id, 60)
        assert scheme_id not in near
        assert not set(near) & analysis.matrix.data_only


def test_neighbours_come_nearest_first(tiny_analysis: Analysis) -> None:
    """On the whole list with unknown cells as not shared: delta 1 of 1.5, then alpha and beta 1/2 by name."""
    assert tiny_analysis.overlap.neighbours("gamma") == ("delta", "beta", "alpha")
    assert tiny_analysis.overlap.neighbours("gamma", 1) == ("delta",)


def test_the_frame_has_every_pair_once(tiny_analysis: Analysis) -> None:
    frame = tiny_analysis.overlap.to_frame()
    assert [tuple(row) for row in frame[["first", "second"]].to_numpy()] == list(combinations(tiny_analysis.schemes, 2))
    row = frame.set_index(["first", "second"]).loc[("alpha", "beta")]
    assert (row["overlap"], row["first_in_second"], row["second_in_first"], row["base"]) == (0.8, 0.8, 1.0, 4)


def test_content_alone_counts(tiny_analysis: Analysis) -> None:
    assert tiny_analysis.overlap.criteria == CONTENT
