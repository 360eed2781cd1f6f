from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from labelscope import uris
from labelscope.catalogue import Catalogue

RETIRED = Path(__file__).parents[1] / "data" / "retired-ids.txt"


def every_uri(catalogue: Catalogue) -> list[str]:
    return [
        *(uris.scheme_uri(scheme) for scheme in catalogue.schemes.values()),
        *(uris.clause_uri(row_id) for row_id in catalogue.requirement_by_id),
        *(uris.criterion_uri(criterion.id) for criterion in catalogue.criteria.criteria),
    ]


def test_no_two_things_share_a_uri_and_all_stand_under_the_base(catalogue: Catalogue) -> None:
    found = every_uri(catalogue)
    assert len(set(found)) == len(found)
    assert all(uri.startswith(uris.BASE) for uri in found)


def test_a_uri_needs_no_escaping(catalogue: Catalogue) -> None:
    allowed = set("abcdefghijklmnopqrstuvwxyz0123456789.-/")
    assert {uri for uri in every_uri(catalogue) if set(uri.removeprefix(uris.BASE)) - allowed} == set()


@pytest.mark.parametrize(
    ("version", "part"),
    [
        ("4.1", "4.1"),
        ("3.10", "3.10"),
        ("V3-1", "v3-1"),
        ("Code of Conduct 2021 (re-branded 2024)", "code-of-conduct-2021"),
        ("Law of 27 February 2002; royal decree of 4 April 2003", "law-of-27-february-2002"),
        ("P&C 2024", "p-c-2024"),
        ("(undated)", "unversioned"),
        ("../../etc", "etc"),
        (None, "unversioned"),
    ],
)
def test_the_version_is_the_head_of_what_the_record_says(
    tiny_catalogue: Catalogue, version: str | None, part: str
) -> None:
    scheme = tiny_catalogue.schemes["alpha"]
    changed = scheme.model_copy(update={"identity": scheme.identity.model_copy(update={"version": version})})
    assert uris.version_part(changed) == part
    assert uris.scheme_uri(changed) == f"{uris.BASE}scheme/alpha/{part}"


def test_a_correction_of_a_wording_moves_no_uri(tiny_catalogue: Catalogue) -> None:
    row = tiny_catalogue.requirement_by_id["alpha.01"]
    corrected = row.model_copy(update={"text": "Something else is asked.", "clause": "clause 9", "topic": "other"})
    assert corrected.fingerprint != row.fingerprint
    assert uris.clause_uri(corrected.id) == uris.clause_uri(row.id)


def test_no_id_that_was_dropped_is_in_use_again(catalogue: Catalogue) -> None:
    retired = set(RETIRED.read_text(encoding="utf-8").split())
    used = {*catalogue.schemes, *catalogue.requirement_by_id, *(c.id for c in catalogue.criteria.criteria)}
    assert sorted(retired & used) == []


@pytest.mark.parametrize("base", ["https://labels.example/social", "https://labels.example/social/"])
def test_a_host_sets_the_base_once_for_all(base: str) -> None:
    code = "from labelscope import uris; print(uris.clause_uri('a.01'), uris.criterion_uri('b'), uris.VOCABULARY)"
    done = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, "LABELSCOPE_URI_BASE": base}, capture_output=True, text=True,
        timeout=60, check=True,
    )  # fmt: skip
    root = "https://labels.example/social/"
    assert done.stdout.split() == [f"{root}clause/a.01", f"{root}criterion/b", f"{root}vocabulary/"]
