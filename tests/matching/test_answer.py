"""The assessor's answer, by hand on the tiny catalogue and on the shipped one, without an embedder."""

from __future__ import annotations

import dataclasses

import pytest

from labelscope.analysis import Analysis
from labelscope.catalogue import Catalogue
from labelscope.exporting.text import to_json
from labelscope.figures import Figure
from labelscope.matching import Level, MatchedClause, Matcher, Proposal
from labelscope.matching.answer import NEIGHBOURS, Assessment, Closeness, Neighbour, Proposed, Spread, assess, closeness
from labelscope.model import Reach

LIST = (
    "No child under 15 works on our farms.",
    "Workers are free to join a trade union of their choice.",
    "A working week has at most 48 hours, overtime is voluntary.",
    "Each firm publishes the list of its suppliers.",
    "We plant a tree for each order.",
)


@pytest.fixture(scope="module")
def tiny_matcher(tiny_catalogue: Catalogue) -> Matcher:
    return Matcher(tiny_catalogue, None)


@pytest.fixture(scope="module")
def matcher(catalogue: Catalogue) -> Matcher:
    return Matcher(catalogue, None)


@pytest.fixture(scope="module")
def answer(matcher: Matcher, analysis: Analysis) -> Assessment:
    return assess(matcher, analysis.matrix, matcher.match(LIST))


def proposed(criterion_id: str, level: Level = Level.STRONG, reach: Reach = Reach.PARTIAL) -> MatchedClause:
    """A requirement whose first proposal is this criterion."""
    proposal = Proposal(criterion_id, 1.0, level, "", 0.0, (), reach)
    return MatchedClause("", level, (proposal,), 0.0, () if level is Level.NONE else (proposal,), ())


def of(found: tuple[Neighbour, ...], scheme_id: str) -> Neighbour:
    return next(neighbour for neighbour in found if neighbour.scheme_id == scheme_id)


def test_shares_and_intervals_by_hand(tiny_matcher: Matcher, tiny_analysis: Analysis) -> None:
    # label: wage, exits. alpha asks wage, helmets, exits; beta wage, helmets, and its main points do not name exits;
    # gamma wage, bonus, and its safety was not read; delta bonus alone, all read in full
    matched = [proposed("wage"), proposed("exits", Level.LIKELY), proposed("bonus", Level.WEAK),
               proposed("helmets", Level.NONE), proposed("public-register")]  # fmt: skip
    answer = assess(tiny_matcher, tiny_analysis.matrix, matched)
    assert answer.content == ("wage", "exits")
    assert answer.system == ("public-register",)
    assert (answer.nothing, answer.weak, answer.schemes) == ((3,), (2,), 4)
    assert [n.scheme_id for n in answer.neighbours] == ["alpha", "beta", "gamma"]
    alpha, beta, gamma = answer.neighbours
    assert (alpha.shared, alpha.missing, alpha.unknown, alpha.asked) == (("wage", "exits"), (), (), 3)
    assert alpha.in_scheme == Figure(1, 1, 1, None, 2, 2)
    assert alpha.in_label == Figure(2 / 3, 2 / 3, 2 / 3, None, 4, 4)
    assert alpha.overlap == Figure(2 / 3, 2 / 3, 2 / 3, None, 4, 4)
    assert (beta.shared, beta.missing, beta.unknown, beta.asked) == (("wage",), ("exits",), ("exits",), 2)
    assert beta.in_scheme == Figure(1 / 2, 1 / 2, 1, None, 2, 2)
    assert beta.in_label == Figure(1 / 2, 1 / 2, 2 / 3, None, 4, 4)
    assert beta.overlap == Figure(1 / 3, 1 / 3, 2 / 3, None, 4, 4)
    # exits leaves the base of gamma; helmets, not known either, makes its share in the label fall at worst
    assert (gamma.shared, gamma.missing, gamma.unknown, gamma.asked) == (("wage",), (), ("exits",), 2)
    assert gamma.in_scheme == Figure(1, 1 / 2, 1, None, 1, 2)
    assert gamma.in_label == Figure(1 / 2, 1 / 3, 2 / 3, None, 2, 4)
    assert gamma.overlap == Figure(1 / 2, 1 / 4, 2 / 3, None, 2, 4)


def test_what_is_repeated_and_what_is_added(tiny_matcher: Matcher, tiny_analysis: Analysis) -> None:
    answer = assess(tiny_matcher, tiny_analysis.matrix, [proposed("wage"), proposed("exits"), proposed("bonus")])
    assert answer.repeats == ("wage", "bonus")
    assert answer.adds == ()
    assert answer.spread["wage"] == Spread(3, 0)
    assert answer.spread["exits"] == Spread(1, 2)


