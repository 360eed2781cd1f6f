"""The flows a reader walks, in real Chromium against the real server."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest

from labelscope.catalogue import load_catalogue
from labelscope.i18n import Translator
from labelscope.model import LANGUAGES
from labelscope.ui.frame import PAGES

pytestmark = pytest.mark.browser
WAIT = 60_000


def visit(page: Any, address: str) -> None:
    """Open an address and wait until the page has been drawn."""
    page.goto(address)
    page.wait_for_selector("h1", timeout=WAIT)
    settle(page)


def settle(page: Any) -> None:
    """Wait until the script behind the page has finished."""
    page.wait_for_function(
        "!document.querySelector('[data-testid=stStatusWidget]') &&"
        " !document.querySelector('[data-stale=true]')", timeout=WAIT,
    )  # fmt: skip
    page.wait_for_timeout(700)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_each_page_opens_without_an_error_and_asks_nothing_from_outside(
    page: Any, server: str, name: str, language: str
) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    visit(page, f"{server}/{'' if name == 'home' else name}?lang={language}")
    assert page.locator("h1").first.inner_text() == Translator(language)(PAGES[name][1])
    page.wait_for_function("asked => document.documentElement.lang === asked", arg=language, timeout=WAIT)
    assert page.locator("[data-testid=stException]").count() == 0
    assert errors == []
    assert page.foreign == []
    empty = page.eval_on_selector_all(
        "[data-testid=stVegaLiteChart]",
        "all => all.filter(e => e.offsetParent && e.getBoundingClientRect().height < 20).length",
    )
    assert empty == 0


def test_a_deep_link_on_a_fresh_server_goes_through_the_frame(page: Any, server: str) -> None:
    visit(page, f"{server}/coverage?lang=nl&theme=wages")
    assert page.get_by_text("NL", exact=True).count() > 0
    assert "theme=wages" in page.url


def test_a_click_on_a_heatmap_cell_opens_its_clauses(page: Any, server: str) -> None:
    visit(page, f"{server}/coverage?lang=en&theme=wages")
    canvas = page.locator("[data-testid=stVegaLiteChart]").first
    dialog = page.locator("[role=dialog]")
    box = canvas.bounding_box()
    for x in range(340, 700, 22):
        canvas.click(position={"x": x, "y": box["height"] - 300}, force=True)
        page.wait_for_timeout(900)
        if dialog.count():
            break
    assert dialog.count() == 1
    settle(page)
    assert "Reading of this theme" in dialog.inner_text()
    page.keyboard.press("Escape")
    page.wait_for_timeout(1500)
    assert dialog.count() == 0


def test_the_clauses_of_a_cell_open_without_a_mouse(page: Any, server: str) -> None:
    visit(page, f"{server}/coverage?lang=en")
    button = page.get_by_role("button", name="Show the clauses")
    chosen = [
        box.input_value() or box.get_attribute("aria-label")
        for box in (page.get_by_test_id("stSelectbox").filter(has_text=label).locator("input").last
                    for label in ("Scheme", "Criterion"))
    ]  # fmt: skip
    button.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("[role=dialog]", timeout=WAIT)
    settle(page)
    shown = page.locator("[role=dialog]").inner_text()
    assert " · ".join(map(str, chosen)) in shown
    assert "Reading of this theme" in shown


def test_a_pasted_list_of_requirements_gets_its_proposals(page: Any, server: str) -> None:
    visit(page, f"{server}/match?lang=en")
    page.get_by_role("textbox").first.fill("Nobody under 15 works here.\nLes salaires sont versés chaque mois à temps.")
    page.locator("[data-testid=stFormSubmitButton] button").first.click()
    page.get_by_text("Minimum working age").first.wait_for(timeout=WAIT)
    settle(page)
    shown = page.inner_text("body")
    assert "Regular, documented payment" in shown
    assert "not reviewed" in shown
    assert page.foreign == []


def test_a_number_on_the_recommendation_opens_down_to_the_clauses(page: Any, server: str) -> None:
    visit(page, f"{server}/recommendation?lang=en")
    page.get_by_role("button", name="Show the clauses").first.click()
    page.wait_for_selector("[role=dialog]", timeout=WAIT)
    settle(page)
    assert "Reading of this theme" in page.locator("[role=dialog]").inner_text()


def test_a_scheme_is_found_in_spite_of_a_typing_error(page: Any, server: str) -> None:
    visit(page, f"{server}/catalogue?lang=en")
    box = page.get_by_role("textbox").first
    box.fill("amfory bcsi")
    box.press("Enter")
    settle(page)
    assert "amfori BSCI" in page.inner_text("body")


def test_the_workbook_downloads_and_opens(page: Any, server: str) -> None:
    visit(page, f"{server}/coverage?lang=fr")
    with page.expect_download(timeout=WAIT) as caught:
        page.get_by_role("button", name="XLSX").click()
    content = open(caught.value.path(), "rb").read()  # noqa: SIM115
    workbook = openpyxl.load_workbook(io.BytesIO(content))
    assert len(workbook.sheetnames) == 9
    catalogue = load_catalogue()
    cells = len(catalogue.schemes) * len(catalogue.criteria.criteria)
    assert workbook.worksheets[3].max_row == cells + 1  # one row a cell of the matrix, under the head


def test_the_language_switch_keeps_the_page_and_the_choice(page: Any, server: str) -> None:
    visit(page, f"{server}/coverage?lang=en&theme=hours")
    page.get_by_role("radio", name="DE").or_(page.get_by_role("button", name="DE")).first.click()
    settle(page)
    assert page.locator("h1").first.inner_text() == Translator("de")(PAGES["coverage"][1])
    assert "lang=de" in page.url
    assert "theme=hours" in page.url
    assert page.evaluate("document.documentElement.lang") == "de"


def test_a_box_speaks_the_new_language_after_a_switch(page: Any, server: str) -> None:
    visit(page, f"{server}/overlap?lang=en")
    label = Translator("de")("Weight in the families")
    page.get_by_role("radio", name="DE").or_(page.get_by_role("button", name="DE")).first.click()
    settle(page)
    box = page.get_by_test_id("stSelectbox").filter(has_text=label).locator("input")
    assert (box.input_value() or box.get_attribute("aria-label")) == Translator("de")("Rare criteria weigh more")


@pytest.mark.parametrize("name", PAGES)
def test_no_page_scrolls_sideways_on_a_phone(browser: Any, server: str, name: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="fr-BE")
    tab = context.new_page()
    visit(tab, f"{server}/{'' if name == 'home' else name}?lang=fr")
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_no_serious_accessibility_finding(page: Any, server: str, name: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    visit(page, f"{server}/{'' if name == 'home' else name}?lang=fr")
    found = Axe().run(page).response["violations"]
    serious = [v for v in found if v["impact"] in ("serious", "critical")]
    assert serious == [], [(v["id"], [n["html"][:160] for n in v["nodes"][:3]]) for v in serious]
