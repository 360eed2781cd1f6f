from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import re
import stat
import subprocess
import sys
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tiny import CRITERIA, SCHEMES, Tiny, with_two_families

from labelscope.analysis import Analysis
from labelscope.catalogue import Catalogue
from labelscope.exporting import WRITERS, export, render, tables
from labelscope.exporting.text import plain, rows_to_csv
from labelscope.i18n import Translator
from labelscope.model import LANGUAGES

HOSTILE = ("=1+1", "<script>alert(1)</script>", "@SUM(A1)", "http://x.example/")
ENGLISH = Translator("en")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Analysis:
    """The tiny analysis with names that mean harm; the names fall on the schemes in order."""
    from tiny import load_tiny

    schemes = {
        scheme_id: Tiny(tiny.clauses, tiny.reading, {**tiny.facts, "short": name[:26], "name": name})
        for (scheme_id, tiny), name in zip(SCHEMES.items(), HOSTILE, strict=True)
    }
    return with_two_families(Analysis(load_tiny(tmp_path_factory.mktemp("hostile"), schemes)))


def sheets(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


# --- the same catalogue gives the same bytes ---


@pytest.mark.parametrize("suffix", WRITERS)
def test_two_renders_are_the_same_byte_for_byte(catalogue: Catalogue, analysis: Analysis, suffix: str) -> None:
    again = Analysis(catalogue)
    again.__dict__["families"] = analysis.families
    assert render(analysis, suffix, "fr") == render(again, suffix, "fr")


def test_another_process_with_another_hash_seed_writes_the_same_bytes(tmp_path: Path) -> None:
    code = (
        "import sys, hashlib; from pathlib import Path; sys.path.insert(0, sys.argv[1]);"
        "from tiny import *; from labelscope.exporting import WRITERS, render;"
        "analysis = with_two_families(Analysis(load_tiny(Path(sys.argv[2]))));"
        "print([hashlib.sha256(render(analysis, suffix)).hexdigest() for suffix in WRITERS])"
    )
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(Path(__file__).parent), str(tmp_path / seed)],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}, stdout=subprocess.PIPE, text=True,
        )
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    ]  # fmt: skip
    outputs = [run.communicate(timeout=60)[0] for run in runs]
    assert all(run.returncode == 0 for run in runs)
    assert outputs[0] == outputs[1]
    assert len(hashlib.sha256().hexdigest()) * len(WRITERS) < len(outputs[0])


@pytest.mark.parametrize("suffix", WRITERS)
def test_every_export_carries_the_checksum_of_its_catalogue(tiny_analysis: Analysis, suffix: str) -> None:
    content = render(tiny_analysis, suffix)
    checksum = tiny_analysis.catalogue.checksum
    if suffix == ".xlsx":
        content = "\n".join(str(v) for row in sheets(content).worksheets[-1].values for v in row).encode()
    assert checksum[:16].encode() in content


def test_a_handful_of_schemes_can_be_exported(catalogue: Catalogue) -> None:
    few = Analysis(catalogue, ("sa8000", "amfori-bsci", "fla"))
    for suffix in WRITERS:
        assert render(few, suffix)


@pytest.mark.parametrize("suffix", ["", ".exe", ".pdf", "json"])
def test_an_unknown_suffix_is_refused_with_the_known_ones(tiny_analysis: Analysis, suffix: str) -> None:
    with pytest.raises(ValueError, match=r"\.xlsx, \.csv"):
        render(tiny_analysis, suffix)


def test_a_suffix_in_capitals_is_known(tiny_analysis: Analysis) -> None:
    assert render(tiny_analysis, ".JSON") == render(tiny_analysis, ".json")


# --- files ---


def test_an_export_appears_whole_and_readable(tiny_analysis: Analysis, tmp_path: Path) -> None:
    target = export(tiny_analysis, tmp_path / "advice.json", "nl")
    assert target.read_bytes() == render(tiny_analysis, ".json", "nl")
    assert stat.S_IMODE(target.stat().st_mode) == 0o644
    assert [path.name for path in tmp_path.iterdir()] == ["advice.json"]


