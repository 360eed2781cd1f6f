"""Two readings of the same rows, compared."""

from __future__ import annotations

from collections import Counter

import pytest

from labelscope.agreement import by_criterion, compare, first_reading, kappa, measure, read_second
from labelscope.catalogue import Catalogue
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
    assert len(second.keys() & rows) >= 0.99 * len(rows)


def test_readers_agree_well_and_the_worst_theme_comes_first(catalogue: Catalogue) -> None:
    first, second = first_reading(catalogue), read_second(catalogue)
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
