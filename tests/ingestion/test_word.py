"""DOCX: the numbers that Word counts, tracked changes, notes, tables, hidden text."""

from __future__ import annotations

from conftest import Read
from writing import deleted, docx, heading_style, inserted, note_reference, numbering, paragraph, run, table

from labelscope.ingestion import Kind

BODY = (
    paragraph("Papers", level=0)
    + paragraph(run("The employer "), inserted("shall not "), deleted("may "), run("retain identity papers:"), level=1)
    + paragraph(run("passports;"), note_reference(2), level=2)
    + paragraph("visas.", level=2)
    + paragraph("Hours", level=0)
    + paragraph("Workers work at most 48 hours a week.", level=1)
    + paragraph("Overtime is voluntary:", level=1)
    + paragraph("and paid at a premium;", level=2)
    + paragraph("as the law states.", level=3)
)


def test_counted_numbers_are_as_printed_and_in_full(read_here: Read) -> None:
    found = read_here("docx", docx(BODY, {2: "Except by order of a court."}))
    assert [(c.number, c.locator.number, c.text) for c in found.clauses] == [
        ("1.1", "1.1", "The employer shall not retain identity papers:"),
        ("1.1 a)", "a)", "passports;"),
        ("[1]", "1", "Except by order of a court."),
        ("1.1 b)", "b)", "visas."),
        ("2.1", "2.1", "Workers work at most 48 hours a week."),
        ("2.2", "2.2", "Overtime is voluntary:"),
        ("2.2 a)", "a)", "and paid at a premium;"),
        ("2.2 a) (i)", "(i)", "as the law states."),
    ]
    assert found.clauses[1].headings == ("Article 1 Papers",)
    assert found.clauses[1].lead_in == "The employer shall not retain identity papers:"


def test_tracked_changes_are_read_as_accepted_and_named(read_here: Read) -> None:
    found = read_here("docx", docx(BODY))
    assert "The employer shall not retain identity papers" in found.text
    assert "may" not in found.text
    assert [str(warning) for warning in found.warnings] == [
        "Tracked change in 1.1: “shall not” was inserted and is read as accepted.",
        "Tracked change in 1.1: “may” was deleted and is left out.",
    ]


def test_a_deleted_end_of_paragraph_joins_it_to_the_next(read_here: Read) -> None:
    gone = '<w:rPr><w:del w:id="9" w:author="A"/></w:rPr>'
    found = read_here("docx", docx(paragraph("Nobody is held ", properties=gone) + paragraph("in debt bondage.")))
    assert [c.text for c in found.clauses] == ["Nobody is held in debt bondage."]


def test_moved_text_stands_once_and_deleted_rows_not_at_all(read_here: Read) -> None:
    words = run("Wages are paid monthly.")
    moved = f"<w:p><w:moveFrom>{words}</w:moveFrom></w:p><w:p><w:moveTo>{words}</w:moveTo></w:p>"
    rows = table(["1", "Keep this requirement here."], ["2", "Drop this requirement here."]).replace(
        "<w:tr><w:tc><w:p><w:pPr></w:pPr><w:r><w:rPr></w:rPr><w:t xml:space=\"preserve\">2",
        "<w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p><w:pPr></w:pPr><w:r><w:rPr></w:rPr><w:t xml:space=\"preserve\">2",
    )  # fmt: skip
    found = read_here("docx", docx(moved + rows))
    assert [c.text for c in found.clauses] == ["Wages are paid monthly.", "Keep this requirement here."]


def test_numbers_start_anew_where_word_starts_them_anew(read_here: Read) -> None:
    nums = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>'
    )
    body = "".join(paragraph(f"Workers are free to leave {i}.", level=0, number=n) for i, n in enumerate((1, 1, 2, 2)))
    found = read_here("docx", docx(body, numbering=numbering((("upperRoman", "%1.", 1),), nums)))
    assert [c.locator.number for c in found.clauses] == ["I.", "II.", "VII.", "VIII."]


def test_numbers_come_through_styles(read_here: Read) -> None:
    style = (
        '<w:style w:type="paragraph" w:styleId="N"><w:name w:val="Numbered"/><w:pPr><w:numPr><w:ilvl w:val="1"/>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="M"><w:name w:val="More"/><w:basedOn w:val="N"/></w:style>'
    )
    found = read_here("docx", docx(paragraph("Wages are paid monthly.", style="M") * 2, styles=style))
    assert [c.number for c in found.clauses] == ["1.1", "1.2"]


def test_headings_form_a_path_and_a_sentence_styled_as_heading_stays_a_clause(read_here: Read) -> None:
    body = paragraph("Labour", style="H1") + paragraph("Wages", style="H2") + paragraph("Wages are paid monthly.")
    body += paragraph("Every worker gets a written contract before work begins.", style="H3") + paragraph(
        "Nature", style="H1"
    )
    found = read_here("docx", docx(body, styles="".join(map(heading_style, (1, 2, 3)))))
    assert [(c.text[:12], c.headings) for c in found.clauses] == [
        ("Wages are pa", ("Labour", "Wages")),
        ("Every worker", ("Labour", "Wages")),
    ]


def test_contents_headers_and_footers_are_no_clauses(read_here: Read) -> None:
    styles = '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="toc 1"/></w:style>'
    edge = '<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{}</w:hdr>'
    body = paragraph("Forced labour and more 3", style="T") + paragraph("Nobody works by force.")
    found = read_here("docx", docx(body, styles=styles, header1=edge.format(paragraph("ACME standard for all"))))
    assert [c.text for c in found.clauses] == ["Nobody works by force."]
    assert [b.text for b in found.blocks if b.kind is Kind.BOILERPLATE] == [
        "ACME standard for all",
        "Forced labour and more 3",
    ]


def test_hidden_text_is_left_out_and_named(read_here: Read) -> None:
    found = read_here("docx", docx(paragraph(run("Workers are paid. "), run("Except interns.", "<w:vanish/>"))))
    assert [c.text for c in found.clauses] == ["Workers are paid."]
    assert str(found.warnings[0]) == "Hidden text in “Workers are paid.” is left out: “Except interns.”."


def test_cells_know_their_row_number_their_column_and_their_place(read_here: Read) -> None:
    rows = table(
        ["No", "Requirement", "Means of verification"],
        ["3.1", "Fire exits open.", "Visit every floor of the building."],
    )
    clauses = read_here("docx", docx(paragraph("Safety", style="H1") + rows, styles=heading_style(1))).clauses
    assert [(c.number, c.text, c.locator.cell, c.headings) for c in clauses] == [
        ("3.1", "Fire exits open.", "1!B2", ("Safety", "Requirement")),
        ("3.1", "Visit every floor of the building.", "1!C2", ("Safety", "Means of verification")),
    ]
