"""The crosswalk held against the published JSON Schema of SSSOM and against its rules for TSV."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft201909Validator

from labelscope import uris
from labelscope.analysis import Analysis
from labelscope.exporting import render

SCHEMA = json.loads((Path(__file__).parents[1] / "data/schemas/sssom_schema.schema.json").read_text(encoding="utf-8"))
SLOTS = SCHEMA["$defs"]["Mapping"]["properties"]
#: Slots of the model's type EntityReference; the JSON Schema knows them only as text.
REFERENCES = ("subject_id", "predicate_id", "object_id", "mapping_justification", "subject_source", "object_source")
CURIE = re.compile(r"([A-Za-z][A-Za-z0-9_.-]*):([^\s|]+)")


def read(content: bytes) -> tuple[dict[str, Any], list[dict[str, str]]]:
    lines = content.decode().split("\n")
    head = [line for line in lines if line.startswith("#")]
    metadata = yaml.safe_load("\n".join(line.removeprefix("#") for line in head))
    return metadata, list(csv.DictReader(lines[len(head) :], delimiter="\t"))


@pytest.fixture(scope="module")
def mapping_set(analysis: Analysis) -> tuple[dict[str, Any], list[dict[str, str]]]:
    return read(render(analysis, ".tsv"))


def test_the_mapping_set_is_valid_under_the_published_schema(
    mapping_set: tuple[dict[str, Any], list[dict[str, str]]],
) -> None:
    metadata, rows = mapping_set
    standard = [{slot: value for slot, value in row.items() if slot in SLOTS and value} for row in rows]
    validator = Draft201909Validator({"$defs": SCHEMA["$defs"], "$ref": "#/$defs/MappingSet"})
    document = {**metadata, "curie_map": metadata["curie_map"], "mappings": standard}
    assert [(list(e.absolute_path), e.message) for e in validator.iter_errors(document)] == []


def test_the_schema_would_find_a_fault(mapping_set: tuple[dict[str, Any], list[dict[str, str]]]) -> None:
    metadata, _ = mapping_set
    validator = Draft201909Validator({"$defs": SCHEMA["$defs"], "$ref": "#/$defs/MappingSet"})
    assert list(validator.iter_errors({**metadata, "mappings": [{"subject_id": "clause:a.01"}]}))
    assert list(validator.iter_errors({k: v for k, v in metadata.items() if k != "license"}))


def test_what_is_no_slot_of_sssom_is_a_declared_extension(
    mapping_set: tuple[dict[str, Any], list[dict[str, str]]],
) -> None:
    metadata, rows = mapping_set
    declared = metadata["extension_definitions"]
    assert rows[0].keys() - SLOTS.keys() == {definition["slot_name"] for definition in declared}
    assert all(definition.keys() == {"slot_name", "property"} for definition in declared)


def test_every_reference_is_a_curie_with_a_declared_prefix(
    mapping_set: tuple[dict[str, Any], list[dict[str, str]]],
) -> None:
    """SSSOM/TSV: references are serialised as CURIEs, and a reader should reject a file that holds IRIs."""
    metadata, rows = mapping_set
    found = {row[slot] for row in rows for slot in REFERENCES if slot in row}
    found |= {metadata[slot] for slot in REFERENCES if slot in metadata}
    found |= {definition["property"] for definition in metadata["extension_definitions"]}
    found |= {clause for row in rows for clause in row["together"].split("|") if clause}
    parts = [CURIE.fullmatch(value) for value in found]
    assert all(parts)
    assert {part[1] for part in parts if part} <= metadata["curie_map"].keys()
    assert not [value for value in found if value.startswith(("http:", "https:"))]


def test_the_prefixes_open_into_the_stable_uris(
    analysis: Analysis, mapping_set: tuple[dict[str, Any], list[dict[str, str]]]
) -> None:
    metadata, rows = mapping_set

    def opened(curie: str) -> str:
        prefix, _, rest = curie.partition(":")
        return str(metadata["curie_map"][prefix]) + rest

    schemes = {uris.scheme_uri(scheme) for scheme in analysis.catalogue.schemes.values()}
    assert {opened(row["subject_source"]) for row in rows} == schemes
    assert {opened(row["subject_id"]) for row in rows} <= set(
        map(uris.clause_uri, analysis.catalogue.requirement_by_id)
    )
    criteria = {uris.criterion_uri(criterion.id) for criterion in analysis.catalogue.criteria.criteria}
    assert {opened(row["object_id"]) for row in rows} <= criteria | {"https://w3id.org/sssom/NoTermFound"}


def test_no_term_found_says_where_nothing_was_found(
    mapping_set: tuple[dict[str, Any], list[dict[str, str]]],
) -> None:
    metadata, rows = mapping_set
    nothing = [row for row in rows if row["object_id"] == "sssom:NoTermFound"]
    assert nothing
    assert metadata["object_source"]
    assert {(row["predicate_id"], row["object_label"], row["reach"]) for row in nothing} == {
        ("skos:relatedMatch", "", "none")
    }
