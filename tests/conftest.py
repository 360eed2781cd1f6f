"""Fixtures of the library suite: the shipped data once, and tiny catalogues from `tiny.py`."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from tiny import SCHEMES, Tiny, load_tiny, with_two_families

from labelscope.analysis import Analysis
from labelscope.catalogue import Catalogue, home, load_catalogue
from labelscope.matrix import CoverageMatrix, build_matrix

settings.register_profile("suite", deadline=None, derandomize=True, max_examples=150, database=None)
settings.load_profile("suite")


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The shipped catalogue."""
    return load_catalogue()


@pytest.fixture(scope="session")
def analysis(catalogue: Catalogue) -> Analysis:
    """The analysis of the shipped catalogue."""
    return Analysis(catalogue)


@pytest.fixture(scope="session")
def tiny_catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """Four schemes, seven criteria, seven options (see `tiny.SCHEMES`)."""
    return load_tiny(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="session")
def tiny_analysis(tiny_catalogue: Catalogue) -> Analysis:
    """The analysis of the tiny catalogue, with two families."""
    return with_two_families(Analysis(tiny_catalogue))


@pytest.fixture
def build_tiny(tmp_path: Path) -> Callable[..., Catalogue]:
    """Builds a catalogue from schemes of one's own."""

    def build(
        schemes: Mapping[str, Tiny] = SCHEMES, options: Mapping[str, Mapping[str, Any]] | None = None
    ) -> Catalogue:
        return load_tiny(tmp_path / "catalogue", schemes, options)

    return build


@pytest.fixture
def matrix_of(build_tiny: Callable[..., Catalogue]) -> Callable[..., CoverageMatrix]:
    """Builds the matrix of a catalogue with one scheme, `own`, beside any others given by name."""

    def build(own: Tiny, **others: Tiny) -> CoverageMatrix:
        return build_matrix(build_tiny({"own": own, **others}))

    return build


@pytest.fixture
def shipped_copy(tmp_path: Path) -> Path:
    """A copy of the shipped files that a test may spoil."""
    root = tmp_path / "copy"
    for name in ("data", "criteria"):
        shutil.copytree(home() / name, root / name)
    return root
