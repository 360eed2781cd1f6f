from __future__ import annotations

from collections.abc import Callable

import pytest
from tiny import Clause, Tiny

from labelscope.analysis import Analysis
from labelscope.catalogue import Catalogue
from labelscope.matrix import ORDER, CoverageMatrix, build_matrix, effective_reach
from labelscope.model import Coverage, Extent, Reach

MatrixOf = Callable[..., CoverageMatrix]


def coverage(matrix: CoverageMatrix, criterion_id: str, scheme_id: str = "own") -> str:
    return str(matrix.cell(scheme_id, criterion_id).coverage)


@pytest.mark.parametrize("reach", ["partial", "full"])
@pytest.mark.parametrize("obligation", ["immediate", "time-bound"])
def test_a_duty_gives_what_it_reaches(matrix_of: MatrixOf, reach: str, obligation: str) -> None:
    assert coverage(matrix_of(Tiny([Clause({"wage": reach}, obligation)])), "wage") == reach


@pytest.mark.parametrize("reach", ["partial", "full", "beyond"])
def test_a_recommendation_never_gives_more_than_partial(matrix_of: MatrixOf, reach: str) -> None:
    assert coverage(matrix_of(Tiny([Clause({"wage": reach}, "recommended")])), "wage") == "partial"


def test_a_recommendation_that_speaks_of_it_and_asks_nothing_gives_nothing(matrix_of: MatrixOf) -> None:
    assert coverage(matrix_of(Tiny([Clause({"wage": "none"}, "recommended")])), "wage") == "absent"


def test_the_best_judgement_counts(matrix_of: MatrixOf) -> None:
    own = Tiny([Clause({"wage": "partial"}), Clause({"wage": "full"}), Clause({"wage": "none"})])
    matrix = matrix_of(own)
    assert coverage(matrix, "wage") == "full"
    assert len(matrix.cell("own", "wage").mappings) == 3


def test_partial_judgements_never_add_up(matrix_of: MatrixOf) -> None:
    assert coverage(matrix_of(Tiny([Clause({"wage": "partial"})] * 5)), "wage") == "partial"


def test_clauses_judged_together_reach_what_that_judgement_says(matrix_of: MatrixOf) -> None:
    own = Tiny([Clause({"wage": "partial"}), Clause({"wage": "partial"}), Clause({"wage": "full"}, together=(1, 2))])
    assert coverage(matrix_of(own), "wage") == "full"


def test_one_recommendation_among_clauses_judged_together_caps_them(matrix_of: MatrixOf) -> None:
    own = Tiny([Clause({}, "recommended"), Clause({"wage": "full"}, together=(1,))])
    assert coverage(matrix_of(own), "wage") == "partial"


def test_one_later_clause_among_those_judged_together_makes_them_later(matrix_of: MatrixOf) -> None:
    own = Tiny([Clause({}, "time-bound"), Clause({"wage": "full"}, together=(1,))])
    assert matrix_of(own).cell("own", "wage").is_later


def test_beyond_alone_is_partial(matrix_of: MatrixOf) -> None:
    assert coverage(matrix_of(Tiny([Clause({"wage": "beyond"})])), "wage") == "partial"
    assert coverage(matrix_of(Tiny([Clause({"bonus": "beyond"}), Clause({"bonus": "partial"})])), "bonus") == "partial"


def test_beyond_beside_full_is_beyond(matrix_of: MatrixOf) -> None:
    assert coverage(matrix_of(Tiny([Clause({"wage": "beyond"}), Clause({"wage": "full"})])), "wage") == "beyond"


def test_beyond_beside_a_recommended_full_is_still_partial(matrix_of: MatrixOf) -> None:
    own = Tiny([Clause({"wage": "beyond"}), Clause({"wage": "full"}, "recommended")])
    assert coverage(matrix_of(own), "wage") == "partial"


def test_a_recommended_beyond_beside_full_stays_full(matrix_of: MatrixOf) -> None:
    own = Tiny([Clause({"wage": "beyond"}, "recommended"), Clause({"wage": "full"})])
    assert coverage(matrix_of(own), "wage") == "full"


