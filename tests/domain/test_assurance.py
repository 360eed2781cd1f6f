"""What is known in the field about how schemes are verified, governed and published."""

from __future__ import annotations

import pytest
from field import Field

from labelscope.model import Coverage, Obligation, Reach

STATED = (Coverage.FULL, Coverage.BEYOND)


@pytest.mark.parametrize(
    "scheme_id", ["eti-base-code", "ecovadis", "slcp", "wfto", "fair-wear", "label-diversite-brussels"]
)
def test_reports_by_the_members_themselves_are_no_third_party_audit(scheme_id: str, field: Field) -> None:
    """ETI members report, EcoVadis reads questionnaires, SLCP verifies a self-assessment, Fair Wear has own teams."""
    assert field.coverage(scheme_id, "third-party-audit") not in STATED


@pytest.mark.parametrize("scheme_id", ["slcp", "ecovadis"])
def test_what_collects_data_or_rates_sets_no_obligation_at_work(scheme_id: str, field: Field) -> None:
    rights = [c.id for p in ("fundamental-rights", "working-conditions") for c in field.catalogue.criteria.of_pillar(p)]
    assert [c for c in rights if field.asks(scheme_id, c)] == []


def test_what_collects_data_is_nobodys_neighbour(field: Field) -> None:
    for scheme_id in ("sa8000", "gots", "amfori-bsci", "eti-base-code", "better-work"):
        assert not {"slcp", "ecovadis"} & set(field.analysis.overlap.neighbours(scheme_id, 20))


def test_an_index_of_shares_binds_nobody_to_rights_at_work_in_full(field: Field) -> None:
    """Ethibel rates listed companies; a company need do nothing to be rated."""
    rights = {c.id for c in field.catalogue.criteria.of_pillar("fundamental-rights")}
    assert [c for c in sorted(rights) if field.coverage("ethibel", c) in STATED] == []


def test_a_cell_that_rests_on_recommendations_alone_is_never_full(field: Field) -> None:
    wrong = []
    for cell in field.matrix.cells:
        clauses = [field.catalogue.requirement_by_id[c] for m in cell.mappings for c in m.subjects]
        advice = bool(clauses) and all(c.obligation is Obligation.RECOMMENDED for c in clauses)
        if advice and cell.finding is None and cell.coverage in STATED:
            wrong.append(f"{cell.scheme_id} {cell.criterion_id}")
    assert wrong == []


@pytest.mark.parametrize("scheme_id", ["fsc", "pefc", "gots", "grs", "sa8000", "fairtrade-spo", "rspo", "asc"])
def test_classic_certification_rests_on_accredited_bodies(scheme_id: str, field: Field) -> None:
    assert field.coverage(scheme_id, "accreditation") in STATED


@pytest.mark.parametrize("scheme_id", ["amfori-bsci", "smeta-sedex", "wrap", "rba-vap", "ietp"])
def test_industry_programmes_approve_their_audit_firms_themselves(scheme_id: str, field: Field) -> None:
    """Approval by the owner or membership of APSCA is no accreditation."""
    assert field.coverage(scheme_id, "accreditation") is Coverage.PARTIAL


@pytest.mark.parametrize("scheme_id", ["amfori-bsci", "smeta-sedex", "ecovadis"])
def test_platforms_between_firms_publish_no_list(scheme_id: str, field: Field) -> None:
    assert not field.asks(scheme_id, "public-register")
    assert not field.asks(scheme_id, "public-results")


@pytest.mark.parametrize(
    "scheme_id", ["fsc", "gots", "eu-ecolabel", "nordic-swan", "blue-angel", "sa8000", "fairtrade-spo"]
)
def test_who_holds_a_label_or_certificate_can_be_looked_up(scheme_id: str, field: Field) -> None:
    assert field.coverage(scheme_id, "public-register") in STATED


@pytest.mark.parametrize("scheme_id", ["international-accord", "irma", "fla", "asc"])
def test_the_few_that_publish_findings_for_each_site(scheme_id: str, field: Field) -> None:
    assert field.coverage(scheme_id, "public-results") in STATED


def test_publishing_who_is_certified_is_far_more_common_than_publishing_what_was_found(field: Field) -> None:
    assert len(field.in_full("public-register")) > 5 * len(field.in_full("public-results"))


def test_the_accord_is_a_binding_agreement_and_so_beyond_on_unions(field: Field) -> None:
    beyond = {s for s in field.schemes if field.coverage(s, "unions-in-governance") is Coverage.BEYOND}
    assert "international-accord" in beyond