def test_a_criterion_keeps_its_requirements_best_level_and_farthest_reach(
    tiny_matcher: Matcher, tiny_analysis: Analysis
) -> None:
    matched = [proposed("wage", Level.LIKELY, Reach.FULL), proposed("bonus"), proposed("wage", Level.STRONG)]
    answer = assess(tiny_matcher, tiny_analysis.matrix, matched)
    assert answer.profile["wage"] == Proposed((0, 2), Level.STRONG, Reach.FULL)


@pytest.mark.parametrize("matched", [[], [proposed("wage", Level.NONE)], [proposed("public-register")]])
def test_a_list_without_content_has_no_neighbours(
    tiny_matcher: Matcher, tiny_analysis: Analysis, matched: list[MatchedClause]
) -> None:
    answer = assess(tiny_matcher, tiny_analysis.matrix, matched)
    assert (answer.content, answer.neighbours, answer.holders, answer.repeats, answer.adds) == ((), (), (), (), ())


def test_a_scheme_that_is_hardly_read_has_no_middle(matcher: Matcher, analysis: Analysis) -> None:
    matrix = analysis.matrix
    answer = assess(matcher, matrix, [proposed(c) for c in matrix.content])
    found = {n.scheme_id: n for n in (*answer.neighbours, *answer.holders)}
    for neighbour in found.values():
        assert (neighbour.overlap.middle is None) == (neighbour.overlap.base < neighbour.overlap.of / 3)


def test_the_shipped_catalogue_answers(answer: Assessment) -> None:
    assert {"child-minimum-age", "association-freedom", "hours-normal"} <= set(answer.content)
    assert {"child-minimum-age", "association-freedom", "hours-normal"} <= set(answer.repeats)
    assert "supplier-disclosure" in answer.adds
    assert answer.nothing == (4,)
    assert len(answer.neighbours) == len(answer.holders) == NEIGHBOURS
    assert not {"slcp", "ecovadis"} & {n.scheme_id for n in (*answer.neighbours, *answer.holders)}
    assert set(answer.content).isdisjoint(answer.system)


def test_every_figure_lies_between_its_ends_and_fits_its_counts(answer: Assessment) -> None:
    for neighbour in (*answer.neighbours, *answer.holders):
        for figure in (neighbour.in_scheme, neighbour.in_label, neighbour.overlap):
            assert figure.low is not None
            assert figure.high is not None
            assert 0 <= figure.low <= (figure.low if figure.middle is None else figure.middle) <= figure.high <= 1
        assert set(neighbour.shared).isdisjoint((*neighbour.missing, *neighbour.unknown))
        assert set(neighbour.shared) | set(neighbour.missing) | set(neighbour.unknown) <= set(answer.content)


def test_holders_ask_for_most_of_the_label(answer: Assessment) -> None:
    counts = [len(neighbour.shared) for neighbour in answer.holders]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] >= max(len(neighbour.shared) for neighbour in answer.neighbours)


def test_a_scheme_of_the_catalogue_is_its_own_nearest(matcher: Matcher, analysis: Analysis) -> None:
    asked = [c for c in analysis.matrix.content if analysis.matrix.cell("sa8000", c).coverage.is_asked]
    answer = assess(matcher, analysis.matrix, [proposed(c) for c in asked])
    nearest = answer.neighbours[0]
    assert nearest.scheme_id == "sa8000"
    assert nearest.overlap.middle == nearest.in_scheme.middle == nearest.in_label.middle == 1


def test_the_answer_can_be_written_and_is_frozen(answer: Assessment) -> None:
    assert b"supplier-disclosure" in to_json(answer)
    with pytest.raises(dataclasses.FrozenInstanceError):
        answer.schemes = 0  # type: ignore[misc]


@pytest.mark.parametrize(
    ("similarity", "by_meaning", "by_words"),
    [
        (0.9, Closeness.VERY_CLOSE, Closeness.VERY_CLOSE),
        (0.6, Closeness.CLOSE, Closeness.VERY_CLOSE),
        (0.35, Closeness.LOOSE, Closeness.LOOSE),
        (-0.1, Closeness.FAR, Closeness.FAR),
    ],
)
def test_similarity_in_steps(similarity: float, by_meaning: Closeness, by_words: Closeness) -> None:
    assert closeness(similarity, True) is by_meaning
    assert closeness(similarity, False) is by_words
