"""The store on SQLite and on PostgreSQL: nothing is lost, nothing is changed, nobody else's tables are touched."""

from __future__ import annotations

import ast
import multiprocessing
import os
import stat
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sql

from labelscope.errors import ReviewRefused
from labelscope.matching.evidence import Decision
from labelscope.model import Obligation, Reach
from labelscope.review import store as store_module
from labelscope.review.records import (
    Batch,
    BatchKind,
    DocumentOrigin,
    EventKind,
    Judgement,
    NewClause,
    OwnWords,
    Published,
)
from labelscope.review.reference import decisions, known_decisions, training_examples
from labelscope.review.state import Status, fold
from labelscope.review.store import ReviewStore, default_url, open_store

Begin = Callable[..., Batch]
WAGE = (Judgement("wage", Reach.FULL, "as it says"),)
WORDS = OwnWords("pay", "Pay every month.", Obligation.IMMEDIATE, "3.1", confirmed=True)


def test_what_is_put_in_comes_out_again(store: ReviewStore, begin: Begin) -> None:
    batch = begin(store, "Wages are paid.", "Bonuses are paid.")
    loaded = store.load(batch.id)
    assert (loaded.batch, loaded.events) == (batch, ())
    assert [clause.text for clause in loaded.clauses] == ["Wages are paid.", "Bonuses are paid."]
    first = loaded.clauses[0].candidates[0]
    assert (first.criterion_id, first.probability, first.reach, first.evidence) == (
        "wage",
        0.6,
        Reach.FULL,
        {"words": 0.4},
    )
    assert [(one.requirement_id, one.reach) for one in first.similar] == [("beta.01", Reach.FULL)]
    event = store.decide(loaded.clauses[0].id, " Eva   Maes ", WAGE, why="clear", seconds=12.5)
    assert (event.who, event.kind, event.judgements, event.why, event.seconds) == (
        "Eva Maes", EventKind.DECIDE, WAGE, "clear", 12.5,
    )  # fmt: skip
    assert store.load(batch.id).events == (event,)
    assert datetime.now(UTC) - event.at < timedelta(minutes=1)
    assert [(one.clauses, one.decided_by) for one in store.batches()] == [(2, {"Eva Maes": 1})]


def test_what_the_matcher_does_not_know_stays_unknown(store: ReviewStore) -> None:
    batch = store.add_batch(title="T", kind=BatchKind.CATALOGUE, scheme_id="a", matcher="m", who="Eva",
                            clauses=[NewClause("No probability here.")])  # fmt: skip
    clause = store.load(batch.id).clauses[0]
    assert (clause.nothing, clause.candidates, clause.hesitations) == (None, (), ())


def test_a_document_keeps_its_origin_and_the_original_words(store: ReviewStore) -> None:
    origin = DocumentOrigin("code.pdf", "ab" * 32, "pypdfium2 5", "fr", "Le code", "https://example.org")
    clause = NewClause("Payer chaque mois.", "fr", "L'employeur doit :", "3 a)", ("Salaires",), None, {"page": 4})
    batch = store.add_batch(title="T", kind=BatchKind.DOCUMENT, scheme_id="a", matcher="m", who="Eva", clauses=[clause],
                            document=origin)  # fmt: skip
    kept = store.load(batch.id)
    assert kept.batch.document == origin
    assert (kept.clauses[0].text, kept.clauses[0].lead_in, kept.clauses[0].headings, kept.clauses[0].locator) == (
        "Payer chaque mois.", "L'employeur doit :", ("Salaires",), {"page": 4},
    )  # fmt: skip
    decided = store.decide(kept.clauses[0].id, "Eva", WAGE, words=WORDS)
    assert decided.words == WORDS
    assert store.leave_out(kept.clauses[0].id, "Eva").left_out


