"""Numbers in clauses: what they count, how they are written, which side is strict."""

from __future__ import annotations

import pytest

from labelscope.catalogue import Catalogue
from labelscope.clause_pairs.quantities import CONVENTIONS, MEASURES, find_quantities, loose_figures, normalise

HOURS, AGE = {"hours-normal", "overtime-limit"}, {"child-minimum-age"}


def read(text: str, criteria: set[str]) -> dict[str, tuple[float, ...]]:
    found: dict[str, tuple[float, ...]] = {}
    for quantity in find_quantities(text, criteria):
        found[quantity.measure] = (*found.get(quantity.measure, ()), quantity.value)
    return found


@pytest.mark.parametrize(
    ("text", "criteria", "expected"),
    [
        ("Normal week of at most forty-eight hours.", HOURS, {"normal-week": (48,)}),
        ("Normal hours of at most 48 a week and 8 a day.", HOURS, {"normal-week": (48,), "hours-day": (8,)}),
        ("A working week may not exceed 60 hours with overtime included.", HOURS, {"total-week": (60,)}),
        ("At most 60 hours in seven days except under strict conditions.", HOURS, {"total-week": (60,)}),
        ("Overtime is voluntary, at most twelve hours a week.", HOURS, {"overtime-week": (12,)}),
        ("At most 48 hours a week; guards up to 60 hours.", HOURS, {"normal-week": (48,)}),
        ("Piece workers reach the minimum within 48 hours.", {"wage-minimum"}, {}),
        ("Nobody under fifteen is employed.", AGE, {"minimum-age": (15,)}),
        ("Nobody works below legal age, 15, or the end of school.", AGE, {"minimum-age": (15,)}),
        ("No work under 15, none under 18 where hazardous.", AGE | {"young-workers"},
         {"minimum-age": (15,), "hazard-age": (18,)}),
        ("Children help their family below 15 with an adult.", AGE, {}),
        ("Overtime is paid at time and a half.", {"overtime-pay"}, {"overtime-premium": (150,)}),
        ("Overtime is paid at 1.5 times, on public holidays 2 times.", {"overtime-pay"}, {"overtime-premium": (150,)}),
        ("Overtime earns a premium of 25 percent.", {"overtime-pay"}, {"overtime-premium": (125,)}),
        ("One day off in seven, or two in fourteen where law allows.", {"rest"}, {"rest": (1,)}),
        ("Surveillance audit every year, full assessment every five years.", {"audit-frequency"},
         {"audit-interval": (12,)}),
        ("Every partner is checked every two years.", {"audit-frequency"}, {"audit-interval": (24,)}),
        ("At least eight weeks of maternity leave.", {"maternity"}, {"maternity-leave": (8,)}),
        ("Dismissal needs thirty days' notice.", {"termination"}, {"notice": (30,)}),
        ("Workers take home at least 70 percent of a living wage.", {"living-wage"}, {"living-wage-share": (70,)}),
        ("Wages are paid monthly with a payslip.", {"wage-payment"}, {"payment-interval": (30,)}),
        ("No clearing of natural land since 2016.", {"environment-link"}, {"cut-off": (2016,)}),
    ],
)  # fmt: skip
def test_numbers_are_found_in_their_role(text: str, criteria: set[str], expected: dict[str, tuple[float, ...]]) -> None:
    assert read(text, criteria) == expected


@pytest.mark.parametrize(
    ("text", "criteria", "expected"),
    [
        ("Fair hours along ILO 1 and 14.", {"hours-normal", "rest"}, {"normal-week": (48,), "rest": (1,)}),
        ("No child labour according to ILO C138 and C182.", AGE, {"minimum-age": (15,)}),
        ("Minimum age as in convention 138.", AGE, {"minimum-age": (15,)}),
        ("A certificate under ISO 14001 is held.", HOURS | {"rest"}, {}),
    ],
)
def test_a_convention_gives_the_number_that_it_holds(
    text: str, criteria: set[str], expected: dict[str, tuple[float, ...]]
) -> None:
    assert read(text, criteria) == expected


def test_a_number_of_its_own_goes_before_that_of_a_convention() -> None:
    (age,) = find_quantities("Nobody under 16 works, in line with ILO Convention 138.", AGE)
    assert (age.value, age.named_by) == (16, None)


def test_exceptions_and_permissions_are_noted() -> None:
    (eased,) = find_quantities("No work under 15 (14 where law permits).", AGE)
    (strict,) = find_quantities("No work under 15.", AGE)
    (allowed,) = find_quantities("Children from 14 may work.", AGE)
    assert (eased.eased, strict.eased, strict.allowed) == (True, False, False)
    assert (allowed.value, allowed.allowed) == (14, True)


def test_words_and_digits_are_the_same() -> None:
    assert normalise("Twelve hours") == normalise("12 hours")
    assert normalise("ninety-five percent") == normalise("95 %")
    assert normalise("No one is left") == "no one is left"


def test_loose_figures_carry_their_unit() -> None:
    assert loose_figures("Within five working days; three-year plan, 10 percent") == {
        (5, "day"), (3, "year"), (10, "percent"),
    }  # fmt: skip


def test_every_role_names_criteria_that_exist(catalogue: Catalogue) -> None:
    assert [c for measure in MEASURES.values() for c in measure.criteria if c not in catalogue.criteria] == []
    assert {role for role, _, _ in CONVENTIONS.values()} <= MEASURES.keys()
