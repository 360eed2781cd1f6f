from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError
from tiny import OWN_TEXT, Tiny, four, scheme_file, set_path

from labelscope.model import (
    Bound,
    Burden,
    Coverage,
    Evidence,
    RequirementMapping,
    Scheme,
    Source,
    Translated,
)


def scheme_with(path: str, value: Any) -> Scheme:
    record = scheme_file("own", Tiny())
    set_path(record, path, value)
    return Scheme.model_validate(record)


def mapping(**changes: Any) -> RequirementMapping:
    row = {
        "subject_id": "own.01", "object_id": "wage", "mapping_justification": "semapv:ManualMappingCuration",
        "reach": "full", "rationale": "so it says", "doubt": "", "together": [],
    }  # fmt: skip
    return RequirementMapping.model_validate({**row, **changes})


def test_unknown_becomes_none_and_is_never_zero() -> None:
    assert scheme_with("cost.low_eur", "unknown").cost.low_eur is None
    assert scheme_with("cost.low_eur", "0").cost.low_eur == 0


def test_the_version_of_a_scheme_is_text() -> None:
    assert scheme_with("identity.version", "3.10").identity.version == "3.10"


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("cost.low_eur", "-1"), ("cost.low_eur", "1.5"), ("cost.low_eur", ""), ("identity.first_year", "1899"),
        ("identity.first_year", "2101"), ("identity.kind", "label"), ("identity.website", "ftp://x"),
        ("identity.website", "https://a b"), ("short", "x" * 27), ("short", ""), ("name", "TODO"),
        ("name", "a\u202eb"), ("name", "a\u200bb"), ("name", "a\x00b"), ("id", "Own"), ("summary.nl", None),
        ("cost.extra", "1"), ("status.state", "alive"), ("scope.sector_groups", []), ("assurance.evidence", None),
        ("governance.unions_in_governance", "maybe"), ("sources.0.id", "1"), ("reading.pay.extent", "half"),
    ],
)  # fmt: skip
def test_a_value_that_says_nothing_clear_is_refused(path: str, value: Any) -> None:
    with pytest.raises(ValidationError):
        scheme_with(path, value)


def test_the_bare_record_of_the_tests_is_valid() -> None:
    assert scheme_with("short", "x" * 26).short == "x" * 26


def test_a_record_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        scheme_with("short", "Own").short = "Other"  # type: ignore[misc]


def test_a_cost_range_runs_from_low_to_high() -> None:
    record = scheme_file("own", Tiny(facts={"cost.low_eur": "10", "cost.high_eur": "9"}))
    with pytest.raises(ValidationError, match="low_eur is above high_eur"):
        Scheme.model_validate(record)


@pytest.mark.parametrize(
    ("grade", "sources", "holds"),
    [
        ("own-text", ["s01"], True), ("own-text", [], False), ("secondary", [], False),
        ("general-knowledge", [], True), ("general-knowledge", ["s01"], False),
    ],
)  # fmt: skip
def test_general_knowledge_alone_names_no_source(grade: str, sources: list[str], holds: bool) -> None:
    if holds:
        assert Evidence.model_validate({"grade": grade, "sources": sources}).grade == grade
    else:
        with pytest.raises(ValidationError):
            Evidence.model_validate({"grade": grade, "sources": sources})


def test_a_source_can_be_found_by_title_or_url() -> None:
    base = {"id": "s01", "used_for": "unknown", "nature": "own"}
    assert Source.model_validate({**base, "title": "T", "url": "unknown"}).url is None
    with pytest.raises(ValidationError):
        Source.model_validate({**base, "title": "unknown", "url": "unknown"})


def test_nothing_found_needs_reach_none() -> None:
    assert mapping(object_id="sssom:NoTermFound", reach="none").subjects == ("own.01",)
    with pytest.raises(ValidationError):
        mapping(object_id="sssom:NoTermFound", reach="partial")


def test_a_together_judgement_rests_on_all_its_clauses() -> None:
    assert mapping(together=["own.02", "own.03"]).subjects == ("own.01", "own.02", "own.03")


def test_a_translated_text_falls_back_to_english() -> None:
    text = Translated.model_validate(four("text"))
    assert (text["nl"], text["xx"]) == ("text nl", "text en")


def test_a_bound_may_never_end() -> None:
    bound = {"unit": "years", "lines": ["P01"]}
    assert Bound.model_validate({**bound, "figure": "never"}).figure is None
    assert Bound.model_validate({**bound, "figure": "1.5"}).figure is not None
    with pytest.raises(ValidationError):
        Bound.model_validate({**bound, "figure": "1", "lines": []})


def test_an_evidence_line_runs_from_low_to_high() -> None:
    row = {
        "id": "B01", "year": "unknown", "source": "https://example.org", "grade": "press", "note": "n", "scheme": "any",
        "measure": "m", "low": "2", "high": "1", "unit": "EUR", "firm_size": "any", "country": "any",
    }  # fmt: skip
    with pytest.raises(ValidationError, match="low is above high"):
        Burden.model_validate(row)
    assert Burden.model_validate({**row, "high": "unknown"}).high is None


def test_only_a_finding_has_a_degree() -> None:
    degrees = {coverage: coverage.degree for coverage in Coverage}
    assert degrees.pop(Coverage.ABSENT) == 0
    assert degrees.pop(Coverage.PARTIAL) == 0.5
    assert degrees.pop(Coverage.FULL) == degrees.pop(Coverage.BEYOND) == 1
    assert set(degrees.values()) == {None}
    assert not any(coverage.is_known or coverage.is_asked for coverage in degrees)
    assert Coverage.ABSENT.is_known
    assert not Coverage.ABSENT.is_asked


def test_the_own_text_evidence_of_the_tests_is_valid() -> None:
    assert Evidence.model_validate(OWN_TEXT).sources == ("s01",)


@pytest.mark.parametrize(
    ("relation", "direction", "holds"),
    [
        ("accepts", "accepts", True),
        ("accepts-partly", "accepted-by", True),
        ("mutual", "mutual", True),
        ("benchmarked", "none", True),
        ("cooperation", "none", True),
        ("built-on", "none", True),
        ("accepts", "none", False),
        ("mutual", "none", False),
        ("benchmarked", "accepts", False),
        ("cooperation", "mutual", False),
    ],
)
def test_only_accepting_has_a_direction(relation: str, direction: str, holds: bool) -> None:
    tie = {
        "scheme": "none",
        "name": "n",
        "relation": relation,
        "direction": direction,
        "note": "n",
        "evidence": OWN_TEXT,
    }
    if holds:
        assert scheme_with("recognition", [tie]).recognition[0].relation == relation
    else:
        with pytest.raises(ValidationError, match="does not go with direction"):
            scheme_with("recognition", [tie])
