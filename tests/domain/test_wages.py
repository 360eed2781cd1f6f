"""What is known in the field about wages."""

from __future__ import annotations

import pytest
from field import Field

from labelscope.model import Coverage, Reach

LIVING = r"living|basic needs|cost of living|subsist|poverty|existence|live on"


def test_a_plan_an_aim_or_a_gap_is_no_living_wage(field: Field) -> None:
    steps = r"\bgap\b|toward|encouraged|promoted|\baim\b|\bgoal\b|compared?\b|step by step|progressively|rise regularly"
    assert field.in_full_though("living-wage", steps) == []


def test_a_living_wage_in_full_is_named_or_described_by_what_it_pays_for(field: Field) -> None:
    assert (
        field.silent_on("living-wage", r"living wage|basic needs|cost of living|(?:secure|live).*(?:living|exist)")
        == []
    )


def test_a_living_wage_beside_another_yardstick_is_full_only_where_the_highest_holds(field: Field) -> None:
    assert field.in_full_though("living-wage", r"\bor a living wage|living wage or\b", but_not=r"highest|higher") == []


def test_a_clause_on_the_minimum_wage_alone_gives_no_living_wage(field: Field) -> None:
    minimum = {clause for line in field.lines("wage-minimum") if not line.says(LIVING) for clause in line.clauses}
    assert minimum
    reached = [x for x in field.lines("living-wage") if x.reach is not Reach.NONE and minimum & set(x.clauses)]
    assert [str(line) for line in reached] == []


@pytest.mark.parametrize("scheme_id", ["rba-vap", "better-work", "wrap"])
def test_industry_codes_and_compliance_programmes_stop_at_the_legal_wage(scheme_id: str, field: Field) -> None:
    assert field.asks(scheme_id, "wage-minimum")
    assert not field.asks(scheme_id, "living-wage")


@pytest.mark.parametrize("scheme_id", ["eti-base-code", "fair-wear", "sa8000"])
def test_codes_of_basic_needs_and_discretionary_income_ask_a_living_wage_in_full(scheme_id: str, field: Field) -> None:
    assert field.coverage(scheme_id, "living-wage") is Coverage.FULL


@pytest.mark.parametrize(
    "scheme_id", ["rainforest-alliance", "gots", "uebt", "asc", "utz", "fsi-basket", "fairtrade-hired-labour"]
)
def test_comparing_with_a_living_wage_and_moving_towards_it_is_partial(scheme_id: str, field: Field) -> None:
    assert field.coverage(scheme_id, "living-wage") is Coverage.PARTIAL


def test_amfori_advises_a_living_wage_and_does_not_demand_it(field: Field) -> None:
    assert field.coverage("amfori-bsci", "living-wage") is Coverage.PARTIAL


def test_the_fairtrade_textile_standard_asks_a_living_wage_in_full_but_within_years(field: Field) -> None:
    cell = field.matrix.cell("fairtrade-textile", "living-wage")
    assert cell.coverage is Coverage.FULL
    assert cell.is_later


@pytest.mark.parametrize("scheme_id", ["beyond-chocolate", "fairebel"])
def test_a_programme_for_farmers_asks_a_living_income_and_no_living_wage(scheme_id: str, field: Field) -> None:
    """A wage is paid to workers; what a farmer is left with is an income."""
    assert field.asks(scheme_id, "living-income")
    assert not field.asks(scheme_id, "living-wage")


def test_beyond_chocolate_promises_the_living_income_for_a_later_year(field: Field) -> None:
    cell = field.matrix.cell("beyond-chocolate", "living-income")
    assert cell.coverage is Coverage.FULL
    assert cell.is_later


def test_a_floor_of_law_or_sector_rate_is_full_only_where_the_higher_one_holds(field: Field) -> None:
    assert field.silent_on("wage-minimum", r"\bhigher\b|\bhighest\b") == []


def test_whoever_states_the_higher_of_law_and_sector_rate_stands_level(field: Field) -> None:
    higher = r"(?:whichever is|the) high(?:er|est)"
    stated = [line for line in field.lines("wage-minimum") if line.says(higher)]
    assert len(stated) > 5
    assert [str(line) for line in stated if line.reach not in (Reach.FULL, Reach.BEYOND)] == []


def test_sa8000_lets_fines_stand_only_where_both_law_and_agreement_allow_them(field: Field) -> None:
    """amfori takes either of the two for enough, so its ban is the weaker one."""
    assert field.coverage("sa8000", "wage-deductions") is Coverage.FULL
    assert field.coverage("amfori-bsci", "wage-deductions") is Coverage.PARTIAL


def test_overtime_paid_as_the_law_says_is_full_only_where_a_rate_or_the_higher_one_is_stated(field: Field) -> None:
    assert field.silent_on("overtime-pay", r"\b1[25][05]\b|\b1\.5\b|time and a half|higher|highest|stricter") == []


@pytest.mark.parametrize("scheme_id", ["eti-base-code", "smeta-sedex"])
def test_a_premium_of_125_percent_as_advice_is_partial(scheme_id: str, field: Field) -> None:
    assert field.coverage(scheme_id, "overtime-pay") is Coverage.PARTIAL


def test_nobody_goes_beyond_on_the_overtime_premium_with_less_than_time_and_a_half(field: Field) -> None:
    more = [line for line in field.lines("overtime-pay") if line.reach is Reach.BEYOND]
    assert [str(line) for line in more if not line.says(r"\b150\b|\b1\.5\b|time and a half|double")] == []
