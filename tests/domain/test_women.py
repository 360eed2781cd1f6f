"""What is known in the field about women at work."""

from __future__ import annotations

import re

import pytest
from field import Field

from labelscope.model import Coverage, Reach


def test_every_ban_of_pregnancy_tests_counts_as_a_limit_to_testing(field: Field) -> None:
    reached = {c for x in field.lines("intrusive-testing") if x.reach is not Reach.NONE for c in x.clauses}
    tests = re.compile(r"pregnancy,? (?:virginity )?(?:or \w+ )?tests?|tested for pregnancy|virginity", re.IGNORECASE)
    rows = [
        row for scheme_id, rows in field.catalogue.requirements.items() for row in rows
        if tests.search(row.text) and scheme_id not in field.matrix.data_only
    ]  # fmt: skip
    assert len(rows) > 5
    assert [f"{row.id}: {row.text}" for row in rows if row.id not in reached] == []


def test_a_ban_of_pregnancy_tests_alone_is_partial(field: Field) -> None:
    assert field.silent_on("intrusive-testing", r"medical|health") == []


@pytest.mark.parametrize("scheme_id", ["florverde", "fairtrade-spo", "fla", "sa8000"])
def test_schemes_that_ban_pregnancy_tests_and_no_others(scheme_id: str, field: Field) -> None:
    assert field.coverage(scheme_id, "intrusive-testing") is Coverage.PARTIAL


def test_violence_and_harassment_in_full_are_physical_sexual_and_verbal_or_psychological(field: Field) -> None:
    """Convention 190 counts all of these as one field."""
    physical = r"physical|bod(?:y|ily)|beaten|\bforce\b|touch|corporal|violence"
    verbal = r"verbal|\bwords?\b|language|psycholog|mental|bullied|threats?\b"
    assert field.silent_on("harassment-violence", physical, r"sexual", verbal) == []


@pytest.mark.parametrize("scheme_id", ["fairtrade-hired-labour", "fairtrade-textile"])
def test_a_ban_of_sexual_harassment_alone_is_partial(scheme_id: str, field: Field) -> None:
    assert field.coverage(scheme_id, "harassment-violence") is Coverage.PARTIAL


def test_corporal_punishment_alone_is_no_full_ban_of_violence(field: Field) -> None:
    assert field.in_full_though("harassment-violence", r"punish", but_not=r"sexual") == []


def test_maternity_is_protected_in_full_by_leave_safe_work_and_a_secure_return(field: Field) -> None:
    safe = r"safe|risks? to|kept out of dang"
    back = r"return|los(?:es|s)|dismiss"
    assert field.silent_on("maternity", r"leave", safe, back) == []


def test_maternity_leave_by_law_alone_is_partial(field: Field) -> None:
    assert field.in_full_though("maternity", r"as law|by law|legal", but_not=r"nursing") == []


def test_equal_pay_in_full_is_for_work_of_equal_value(field: Field) -> None:
    """Convention 100 compares different jobs; the same pay for the same work does not."""
    assert field.silent_on("equal-pay", r"equal value") == []


def test_whoever_states_equal_value_stands_level(field: Field) -> None:
    """The label of 2002 has it only by way of convention 100."""
    stated = [line for line in field.lines("equal-pay") if line.says("equal value")]
    assert [str(line) for line in stated if line.reach is not Reach.FULL and not line.says("as Convention 100")] == []


def test_the_same_pay_for_the_same_work_is_partial(field: Field) -> None:
    assert field.in_full_though("equal-pay", r"(?:same|equal) (?:pay|wages).*same work|equal work") == []


def test_who_protects_mothers_also_bans_discrimination(field: Field) -> None:
    assert field.askers("maternity") <= field.askers("non-discrimination")


def test_a_ban_of_discrimination_is_asked_more_often_than_any_measure_for_women(field: Field) -> None:
    women = ("maternity", "equal-pay", "intrusive-testing", "gender-equality", "harassment-violence")
    assert len(field.askers("non-discrimination")) > max(len(field.askers(c)) for c in women)
