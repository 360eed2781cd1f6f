"""`labelscope ingest`."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from test_word import BODY
from writing import docx

from labelscope.cli import main
from labelscope.matching.intake import read_file


@pytest.fixture
def standard(tmp_path: Path) -> Path:
    path = tmp_path / "standard.docx"
    path.write_bytes(docx(BODY))
    return path


def test_rows_are_printed_warnings_are_said_and_match_reads_the_rows(
    standard: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    rows = standard.with_name("rows.csv")
    assert main(["ingest", str(standard), "-o", str(rows), "--lang", "fr"]) == 0
    read = list(csv.DictReader(io.StringIO(rows.read_bytes().decode("utf-8-sig"))))
    assert [row["number"] for row in read][:3] == ["1.1", "1.1 a)", "1.1 b)"]
    assert read[1]["lead_in"] == "The employer shall not retain identity papers:"
    assert "shall not" in capsysbinary.readouterr().err.decode()
    items = read_file(rows.name, rows.read_bytes())
    assert (items[0].text, items[0].language) == ("The employer shall not retain identity papers:", "en")


def test_json_holds_the_whole_document(standard: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["ingest", str(standard), "--json"]) == 0
    found = json.loads(capsysbinary.readouterr().out)
    assert (found["format"], found["language"], len(found["checksum"])) == ("docx", "en", 64)
    assert found["clauses"][0]["locator"]["number"] == "1.1"


def test_a_refused_file_is_one_line_and_exit_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"MZ")
    assert main(["ingest", str(path)]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.splitlines()) == 1
