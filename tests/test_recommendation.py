from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict

import pytest
from tiny import SCHEMES, Tiny

from labelscope.analysis import Analysis
from labelscope.catalogue import Catalogue
from labelscope.options import ATTRIBUTES
from labelscope.recommendation import recommend

BuildTiny = Callable[..., Catalogue]


def slow_mean_ranks(analysis: Analysis, without: str | None = None) -> dict[str, float]:
    """By counting, draw for draw and attribute for attribute, how many options are better or as good."""
    ids = [option.option.id for option in analysis.options.options]
    chosen = [(k, a.direction) for k, a in enumerate(ATTRIBUTES.values()) if a.id != without]
    result = dict.fromkeys(ids, 0.0)
    for sample in analysis.options.drawn:
        for column, direction in chosen:
            scores = [None if value != value else direction * value for value in sample[:, column].tolist()]
            for option_id, own in zip(ids, scores, strict=True):
                better = sum(s is not None and (own is None or s > own) for s in scores)
                result[option_id] += better + (scores.count(own) + 1) / 2
    return {option_id: value / len(chosen) / len(analysis.options.drawn) for option_id, value in result.items()}


@pytest.mark.parametrize("which", ["analysis", "tiny_analysis"])
def test_the_option_with_the_best_mean_rank_over_the_draws_is_advised(
    request: pytest.FixtureRequest, which: str
) -> None:
    analysis: Analysis = request.getfixturevalue(which)
    found, slow = analysis.recommendation, slow_mean_ranks(analysis)
    assert dict(found.mean_ranks) == pytest.approx(slow)
    assert slow[found.advised] == min(slow.values())
    assert found.ordered[0] == found.advised
    assert [found.mean_ranks[o] for o in found.ordered] == sorted(found.mean_ranks.values())


@pytest.mark.parametrize("which", ["analysis", "tiny_analysis"])
def test_the_advice_depends_on_an_attribute_exactly_if_another_leads_without_it(
    request: pytest.FixtureRequest, which: str
) -> None:
    analysis: Analysis = request.getfixturevalue(which)
    found = analysis.recommendation
    for attribute in ATTRIBUTES:
        slow = slow_mean_ranks(analysis, attribute)
        leader = found.depends_on.get(attribute, found.advised)
        assert slow[leader] == pytest.approx(min(slow.values()))
        assert (leader == found.advised) == (attribute not in found.depends_on)


@pytest.fixture
def all_known(build_tiny: BuildTiny) -> Analysis:
    """Alpha 1 0 1 1/2, beta 1 0 1 0, delta (dormant) 0 1 0 0, all of it known, so that nothing is drawn."""
    beta = Tiny(SCHEMES["beta"].clauses, facts=SCHEMES["beta"].facts)
    return Analysis(build_tiny({"alpha": SCHEMES["alpha"], "beta": beta, "delta": SCHEMES["delta"]}))


def test_the_mean_ranks_are_what_was_worked_out_by_hand(all_known: Analysis) -> None:
    """Ranks on gain, repeats, audits, assurance and gaps, where nothing has to be drawn."""
    by_hand = {
        "inform": (6, 4, 3.5, 5.5, 5),  # 0, 0, 0, 3/4, 2
        "revive": (3, 4, 6.5, 5.5, 7),  # 1, 0, 1/2, 3/4, 3
        "update": (1, 7, 6.5, 2, 1.5),  # 7/4, 9/4, 1/2, 1, 0
        "recognise": (6, 4, 3.5, 5.5, 5),  # 0, 0, 0, 3/4, 2
        "list": (6, 4, 3.5, 5.5, 5),  # 0, 0, 0, 3/4, 2
        "converge": (4, 1, 1, 2, 3),  # 1/4, -2, -1, 1, 1
        "strengthen": (2, 4, 3.5, 2, 1.5),  # 5/4, 0, 0, 1, 0
    }
    found = all_known.recommendation
    assert dict(found.mean_ranks) == pytest.approx({option: sum(ranks) / 5 for option, ranks in by_hand.items()})
    assert found.ordered == ("converge", "strengthen", "update", "inform", "recognise", "list", "revive")
    assert found.first_share["converge"] == 1


