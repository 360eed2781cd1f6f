"""What the catalogue rests on: counts by grade and by extent, and the theme to read next."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tiny import SILENT, Clause, Tiny

from labelscope.catalogue import Catalogue
from labelscope.evidence import NextTheme, survey_evidence
from labelscope.model import Extent, Grade

Build = Callable[..., Catalogue]


def test_clauses_are_counted_by_grade_and_themes_by_extent(tiny_catalogue: Catalogue) -> None:
    gamma = survey_evidence(tiny_catalogue).schemes["gamma"]
    assert gamma.rows == 2
    assert gamma.grades == {Grade.OWN_TEXT: 2, Grade.SECONDARY: 0, Grade.GENERAL_KNOWLEDGE: 0}
    assert {extent: count for extent, count in gamma.themes.items() if count} == {Extent.MAIN: 3, Extent.NO: 1}
    assert gamma.share(Grade.OWN_TEXT) == 1


def test_the_whole_is_the_sum_of_its_schemes(tiny_catalogue: Catalogue) -> None:
    survey = survey_evidence(tiny_catalogue)
    assert list(survey.schemes) == list(tiny_catalogue.schemes)
    assert survey.whole.rows == sum(basis.rows for basis in survey.schemes.values())
    for grade in Grade:
        assert survey.whole.grades[grade] == sum(basis.grades[grade] for basis in survey.schemes.values())
    for extent in Extent:
        assert survey.whole.themes[extent] == sum(basis.themes[extent] for basis in survey.schemes.values())


def test_a_scheme_without_clauses_has_no_shares(build_tiny: Build) -> None:
    basis = survey_evidence(build_tiny({"empty": Tiny()})).schemes["empty"]
    assert basis.rows == 0
    assert [basis.share(grade) for grade in Grade] == [None, None, None]


@pytest.mark.parametrize(
    ("reading", "expected"),
    [
        ({}, None),  # all read in full: nothing is open
        ({"safety": "main"}, NextTheme("safety", 1)),  # helmets is asked, exits is open
        ({"pay": "main", "safety": "main"}, NextTheme("pay", 2)),  # two open answers against one
        ({"pay": "no", "safety": "main"}, NextTheme("safety", 1)),  # reading on goes before a new theme
        ({"pay": "no"}, NextTheme("pay", 2)),
        ({"pay": "not-applicable"}, None),  # no reading would settle it
        ({"pay": "not-public"}, None),
    ],
)
def test_the_theme_that_would_settle_most(
    reading: dict[str, str], expected: NextTheme | None, build_tiny: Build
) -> None:
    own = Tiny((Clause({"helmets": "full"}),), reading, SILENT)
    assert survey_evidence(build_tiny({"own": own})).schemes["own"].settles_most == expected


def test_over_all_schemes_the_open_answers_of_a_theme_add_up(build_tiny: Build) -> None:
    one = Tiny((Clause({"helmets": "full"}),), {"safety": "main", "pay": "main"}, SILENT)
    other = Tiny((Clause({"wage": "full", "bonus": "full"}),), {"safety": "no"}, SILENT)
    third = Tiny((Clause({"wage": "full", "bonus": "full"}),), {"safety": "main"}, SILENT)
    survey = survey_evidence(build_tiny({"one": one, "other": other, "third": third}))
    assert survey.schemes["one"].settles_most == NextTheme("pay", 2)
    assert survey.whole.settles_most == NextTheme("safety", 1 + 2 + 2)


def test_the_shipped_catalogue_adds_up(catalogue: Catalogue) -> None:
    whole = survey_evidence(catalogue).whole
    assert whole.rows == sum(map(len, catalogue.requirements.values()))
    assert sum(whole.grades.values()) == whole.rows
    assert sum(whole.themes.values()) == len(catalogue.schemes) * len(catalogue.criteria.themes)
