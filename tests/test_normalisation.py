from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelscope.normalisation import clean_clause, fold


@pytest.mark.parametrize(
    ("written", "clean"),
    [
        ("5. Wages are paid", "Wages are paid"), ("5.1 Wages", "Wages"), ("1.2.3. Wages", "Wages"),
        ("§ 3 Wages", "Wages"),
        ("4) Wages", "Wages"), ("Art. 5 Wages", "Wages"), ("Artikel 5: Löhne", "Löhne"), ("• Wages", "Wages"),
        ("- Wages", "Wages"), ("  two \n lines\t", "two lines"), ("soft\u00adhyphen", "softhyphen"), ("ﬁne", "fine"),
        ("2.", "2."), ("", ""), ("Wages 5.1 apply", "Wages 5.1 apply"),
    ],
)  # fmt: skip
def test_a_clause_loses_its_number_and_its_line_breaks(written: str, clean: str) -> None:
    assert clean_clause(written) == clean


@pytest.mark.parametrize("text", ["48 hours a week at most", "15 Jahre ist das Mindestalter", "60 heures par semaine"])
def test_an_amount_at_the_start_of_a_clause_is_no_clause_number(text: str) -> None:
    assert clean_clause(text) == text


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("Grüner Knopf", "gruner knopf"), ("Écolabel  européen", "ecolabel europeen"), ("SA-8000:2014", "sa 8000 2014"),
        ("Straße", "strasse"), ("!!!", ""), ("ＦＳＣ", "fsc"),
    ],
)  # fmt: skip
def test_a_name_is_folded_to_plain_lower_case(name: str, folded: str) -> None:
    assert fold(name) == folded


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=40))
def test_cleaning_never_empties_a_clause_that_says_something(text: str) -> None:
    assert bool(clean_clause(text)) or not fold(text)
