"""What every scheme is measured against: fundamental conventions, due diligence, and how much of it schemes took up."""

from __future__ import annotations

import pytest
from field import Field

FUNDAMENTAL = ["C29", "P29", "C87", "C98", "C100", "C105", "C111", "C138", "C182", "C155", "C187"]
CORE = ["forced-labour-ban", "child-minimum-age", "association-freedom", "non-discrimination", "collective-bargaining"]


def criteria_with(field: Field, reference: str) -> set[str]:
    return {c.id for c in field.catalogue.criteria.criteria if any(reference in ref.split() for ref in c.refs)}


@pytest.mark.parametrize("instrument", FUNDAMENTAL)
def test_each_fundamental_instrument_of_the_ilo_stands_under_a_fundamental_right(instrument: str, field: Field) -> None:
    """Ten conventions and a protocol; safety and health is among them since June 2022."""
    fundamental = {c.id for c in field.catalogue.criteria.of_pillar("fundamental-rights")}
    assert criteria_with(field, instrument) & fundamental


@pytest.mark.parametrize(
    ("instrument", "criterion_id"),
    [
        ("C190", "harassment-violence"),
        ("C183", "maternity"),
        ("C169", "fpic"),
        ("C1", "hours-normal"),
        ("C14", "rest"),
        ("C131", "wage-minimum"),
        ("C81", "labour-inspection"),
        ("C177", "homeworkers"),
        ("C135", "association-representatives"),
        ("C158", "termination"),
    ],
)
def test_a_technical_convention_stands_where_its_subject_is(instrument: str, criterion_id: str, field: Field) -> None:
    assert criterion_id in criteria_with(field, instrument)


@pytest.mark.parametrize("step", range(1, 7))
def test_each_step_of_the_oecd_guidance_has_a_criterion_of_due_diligence(step: int, field: Field) -> None:
    diligence = field.catalogue.criteria.of_pillar("due-diligence")
    assert [c.id for c in diligence if any(f"OECD DD step {step}" in ref for ref in c.refs)]


@pytest.mark.parametrize("criterion_id", CORE)
def test_the_core_labour_standards_are_what_most_schemes_ask(criterion_id: str, field: Field) -> None:
    assert len(field.askers(criterion_id)) > len(field.schemes) / 2


def test_a_ban_of_forced_labour_is_more_often_complete_than_a_right_to_organise(field: Field) -> None:
    """Codes take the two bans over in full and the two enabling rights with reservations."""
    forced, free = field.in_full("forced-labour-ban"), field.in_full("association-freedom")
    assert len(forced) / len(field.askers("forced-labour-ban")) > len(free) / len(field.askers("association-freedom"))


def test_of_the_two_enabling_rights_bargaining_is_the_weaker(field: Field) -> None:
    assert len(field.in_full("collective-bargaining")) < len(field.in_full("association-freedom"))


def test_rights_at_work_are_asked_more_than_rights_of_communities(field: Field) -> None:
    criteria = field.catalogue.criteria

    def mean(pillar: str) -> float:
        asked = [len(field.askers(c.id)) for c in criteria.of_pillar(pillar)]
        return sum(asked) / len(asked)

    assert mean("fundamental-rights") > mean("working-conditions") > mean("people")


def test_the_label_of_2002_asks_the_eight_conventions_of_its_law_and_leaves_safety_out(field: Field) -> None:
    """The law of 27 February 2002 lists the eight fundamental conventions of its day."""
    assert all(field.asks("belgian-social-label", criterion_id) for criterion_id in CORE)
    safety = field.catalogue.criteria.of_theme("safety")
    assert [c.id for c in safety if field.asks("belgian-social-label", c.id)] == []


def test_finding_risks_is_asked_more_often_than_leaving_responsibly(field: Field) -> None:
    """Codes took over the first steps of due diligence and left the hard end of it."""
    assert len(field.askers("risk-assessment")) > 3 * len(field.askers("responsible-disengagement"))
    assert len(field.askers("tracking")) > len(field.askers("remediation"))


def test_the_green_button_asks_due_diligence_of_the_firm_and_takes_site_audits_from_others(field: Field) -> None:
    steps = (
        "policy-commitment",
        "risk-assessment",
        "prevention-plan",
        "public-reporting",
        "site-grievance",
        "remediation",
    )
    assert all(field.asks("gruener-knopf", criterion_id) for criterion_id in steps)
    tree = field.catalogue.criteria
    shares = {
        pillar: sum(field.asks("gruener-knopf", c.id) for c in tree.of_pillar(pillar)) / len(tree.of_pillar(pillar))
        for pillar in ("due-diligence", "fundamental-rights", "working-conditions")
    }
    assert shares["due-diligence"] == max(shares.values())


def test_discharged_duties_to_publish_suppliers_are_rare(field: Field) -> None:
    assert len(field.askers("supplier-disclosure")) < len(field.askers("chain-mapping")) / 2
