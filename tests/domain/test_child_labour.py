"""What is known in the field about child labour: ages, hazardous work, light work, remedy."""

from __future__ import annotations

import re

import pytest
from field import Field

from labelscope.model import Coverage, Reach

AGES = {"fourteen": 14, "fifteen": 15, "sixteen": 16, "eighteen": 18}


def ages(text: str) -> list[int]:
    """Ages that a text names; ILO conventions are not ages."""
    written = [age for word, age in AGES.items() if word in text.lower()]
    return written + [int(number) for number in re.findall(r"\b1[0-9]\b", text)]


def test_a_minimum_age_in_full_states_the_age_of_fifteen_or_more(field: Field) -> None:
    lines = field.lines_in_full("child-minimum-age")
    assert [str(line) for line in lines if max(ages(line.text), default=0) < 15] == []


def test_whoever_bars_all_work_under_fifteen_stands_level(field: Field) -> None:
    """Fourteen somewhere, or a tale of what most laws say, is another floor; help in the family is another matter."""
    barred = [line for line in field.lines("child-minimum-age") if line.says(r"\b(?:below|under) (?:15|fifteen)\b")]
    plain = [line for line in barred if not line.says(r"\b14\b|in most places|family only")]
    assert len(plain) > 10
    assert [str(line) for line in plain if line.reach is not Reach.FULL] == []


def test_naming_convention_138_without_an_age_is_partial(field: Field) -> None:
    by_reference = [line for line in field.lines("child-minimum-age") if line.says("138") and not ages(line.text)]
    assert by_reference
    assert {line.reach for line in by_reference} <= {Reach.PARTIAL, Reach.NONE}


def test_only_a_floor_of_sixteen_or_one_that_covers_family_work_is_beyond(field: Field) -> None:
    beyond = [line for line in field.lines("child-minimum-age") if line.reach is Reach.BEYOND]
    assert beyond
    assert [str(x) for x in beyond if max(ages(x.text), default=0) < 16 and not x.says("famil|supplier")] == []


@pytest.mark.parametrize("scheme_id", ["goodweave", "ietp"])
def test_a_floor_of_fourteen_is_partial(scheme_id: str, field: Field) -> None:
    """Fourteen is for countries that use the exception of convention 138, not a general floor."""
    assert field.coverage(scheme_id, "child-minimum-age") is Coverage.PARTIAL


@pytest.mark.parametrize("scheme_id", ["sa8000", "amfori-bsci", "smeta-sedex", "rba-vap", "fla", "fair-wear"])
def test_the_well_known_factory_codes_state_fifteen(scheme_id: str, field: Field) -> None:
    assert field.coverage(scheme_id, "child-minimum-age") is Coverage.FULL


def test_florverde_bars_everyone_under_eighteen_and_is_beyond(field: Field) -> None:
    assert field.coverage("florverde", "child-minimum-age") is Coverage.BEYOND


def test_leave_for_family_help_or_light_work_is_no_minimum_age(field: Field) -> None:
    """Convention 138 lets light work stand beside a floor, not in its place."""
    light = r"light|help|own children|learn the craft"
    lines = [x for x in field.lines("child-minimum-age") if x.says(light) and max(ages(x.text), default=0) < 15]
    assert lines
    assert [str(line) for line in lines if line.reach in (Reach.FULL, Reach.BEYOND)] == []


def test_every_ban_of_hazardous_work_under_eighteen_counts_for_young_workers(field: Field) -> None:
    reached = {c for x in field.lines("young-workers") if x.reach is not Reach.NONE for c in x.clauses}
    young = re.compile(r"\b(?:under|below)[ -](?:18|eighteen)|18 years", re.IGNORECASE)
    hazard = re.compile(r"hazard|danger|\bharm", re.IGNORECASE)
    clauses = [
        row for scheme_id, rows in field.catalogue.requirements.items() for row in rows
        if scheme_id not in field.matrix.data_only and young.search(row.text) and hazard.search(row.text)
    ]  # fmt: skip
    assert len(clauses) > 10
    assert [f"{row.id}: {row.text}" for row in clauses if row.id not in reached] == []


