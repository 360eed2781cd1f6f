"""What is known in the field about how schemes hang together: common codes, meta-labels, mergers; and the counting."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from field import Field

from labelscope.crosswalk import Crosswalk
from labelscope.figures import degrees
from labelscope.matrix import build_matrix
from labelscope.model import Coverage, Extent

PAIRS_OF_ONE_CODE = [
    ("eti-base-code", "smeta-sedex"),
    ("eti-base-code", "fair-wear"),
    ("eti-base-code", "label-step"),
    ("sa8000", "amfori-bsci"),
    ("mps-sq", "fair-flowers-fair-plants"),
    ("gots", "ivn-best"),
]


def tells_of_accepting(field: Field, scheme_id: str, other: str) -> bool:
    ties = field.schemes[scheme_id].recognition
    return any(tie.scheme == other and tie.direction in ("accepts", "mutual") for tie in ties)


@pytest.mark.parametrize(("first", "second"), PAIRS_OF_ONE_CODE)
def test_schemes_with_a_common_code_agree_more_on_themes_than_on_criteria(
    first: str, second: str, field: Field
) -> None:
    """They raise the same subjects; where they differ is how much of each they ask."""
    matrix, criteria = field.matrix, field.catalogue.criteria
    rows = matrix.rows([first, second])
    values = degrees(matrix, matrix.content).middle[rows]
    theme_of = np.array([criteria[c].parent for c in matrix.content])
    themes = np.stack([values[:, theme_of == theme].max(1) for theme in dict.fromkeys(theme_of)], axis=1)

    def overlap(table: np.ndarray) -> float:
        return float(table.min(0).sum() / table.max(0).sum())

    assert overlap(themes) >= overlap(values)


@pytest.mark.parametrize(
    ("group", "count"),
    [
        ({"mps-sq", "kenya-flower-council", "fair-flowers-fair-plants"}, 6),
        ({"sa8000", "amfori-bsci", "smeta-sedex"}, 4),
        ({"eu-ecolabel", "blue-angel", "nordic-swan"}, 4),
    ],
    ids=["the code for cut flowers", "cross-sector factory audits", "public ecolabels"],
)
def test_schemes_of_one_origin_are_among_each_others_nearest(group: set[str], count: int, field: Field) -> None:
    """Among the flower schemes stand ecolabels that refer to the same ILO conventions."""
    for scheme_id in group:
        assert group - {scheme_id} <= set(field.analysis.overlap.neighbours(scheme_id, count)), scheme_id


@pytest.mark.parametrize(
    ("first", "second"),
    [("fsc", "pefc"), ("goodweave", "label-step"), ("green-key", "gstc"), ("rjc", "copper-mark"), ("rtrs", "bonsucro")],
)
def test_rivals_in_one_trade_are_near_each_other(first: str, second: str, field: Field) -> None:
    assert second in field.analysis.overlap.neighbours(first, 3)


def test_the_standards_for_mines_and_metals_are_nearest_to_one_another(field: Field) -> None:
    metals = {"irma", "copper-mark", "rjc", "asi", "responsible-steel"}
    for scheme_id in metals:
        assert len(metals & set(field.analysis.overlap.neighbours(scheme_id, 5))) >= 2, scheme_id


def test_ivn_best_lies_in_gots_more_than_gots_in_ivn_best(field: Field) -> None:
    """GOTS grew out of the IVN standard and passed it on social matters."""
    pair = field.analysis.overlap.between("ivn-best", "gots")
    assert pair.first_in_second.middle is not None
    assert pair.second_in_first.middle is not None
    assert pair.first_in_second.middle > pair.second_in_first.middle


def test_a_farm_standard_and_a_factory_code_overlap_less_than_two_factory_codes(field: Field) -> None:
    overlap = field.analysis.overlap
    near = overlap.between("sa8000", "smeta-sedex").overlap.middle
    for farm in ("rspo", "rtrs", "fairtrade-spo", "utz"):
        far = overlap.between("sa8000", farm).overlap.middle
        assert near is not None
        assert far is not None
        assert far < near, farm


# --- derived schemes and meta-labels ---


def test_a_derived_scheme_accepts_what_it_is_derived_from(field: Field) -> None:
    """Directly, or through a label that itself rests on it, as the Green Button takes STeP through MADE IN GREEN."""
    missing = []
    for scheme in field.schemes.values():
        for source in scheme.derived_from:
            through = [o.id for o in field.schemes.values() if source in o.derived_from]
            if not any(tells_of_accepting(field, scheme.id, other) for other in (source, *through)):
                missing.append(f"{scheme.id} < {source}")
    assert missing == []


@pytest.mark.parametrize("scheme_id", ["fsi-basket", "made-in-green", "beyond-chocolate", "gruener-knopf"])
def test_a_meta_label_has_fewer_demands_of_its_own_than_any_scheme_it_accepts(scheme_id: str, field: Field) -> None:
    """It accepts others in place of copying their clauses."""
    accepted = field.schemes[scheme_id].derived_from
    assert accepted
    assert field.content_asked(scheme_id) < min(field.content_asked(other) for other in accepted)


@pytest.mark.parametrize("scheme_id", ["fsi-basket", "made-in-green", "beyond-chocolate", "gruener-knopf"])
def test_a_meta_label_asks_more_once_what_it_accepts_is_taken_in(scheme_id: str, field: Field) -> None:
    taken_in = field.matrix.with_accepted()
    assert field.content_asked(scheme_id, taken_in) > field.content_asked(scheme_id)


def test_a_basket_of_eight_schemes_guarantees_less_than_its_weakest_member_asks(field: Field) -> None:
    basket = field.schemes["fsi-basket"].derived_from
    assert len(basket) > 5
    taken_in = field.matrix.with_accepted()
    assert field.content_asked("fsi-basket", taken_in) < min(field.content_asked(member) for member in basket)


def test_a_meta_label_recognises_others_in_full(field: Field) -> None:
    derived = {s.id for s in field.schemes.values() if s.derived_from}
    assert derived <= field.in_full("mutual-recognition")


@pytest.mark.parametrize(
    "scheme_id", ["eti-base-code", "international-accord", "smeta-sedex", "bluesign", "naturland-fair"]
)
def test_a_code_that_takes_no_certificate_of_others_is_not_full_on_recognition(scheme_id: str, field: Field) -> None:
    """Own codes of members, a body that carries out the agreement and a forum of buyers are no other schemes."""
    assert scheme_id not in field.in_full("mutual-recognition")


def test_the_state_textile_label_derives_from_those_that_it_accepts_as_a_whole(field: Field) -> None:
    label = field.schemes["gruener-knopf"]
    whole = {tie.scheme for tie in label.recognition if tie.relation == "accepts" and tie.scheme}
    through = {other for scheme_id in whole for other in field.schemes[scheme_id].derived_from}
    assert set(label.derived_from) == whole - {"made-in-green"} | through


def test_amfori_accepts_sa8000_and_not_the_other_way_round(field: Field) -> None:
    assert tells_of_accepting(field, "amfori-bsci", "sa8000")
    assert not tells_of_accepting(field, "sa8000", "amfori-bsci")


def test_the_two_largest_audit_programmes_do_not_accept_each_other(field: Field) -> None:
    """That factories are audited twice is the case for consolidation."""
    assert not tells_of_accepting(field, "amfori-bsci", "smeta-sedex")
    assert not tells_of_accepting(field, "smeta-sedex", "amfori-bsci")


def test_the_label_of_2002_took_sa8000_as_proof_in_part(field: Field) -> None:
    assert tells_of_accepting(field, "belgian-social-label", "sa8000")


def test_smeta_is_built_on_the_eti_base_code(field: Field) -> None:
    ties = field.schemes["smeta-sedex"].recognition
    assert "eti-base-code" in {tie.scheme for tie in ties if tie.relation == "built-on"}


# --- the life of schemes ---


def test_a_merged_scheme_names_a_successor_that_is_alive(field: Field) -> None:
    merged = [s for s in field.schemes.values() if s.status.state == "merged"]
    assert "utz" in {scheme.id for scheme in merged}
    for scheme in merged:
        assert scheme.status.successor is not None, scheme.id
        assert field.schemes[scheme.status.successor].status.state == "active", scheme.id


def test_a_living_scheme_has_no_successor(field: Field) -> None:
    active = [s for s in field.schemes.values() if s.status.state == "active"]
    assert [s.id for s in active if s.status.successor] == []


def test_nothing_that_utz_asked_was_lost_when_it_merged(field: Field) -> None:
    assert field.analysis.overlap.uniqueness("utz").lost.middle == 0


def test_the_label_of_2002_sleeps_and_has_no_successor(field: Field) -> None:
    status = field.schemes["belgian-social-label"].status
    assert (status.state, status.successor) == ("dormant", None)


# --- what is counted ---


def test_coverage_counts_what_is_required_and_never_how_many_judgements_say_so(field: Field) -> None:
    """Every judgement written twice leaves every cell as it is."""
    catalogue = field.catalogue
    doubled = replace(catalogue, crosswalk=Crosswalk([m for m in catalogue.crosswalk for _ in range(2)]))
    assert np.array_equal(build_matrix(doubled).codes, field.matrix.codes)


def test_a_long_standard_is_not_thereby_a_demanding_one(field: Field) -> None:
    """Minerals fill most clauses of RMAP, yet shorter codes ask more."""
    clauses = {scheme_id: len(rows) for scheme_id, rows in field.catalogue.requirements.items()}
    shorter = [s for s in field.schemes if clauses[s] < clauses["rmap"]]
    assert [s for s in shorter if field.content_asked(s) > field.content_asked("rmap")]


def test_a_theme_that_was_not_read_makes_a_range_and_no_zero(field: Field) -> None:
    content = degrees(field.matrix, field.matrix.content)
    unknown = (~content.known & content.applicable).sum(1)
    assert np.allclose(content.high.sum(1) - content.low.sum(1), unknown)
    themes = {field.catalogue.criteria[c].parent for c in field.matrix.content}
    unread = {s.id for s in field.schemes.values() if any(s.reading[theme].extent is Extent.NO for theme in themes)}
    assert unread
    assert all(unknown[field.matrix.schemes.index(scheme_id)] > 0 for scheme_id in unread)


def test_the_better_read_of_two_schemes_has_the_narrower_overlap(field: Field) -> None:
    """ASI is read in part, Better Work in full; against the same third scheme the range tells them apart."""
    overlap = field.analysis.overlap

    def width(scheme_id: str) -> float:
        figure = overlap.between(scheme_id, "sa8000").overlap
        assert figure.low is not None
        assert figure.high is not None
        return figure.high - figure.low

    assert width("better-work") < width("asi")


def test_beyond_is_rarer_than_full_and_full_rarer_than_partial(field: Field) -> None:
    content = [c for c in field.matrix.cells if field.catalogue.criteria.kind_of(c.criterion_id) == "content"]
    counts = {level: sum(c.coverage is level for c in content) for level in Coverage}
    assert counts[Coverage.BEYOND] < counts[Coverage.FULL] < counts[Coverage.PARTIAL]
