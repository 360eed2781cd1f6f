"""labelscope: compare social labels and audit schemes on shared criteria, from sourced facts to advice.

>>> import labelscope as ls
>>> analysis = ls.Analysis(ls.load_catalogue())
>>> analysis.recommendation.advised in {option.id for option in analysis.catalogue.options}
True

Names are loaded when they are first used, so that importing the package costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from labelscope.version import VERSION as __version__

if TYPE_CHECKING:
    from labelscope.analysis import Analysis
    from labelscope.catalogue import Catalogue, load_catalogue
    from labelscope.clause_pairs import ClausePair, pair_clauses
    from labelscope.embedding import Embedder, open_embedder
    from labelscope.errors import CatalogueError, HostileInput, LabelscopeError, Problem
    from labelscope.exporting import export
    from labelscope.families import Families, group_schemes
    from labelscope.i18n import Translator
    from labelscope.matching import Matcher
    from labelscope.matrix import CoverageMatrix, build_matrix
    from labelscope.model import Coverage
    from labelscope.names import KnownName, NameIndex, Resolver, resolve
    from labelscope.options import OptionAssessment, assess_options
    from labelscope.overlap import OverlapMatrix, measure_overlap
    from labelscope.recommendation import Recommendation, recommend
    from labelscope.search import SchemeSearch

_HOMES = {
    "Analysis": "analysis",
    "Catalogue": "catalogue",
    "CatalogueError": "errors",
    "ClausePair": "clause_pairs",
    "Coverage": "model",
    "CoverageMatrix": "matrix",
    "Embedder": "embedding",
    "Families": "families",
    "HostileInput": "errors",
    "KnownName": "names",
    "LabelscopeError": "errors",
    "Matcher": "matching",
    "NameIndex": "names",
    "OptionAssessment": "options",
    "OverlapMatrix": "overlap",
    "Problem": "errors",
    "Recommendation": "recommendation",
    "Resolver": "names",
    "SchemeSearch": "search",
    "Translator": "i18n",
    "assess_options": "options",
    "build_matrix": "matrix",
    "export": "exporting",
    "group_schemes": "families",
    "load_catalogue": "catalogue",
    "measure_overlap": "overlap",
    "open_embedder": "embedding",
    "pair_clauses": "clause_pairs",
    "recommend": "recommendation",
    "resolve": "names",
}

__all__ = [
    "Analysis",
    "Catalogue",
    "CatalogueError",
    "ClausePair",
    "Coverage",
    "CoverageMatrix",
    "Embedder",
    "Families",
    "HostileInput",
    "KnownName",
    "LabelscopeError",
    "Matcher",
    "NameIndex",
    "OptionAssessment",
    "OverlapMatrix",
    "Problem",
    "Recommendation",
    "Resolver",
    "SchemeSearch",
    "Translator",
    "__version__",
    "assess_options",
    "build_matrix",
    "export",
    "group_schemes",
    "load_catalogue",
    "measure_overlap",
    "open_embedder",
    "pair_clauses",
    "recommend",
    "resolve",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
