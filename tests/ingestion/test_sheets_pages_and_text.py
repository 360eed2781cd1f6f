"""HTML, XLSX, CSV and TXT."""

from __future__ import annotations

import io

import openpyxl
import pytest
from conftest import Read

from labelscope.errors import HostileInput
from labelscope.ingestion import Kind

PAGE = """<!DOCTYPE html><html><head><title>T</title><style>p {}</style></head><body><nav>Home | About us all</nav>
<h1>Code</h1>
<p>All <b>workers</b> are paid.<h2>Labour</h2><p>The employer shall not:<ol type="a" start="3"><li>use forced labour;
<li>retain <del>no</del> <ins>any</ins> papers.</ol>Bare text stands here.<div hidden>Secret words here.</div>
<table><tr><th>No<th>Requirement<tr><td>3.1<td>Wages are paid.</table><script>alert("no")</script>
<footer>© 2020 ACME</footer></body></html>"""


def workbook() -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Rules"
    for row in (
        ["No", "Requirement", "Note"],
        ["1.1", "Fire safety", "see the guide"],
        ["1.10", "Wages are paid monthly.", None],
    ):
        sheet.append(row)
    return book


def saved(book: openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_a_page_is_read_without_its_menus_scripts_and_hidden_parts(read_here: Read) -> None:
    found = read_here("html", PAGE.encode())
    assert [(c.number, c.text, c.headings) for c in found.clauses] == [
        ("", "All workers are paid.", ("Code",)),
        ("", "The employer shall not:", ("Code", "Labour")),
        ("c.", "use forced labour;", ("Code", "Labour")),
        ("d.", "retain any papers.", ("Code", "Labour")),
        ("", "Bare text stands here.", ("Code", "Labour")),
        ("3.1", "Wages are paid.", ("Code", "Labour", "Requirement")),
    ]
    assert found.clauses[3].lead_in == "The employer shall not:"
    assert [b.text for b in found.blocks if b.kind is Kind.BOILERPLATE] == ["Home | About us all", "© 2020 ACME"]
    assert [w.values["text"] for w in found.warnings] == ["no", "any", "Secret words here."]


def test_a_page_in_another_encoding_must_say_so(read_here: Read) -> None:
    page = '<html><meta charset="{}"><p>Les salariés sont payés.</p></html>'
    assert read_here("html", page.format("iso-8859-1").encode("cp1252")).clauses[0].text == "Les salariés sont payés."
    with pytest.raises(HostileInput, match="encoding utf-8"):
        read_here("html", page.format("utf-8").encode("cp1252"))


def test_a_workbook_gives_cells_with_place_column_and_number(read_here: Read) -> None:
    found = read_here("xlsx", saved(workbook()))
    assert [(c.number, c.text, c.locator.cell, c.headings) for c in found.clauses] == [
        ("1.1", "Fire safety", "Rules!B2", ("Rules", "Requirement")),
        ("1.1", "see the guide", "Rules!C2", ("Rules", "Note")),
        ("1.10", "Wages are paid monthly.", "Rules!B3", ("Rules", "Requirement")),
    ]


def test_hidden_sheets_and_numbers_kept_as_amounts_are_named(read_here: Read) -> None:
    book = workbook()
    book.create_sheet("Secret").append(["Nobody reads this sheet."])
    book["Secret"].sheet_state = "hidden"
    book["Rules"].append([3.1, "Overtime is voluntary."])
    found = read_here("xlsx", saved(book))
    assert "Nobody" not in found.text
    assert [str(w)[:30] for w in found.warnings] == ["Numbers in Rules are stored as", "The sheet “Secret” is hidden a"]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_with_any_of_three_separators(read_here: Read, separator: str) -> None:
    text = "\ufeffNo;Requirement\n1.1;Fire safety\n1.2;Wages are paid.\n".replace(";", separator)
    found = read_here("csv", text.encode())
    assert [(c.number, c.text, c.locator.cell) for c in found.clauses] == [
        ("1.1", "Fire safety", "B2"),
        ("1.2", "Wages are paid.", "B3"),
    ]


def test_text_with_broken_lines_is_joined_and_one_requirement_a_line_is_not(read_here: Read) -> None:
    wrapped = (
        "CODE OF CONDUCT\n\n1 Labour\n1.1 The employer shall not ask any worker for a depo-\n"
        "sit of money and pays every worker in full.\n\nPage 3\n"
    )
    assert [(c.number, c.text) for c in read_here("txt", wrapped.encode()).clauses] == [
        ("1.1", "The employer shall not ask any worker for a deposit of money and pays every worker in full.")
    ]
    listed = "Fire safety\nWages are paid.\nNo child labour"
    assert [c.text for c in read_here("txt", listed.encode()).clauses] == listed.split("\n")


def test_text_in_utf_16_with_its_mark_is_read(read_here: Read) -> None:
    assert read_here("txt", "Löhne werden gezahlt.".encode("utf-16")).clauses[0].text == "Löhne werden gezahlt."
