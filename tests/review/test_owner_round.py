"""A round with the owner of a scheme: the workbook goes out, comes back filled, and is refused where it is unsound."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from tiny import SCHEMES, Clause, Tiny, write_catalogue

from labelscope.catalogue import Catalogue, load_catalogue
from labelscope.errors import CatalogueError, HostileInput, ReviewRefused
from labelscope.model import LANGUAGES
from labelscope.review.owner import export_rows, import_answers
from labelscope.review.records import Answer
from labelscope.review.store import ReviewStore

FILLED = {2: ("agree", "", "", ""), 3: ("change", "Exits stay open.", "Code, page 4", "since 2024")}


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    hostile = Tiny([Clause({"wage": "full"}, text='=HYPERLINK("http://x")'), Clause({}, text="+1 is asked")])
    return load_catalogue(write_catalogue(tmp_path / "catalogue", {**SCHEMES, "alpha": hostile}))


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def saved(workbook: openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def filled(data: bytes, answers: dict[int, tuple[object, ...]]) -> bytes:
    """The workbook with cells of the answer columns set, line by line."""
    workbook = opened(data)
    for line, values in answers.items():
        for column, value in enumerate(values, start=7):
            workbook.worksheets[1].cell(line, column, value)
    return saved(workbook)


def problems_of(store: ReviewStore, catalogue: Catalogue, data: bytes) -> list[str]:
    with pytest.raises(CatalogueError) as caught:
        import_answers(data, "The owner", "Eva", store, catalogue)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_workbook_explains_itself_and_offers_choices(catalogue: Catalogue, language: str) -> None:
    first, second = opened(export_rows(catalogue, "alpha", language)).worksheets
    assert first.max_row >= 7
    assert [cell.value for cell in second["A"]][1:] == ["alpha.01", "alpha.02"]
    cell = second["E2"]
    assert (cell.value, cell.data_type) == ('=HYPERLINK("http://x")', "s")
    assert second["G2"].value is None
    (validation,) = second.data_validations.dataValidation
    assert str(validation.sqref) == "G2:G3"
    assert validation.formula1.count(",") == 2
    assert "label of wage" in second["F2"].value
    assert second["F3"].value


@pytest.mark.parametrize("language", LANGUAGES)
def test_answers_come_back_with_their_origin(sqlite: ReviewStore, catalogue: Catalogue, language: str) -> None:
    sent = export_rows(catalogue, "alpha", language)
    said = [
        value.strip()
        for value in opened(sent).worksheets[1].data_validations.dataValidation[0].formula1.strip('"').split(",")
    ]
    back = filled(sent, {2: (said[0].upper(),), 3: (said[1], "Exits stay open.", "Code, page 4", "since 2024")})
    taken = import_answers(back, "Ms Peeters, owner of alpha", "Eva", sqlite, catalogue, date(2026, 11, 20))
    assert [(one.requirement_id, one.answer) for one in taken] == [
        ("alpha.01", Answer.AGREE),
        ("alpha.02", Answer.CHANGE),
    ]
    kept = sqlite.owner_answers("alpha")
    (one,) = kept["alpha.02"]
    assert (one.text, one.source, one.comment, one.origin, one.answered_on, one.who) == (
        "Exits stay open.", "Code, page 4", "since 2024", "Ms Peeters, owner of alpha", date(2026, 11, 20), "Eva",
    )  # fmt: skip
    assert one.of == catalogue.requirement_by_id["alpha.02"].fingerprint
    assert len(one.checksum) == 64
    assert sqlite.owner_answers("beta") == {}
    assert sqlite.batches() == ()


def test_answers_change_no_file_of_the_catalogue(sqlite: ReviewStore, catalogue: Catalogue, tmp_path: Path) -> None:
    import_answers(filled(export_rows(catalogue, "alpha", "en"), FILLED), "The owner", "Eva", sqlite, catalogue)
    assert load_catalogue(tmp_path / "catalogue").checksum == catalogue.checksum


def test_a_file_is_taken_once(sqlite: ReviewStore, catalogue: Catalogue) -> None:
    data = filled(export_rows(catalogue, "alpha", "en"), FILLED)
    import_answers(data, "The owner", "Eva", sqlite, catalogue)
    with pytest.raises(ReviewRefused, match="taken in already"):
        import_answers(data, "The owner", "Eva", sqlite, catalogue)
    assert len(sqlite.owner_answers("alpha")["alpha.01"]) == 1


def test_every_problem_is_told_at_once_and_nothing_is_kept(sqlite: ReviewStore, catalogue: Catalogue) -> None:
    workbook = opened(export_rows(catalogue, "alpha", "en"))
    sheet = workbook.worksheets[1]
    lines = [
        ("alpha.01", "0" * 8, "", "", "", "", "maybe", "", "", ""),
        ("alpha.02", "0" * 8, "", "", "", "", "change", "", "", ""),
        ("nobody.01", "0" * 8, "", "", "", "", "agree", "", "", ""),
        ("alpha.01", "nonsense", "", "", "", "", "agree", "", "", ""),
        ("alpha.02", "0" * 8, "", "", "", "", "", "text without an answer", "", ""),
        ("beta.01", "0" * 8, "", "", "", "", "agree", "", "", "x" * 4_001),
        ("beta.02", "0" * 8, "", "", "", "", "agree", "", "", "", "one too many"),
    ]
    for number, cells in enumerate(lines, start=2):
        for column, value in enumerate(cells, start=1):
            sheet.cell(number, column, value)
    found = problems_of(sqlite, catalogue, saved(workbook))
    for place, part in [
        ("line 2", "write one of: agree, change, not in the scheme any more"), ("line 3", "say what is to change"),
        ("line 4", "no requirement has this id"), ("line 5", "stands twice"), ("line 5", "as it was sent out"),
        ("line 6", "write one of"), ("line 7", "at most 4000"), ("line 8", "beyond the last column"),
    ]:  # fmt: skip
        assert any(place in text and part in text for text in found), (place, part, found)
    assert sqlite.owner_answers("alpha") == {}


def test_rows_of_several_schemes_are_refused(sqlite: ReviewStore, catalogue: Catalogue) -> None:
    workbook = opened(filled(export_rows(catalogue, "alpha", "en"), FILLED))
    workbook.worksheets[1]["A3"] = "beta.01"
    assert "several schemes" in problems_of(sqlite, catalogue, saved(workbook))[0]


def test_an_empty_workbook_holds_no_answer(sqlite: ReviewStore, catalogue: Catalogue) -> None:
    assert "no answer here" in problems_of(sqlite, catalogue, export_rows(catalogue, "alpha", "en"))[0]


def test_problems_name_the_column_as_the_owner_sees_it(sqlite: ReviewStore, catalogue: Catalogue) -> None:
    assert "Votre réponse" in problems_of(sqlite, catalogue, export_rows(catalogue, "alpha", "fr"))[0]


def test_a_formula_is_read_as_its_value_and_never_run(sqlite: ReviewStore, catalogue: Catalogue) -> None:
    data = filled(export_rows(catalogue, "alpha", "en"), {2: ("=CMD|'/C calc'!A0", "", "", "")})
    with pytest.raises(CatalogueError):
        import_answers(data, "The owner", "Eva", sqlite, catalogue)


def test_another_workbook_is_refused(sqlite: ReviewStore, catalogue: Catalogue) -> None:
    workbook = opened(export_rows(catalogue, "alpha", "en"))
    workbook.worksheets[1]["G1"] = "Answer"
    with pytest.raises(HostileInput, match="columns that were sent out"):
        import_answers(saved(workbook), "The owner", "Eva", sqlite, catalogue)


def bomb(data: bytes) -> bytes:
    buffer = io.BytesIO(data)
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/padding.xml", b"<a>" + b" " * 120_000_000 + b"</a>")
    return buffer.getvalue()


def declaring(data: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/workbook.xml":
                content = content.replace(
                    b"<workbook", b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><workbook', 1
                )
            new.writestr(name, content)
    return target.getvalue()


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda data: b"", "is empty"), (lambda data: b"id,answer\n", "content is"),
        (lambda data: data[: len(data) // 2], "damaged"), (bomb, "unpacks to far more"),
        (declaring, "declares a document type"), (lambda data: data + b"x" * 21_000_000, "larger than"),
        (lambda data: b"%PDF-1.7\n" + data, "PDF"),
    ],
)  # fmt: skip
def test_hostile_files_are_refused(sqlite: ReviewStore, catalogue: Catalogue, spoil: object, says: str) -> None:
    data = spoil(export_rows(catalogue, "alpha", "en"))  # type: ignore[operator]
    with pytest.raises(HostileInput, match=says):
        import_answers(data, "The owner", "Eva", sqlite, catalogue)
    assert sqlite.owner_answers("alpha") == {}
