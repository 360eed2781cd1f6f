"""A scheme as a UNTP vocabulary. UNTP's schema may not be copied here; what 0.6.1 requires is restated below."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from tiny import Clause, Tiny

from labelscope import uris
from labelscope.catalogue import Catalogue
from labelscope.exporting import write_untp
from labelscope.exporting.untp import TOPICS, TOPICS_OF_CRITERIA, topic
from labelscope.i18n import Translator
from labelscope.model import LANGUAGES

ENGLISH = Translator("en")
TEXT = {"type": "string"}
URI = {"type": "string", "pattern": r"^https?://[^\s]+$"}


def typed(name: str) -> dict[str, Any]:
    return {"type": "array", "items": TEXT, "contains": {"const": name}}


def shape(required: tuple[str, ...], closed: bool = True, **properties: Any) -> dict[str, Any]:
    return {
        "type": "object", "properties": properties, "required": list(required), "additionalProperties": not closed,
    }  # fmt: skip


CLASSIFICATION = shape(
    ("id", "name"), type=typed("Classification"), id=URI, code=TEXT, name=TEXT, schemeID=URI, schemeName=TEXT
)
CRITERION = shape(
    ("id", "name", "description", "conformityTopic", "status"),
    type=typed("Criterion"), id=URI, name=TEXT, description=TEXT,
    conformityTopic={
        "enum": [
            "environment.energy", "environment.emissions", "environment.water", "environment.waste",
            "environment.deforestation", "environment.biodiversity", "circularity.content", "circularity.design",
            "social.labour", "social.rights", "social.community", "social.safety", "governance.ethics",
            "governance.compliance", "governance.transparency",
        ]
    },
    status={"enum": ["proposed", "active", "deprecated"]},
    category={"type": "array", "items": CLASSIFICATION}, tag={"type": "array", "items": TEXT},
)  # fmt: skip
SCHEME = shape(
    ("id", "name", "description", "version", "validFrom", "owner"), closed=False,
    type=typed("ConformityScheme"), id=URI, name=TEXT, description=TEXT, version=TEXT,
    validFrom={"type": "string", "format": "date"}, owner=shape(("id", "name"), closed=False, id=URI, name=TEXT),
)  # fmt: skip
TAG = shape(("name", "description"), name=TEXT, description=TEXT)
VOCABULARY = {"$schema": "https://json-schema.org/draft/2020-12/schema"} | shape(
    ("id", "conformityCriterion"), id=URI, type=typed("ConformitySchemeVocabulary"), scheme=SCHEME,
    conformityCriterion={"type": "array", "items": CRITERION}, tagCode={"type": "array", "items": TAG},
    **{"@context": {"type": "array"}},
)  # fmt: skip
VALIDATOR = Draft202012Validator(VOCABULARY, format_checker=FormatChecker())


def vocabulary(catalogue: Catalogue, scheme_id: str, language: str = "en", **options: Any) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(write_untp(catalogue, scheme_id, Translator(language), **options))
    return document


@pytest.mark.parametrize("valid_from", [None, date(2021, 6, 1)])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_scheme_gives_what_untp_requires(catalogue: Catalogue, language: str, valid_from: date | None) -> None:
    for scheme_id in catalogue.schemes:
        document = vocabulary(catalogue, scheme_id, language, valid_from=valid_from)
        assert [(scheme_id, list(e.path), e.message) for e in VALIDATOR.iter_errors(document)] == []


@pytest.mark.parametrize(
    "spoil",
    [
        lambda d: d.pop("id"),
        lambda d: d.update(name="a scheme"),
        lambda d: d["conformityCriterion"][0].update(conformityTopic="social.wages"),
        lambda d: d["conformityCriterion"][0].pop("description"),
        lambda d: d["scheme"].update(validFrom="2021"),
        lambda d: d["scheme"].pop("owner"),
    ],
)
def test_what_is_restated_would_find_a_fault(tiny_catalogue: Catalogue, spoil: Callable[[Any], object]) -> None:
    document = vocabulary(tiny_catalogue, "alpha", valid_from=date(2021, 6, 1))
    spoil(document)
    assert list(VALIDATOR.iter_errors(document))


def test_criteria_are_the_clauses_of_the_scheme_under_their_stable_uris(tiny_catalogue: Catalogue) -> None:
    document = vocabulary(tiny_catalogue, "alpha")
    assert document["id"] == f"{uris.BASE}scheme/alpha/3.10"
    first, second = document["conformityCriterion"]
    assert first["id"] == f"{uris.BASE}clause/alpha.01"
    assert (first["name"], first["description"]) == ("topic (clause 1)", "Something is asked.")
    assert [c["id"] for c in second["category"]] == [f"{uris.BASE}criterion/helmets", f"{uris.BASE}criterion/exits"]
    assert first["tag"] == ["alpha", "immediate", "own-text"]


def test_the_scheme_is_described_only_where_somebody_names_the_day(tiny_catalogue: Catalogue) -> None:
    assert "scheme" not in vocabulary(tiny_catalogue, "alpha")
    described = vocabulary(tiny_catalogue, "alpha", valid_from=date(2021, 6, 1))["scheme"]
    assert (described["version"], described["validFrom"]) == ("3.10", "2021-06-01")
    assert described["owner"] == {"id": f"{uris.BASE}scheme/alpha/3.10#owner", "name": "Somebody"}


def test_a_scheme_that_is_no_longer_active_has_deprecated_criteria(tiny_catalogue: Catalogue) -> None:
    assert {c["status"] for c in vocabulary(tiny_catalogue, "alpha")["conformityCriterion"]} == {"active"}
    assert {c["status"] for c in vocabulary(tiny_catalogue, "delta")["conformityCriterion"]} == {"deprecated"}


def test_clauses_without_a_criterion_are_left_out_and_counted(build_tiny: Callable[..., Catalogue]) -> None:
    own = Tiny([Clause({"wage": "full"}), Clause({}), Clause({"exits": "none"})])
    document = vocabulary(build_tiny({"own": own}), "own")
    assert [c["id"].rpartition("/")[2] for c in document["conformityCriterion"]] == ["own.01", "own.03"]
    assert document["conformityCriterion"][1]["category"] == []  # it speaks of exits and asks nothing
    assert "1 clause that fits none" in document["tagCode"][0]["description"]


def test_every_tag_is_explained_and_the_first_says_whose_words_these_are(catalogue: Catalogue) -> None:
    document = vocabulary(catalogue, "gots")
    explained = {tag["name"] for tag in document["tagCode"]}
    assert {tag for criterion in document["conformityCriterion"] for tag in criterion["tag"]} <= explained
    said = document["tagCode"][0]["description"]
    assert "neither published nor confirmed" in said
    assert catalogue.checksum in said


def test_every_theme_has_a_topic_and_no_topic_is_left_over(catalogue: Catalogue) -> None:
    assert TOPICS.keys() == {theme.id for theme in catalogue.criteria.themes}
    assert TOPICS_OF_CRITERIA.keys() <= {criterion.id for criterion in catalogue.criteria.criteria}
    assert topic(catalogue, "osh-fire") == "social.safety"
    assert topic(catalogue, "supplier-disclosure") == "governance.transparency"


def test_two_runs_are_the_same_byte_for_byte(catalogue: Catalogue) -> None:
    assert write_untp(catalogue, "gots", ENGLISH) == write_untp(catalogue, "gots", ENGLISH)
