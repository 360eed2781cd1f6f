from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tiny import OPTIONS, SCHEMES, Clause, Tiny

from labelscope.analysis import Analysis
from labelscope.catalogue import Catalogue
from labelscope.options import ATTRIBUTES, AssessedOption, OptionAssessment, ranks

BuildTiny = Callable[..., Catalogue]


def option(assessment: OptionAssessment, option_id: str) -> AssessedOption:
    return next(assessed for assessed in assessment.options if assessed.option.id == option_id)


@pytest.mark.parametrize(
    ("values", "direction", "expected"),
    [
        ([3, 1, 2], 1, [1, 3, 2]), ([3, 1, 2], -1, [3, 1, 2]), ([5, 5, 1], 1, [1.5, 1.5, 3]),
        ([0, 0, 0], -1, [2, 2, 2]),
        ([np.nan, 1, 2], 1, [3, 2, 1]), ([np.nan, 1, 2], -1, [3, 1, 2]), ([np.nan, np.nan, 1], 1, [2.5, 2.5, 1]),
        ([7], 1, [1]),
    ],
)  # fmt: skip
def test_ranks_begin_with_the_best_share_ties_and_put_unknown_last(
    values: list[float], direction: int, expected: list[float]
) -> None:
    assert ranks(values, direction).tolist() == expected


@given(st.lists(st.sampled_from((None, -2.0, 0.0, 0.5, 3.0)), min_size=1, max_size=8), st.sampled_from((1, -1)))
def test_ranks_are_those_of_counting_who_is_better(values: list[float | None], direction: int) -> None:
    def better(a: float | None, b: float | None) -> bool:
        return a is not None and (b is None or direction * a > direction * b)

    slow = [sum(better(b, a) for b in values) + (sum(b == a for b in values) + 1) / 2 for a in values]
    assert ranks([np.nan if value is None else value for value in values], direction).tolist() == slow


#: Typical of alpha, beta and gamma: wage 5/6, bonus 1/3, helmets 2/3, exits 1/6; common: wage, helmets and
#: both verification criteria. Profiles (wage bonus helmets exits) stand beside each option.
BY_HAND: Mapping[str, tuple[float, ...]] = {
    "inform": (0, 0, 0, 0, 3),  # least of all three: 1/2 0 0 0
    "revive": (2 / 3, 1 / 3, 1 / 2, (1 + 1 / 2) / 2, 3),  # delta 0 1 0 0; checked every two years
    "update": (1 / 6 + 2 / 3 + 1 / 3, (2 + 2 + 3 / 2) / 3, 1 / 2, 1, 1),  # 1 1 1 0
    "recognise": (0, 0, 0, 0, 3),  # all three: 1/2 0 0 0
    "list": (1 / 6 + 1 / 3, 0, 0, (1 / 2 + 1) / 2, 2),  # alpha and beta: 1 0 1 0
    "converge": (1 / 6 + 1 / 3 + 1 / 3, -2, -1, 1, 1),  # the stronger of alpha and beta: 1 0 1 1/2
    "strengthen": (1 / 6 + 1 / 3 + 1 / 3, 0, 0, 1, 1),  # alpha: 1 0 1 1/2
}


@pytest.mark.parametrize("option_id", BY_HAND)
def test_each_attribute_is_what_was_worked_out_by_hand(tiny_analysis: Analysis, option_id: str) -> None:
    figures = option(tiny_analysis.options, option_id).figures
    assert list(figures) == ["coverage-gained", "duplication", "audits", "assurance", "gaps-left"]
    assert [figure.middle for figure in figures.values()] == pytest.approx(BY_HAND[option_id])


def test_the_ends_are_what_was_worked_out_by_hand(tiny_analysis: Analysis) -> None:
    """A list of alpha and beta, whose exits are 0 or 1/2 together. Typical at most: 5/6 1/3 1 5/6."""
    figures = option(tiny_analysis.options, "list").figures
    assert (figures["coverage-gained"].low, figures["coverage-gained"].high) == pytest.approx((1 / 6, 5 / 6))
    assert (figures["gaps-left"].low, figures["gaps-left"].high) == (1, 2)
    repeated = option(tiny_analysis.options, "update").figures["duplication"]
    assert (repeated.low, repeated.high) == pytest.approx(((2 + 2 + 1.5) / 3, (2 + 2 + 2.5) / 3))
    assert option(tiny_analysis.options, "converge").figures["duplication"].low == -2.5


