"""The verbs of a review, and where a batch comes from."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from labelscope.catalogue import load_catalogue
from labelscope.cli import main
from labelscope.ingestion import ingest
from labelscope.matching import MatchedClause, Matcher
from labelscope.model import Obligation, Reach
from labelscope.review.new_scheme import read_form_file
from labelscope.review.proposing import match_clauses, match_rows, matcher_name, start_catalogue, start_document
from labelscope.review.records import Judgement, OwnWords
from labelscope.review.store import ReviewStore, open_store

PAGE = """Code of Omega

1 Wages
1.1 The employer shall pay wages every month.
1.2 The employer shall not:
a) keep papers of workers;
b) demand deposits from workers.
"""
FORM = """id: omega
name: The omega code
short: Omega
owner: Omega
owner_country: Belgium
kind: site-audit
governance: public
sector_groups: [toys]
nace: [any]
cpv: [none]
first_year: 2020
summary:
  en: A code.
"""


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'review.sqlite'}"


def run(url: str, root: Path, *arguments: object) -> int:
    return main(["review", *map(str, arguments), "--store", url, "--root", str(root)])


def test_a_batch_of_a_scheme_holds_its_rows_and_what_the_matcher_said(sqlite: ReviewStore, root: Path) -> None:
    catalogue = load_catalogue(root)
    matcher = Matcher(catalogue, None)
    matched = match_rows(matcher, catalogue, "alpha")
    batch = start_catalogue(sqlite, catalogue, "alpha", matched, matcher_name(matcher), "Eva")
    loaded = sqlite.load(batch.id)
    assert [clause.requirement_id for clause in loaded.clauses] == ["alpha.01", "alpha.02"]
    for clause, one in zip(loaded.clauses, matched, strict=True):
        assert [candidate.criterion_id for candidate in clause.candidates] == [p.criterion_id for p in one.proposals]
        assert (clause.level, clause.nothing) == (one.level, one.nothing)
        assert clause.candidates[0].evidence == one.proposals[0].evidence
        assert [c.criterion_id for c in clause.candidates if c.together] == [p.criterion_id for p in one.duties]
    assert "words" in loaded.batch.matcher


def test_an_item_is_asked_with_the_words_that_open_its_sentence(sqlite: ReviewStore, root: Path) -> None:
    document = ingest("code.txt", PAGE.encode())
    catalogue = load_catalogue(root)
    matched = match_clauses(Matcher(catalogue, None), document.clauses)
    texts = [one.text for one in matched]
    assert any(text.startswith("The employer shall not") and "deposits" in text for text in texts)
    (root / "form.yaml").write_text(FORM)
    form = read_form_file(root / "form.yaml")
    batch = start_document(sqlite, catalogue, document, "code.txt", document.clauses, form, matched, "m", "Eva")
    loaded = sqlite.load(batch.id)
    assert loaded.batch.new_scheme == form
    assert loaded.batch.document is not None
    assert loaded.batch.document.checksum == document.checksum
    assert [clause.text for clause in loaded.clauses] == [clause.text for clause in document.clauses]


def test_from_a_document_to_the_catalogue(
    url: str, root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "code.txt").write_text(PAGE)
    (tmp_path / "form.yaml").write_text(FORM)
    start = ("start", tmp_path / "code.txt", "--new", tmp_path / "form.yaml", "--embedder", "none", "--as", "Eva")
    assert run(url, root, *start, "--title", "The code of 2025") == 0
    assert capsys.readouterr().out == "1\n"
    assert run(url, root, "list") == 0
    (listed,) = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert (listed["scheme"], listed["created_by"], listed["kind"]) == ("omega", "Eva", "document")
    store = open_store(url)
    clause = next(clause for clause in store.load(1).clauses if "every month" in clause.text)
    words = OwnWords("pay", "Monthly pay for all.", Obligation.IMMEDIATE, "1.1")
    store.decide(clause.id, "Eva", [Judgement("wage", Reach.FULL)], words=words)
    before = load_catalogue(root).checksum
    assert run(url, root, "publish", 1, "--dry-run") == 0
    assert "+omega.01,1.1,pay" in capsys.readouterr().out
    assert load_catalogue(root).checksum == before
    assert run(url, root, "publish", 1, "--as", "Jan") == 0
    assert main(["check", str(root)]) == 0
    assert "Decisions: 1" in capsys.readouterr().err
    assert run(url, root, "show", 1) == 0
    shown = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["published"] for row in shown if row["status"] == "decided"] == ["omega.01"]


def test_the_round_with_an_owner(url: str, root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sent = tmp_path / "alpha.xlsx"
    assert run(url, root, "owner-export", "alpha", "-o", sent, "--lang", "nl") == 0
    assert run(url, root, "owner-import", sent, "--origin", "The owner", "--lang", "nl") == 1
    assert "alpha.xlsx" in capsys.readouterr().out
    assert run(url, root, "owner-export", "alpha", "-o", tmp_path / "alpha.csv") == 2


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("start no-such-file.pdf", 2),
        ("start alpha beta", 2),
        ("start alpha --scheme beta", 2),
        ("start no-such-file.pdf --scheme alpha", 2),
        ("start no-such-file.pdf --scheme nobody", 2),
        ("publish 9", 1),
        ("show 9", 1),
        ("owner-export nobody -o x.xlsx", 2),
        ("owner-import no-such-file.xlsx --origin x", 2),
    ],
)
def test_wrong_usage_is_told(url: str, root: Path, command: str, code: int) -> None:
    assert run(url, root, *command.split()) == code


def test_another_store_is_refused_in_words(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("mysql://eva:S3CRET@nowhere/x", root, "list") == 1
    said = capsys.readouterr()
    assert "sqlite:////folder/review.sqlite" in said.err
    assert "S3CRET" not in said.out + said.err


def test_the_command_line_loads_no_database_before_it_is_asked() -> None:
    code = "import sys\nfrom labelscope.cli import main\ntry: main(['--help'])\nexcept SystemExit: print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert "sqlalchemy" not in done.stdout.split()
    assert "pydantic" not in done.stdout.split()


def test_a_clause_that_was_decided_is_proposed_so_in_every_review(
    url: str, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Rows of alpha are decided against every word; in the review of a document with these words that is the answer."""
    assert run(url, root, "start", "alpha", "--embedder", "none", "--as", "Eva") == 0
    store = open_store(url)
    row = store.load(1).clauses[0]
    store.decide(row.id, "Eva", [Judgement("exits", Reach.BEYOND)])
    document = root.parent / "again.txt"
    document.write_text(f"1.1 {row.text}\n")
    asked = ("start", document, "--scheme", "beta", "--embedder", "none", "--as", "Jan")
    assert run(url, root, *asked) == 0
    (clause,) = store.load(2).clauses
    first = clause.candidates[0]
    assert (first.criterion_id, first.reach, first.probability) == ("exits", Reach.BEYOND, 1.0)
    capsys.readouterr()


def test_a_clause_is_asked_under_its_innermost_heading_and_a_row_under_its_topic(root: Path) -> None:
    class Listening(Matcher):
        def match(self, *asked: Sequence[str] | None) -> tuple[MatchedClause, ...]:  # type: ignore[override]
            heard.append(asked)
            return ()

    heard: list[tuple[Sequence[str] | None, ...]] = []
    catalogue = load_catalogue(root)
    matcher = Listening(catalogue, None)
    document = ingest("code.txt", PAGE.encode())
    match_clauses(matcher, document.clauses)
    match_rows(matcher, catalogue, "alpha")
    clauses, rows = heard
    assert clauses[1] == [clause.headings[-1] if clause.headings else "" for clause in document.clauses]
    assert any(clauses[1] or [])
    assert clauses[2] == [clause.language for clause in document.clauses]
    assert rows[1] == [row.topic for row in catalogue.requirements["alpha"]]
