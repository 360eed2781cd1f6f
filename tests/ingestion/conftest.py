"""Reads documents in this process where the worker itself is not what is tested, since each worker takes a second."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from labelscope.ingestion import LIMITS, Document, Limits, _document
from labelscope.ingestion.languages import Languages
from labelscope.ingestion.parsing import read

Read = Callable[..., Document]


@pytest.fixture(scope="session")
def languages() -> Languages:
    return Languages()


@pytest.fixture(scope="session")
def read_here(languages: Languages) -> Read:
    """The document of a format and bytes, read without a worker."""

    def read_document(form: str, data: bytes, limits: Limits = LIMITS) -> Document:
        return _document("0" * 64, form, read(form, data, limits, languages))

    return read_document
