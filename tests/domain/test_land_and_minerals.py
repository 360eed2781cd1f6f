"""What is known in the field about land, consent and minerals."""

from __future__ import annotations

import pytest
from field import Field

from labelscope.model import Coverage

FACTORY_SECTORS = ("apparel-textiles", "electronics", "toys", "carpets", "services")


def test_consent_in_full_is_consent_and_not_consultation(field: Field) -> None:
    assert field.silent_on("fpic", r"consent") == []


def test_consent_that_is_sought_or_promoted_is_partial(field: Field) -> None:
    assert field.in_full_though("fpic", r"\bseek|sought|promoted") == []


@pytest.mark.parametrize("scheme_id", ["fsc", "rspo", "rtrs", "bonsucro", "rainforest-alliance", "irma", "asi"])
def test_the_resource_and_farm_standards_require_free_prior_and_informed_consent(scheme_id: str, field: Field) -> None:
    assert field.coverage(scheme_id, "fpic") is Coverage.FULL


@pytest.mark.parametrize("criterion_id", ["fpic", "land-rights", "resettlement"])
def test_no_scheme_for_factories_alone_speaks_of_land(criterion_id: str, field: Field) -> None:
    """A sewing hall takes no land from a village."""
    factories = field.only_in(*FACTORY_SECTORS)
    assert len(factories) > 10
    assert factories & field.askers(criterion_id) == set()


@pytest.mark.parametrize("scheme_id", ["amfori-bsci", "sa8000", "smeta-sedex", "rba-vap", "ietp"])
def test_audit_codes_open_to_all_sectors_do_not_ask_for_consent(scheme_id: str, field: Field) -> None:
    assert not field.asks(scheme_id, "fpic")


def test_a_legal_title_alone_is_no_full_right_to_land(field: Field) -> None:
    custom = r"custom|communal|indigenous|tradition"
    assert field.in_full_though("land-rights", r"legal title|lawfully|legal right|legally works", but_not=custom) == []


def test_resettlement_is_a_matter_of_mines_and_metals(field: Field) -> None:
    metals = {s.id for s in field.schemes.values() if "minerals-metals" in s.scope.sector_groups}
    assert field.in_full("resettlement")
    assert field.in_full("resettlement") <= metals


def test_resettlement_in_full_names_the_ifc_or_avoiding_paying_and_restoring(field: Field) -> None:
    assert field.silent_on("resettlement", r"IFC|(?:avoid|prevent).*compensat.*(?:restor|improv)") == []


def test_due_diligence_on_conflict_minerals_in_full_is_for_those_who_use_minerals(field: Field) -> None:
    users = {s.id for s in field.schemes.values() if {"minerals-metals", "electronics"} & set(s.scope.sector_groups)}
    assert {"rmap", "rjc", "rba-vap"} <= field.in_full("conflict-minerals") <= users


def test_the_smelter_programme_traces_minerals_and_is_no_labour_code(field: Field) -> None:
    """RMAP assesses the sourcing of smelters, not the work in them."""
    criteria = field.catalogue.criteria
    labour = {c.id for t in ("wages", "hours", "safety", "association") for c in criteria.of_theme(t)}
    assert field.coverage("rmap", "conflict-minerals") is Coverage.FULL
    assert [c for c in sorted(labour) if field.asks("rmap", c)] == []


def test_conduct_of_security_forces_is_asked_mostly_by_mines_and_metals(field: Field) -> None:
    askers = field.askers("security-forces")
    metals = {s for s in askers if "minerals-metals" in field.schemes[s].scope.sector_groups}
    assert len(metals) > len(askers) / 2


def test_naming_indigenous_peoples_is_more_common_than_asking_for_their_consent_in_full(field: Field) -> None:
    assert len(field.askers("indigenous-peoples")) > len(field.in_full("fpic"))


def test_land_rights_in_full_name_custom_or_the_community(field: Field) -> None:
    assert field.silent_on("land-rights", r"custom|communal|tradition") == []