def test_undo_is_an_event_and_loses_nothing(store: ReviewStore, begin: Begin) -> None:
    batch = begin(store, "Wages are paid.")
    clause = store.load(batch.id).clauses[0]
    first = store.decide(clause.id, "Eva", WAGE)
    second = store.decide(clause.id, "Eva", ())
    store.withdraw(second.id, "Eva", why="a slip")
    after = store.load(batch.id)
    assert fold(after.events)[clause.id].accepted == first
    assert [event.kind for event in after.events] == [EventKind.DECIDE, EventKind.DECIDE, EventKind.WITHDRAW]
    store.withdraw(first.id, "Eva")
    after = store.load(batch.id)
    assert fold(after.events)[clause.id].status is Status.OPEN
    assert after.clauses[0].candidates == clause.candidates
    assert len(after.events) == 4
    with pytest.raises(ReviewRefused, match="undone already"):
        store.withdraw(first.id, "Eva")
    with pytest.raises(ReviewRefused, match="undone already"):
        store.withdraw(9_999, "Eva")


def test_nobody_undoes_what_another_decided(store: ReviewStore, begin: Begin) -> None:
    clause = store.load(begin(store, "Wages are paid.").id).clauses[0]
    event = store.decide(clause.id, "Eva", WAGE)
    with pytest.raises(ReviewRefused, match="Only the person"):
        store.withdraw(event.id, "Jan")


def test_a_settlement_needs_a_conflict_a_reason_and_an_opinion(store: ReviewStore, begin: Begin) -> None:
    batch = begin(store, "Wages are paid.")
    clause = store.load(batch.id).clauses[0]
    store.decide(clause.id, "Eva", WAGE)
    with pytest.raises(ReviewRefused, match="nothing to settle"):
        store.settle(clause.id, "Eva", WAGE, why="I say so")
    store.decide(clause.id, "Jan", ())
    with pytest.raises(ReviewRefused, match="needs a reason"):
        store.settle(clause.id, "Eva", WAGE, why="  ")
    with pytest.raises(ReviewRefused, match="Decide on the clause yourself"):
        store.settle(clause.id, "Ada", WAGE, why="an arbiter who has not judged")
    settled = store.settle(clause.id, "Jan", WAGE, why="pay is named")
    assert fold(store.load(batch.id).events)[clause.id].accepted == settled


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "a\u202eb", "a\x00b"])
def test_a_name_is_short_and_printable(sqlite: ReviewStore, begin: Begin, name: str) -> None:
    clause = sqlite.load(begin(sqlite, "Wages are paid.").id).clauses[0]
    with pytest.raises(ReviewRefused, match="printable"):
        sqlite.decide(clause.id, name, WAGE)


def test_what_cannot_be_kept_is_refused(sqlite: ReviewStore, begin: Begin) -> None:
    clause = sqlite.load(begin(sqlite, "Wages are paid.").id).clauses[0]
    with pytest.raises(ReviewRefused, match="twice"):
        sqlite.decide(clause.id, "Eva", WAGE + WAGE)
    with pytest.raises(ReviewRefused, match="no such clause"):
        sqlite.decide(9_999, "Eva", WAGE)
    with pytest.raises(ReviewRefused, match="keeps its words"):
        sqlite.decide(clause.id, "Eva", WAGE, words=WORDS)
    with pytest.raises(ReviewRefused, match="keeps its words"):
        sqlite.leave_out(clause.id, "Eva")
    with pytest.raises(ReviewRefused, match="4000"):
        sqlite.decide(clause.id, "Eva", WAGE, why="x" * 4_001)
    with pytest.raises(ReviewRefused, match="no batch"):
        sqlite.load(77)
    with pytest.raises(ReviewRefused, match="no clause"):
        begin(sqlite)
    assert sqlite.load(1).events == ()


def test_characters_that_cannot_be_stored_do_no_harm(store: ReviewStore) -> None:
    hostile = "a\x00b \ud800 \u202e' OR 1=1; DROP TABLE events; --"
    batch = store.add_batch(title=hostile, kind=BatchKind.CATALOGUE, scheme_id="a", matcher="m", who="Eva",
                            clauses=[NewClause(hostile)])  # fmt: skip
    clause = store.load(batch.id).clauses[0]
    assert clause.text == "ab  ' OR 1=1; DROP TABLE events; --"
    store.decide(clause.id, "Eva", (Judgement("wage", Reach.FULL, hostile),), why=hostile)
    assert len(store.load(batch.id).events) == 1


