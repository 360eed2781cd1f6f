from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from tiny import Clause, Tiny

from labelscope.analysis import Analysis
from labelscope.families import DEFAULT_FAMILIES, FIRM, WEIGHTS, Families, Family, group_schemes
from labelscope.figures import degrees
from labelscope.matrix import CoverageMatrix

MatrixOf = Callable[..., CoverageMatrix]


def asking(criterion: str) -> Tiny:
    """A scheme that asks for wages as all do, and for one thing of its own."""
    return Tiny([Clause({"wage": "full"}), Clause({criterion: "full"})])


@pytest.fixture
def two_kinds(matrix_of: MatrixOf) -> CoverageMatrix:
    others = {"a2": asking("bonus"), "a3": asking("bonus"), "b1": asking("exits"), "b2": asking("exits")}
    return matrix_of(asking("bonus"), **others, collector=Tiny([Clause({})] * 4), silent=Tiny())


def test_schemes_that_share_what_is_rare_form_a_family_named_by_it(two_kinds: CoverageMatrix) -> None:
    found = group_schemes(two_kinds, 2)
    assert {(frozenset(f.schemes), f.marks) for f in found.families} == {
        (frozenset({"own", "a2", "a3"}), ("bonus",)), (frozenset({"b1", "b2"}), ("exits",)),
    }  # fmt: skip


def test_schemes_that_demand_nothing_are_left_out_and_said_to_be(two_kinds: CoverageMatrix) -> None:
    found = group_schemes(two_kinds, 2)
    assert found.left_out == ("collector", "silent")
    assert found.of("collector") is None
    assert set(found.order) == set(found.leaves) == {"own", "a2", "a3", "b1", "b2"}
    assert found.linkage.shape == (4, 4)


def test_identical_schemes_are_as_near_as_can_be(two_kinds: CoverageMatrix) -> None:
    found = group_schemes(two_kinds, 2)
    assert sorted(found.linkage[:, 2].tolist())[:3] == pytest.approx([0, 0, 0], abs=1e-9)
    assert found.silhouette == pytest.approx(1)


@pytest.mark.parametrize("number", [0, 1, 6])
def test_more_families_than_schemes_or_fewer_than_two_are_refused(two_kinds: CoverageMatrix, number: int) -> None:
    with pytest.raises(ValueError, match="between 2 and 5 families are possible"):
        group_schemes(two_kinds, number)


def test_an_unknown_weight_is_refused(two_kinds: CoverageMatrix) -> None:
    with pytest.raises(ValueError, match="weight must be one of rare, damped, equal"):
        group_schemes(two_kinds, 2, "heavy")


def test_a_criterion_that_all_ask_weighs_nothing_when_rare_ones_count() -> None:
    values = np.array([[1.0, 1.0], [1.0, 0.0], [0.5, 0.0]])
    assert WEIGHTS["rare"][0](values).tolist() == pytest.approx([0, np.log(3)])
    assert WEIGHTS["damped"][0](values).tolist() == pytest.approx([0, np.sqrt(np.log(3))])
    assert WEIGHTS["equal"][0](values).tolist() == [1, 1]


@pytest.mark.parametrize(("stability", "firm"), [(FIRM, True), (FIRM - 0.01, False), (float("nan"), False)])
def test_a_family_is_firm_from_the_stated_agreement_on(stability: float, firm: bool) -> None:
    assert Family(1, ("a",), (), stability).is_firm is firm


# --- the shipped catalogue ---


@pytest.mark.parametrize("weight", WEIGHTS)
@pytest.mark.parametrize("number", [2, 5, 12])
def test_every_scheme_is_in_exactly_one_family_or_left_out(analysis: Analysis, weight: str, number: int) -> None:
    found = group_schemes(analysis.matrix, number, weight, bootstraps=2)
    members = [scheme_id for family in found.families for scheme_id in family.schemes]
    assert sorted(members + list(found.left_out)) == sorted(analysis.schemes)
    assert len(found.families) == number
    assert [family.number for family in found.families] == list(range(1, number + 1))
    assert tuple(members) == found.order


def same(one: Families, other: Families) -> bool:
    return (one.families, one.order, one.left_out, one.silhouette) == (
        other.families, other.order, other.left_out, other.silhouette,
    ) and np.array_equal(one.linkage, other.linkage)  # fmt: skip


def test_families_are_the_same_each_time(analysis: Analysis) -> None:
    assert same(group_schemes(analysis.matrix, bootstraps=5), group_schemes(analysis.matrix, bootstraps=5))


def test_the_marks_of_a_family_are_where_its_members_ask_more_than_the_others(analysis: Analysis) -> None:
    matrix, found = analysis.matrix, analysis.families
    values = degrees(matrix, matrix.content).middle
    everyone = matrix.rows(found.leaves)
    weights = np.log(len(everyone) / np.maximum((values[everyone] > 0).sum(0), 1))
    for family in found.families:
        inside = matrix.rows(family.schemes)
        outside = np.setdiff1d(everyone, inside)
        apart = (values[inside].mean(0) - values[outside].mean(0)) * weights
        ranked = [matrix.content[k] for k in np.argsort(-apart, kind="stable")]
        assert family.marks
        assert list(family.marks) == ranked[: len(family.marks)]


def test_stability_is_a_share(analysis: Analysis) -> None:
    assert len(analysis.families.families) == DEFAULT_FAMILIES
    assert all(0 < family.stability <= 1 for family in analysis.families.families)
    assert -1 <= analysis.families.silhouette <= 1


def test_a_scheme_knows_its_family(analysis: Analysis) -> None:
    for family in analysis.families.families:
        for scheme_id in family.schemes:
            assert analysis.families.of(scheme_id) is family
