"""Two versions of a small catalogue, compared."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tiny import SCHEMES, load_tiny

from labelscope.catalogue import Catalogue
from labelscope.changes import compare
from labelscope.matrix import build_matrix


def test_nothing_changed_between_equal_versions(tiny_catalogue: Catalogue) -> None:
    assert compare(tiny_catalogue, tiny_catalogue) == ()


def test_a_changed_clause_is_told_down_to_the_cells_that_moved(tmp_path: Path) -> None:
    name, scheme = next((name, scheme) for name, scheme in SCHEMES.items() if scheme.clauses)
    old = load_tiny(tmp_path / "old", SCHEMES)
    clauses = (
        replace(scheme.clauses[0], obligation="recommended", text="Something else is asked."),
        *scheme.clauses[1:],
    )
    new = load_tiny(tmp_path / "new", {**SCHEMES, name: replace(scheme, clauses=clauses)})
    changes = compare(old, new)
    assert {(c.kind, c.field) for c in changes if c.kind == "requirement"} == {
        ("requirement", "obligation"), ("requirement", "text"),
    }  # fmt: skip
    before, after = build_matrix(old), build_matrix(new)
    moved = {
        f"{name}/{criterion}" for criterion in before.criteria
        if before.cell(name, criterion).coverage != after.cell(name, criterion).coverage
    }  # fmt: skip
    assert moved
    assert {c.id for c in changes if c.kind == "cell"} == moved


def test_a_scheme_that_comes_or_goes_is_one_change_with_its_clauses(tmp_path: Path) -> None:
    name = list(SCHEMES)[-1]
    old = load_tiny(tmp_path / "old", {one: scheme for one, scheme in SCHEMES.items() if one != name})
    new = load_tiny(tmp_path / "new", SCHEMES)
    came = [c for c in compare(old, new) if c.kind == "scheme" and c.id == name]
    assert [(c.field, c.before, c.after != "") for c in came] == [("", "", True)]
    went = compare(new, old)
    assert [c.after for c in went if c.kind == "scheme" and c.id == name] == [""]
    rows = [c for c in went if c.kind == "requirement"]
    assert {c.id for c in rows} == {row.id for row in new.requirements[name]}
    assert all(c.before and not c.after for c in rows)
    assert not any(c.id.startswith(f"{name}/") for c in went if c.kind == "cell")