# --- nothing is changed ---


def test_the_database_refuses_to_change_or_remove(store: ReviewStore, begin: Begin, url: str) -> None:
    clause = store.load(begin(store, "Wages are paid.").id).clauses[0]
    store.decide(clause.id, "Eva", WAGE)
    engine = sql.create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    tables = sql.inspect(engine).get_table_names()
    assert len(tables) == 9
    statements = [
        f"DELETE FROM {table}" for table in ("events", "candidates", "clauses", "batches", "labelscope_review")
    ]
    statements += ["UPDATE events SET who = 'Jan'", "UPDATE clauses SET text = 'x'", "UPDATE candidates SET rank = 9"]
    if engine.dialect.name == "postgresql":
        statements.append("TRUNCATE events CASCADE")
    for statement in statements:
        with pytest.raises(sql.exc.DBAPIError, match="append-only"), engine.begin() as connection:
            connection.exec_driver_sql(statement)
    engine.dispose()
    assert store.load(1).events[0].who == "Eva"


def test_the_store_knows_no_statement_that_changes_or_removes() -> None:
    code = Path(store_module.__file__).read_text("utf-8")
    called = {node.attr for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Attribute)}
    assert "insert" in called
    assert not called & {"update", "delete", "merge", "drop", "drop_all"}


# --- whose database it is ---


def test_the_store_is_a_file_for_its_owner_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LABELSCOPE_STORE", raising=False)
    monkeypatch.setenv("LABELSCOPE_WORK", str(tmp_path / "work"))
    store = open_store()
    path = tmp_path / "work" / "review.sqlite"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert all(stat.S_IMODE(file.stat().st_mode) == 0o600 for file in path.parent.iterdir())
    store.close()
    monkeypatch.delenv("LABELSCOPE_WORK")
    monkeypatch.setenv("XDG_DATA_HOME", "/data")
    assert default_url() == "sqlite:////data/labelscope/review.sqlite"
    monkeypatch.setenv("LABELSCOPE_STORE", "postgresql://one@two/three")
    assert default_url() == "postgresql://one@two/three"


def test_a_newer_store_and_other_tables_are_refused(url: str) -> None:
    open_store(url).close()
    open_store(url).close()
    engine = sql.create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO labelscope_review (at, who, version) VALUES ('2030-01-01 00:00:00', 'later', 2)"
        )
    with pytest.raises(ReviewRefused, match="version 2, this program knows version 1"):
        open_store(url)
    engine.dispose()


def test_a_database_of_others_is_left_alone(url: str, tmp_path: Path) -> None:
    (tmp_path / "work").mkdir()
    engine = sql.create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE invoices (id INTEGER)")
    with pytest.raises(ReviewRefused, match="other tables"):
        open_store(url)
    assert sql.inspect(engine).get_table_names() == ["invoices"]
    engine.dispose()


@pytest.mark.parametrize(
    "url", ["mysql://a@b/c", "nonsense", "sqlite://", "sqlite:///:memory:", "sqlite:///file:x?a=b", "x://"]
)
def test_other_urls_are_refused(url: str) -> None:
    with pytest.raises(ReviewRefused, match="named by a URL"):
        open_store(url)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("not a database, but long enough to look at as one: " + "x" * 2_000)
    with pytest.raises(ReviewRefused, match="cannot be used"):
        open_store(f"sqlite:///{tmp_path / 'notes.txt'}")


def test_a_password_is_never_shown() -> None:
    with pytest.raises(ReviewRefused) as caught:
        open_store("postgresql://eva:S3CRET-CANARY@127.0.0.1:1/nothing")
    shown: BaseException | None = caught.value
    assert "cannot be used" in str(shown)
    assert "S3CRET" not in str(shown) + repr(caught.value.values)
    assert caught.value.__suppress_context__


