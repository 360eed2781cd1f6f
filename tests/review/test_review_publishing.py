"""What people agreed on in the files of the catalogue: all of it or nothing, and the check finds no problem."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from tiny import write_csv

from labelscope.agreement import read_second, read_settlements, unsettled
from labelscope.catalogue import PUBLISHING, load_catalogue
from labelscope.errors import CatalogueError, ReviewRefused
from labelscope.model import NO_TERM_FOUND, Obligation, Reach, RequirementTranslation, SecondReading
from labelscope.review import journal
from labelscope.review.files import with_source
from labelscope.review.new_scheme import NewScheme, problems, read_form
from labelscope.review.own_words import copied_run, wording_faults
from labelscope.review.publishing import Plan, plan, publish
from labelscope.review.records import BatchKind, Clause, DocumentOrigin, Judgement, Loaded, NewClause, OwnWords
from labelscope.review.store import ReviewStore

FORM: Mapping[str, Any] = {
    "id": "omega", "name": "The omega code", "short": "Omega", "owner": "Omega: an “owner” # of codes",
    "owner_country": "Belgium", "website": "https://example.org", "kind": "site-audit", "governance": "public",
    "sector_groups": ["toys"], "nace": ["any"], "cpv": ["none"], "first_year": "2020", "version": "1.0",
    "summary": {"fr": "Un code."},
}  # fmt: skip
ORIGINAL = "Each undertaking shall see to it that every worker receives the wage in full within thirty days."


def files(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def lines(root: Path, name: str) -> list[dict[str, str]]:
    with (root / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def of_catalogue(store: ReviewStore, root: Path, scheme_id: str = "alpha") -> Loaded:
    rows = load_catalogue(root).requirements[scheme_id]
    clauses = [NewClause(row.text, number=row.clause, requirement_id=row.id) for row in rows]
    batch = store.add_batch(title="T", kind=BatchKind.CATALOGUE, scheme_id=scheme_id, matcher="m", who="Eva",
                            clauses=clauses)  # fmt: skip
    return store.load(batch.id)


def of_document(
    store: ReviewStore, *texts: str, scheme_id: str = "alpha", form: NewScheme | None = None, language: str = "en"
) -> Loaded:
    origin = DocumentOrigin(
        "code.pdf", "ab" * 32, "pypdfium2 5", language, "The Code, 2025", "https://example.org/code"
    )
    clauses = [NewClause(text, language, number=f"3.{n}", locator={"page": 4}) for n, text in enumerate(texts, 1)]
    batch = store.add_batch(title="T", kind=BatchKind.DOCUMENT, scheme_id=form.id if form else scheme_id, matcher="m",
                            who="Eva", clauses=clauses, document=origin, new_scheme=form)  # fmt: skip
    return store.load(batch.id)


def words(text: str = "Pay every wage.", clause: str = "3.1", **more: Any) -> OwnWords:
    return OwnWords(more.pop("topic", "pay"), text, more.pop("obligation", Obligation.IMMEDIATE), clause, **more)


def decide(store: ReviewStore, clause: Clause, reaches: Mapping[str, str], rationale: str = "", **more: Any) -> None:
    judgements = [Judgement(criterion, Reach(reach), rationale) for criterion, reach in reaches.items()]
    store.decide(clause.id, more.pop("who", "Eva"), judgements, **more)


def published(store: ReviewStore, loaded: Loaded, root: Path) -> Plan:
    worked_out = plan(store, loaded.batch.id, root)
    assert worked_out.problems == ()
    publish(worked_out, store, "Eva")
    return worked_out


# --- rows of the catalogue ---


def test_a_judgement_takes_the_place_of_the_one_before(sqlite: ReviewStore, root: Path) -> None:
    loaded = of_catalogue(sqlite, root)
    before = lines(root, "criteria/crosswalk/alpha.csv")
    decide(sqlite, loaded.clauses[1], {"helmets": "full", "exits": "full"}, why="doors are named")
    worked_out = published(sqlite, loaded, root)
    after = lines(root, "criteria/crosswalk/alpha.csv")
    assert after[0] == before[0]
    assert [(line["object_id"], line["reach"], line["rationale"]) for line in after[1:]] == [
        ("helmets", "full", "so it says"), ("exits", "full", "doors are named"),
    ]  # fmt: skip
    assert worked_out.diff.count("\n-alpha") == 1
    assert worked_out.waiting == 1
    assert load_catalogue(root).checksum == worked_out.after
    assert {row.requirement_id for row in sqlite.published(loaded.batch.id).values()} == {"alpha.02"}


def test_nothing_fits_becomes_a_line_that_says_so(sqlite: ReviewStore, root: Path) -> None:
    loaded = of_catalogue(sqlite, root)
    decide(sqlite, loaded.clauses[0], {}, why="about something else")
    published(sqlite, loaded, root)
    found = [line for line in lines(root, "criteria/crosswalk/alpha.csv") if line["subject_id"] == "alpha.01"]
    assert [(line["object_id"], line["reach"], line["rationale"]) for line in found] == [
        (NO_TERM_FOUND, "none", "about something else")
    ]


def test_judgements_together_with_other_rows_are_kept(sqlite: ReviewStore, root: Path) -> None:
    path = root / "criteria/crosswalk/alpha.csv"
    path.write_text(path.read_text() + "alpha.01,bonus,semapv:ManualMappingCuration,full,both,,alpha.02\n")
    loaded = of_catalogue(sqlite, root)
    decide(sqlite, loaded.clauses[0], {})
    published(sqlite, loaded, root)
    found = [line for line in lines(root, "criteria/crosswalk/alpha.csv") if line["subject_id"] == "alpha.01"]
    assert [(line["object_id"], line["together"]) for line in found] == [("bonus", "alpha.02")]


def test_a_row_read_twice_gets_a_settlement_with_the_reason(sqlite: ReviewStore, root: Path) -> None:
    row = load_catalogue(root).requirement_by_id["alpha.02"]
    second = [
        (row.id, row.fingerprint, "helmets", "full", "r", ""),
        (row.id, row.fingerprint, "exits", "partial", "r", ""),
    ]
    write_csv(root / "criteria/second-reading/alpha.csv", tuple(SecondReading.model_fields), second)
    loaded = of_catalogue(sqlite, root)
    decide(sqlite, loaded.clauses[1], {"helmets": "partial", "bonus": "full"}, "because of the text")
    published(sqlite, loaded, root)
    catalogue = load_catalogue(root)
    settled = {line.object_id: line for line in read_settlements(catalogue, root)}
    assert {name: (one.first, one.second, one.settled, one.cause) for name, one in settled.items()} == {
        "helmets": (Reach.FULL, Reach.FULL, Reach.PARTIAL, "level"),
        "exits": (Reach.PARTIAL, Reach.PARTIAL, None, "stretch"),
        "bonus": (None, None, Reach.FULL, "oversight"),
    }
    assert unsettled(catalogue, read_second(catalogue, root), tuple(settled.values())) == ()
    # decided anew, the same settlements follow
    decide(sqlite, loaded.clauses[1], {"helmets": "beyond"}, "more than that")
    published(sqlite, loaded, root)
    catalogue = load_catalogue(root)
    again = {line.object_id: line for line in read_settlements(catalogue, root)}
    assert (again["helmets"].first, again["helmets"].settled, again["helmets"].reason) == (
        Reach.FULL, Reach.BEYOND, "more than that",
    )  # fmt: skip
    assert again["bonus"].settled is None
    assert unsettled(catalogue, read_second(catalogue, root), tuple(again.values())) == ()


def test_a_row_that_was_worded_anew_is_not_published(sqlite: ReviewStore, root: Path) -> None:
    loaded = of_catalogue(sqlite, root)
    decide(sqlite, loaded.clauses[0], {"wage": "partial"})
    path = root / "data/labels/alpha/requirements.csv"
    path.write_text(path.read_text().replace("Something is asked.", "Something else is asked."))
    before = files(root)
    worked_out = plan(sqlite, loaded.batch.id, root)
    assert [problem.field for problem in worked_out.problems] == ["text"]
    with pytest.raises(CatalogueError, match="worded anew"):
        publish(worked_out, sqlite, "Eva")
    assert files(root) == before


def test_what_is_in_conflict_or_open_waits(sqlite: ReviewStore, root: Path) -> None:
    loaded = of_catalogue(sqlite, root)
    decide(sqlite, loaded.clauses[0], {"wage": "partial"})
    decide(sqlite, loaded.clauses[0], {"wage": "beyond"}, who="Jan")
    worked_out = plan(sqlite, loaded.batch.id, root)
    assert (worked_out.rows, worked_out.changes, worked_out.waiting) == ((), (), 2)


# --- documents ---


def test_own_words_become_rows_of_a_scheme_that_is_there(sqlite: ReviewStore, root: Path) -> None:
    loaded = of_document(sqlite, ORIGINAL, "This document was printed in Ghent.", "Helmets are worn.")
    first, printed, helmets = loaded.clauses
    decide(
        sqlite,
        first,
        {"wage": "full"},
        "pay within a month",
        words=words("Wages reach workers in a month.", confirmed=True),
    )
    sqlite.leave_out(printed.id, "Eva")
    decide(sqlite, helmets, {}, words=words("Head protection.", "3.3", topic="heads"))
    worked_out = published(sqlite, loaded, root)
    catalogue = load_catalogue(root)
    rows = catalogue.requirements["alpha"][-2:]
    assert [(row.id, row.clause, row.text, row.evidence.grade, row.evidence.sources) for row in rows] == [
        ("alpha.03", "3.1", "Wages reach workers in a month.", "own-text", ("s02",)),
        ("alpha.04", "3.3", "Head protection.", "own-text", ("s02",)),
    ]
    source = catalogue.schemes["alpha"].source("s02")
    assert (source.title, source.url, source.nature) == ("The Code, 2025", "https://example.org/code", "own")
    assert [line.object_id for line in catalogue.crosswalk.of_requirement("alpha.03")] == ["wage"]
    assert [line.object_id for line in catalogue.crosswalk.of_requirement("alpha.04")] == [NO_TERM_FOUND]
    assert worked_out.untranslated == ("alpha.03", "alpha.04")
    assert not any(b"undertaking" in content or b"Ghent" in content for content in files(root).values())


def test_publishing_again_changes_rows_in_place(sqlite: ReviewStore, root: Path) -> None:
    loaded = of_document(sqlite, ORIGINAL)
    decide(sqlite, loaded.clauses[0], {"wage": "full"}, words=words(confirmed=True))
    published(sqlite, loaded, root)
    assert plan(sqlite, loaded.batch.id, root).changes == ()
    row = load_catalogue(root).requirement_by_id["alpha.03"]
    translation = ("alpha.03", row.fingerprint, "Payer.", "Betalen.", "Zahlen.", "paie", "loon", "Lohn")
    write_csv(root / "data/labels/alpha/translations.csv", tuple(RequirementTranslation.model_fields), [translation])
    decide(sqlite, loaded.clauses[0], {"wage": "partial"}, words=words("Pay each wage.", confirmed=True))
    worked_out = published(sqlite, loaded, root)
    catalogue = load_catalogue(root)
    assert [row.id for row in catalogue.requirements["alpha"]] == ["alpha.01", "alpha.02", "alpha.03"]
    assert catalogue.requirement_by_id["alpha.03"].text == "Pay each wage."
    assert catalogue.requirement_by_id["alpha.03"].translation is None
    assert worked_out.untranslated == ("alpha.03",)
    assert len(catalogue.schemes["alpha"].sources) == 2


def test_a_store_that_was_not_told_finds_its_rows_again(sqlite: ReviewStore, root: Path) -> None:
    loaded = of_document(sqlite, ORIGINAL)
    decide(sqlite, loaded.clauses[0], {"wage": "full"}, words=words(confirmed=True))
    worked_out = plan(sqlite, loaded.batch.id, root)
    journal.commit(root, worked_out.changes)  # and then the program ends
    again = published(sqlite, loaded, root)
    assert (again.changes, again.rows) == ((), worked_out.rows)


def test_a_published_row_whose_decision_was_withdrawn_is_named_and_left(sqlite: ReviewStore, root: Path) -> None:
    loaded = of_document(sqlite, ORIGINAL)
    decide(sqlite, loaded.clauses[0], {"wage": "full"}, words=words(confirmed=True))
    published(sqlite, loaded, root)
    sqlite.withdraw(sqlite.load(loaded.batch.id).events[0].id, "Eva")
    worked_out = plan(sqlite, loaded.batch.id, root)
    assert (worked_out.stale, worked_out.changes) == (("alpha.03",), ())


def test_a_number_is_never_given_twice(sqlite: ReviewStore, root: Path) -> None:
    saved = files(root)
    loaded = of_document(sqlite, ORIGINAL)
    decide(sqlite, loaded.clauses[0], {"wage": "full"}, words=words(confirmed=True))
    published(sqlite, loaded, root)
    for name, content in saved.items():  # somebody takes the row out again
        (root / name).write_bytes(content)
    other = of_document(sqlite, "Bonuses are handed out.")
    decide(sqlite, other.clauses[0], {"bonus": "full"}, words=words("A bonus.", "4"))
    assert [row.requirement_id for row in published(sqlite, other, root).rows] == ["alpha.04"]


def test_a_number_that_was_dropped_is_not_given_again(sqlite: ReviewStore, root: Path) -> None:
    (root / "data/retired-ids.txt").write_text("alpha.07\nbeta.90\n")
    loaded = of_document(sqlite, ORIGINAL)
    decide(sqlite, loaded.clauses[0], {"wage": "full"}, words=words(confirmed=True))
    assert [row.requirement_id for row in published(sqlite, loaded, root).rows] == ["alpha.08"]


def test_every_fault_of_every_row_is_told_at_once(sqlite: ReviewStore, root: Path) -> None:
    loaded = of_document(sqlite, ORIGINAL, "Workers should get 12 days.", "Doors do not lock.", "Pay.")
    one, two, three, four_ = loaded.clauses
    decide(
        sqlite, one, {"wage": "full"}, words=words("The firm: every worker receives the wage in full within 30 days.")
    )
    decide(sqlite, two, {"no-such-criterion": "full"}, words=words("Workers have 10 days off."))
    decide(sqlite, three, {"exits": "full"})
    decide(sqlite, four_, {"wage": "full"}, words=words(topic=" "))
    before = files(root)
    worked_out = plan(sqlite, loaded.batch.id, root)
    found = [(problem.row, str(problem)) for problem in worked_out.problems]
    assert worked_out.changes == ()
    for place, part in [
        ("clause 1 (3.1)", "“every worker receives the wage in full within” stands in the original"),
        ("clause 1 (3.1)", "the numbers of the original are -"),
        ("clause 2 (3.2)", "no criterion has this id"),
        ("clause 2 (3.2)", "the numbers of the original are 12, here they are 10"),
        ("clause 2 (3.2)", "the original reads as a recommendation"),
        ("clause 3 (3.3)", "own words are missing"),
        ("clause 4 (3.4)", "the topic is missing"),
    ]:
        assert any(row == place and part in text for row, text in found), (place, part, found)
    with pytest.raises(CatalogueError):
        publish(worked_out, sqlite, "Eva")
    assert files(root) == before
    assert sqlite.published(loaded.batch.id) == {}


def test_warnings_can_be_confirmed_and_copying_cannot() -> None:
    copied = words("We say that every worker receives the wage in full within a month.", confirmed=True)
    faults = wording_faults(copied, ORIGINAL, "en")
    assert [fault.is_refusal for fault in faults] == [True]
    assert copied_run(ORIGINAL, "Every  worker – receives THE wage!") == "Every  worker – receives THE wage"
    assert copied_run("", "x") == ""
    lead_in = "The employer shall not in any case"
    own = words("The employer shall not in any case ask for money.")
    assert any(fault.is_refusal for fault in wording_faults(own, "demand deposits", "en", lead_in))


@pytest.mark.parametrize(
    ("original", "language", "own", "warned"),
    [
        ("Les salariés touchent 1 250 euros.", "fr", "Pay is 1,250 euro.", 0),
        ("Les salariés touchent 1 250 euros.", "fr", "Pay is 1,200 euro.", 1),
        ("Werknemers krijgen loon.", "nl", "Workers are never paid.", 1),
        ("No child works.", "en", "Children work.", 1),
        ("Firms should train.", "en", "Firms train.", 1),
        ("Firmen sollten schulen.", "de", "Firms train.", 1),
        ("Qwerty 15.", "undetermined", "Children work from 14.", 0),
    ],
)
def test_numbers_denials_and_advice_are_held_against_the_original(
    original: str, language: str, own: str, warned: int
) -> None:
    faults = wording_faults(words(own), original, language)
    assert [fault.is_refusal for fault in faults] == [False] * warned


# --- new schemes ---


def test_a_new_scheme_is_made_from_its_form(sqlite: ReviewStore, root: Path) -> None:
    form = read_form(FORM)
    loaded = of_document(sqlite, ORIGINAL, form=form)
    assert loaded.batch.new_scheme == form
    decide(sqlite, loaded.clauses[0], {"wage": "full"}, words=words(confirmed=True))
    published(sqlite, loaded, root)
    catalogue = load_catalogue(root)
    scheme = catalogue.schemes["omega"]
    assert scheme.identity.owner == FORM["owner"]
    assert scheme.identity.version == "1.0"
    assert scheme.summary.nl == "Un code."
    assert any("en, nl, de" in gap for gap in scheme.gaps)
    assert scheme.reading["pay"].extent == "main"
    assert scheme.reading["safety"].extent == "no"
    assert scheme.assurance.model == "unknown"
    assert [row.id for row in catalogue.requirements["omega"]] == ["omega.01"]
    # the next batch finds the scheme in the catalogue, with its source
    more = of_document(sqlite, "Bonuses are handed out.", form=form)
    decide(sqlite, more.clauses[0], {"bonus": "full"}, words=words("A bonus.", "4"))
    published(sqlite, more, root)
    catalogue = load_catalogue(root)
    assert [row.evidence.sources for row in catalogue.requirements["omega"]] == [("s01",), ("s01",)]


def test_the_form_tells_every_problem_at_once(root: Path) -> None:
    with pytest.raises(CatalogueError) as caught:
        read_form({**FORM, "id": "Not an id", "kind": "sticker", "first_year": "long ago", "summary": {}, "extra": "x"})
    assert {problem.field for problem in caught.value.problems} == {"id", "kind", "first_year", "summary", "extra"}
    catalogue = load_catalogue(root)
    taken = read_form({**FORM, "id": "alpha", "name": "the ALPHA scheme", "nace": ["C15", "any"]})
    assert [problem.field for problem in problems(taken, catalogue)] == ["id", "name", "nace", "nace"]
    assert problems(read_form(FORM), catalogue) == ()


def test_sources_are_added_whatever_the_layout() -> None:
    source = {"id": "s02", "title": "B: “b” # b", "url": "unknown", "nature": "own"}
    for text in (
        "sources:\n- id: s01\n",
        "sources:\n  - id: s01\n",
        "sources: []\n",
        "sources:\n  - id: s01\ngaps: []\n",
    ):
        added = with_source(text, source)
        assert added.index("s02") > added.index("sources:")
        assert added.endswith("gaps: []\n") == ("gaps" in text)


# --- all or nothing ---

KILLED = """
import os, sys
from pathlib import Path
from labelscope.review import journal
left = int(sys.argv[2])
def counted(function):
    def call(*arguments):
        global left
        if left == 0:
            os._exit(9)
        left -= 1
        return function(*arguments)
    return call