@pytest.mark.parametrize(
    ("clauses", "later"),
    [
        ([("full", "time-bound")], True),
        ([("full", "immediate")], False),
        ([("full", "time-bound"), ("full", "immediate")], False),
        ([("full", "time-bound"), ("partial", "immediate")], True),
        ([("partial", "time-bound"), ("full", "immediate")], False),
        ([("beyond", "time-bound"), ("partial", "immediate")], False),
        ([("none", "time-bound")], False),
    ],
)
def test_a_cell_is_later_where_only_time_bound_clauses_give_it(
    matrix_of: MatrixOf, clauses: list[tuple[str, str]], later: bool
) -> None:
    own = Tiny([Clause({"wage": reach}, obligation) for reach, obligation in clauses])
    assert matrix_of(own).cell("own", "wage").is_later is later


@pytest.mark.parametrize(
    ("extent", "uncovered"),
    [
        ("full", "absent"), ("main", "not-named"), ("no", "not-assessed"), ("not-public", "not-public"),
        ("not-applicable", "not-applicable"), ("depends-on-level", "depends-on-level"),
    ],
)  # fmt: skip
def test_without_a_clause_the_reading_decides_what_is_said(matrix_of: MatrixOf, extent: str, uncovered: str) -> None:
    own = Tiny([Clause({"wage": "partial", "bonus": "none"})], {"pay": extent, "openness": extent})
    matrix = matrix_of(own)
    assert coverage(matrix, "wage") == "partial"
    assert coverage(matrix, "bonus") == uncovered
    assert coverage(matrix, "public-register") == uncovered
    assert coverage(matrix, "helmets") == "absent"


def test_a_line_that_fits_nowhere_covers_nothing(matrix_of: MatrixOf) -> None:
    matrix = matrix_of(Tiny([Clause({})]))
    assert {str(cell.coverage) for cell in matrix.cells} == {"absent"}
    assert not any(cell.mappings for cell in matrix.cells)


@pytest.mark.parametrize(
    ("clause", "fact", "expected"),
    [
        (None, "third-party", "full"), (None, "mixed", "partial"), (None, "unknown", "absent"),
        ("partial", "third-party", "full"), ("partial", "mixed", "partial"), ("partial", "unknown", "partial"),
        ("full", "mixed", "full"), ("full", "third-party", "full"), ("none", "mixed", "partial"),
    ],
)  # fmt: skip
def test_a_fact_raises_what_clauses_give_and_never_lowers_it(
    matrix_of: MatrixOf, clause: str | None, fact: str, expected: str
) -> None:
    clauses = [Clause({"third-party-audit": clause})] if clause else []
    assert coverage(matrix_of(Tiny(clauses, facts={"assurance.model": fact})), "third-party-audit") == expected


def test_a_fact_that_says_no_turns_not_assessed_into_absent(matrix_of: MatrixOf) -> None:
    own = Tiny(reading={"openness": "no"}, facts={"transparency.certified_list_public": "no"})
    assert coverage(matrix_of(own), "public-register") == "absent"


def test_a_fact_that_says_no_does_not_undo_a_clause(matrix_of: MatrixOf) -> None:
    own = Tiny([Clause({"public-register": "partial"})], facts={"transparency.certified_list_public": "no"})
    assert coverage(matrix_of(own), "public-register") == "partial"


def test_a_fact_that_goes_beyond_counts_beside_a_full_clause(matrix_of: MatrixOf) -> None:
    own = Tiny([Clause({"audit-frequency": "full"})], facts={"assurance.audit_interval_months": "6"})
    assert coverage(matrix_of(own), "audit-frequency") == "beyond"


@pytest.mark.parametrize(("fact", "later"), [("third-party", False), ("mixed", False), ("unknown", True)])
def test_what_a_fact_gives_today_is_not_later(matrix_of: MatrixOf, fact: str, later: bool) -> None:
    own = Tiny([Clause({"third-party-audit": "partial"}, "time-bound")], facts={"assurance.model": fact})
    assert matrix_of(own).cell("own", "third-party-audit").is_later is later


def test_a_full_clause_that_comes_later_stays_later_beside_a_partial_fact(matrix_of: MatrixOf) -> None:
    own = Tiny([Clause({"third-party-audit": "full"}, "time-bound")], facts={"assurance.model": "mixed"})
    assert matrix_of(own).cell("own", "third-party-audit").is_later


def wage(reach: str | None, extent: str = "full", obligation: str = "immediate") -> Tiny:
    return Tiny([Clause({"wage": reach}, obligation)] if reach else [Clause({})], {"pay": extent})


