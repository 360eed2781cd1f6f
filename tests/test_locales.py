"""The message files: complete, with the same placeholders, nothing left over."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from labelscope.i18n import LOCALES, Translator

ROOT = Path(__file__).resolve().parents[1]
PLACEHOLDER = re.compile(r"\{[^{}]*\}")


def marked() -> set[str]:
    """Every message that the source marks for translation."""
    found = set()
    files = [*(ROOT / "src").rglob("*.py"), *(ROOT / "pages").glob("*.py"), ROOT / "app.py"]
    for path in files:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "mark":
                argument = node.args[0]
                assert isinstance(argument, ast.Constant), f"{path}:{node.lineno}: mark() takes a plain string"
                found.add(argument.value)
    return found


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
    same = [m for m, text in catalogue(language).items() if m == text and len(re.findall(r"[A-Za-z]{3,}", PLACEHOLDER.sub("", m))) > 3]
    assert same == []


def test_a_message_without_translation_stays_english() -> None:
    assert Translator("fr")("no such message {n}", n=1) == "no such message 1"
