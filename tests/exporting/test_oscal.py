"""A comparison as an OSCAL mapping collection, against NIST's schema and against the judgements behind it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator
from tiny import Clause, Tiny

from labelscope import uris
from labelscope.catalogue import Catalogue
from labelscope.errors import HostileInput
from labelscope.exporting import write_oscal
from labelscope.exporting.oscal import OSCAL_VERSION, demands, find_meetings, relationship
from labelscope.i18n import Translator
from labelscope.model import LANGUAGES, Reach

TESTS = Path(__file__).parents[1]
ENGLISH = Translator("en")
#: NIST's pattern of a token uses Unicode classes that Python's `re` does not know; the second says the same.
TOKEN, TOKEN_IN_PYTHON = r"^(\p{L}|_)(\p{L}|\p{N}|[.\-_])*$", r"^[^\W\d][\w.\-]*$"
#: The JSON Schema leaves the relationship open; the metaschema of 1.2.1 allows these.
RELATIONSHIPS = ("equivalent-to", "equal-to", "subset-of", "superset-of", "intersects-with", "no-relationship")
PARTIAL, FULL, BEYOND = Reach.PARTIAL, Reach.FULL, Reach.BEYOND
INVERSE = {"subset-of": "superset-of", "superset-of": "subset-of"}


@pytest.fixture(scope="module")
def validator() -> Draft7Validator:
    text = (TESTS / "data/schemas/oscal_mapping_schema.json").read_text(encoding="utf-8")
    assert json.dumps(TOKEN) in text
    schema = json.loads(text.replace(json.dumps(TOKEN), json.dumps(TOKEN_IN_PYTHON)))
    assert schema["$id"] == f"http://csrc.nist.gov/ns/oscal/{OSCAL_VERSION}/oscal-mapping-schema.json"
    return Draft7Validator(schema)


def collection(catalogue: Catalogue, first: str, second: str, language: str = "en") -> dict[str, Any]:
    document: dict[str, Any] = json.loads(write_oscal(catalogue, first, second, Translator(language)))
    return document


def maps(document: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = document["mapping-collection"]["mappings"][0]["maps"]
    return found


def test_comparisons_are_valid_under_the_published_schema(catalogue: Catalogue, validator: Draft7Validator) -> None:
    chosen = ("4c", "sa8000", "amfori-bsci", "belgian-social-label", "fla", "rba-vap")
    for first, second in combinations(chosen, 2):
        for language in LANGUAGES if second == "sa8000" else ("en",):
            document = collection(catalogue, first, second, language)
            assert [(first, second, list(e.path), e.message) for e in validator.iter_errors(document)] == []
            assert {entry["relationship"] for entry in maps(document)} <= set(RELATIONSHIPS)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda c: c.pop("provenance"),
        lambda c: c["provenance"].update(status="final"),
        lambda c: c["provenance"].update(method="guessed"),
        lambda c: c["metadata"].pop("last-modified"),
        lambda c: c["mappings"][0].update(maps=[]),
        lambda c: c["mappings"][0]["maps"][0].update(uuid="1"),
        lambda c: c["mappings"][0]["maps"][0]["sources"][0].update(type="clause"),
    ],
)
def test_the_schema_would_find_a_fault(
    tiny_catalogue: Catalogue, validator: Draft7Validator, spoil: Callable[[Any], object]
) -> None:
    document = collection(tiny_catalogue, "alpha", "beta")
    assert not list(validator.iter_errors(document))
    spoil(document["mapping-collection"])
    assert list(validator.iter_errors(document))


def test_clauses_map_where_they_meet_on_a_criterion(tiny_catalogue: Catalogue) -> None:
    found = [
        (entry["sources"][0]["id-ref"], entry["relationship"], entry["targets"][0]["id-ref"])
        for entry in maps(collection(tiny_catalogue, "alpha", "beta"))
    ]
    assert found == [
        ("alpha.01", "equivalent-to", "beta.01"),
        ("alpha.02", "superset-of", "beta.02"),  # it asks for exits too
    ]


def one(*reaches: Reach) -> dict[str, frozenset[Reach]]:
    return {"c": frozenset(reaches)}


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        (one(FULL), one(FULL), "equivalent-to"),
        (one(PARTIAL), one(FULL), "subset-of"),
        (one(FULL), one(PARTIAL), "superset-of"),
        (one(PARTIAL), one(PARTIAL), "intersects-with"),
        (one(FULL), one(FULL, BEYOND), "subset-of"),
        (one(PARTIAL), one(FULL, BEYOND), "subset-of"),
        (one(FULL, BEYOND), one(FULL, BEYOND), "intersects-with"),  # beyond in another way, for all that is known
        (one(BEYOND), one(FULL), "intersects-with"),  # a clause that states only the extra does not contain full
        (one(BEYOND), one(PARTIAL), "intersects-with"),
        (one(FULL, PARTIAL), one(FULL), "equivalent-to"),
        (one(FULL) | {"d": frozenset({PARTIAL})}, one(FULL), "superset-of"),
        (one(PARTIAL) | {"d": frozenset({PARTIAL})}, one(FULL), "intersects-with"),
        (one(PARTIAL), one(FULL) | {"d": frozenset({FULL})}, "subset-of"),
        (one(FULL) | {"d": frozenset({FULL})}, one(FULL) | {"e": frozenset({FULL})}, "intersects-with"),
    ],
)
def test_the_relationship_follows_from_the_reaches(
    source: dict[str, frozenset[Reach]], target: dict[str, frozenset[Reach]], expected: str
) -> None:
    assert relationship(source, target) == expected


REACHES = st.frozensets(st.sampled_from([PARTIAL, FULL, BEYOND]), min_size=1)
SIDES = st.dictionaries(st.sampled_from("cde"), REACHES, min_size=1)


@given(SIDES, SIDES)
def test_the_relationship_turns_round_with_its_sides_and_is_never_inflated(
    source: dict[str, frozenset[Reach]], target: dict[str, frozenset[Reach]]
) -> None:
    forth, back = relationship(source, target), relationship(target, source)
    assert back == INVERSE.get(forth, forth)
    shared = [(source[c], target[c]) for c in source.keys() & target.keys()]
    if any(FULL not in own and FULL not in other for own, other in shared):
        assert forth == "intersects-with"
    if forth == "equivalent-to":
        assert source.keys() == target.keys()
        assert all(FULL in own and FULL in other for own, other in shared)
    if forth == "subset-of":
        assert source.keys() <= target.keys()


def test_what_is_only_recommended_counts_as_a_part(build_tiny: Callable[..., Catalogue]) -> None:
    catalogue = build_tiny(
        {"a": Tiny([Clause({"wage": "full"}, "recommended")]), "b": Tiny([Clause({"wage": "full"})])}
    )
    assert [entry["relationship"] for entry in maps(collection(catalogue, "a", "b"))] == ["subset-of"]


def test_clauses_judged_together_map_together(build_tiny: Callable[..., Catalogue]) -> None:
    together = Tiny([Clause({"wage": "partial"}), Clause({"wage": "full"}, together=(1,))])
    catalogue = build_tiny({"a": together, "b": Tiny([Clause({"wage": "full"})])})
    assert find_meetings(catalogue, "a", "b") == [(("a.01",), ("b.01",)), (("a.01", "a.02"), ("b.01",))]
    assert demands(catalogue, ("a.02",)) == {"wage": frozenset({PARTIAL})}
    assert [entry["relationship"] for entry in maps(collection(catalogue, "a", "b"))] == ["subset-of", "equivalent-to"]


def test_a_clause_that_asks_nothing_maps_to_nothing(build_tiny: Callable[..., Catalogue]) -> None:
    catalogue = build_tiny({"a": Tiny([Clause({"wage": "none"}), Clause({})]), "b": Tiny([Clause({"wage": "full"})])})
    with pytest.raises(HostileInput, match="A and B meet on no criterion"):
        write_oscal(catalogue, "a", "b", ENGLISH)


def test_what_a_relationship_rests_on_stands_beside_it(catalogue: Catalogue) -> None:
    document = collection(catalogue, "sa8000", "amfori-bsci")
    for entry in maps(document):
        groups: dict[str, dict[str, str]] = {}
        for prop in entry["props"]:
            groups.setdefault(prop["group"], {})[prop["name"]] = prop["value"]
        sides: list[dict[str, frozenset[Reach]]] = [{}, {}]
        for group in groups.values():
            for side, name in zip(sides, ("source-reach", "target-reach"), strict=True):
                if group[name] != "none":
                    side[group["criterion"]] = frozenset(map(Reach, group[name].split()))
        assert entry["relationship"] == relationship(*sides)
        assert sorted(link["href"] for link in entry["links"]) == sorted(sides[0].keys() & sides[1].keys())
        assert sides[0].keys() & sides[1].keys()


def test_identifiers_follow_from_the_stable_uris(catalogue: Catalogue) -> None:
    document = collection(catalogue, "sa8000", "amfori-bsci")["mapping-collection"]
    mapping = document["mappings"][0]
    resources = {f"#{resource['uuid']}" for resource in document["back-matter"]["resources"]}
    assert {mapping["source-resource"]["href"], mapping["target-resource"]["href"]} == resources
    found = [document["uuid"], mapping["uuid"], *(entry["uuid"] for entry in mapping["maps"])]
    assert len(set(found)) == len(found)
    assert {UUID(uuid).version for uuid in found} == {5}
    source = mapping["maps"][0]["sources"][0]
    assert source["links"][0]["href"] == uris.clause_uri(source["id-ref"])


def test_only_the_document_gets_another_identifier_when_the_catalogue_changes(
    build_tiny: Callable[..., Catalogue], tiny_catalogue: Catalogue
) -> None:
    from tiny import SCHEMES

    changed = build_tiny({**SCHEMES, "gamma": Tiny([Clause({"bonus": "full"})])})
    before, after = (collection(c, "alpha", "beta")["mapping-collection"] for c in (tiny_catalogue, changed))
    assert before["uuid"] != after["uuid"]
    assert before["mappings"] == after["mappings"]


def test_another_process_writes_the_same_bytes(tmp_path: Path) -> None:
    code = (
        "import sys, hashlib; from pathlib import Path; sys.path.insert(0, sys.argv[1]); from tiny import load_tiny;"
        "from labelscope.exporting import write_oscal, write_untp; from labelscope.i18n import Translator;"
        "c, t = load_tiny(Path(sys.argv[2])), Translator('en');"
        "print(hashlib.sha256(write_oscal(c, 'alpha', 'beta', t) + write_untp(c, 'alpha', t)).hexdigest())"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", code, str(TESTS), str(tmp_path / seed)], capture_output=True, text=True, timeout=60,
            check=True, env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    }  # fmt: skip
    assert len(found) == 1


def test_a_hostile_name_is_no_markup(build_tiny: Callable[..., Catalogue], validator: Draft7Validator) -> None:
    evil = Tiny([Clause({"wage": "full"})], facts={"name": "<script>*x*</script> `y` [z](javascript:1)"})
    document = collection(build_tiny({"a": evil, "b": Tiny([Clause({"wage": "full"})])}), "a", "b")
    assert not list(validator.iter_errors(document))
    title = document["mapping-collection"]["back-matter"]["resources"][0]["title"]
    assert title == r"&lt;script&gt;\*x\*&lt;/script&gt; \`y\` \[z](javascript:1)"