def taken_in(matrix_of: MatrixOf, own: Tiny, *others: Tiny) -> CoverageMatrix:
    names = {f"other{i}": other for i, other in enumerate(others)}
    derived = Tiny(own.clauses, own.reading, {**own.facts, "derived_from": list(names)})
    return matrix_of(derived, **names).with_accepted()


@pytest.mark.parametrize(
    ("own", "others", "expected"),
    [
        (wage(None), [wage("full"), wage("full")], "full"),
        (wage(None), [wage("full"), wage("partial")], "partial"),
        (wage("partial"), [wage("full"), wage("full")], "full"),
        (wage("full"), [wage("partial"), wage("full")], "full"),
        (wage("partial"), [wage(None), wage("full")], "partial"),
        (wage("partial"), [wage(None, "main"), wage("full")], "partial"),
        (wage(None), [wage(None), wage("full")], "absent"),
        (wage(None), [wage(None), wage(None, "no")], "absent"),
        (wage(None, "main"), [wage("partial"), wage("full")], "partial"),
        (wage(None, "no"), [wage(None, "main"), wage("full")], "not-named"),
        (wage(None, "no"), [wage(None, "no"), wage("full")], "not-assessed"),
    ],
)
def test_a_derived_scheme_is_sure_of_what_all_it_accepts_ask(
    matrix_of: MatrixOf, own: Tiny, others: list[Tiny], expected: str
) -> None:
    assert coverage(taken_in(matrix_of, own, *others), "wage") == expected


@pytest.mark.parametrize(("extent", "expected"), [("main", "not-named"), ("no", "not-assessed")])
def test_what_a_derived_scheme_itself_may_ask_stays_unknown_where_the_accepted_ask_nothing(
    matrix_of: MatrixOf, extent: str, expected: str
) -> None:
    """Unknown of its own, absent in what it accepts: nobody knows, so it is no finding."""
    assert coverage(taken_in(matrix_of, wage(None, extent), wage(None), wage("full")), "wage") == expected


def test_what_a_derived_scheme_takes_in_stays_unknown_where_it_asks_nothing_itself(matrix_of: MatrixOf) -> None:
    """Absent of its own, unknown in all that it accepts: nobody knows, so it is no finding."""
    matrix = taken_in(matrix_of, wage(None), wage(None, "main"), wage(None, "main"))
    assert coverage(matrix, "wage") == "not-named"


def test_what_is_taken_in_brings_its_clauses_and_its_delay(matrix_of: MatrixOf) -> None:
    cell = taken_in(matrix_of, wage(None), wage("full", obligation="time-bound")).cell("own", "wage")
    assert [mapping.subject_id for mapping in cell.mappings] == ["other0.01"]
    assert cell.is_later


def test_nothing_is_taken_in_on_system_criteria(matrix_of: MatrixOf) -> None:
    other = Tiny(facts={"assurance.model": "third-party"})
    assert (
        coverage(taken_in(matrix_of, Tiny(reading={"verification": "no"}), other), "third-party-audit")
        == "not-assessed"
    )


def test_schemes_that_derive_from_nothing_stay_as_they_are(matrix_of: MatrixOf) -> None:
    matrix = taken_in(matrix_of, wage(None), wage("full"))
    assert coverage(matrix, "wage", "other0") == "full"
    assert coverage(matrix, "bonus", "other0") == "absent"


@pytest.mark.parametrize(("nothing", "found"), [(3, True), (2, False)])
def test_a_scheme_collects_data_if_three_quarters_of_its_clauses_demand_nothing(
    matrix_of: MatrixOf, nothing: int, found: bool
) -> None:
    own = Tiny([Clause({"wage": "full"})] + [Clause({"wage": "none"})] * nothing)
    assert ("own" in matrix_of(own).data_only) is found


def test_a_scheme_without_clauses_is_not_called_a_collector_of_data(matrix_of: MatrixOf) -> None:
    assert matrix_of(Tiny()).data_only == frozenset()


def test_cells_codes_and_frame_say_the_same(tiny_analysis: Analysis) -> None:
    matrix = tiny_analysis.matrix
    frame = matrix.to_frame()
    for i, scheme_id in enumerate(matrix.schemes):
        assert [cell.criterion_id for cell in matrix.row(scheme_id)] == list(matrix.criteria)
        for j, criterion_id in enumerate(matrix.criteria):
            cell = matrix.cell(scheme_id, criterion_id)
            assert (cell.scheme_id, cell.criterion_id) == (scheme_id, criterion_id)
            assert ORDER[matrix.codes[i, j]] is cell.coverage
            assert frame.loc[scheme_id, criterion_id] == str(cell.coverage)


