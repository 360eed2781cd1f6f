"""Yardsticks: by hand on the tiny catalogue, and what they say of the shipped one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from labelscope.analysis import Analysis
from labelscope.catalogue import Catalogue
from labelscope.exporting.to_do import TO_DO_WRITERS, to_do_table
from labelscope.i18n import Translator
from labelscope.lenses import LensResult, Met, apply, lines, models, survey
from labelscope.model import LANGUAGES, Lens, Strength

EVIDENCE = {"grade": "own-text", "sources": ["s01"]}


def lens(*members: tuple[str, str, str], **more: Any) -> Lens:
    four = dict.fromkeys(LANGUAGES, "text")
    return Lens.model_validate(
        {
            "id": "own", "position": "1", "label": four, "description": four, "instrument": "A rule", "version": "1",
            "date": "2020", "notes": [],
            "sources": [{"id": "s01", "title": "The rule", "url": "unknown", "nature": "own"}],
            "members": [
                {"criterion": criterion, "strength": strength, "least": least, "locator": "Art. 1", "asks": four,
                 "evidence": EVIDENCE, **more}
                for criterion, strength, least in members
            ],
        }
    )  # fmt: skip


def outcome(analysis: Analysis, one: Lens, *schemes: str) -> tuple[Met, list[Met]]:
    result = apply(one, analysis.matrix, schemes)
    return result.outcome, [member.met for member in result.members]


def test_a_must_is_met_from_its_least_level_on(tiny_analysis: Analysis) -> None:
    assert outcome(tiny_analysis, lens(("exits", "must", "partial")), "alpha") == (Met.MET, [Met.MET])
    assert outcome(tiny_analysis, lens(("exits", "must", "full")), "alpha") == (Met.MISSING, [Met.SHORT])
    assert outcome(tiny_analysis, lens(("bonus", "must", "partial")), "alpha") == (Met.MISSING, [Met.MISSING])
    # what was not named is not known, and never counts as missing
    assert outcome(tiny_analysis, lens(("exits", "must", "partial")), "beta") == (Met.UNKNOWN, [Met.UNKNOWN])


def test_shoulds_do_not_decide_and_an_alternative_is_enough(tiny_analysis: Analysis) -> None:
    some = lens(("wage", "must", "full"), ("bonus", "should", "full"))
    assert outcome(tiny_analysis, some, "alpha")[0] is Met.MET
    other = lens(("bonus", "must", "full"), ("wage", "alternative", "full"))
    result = apply(other, tiny_analysis.matrix, ["alpha"])
    assert result.outcome is Met.MET
    assert result.to_do == ()


def test_an_unknown_alternative_leaves_the_outcome_open(tiny_analysis: Analysis) -> None:
    open_one = lens(("bonus", "must", "full"), ("exits", "alternative", "full"))
    assert outcome(tiny_analysis, open_one, "beta")[0] is Met.UNKNOWN
    assert outcome(tiny_analysis, open_one, "alpha")[0] is Met.MISSING


def test_schemes_held_together_add_up_in_content_but_not_in_how_they_work(tiny_analysis: Analysis) -> None:
    content = lens(("helmets", "must", "full"), ("bonus", "must", "full"))
    assert outcome(tiny_analysis, content, "alpha", "delta") == (Met.MET, [Met.MET, Met.MET])
    system = lens(("third-party-audit", "must", "full"))
    assert outcome(tiny_analysis, system, "alpha", "beta") == (Met.MISSING, [Met.SHORT])
    assert outcome(tiny_analysis, system, "alpha", "delta") == (Met.MET, [Met.MET])


def test_what_only_facts_may_decide_is_missing_where_the_fact_says_otherwise(tiny_analysis: Analysis) -> None:
    facts = lens(("public-register", "must", "full"), from_facts="yes")
    assert outcome(tiny_analysis, facts, "alpha") == (Met.MET, [Met.MET])
    assert outcome(tiny_analysis, facts, "beta") == (Met.MISSING, [Met.MISSING])
    assert outcome(tiny_analysis, facts, "gamma") == (Met.UNKNOWN, [Met.UNKNOWN])


def test_a_lens_needs_a_scheme_and_members_need_a_level(tiny_analysis: Analysis) -> None:
    with pytest.raises(ValueError, match="at least one scheme"):
        apply(lens(("wage", "must", "full")), tiny_analysis.matrix, [])
    with pytest.raises(ValueError, match="least must be"):
        lens(("wage", "must", "none"))


def test_every_lens_comes_from_an_instrument_and_names_what_it_asks(catalogue: Catalogue) -> None:
    assert [one.id for one in catalogue.lenses] == [
        "ilo-fundamental", "belgian-label-2002", "ungp-due-diligence", "csddd", "eu-2024-825", "procurement-art-43",
        "iseal-credibility", "women", "children", "local-actors", "social-cost-internalisation", "sme-fit", "sdg",
    ]  # fmt: skip
    for one in catalogue.lenses:
        assert any(member.strength is not Strength.ALTERNATIVE for member in one.members)
        assert all(member.asks[language] for member in one.members for language in LANGUAGES)


def by_outcome(catalogue: Catalogue, analysis: Analysis, lens_id: str) -> Mapping[Met, list[LensResult]]:
    chosen = next(one for one in catalogue.lenses if one.id == lens_id)
    labels = [s.id for s in catalogue.schemes.values() if s.identity.consumer_facing == "yes"]
    found: dict[Met, list[LensResult]] = {met: [] for met in Met}
    for result in survey(chosen, analysis.matrix, labels):
        found[result.outcome].append(result)
    return found


def test_which_labels_may_still_be_shown_follows_from_facts(catalogue: Catalogue, analysis: Analysis) -> None:
    found = by_outcome(catalogue, analysis, "eu-2024-825")
    met = {result.schemes[0] for result in found[Met.MET]}
    # what public authorities established needs no certification scheme
    public = {s.id for s in catalogue.schemes.values() if s.governance.type == "public"}
    assert {"eu-ecolabel", "blue-angel", "nordic-swan"} <= met & public
    for result in found[Met.MISSING]:
        lacking = [one for one in result.of(Strength.MUST) if one.met.is_lacking]
        assert lacking, result.schemes
        assert result.schemes[0] not in public
    for result in found[Met.UNKNOWN]:
        assert any(one.met is Met.UNKNOWN for one in result.of(Strength.MUST))


def test_the_2002_label_meets_its_own_law_better_than_a_data_collector(analysis: Analysis) -> None:
    own = next(one for one in analysis.catalogue.lenses if one.id == "belgian-label-2002")
    label, collector = (apply(own, analysis.matrix, [s]) for s in ("belgian-social-label", "slcp"))
    assert label.count(Strength.MUST, Met.MET) > collector.count(Strength.MUST, Met.MET)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("suffix", TO_DO_WRITERS)
def test_the_to_do_list_says_what_where_and_who_does_it(analysis: Analysis, language: str, suffix: str) -> None:
    own = next(one for one in analysis.catalogue.lenses if one.id == "csddd")
    result = apply(own, analysis.matrix, ["amfori-bsci"])
    table = to_do_table(result, analysis.matrix, Translator(language))
    assert len(table.rows) == len(result.to_do) > 0
    assert all(row[1] and row[2] and row[3] and row[4] and row[5] for row in table.rows)
    first = TO_DO_WRITERS[suffix](result, analysis.matrix, Translator(language))
    assert first == TO_DO_WRITERS[suffix](result, analysis.matrix, Translator(language))
    assert len(first) > 3_000


def test_examples_for_a_missing_clause_are_other_schemes_that_have_it(analysis: Analysis) -> None:
    own = next(one for one in analysis.catalogue.lenses if one.id == "children")
    for member in own.members:
        for cell in models(member, analysis.matrix, analysis.matrix.schemes):
            assert cell.mappings
            assert cell.coverage.is_asked


def test_the_lines_for_machines_are_complete(analysis: Analysis) -> None:
    own = analysis.catalogue.lenses[0]
    rows = list(lines(survey(own, analysis.matrix, analysis.matrix.schemes)))
    assert len(rows) == 1 + len(own.members) * len(analysis.matrix.schemes)
    assert {len(row) for row in rows} == {len(rows[0])}