def test_members_are_those_known_to_pass_and_possible_ones_stand_apart(tiny_analysis: Analysis) -> None:
    options = tiny_analysis.options
    assert options.existing == ("alpha", "beta", "gamma")
    assert {o.option.id: o.members for o in options.options} == {
        "inform": (), "revive": ("delta",), "update": ("delta",), "recognise": ("alpha", "beta", "gamma"),
        "list": ("alpha", "beta"), "converge": ("beta", "alpha"), "strengthen": ("alpha",),
    }  # fmt: skip
    assert option(options, "list").possible_members == ("gamma",)
    assert option(options, "recognise").possible_members == ()


def test_asked_and_missing_split_the_content_criteria(tiny_analysis: Analysis, analysis: Analysis) -> None:
    assert option(tiny_analysis.options, "list").asked == ("wage", "helmets")
    assert option(tiny_analysis.options, "update").added == ("wage", "helmets", "third-party-audit", "audit-frequency")
    for found in (tiny_analysis, analysis):
        for assessed in found.options.options:
            assert sorted(assessed.asked + assessed.missing) == sorted(found.matrix.content)


def test_the_base_counts_the_criteria_assessed_in_every_member(tiny_analysis: Analysis) -> None:
    bases = {o.option.id: o.figures["gaps-left"].base for o in tiny_analysis.options.options}
    assert bases == {"inform": 4, "revive": 4, "update": 4, "recognise": 2, "list": 4, "converge": 4, "strengthen": 4}


def test_the_ripe_pair_names_what_the_weaker_would_add(tiny_analysis: Analysis) -> None:
    (pair,) = tiny_analysis.options.ripe_pairs
    assert (pair.first, pair.second) == ("beta", "alpha")
    assert (pair.first_in_second, pair.second_in_first) == (1, 0.8)
    assert (pair.first_adds, pair.second_adds) == (("exits",), ())


@pytest.mark.parametrize(
    ("facts", "ripe"),
    [
        ({}, True),
        ({"identity.kind": "company-rating"}, False),
        ({"identity.kind": "membership-initiative"}, True),
        ({"status.state": "withdrawn"}, False),
        ({"scope.sector_groups": ["toys"]}, True),
    ],
)
def test_only_active_audit_schemes_can_be_ripe(build_tiny: BuildTiny, facts: Mapping[str, Any], ripe: bool) -> None:
    beta = SCHEMES["beta"]
    schemes = {**SCHEMES, "beta": Tiny(beta.clauses, beta.reading, {**beta.facts, **facts})}
    assert bool(Analysis(build_tiny(schemes)).options.ripe_pairs) is ripe


def test_schemes_of_different_sectors_are_not_ripe(build_tiny: BuildTiny) -> None:
    sectors = {"alpha": ["toys"], "beta": ["carpets"]}
    schemes = {
        s: Tiny(t.clauses, t.reading, {**t.facts, **({"scope.sector_groups": sectors[s]} if s in sectors else {})})
        for s, t in SCHEMES.items()
    }
    assert Analysis(build_tiny(schemes)).options.ripe_pairs == ()


def test_without_ripe_pairs_converging_changes_nothing(build_tiny: BuildTiny) -> None:
    schemes = {**SCHEMES, "alpha": Tiny([Clause({"wage": "full"})], facts={"identity.kind": "product-label"})}
    converge = option(Analysis(build_tiny(schemes)).options, "converge")
    assert [figure.middle for figure in converge.figures.values()] == [0, 0, 0, 0, 4]


