"""What is known in the field about freedom of association and bargaining."""

from __future__ import annotations

import pytest
from field import Field

from labelscope.model import Coverage, Reach


def test_a_right_to_organise_under_the_reservation_of_the_law_is_partial(field: Field) -> None:
    """Such a clause gives nothing where the law forbids unions, and that is where it is needed."""
    reserved = r"as far as the law allows|in line with (?:the |national )?law|lawful rights|where (?:the )?law allows"
    assert field.in_full_though("association-freedom", reserved) == []


def test_a_freedom_that_is_only_respected_is_partial(field: Field) -> None:
    assert (
        field.in_full_though("association-freedom", r"^(?:freedom of association|right to organise) (?:is )?respected")
        == []
    )


def test_parallel_means_in_full_are_independent_or_freely_elected(field: Field) -> None:
    assert field.silent_on("association-parallel-means", r"independent|\bfree\b|freely|\belect") == []


def test_parallel_means_in_full_are_for_countries_where_law_restricts_unions(field: Field) -> None:
    """Elsewhere a committee beside the union would be a way around it."""
    assert field.silent_on("association-parallel-means", r"\blaw\b|unlawful") == []


def test_not_hindering_other_forms_is_less_than_allowing_or_easing_them(field: Field) -> None:
    passive = r"not (?:hinder|obstruct|block)"
    assert field.in_full_though("association-parallel-means", passive, but_not=r"helps|facilitat|eases") == []


@pytest.mark.parametrize("scheme_id", ["eti-base-code", "smeta-sedex", "fair-wear", "sa8000", "amfori-bsci"])
def test_codes_of_the_eti_and_sa8000_line_ask_for_parallel_means(scheme_id: str, field: Field) -> None:
    assert field.coverage(scheme_id, "association-parallel-means") is Coverage.FULL


def test_who_asks_for_parallel_means_asks_for_freedom_of_association_first(field: Field) -> None:
    assert field.askers("association-parallel-means") <= field.askers("association-freedom")


def test_who_asks_for_bargaining_asks_for_freedom_of_association(field: Field) -> None:
    assert field.askers("collective-bargaining") <= field.askers("association-freedom")


def test_bargaining_is_asked_in_full_only_with_good_faith_and_keeping_to_agreements(field: Field) -> None:
    assert field.silent_on("collective-bargaining", r"good faith", r"agreements?") == []


def test_the_right_to_strike_is_asked_in_full_only_where_the_word_stands(field: Field) -> None:
    """Convention 87 does not name the strike; it was read into it, and employers dispute that."""
    assert field.silent_on("association-strike", r"strik") == []


def test_hardly_any_scheme_states_the_right_to_strike(field: Field) -> None:
    assert "better-work" in field.in_full("association-strike")
    assert len(field.in_full("association-strike")) < len(field.in_full("association-freedom")) / 10


def test_the_ban_on_strike_breakers_alone_is_partial(field: Field) -> None:
    assert field.coverage("irma", "association-strike") is Coverage.PARTIAL


def test_whoever_may_found_or_form_unions_without_reservation_stands_level(field: Field) -> None:
    right = r"(?:may|right(?: of \w+)? to|freely) (?:\w+ and |\w+ or )?(?:found|form|set up)\b"
    reserved = r"law|union ties|committees"
    lines = [x for x in field.lines("association-freedom") if x.says(right) and not x.says(reserved)]
    assert len(lines) > 8
    assert [str(line) for line in lines if line.reach not in (Reach.FULL, Reach.BEYOND)] == []
