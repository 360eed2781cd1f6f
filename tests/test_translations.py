"""Clauses in four languages: what is stored, what is refused, what a reader gets, what is exported."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from pydantic import ValidationError
from tiny import SCHEMES, Clause, Tiny, load_tiny, with_two_families, write_catalogue, write_csv

from labelscope.analysis import Analysis
from labelscope.catalogue import Catalogue, load_catalogue
from labelscope.cli import main
from labelscope.errors import CatalogueError, Problem
from labelscope.exporting import render
from labelscope.matching import Matcher
from labelscope.model import LANGUAGES, Requirement, RequirementTranslation, Wording

HEADER = tuple(RequirementTranslation.model_fields)
FILE = "data/labels/alpha/translations.csv"
ENGLISH = ("Nobody under 18 works at night.", "Firms should train their staff.")
SHIPPED = Tiny([Clause({"wage": "full"}, text=ENGLISH[0]), Clause({"exits": "partial"}, text=ENGLISH[1])])
FRENCH = "Personne de moins de 18 ans ne travaille la nuit."
DUTCH = "Niemand onder 18 jaar werkt 's nachts."
GERMAN = "Niemand unter 18 Jahren arbeitet nachts."


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The tiny catalogue with two clauses of our own in `alpha`."""
    return write_catalogue(tmp_path, {**SCHEMES, "alpha": SHIPPED})


def line(row: Requirement, **changes: str) -> tuple[str, ...]:
    """A right translation of the first clause, with changes."""
    cells = {
        "id": row.id, "of": row.fingerprint, "text_fr": FRENCH, "text_nl": DUTCH, "text_de": GERMAN,
        "topic_fr": "nuit", "topic_nl": "nacht", "topic_de": "Nacht",
    }  # fmt: skip
    return tuple({**cells, **changes}.values())


def first(root: Path) -> Requirement:
    return load_catalogue(root).requirement_by_id["alpha.01"]


def write(root: Path, *lines: Sequence[str], header: Sequence[str] = HEADER) -> None:
    write_csv(root / FILE, header, lines)


def problems_of(root: Path) -> tuple[Problem, ...]:
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(root)
    return caught.value.problems


# --- what a reader gets ---


def test_without_a_file_every_language_gets_the_english_and_is_told(root: Path) -> None:
    row = first(root)
    assert row.translation is None
    assert {row.wording(language) for language in (*LANGUAGES, "xx")} == {Wording("topic", ENGLISH[0], "en")}


def test_a_translated_clause_speaks_each_language_and_the_rest_stay_english(root: Path) -> None:
    write(root, line(first(root)))
    one, other = load_catalogue(root).requirements["alpha"]
    assert [one.wording(language) for language in LANGUAGES] == [
        Wording("topic", ENGLISH[0], "en"), Wording("nuit", FRENCH, "fr"), Wording("nacht", DUTCH, "nl"),
        Wording("Nacht", GERMAN, "de"),
    ]  # fmt: skip
    assert other.wording("nl") == Wording("topic", ENGLISH[1], "en")


def test_an_unknown_language_is_answered_in_english(root: Path) -> None:
    write(root, line(first(root)))
    assert first(root).wording("it").language == "en"


def test_the_fingerprint_follows_topic_and_text_and_nothing_else(root: Path) -> None:
    row = first(root)
    assert row.fingerprint == "8598e68c"  # sha256 of "topic\nNobody under 18 works at night."
    assert row.model_copy(update={"note": "n", "clause": "c"}).fingerprint == row.fingerprint
    for changed in ({"text": "Other."}, {"topic": "other"}):
        assert row.model_copy(update=changed).fingerprint != row.fingerprint


@pytest.mark.parametrize(
    "change", [{"of": "8598E68C"}, {"of": "8598"}, {"text_fr": ""}, {"topic_de": ""}, {"id": "x"}, {"text_nl": "TODO"}]
)
def test_a_translation_is_whole_or_refused(root: Path, change: dict[str, str]) -> None:
    cells = dict(zip(HEADER, line(first(root)), strict=True))
    with pytest.raises(ValidationError):
        RequirementTranslation.model_validate({**cells, **change})


# --- what is refused ---


def test_every_fault_of_every_line_is_told_at_once_with_its_place_and_remedy(root: Path) -> None:
    row = first(root)
    other = load_catalogue(root).requirement_by_id["alpha.02"]
    write(
        root,
        line(row, text_fr="Toute personne de 18 ans travaille la nuit.", text_nl=ENGLISH[0],
             text_de="Niemand unter 16 Jahren arbeitet nachts."),
        line(other, text_fr="L'entreprise doit former.", text_nl="Het bedrijf zou moeten opleiden.",
             text_de="Das Unternehmen sollte schulen."),
        line(row, id="alpha.77"),
        line(other, of="00000000"),
    )  # fmt: skip
    found = problems_of(root)
    assert {problem.file for problem in found} == {FILE}
    assert [(problem.row, problem.field, str(problem).rpartition(": ")[2]) for problem in found] == [
        ("line 2 (alpha.01)", "text_fr", "bring the negation back"),
        ("line 2 (alpha.01)", "text_nl", "translate it"),
        ("line 2 (alpha.01)", "text_de", "mend them"),
        ("line 3 (alpha.02)", "text_fr", "this must read as a recommendation too"),
        ("line 4 (alpha.77)", "id", "remove the line or restore the row"),
        ("line 5 (alpha.02)", "id", "remove one of the lines"),
        ("line 5 (alpha.02)", "of", f"translate it anew and write {other.fingerprint} here, or remove the line"),
    ]
    assert found[2].value == "Niemand unter 16 Jahren arbeitet nachts."
    assert (found[2].values["expected"], found[2].values["found"]) == ("18", "16")


