from __future__ import annotations

from collections.abc import Callable

import pytest
from tiny import Clause, Tiny

from labelscope.catalogue import Catalogue
from labelscope.crosswalk import PREDICATES, Crosswalk
from labelscope.model import Reach


@pytest.fixture
def crosswalk(build_tiny: Callable[..., Catalogue]) -> Crosswalk:
    reaches = ({"wage": "full", "bonus": "none"}, {}, {"wage": "partial"}, {"exits": "none"})
    return build_tiny({"own": Tiny([Clause(reach) for reach in reaches])}).crosswalk


def test_a_cell_holds_its_judgements_in_file_order(crosswalk: Crosswalk) -> None:
    assert [m.subject_id for m in crosswalk.cell("own", "wage")] == ["own.01", "own.03"]
    assert crosswalk.cell("own", "helmets") == ()
    assert crosswalk.cell("other", "wage") == ()


def test_a_clause_that_fits_nowhere_stands_in_no_cell(crosswalk: Crosswalk) -> None:
    assert crosswalk.cell("own", "sssom:NoTermFound") == ()
    assert len(crosswalk.of_requirement("own.02")) == 1
    assert len(crosswalk) == len(list(crosswalk)) == 5


def test_the_share_without_criterion_counts_clauses_that_reach_nothing(crosswalk: Crosswalk) -> None:
    assert crosswalk.share_without_criterion(["own.01", "own.02", "own.03", "own.04"]) == 0.5
    assert crosswalk.share_without_criterion(["own.01"]) == 0
    assert crosswalk.share_without_criterion([]) is None


def test_the_predicate_follows_from_the_reach() -> None:
    """A partial clause is the narrower one, so the criterion is its broad match."""
    assert PREDICATES == {
        Reach.NONE: "skos:relatedMatch",
        Reach.PARTIAL: "skos:broadMatch",
        Reach.FULL: "skos:exactMatch",
        Reach.BEYOND: "skos:narrowMatch",
    }
