"""What is known in the field about fair trade: price, premium, lasting trade."""

from __future__ import annotations

import pytest
from field import Field

from labelscope.model import Coverage


def test_who_asks_a_premium_in_full_also_speaks_of_the_price(field: Field) -> None:
    assert field.in_full("premium") <= field.askers("fair-price")


def test_a_premium_in_full_is_decided_on_by_those_who_receive_it(field: Field) -> None:
    deciders = r"decid|committee|final say|steered|jointly run|advisers only"
    assert field.silent_on("premium", deciders) == []


@pytest.mark.parametrize("criterion_id", ["premium", "fair-price", "long-term-trade", "producer-organisation"])
def test_site_audits_leave_the_terms_of_trade_alone(criterion_id: str, field: Field) -> None:
    """An audit looks at the supplier; what the buyer pays is not on its list. RMAP only advises lasting relations."""
    assert field.of_kind("site-audit") & field.in_full(criterion_id) == set()


@pytest.mark.parametrize("scheme_id", ["rainforest-alliance", "utz"])
def test_a_sustainability_differential_is_no_fair_trade_premium(scheme_id: str, field: Field) -> None:
    """It is negotiated between buyer and seller; nobody decides on it together."""
    assert field.coverage(scheme_id, "premium") is Coverage.PARTIAL


@pytest.mark.parametrize("scheme_id", ["rainforest-alliance", "utz", "4c", "better-cotton"])
def test_mainstream_farm_standards_guarantee_no_minimum_price(scheme_id: str, field: Field) -> None:
    assert not field.asks(scheme_id, "fair-price")


@pytest.mark.parametrize(
    "scheme_id", ["fairtrade-spo", "spp", "naturland-fair", "hand-in-hand", "fair-for-life", "wfto"]
)
def test_fair_trade_asks_a_fair_price_in_full(scheme_id: str, field: Field) -> None:
    assert field.coverage(scheme_id, "fair-price") in (Coverage.FULL, Coverage.BEYOND)


def test_fairtrade_flowers_have_a_premium_but_no_minimum_price(field: Field) -> None:
    assert field.coverage("fairtrade-hired-labour", "premium") is Coverage.FULL
    assert field.coverage("fairtrade-hired-labour", "fair-price") is Coverage.PARTIAL


def test_fair_trade_crafts_know_no_premium(field: Field) -> None:
    """WFTO guarantees enterprises and pays through the price."""
    assert not field.asks("wfto", "premium")


def test_a_fair_price_in_full_is_a_minimum_or_covers_the_cost(field: Field) -> None:
    assert field.silent_on("fair-price", r"minimum|\bfloor\b|\bcosts?\b|open calculation") == []


def test_a_surcharge_on_the_market_price_is_no_minimum_price(field: Field) -> None:
    assert field.coverage("fairtsa", "fair-price") is Coverage.PARTIAL
    assert field.coverage("fairmined", "fair-price") is Coverage.PARTIAL


def test_a_plantation_has_workers_and_no_democratic_producer_organisation(field: Field) -> None:
    assert not field.asks("fairtrade-hired-labour", "producer-organisation")
    assert field.coverage("fairtrade-spo", "producer-organisation") is Coverage.FULL


def test_the_small_producers_symbol_belongs_to_the_organisations_of_small_producers(field: Field) -> None:
    assert field.coverage("spp", "producer-organisation") in (Coverage.FULL, Coverage.BEYOND)
    assert field.coverage("spp", "sme-route") in (Coverage.FULL, Coverage.BEYOND)


@pytest.mark.parametrize("scheme_id", ["fairtrade-spo", "fair-for-life", "wfto", "naturland-fair", "hand-in-hand"])
def test_fair_trade_binds_the_buyer_to_lasting_trade_or_prefinancing(scheme_id: str, field: Field) -> None:
    assert field.coverage(scheme_id, "long-term-trade") in (Coverage.FULL, Coverage.BEYOND)


@pytest.mark.parametrize("scheme_id", ["sa8000", "wrap", "rba-vap", "smeta-sedex", "better-work"])
def test_a_factory_audit_does_not_bind_the_buyer(scheme_id: str, field: Field) -> None:
    assert not field.asks(scheme_id, "purchasing-practices")


def test_responsible_purchasing_is_nowhere_complete_in_a_site_audit(field: Field) -> None:
    assert field.of_kind("site-audit") & field.in_full("purchasing-practices") == set()


def test_a_living_wage_that_buyers_must_make_possible_is_rare(field: Field) -> None:
    """Far more codes ask the supplier for a living wage than ask the buyer to share its cost."""
    assert len(field.askers("cost-internalisation")) < len(field.askers("living-wage")) / 4
