"""What is known in the field about forced labour: prisons, fees, deposits and papers."""

from __future__ import annotations

import re

import pytest
from field import Field

from labelscope.model import Coverage, Reach


def test_prison_labour_is_limited_in_full_only_where_it_is_named(field: Field) -> None:
    assert field.silent_on("prison-labour", r"prison") == []


def test_whoever_names_prison_labour_and_limits_it_stands_level(field: Field) -> None:
    named = [line for line in field.lines("prison-labour") if line.says("prison")]
    assert [str(line) for line in named if line.reach is not Reach.FULL] == []


@pytest.mark.parametrize(
    "scheme_id", ["4c", "better-cotton", "fairtrade-spo", "fairtrade-hired-labour", "rtrs", "utz", "wfto", "uebt"]
)
def test_a_flat_ban_of_forced_labour_says_nothing_on_prisons(scheme_id: str, field: Field) -> None:
    assert field.coverage(scheme_id, "forced-labour-ban") is Coverage.FULL
    assert not field.asks(scheme_id, "prison-labour")


@pytest.mark.parametrize(
    "scheme_id", ["eti-base-code", "smeta-sedex", "sa8000", "rba-vap", "wrap", "fla", "amfori-bsci"]
)
def test_the_well_known_factory_codes_name_prison_labour(scheme_id: str, field: Field) -> None:
    assert field.coverage(scheme_id, "prison-labour") is Coverage.FULL


def test_a_ban_of_recruitment_fees_in_full_speaks_of_a_fee_a_charge_or_paying_for_a_job(field: Field) -> None:
    words = (
        r"\bfees?\b|charge|recruitment costs?|costs of hiring|"
        r"pay nothing to get|paying to obtain a job|pays recruitment"
    )
    assert field.silent_on("recruitment-fees", words) == []


@pytest.mark.parametrize("scheme_id", ["uebt", "fairtrade-textile"])
def test_freedom_from_fees_for_agency_workers_alone_is_partial(scheme_id: str, field: Field) -> None:
    assert field.coverage(scheme_id, "recruitment-fees") is Coverage.PARTIAL


def test_only_paying_fees_back_goes_beyond_a_ban_of_fees(field: Field) -> None:
    beyond = [line for line in field.lines("recruitment-fees") if line.reach is Reach.BEYOND]
    assert "rba-vap" in {line.scheme for line in beyond}
    assert [str(line) for line in beyond if not line.says(r"given back|paid back|repaid|reimburs|refund")] == []


def test_the_electronics_code_bans_fees_and_has_them_paid_back(field: Field) -> None:
    assert field.coverage("rba-vap", "recruitment-fees") is Coverage.BEYOND


def test_papers_deposits_and_wages_are_safe_in_full_only_where_all_three_are_named(field: Field) -> None:
    papers = r"papers?\b|documents?\b|passport"
    money = r"deposit|bond\b|guarantee|valuables|property"
    assert field.silent_on("documents-and-deposits", papers, money, r"\bpay\b|payments?|wages|\bbenefits?\b") == []


@pytest.mark.parametrize("scheme_id", ["eti-base-code", "smeta-sedex"])
def test_the_eti_clause_names_papers_and_deposits_but_not_withheld_wages(scheme_id: str, field: Field) -> None:
    assert field.coverage(scheme_id, "documents-and-deposits") is Coverage.PARTIAL


def test_every_ban_on_keeping_identity_papers_counts_for_papers_and_deposits(field: Field) -> None:
    reached = {c for x in field.lines("documents-and-deposits") if x.reach is not Reach.NONE for c in x.clauses}
    keeping = re.compile(r"\b(?:no|not) .*(?:ke(?:ep|pt)|retain|hold).*(?:identity papers|passports?)", re.IGNORECASE)
    held = re.compile(r"(?:identity papers|passports?)[^.;]*\b(?:not|no)\b[^.;]*kept", re.IGNORECASE)
    rows = [row for rows in field.catalogue.requirements.values() for row in rows]
    bans = [row for row in rows if keeping.search(row.text) or held.search(row.text)]
    assert len(bans) > 5
    assert [f"{row.id}: {row.text}" for row in bans if row.id not in reached] == []


def test_freedom_to_leave_in_full_is_free_movement_and_leaving_the_job(field: Field) -> None:
    movement = (
        r"move|movement|leave (?:the )?(?:workplace|work|site)|after (?:the|their) (?:shift|working day)|shift is over"
    )
    job = r"quit|end (?:their|employment|a|the)|job|notice|exit|change employer"
    assert field.silent_on("freedom-to-leave", f"{movement}|at their own will", job) == []


def test_who_limits_fees_also_bans_forced_labour(field: Field) -> None:
    assert field.askers("recruitment-fees") - field.askers("forced-labour-ban") == set()


def test_telling_workers_that_forced_labour_is_not_tolerated_is_a_notice_and_no_ban(field: Field) -> None:
    """Where the practice itself is not tolerated, it is banned."""
    assert field.coverage("rainforest-alliance", "forced-labour-ban") is Coverage.PARTIAL
    assert {"4c", "rmap"} <= field.in_full("forced-labour-ban")
