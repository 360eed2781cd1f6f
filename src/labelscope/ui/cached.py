"""The only caching in the app. What is shared between sessions is immutable."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from labelscope.agreement import Agreement, first_reading, measure, read_second
from labelscope.analysis import Analysis
from labelscope.catalogue import Catalogue, load_catalogue
from labelscope.embedding import Progress, open_embedder
from labelscope.exporting import render, write_oscal, write_untp
from labelscope.families import Families, group_schemes
from labelscope.i18n import Translator
from labelscope.matching import Matcher
from labelscope.matrix import CoverageMatrix
from labelscope.names import NameIndex, Resolver
from labelscope.names.known import default_names
from labelscope.overlap import OverlapMatrix, measure_overlap
from labelscope.search import SchemeSearch


@st.cache_resource(show_spinner=False)
def catalogue() -> Catalogue:
    """The shipped catalogue."""
    return load_catalogue()


@st.cache_resource(show_spinner=False)
def analysis() -> Analysis:
    """The whole line on the shipped catalogue."""
    return Analysis(catalogue())


@st.cache_resource(show_spinner=False)
def matrix_with_accepted() -> CoverageMatrix:
    """The matrix with what derived schemes accept taken in."""
    return analysis().matrix.with_accepted()


@st.cache_resource(show_spinner=False)
def overlap_with_accepted() -> OverlapMatrix:
    """Overlap on that matrix."""
    return measure_overlap(matrix_with_accepted())


@st.cache_resource(show_spinner=False, max_entries=24)
def families(number: int, weight: str) -> Families:
    """Families for one number and weight."""
    return group_schemes(analysis().matrix, number, weight)


@st.cache_resource(show_spinner=False)
def agreement() -> tuple[int, Agreement, tuple[Agreement, ...]]:
    """Rows read twice, and the agreement of the two readings: over all, and by theme."""
    first, second = first_reading(catalogue()), read_second(catalogue())
    return len(first.keys() & second.keys()), *measure(first, second, catalogue())


@st.cache_resource(show_spinner=False)
def search() -> SchemeSearch:
    """The index over scheme names."""
    return SchemeSearch(catalogue())


@st.cache_resource(show_spinner=False)
def resolver() -> Resolver:
    """Names to schemes and instruments; the first call embeds every known name."""
    return Resolver(NameIndex(default_names(catalogue()), open_embedder()))


@st.cache_resource(show_spinner=False)
def _matcher(_progress: Progress | None) -> Matcher:
    return Matcher(catalogue(), open_embedder(), _progress)


def matcher(progress: Progress | None = None) -> Matcher:
    """The matcher; the first call embeds the catalogue's texts and reports progress."""
    return _matcher(progress)


@st.cache_data(show_spinner=False, max_entries=96)
def spec(_build: Callable[[], dict[str, Any]], *key: Any) -> dict[str, Any]:
    """A chart as a dict, kept by `key` (picture, data version, mode, language, choices)."""
    return _build()


@st.cache_data(show_spinner=False, max_entries=24)
def export_bytes(suffix: str, language: str, checksum: str) -> bytes:
    """The content of an export of the whole catalogue."""
    return render(analysis(), suffix, language)


@st.cache_data(show_spinner=False, max_entries=24)
def untp_bytes(scheme_id: str, language: str, checksum: str) -> bytes:
    """One scheme as a UNTP vocabulary."""
    return write_untp(catalogue(), scheme_id, Translator(language))


@st.cache_data(show_spinner=False, max_entries=24)
def oscal_bytes(first: str, second: str, language: str, checksum: str) -> bytes:
    """Two schemes as an OSCAL mapping."""
    return write_oscal(catalogue(), first, second, Translator(language))
