"""Two schemes side by side as files."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest

from labelscope.catalogue import Catalogue
from labelscope.clause_pairs import pair_clauses
from labelscope.cli import main
from labelscope.exporting.pairs import PAIR_WRITERS, Comparison, pairs_csv, reasons
from labelscope.i18n import Translator
from labelscope.model import LANGUAGES


@pytest.fixture(scope="module")
def comparison(catalogue: Catalogue) -> Comparison:
    return Comparison(catalogue, "sa8000", "amfori-bsci", pair_clauses(catalogue, "sa8000", "amfori-bsci"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_is_in_the_language_asked_and_each_line_gives_its_reasons(
    comparison: Comparison, language: str
) -> None:
    t = Translator(language)
    rows = list(csv.reader(io.StringIO(pairs_csv(comparison, t).decode("utf-8-sig"))))
    assert rows[0][2] == t("Relation")
    assert len(rows) == len(comparison.pairs) + 1
    assert all(row[rows[0].index(t("Reasons"))] for row in rows[1:])


def test_numbers_are_told_with_their_unit_and_exceptions(comparison: Comparison) -> None:
    (pair,) = [p for p in comparison.pairs if (p.first, p.second) == ("sa8000.01", "amfori-bsci.23")]
    assert pair.outcome == "stricter-first"
    assert "Minimum age: the figure of SA8000 is stricter" in reasons(pair, comparison, Translator("en"))
    text = pairs_csv(comparison, Translator("fr")).decode("utf-8-sig")
    assert "âge minimum : SA8000 15 ans, amfori BSCI 15 ans, avec exceptions" in text


def test_the_same_comparison_gives_the_same_bytes_and_text_stays_text(comparison: Comparison) -> None:
    t = Translator("nl")
    for write in PAIR_WRITERS.values():
        assert write(comparison, t) == write(comparison, t)
    book = openpyxl.load_workbook(io.BytesIO(PAIR_WRITERS[".xlsx"](comparison, t)))
    assert len(book.sheetnames) == 3
    assert not [cell for sheet in book for row in sheet for cell in row if cell.data_type == "f"]


def test_the_command_prints_writes_and_refuses(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    asked = ["pairs", "sa8000", "fair-wear", "--embedder", "none"]
    assert main([*asked, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {pair["outcome"] for pair in told["pairs"]} >= {"same", "stricter-first", "differs", "none-second"}
    for suffix in PAIR_WRITERS:
        assert main([*asked, "--lang", "de", "-o", str(tmp_path / f"out{suffix}")]) == 0
        assert (tmp_path / f"out{suffix}").stat().st_size > 5000
    assert main([*asked, "-o", str(tmp_path / "out.pdf")]) == 2
    assert main([*asked, "--json", "-o", str(tmp_path / "out.csv")]) == 2
    assert main(["pairs", "sa8000", "no-such", "--embedder", "none"]) == 2
