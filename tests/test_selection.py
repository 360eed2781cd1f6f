"""Which part of the catalogue is looked at, and the catalogue as of a date."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from tiny import Clause, Tiny

from labelscope.analysis import Analysis
from labelscope.catalogue import Catalogue
from labelscope.consolidation import consolidation_pairs
from labelscope.errors import HostileInput
from labelscope.selection import EARLIEST, Selection, as_of, countries_of, products_shared, provides_for_small_firms

Build = Callable[..., Catalogue]


def some(**facts: object) -> Tiny:
    return Tiny((Clause({"wage": "full"}),), facts={key.replace("__", "."): value for key, value in facts.items()})


@pytest.fixture
def several(build_tiny: Build) -> Catalogue:
    return build_tiny(
        {
            "wide": some(scope__countries="unknown"),
            "cloth": some(scope__sector_groups=["apparel-textiles"], scope__nace=["C14"], scope__cpv=["18000000-9"],
                          scope__countries=["BD", "IN"], size__provisions=["support"]),
            "toys": some(scope__sector_groups=["toys"], scope__nace=["C14"], scope__cpv=["none"],
                         scope__countries=["CN"], size__provisions=["scaled-fees"]),
            "none": some(scope__sector_groups=["toys"], scope__countries=["any"], size__provisions=["none"]),
        }
    )  # fmt: skip


@pytest.mark.parametrize(
    ("selection", "left"),
    [
        (Selection(), ["cloth", "none", "toys", "wide"]),
        (Selection(sectors=("apparel-textiles",)), ["cloth", "none", "wide"]),
        (Selection(sectors=("C1",)), ["cloth", "none", "toys", "wide"]),
        (Selection(sectors=("18",)), ["cloth", "none", "toys", "wide"]),
        (Selection(countries=("BD",)), ["cloth", "none", "wide"]),
        (Selection(countries=("CN", "BD")), ["cloth", "none", "toys", "wide"]),
        (Selection(small_firms=True), ["cloth"]),
        (Selection(sectors=("toys",), countries=("CN",)), ["none", "toys", "wide"]),
    ],
)
def test_a_selection_leaves_what_fits_and_what_is_not_known(
    several: Catalogue, selection: Selection, left: list[str]
) -> None:
    found = set(selection.schemes(several))
    # a scheme open to every product belongs to every code, one that certifies none only by its activity
    expected = set(left) - ({"toys"} if selection.sectors == ("18",) else set())
    assert found == expected


def test_a_sector_or_country_that_no_scheme_has_is_refused(several: Catalogue) -> None:
    for selection in (Selection(sectors=("moon",)), Selection(countries=("XX",)), Selection(countries=("../etc",))):
        with pytest.raises(HostileInput):
            selection.schemes(several)
    assert countries_of(several) == {"BD", "IN", "CN"}


def test_provisions_for_small_firms_are_three_valued(several: Catalogue) -> None:
    assert {s.id: provides_for_small_firms(s) for s in several.schemes.values()} == {
        "wide": None, "cloth": True, "toys": None, "none": False,
    }  # fmt: skip


def test_shared_activities_count_by_branch(several: Catalogue) -> None:
    one = several.schemes
    assert products_shared(one["cloth"], one["toys"]) == 1.0
    assert products_shared(one["cloth"], one["wide"]) == 1.0
    assert products_shared(one["wide"], one["cloth"]) == 0.0


@pytest.mark.parametrize("date", ["", "17", "2017-1", "20170630", "2017-06-30-01", "tomorrow", "2002", "２０１７"])
def test_a_date_must_be_one(catalogue: Catalogue, date: str) -> None:
    with pytest.raises(HostileInput, match=re.escape(str(EARLIEST))):
        as_of(catalogue, date)


def test_the_catalogue_of_2017_holds_what_then_lived(catalogue: Catalogue) -> None:
    then = as_of(catalogue, "2017")
    assert then.schemes["utz"].status.state == "active"
    assert catalogue.schemes["utz"].status.state == "merged"
    assert "gruener-knopf" not in then.schemes
    assert then.schemes["sa8000"].identity.version == "SA8000:2014"
    assert then.checksum != catalogue.checksum
    assert {row.subject_id.rpartition(".")[0] for row in then.crosswalk} <= then.schemes.keys()
    assert all(one.year is not None and one.year <= 2017 for s in then.schemes.values() for one in s.uptake)
    ties = {tie.scheme for s in then.schemes.values() for tie in s.recognition if tie.scheme}
    assert ties <= then.schemes.keys()


def test_every_year_gives_advice(catalogue: Catalogue) -> None:
    for year in ("2003", "2010", "2020"):
        then = as_of(catalogue, year)
        assert Analysis(then).recommendation.advised in {option.id for option in then.options}


def test_utz_and_rainforest_alliance_were_candidates_in_2017_and_are_none_today(catalogue: Catalogue) -> None:
    def rank(of: Catalogue) -> int | None:
        analysis = Analysis(of, Selection(sectors=("food-agriculture",)).schemes(of))
        field = [p for p in consolidation_pairs(analysis.matrix, analysis.overlap) if not p.into_general]
        pairs = [(p.first, p.second) for p in field if not is_cross_sector(of, p.first)]
        wanted = ("utz", "rainforest-alliance")
        return pairs.index(wanted) + 1 if wanted in pairs else None

    def is_cross_sector(of: Catalogue, scheme: str) -> bool:
        return "cross-sector" in of.schemes[scheme].scope.sector_groups

    assert rank(as_of(catalogue, "2017")) in range(1, 11)
    assert rank(catalogue) is None


def test_a_pair_keeps_what_the_second_asks_too(catalogue: Catalogue, analysis: Analysis) -> None:
    pairs = consolidation_pairs(analysis.matrix, analysis.overlap)
    assert [p.kept for p in pairs] == sorted((p.kept for p in pairs), reverse=True)
    for pair in pairs:
        assert pair.kept == pytest.approx(pair.contained * pair.products)
        assert 0 < pair.kept <= 1
        shown = {catalogue.schemes[s].identity.consumer_facing for s in (pair.first, pair.second)}
        assert len(shown) == 1
    assert len({frozenset((p.first, p.second)) for p in pairs}) == len(pairs)
