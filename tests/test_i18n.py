from __future__ import annotations

import pytest

from labelscope.i18n import Translator
from labelscope.model import LANGUAGES


def test_an_unknown_language_is_read_as_english() -> None:
    assert Translator("xx").language == "en"


def test_placeholders_are_filled() -> None:
    assert Translator("en")("{a} of {b}", a=1, b="x") == "1 of x"
    assert Translator("en")("") == ""


@pytest.mark.parametrize(
    ("language", "number", "percent"),
    [("en", "12,345.7", "46%"), ("fr", "12\u202f345,7", "46\u00a0%"),
     ("nl", "12.345,7", "46%"), ("de", "12.345,7", "46\u00a0%")],
)  # fmt: skip
def test_numbers_are_written_as_the_language_writes_them(language: str, number: str, percent: str) -> None:
    t = Translator(language)
    assert t.number(12345.67, 1) == number
    assert t.percent(0.456) == percent


@pytest.mark.parametrize("language", LANGUAGES)
def test_shares_keep_their_sign_with_digits(language: str) -> None:
    shown = Translator(language).percent(0.1234, 1)
    assert shown.replace("\u00a0", "").replace(",", ".") == "12.3%"


@pytest.mark.parametrize("language", LANGUAGES)
def test_unknown_is_said_in_words(language: str) -> None:
    t = Translator(language)
    assert t.number(None) == t.percent(None)
    assert t.number(None)
    assert not any(character.isdigit() for character in t.number(None))


@pytest.mark.parametrize(("value", "digits"), [(-0.0, 0), (-0.04, 1), (-0.4, 0)])
def test_zero_has_no_minus(value: float, digits: int) -> None:
    assert Translator("en").number(value, digits) in ("0", "0.0")


def test_a_phrase_writes_whole_numbers_without_digits() -> None:
    assert Translator("en").phrase("{a} {b} {c}", {"a": 3.0, "b": 2.55, "c": "x"}) == "3 2.5 x"


@pytest.mark.parametrize(
    ("language", "shown"), [("en", "a, b and c"), ("fr", "a, b et c"), ("nl", "a, b en c"), ("de", "a, b und c")]
)
def test_items_are_joined_as_the_language_joins_them(language: str, shown: str) -> None:
    assert Translator(language).listing(["a", "b", "c"]) == shown
    assert Translator(language).listing([]) == ""


def test_the_plural_fits_the_count() -> None:
    t = Translator("en")
    assert t.plural("{count} scheme", "{count} schemes", 1) == "1 scheme"
    assert t.plural("{count} scheme", "{count} schemes", 2345) == "2,345 schemes"