# --- several at once ---


def _decide_often(url: str, clause_id: int, who: str, times: int, start: object) -> None:
    store = open_store(url)
    start.wait()  # type: ignore[attr-defined]
    for _ in range(times):
        store.decide(clause_id, who, WAGE if who == "Eva" else ())
    store.close()


def test_two_processes_decide_on_one_row_and_both_are_kept(url: str, begin: Begin) -> None:
    store = open_store(url)
    batch = begin(store, "Wages are paid.")
    clause = store.load(batch.id).clauses[0]
    context = multiprocessing.get_context("spawn")
    start = context.Barrier(2)
    people = [context.Process(target=_decide_often, args=(url, clause.id, who, 40, start)) for who in ("Eva", "Jan")]
    for person in people:
        person.start()
    for person in people:
        person.join(60)
    assert [person.exitcode for person in people] == [0, 0]
    events = store.load(batch.id).events
    assert sorted(event.who for event in events) == ["Eva"] * 40 + ["Jan"] * 40
    assert len({event.id for event in events}) == 80
    state = fold(events)[clause.id]
    assert state.status is Status.CONFLICT
    assert state.reviewers == {"Eva", "Jan"}
    store.close()


def test_threads_share_one_store(store: ReviewStore, begin: Begin) -> None:
    batch = begin(store, "Wages are paid.")
    clause = store.load(batch.id).clauses[0]
    failed: list[Exception] = []

    def work(who: str) -> None:
        try:
            for _ in range(10):
                store.decide(clause.id, who, WAGE)
                store.load(batch.id)
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=work, args=(f"Reviewer {k}",)) for k in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failed == []
    assert len(store.load(batch.id).events) == 80


def _open_at_once(url: str, start: object) -> None:
    start.wait()  # type: ignore[attr-defined]
    open_store(url).close()


def test_two_processes_make_one_store(url: str) -> None:
    context = multiprocessing.get_context("spawn")
    start = context.Barrier(3)
    openers = [context.Process(target=_open_at_once, args=(url, start)) for _ in range(3)]
    for opener in openers:
        opener.start()
    for opener in openers:
        opener.join(60)
    assert [opener.exitcode for opener in openers] == [0, 0, 0]
    assert open_store(url).batches() == ()


def _decide_until_killed(url: str, clause_id: int, told: object) -> None:
    store = open_store(url)
    for _ in range(10_000):
        told.send(store.decide(clause_id, "Eva", WAGE).id)  # type: ignore[attr-defined]


def test_what_was_acknowledged_outlives_a_kill(url: str, begin: Begin) -> None:
    store = open_store(url)
    batch = begin(store, "Wages are paid.")
    clause = store.load(batch.id).clauses[0]
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    writer = context.Process(target=_decide_until_killed, args=(url, clause.id, theirs))
    writer.start()
    acknowledged = [ours.recv() for _ in range(20)]
    writer.kill()
    writer.join(30)
    kept = {event.id for event in open_store(url).load(batch.id).events}
    assert set(acknowledged) <= kept
    store.close()


# --- asked once, never again ---


def test_what_was_decided_is_not_asked_again(store: ReviewStore, begin: Begin) -> None:
    first = begin(store, "1.2 Wages are paid.", "Exits are open.", "Bonuses are paid.")
    wages, exits, _ = store.load(first.id).clauses
    store.decide(wages.id, "Eva", WAGE)
    store.decide(wages.id, "Jan", WAGE)
    store.decide(exits.id, "Eva", WAGE)
    store.decide(exits.id, "Jan", ())
    again = store.load(begin(store, "Wages  are paid.", "Exits are open.", "Bonuses are paid.", who="Ada").id)
    states = fold(again.events)
    asked = {clause.text: clause.id for clause in again.clauses}
    state = states[asked["Wages  are paid."]]
    assert state.reviewers == {"Eva", "Jan"}
    assert {event.why for event in again.events} == {f"decided before in batch {first.id}"}
    assert all(event.carried for event in again.events)
    assert not state.is_open_for("Ada")
    assert state.last("Eva") is None
    assert asked["Exits are open."] not in states
    assert asked["Bonuses are paid."] not in states


