"""What is known in the field about working hours: 48, 12, 60 and one day in seven."""

from __future__ import annotations

import re

import pytest
from field import Field

from labelscope.model import Coverage, Reach


def numbers(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"\b\d{2}\b", text)]


def test_a_normal_week_in_full_is_a_figure_of_48_or_the_hours_conventions_by_name(field: Field) -> None:
    assert field.silent_on("hours-normal", r"\b4[0-8]\b|forty-eight|ILO (?:Conventions? )?(?:1|30)\b") == []


def test_whoever_states_a_normal_week_of_48_hours_stands_level(field: Field) -> None:
    """The same figure is neither beyond in one code nor partial in another."""
    stated = [line for line in field.lines("hours-normal") if line.says(r"\b48\b|forty-eight")]
    assert len(stated) > 10
    assert [str(line) for line in stated if line.reach is not Reach.FULL] == []


def test_hours_as_the_law_has_them_are_partial_without_a_figure(field: Field) -> None:
    assert field.in_full_though("hours-normal", r"\blaw\b|legal", but_not=r"\b4[0-8]\b") == []


def test_only_a_week_of_forty_hours_or_fewer_is_beyond(field: Field) -> None:
    beyond = {x.clauses for x in field.lines("hours-normal") if x.reach is Reach.BEYOND}
    short = {x.clauses for x in field.lines("hours-normal") if any(30 <= n <= 40 for n in numbers(x.text))}
    assert beyond <= short


def test_no_scheme_at_sixty_hours_in_all_is_beyond_one_at_48_and_12(field: Field) -> None:
    """Both come to the same week."""
    levels = {
        s: field.coverage(s, "overtime-limit") for s in ("eti-base-code", "fla", "rba-vap", "fair-wear", "gots", "grs")
    }
    assert set(levels.values()) == {Coverage.FULL}


def test_sixty_hours_are_never_beyond(field: Field) -> None:
    sixty = [line for line in field.lines("overtime-limit") if line.says(r"\b60\b")]
    assert sixty
    assert [str(line) for line in sixty if line.reach is Reach.BEYOND] == []


def test_a_bound_looser_than_sixty_hours_is_partial(field: Field) -> None:
    assert field.in_full_though("overtime-limit", r"at most (?:6[1-9]|7\d|8\d) hours") == []


def test_the_toy_code_allows_longer_weeks_than_sixty_and_is_partial(field: Field) -> None:
    assert field.coverage("ietp", "overtime-limit") is Coverage.PARTIAL


def test_the_electronics_code_bounds_the_whole_week_but_sets_no_normal_one(field: Field) -> None:
    """RBA counts 60 hours with overtime; 48 it does not name."""
    assert field.coverage("rba-vap", "overtime-limit") is Coverage.FULL
    assert field.coverage("rba-vap", "hours-normal") is Coverage.PARTIAL


def test_overtime_bounded_in_full_has_a_figure_or_a_weekly_limit(field: Field) -> None:
    assert field.silent_on("overtime-limit", r"\b12\b|\b60\b|weekly limit") == []


def test_weekly_rest_in_full_says_how_long_or_how_often(field: Field) -> None:
    often = r"(?:seven|six|7) (?:days|worked)?|day off a week|in seven|one day off|one rest day|day off\b|ILO 1 and 14"
    assert field.silent_on("rest", often) == []


@pytest.mark.parametrize("scheme_id", ["wrap", "rainforest-alliance", "uebt"])
def test_one_day_in_seven_with_weeks_of_exceptions_is_partial(scheme_id: str, field: Field) -> None:
    """WRAP lets 13 days pass without a day off, the two farm standards 21 in the harvest."""
    assert field.coverage(scheme_id, "rest") is Coverage.PARTIAL


@pytest.mark.parametrize("scheme_id", ["eti-base-code", "sa8000", "smeta-sedex", "fair-wear", "rba-vap", "fla"])
def test_the_well_known_factory_codes_give_one_day_in_seven(scheme_id: str, field: Field) -> None:
    assert field.coverage(scheme_id, "rest") is Coverage.FULL


def test_forced_overtime_named_as_forced_labour_makes_overtime_voluntary(field: Field) -> None:
    assert field.coverage("wrap", "overtime-voluntary") is Coverage.FULL
    assert field.coverage("fla", "overtime-voluntary") is Coverage.FULL


def test_a_limit_of_overtime_is_more_common_than_a_right_to_refuse_it(field: Field) -> None:
    assert len(field.askers("overtime-limit")) > len(field.askers("overtime-voluntary"))


@pytest.mark.parametrize("scheme_id", ["rainforest-alliance", "uebt"])
def test_twelve_longer_weeks_in_every_year_are_no_narrow_exception(scheme_id: str, field: Field) -> None:
    """A harvest comes every year; the same weeks count as wide under weekly rest."""
    assert field.coverage(scheme_id, "overtime-limit") is Coverage.PARTIAL