def test_the_tiny_matrix_is_what_was_worked_out_by_hand(tiny_analysis: Analysis) -> None:
    expected = {
        "alpha": "full absent full partial full full full",
        "beta": "full absent full not-named partial beyond absent",
        "delta": "absent full absent absent full partial full",
        "gamma": "partial full not-assessed not-assessed not-named not-named not-named",
    }
    rows = {
        s: " ".join(str(cell.coverage) for cell in tiny_analysis.matrix.row(s)) for s in tiny_analysis.matrix.schemes
    }
    assert rows == expected


def test_some_schemes_can_be_chosen_in_any_order(tiny_catalogue: Catalogue) -> None:
    matrix = build_matrix(tiny_catalogue, ("gamma", "alpha"))
    assert matrix.schemes == ("gamma", "alpha")
    assert coverage(matrix, "bonus", "gamma") == "full"
    with pytest.raises(KeyError):
        build_matrix(tiny_catalogue, ("omega",))


def test_the_kinds_of_criteria_split_the_matrix(tiny_analysis: Analysis) -> None:
    matrix = tiny_analysis.matrix
    assert matrix.content + matrix.system == matrix.criteria


# --- over the shipped catalogue ---


def test_every_shipped_cell_rests_on_evidence_or_says_how_it_is_not_known(analysis: Analysis) -> None:
    unfounded = []
    for cell in analysis.matrix.cells:
        clauses = [
            analysis.catalogue.requirement_by_id[m.subject_id] for m in cell.mappings if m.reach is not Reach.NONE
        ]
        by_clause = any(clause.evidence.sources or clause.evidence.grade == "general-knowledge" for clause in clauses)
        by_fact = cell.finding is not None and bool(cell.finding.value)
        if cell.coverage.is_asked:
            founded = by_clause or by_fact
        elif cell.coverage is Coverage.ABSENT:
            founded = cell.reading.extent is Extent.FULL or by_fact
        else:
            founded = cell.reading.extent is not Extent.FULL and bool(cell.reading.note)
        if not founded:
            unfounded.append(cell)
    assert unfounded == []


def test_every_shipped_cell_follows_from_the_rules_written_out_slowly(analysis: Analysis) -> None:
    order = ["none", "partial", "full", "beyond"]
    uncovered = {
        "full": "absent", "main": "not-named", "no": "not-assessed", "not-public": "not-public",
        "not-applicable": "not-applicable", "depends-on-level": "depends-on-level",
    }  # fmt: skip
    catalogue, wrong = analysis.catalogue, []
    for cell in analysis.matrix.cells:
        reaches = []
        for mapping in catalogue.crosswalk:
            if mapping.object_id == cell.criterion_id and mapping.subject_id.rpartition(".")[0] == cell.scheme_id:
                should = any(catalogue.requirement_by_id[s].obligation == "recommended" for s in mapping.subjects)
                reaches.append("partial" if should and mapping.reach != "none" else str(mapping.reach))
        if "full" not in reaches:
            reaches = ["partial" if reach == "beyond" else reach for reach in reaches]
        best = max(reaches, key=order.index, default="none")
        if cell.finding is not None and str(cell.finding.coverage) != "absent":
            best = max(best, str(cell.finding.coverage), key=order.index)
        expected = best
        if best == "none":
            expected = "absent" if cell.finding is not None else uncovered[cell.reading.extent]
        if expected != str(cell.coverage):
            wrong.append((cell.scheme_id, cell.criterion_id, expected, str(cell.coverage)))
    assert wrong == []


def test_no_recommendation_on_the_shipped_data_gives_more_than_partial(catalogue: Catalogue) -> None:
    recommended = [
        mapping for mapping in catalogue.crosswalk
        if any(catalogue.requirement_by_id[s].obligation == "recommended" for s in mapping.subjects)
    ]  # fmt: skip
    assert recommended
    assert {effective_reach(catalogue, mapping) for mapping in recommended} <= {Reach.NONE, Reach.PARTIAL}


def test_taking_in_never_lowers_a_shipped_cell(analysis: Analysis) -> None:
    for before, after in zip(analysis.matrix.cells, analysis.matrix.with_accepted().cells, strict=True):
        assert (after.coverage.degree or 0) >= (before.coverage.degree or 0)
        if after.coverage is Coverage.ABSENT:
            assert before.coverage is Coverage.ABSENT
