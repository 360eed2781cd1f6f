from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tiny import SCHEMES, Tiny

from labelscope.catalogue import Catalogue
from labelscope.search import SchemeSearch


@pytest.fixture(scope="module")
def search(catalogue: Catalogue) -> SchemeSearch:
    return SchemeSearch(catalogue)


def test_an_exact_name_of_any_shipped_scheme_comes_first(search: SchemeSearch, catalogue: Catalogue) -> None:
    for scheme in catalogue.schemes.values():
        for name in (scheme.name, scheme.short, scheme.id, *scheme.aliases):
            best = [hit for hit in search.find(name, 60) if hit.score == 100]
            assert scheme.id in {hit.scheme_id for hit in best}, name


@pytest.mark.parametrize(
    ("query", "scheme_id"),
    [
        ("SA 8000", "sa8000"), ("sa-8000", "sa8000"), ("amfory bsci", "amfori-bsci"), ("bsci amfori", "amfori-bsci"),
        ("rainforrest aliance", "rainforest-alliance"), ("FSC", "fsc"), ("utz", "utz"), ("Sedex", "smeta-sedex"),
        ("Label social belge", "belgian-social-label"), ("Belgisch sociaal label", "belgian-social-label"),
        ("Label für sozialverträgliche Herstellungsverfahren", "belgian-social-label"),
        ("belgian social label", "belgian-social-label"), ("Blauer Engel", "blue-angel"),
        ("blauwe engel", "blue-angel"),
        ("Grüner Knopf", "gruener-knopf"), ("gruner knopf", "gruener-knopf"), ("Écolabel européen", "eu-ecolabel"),
    ],
)  # fmt: skip
def test_names_typing_errors_and_four_languages_find_their_scheme(
    search: SchemeSearch, query: str, scheme_id: str
) -> None:
    assert search.find(query)[0].scheme_id == scheme_id


@pytest.mark.parametrize("query", ["", "   ", "!!!", "xqzv wkjh", "qwertyuiop", "zzzz", "\u200b"])
def test_nonsense_finds_nothing(search: SchemeSearch, query: str) -> None:
    assert search.find(query) == ()


def test_an_exact_short_name_beats_a_longer_name_that_begins_with_it(build_tiny: Callable[..., Catalogue]) -> None:
    schemes = {"aa": Tiny(facts={"short": "Fair Farm Plus", "name": "Fair Farm Plus"}),
               "zz": Tiny(facts={"short": "Fair Farm", "name": "Another"}), **SCHEMES}  # fmt: skip
    hits = SchemeSearch(build_tiny(schemes)).find("fair farm")
    assert [(hit.scheme_id, hit.score) for hit in hits[:2]] == [("zz", 100), ("aa", 95)]


def test_hits_come_best_first_and_each_scheme_once(search: SchemeSearch) -> None:
    hits = search.find("fair", 60)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert len({hit.scheme_id for hit in hits}) == len(hits) > 3
    assert len(search.find("fair", 2)) == 2


@given(st.text(max_size=300))
def test_any_query_is_answered_the_same_twice(search: SchemeSearch, query: str) -> None:
    hits = search.find(query)
    assert hits == search.find(query)
    assert all(72 <= hit.score <= 100 for hit in hits)