def test_the_check_fails_where_the_english_has_moved_on(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(root, line(first(root)))
    assert main(["check", str(root)]) == 0
    path = root / "data/labels/alpha/requirements.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("under 18 works", "under 18 may work"), encoding="utf-8")
    capsys.readouterr()
    assert main(["check", str(root)]) == 1
    assert f"{FILE}: line 2 (alpha.01), of = '8598e68c': the English has changed" in capsys.readouterr().out


def test_a_stale_translation_is_told_once_and_not_checked_word_by_word(root: Path) -> None:
    write(root, line(first(root), of="00000000", text_fr=ENGLISH[0]))
    assert [problem.field for problem in problems_of(root)] == ["of"]


def test_other_columns_are_refused(root: Path) -> None:
    write(root, line(first(root)), header=(*HEADER[:-1], "topic_it"))
    assert [(problem.row, problem.file) for problem in problems_of(root)] == [("line 1", FILE)]


def test_a_row_that_cannot_be_read_is_not_blamed_on_its_translation(root: Path) -> None:
    row = first(root)
    write(root, line(row))
    path = root / "data/labels/alpha/requirements.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",immediate,", ",mandatory,", 1), encoding="utf-8")
    assert {problem.file for problem in problems_of(root)} == {"data/labels/alpha/requirements.csv"}


def test_the_checksum_follows_the_translations(root: Path) -> None:
    before = load_catalogue(root).checksum
    write(root, line(first(root)))
    assert load_catalogue(root).checksum != before


# --- what is left as it was ---


def test_proposals_rest_on_the_english_alone(root: Path) -> None:
    plain = Matcher(load_catalogue(root), None).match([DUTCH, ENGLISH[0]])
    write(root, line(first(root)))
    assert Matcher(load_catalogue(root), None).match([DUTCH, ENGLISH[0]]) == plain


@pytest.fixture
def two(tmp_path: Path) -> tuple[Analysis, Analysis]:
    """The same analysis without and with a translation."""
    folder = tmp_path / "plain"
    plain = load_tiny(folder, {**SCHEMES, "alpha": SHIPPED})
    write(folder, line(plain.requirement_by_id["alpha.01"]))
    return with_two_families(Analysis(plain)), with_two_families(Analysis(load_catalogue(folder)))


@pytest.mark.parametrize("suffix", [".json", ".csv", ".tsv"])
def test_exports_for_machines_change_in_nothing_but_the_checksum(two: tuple[Analysis, Analysis], suffix: str) -> None:
    plain, translated = two
    for language in LANGUAGES:
        content = render(translated, suffix, language).decode()
        for length in (64, 16):
            content = content.replace(translated.catalogue.checksum[:length], plain.catalogue.checksum[:length])
        assert content == render(plain, suffix, language).decode()
    json.loads(render(translated, ".json"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_workbook_has_a_column_for_each_language(two: tuple[Analysis, Analysis], language: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(render(two[1], ".xlsx", language)))
    found = {row[1]: row[3:7] for row in book.worksheets[4].values}
    assert {key: texts for key, texts in found.items() if str(key).startswith("alpha.")} == {
        "alpha.01": (ENGLISH[0], FRENCH, DUTCH, GERMAN),
        "alpha.02": (ENGLISH[1], None, None, None),
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_marks_what_is_english_and_shows_no_clause_in_it(
    two: tuple[Analysis, Analysis], language: str
) -> None:
    page = render(two[1], ".html", language).decode()
    assert f'<html lang="{language}">' in page
    assert page.count('<td lang="en">') == (0 if language == "en" else len(two[1].catalogue.evidence))
    assert not any(text in page for text in ENGLISH)


# --- what is shipped ---


def test_nearly_every_shipped_clause_speaks_four_languages(catalogue: Catalogue) -> None:
    rows = catalogue.requirement_by_id.values()
    assert sum(row.translation is not None for row in rows) > 0.95 * len(rows)


def test_shipped_translations_of_a_clause_differ_from_each_other(catalogue: Catalogue) -> None:
    rows = [row for row in catalogue.requirement_by_id.values() if row.translation is not None]
    assert [row.id for row in rows if len({row.wording(language).text for language in LANGUAGES}) < 4] == []


def test_each_language_looks_like_itself(catalogue: Catalogue) -> None:
    """Words of one language only, so that columns cannot have been swapped."""
    own = {
        "fr": {"les", "des", "est", "une"},
        "nl": {"het", "een", "zijn", "wordt"},
        "de": {"und", "der", "die", "werden"},
    }
    for scheme_id, rows in catalogue.requirements.items():
        translated = [row for row in rows if row.translation is not None]
        for language in own:
            words = " ".join(row.wording(language).text for row in translated).casefold().split()
            counts = {other: sum(word in known for word in words) for other, known in own.items()}
            assert max(counts, key=lambda other: counts[other]) == language or not words, (scheme_id, language)