def test_another_beginning_of_the_sentence_is_another_question(store: ReviewStore) -> None:
    def start(lead_in: str) -> int:
        clause = NewClause("be paid in kind.", lead_in=lead_in)
        return store.add_batch(title="T", kind=BatchKind.DOCUMENT, scheme_id="a", matcher="m", who="Eva",
                               clauses=[clause]).id  # fmt: skip

    first = store.load(start("Workers may:"))
    store.decide(first.clauses[0].id, "Eva", WAGE, words=WORDS)
    assert store.load(start("Workers may not:")).events == ()
    assert len(store.load(start("Workers may:")).events) == 1


def test_decisions_become_knowledge_and_examples(store: ReviewStore, begin: Begin) -> None:
    batch = begin(store, "Wages are paid.", "Exits are open.", "Nothing fits this.")
    wages, exits, none = store.load(batch.id).clauses
    store.decide(wages.id, "Eva", WAGE)
    store.decide(exits.id, "Eva", WAGE)
    store.decide(exits.id, "Jan", ())
    store.decide(none.id, "Eva", ())
    known = known_decisions(store.load_all())
    assert known == {"Wages are paid.": WAGE, "Nothing fits this.": ()}
    examples = {example.text: example for example in training_examples(store.load_all())}
    assert examples["Wages are paid."].reaches == {"wage": Reach.FULL}
    assert examples["Wages are paid."].rejected == {"bonus"}
    assert examples["Nothing fits this."].rejected == {"wage", "bonus"}
    assert "Exits are open." not in examples
    event = store.load(batch.id).events[0]
    store.withdraw(event.id, "Eva")
    assert "Wages are paid." not in known_decisions(store.load_all())


def test_decisions_that_differ_between_batches_are_no_knowledge(store: ReviewStore, begin: Begin) -> None:
    first = store.load(begin(store, "Wages are paid.").id)
    second = store.load(begin(store, "Wages are paid.").id)
    store.decide(first.clauses[0].id, "Eva", WAGE)
    store.decide(second.clauses[0].id, "Jan", ())
    assert known_decisions(store.load_all()) == {}


def test_publications_are_kept(store: ReviewStore, begin: Begin) -> None:
    batch = begin(store, "Wages are paid.")
    clause = store.load(batch.id).clauses[0]
    first, second = store.decide(clause.id, "Eva", WAGE), store.decide(clause.id, "Eva", ())
    for event in (first, second):
        store.add_publication(batch.id, "Eva", "a", "b", [Published(clause.id, event.id, "alpha.01")])
    assert store.published(batch.id) == {clause.id: Published(clause.id, second.id, "alpha.01")}
    assert store.published_ids() == {"alpha.01"}


@pytest.mark.skipif(os.getuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(ReviewRefused, match="cannot be used"):
        open_store(f"sqlite:///{tmp_path / 'a' / 'b.sqlite'}")


def test_decisions_reach_the_matcher_with_the_scheme_they_were_made_for(store: ReviewStore, begin: Begin) -> None:
    batch = begin(store, "Wages are paid.", "Exits are open.", "Nothing fits this.")
    wages, exits, none = store.load(batch.id).clauses
    store.decide(wages.id, "Eva", (*WAGE, Judgement("bonus", Reach.NONE)))
    store.decide(exits.id, "Eva", [Judgement("retired", Reach.FULL)])
    store.decide(none.id, "Eva", ())
    group = batch.scheme_id
    assert set(map(repr, decisions(store.load_all(), {"wage", "bonus"}))) == {
        repr(Decision("Wages are paid.", {"wage": Reach.FULL}, group)), repr(Decision("Nothing fits this.", {}, group)),
    }  # fmt: skip
