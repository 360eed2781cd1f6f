"""Numbers, lists, headings and languages, apart from any format."""

from __future__ import annotations

import re
import time

import pytest
from conftest import Read
from hypothesis import given, settings
from hypothesis import strategies as st

from labelscope.ingestion import LIMITS, Kind, layout, numbering, plain, rows, structure
from labelscope.ingestion.languages import Languages
from labelscope.ingestion.numbering import Mark, split_number
from labelscope.ingestion.passages import Passage
from labelscope.ingestion.structure import arrange


@pytest.mark.parametrize(
    ("text", "mark", "number", "rest"),
    [
        ("3.2.1 Workers are paid.", Mark.SECTION, "3.2.1", "Workers are paid."),
        ("3.10 Workers are paid.", Mark.SECTION, "3.10", "Workers are paid."),
        ("Article 5 – Wages", Mark.SECTION, "Article 5", "Wages"),
        ("Artikel 5.2: Lonen", Mark.SECTION, "Artikel 5.2:", "Lonen"),
        ("Annexe A", Mark.SECTION, "Annexe A", ""),
        ("HR-3.2 Workers are paid.", Mark.SECTION, "HR-3.2", "Workers are paid."),
        ("4. Workers are paid.", Mark.SINGLE, "4.", "Workers are paid."),
        ("(iv) wages;", Mark.ITEM, "(iv)", "wages;"),
        ("b) wages;", Mark.ITEM, "b)", "wages;"),
        ("• wages;", Mark.BULLET, "", "wages;"),
        ("3 Wages", Mark.BARE, "3", "Wages"),
        ("1.5 metres of space", Mark.NONE, "", "1.5 metres of space"),
        ("clause 3 holds", Mark.NONE, "", "clause 3 holds"),
        ("SA8000 asks for it", Mark.NONE, "", "SA8000 asks for it"),
        ("Articles of trade", Mark.NONE, "", "Articles of trade"),
        ("ANNEXES", Mark.NONE, "", "ANNEXES"),
        ("p. 100 du salaire brut", Mark.NONE, "", "p. 100 du salaire brut"),
        ("p. wages;", Mark.ITEM, "p.", "wages;"),
    ],
)
def test_numbers_are_parted_from_texts(text: str, mark: Mark, number: str, rest: str) -> None:
    found = split_number(text)
    assert (found.mark, found.number or "", found.text) == (mark, number if mark is not Mark.BARE else "3", rest)


def numbers(*texts: str) -> list[str]:
    _, clauses = arrange([Passage(text) for text in texts], LIMITS)
    return [clause.number for clause in clauses]


def test_lists_inside_lists_are_named_in_full() -> None:
    found = numbers(
        "2.1 The employer:",
        "a) pays wages:",
        "(i) in time;",
        "(ii) in cash;",
        "b) gives contracts.",
        "2.2 Nobody pays fees.",
    )
    assert found == ["2.1", "2.1 a)", "2.1 a) (i)", "2.1 a) (ii)", "2.1 b)", "2.2"]


def test_the_letter_after_h_is_i_and_not_one() -> None:
    texts = [f"{letter}) wages of kind {letter} are paid;" for letter in "abcdefghij"]
    assert numbers("2.1 All:", *texts)[-2:] == ["2.1 i)", "2.1 j)"]


def test_single_numbers_are_sections_in_order_and_items_elsewhere() -> None:
    found = numbers(
        "1. Wages are paid.",
        "2. Hours are few.",
        "2.1 The employer:",
        "1. counts hours;",
        "2. pays them.",
        "3. Nobody is forced.",
    )
    assert found[:5] == ["1", "2", "2.1", "2.1 1.", "2.1 2."]


def test_a_lead_in_belongs_to_every_item_and_ends_with_the_section() -> None:
    texts = (
        "2.1 The employer shall not:",
        "a) retain papers;",
        "b) take deposits.",
        "2.2 Wages are paid.",
        "• in full",
    )
    _, clauses = arrange([Passage(text) for text in texts], LIMITS)
    assert [c.lead_in for c in clauses] == ["", "The employer shall not:", "The employer shall not:", "", ""]