def test_a_failed_export_leaves_the_old_file_and_nothing_else(
    tiny_analysis: Analysis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "advice.json"
    target.write_text("old")

    def fail(*_: Any) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("labelscope.exporting.os.replace", fail)
    with pytest.raises(OSError, match="disk full"):
        export(tiny_analysis, target)
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["advice.json"]


def test_an_export_into_a_missing_folder_says_so(tiny_analysis: Analysis, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        export(tiny_analysis, tmp_path / "none" / "advice.json")


# --- XLSX ---


@pytest.mark.parametrize("which", ["hostile", "analysis"])
def test_a_workbook_holds_no_formula_and_no_link(request: pytest.FixtureRequest, which: str) -> None:
    cells = [
        cell
        for sheet in sheets(render(request.getfixturevalue(which), ".xlsx"))
        for row in sheet.iter_rows()
        for cell in row
    ]
    assert len(cells) > 200
    assert [cell.coordinate for cell in cells if cell.data_type == "f" or cell.hyperlink is not None] == []


def test_a_name_that_looks_like_a_formula_stays_the_text_it_is(hostile: Analysis) -> None:
    values = {value for sheet in sheets(render(hostile, ".xlsx")) for row in sheet.values for value in row}
    assert set(HOSTILE) <= values


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_workbook_has_one_sheet_per_table_and_ends_with_provenance(tiny_analysis: Analysis, language: str) -> None:
    t = Translator(language)
    workbook = sheets(render(tiny_analysis, ".xlsx", language))
    assert len(workbook.sheetnames) == len(tables.TABLES)
    for build, sheet in zip(tables.TABLES, workbook.worksheets, strict=True):
        table = build(tiny_analysis, t)
        assert [cell.value for cell in sheet[1]] == list(table.header)
        assert sheet.max_row == len(table.rows) + 1
    assert workbook.sheetnames[-1] == tables.provenance(tiny_analysis, t).name[:31]


# --- CSV ---


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_text_that_a_spreadsheet_would_run_is_defused(text: str) -> None:
    assert plain(text) == f"'{text}"


@pytest.mark.parametrize("value", ["a=1", "1+1", "", -1, -0.5, None])
def test_harmless_text_and_numbers_stay_as_they_are(value: Any) -> None:
    assert plain(value) == value


def test_no_cell_of_the_csv_can_become_a_formula(hostile: Analysis, analysis: Analysis) -> None:
    for found in (hostile, analysis):
        rows = list(csv.reader(io.StringIO(render(found, ".csv").decode("utf-8-sig"), newline="")))
        assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert any("'=1+1" in row for row in csv.reader(io.StringIO(render(hostile, ".csv").decode("utf-8-sig"))))


def test_the_csv_has_one_line_per_cell_of_the_matrix(tiny_analysis: Analysis) -> None:
    content = render(tiny_analysis, ".csv")
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert len(rows) == 1 + len(SCHEMES) * len(CRITERIA)
    assert ["Alpha", "pay en", "label of wage en", "full"] in [row[:4] for row in rows]


def test_line_breaks_and_quotes_survive_the_csv() -> None:
    table = tables.Table("t", ("a", "b"), (('x "y"\nz', None), (1.5, "é")))
    assert list(csv.reader(io.StringIO(rows_to_csv(table).decode("utf-8-sig"), newline=""))) == [
        ["a", "b"], ['x "y"\nz', ""], ["1.5", "é"],
    ]  # fmt: skip


# --- JSON ---


def refuse(text: str) -> float:
    raise AssertionError(f"{text} is no JSON")


@pytest.mark.parametrize("which", ["tiny_analysis", "analysis"])
def test_json_holds_no_nan_and_no_infinity(request: pytest.FixtureRequest, which: str) -> None:
    found: Analysis = request.getfixturevalue(which)
    content = json.loads(render(found, ".json"), parse_constant=refuse)
    assert content["catalogue"] == found.catalogue.checksum
    assert content["recommendation"]["advised"] == found.recommendation.advised
    assert content["matrix"].keys() == set(found.schemes)


def test_json_says_null_where_the_base_is_too_small(analysis: Analysis) -> None:
    pairs = json.loads(render(analysis, ".json"))["overlap"]
    small = [pair for pair in pairs if pair["base"] < analysis.overlap.min_base]
    assert small
    assert all(pair["overlap"] is pair["first_in_second"] is pair["second_in_first"] is None for pair in small)


def test_json_is_the_same_in_every_language(tiny_analysis: Analysis) -> None:
    assert len({render(tiny_analysis, ".json", language) for language in LANGUAGES}) == 1


# --- SSSOM ---


def read_sssom(content: bytes) -> tuple[str, list[dict[str, str]]]:
    lines = content.decode().split("\n")
    metadata = "\n".join(line.removeprefix("#") for line in lines if line.startswith("#"))
    return metadata, list(csv.DictReader([line for line in lines if not line.startswith("#")], delimiter="\t"))


def test_sssom_has_the_mandatory_columns_and_declares_every_prefix(analysis: Analysis) -> None:
    import yaml

    text, rows = read_sssom(render(analysis, ".tsv"))
    metadata = yaml.safe_load(text)
    assert {"curie_map", "license", "mapping_set_id"} <= metadata.keys()
    assert {"subject_id", "predicate_id", "object_id", "mapping_justification"} <= rows[0].keys()
    used = {
        row[column].partition(":")[0]
        for row in rows
        for column in ("subject_id", "predicate_id", "object_id", "mapping_justification")
    }
    used |= {d["property"].partition(":")[0] for d in metadata["extension_definitions"]}
    assert used <= metadata["curie_map"].keys()
    assert {d["slot_name"] for d in metadata["extension_definitions"]} <= rows[0].keys()


def test_sssom_has_one_row_per_judgement_with_nothing_left_empty(analysis: Analysis) -> None:
    _, rows = read_sssom(render(analysis, ".tsv"))
    assert len(rows) == len(analysis.catalogue.crosswalk)
    mandatory = ("subject_id", "predicate_id", "object_id", "mapping_justification")
    assert all(row[column] for row in rows for column in mandatory)
    assert all(None not in row and None not in row.values() for row in rows)


def test_sssom_predicates_follow_the_reach_after_the_cap(build_tiny: Callable[..., Catalogue]) -> None:
    from tiny import Clause

    own = Tiny(
        [
            Clause({"wage": "full"}),
            Clause({"bonus": "full"}, "recommended"),
            Clause({}),
            Clause({"exits": "beyond"}, together=(1,)),
        ]
    )
    _, rows = read_sssom(render(Analysis(build_tiny({"own": own})), ".tsv"))
    assert [(row["subject_id"], row["predicate_id"], row["object_id"], row["together"]) for row in rows] == [
        ("clause:own.01", "skos:exactMatch", "criterion:wage", ""),
        ("clause:own.02", "skos:broadMatch", "criterion:bonus", ""),
        ("clause:own.03", "skos:relatedMatch", "sssom:NoTermFound", ""),
        ("clause:own.04", "skos:narrowMatch", "criterion:exits", "clause:own.01"),
    ]


def test_sssom_holds_only_the_chosen_schemes(tiny_catalogue: Catalogue) -> None:
    _, rows = read_sssom(render(Analysis(tiny_catalogue, ("beta",)), ".tsv"))
    assert {row["subject_id"] for row in rows} == {"clause:beta.01", "clause:beta.02"}


# --- HTML ---


class Page(HTMLParser):
    """Collects tags with their attributes, and checks that every one is closed."""

    VOID = ("meta", "br", "link", "img", "hr", "input")

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("which", ["hostile", "analysis"])
def test_the_page_runs_nothing_and_loads_nothing(request: pytest.FixtureRequest, which: str) -> None:
    text = render(request.getfixturevalue(which), ".html").decode()
    page = Page(text)
    assert page.open == []
    assert not {tag for tag, _ in page.tags} & {"script", "link", "img", "iframe", "object", "embed", "base", "form"}
    names = {name for _, attributes in page.tags for name in attributes}
    assert not [name for name in names if name.startswith("on") or name in ("src", "srcset", "style")]
    assert not re.search(r"@import|url\(", text)
    assert all((a["href"] or "").startswith(("https://", "http://")) for tag, a in page.tags if tag == "a")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_its_language_and_its_title(tiny_analysis: Analysis, language: str) -> None:
    page = Page(render(tiny_analysis, ".html", language).decode())
    assert dict(page.tags)["html"] == {"lang": language}
    assert [tag for tag, _ in page.tags].count("h1") == 1
    assert all(attributes.get("scope") == "col" for tag, attributes in page.tags if tag == "th")


def test_the_page_names_the_advised_option(tiny_analysis: Analysis) -> None:
    assert "converge nl" in render(tiny_analysis, ".html", "nl").decode()


# --- tables ---


def test_every_table_is_as_wide_as_its_header(analysis: Analysis) -> None:
    for build in tables.TABLES:
        table = build(analysis, ENGLISH)
        assert table.rows
        assert {len(row) for row in table.rows} == {len(table.header)}


def test_table_names_fit_a_sheet_and_differ_in_every_language(tiny_analysis: Analysis) -> None:
    for language in LANGUAGES:
        names = [build(tiny_analysis, Translator(language)).name for build in tables.TABLES]
        assert len({name[:31].casefold() for name in names}) == len(names)
        assert not any(set(name) & set("[]:*?/\\") for name in names)


def test_the_overlap_table_has_every_pair_once(tiny_analysis: Analysis) -> None:
    rows = tables.overlap(tiny_analysis, ENGLISH).rows
    assert ("Alpha", "Beta", 0.8, 0.8, 1.0, 4) in rows
    assert len(rows) == 6


def test_every_scheme_stands_once_in_the_table_of_families(analysis: Analysis) -> None:
    rows = tables.families(analysis, ENGLISH).rows
    assert sorted(str(row[3]) for row in rows) == sorted(s.short for s in analysis.catalogue.schemes.values())
    assert sum(row[0] is None for row in rows) == len(analysis.families.left_out)


def test_cited_ranges_name_their_lines_or_say_that_there_is_none(tiny_analysis: Analysis) -> None:
    rows = tables.ranges(tiny_analysis, ENGLISH).rows
    assert len(rows) == 5 * 7
    assert rows[0][2].startswith("10 ")  # type: ignore[union-attr]
    assert rows[0][3:5] == ("never", "P01")
    assert rows[1][2:5] == ("no defensible range", "", "")


def test_provenance_counts_what_the_export_rests_on(tiny_analysis: Analysis) -> None:
    rows = dict(tables.provenance(tiny_analysis, ENGLISH).rows)
    assert (rows["Schemes"], rows["Requirements"], rows["Judgements"]) == (4, 7, 8)
