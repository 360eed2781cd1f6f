"""PDF: order, place, edges, broken words, notes."""

from __future__ import annotations

import pytest
from conftest import Read
from writing import Text, content, pdf

from labelscope.ingestion import Document, Kind

TITLES = ("Forced labour", "Wages and benefits", "Working hours")
NOTES = ("Except by order of a court.", "In the sense of Convention 95.", "Counted by the week.")
LEFT = (
    "{n}.1 The employer shall not retain pass-", "ports or other identity papers of any", "worker.",
    "{n}.2 Workers shall be paid at least the", "legal minimum wage each month, as in",
    "clause 1.1 of this standard and in full", "without deductions; this is checked by",
)  # fmt: skip
RIGHT = (
    "the auditor every year on the spot.", "{n}.3 The employer shall not:", "a) use forced labour of any kind at all;",
    "b) employ children younger than fifteen", "years of age.", "{n}.4 Workers have a well-being officer",
    "and a weekly day of rest.",
)  # fmt: skip
EXPECTED = {
    "{n}.1": "The employer shall not retain passports or other identity papers of any worker.",
    "{n}.2": "Workers shall be paid at least the legal minimum wage each month, as in clause 1.1 of this standard "
    "and in full without deductions; this is checked by the auditor every year on the spot.",
    "{n}.3": "The employer shall not:",
    "{n}.3 a)": "use forced labour of any kind at all;",
    "{n}.3 b)": "employ children younger than fifteen years of age.",
    "{n}.4": "Workers have a well-being officer and a weekly day of rest.",
}


def two_columns(n: int, pages: int = 3) -> bytes:
    """A page whose stream goes line by line across both columns, the worst order that exporters write."""
    edges = [
        Text(50, 810, "ACME Social Standard", 8),
        Text(500, 810, "Version 2.0", 8),
        Text(280, 25, f"Page {n} of {pages}", 8),
    ]
    texts = [*edges, Text(50, 780, f"{n} {TITLES[(n - 1) % 3]}", 14, True)]
    for i, (left, right) in enumerate(zip(LEFT, RIGHT, strict=True)):
        texts += [Text(50, 740 - 14 * i, left.format(n=n)), Text(310, 740 - 14 * i, right.format(n=n))]
    texts += [Text(84.5, 715.5, str(n), 6), Text(50, 60, f"{n} {NOTES[(n - 1) % 3]}", 7)]
    return content(texts)


@pytest.fixture(scope="module")
def standard(read_here: Read) -> Document:
    return read_here("pdf", pdf([two_columns(n) for n in (1, 2, 3)], labels="/PageLabels << /Nums [0 << /S /r >>] >>"))


def test_two_columns_are_read_one_after_the_other_and_broken_words_are_whole(standard: Document) -> None:
    found = {clause.number: clause.text for clause in standard.clauses if clause.kind is not Kind.FOOTNOTE}
    assert found == {number.format(n=n): text for n in (1, 2, 3) for number, text in EXPECTED.items()}


def test_a_clause_knows_its_page_its_box_its_headings_and_its_span(standard: Document) -> None:
    clause = next(c for c in standard.clauses if c.number == "2.3 a)")
    at = clause.locator
    assert (at.page, at.page_label, at.number, at.headings) == (2, "ii", "a)", ("2 Wages and benefits",))
    assert at.box
    assert (at.box.left, at.box.top) == pytest.approx((310, 721), abs=3)
    assert at.box.right < 560
    assert standard.text[at.start : at.end] == clause.text
    assert clause.lead_in == "The employer shall not:"


def test_every_span_gives_its_block(standard: Document) -> None:
    for block in standard.blocks:
        assert standard.text[block.locator.start : block.locator.end] == block.text


def test_headers_and_footers_are_told_from_clauses(standard: Document) -> None:
    edges = [block.text for block in standard.blocks if block.kind is Kind.BOILERPLATE]
    assert edges[:2] == ["ACME Social Standard Version 2.0", "Page 1 of 3"]
    assert len(edges) == 6


def test_notes_are_kept_and_their_marks_do_not_stick_to_words(standard: Document) -> None:
    assert [c.text for c in standard.clauses if c.kind is Kind.FOOTNOTE] == list(NOTES)
    assert "worker.1" not in standard.text


def test_raised_endings_belong_to_their_number(read_here: Read) -> None:
    texts = [
        Text(50, 700, "From the 1"), Text(97, 703.5, "er", 6.3), Text(107, 700, "July workers are paid on the 16"),
        Text(246.5, 703.5, "e", 6.3), Text(254, 700, "day of each month."),
    ]  # fmt: skip
    found = read_here("pdf", pdf([content(texts)]))
    assert [c.text for c in found.clauses] == ["From the 1er July workers are paid on the 16e day of each month."]


def test_a_number_beside_a_large_title_of_the_other_column_is_kept(read_here: Read) -> None:
    texts = [Text(50, 700, "Agreement of restaurants", 14, True), Text(310, 702, "Article 1", 9, True)]
    for i in range(8):
        texts.append(Text(50, 670 - 14 * i, f"Both sides have agreed upon these rules {i}", 9))
        texts.append(Text(310, 670 - 14 * i, f"This agreement holds for restaurants {i}", 9))
    found = read_here("pdf", pdf([content(texts)]))
    assert "Article 1" in found.text.splitlines()