def test_what_the_advice_depends_on_is_what_was_worked_out_by_hand(all_known: Analysis) -> None:
    """Without repeats 10/4 against 9/4, without audits 10/4 against 9.5/4: then strengthening leads."""
    assert all_known.recommendation.depends_on == {"duplication": "strengthen", "audits": "strengthen"}


def test_the_shares_of_first_places_add_up_to_one(analysis: Analysis, tiny_analysis: Analysis) -> None:
    for found in (analysis.recommendation, tiny_analysis.recommendation):
        assert sum(found.first_share.values()) == pytest.approx(1)
        assert set(found.first_share) == set(found.mean_ranks)


def test_options_that_come_first_together_share_the_first_place(build_tiny: BuildTiny) -> None:
    found = Analysis(build_tiny(options={"one": {}, "two": {}})).recommendation
    assert found.first_share == {"one": 0.5, "two": 0.5}


def test_the_same_catalogue_gives_the_same_recommendation(catalogue: Catalogue, analysis: Analysis) -> None:
    assert asdict(Analysis(catalogue).recommendation) == asdict(analysis.recommendation)
    assert recommend(analysis.options) == analysis.recommendation


def test_every_reason_and_step_fills_its_template(analysis: Analysis) -> None:
    found, tree = analysis.recommendation, analysis.catalogue.criteria
    assert found.reasons
    assert found.steps
    for reason in found.reasons:
        assert "{" not in reason.message.format_map(reason.values)
    for item in (*found.reasons, *found.steps):
        assert all(criterion_id in tree for criterion_id in item.criteria)
        assert all(scheme_id in analysis.catalogue.schemes for scheme_id in item.schemes)


def test_the_share_not_known_is_that_of_counting_cells(analysis: Analysis) -> None:
    step = next(step for step in analysis.recommendation.steps if step.key == "close-unknowns")
    cells = [str(cell.coverage) for cell in analysis.matrix.with_accepted().cells]
    unknown = sum(c in ("not-named", "not-assessed", "not-public", "depends-on-level") for c in cells)
    assert step.baseline == pytest.approx(unknown / sum(c != "not-applicable" for c in cells), abs=5e-4)
    assert step.target == pytest.approx(step.baseline / 2, abs=1e-3)


def test_what_the_old_label_lacks_is_common_and_not_known_to_be_asked(analysis: Analysis) -> None:
    found, options = analysis.recommendation, analysis.options
    assert found.lacking
    for theme in found.lacking:
        for criterion_id in theme.criteria:
            assert options.asked_share[criterion_id] >= 0.5
            assert not options.matrix.cell("belgian-social-label", criterion_id).coverage.is_asked
            assert analysis.catalogue.criteria[criterion_id].parent == theme.theme_id


def test_without_the_old_label_nothing_is_said_to_be_lacking(tiny_analysis: Analysis) -> None:
    found = tiny_analysis.recommendation
    assert found.lacking == ()
    assert not {"old-label-repeats", "old-label-lacks"} & {reason.key for reason in found.reasons}


TIE = {"name": "n", "note": "n", "evidence": {"grade": "own-text", "sources": ["s01"]}}


@pytest.mark.parametrize(
    ("alpha", "beta", "accepted"),
    [
        ([], [], 0),
        ([("beta", "mutual", "mutual")], [], 1),
        ([("beta", "accepts", "accepts")], [], 0),
        ([("beta", "accepts", "accepts")], [("alpha", "accepts", "accepts")], 1),
        ([("beta", "accepts-partly", "accepts")], [("alpha", "accepts", "accepts")], 0),
        ([("gamma", "mutual", "mutual")], [], 0),
    ],
)
def test_pairs_that_accept_each_other_are_counted_as_done(
    build_tiny: BuildTiny, alpha: list[tuple[str, str, str]], beta: list[tuple[str, str, str]], accepted: int
) -> None:
    schemes = dict(SCHEMES)
    for scheme_id, ties in (("alpha", alpha), ("beta", beta)):
        records = [{**TIE, "scheme": s, "relation": r, "direction": d} for s, r, d in ties]
        tiny = SCHEMES[scheme_id]
        schemes[scheme_id] = Tiny(tiny.clauses, tiny.reading, {**tiny.facts, "recognition": records})
    steps = {step.key: step for step in Analysis(build_tiny(schemes)).recommendation.steps}
    assert (steps["recognise-pairs"].baseline, steps["recognise-pairs"].target) == (accepted, 1)
