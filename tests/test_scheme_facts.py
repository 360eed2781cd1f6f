from __future__ import annotations

from typing import Any

import pytest
from tiny import Tiny, scheme_file

from labelscope.catalogue import Catalogue
from labelscope.model import Scheme
from labelscope.scheme_facts import RULES, find_from_facts


def find(criterion_id: str, **facts: Any) -> str | None:
    """What the facts decide; `group__field` stands for group.field."""
    paths = {path.replace("__", "."): value for path, value in facts.items()}
    found = find_from_facts(Scheme.model_validate(scheme_file("own", Tiny(facts=paths))), criterion_id)
    return None if found is None else str(found.coverage)


@pytest.mark.parametrize(
    ("criterion", "fact", "answers"),
    [
        ("third-party-audit", "assurance__model", {"third-party": "full", "mixed": "partial", "unknown": None}),
        ("accreditation", "assurance__accreditation",
         {"accredited": "full", "owner-approved": "partial", "none": "absent", "unknown": None}),
        ("audit-frequency", "assurance__audit_interval_months",
         {"6": "beyond", "11": "beyond", "12": "full", "13": "partial", "36": "partial", "0": None, "unknown": None}),
        ("unannounced-visits", "assurance__unannounced",
         {"required": "full", "possible": "partial", "no": "absent", "unknown": None}),
        ("worker-interviews", "assurance__worker_interviews",
         {"required": "partial", "possible": "partial", "no": "absent", "unknown": None}),
        ("scheme-complaints", "grievance__scheme_mechanism", {"yes": "partial", "no": "absent", "unknown": None}),
        ("multi-stakeholder", "governance__type",
         {"multi-stakeholder": "full", "business-led": "absent", "ngo-led": "absent", "private-company": "absent",
          "public": None}),
        ("unions-in-governance", "governance__unions_in_governance", {"yes": "full", "no": "absent", "unknown": None}),
        ("public-authority", "governance__type", {"public": "full", "ngo-led": None}),
        ("public-register", "transparency__certified_list_public", {"yes": "full", "no": "absent", "unknown": None}),
        ("public-results", "transparency__audit_reports_public",
         {"full": "full", "summary": "partial", "no": "absent", "unknown": None}),
        ("affordability", "cost__low_eur", {"0": "partial", "500": "partial", "unknown": None}),
    ],
)  # fmt: skip
def test_every_value_of_a_fact_decides_as_its_rule_says(criterion: str, fact: str, answers: dict[str, Any]) -> None:
    assert {value: find(criterion, **{fact: value}) for value in answers} == answers


@pytest.mark.parametrize(
    ("provisions", "answer"),
    [
        (["own-route"], "partial"), (["support", "scaled-fees"], "partial"), (["scaled-fees"], None),
        (["none"], "absent"), ("unknown", None),
    ],
)  # fmt: skip
def test_provisions_for_small_firms_are_a_route_but_scaled_fees_alone_are_not(provisions: Any, answer: str) -> None:
    assert find("sme-route", size__provisions=provisions) == answer


@pytest.mark.parametrize(
    ("ties", "answer"),
    [
        ([], None),
        ([("accepts", "accepts")], "full"),
        ([("mutual", "mutual")], "full"),
        ([("accepts-partly", "accepts")], "partial"),
        ([("accepts-partly", "accepts"), ("accepts", "accepts")], "full"),
        ([("accepts", "accepted-by")], None),
        ([("benchmarked", "none"), ("built-on", "none")], None),
    ],
)  # fmt: skip
def test_only_accepting_another_scheme_is_recognition(ties: list[tuple[str, str]], answer: str | None) -> None:
    evidence = {"grade": "own-text", "sources": ["s01"]}
    records = [
        {
            "scheme": "none",
            "name": f"n{i}",
            "relation": relation,
            "direction": direction,
            "note": "n",
            "evidence": evidence,
        }
        for i, (relation, direction) in enumerate(ties)
    ]
    assert find("mutual-recognition", recognition=records) == answer


def test_a_finding_of_recognition_names_the_tie_that_decided() -> None:
    evidence = {"grade": "own-text", "sources": ["s01"]}
    tie = {"scheme": "none", "direction": "accepts", "note": "n", "evidence": evidence}
    record = scheme_file("own", Tiny())
    record["recognition"] = [
        {**tie, "name": "weak", "relation": "accepts-partly"}, {**tie, "name": "strong", "relation": "accepts"},
    ]  # fmt: skip
    found = find_from_facts(Scheme.model_validate(record), "mutual-recognition")
    assert found is not None
    assert found.value == "strong: accepts"


def test_no_fact_decides_a_criterion_without_a_rule() -> None:
    assert find("wage", cost__low_eur="1") is None


def test_the_criteria_file_says_which_criteria_follow_from_facts(catalogue: Catalogue) -> None:
    tree = catalogue.criteria
    assert {c.id for c in tree.criteria if c.from_facts == "yes"} == set(RULES)
    assert {tree.kind_of(criterion_id) for criterion_id in RULES} == {"system"}


def test_every_rule_is_said_in_words_and_reads_a_field_that_exists(catalogue: Catalogue) -> None:
    scheme = next(iter(catalogue.schemes.values()))
    for rule in RULES.values():
        assert rule.statement.endswith(".")
        assert hasattr(scheme, rule.group)
