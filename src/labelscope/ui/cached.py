"""The only caching in the app. What is shared between sessions is immutable."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from labelscope.agreement import (
    AGAIN,
    Agreement,
    first_reading,
    measure,
    measure_again,
    read_second,
    read_settlements,
)  # fmt: skip
from labelscope.analysis import Analysis
from labelscope.catalogue import Catalogue, load_catalogue
from labelscope.clause_pairs import ClausePair, pair_clauses
from labelscope.consolidation import ConsolidationPair, consolidation_pairs
from labelscope.embedding import EMBEDDERS, Embedder, Progress, default_embedder, open_embedder
from labelscope.exporting import render, write_oscal, write_untp
from labelscope.families import Families, group_schemes
from labelscope.i18n import Translator
from labelscope.matching import Matcher
from labelscope.matching.evidence import Decision
from labelscope.matrix import CoverageMatrix
from labelscope.model import Settlement
from labelscope.names import NameIndex, Resolver
from labelscope.names.known import default_names
from labelscope.overlap import OverlapMatrix, measure_overlap
from labelscope.review.reference import decisions
from labelscope.review.store import ReviewStore, open_store
from labelscope.search import SchemeSearch
from labelscope.selection import as_of
from labelscope.ui import state

_DATES = 6
#: Fewer schemes than these give no advice of their own.
FEWEST = 8


@st.cache_resource(show_spinner=False)
def today() -> Catalogue:
    """The shipped catalogue."""
    return load_catalogue()


def catalogue() -> Catalogue:
    """The catalogue as of the date that the reader chose."""
    return _catalogue(state.as_of())


@st.cache_resource(show_spinner=False, max_entries=_DATES)
def _catalogue(date: str) -> Catalogue:
    return as_of(today(), date) if date else today()


def analysis() -> Analysis:
    """The whole line on that catalogue."""
    return _analysis(state.as_of(), None)


def advice() -> Analysis:
    """The line on the schemes that the reader's filters leave; on all of them where too few are left."""
    chosen = state.selection().schemes(catalogue())
    is_whole = len(chosen) < FEWEST or len(chosen) == len(catalogue().schemes)
    return _analysis(state.as_of(), None if is_whole else chosen)


@st.cache_resource(show_spinner=False, max_entries=4 * _DATES)
def _analysis(date: str, schemes: tuple[str, ...] | None) -> Analysis:
    return Analysis(_catalogue(date), schemes)


def matrix_today() -> CoverageMatrix:
    """The matrix of the catalogue as it is today, whatever date is chosen."""
    return _analysis("", None).matrix


def matrix_with_accepted() -> CoverageMatrix:
    """The matrix with what derived schemes accept taken in."""
    return _matrix_with_accepted(state.as_of())


@st.cache_resource(show_spinner=False, max_entries=_DATES)
def _matrix_with_accepted(date: str) -> CoverageMatrix:
    return _analysis(date, None).matrix.with_accepted()


def overlap_with_accepted() -> OverlapMatrix:
    """Overlap on that matrix."""
    return _overlap_with_accepted(state.as_of())


@st.cache_resource(show_spinner=False, max_entries=_DATES)
def _overlap_with_accepted(date: str) -> OverlapMatrix:
    return measure_overlap(_matrix_with_accepted(date))


def families(number: int, weight: str) -> Families:
    """Families for one number and weight."""
    return _families(state.as_of(), number, weight)


@st.cache_resource(show_spinner=False, max_entries=24)
def _families(date: str, number: int, weight: str) -> Families:
    return group_schemes(_analysis(date, None).matrix, number, weight)


def consolidation() -> tuple[ConsolidationPair, ...]:
    """Pairs of schemes that could be drawn together."""
    return _consolidation(state.as_of())


@st.cache_resource(show_spinner=False, max_entries=_DATES)
def _consolidation(date: str) -> tuple[ConsolidationPair, ...]:
    whole = _analysis(date, None)
    return consolidation_pairs(whole.matrix, whole.overlap)


@st.cache_resource(show_spinner=False)
def agreement_again() -> tuple[int, Agreement, tuple[Agreement, ...]]:
    """Rows read once more after wording was mended, and how far that reading agrees with what was settled."""
    again = read_second(today(), name=AGAIN)
    return len(again), *measure_again(today(), again)


