"""Every page in every language, without a browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit import config
from streamlit.testing.v1 import AppTest

from labelscope.i18n import Translator
from labelscope.model import LANGUAGES
from labelscope.ui.frame import PAGES

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def _without_the_check_that_the_test_harness_fails() -> None:
    """AppTest keeps a value in the session state that cannot be serialised; the browser tests run with the check."""
    config.set_option("runner.enforceSerializableSessionState", False)


def run(page: str, language: str, **parameters: str) -> AppTest:
    """The app after one run on a page."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=90)
    for name, value in {"lang": language, **parameters}.items():
        app.query_params[name] = value
    app.run()
    if page != "home":
        app.switch_page(f"pages/{page}.py").run()
    return app


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_in_every_language_with_its_question_as_title(page: str, language: str) -> None:
    app = run(page, language)
    assert not app.exception
    assert [title.value for title in app.title] == [Translator(language)(PAGES[page][1])]


def test_hostile_parameters_in_the_link_are_left_out() -> None:
    hostile = "../../etc/passwd,<script>alert(1)</script>,sa8000"
    app = run("compare", "nl", schemes=hostile, theme="nope", sector="'; drop", scheme="\u202e")
    assert not app.exception
    assert not any("script" in block.value for block in app.markdown)


def test_an_unknown_language_falls_back_to_one_of_the_four() -> None:
    app = run("home", "xx")
    assert not app.exception
    assert app.session_state["language"] in LANGUAGES


def test_the_language_is_kept_when_the_page_changes() -> None:
    app = run("overlap", "de")
    assert app.session_state["language"] == "de"
    app.switch_page("pages/method.py").run()
    assert app.title[0].value == Translator("de")(PAGES["method"][1])


def written(language: str, names: str) -> AppTest:
    """The page Names after somebody wrote names."""
    app = run("names", language)
    app.text_area(key="names_written").set_value(names).run()
    assert not app.exception
    return app


def shown(app: AppTest) -> str:
    """All HTML on the page."""
    return " ".join(element.proto.body for element in app.get("html"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_name_gets_an_answer_in_the_readers_language(language: str) -> None:
    text = shown(written(language, "SA8000\nC138\nBluetooth\n"))
    assert "scheme=sa8000" in text
    assert Translator(language)("no match") in text
    assert Translator(language)("the name itself") in text


def test_a_convention_is_named_in_the_readers_language_and_what_is_written_is_text() -> None:
    text = shown(written("fr", "C138\n<img src=x onerror=alert(1)>"))
    assert "âge minimum" in text
    assert "<img" not in text
    assert "&lt;img" in text


def test_too_many_names_are_cut_and_said() -> None:
    app = written("en", "\n".join(f"name {k} of nothing" for k in range(303)))
    assert "3 names are left out" in app.warning[0].value


def test_a_card_says_how_to_cite_its_scheme_and_offers_the_vocabulary() -> None:
    app = run("catalogue", "nl", scheme="gots")
    assert not app.exception
    cited = "Citeer als <code>https://w3id.org/labelscope/scheme/gots/7.0</code>"
    assert any(cited in block.value for block in app.get("html"))
    assert "Downloaden UNTP" in [button.label for button in app.get("download_button")]


@pytest.mark.parametrize(
    ("schemes", "offered"),
    [("sa8000,amfori-bsci", True), ("sa8000,amfori-bsci,fla", False), ("better-work,beyond-chocolate", False)],
)
def test_compare_offers_a_mapping_where_two_schemes_meet(schemes: str, offered: bool) -> None:
    app = run("compare", "en", schemes=schemes)
    assert not app.exception
    assert ("Download OSCAL" in [button.label for button in app.get("download_button")]) is offered


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_yardstick_shows_its_demands_and_the_to_do_list_of_a_scheme(language: str) -> None:
    app = run("lenses", language, lens="csddd", schemes="amfori-bsci")
    assert not app.exception
    text = shown(app)
    assert "Art. 8" in text
    assert Translator(language)("only in part") in text
    assert app.get("download_button")


def test_which_labels_may_be_shown_to_consumers_is_answered_for_all_of_them() -> None:
    app = run("lenses", "en")
    assert not app.exception
    text = shown(app)
    assert "EU Ecolabel" in text
    assert "Public authority role" in text
    assert "SA8000" not in text, "audits of sites are not shown to consumers"


def test_a_date_and_a_sector_act_on_the_advice_and_say_so() -> None:
    app = run("recommendation", "en", asof="2017", sector="food-agriculture")
    assert not app.exception
    text = shown(app)
    assert "as of the end of 2017" in text
    assert "schemes that the filters leave" in text
    app.switch_page("pages/overlap.py").run()
    assert "as of the end of 2017" in shown(app), "the date is kept from page to page"


def test_hostile_dates_and_countries_are_left_out() -> None:
    app = run("coverage", "fr", asof="1066", country="XX,<b>", small="2", sector="moon")
    assert not app.exception
    assert "1066" not in shown(app)


def test_candidates_for_consolidation_are_two_lists() -> None:
    app = run("overlap", "en", view="candidates")
    assert not app.exception
    assert "In the same field" in shown(app)
    assert "Into a scheme that is open to every activity" in shown(app)