os.replace, os.rename = counted(os.replace), counted(os.rename)
root = Path(sys.argv[1])
names = ["data/a.csv", "data/new/b.csv", "criteria/c.csv"]
changes = [journal.Change(n, (root / n).read_text() if (root / n).exists() else None, "new " + n) for n in names]
journal.commit(root, changes)
"""


@pytest.mark.parametrize("moves", range(6))
def test_a_kill_between_any_two_moves_leaves_all_or_nothing(tmp_path: Path, moves: int) -> None:
    for name in ("data/a.csv", "criteria/c.csv"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text("old")
    done = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path), str(moves)], timeout=60, env=os.environ)
    assert done.returncode == (9 if moves < 5 else 0)
    journal.finish(tmp_path)
    texts = [(tmp_path / name).read_text() if (tmp_path / name).exists() else None
             for name in ("data/a.csv", "data/new/b.csv", "criteria/c.csv")]  # fmt: skip
    assert texts == (
        ["old", None, "old"] if moves == 0 else ["new data/a.csv", "new data/new/b.csv", "new criteria/c.csv"]
    )
    assert not (tmp_path / PUBLISHING).exists()
    assert journal.finish(tmp_path) is False


def test_a_half_moved_publication_is_told_and_the_check_ends_it(sqlite: ReviewStore, root: Path) -> None:
    loaded = of_document(sqlite, ORIGINAL)
    decide(sqlite, loaded.clauses[0], {"wage": "full"}, words=words(confirmed=True))
    worked_out = plan(sqlite, loaded.batch.id, root)
    assert len(worked_out.changes) == 3
    script = KILLED.split("names =")[0] + "journal.commit(root, __import__('pickle').loads(sys.stdin.buffer.read()))"
    import pickle

    subprocess.run([sys.executable, "-c", script, str(root), "2"], input=pickle.dumps(worked_out.changes), timeout=60)
    with pytest.raises(CatalogueError, match="labelscope check"):
        load_catalogue(root)
    run = [sys.executable, "-m", "labelscope", "check", str(root)]
    done = subprocess.run(run, capture_output=True, text=True, timeout=60)
    assert (done.returncode, "brought to its end" in done.stderr) == (0, True)
    assert load_catalogue(root).checksum == worked_out.after


def test_a_catalogue_that_changed_meanwhile_is_left_as_it_is(sqlite: ReviewStore, root: Path) -> None:
    loaded = of_catalogue(sqlite, root)
    decide(sqlite, loaded.clauses[1], {"exits": "full"})
    worked_out = plan(sqlite, loaded.batch.id, root)
    path = root / "criteria/crosswalk/alpha.csv"
    path.write_text(path.read_text().replace("so it says", "so it said"))
    before = files(root)
    with pytest.raises(ReviewRefused, match="changed meanwhile"):
        publish(worked_out, sqlite, "Eva")
    assert files(root) == before
    assert sqlite.published(loaded.batch.id) == {}


def test_what_the_check_refuses_is_not_published(sqlite: ReviewStore, root: Path) -> None:
    loaded = of_document(sqlite, ORIGINAL)
    decide(sqlite, loaded.clauses[0], {"wage": "full"}, words=words("x" * 3_990, clause="y" * 3_990, confirmed=True))
    before = files(root)
    assert plan(sqlite, loaded.batch.id, root).problems == ()
    decide(sqlite, loaded.clauses[0], {"wage": "full"}, "TODO", words=words(confirmed=True))
    worked_out = plan(sqlite, loaded.batch.id, root)
    assert "rationale" in {problem.field for problem in worked_out.problems}
    assert worked_out.changes == ()
    assert files(root) == before


def _race(root: Path, names: list[str], turn: int) -> list[str]:
    """Two publications and a check at once; returns who was refused."""
    refused: list[str] = []
    start = threading.Barrier(3)
    before = {name: (root / name).read_text() for name in names}

    def publication(who: str) -> None:
        order = names if who == "Eva" else names[::-1]
        changes = [journal.Change(name, before[name], f"{who} {name} {turn}") for name in order]
        start.wait()
        try:
            journal.commit(root, changes)
        except ReviewRefused:
            refused.append(who)

    def check() -> None:
        start.wait()
        journal.finish(root)

    threads = [threading.Thread(target=publication, args=(who,)) for who in ("Eva", "Jan")]
    threads.append(threading.Thread(target=check))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return refused


def test_of_two_publications_at_once_one_goes_in_whole(tmp_path: Path) -> None:
    names = ["data/a.csv", "data/b.csv", "criteria/c.csv"]
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("old")
    for turn in range(40):
        refused = _race(tmp_path, names, turn)
        found = [(tmp_path / name).read_text() for name in names]
        assert len(refused) == 1
        (winner,) = {"Eva", "Jan"} - {*refused}
        assert found == [f"{winner} {name} {turn}" for name in names]
        assert not [path for path in tmp_path.glob(".publishing*") if path.is_dir()]


def test_a_full_disk_changes_nothing(sqlite: ReviewStore, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = of_document(sqlite, ORIGINAL)
    decide(sqlite, loaded.clauses[0], {"wage": "full"}, words=words(confirmed=True))
    worked_out, before = plan(sqlite, loaded.batch.id, root), files(root)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(journal.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        publish(worked_out, sqlite, "Eva")
    assert files(root) == before
    assert sqlite.published(loaded.batch.id) == {}


def test_an_untouched_line_stays_byte_for_byte(sqlite: ReviewStore, shipped_copy: Path) -> None:
    """On the shipped files: one judgement changes, one line changes, and the settlement follows."""
    loaded = of_catalogue(sqlite, shipped_copy, "sa8000")
    clause = next(clause for clause in loaded.clauses if clause.requirement_id == "sa8000.02")
    decide(sqlite, clause, {"child-remediation": "partial"}, "no means for the child are asked")
    worked_out = published(sqlite, loaded, shipped_copy)
    assert {change.name for change in worked_out.changes} == {
        "criteria/crosswalk/sa8000.csv", "criteria/settlement/sa8000.csv",
    }  # fmt: skip
    changed = [line for line in worked_out.diff.splitlines() if line[:1] in "+-" and line[:3] not in ("+++", "---")]
    assert len(changed) == 3
    catalogue = load_catalogue(shipped_copy)
    left = unsettled(catalogue, read_second(catalogue, shipped_copy), read_settlements(catalogue, shipped_copy))
    assert left == ()


def test_a_document_goes_into_the_shipped_catalogue(sqlite: ReviewStore, shipped_copy: Path) -> None:
    form = read_form(FORM)
    loaded = of_document(sqlite, ORIGINAL, form=form)
    decide(sqlite, loaded.clauses[0], {"living-wage": "full"}, words=words(confirmed=True))
    published(sqlite, loaded, shipped_copy)
    catalogue = load_catalogue(shipped_copy)
    assert len(catalogue.requirements["omega"]) == 1
    assert catalogue.schemes["omega"].reading["wages"].extent == "main"