def test_paragraphs_without_marks_that_complete_an_open_sentence_carry_it() -> None:
    texts = (
        "Les employeurs s'engagent :",
        "À ne pas tenir compte de l'origine du salarié ;",
        "À ne pas exercer de pression.",
        "Le personnel s'engage de son côté.",
        "Le bulletin de paie indique :",
        "le nom du salarié.",
        "Il est conservé :",
        "Chacun le garde toute sa vie.",
    )
    _, clauses = arrange([Passage(text) for text in texts], LIMITS)
    assert [c.lead_in for c in clauses] == ["", texts[0], texts[0], "", "", texts[4], "", ""]


def test_an_annex_does_not_go_on_counting_from_the_last_article() -> None:
    passages = [
        Passage("General rules", Kind.HEADING, level=1),
        Passage("Article 34 Conciliation", Kind.HEADING, level=2),
        Passage("Committee", Kind.HEADING, level=2),
        Passage("It meets once a month."),
        Passage("Pay scales", Kind.HEADING, level=1),
        Passage("Travel is refunded."),
    ]
    _, clauses = arrange(passages, LIMITS)
    assert [clause.number for clause in clauses] == ["Article 34", ""]


@settings(max_examples=60)
@given(st.lists(st.text(max_size=60), max_size=20))
def test_any_passages_give_spans_that_hold(texts: list[str]) -> None:
    blocks, clauses = arrange([Passage(text) for text in texts], LIMITS)
    whole = "\n".join(structure.printed(b.locator.number, b.text) for b in blocks)
    assert all(whole[b.locator.start : b.locator.end] == b.text for b in blocks)
    assert {c.locator for c in clauses} <= {b.locator for b in blocks}


@pytest.mark.parametrize("module", [numbering, structure, layout, plain, rows])
def test_no_pattern_is_slow_on_any_text(module: object) -> None:
    evil = [
        "1." * 5_000 + "x",
        "a" * 10_000,
        "(" * 10_000,
        "1 " * 5_000,
        "." * 10_000 + "x",
        "Article " * 1_000,
        "©" * 9_999,
        "-" * 10_000 + "!",
    ]
    patterns = [value for value in vars(module).values() if isinstance(value, re.Pattern)]
    for pattern in patterns:
        for text in evil:
            start = time.perf_counter()
            pattern.match(text), pattern.search(text[:200]), pattern.fullmatch(text)
            assert time.perf_counter() - start < 0.1, (pattern.pattern, text[:10])


CLAUSES = {
    "en": ("Legal minimum wage", "Fire safety", "No child labour", "Workers may leave at any time"),
    "fr": ("Salaire minimum légal", "Sécurité incendie", "Le travail forcé est interdit", "Durée du travail"),
    "nl": ("Brandveiligheid", "Werknemers krijgen een contract", "Geen kinderarbeid", "Wettelijk minimumloon"),
    "de": ("Kinderarbeit", "Brandschutz", "Gesetzlicher Mindestlohn", "Beschäftigte erhalten einen Vertrag"),
}  # fmt: skip


@pytest.mark.parametrize("language", CLAUSES)
def test_short_clauses_follow_their_document(languages: Languages, language: str) -> None:
    document, each, notices = languages.judge(CLAUSES[language])
    assert document == language
    assert set(each) == {language}
    assert notices == []


def test_a_clear_clause_differs_from_its_document_and_one_without_words_is_undetermined(languages: Languages) -> None:
    texts = [*CLAUSES["en"] * 3, "Le travail de nuit est interdit aux femmes enceintes.", "SA8000", "ILO 138", "3.1.2"]
    _, each, _ = languages.judge(texts)
    assert each[-4:] == ["fr", "undetermined", "undetermined", "undetermined"]


def test_a_fifth_language_is_said_and_not_guessed(languages: Languages) -> None:
    document, each, notices = languages.judge(
        ["La empresa no emplea a niños menores.", "Los trabajadores tienen derecho a descanso."]
    )
    assert (document, set(each)) == ("undetermined", {"undetermined"})
    assert len(notices) == 1


def test_marks_that_turn_writing_and_control_characters_are_left_out(read_here: Read) -> None:
    found = read_here("txt", "Wages are \u202epaid\u202c in\u00ad full\u200b.".encode())
    assert found.clauses[0].text == "Wages are paid in full."
