"""The view *Clause to clause*: with the test harness in every language, and in real Chromium."""

from __future__ import annotations

from typing import Any

import pytest
from test_browser import WAIT, settle, visit
from test_clauses import body
from test_pages import _without_the_check_that_the_test_harness_fails, run  # noqa: F401

from labelscope.i18n import Translator
from labelscope.model import LANGUAGES

LINK = "compare?lang=en&view=clauses&schemes=sa8000,amfori-bsci"


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_opens_from_a_link_in_every_language(language: str) -> None:
    app = run("compare", language, view="clauses", schemes="sa8000,amfori-bsci")
    assert not app.exception
    shown = body(app)
    assert Translator(language)("Why, judgements and sources") in shown
    assert 'class="cp-theme"' in shown


@pytest.mark.parametrize(
    "parameters",
    [
        {"schemes": "sa8000"},
        {"schemes": "slcp,better-work,msc", "pair": "<script>~x"},
        {"schemes": "sa8000,wrap", "relation": "' or 1=1,same", "theme": "../x"},
        {"view": "nonsense"},
    ],
)
def test_hostile_and_thin_links_do_no_harm(parameters: dict[str, str]) -> None:
    app = run("compare", "fr", **{"view": "clauses", **parameters})
    assert not app.exception
    shown = body(app)
    assert not any(piece in shown for piece in ("<script>~", "1=1", "../x"))


@pytest.mark.browser
def test_a_reader_filters_opens_a_pair_by_keyboard_and_downloads(page: Any, server: str) -> None:
    visit(page, f"{server}/{LINK}")
    page.wait_for_selector(".cp-table", timeout=WAIT)
    whole = page.locator(".cp-pair").count()
    page.get_by_role("button", name="SA8000 stricter").click()
    page.wait_for_url("**relation=stricter-first**", timeout=WAIT)
    settle(page)
    left = page.locator(".cp-pair")
    assert 0 < left.count() < whole
    assert {chip.inner_text() for chip in left.locator(".cp-chip").all()} <= {"◄ SA8000 stricter", ""}
    summary = page.locator(".cp-theme[open] .cp-pair summary").first
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator(".cp-pair details[open] .ls-clause").first.is_visible()
    with page.expect_download(timeout=WAIT) as download:
        page.get_by_role("button", name="Download clause to clause (CSV)").click()
    assert download.value.suggested_filename == "labelscope-pairs-sa8000-amfori-bsci-en.csv"
    assert page.foreign == []


@pytest.mark.browser
def test_differing_numbers_are_marked_by_more_than_colour(page: Any, server: str) -> None:
    visit(page, f"{server}/{LINK}&theme=child-labour")
    page.wait_for_selector(".cp-table", timeout=WAIT)
    marked = page.locator(".cp-number mark").first
    assert marked.inner_text() == "≠ minimum age: 15 years"
    assert "underline" in marked.evaluate("e => getComputedStyle(e).textDecorationLine")


@pytest.mark.browser
def test_on_a_phone_the_two_sides_stand_below_each_other_and_nothing_overflows(page: Any, server: str) -> None:
    page.set_viewport_size({"width": 390, "height": 900})
    visit(page, f"{server}/{LINK}")
    page.wait_for_selector(".cp-table", timeout=WAIT)
    boxes = [cell.bounding_box() for cell in page.locator(".cp-pair").first.locator(".cp-side").all()]
    assert boxes[1]["y"] >= boxes[0]["y"] + boxes[0]["height"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