@st.cache_resource(show_spinner=False)
def agreement() -> tuple[int, tuple[Settlement, ...], Agreement, tuple[Agreement, ...]]:
    """Rows read twice, how differences were settled, and the agreement of the two readings: over all, and by theme."""
    settlements = read_settlements(today())
    first, second = first_reading(today(), settlements), read_second(today())
    return len(first.keys() & second.keys()), settlements, *measure(first, second, today())


def search() -> SchemeSearch:
    """The index over scheme names."""
    return _search(state.as_of())


@st.cache_resource(show_spinner=False, max_entries=_DATES)
def _search(date: str) -> SchemeSearch:
    return SchemeSearch(_catalogue(date))


@st.cache_resource(show_spinner=False)
def resolver() -> Resolver:
    """Names to schemes and instruments; the first call embeds every known name."""
    return Resolver(NameIndex(default_names(today()), _embedder()))


@st.cache_resource(show_spinner=False)
def _matcher(_progress: Progress | None) -> Matcher:
    return Matcher(today(), _matching_embedder(), _progress)


@st.cache_resource(show_spinner=False, max_entries=1)
def _matcher_with(_progress: Progress | None, decided: tuple[Decision, ...]) -> Matcher:
    return Matcher(today(), _matching_embedder(), _progress, decisions=decided)


def matcher(progress: Progress | None = None, decided: tuple[Decision, ...] = ()) -> Matcher:
    """The matcher, that knows what was decided; the first call embeds the catalogue's texts and reports progress."""
    return _matcher_with(progress, decided) if decided else _matcher(progress)


def decided() -> tuple[Decision, ...]:
    """What stands in the review store."""
    return decisions(review_store().load_all(), today().criteria)


@st.cache_resource(show_spinner=False)
def _matching_embedder() -> Embedder | None:
    """One voice, unless the host chose otherwise: two take minutes to embed the catalogue for the first time."""
    return open_embedder(default_embedder(EMBEDDERS[1]))


@st.cache_resource(show_spinner=False)
def _embedder() -> Embedder | None:
    return open_embedder()


def clause_pairs(first: str, second: str) -> tuple[ClausePair, ...]:
    """The clauses of two schemes side by side; the first call loads the embedder."""
    return _clause_pairs(state.as_of(), first, second)


@st.cache_resource(show_spinner=False, max_entries=48)
def _clause_pairs(date: str, first: str, second: str) -> tuple[ClausePair, ...]:
    return pair_clauses(_catalogue(date), first, second, _embedder())


@st.cache_data(show_spinner=False, max_entries=96)
def spec(_build: Callable[[], dict[str, Any]], *key: Any) -> dict[str, Any]:
    """A chart as a dict, kept by `key` (picture, data version, mode, language, choices)."""
    return _build()


@st.cache_data(show_spinner=False, max_entries=24)
def export_bytes(suffix: str, language: str, date: str, schemes: tuple[str, ...] | None) -> bytes:
    """The content of an export, of all schemes or of some."""
    return render(_analysis(date, schemes), suffix, language)


@st.cache_data(show_spinner=False, max_entries=24)
def untp_bytes(scheme_id: str, language: str, checksum: str) -> bytes:
    """One scheme as a UNTP vocabulary."""
    return write_untp(catalogue(), scheme_id, Translator(language))


@st.cache_data(show_spinner=False, max_entries=24)
def oscal_bytes(first: str, second: str, language: str, checksum: str) -> bytes:
    """Two schemes as an OSCAL mapping."""
    return write_oscal(catalogue(), first, second, Translator(language))


@st.cache_resource(show_spinner=False)
def review_store() -> ReviewStore:
    """Where reviews are kept."""
    return open_store()


def forget() -> None:
    """Read the data files anew: they have been written."""
    for kept in (today, _catalogue, _analysis, _matrix_with_accepted, _overlap_with_accepted, _families,
                 _consolidation, agreement_again, agreement, _search, resolver, _matcher,
                 _matcher_with):  # fmt: skip
        kept.clear()
