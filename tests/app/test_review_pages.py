"""The pages *Add a scheme* and *Review* without a browser, on a store of their own."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from test_pages import _without_the_check_that_the_test_harness_fails, run, shown  # noqa: F401

from labelscope import vocabulary
from labelscope.catalogue import load_catalogue
from labelscope.i18n import Translator
from labelscope.ingestion import ingest
from labelscope.matching import Hesitation, Matcher
from labelscope.model import LANGUAGES, Obligation, Reach
from labelscope.review.proposing import match_clauses, match_rows, start_catalogue, start_document
from labelscope.review.records import Batch, Judgement, OwnWords
from labelscope.review.store import ReviewStore, open_store
from labelscope.ui import cached
from labelscope.ui.words import evidence_words, sure_words

HOSTILE = "<img src=x onerror=alert(1)> **1.1** [link](javascript:alert(1)) $x$"
STANDARD = f"""1 Kinderen
1.1 Personen jonger dan 15 jaar mogen niet worden tewerkgesteld in de onderneming.
2 Lonen
2.1 Werknemers ontvangen bij elke betaling een loonfiche. {HOSTILE}
"""


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(load_catalogue(), None)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ReviewStore:
    monkeypatch.setenv("LABELSCOPE_STORE", f"sqlite:///{tmp_path / 'review.sqlite'}")
    cached.review_store.clear()
    return open_store()


@pytest.fixture
def batch(store: ReviewStore, matcher: Matcher) -> Batch:
    read = ingest("code.txt", STANDARD.encode())
    matched = match_clauses(matcher, read.clauses)
    return start_document(store, load_catalogue(), read, "code.txt", read.clauses, "fairebel", matched, "words", "Anna")


def review(language: str, who: str, view: str = "decide") -> AppTest:
    app = run("home", language)
    app.session_state["reviewer"] = who
    app.session_state["rv_view"] = view
    app.switch_page("pages/review.py").run()
    assert not app.exception
    return app


def click(app: AppTest, name: str) -> AppTest:
    key = next(b.key for b in app.button if b.key and b.key.startswith(f"rv_do_{name}_"))
    app.button(key=key).click().run()
    assert not app.exception
    return app


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_clause_is_shown_as_text_with_its_proposals_in_the_readers_language(
    language: str, batch: Batch, store: ReviewStore
) -> None:
    app = review(language, "Anna")
    text = shown(app)
    assert "<img" not in text
    assert 'lang="nl"' in text
    first = next(c for c in store.load(batch.id).clauses if c.text[:20] in text)
    labels = [load_catalogue().criteria[one.criterion_id].label[language] for one in first.candidates]
    assert all(escape(label) in text for label in labels)


@pytest.mark.parametrize("view", ["overview", "publish", "owner"])
@pytest.mark.parametrize("language", ["fr", "nl"])
def test_the_other_views_open(language: str, view: str, batch: Batch) -> None:
    app = review(language, "Anna", view)
    assert shown(app)
    assert "<img" not in shown(app)


def test_a_row_of_the_catalogue_is_reviewed_in_the_readers_language(store: ReviewStore, matcher: Matcher) -> None:
    catalogue = load_catalogue()
    rows = catalogue.requirements["fairebel"]
    start_catalogue(store, catalogue, "fairebel", match_rows(matcher, catalogue, "fairebel"), "words", "Anna")
    text = shown(review("fr", "Anna", "overview"))
    assert [row.id for row in rows if escape(row.wording("fr").text)[:40] not in text] == []
    assert [row.id for row in rows if escape(row.text) in text] == []


def test_a_decision_is_kept_with_the_time_it_took_and_the_reach_chosen(batch: Batch, store: ReviewStore) -> None:
    app = review("en", "Anna")
    reach = next(w for w in app.get("button_group") if str(w.key).startswith("reach_"))
    app.session_state[reach.key] = Reach.BEYOND
    app.run()
    click(app, "accept")
    (event,) = store.load(batch.id).events
    assert event.who == "Anna"
    assert event.seconds > 0
    assert [one.reach for one in event.judgements] == [Reach.BEYOND]
    click(app, "undo")
    assert len(store.load(batch.id).events) == 2, "undo is an event of its own"


def test_nothing_of_another_persons_opinion_is_on_any_view_before_ones_own(batch: Batch, store: ReviewStore) -> None:
    words = OwnWords("Payslips", "A payslip comes with the pay, said Anna.", Obligation.IMMEDIATE, "2.1", True)
    for clause in store.load(batch.id).clauses:
        store.decide(clause.id, "Zoë", [Judgement("wage-payment", Reach.FULL, "Zoë’s reason")], words=words)
    for view in ("decide", "overview", "publish"):
        app = review("en", "Bram", view)
        boxes = (*app.text_area, *app.text_input, *app.code)
        text = shown(app) + " ".join(str(box.value) for box in boxes)
        assert "Zoë" not in text
        assert "said Anna" not in text
    app = click(review("en", "Bram"), "nothing")
    assert "Zoë" in shown(app)
    assert any("do not agree" in box.value for box in app.warning)


def test_opinions_of_two_people_conflict_and_neither_is_published(batch: Batch, store: ReviewStore) -> None:
    clause = store.load(batch.id).clauses[0]
    store.decide(clause.id, "Anna", [Judgement("child-minimum-age", Reach.FULL)])
    store.decide(clause.id, "Bram", [])
    app = review("en", "Anna", "publish")
    assert "to be settled 1" in shown(app)
    assert any("nothing to publish" in box.value for box in app.info)


def test_choosing_takes_several_criteria_with_a_reason(batch: Batch, store: ReviewStore) -> None:
    app = click(review("en", "Anna"), "choose")
    box = app.multiselect[-1]
    box.set_value(["child-minimum-age", "wage-payment"]).run()
    app.text_area(key=next(a.key for a in app.text_area if a.key.startswith("choose_why_"))).set_value("Both.").run()
    click(app, "save")
    (event,) = store.load(batch.id).events
    assert {one.criterion_id: one.rationale for one in event.judgements} == {
        "child-minimum-age": "Both.", "wage-payment": "Both.",
    }  # fmt: skip


def test_a_link_to_a_batch_that_is_not_there_and_a_hostile_one_open_the_newest(batch: Batch) -> None:
    for asked in ("999", "../../x", "<script>"):
        app = run("home", "en", batch=asked)
        app.session_state["reviewer"] = "Anna"
        app.switch_page("pages/review.py").run()
        assert not app.exception
        assert app.selectbox(key="pick_batch").value == str(batch.id)


def test_a_name_is_asked_for_before_anything_is_shown(batch: Batch) -> None:
    app = run("review", "en")
    assert not app.exception
    assert "Write your name to begin" in shown(app)
    assert "<article" not in shown(app)


def test_a_served_app_does_not_write_into_the_catalogue(
    batch: Batch, store: ReviewStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    from labelscope.ui.review import publishing

    monkeypatch.setattr(publishing, "_is_local", lambda: False)
    app = review("en", "Anna", "publish")
    assert any("labelscope review publish" in box.value.replace("\\", "") for box in app.info)
    assert not [b for b in app.button if b.key == "rv_publish"]


def test_a_store_that_cannot_be_used_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    foreign = tmp_path / "other.sqlite"
    foreign.write_bytes(b"this is no database at all" * 100)
    monkeypatch.setenv("LABELSCOPE_STORE", f"sqlite:///{foreign}")
    cached.review_store.clear()
    app = run("review", "fr")
    assert not app.exception
    assert app.error
    cached.review_store.clear()


def uploaded(language: str, name: str, data: bytes) -> AppTest:
    app = run("add_a_scheme", language)
    app.file_uploader(key="add_upload").set_value((name, data, "text/plain")).run()
    assert not app.exception
    return app


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_read_is_listed_and_can_be_left_out(language: str) -> None:
    t = Translator(language)
    app = uploaded(language, "code.txt", STANDARD.encode())
    assert [box.value for box in app.checkbox if box.key.startswith("add_")] == [True, True]
    app.button(key="add_all_out").click().run()
    assert [box.value for box in app.checkbox if box.key.startswith("add_")] == [False, False]
    assert t("{kept} stay in.", kept=0) in shown(app)
    assert app.button(key="add_propose").disabled
    app.button(key="add_all_in").click().run()
    assert all(box.value for box in app.checkbox if box.key.startswith("add_"))
    app.text_input(key="add_words").set_value("loonfiche").run()
    assert len([box for box in app.checkbox if box.key.startswith("add_")]) == 1


@pytest.mark.parametrize(("name", "data"), [
    ("code.pdf", b"%PDF-1.7 broken"), ("code.docx", b"PK\x03\x04nothing"), ("code.txt", b"\x00\x01\x02"),
    ("code.pdf", b"MZ\x90\x00"), ("empty.txt", b""),
])  # fmt: skip
def test_a_hostile_file_is_one_message_and_nothing_is_kept(name: str, data: bytes, store: ReviewStore) -> None:
    app = uploaded("nl", name, data)
    assert len(app.error) == 1
    assert not [box for box in app.checkbox if box.key and box.key.startswith("add_")]
    assert store.batches() == ()


def test_a_new_scheme_is_checked_whole_before_anything_is_proposed(store: ReviewStore) -> None:
    app = uploaded("fr", "code.txt", STANDARD.encode())
    app.session_state["add_which"] = "new"
    app.run()
    app.text_input(key="new_short").set_value("SA8000").run()
    assert app.text_input(key="new_id").value == "sa8000"
    app.button(key="add_propose").click().run()
    assert not app.exception
    said = "\n".join(box.value for box in app.error)
    assert len(re.findall(r"^- ", said, re.M)) > 5
    assert store.batches() == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_review_says_in_words_how_sure_the_machine_is_why_it_hesitates_and_on_what_it_rests(
    language: str, store: ReviewStore, matcher: Matcher
) -> None:
    read = ingest("code.txt", b"1.1 Workers.\n")
    start_document(store, load_catalogue(), read, "code.txt", read.clauses, "fairebel",
                   match_clauses(matcher, read.clauses), "words", "Anna")  # fmt: skip
    (clause,) = store.load(1).clauses
    t, text = Translator(language), shown(review(language, "Anna"))
    assert "short" in clause.hesitations
    for name in clause.hesitations:
        assert escape(t(vocabulary.HESITATION[Hesitation(name)])) in text
    first = clause.candidates[0]
    assert escape(sure_words(t, first.probability or 0)) in text
    assert escape(evidence_words(t, "words")) in text
    assert "exemplar-words" not in text


def test_what_is_decided_is_known_to_the_next_review_at_once(batch: Batch, store: ReviewStore) -> None:
    clause = store.load(batch.id).clauses[0]
    words = OwnWords("Pay", "Own words for this clause.", Obligation.IMMEDIATE, "1", True)
    store.decide(clause.id, "Anna", [Judgement("rest", Reach.PARTIAL)], words=words)
    assert [(one.text, one.reached, one.group) for one in cached.decided()] == [
        (clause.key, {"rest": Reach.PARTIAL}, "fairebel")
    ]
