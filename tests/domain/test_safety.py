"""What is known in the field about safety and health at work."""

from __future__ import annotations

import pytest
from field import Field

from labelscope.model import Coverage


def test_building_safety_in_full_is_about_the_structure(field: Field) -> None:
    assert field.silent_on("osh-building", r"structur|stab(?:le|ility)") == []


def test_permits_and_licences_alone_do_not_prove_a_safe_building(field: Field) -> None:
    """Rana Plaza had permits."""
    assert field.in_full_though("osh-building", r"permits|licences|approval", but_not=r"structur") == []


def test_the_accord_goes_beyond_all_others_on_buildings(field: Field) -> None:
    beyond = {s for s in field.schemes if field.coverage(s, "osh-building") is Coverage.BEYOND}
    assert beyond == {"international-accord"}


def test_the_accord_is_about_safety_and_leaves_wages_hours_and_children_alone(field: Field) -> None:
    tree = field.catalogue.criteria
    asked = {t.id: sum(field.asks("international-accord", c.id) for c in tree.of_theme(t.id)) for t in tree.themes}
    assert asked["safety"] == max(asked.values())
    assert (asked["wages"], asked["hours"], asked["child-labour"]) == (0, 0, 0)


def test_fire_safety_in_full_is_ways_out_equipment_and_drills(field: Field) -> None:
    equipment = r"equipment|alarms?|extinguish|detection|fire.fighting"
    assert field.silent_on("osh-fire", r"\bexits?\b|ways out", equipment, r"drill") == []


def test_protective_equipment_in_full_is_free(field: Field) -> None:
    assert field.silent_on("osh-ppe", r"\bfree\b|no cost|at .*cost") == []


def test_facilities_in_full_are_water_toilets_and_a_place_to_eat_or_rest(field: Field) -> None:
    assert field.silent_on("osh-facilities", r"water", r"toilet|sanita", r"\beat|food|canteen|\brest\b|dining") == []


def test_a_right_to_leave_danger_in_full_lets_workers_go_or_refuse(field: Field) -> None:
    assert field.silent_on("osh-removal", r"leav|refuse|remove themselves") == []


def test_a_safety_committee_in_full_has_workers_on_it(field: Field) -> None:
    assert field.silent_on("osh-committee", r"committee|representative", r"worker|labour|joint") == []


def test_machines_are_safe_in_full_with_guards_and_upkeep(field: Field) -> None:
    assert field.silent_on("osh-machinery", r"guard", r"mainten|maintain|kept up") == []


def test_chemicals_are_safe_in_full_only_where_they_are_listed_or_labelled(field: Field) -> None:
    assert field.silent_on("osh-chemicals", r"inventor|label|listed") == []


def test_the_right_to_leave_danger_is_rare_beside_the_duty_of_safe_work(field: Field) -> None:
    """Convention 155 has both, and it is fundamental since 2022; codes took in the one and forgot the other."""
    assert len(field.askers("osh-removal")) < len(field.askers("osh-duty")) / 3


@pytest.mark.parametrize("criterion_id", ["osh-machinery", "osh-fire", "osh-ppe", "osh-chemicals"])
def test_who_asks_for_safe_machines_fire_safety_gear_or_chemicals_asks_for_safe_work_at_all(
    criterion_id: str, field: Field
) -> None:
    """Single hazards are the least of a duty, but they are part of it."""
    assert field.askers(criterion_id) <= field.askers("osh-duty")
