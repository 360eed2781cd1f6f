"""The message files: complete, with the same placeholders, nothing left over."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from labelscope import messages
from labelscope.i18n import LOCALES, Translator

ROOT = Path(__file__).resolve().parents[1]
PLACEHOLDER = re.compile(r"\{[^{}]*\}")


def marked() -> set[str]:
    """Every message that the source marks for translation."""
    files = [*(ROOT / "src").rglob("*.py"), *(ROOT / "pages").glob("*.py"), ROOT / "app.py"]
    return {message for path in files for _, message in messages.marked(path.read_text(encoding="utf-8"))}


def catalogue(language: str) -> dict[str, str]:
    with (LOCALES / f"{language}.po").open("rb") as file:
        return {str(m.id): str(m.string) for m in read_po(file, locale=language) if m.id and not m.fuzzy}


@pytest.mark.parametrize("language", ["fr", "nl", "de"])
def test_every_message_is_translated(language: str) -> None:
    translated = catalogue(language)
    assert [message for message in sorted(marked()) if not translated.get(message)] == []


@pytest.mark.parametrize("language", ["fr", "nl", "de"])
def test_no_translation_is_left_over(language: str) -> None:
    assert sorted(set(catalogue(language)) - marked()) == []


@pytest.mark.parametrize("language", ["fr", "nl", "de"])
def test_placeholders_are_the_same(language: str) -> None:
    wrong = {
        message: text
        for message, text in catalogue(language).items()
        if set(PLACEHOLDER.findall(message)) != set(PLACEHOLDER.findall(text))
    }
    assert wrong == {}


@pytest.mark.parametrize("language", ["fr", "nl", "de"])
def test_next_to_nothing_is_left_in_english(language: str) -> None:
    """Names, patterns and words that are the same in both languages are few and short."""
    words = re.compile(r"[A-Za-z]{3,}")
    same = [m for m, text in catalogue(language).items() if m == text]
    assert [m for m in same if len(words.findall(PLACEHOLDER.sub("", m))) > 3] == []


def test_a_message_without_translation_stays_english() -> None:
    assert Translator("fr")("no such message {n}", n=1) == "no such message 1"


def test_a_message_inside_an_f_string_is_found() -> None:
    source = "x = f'{t(mark(\"inside\"))}'"
    assert list(messages.marked(source)) == [(1, "inside")]


def test_only_plain_strings_can_be_marked() -> None:
    with pytest.raises(ValueError, match="plain string"):
        list(messages.marked("mark(name)"))
