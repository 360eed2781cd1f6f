"""Lists of requirements from outside: what is read, and what is refused with a way out."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelscope.errors import HostileInput
from labelscope.matching.intake import (
    MAX_BYTES,
    MAX_CHARACTERS,
    MAX_ITEMS,
    TEXT_COLUMNS,
    Item,
    read_file,
    read_pasted,
)


def texts(items: tuple[Item, ...]) -> list[str]:
    return [item.text for item in items]


def test_bullets_numbers_and_blank_lines_are_dropped_and_amounts_kept() -> None:
    pasted = "1. No child works.\r\n\n - Unions are free. \n3.2.1 Exits stay open.\r---\n• 48 hours at most\n(a) Paid."
    expected = ["No child works.", "Unions are free.", "Exits stay open.", "48 hours at most", "Paid."]
    assert texts(read_pasted(pasted)) == expected
    assert read_pasted(pasted) == read_file("list.TXT", pasted.encode())
    assert {(item.id, item.language) for item in read_pasted(pasted)} == {("", "")}


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("column", TEXT_COLUMNS)
def test_a_table_is_read_with_any_of_the_columns_and_separators(column: str, delimiter: str) -> None:
    lines = [["id", column.upper(), "lang", "more"], ["A1", '"Pas d\'enfants"', "fr-BE", ""], ["A2", "Oui", "pt", "x"]]
    data = "\ufeff" + "\r\n".join(delimiter.join(line) for line in lines)
    assert read_file("a.csv", data.encode()) == (Item("A1", "Pas d'enfants", "fr"), Item("A2", "Oui", ""))


def test_a_table_needs_the_text_column_only_and_skips_empty_rows() -> None:
    assert read_file("a.csv", b'eis\n"Eerste,\ntweede"\n\n') == (Item("", "Eerste, tweede", ""),)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.xlsx", b"text\nyes\n", ".csv or .txt"),
        ("csv", b"text\nyes\n", ".csv or .txt"),
        ("a.csv", b"text\nyes\n\xff\n", "Line 3 is not UTF-8"),
        ("a.txt", "é".encode("utf-16"), "UTF-8"),
        ("a.txt", b"a\x00b", "plain text"),
        ("a.csv", b"", "Line 1 must name"),
        ("a.csv", b"wording\nyes\n", "anforderung"),
        ("a.csv", b"id,text\n1\n", "Line 2 has 1 cells, the first line 2"),
        ("a.csv", b'text\n"yes\n', "quotes"),
        ("a.csv", b"text\n\n", "no requirement"),
        ("a.txt", b" \n--\n", "no requirement"),
        ("a.txt", b"x\n" + b"y" * (MAX_CHARACTERS + 1), "Line 2 has 2001 characters; a requirement has at most 2000"),
        ("a.csv", b"text\n" + b"y" * 200_000, "Line 2"),
        ("a.txt", b"x\n" * (MAX_ITEMS + 1), "From line 2001 on there are more than 2000"),
        ("a.txt", b"x" * (MAX_BYTES + 1), "2 megabytes"),
    ],
)
def test_what_cannot_be_read_is_refused_with_place_limit_and_next_step(name: str, data: bytes, said: str) -> None:
    with pytest.raises(HostileInput, match=said) as caught:
        read_file(name, data)
    assert str(caught.value) == caught.value.remedy.format_map(caught.value.values)


@pytest.mark.parametrize(
    ("pasted", "said"),
    [("x" * (MAX_BYTES + 1), "2 megabytes"), ("a\nb\x00", "Line 2"), ("a\n\ud800", "Line 2"), ("", "no requirement")],
)
def test_pasted_text_is_refused_alike(pasted: str, said: str) -> None:
    with pytest.raises(HostileInput, match=said):
        read_pasted(pasted)


def test_limits_are_met_exactly() -> None:
    assert len(read_pasted("x\n" * MAX_ITEMS)) == MAX_ITEMS
    assert len(read_pasted("x" * MAX_CHARACTERS)[0].text) == MAX_CHARACTERS


def test_marks_that_turn_the_direction_of_writing_are_taken_out() -> None:
    assert texts(read_pasted("pay\u202eroll\x1b[31m is fair")) == ["payroll[31m is fair"]


@given(st.text(max_size=400))
def test_any_text_is_read_or_refused(pasted: str) -> None:
    try:
        items = read_pasted(pasted)
    except HostileInput:
        return
    assert items
    assert all("\n" not in item.text and len(item.text) <= MAX_CHARACTERS for item in items)


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for name in ("a.csv", "a.txt"):
        with suppress(HostileInput):
            assert read_file(name, data)