def test_a_label_whose_audit_interval_is_unknown_has_no_figure_for_audits(build_tiny: BuildTiny) -> None:
    delta = SCHEMES["delta"]
    schemes = {
        **SCHEMES,
        "delta": Tiny(delta.clauses, {}, {**delta.facts, "assurance.audit_interval_months": "unknown"}),
    }
    analysis = Analysis(build_tiny(schemes))
    figure = option(analysis.options, "revive").figures["audits"]
    assert (figure.low, figure.middle, figure.high, figure.likely) == (None, None, None, None)
    assert analysis.recommendation.advised


def test_a_new_label_may_build_on_nothing_that_exists(build_tiny: BuildTiny) -> None:
    catalogue = build_tiny(options={"bare": {"kind": "new-label", "adds": ["common"]}})
    figures = option(Analysis(catalogue).options, "bare").figures
    assert set(figures) == set(ATTRIBUTES)


def test_an_option_on_a_scheme_that_was_not_chosen_can_still_be_assessed(tiny_catalogue: Catalogue) -> None:
    options = Analysis(tiny_catalogue, ("alpha", "beta", "gamma")).options.options
    assert [assessed.option.id for assessed in options] == list(OPTIONS)


def test_rare_criteria_are_what_at_most_one_in_ten_asks(build_tiny: BuildTiny) -> None:
    schemes = {f"s{i}": Tiny([Clause({"wage": "full"})]) for i in range(9)}
    schemes["last"] = Tiny([Clause({"wage": "partial", "exits": "partial"})])
    options = Analysis(build_tiny(schemes)).options
    assert options.rare == ("bonus", "helmets", "exits")
    assert options.uncovered == ("bonus", "helmets")
    assert options.common == ("wage",)
    assert options.asked_share["exits"] == pytest.approx(0.1)


def test_the_strongest_is_open_to_all_sectors_and_audited_by_third_parties(build_tiny: BuildTiny) -> None:
    everything = Clause({"wage": "full", "bonus": "full", "helmets": "full", "exits": "full"})
    base = {"assurance.model": "third-party"}
    schemes = {
        "narrow": Tiny([everything], facts={**base, "scope.sector_groups": ["toys"], "scope.nace": ["C14"]}),
        "mixed": Tiny([everything], facts={"assurance.model": "mixed"}),
        "wide": Tiny([Clause({"wage": "full"})], facts=base),
        "wider": Tiny([Clause({"wage": "full", "bonus": "partial"})], facts=base),
    }
    assert Analysis(build_tiny(schemes)).options.strongest == "wider"


# --- every option, tiny and shipped ---


def test_low_middle_and_high_stand_in_order(analysis: Analysis, tiny_analysis: Analysis) -> None:
    for assessment in (analysis.options, tiny_analysis.options):
        for assessed in assessment.options:
            for figure in assessed.figures.values():
                assert figure.middle is not None
                assert figure.low is not None
                assert figure.high is not None
                assert figure.low <= figure.middle <= figure.high
                assert figure.likely is not None
                assert figure.low - 1e-6 <= figure.likely[0] <= figure.likely[1] <= figure.high + 1e-6
                assert 0 <= figure.base <= figure.of


def test_no_option_asks_less_where_more_is_known_to_be_asked(tiny_analysis: Analysis, build_tiny: BuildTiny) -> None:
    alpha = SCHEMES["alpha"]
    more = {**SCHEMES, "alpha": Tiny([*alpha.clauses, Clause({"bonus": "full"})], alpha.reading, alpha.facts)}
    richer = option(Analysis(build_tiny(more)).options, "strengthen")
    assert richer.figures["gaps-left"].middle == 0
    assert option(tiny_analysis.options, "strengthen").figures["gaps-left"].middle == 1


def test_every_option_has_one_figure_per_attribute_and_draw(analysis: Analysis) -> None:
    assert analysis.options.drawn.shape[1:] == (len(analysis.catalogue.options), len(ATTRIBUTES))
    assert np.isfinite(analysis.options.drawn).all()


def test_strengthening_adds_every_rare_criterion(analysis: Analysis) -> None:
    assessed = option(analysis.options, "strengthen-one")
    assert analysis.options.rare
    assert set(analysis.options.rare) <= set(assessed.asked)
