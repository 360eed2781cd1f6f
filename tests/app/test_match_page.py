"""The page *Match* without a browser, by words alone: how sure, what beside, what doubts, and what nothing fits."""

from __future__ import annotations

from html import escape

import pytest
from streamlit.testing.v1 import AppTest
from test_pages import _without_the_check_that_the_test_harness_fails, run, shown  # noqa: F401

from labelscope import vocabulary
from labelscope.catalogue import load_catalogue
from labelscope.i18n import Translator
from labelscope.matching import Hesitation, Level, Matcher
from labelscope.matching.combiner import KINDS
from labelscope.matching.evidence import evidence_names
from labelscope.model import LANGUAGES
from labelscope.ui import cached
from labelscope.ui.words import evidence_words, share_words, sure_words

LINES = ("Nobody under 15 may work for us.", "Workers", "Bananas are yellow.")


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(load_catalogue(), None)


@pytest.fixture(autouse=True)
def _by_words(monkeypatch: pytest.MonkeyPatch, matcher: Matcher) -> None:
    monkeypatch.setattr(cached, "_matcher", lambda _progress: matcher)


def matched(language: str, *lines: str) -> AppTest:
    app = run("home", language)
    app.session_state["match_items"] = [["", line, ""] for line in lines]
    app.switch_page("pages/match.py").run()
    assert not app.exception
    return app


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_says_how_sure_what_is_reached_and_why_to_look_closely(language: str, matcher: Matcher) -> None:
    t, text = Translator(language), shown(matched(language, *LINES))
    first, vague, nothing = matcher.match(LINES)
    criterion = load_catalogue().criteria["child-minimum-age"]
    assert first.proposals[0].criterion_id == criterion.id
    assert escape(sure_words(t, first.proposals[0].probability)) in text
    assert escape(getattr(criterion.levels, first.proposals[0].reach)[language]) in text
    assert Hesitation.SHORT in vague.hesitations
    assert escape(t(vocabulary.HESITATION[Hesitation.SHORT])) in text
    assert nothing.level is Level.NONE
    assert escape(sure_words(t, nothing.nothing)) in text


def test_every_duty_of_a_clause_is_on_its_card(matcher: Matcher) -> None:
    rows = [row.text for group in load_catalogue().requirements.values() for row in group]
    clause = next(one for one in matcher.match(rows[::3]) if len(one.duties) > 1)
    text = shown(matched("nl", clause.text))
    assert "Lijkt ook dit te vragen" in text
    for duty in clause.duties:
        assert escape(load_catalogue().criteria[duty.criterion_id].label["nl"]) in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_evidence_has_words_of_its_own(language: str) -> None:
    t, kinds = Translator(language), evidence_names(len(KINDS) - 1)
    said = [evidence_words(t, kind) for kind in kinds]
    assert len(set(said)) == len(kinds)
    assert not set(said) & set(kinds)
    assert evidence_words(t, "tfidf") == "tfidf", "of an older review"
    assert evidence_words(t, "") == ""


def test_a_machine_is_never_quite_sure() -> None:
    t = Translator("en")
    assert [share_words(t, p) for p in (0.0, 0.004, 0.5, 0.999, 1.0)] == ["1%", "1%", "50%", "99%", "99%"]
    assert [sure_words(t, p) for p in (0.2, 0.5, 0.8)] == ["weak (20%)", "likely (50%)", "strong (80%)"]
