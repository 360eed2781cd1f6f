"""Two readings of the same rows, compared."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from labelscope.agreement import (
    AGAIN,
    by_criterion,
    compare,
    first_reading,
    judgements,
    kappa,
    measure,
    measure_again,
    read_second,
    read_settlements,
    unsettled,
)  # fmt: skip
from labelscope.catalogue import Catalogue
from labelscope.errors import CatalogueError
from labelscope.model import Reach

P, F = Reach.PARTIAL, Reach.FULL


def test_kappa_by_hand() -> None:
    assert kappa(Counter({("a", "a"): 20, ("a", "b"): 5, ("b", "a"): 10, ("b", "b"): 15})) == pytest.approx(0.4)
    assert kappa(Counter({("a", "a"): 7})) is None
    assert kappa(Counter()) is None


def test_the_same_reading_agrees_wholly_and_another_does_not() -> None:
    one = {"x.01": {"a": P, "b": F}, "x.02": {"a": F}, "x.03": {}}
    other = {"x.01": {"a": F}, "x.02": {"a": F, "b": P}, "x.03": {}, "x.04": {"a": P}}
    both = frozenset("ab")
    same = compare(one, one, both)
    assert (same.named, same.both, same.same_criterion, same.criterion_kappa) == (3, 3, 1.0, 1.0)
    found = compare(one, other, both)
    assert (found.named, found.both) == (4, 2)
    assert found.same_criterion == pytest.approx(2 * 2 / (2 * 2 + 2))
    assert found.criterion_kappa == pytest.approx(compare(other, one, both).criterion_kappa)


def test_every_row_of_the_catalogue_was_read_twice(catalogue: Catalogue) -> None:
    rows = {row.id for group in catalogue.requirements.values() for row in group}
    second = read_second(catalogue)
    # rows that were worded anew since wait for their second reading
    assert len(second.keys() & rows) >= 0.98 * len(rows)


def test_readers_agree_well_and_the_worst_theme_comes_first(catalogue: Catalogue) -> None:
    first, second = first_reading(catalogue, read_settlements(catalogue)), read_second(catalogue)
    total, themes = measure(first, second, catalogue)
    assert total.criterion_kappa is not None
    assert total.reach_kappa is not None
    assert total.criterion_kappa >= 0.8
    assert total.reach_kappa >= 0.8
    assert len(themes) == 22
    kappas = [theme.criterion_kappa for theme in themes if theme.criterion_kappa is not None]
    assert kappas == sorted(kappas)
    assert sum(theme.named for theme in themes) == total.named
    assert all(one.named >= 10 for one in by_criterion(first, second, catalogue))


def test_every_difference_between_the_readings_is_settled_with_a_reason(catalogue: Catalogue) -> None:
    settlements = read_settlements(catalogue)
    assert len(settlements) > 900
    assert unsettled(catalogue, read_second(catalogue), settlements) == ()
    # the reasons do not name a winner: both readings were followed, and sometimes neither
    assert any(line.settled == line.first for line in settlements)
    assert any(line.settled == line.second for line in settlements)
    assert any(line.settled not in (line.first, line.second) for line in settlements)


def test_the_first_reading_is_rebuilt_from_what_was_settled(catalogue: Catalogue) -> None:
    settlements = read_settlements(catalogue)
    first, now = first_reading(catalogue, settlements), judgements(catalogue)
    moved = next(line for line in settlements if line.settled != line.first)
    assert first[moved.subject_id].get(moved.object_id) == moved.first
    assert now.get(moved.subject_id, {}).get(moved.object_id) == moved.settled


def test_a_settlement_that_the_crosswalk_does_not_follow_is_a_problem(catalogue: Catalogue, tmp_path: Path) -> None:
    line = next(line for line in read_settlements(catalogue) if line.settled is Reach.PARTIAL)
    folder = tmp_path / "criteria" / "settlement"
    folder.mkdir(parents=True)
    wrong = f"{line.subject_id},{line.of},{line.object_id},full,partial,full,level,because"
    header = "subject_id,of,object_id,first,second,settled,cause,reason"
    (folder / "x.csv").write_text(f"{header}\n{wrong}\n", "utf-8")
    with pytest.raises(CatalogueError, match="follow the settlement"):
        read_settlements(catalogue, tmp_path)


def test_what_was_worded_anew_is_read_alike_now(catalogue: Catalogue) -> None:
    total, each = measure_again(catalogue, read_second(catalogue, name=AGAIN))
    before = {one.id: one for one in by_criterion(
        first_reading(catalogue, read_settlements(catalogue)), read_second(catalogue), catalogue, least=1
    )}  # fmt: skip
    assert total.criterion_kappa is not None
    assert total.criterion_kappa >= 0.85
    for one in each:
        assert one.criterion_kappa is not None
        assert one.criterion_kappa > before[one.id].criterion_kappa  # type: ignore[operator]