@pytest.mark.parametrize("scheme_id", ["amfori-bsci", "smeta-sedex", "wrap", "rba-vap", "ietp"])
def test_no_union_sits_in_a_programme_led_by_business(scheme_id: str, field: Field) -> None:
    assert not field.asks(scheme_id, "unions-in-governance")
    assert field.coverage(scheme_id, "multi-stakeholder") not in STATED


@pytest.mark.parametrize("scheme_id", ["eti-base-code", "fair-wear", "better-work", "fsc"])
def test_unions_sit_where_the_scheme_is_built_on_three_parties(scheme_id: str, field: Field) -> None:
    assert field.coverage(scheme_id, "unions-in-governance") in STATED


def test_unions_in_the_board_go_with_several_parties_in_the_board(field: Field) -> None:
    with_unions = field.in_full("unions-in-governance")
    several = field.askers("multi-stakeholder")
    assert len(with_unions & several) > len(with_unions) / 2


@pytest.mark.parametrize("scheme_id", ["eu-ecolabel", "blue-angel", "nordic-swan", "gruener-knopf"])
def test_a_label_of_the_state_has_a_public_authority_behind_it(scheme_id: str, field: Field) -> None:
    assert field.coverage(scheme_id, "public-authority") in STATED


def test_only_the_label_of_2002_is_said_to_stand_in_a_law_of_its_own(field: Field) -> None:
    assert field.coverage("belgian-social-label", "public-authority") is Coverage.BEYOND


def test_no_private_scheme_is_awarded_by_a_public_authority(field: Field) -> None:
    private = {s.id for s in field.schemes.values() if s.governance.type in ("business-led", "private-company")}
    assert private & field.in_full("public-authority") == set()


def test_the_carpet_and_stone_labels_come_unannounced(field: Field) -> None:
    assert {"goodweave", "xertifix"} <= field.in_full("unannounced-visits")


def test_working_with_the_labour_inspection_is_all_but_missing(field: Field) -> None:
    assert len(field.askers("labour-inspection")) < len(field.schemes) / 20
    assert field.in_full("labour-inspection") == set()


def test_the_label_of_2002_looks_at_the_whole_chain_of_a_product_and_site_audits_at_a_site(field: Field) -> None:
    assert field.coverage("belgian-social-label", "scope-of-chain") in STATED
    for scheme_id in ("sa8000", "amfori-bsci", "smeta-sedex", "wrap", "rba-vap"):
        assert field.coverage(scheme_id, "scope-of-chain") not in STATED


@pytest.mark.parametrize("criterion_id", ["chain-of-custody", "claims-control"])
def test_a_label_on_a_product_is_traced_and_controlled_more_than_an_audit_of_a_site(
    criterion_id: str, field: Field
) -> None:
    labels, audits = field.of_kind("product-label"), field.of_kind("site-audit")
    assert field.share(criterion_id, labels) > field.share(criterion_id, audits)


@pytest.mark.parametrize("scheme_id", ["fsc", "pefc", "gots", "grs", "ocs", "rspo", "bonsucro", "rtrs", "utz"])
def test_the_great_forest_textile_and_crop_labels_have_a_defined_chain_of_custody(scheme_id: str, field: Field) -> None:
    assert field.coverage(scheme_id, "chain-of-custody") is Coverage.FULL


@pytest.mark.parametrize("scheme_id", ["msc", "asc"])
def test_fish_with_a_label_is_kept_apart_down_to_the_counter(scheme_id: str, field: Field) -> None:
    assert field.coverage(scheme_id, "chain-of-custody") is Coverage.BEYOND


def test_mass_balance_is_never_beyond(field: Field) -> None:
    """What is mixed is not kept apart."""
    mixed = [x for x in field.lines("chain-of-custody") if x.says("mass balance") and not x.says("no mass balance")]
    assert mixed
    assert [str(line) for line in mixed if line.reach is Reach.BEYOND] == []


def test_an_audit_of_a_site_ends_in_corrective_action_more_often_than_a_product_label(field: Field) -> None:
    labels, audits = field.of_kind("product-label"), field.of_kind("site-audit")
    assert field.share("corrective-action", audits) > field.share("corrective-action", labels)


def test_a_route_for_smallholders_is_a_matter_of_farms_and_small_mines_more_than_of_factories(field: Field) -> None:
    farms = {s.id for s in field.schemes.values() if "food-agriculture" in s.scope.sector_groups}
    factories = field.only_in("apparel-textiles", "electronics", "toys", "carpets")
    assert len(farms & field.in_full("sme-route")) / len(farms) > len(factories & field.in_full("sme-route")) / len(
        factories
    )