def test_young_workers_are_protected_in_full_only_by_bans_of_night_and_hazard_and_a_limit_of_hours(
    field: Field,
) -> None:
    hours = r"hours?\b|school|overtime|overlong"
    assert field.silent_on("young-workers", r"night", r"hazard|danger|harm", hours) == []


@pytest.mark.parametrize("scheme_id", ["xertifix", "rtrs", "utz", "fair-stone", "bonsucro"])
def test_a_ban_of_hazardous_work_alone_protects_young_workers_in_part(scheme_id: str, field: Field) -> None:
    assert field.coverage(scheme_id, "young-workers") is Coverage.PARTIAL


def test_remedy_for_a_child_found_at_work_is_full_only_with_schooling(field: Field) -> None:
    assert field.silent_on("child-remediation", r"school|educat") == []


def test_sending_a_child_home_with_its_wages_is_no_full_remedy(field: Field) -> None:
    """Dismissal drives children into worse work; without schooling the bus home is half a remedy."""
    assert field.coverage("wrap", "child-remediation") is Coverage.PARTIAL


def test_goodweave_takes_found_children_to_school_and_step_to_school_or_home(field: Field) -> None:
    """A choice between the family and a school is no duty of schooling."""
    assert field.coverage("goodweave", "child-remediation") in (Coverage.FULL, Coverage.BEYOND)
    assert field.coverage("label-step", "child-remediation") is Coverage.PARTIAL


def test_the_worst_forms_are_banned_in_full_only_where_the_text_names_them(field: Field) -> None:
    assert field.silent_on("child-worst-forms", r"worst forms") == []


def test_the_label_of_2002_names_the_worst_forms_but_no_age(field: Field) -> None:
    assert field.coverage("belgian-social-label", "child-worst-forms") is Coverage.FULL
    assert field.coverage("belgian-social-label", "child-minimum-age") is Coverage.PARTIAL


def test_age_is_verified_in_full_only_where_it_is_checked_when_people_are_taken_on(field: Field) -> None:
    assert field.silent_on("child-age-verification", r"hiring|recruit", r"check|verif|proof") == []


def test_a_scheme_that_protects_young_workers_says_something_on_the_age_of_children(field: Field) -> None:
    """Of Travelife only the clause on children who may lawfully work was read."""
    assert field.askers("young-workers") - field.askers("child-minimum-age") <= {"travelife"}


def test_whoever_names_and_bans_the_worst_forms_stands_level(field: Field) -> None:
    ban = r"worst forms.*(?:\bbanned|not tolerated|forbidden|kept off)|no worst forms"
    banned = [line for line in field.lines("child-worst-forms") if line.says(ban)]
    assert len(banned) > 4
    assert [str(line) for line in banned if line.reach is not Reach.FULL] == []


def test_showing_compliance_with_convention_182_is_no_ban_in_the_text(field: Field) -> None:
    assert field.coverage("oeko-tex-step", "child-worst-forms") is Coverage.PARTIAL


def test_fifteen_with_fourteen_where_a_country_has_it_is_one_floor_in_all_codes(field: Field) -> None:
    """So convention 138 has it; the codes differ in words."""
    both = [x for x in field.lines("child-minimum-age") if x.says(r"\b15\b.*\b14\b") and not x.says("13 or 14")]
    assert {line.scheme for line in both} >= {"rjc", "amfori-bsci", "wrap", "grs", "smeta-sedex"}
    assert [str(line) for line in both if line.reach is not Reach.FULL] == []


def test_sa8000_protects_young_workers_by_night_from_hazards_and_in_hours(field: Field) -> None:
    assert field.coverage("sa8000", "young-workers") is Coverage.FULL