def test_contents_copyright_and_page_numbers_are_no_clauses(read_here: Read) -> None:
    lines = (
        "Contents", "1 Forced labour ................ 3", "2 Wages and benefits .......... 4",
        "Copyright 2024 ACME. All rights reserved.", "The employer pays every worker in full each month.",
    )  # fmt: skip
    found = read_here("pdf", pdf([content([Text(60, 700 - 30 * i, line) for i, line in enumerate(lines)])]))
    assert [clause.text for clause in found.clauses] == [lines[-1]]
    assert sum(block.kind is Kind.BOILERPLATE for block in found.blocks) == 4


def test_a_body_that_is_alike_on_every_page_is_no_header(read_here: Read) -> None:
    rules = [[f"{n}.{i} Workers are told of rule {n * 7 + i} in writing." for i in range(4)] for n in (1, 2, 3)]
    pages = [content([Text(60, 800 - 60 * i, rule) for i, rule in enumerate(page)]) for page in rules]
    found = read_here("pdf", pdf(pages))
    assert len(found.clauses) == 12


def test_a_running_title_that_changes_is_known_by_its_page_number(read_here: Read) -> None:
    titles = ("Labour", "Labour", "Wages", "Hours", "Hours", "Safety")
    pages = [
        content([Text(60, 800, f"Chapter on {title} {n}"), Text(60, 600 + 9 * n, f"Workers know their rule {n * n}.")])
        for n, title in enumerate(titles, start=12)
    ]
    found = read_here("pdf", pdf(pages))
    assert [clause.text for clause in found.clauses] == [f"Workers know their rule {n * n}." for n in range(12, 18)]


def test_a_paragraph_goes_on_over_the_page(read_here: Read) -> None:
    first = content([Text(60, 100, "1.1 Workers shall receive a written contract in a language")])
    second = content(
        [Text(60, 700, "that they understand before they begin to work."), Text(60, 660, "1.2 Nobody pays for a job.")]
    )
    found = read_here("pdf", pdf([first, second]))
    assert [(c.number, c.text, c.locator.page) for c in found.clauses] == [
        (
            "1.1",
            "Workers shall receive a written contract in a language that they understand before they begin to work.",
            1,
        ),
        ("1.2", "Nobody pays for a job.", 2),
    ]


def test_a_ruled_table_is_no_pair_of_columns(read_here: Read) -> None:
    rows = [
        (f"Working hours are limited to {40 + i} a week", f"Time sheets of month number {i} are looked at")
        for i in range(6)
    ]
    texts = [Text(x, 700 - 20 * i, cell) for i, row in enumerate(rows) for x, cell in zip((60, 320), row, strict=True)]
    rules = [(55, 560, 712 - 20 * i) for i in range(7)]
    found = read_here("pdf", pdf([content(texts, rules)]))
    assert found.text.startswith(" ".join(rows[0]))


def test_cells_of_a_drawn_table_are_read_one_by_one_in_their_place(read_here: Read) -> None:
    texts = [Text(60, 740, "The table holds for every site of the firm.")]
    cells = (
        (("No",), ("Requirement",), ("Level",)),
        (("3.1",), ("The employer shall not re-", "tain papers."), ("Must, for every", "site and at once")),
        (("3.2",), ("Fire exits are open.",), ("Should",)),
    )
    for row, top in zip(cells, (700, 675, 640), strict=True):
        for lines, left in zip(row, (60, 110, 330), strict=True):
            texts += [Text(left, top - 12 * i, line) for i, line in enumerate(lines)]
    texts += [Text(60, 560, "After the table the text goes on.")]
    drawn = content(texts, [(55, 500, y) for y in (715, 690, 655, 625)], [(625, 715, x) for x in (55, 105, 325, 500)])
    found = read_here("pdf", pdf([drawn]))
    assert [(c.number, c.text, c.locator.cell) for c in found.clauses] == [
        ("", "The table holds for every site of the firm.", ""),
        ("3.1", "The employer shall not retain papers.", "1!B2"),
        ("3.1", "Must, for every site and at once", "1!C2"),
        ("3.2", "Fire exits are open.", "1!B3"),
        ("", "After the table the text goes on.", ""),
    ]
    assert found.clauses[1].headings == ("Requirement",)
    box = found.clauses[1].locator.box
    assert box
    assert (box.left, box.right) == pytest.approx((110, 250), abs=30)


def test_a_page_without_text_and_invisible_text_are_named(read_here: Read) -> None:
    pages = [content([Text(60, 700, "Workers are paid each month.", mode=3)]), content([])]
    found = read_here("pdf", pdf(pages))
    assert [str(warning)[:20] for warning in found.warnings] == ["Page 1 holds invisib", "Page 2 holds no text"]


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        ("a de-", "posit of money", "a deposit of money"),
        ("Arbeits-", "und Ruhezeiten", "Arbeits- und Ruhezeiten"),
        ("the non-", "ILO parts", "the non-ILO parts"),
        ("Über\u00ad", "stunden", "Überstunden"),
        ("no hyphen", "here", "no hyphen here"),
    ],
)
def test_hyphens_at_the_end_of_lines(before: str, after: str, joined: str) -> None:
    from labelscope.ingestion.plain import join_lines

    assert join_lines(before, after) == joined


def test_a_hyphen_that_the_document_writes_elsewhere_is_kept(read_here: Read) -> None:
    lines = (
        "The well-being of workers is a duty. An officer for well-",
        "being is named by the employer in writing each year.",
    )
    found = read_here("pdf", pdf([content([Text(60, 700 - 13 * i, line) for i, line in enumerate(lines)])]))
    assert "officer for well-being is named" in found.clauses[0].text
