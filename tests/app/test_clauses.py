"""A reader meets clauses in the language of the page; English stands only where there is no translation."""

from __future__ import annotations

import re
from html import escape

import pytest
from test_pages import ROOT, _without_the_check_that_the_test_harness_fails, run  # noqa: F401

from labelscope.catalogue import load_catalogue
from labelscope.i18n import Translator
from labelscope.model import Requirement, RequirementTranslation
from labelscope.ui import html
from labelscope.ui.panel import wording_html

SCHEME = "rainforest-alliance"
OTHERS = ("fr", "nl", "de")
MARK = 'class="ls-lang"'


def body(app: object) -> str:
    """Everything that a page put there as HTML."""
    return "\n".join(block.proto.body for block in app.get("html"))  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def rows() -> tuple[Requirement, ...]:
    found = load_catalogue().requirements[SCHEME]
    assert all(row.translation is not None for row in found)
    return found


@pytest.mark.parametrize("language", OTHERS)
def test_the_card_shows_every_clause_in_the_readers_language_and_none_in_english(
    language: str, rows: tuple[Requirement, ...]
) -> None:
    shown = body(run("catalogue", language, scheme=SCHEME))
    assert [row.id for row in rows if escape(row.wording(language).text) not in shown] == []
    assert [row.id for row in rows if escape(row.text) in shown] == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_clause_on_the_card_carries_no_mark_and_its_place_is_english_to_a_screen_reader(
    language: str, rows: tuple[Requirement, ...]
) -> None:
    shown = body(run("catalogue", language, scheme=SCHEME))
    for row in rows:
        assert re.search(rf"<div>{re.escape(escape(row.wording(language).text))}</div>", shown), row.id
        assert f'<span lang="en">{escape(row.clause)}</span> <span class="cat-small">{row.id}' in shown


def test_the_card_in_english_shows_the_english_without_any_mark(rows: tuple[Requirement, ...]) -> None:
    shown = body(run("catalogue", "en", scheme=SCHEME))
    assert all(f"<div>{escape(row.text)}</div>" in shown for row in rows)
    assert MARK not in shown


@pytest.mark.parametrize("language", OTHERS)
def test_the_comparison_and_the_panel_show_clauses_in_the_readers_language(
    language: str, rows: tuple[Requirement, ...]
) -> None:
    app = run("compare", language, schemes=f"{SCHEME},utz")
    app.toggle(key="compare_words").set_value(True)
    app.session_state["panel"] = [SCHEME, "child-minimum-age"]
    shown = body(app.run())
    assert not app.exception
    assert "cmp-below" in shown
    assert "ls-clause" in shown
    wanted = {row.id for row in rows if escape(row.wording(language).text) in shown}
    assert len(wanted) > 1
    assert [row.id for row in rows if escape(row.text) in shown] == []


def test_no_page_takes_the_words_of_a_clause_past_the_readers_language() -> None:
    pages = [path for folder in ("src/labelscope/ui", "pages") for path in (ROOT / folder).rglob("*.py")]
    # these two show clauses of documents; test_review_pages holds that rows of the catalogue are translated there too
    pages = [path for path in pages if path.stem != "add_a_scheme" and path.parent.name != "review"]
    assert pages
    assert [
        path.name for path in pages if re.search(r"\b(row|clause|requirement)\.(text|topic)\b", path.read_text())
    ] == []


def test_a_clause_without_translation_is_english_and_marked() -> None:
    row = load_catalogue().requirements[SCHEME][0].model_copy(update={"translation": None, "text": "No <b> here."})
    for language in OTHERS:
        shown = wording_html(row, Translator(language))
        assert shown.startswith('<span lang="en">No &lt;b&gt; here.</span>')
        assert MARK in shown
    assert wording_html(row, Translator("en")) == "No &lt;b&gt; here."


def test_a_translated_clause_is_escaped_like_any_text() -> None:
    row = load_catalogue().requirements[SCHEME][0]
    assert isinstance(row.translation, RequirementTranslation)
    hostile = row.translation.model_copy(update={"text_nl": "<script>alert(1)</script>"})
    shown = wording_html(row.model_copy(update={"translation": hostile}), Translator("nl"))
    assert shown == "&lt;script&gt;alert(1)&lt;/script&gt;"


def test_a_place_in_a_source_stays_as_printed() -> None:
    assert html.printed("3.1 <a>", "nl") == '<span lang="en">3.1 &lt;a&gt;</span>'
    assert html.printed("3.1 <a>", "en") == "3.1 &lt;a&gt;"
