from __future__ import annotations

import pytest
from field import Field

from labelscope.analysis import Analysis


@pytest.fixture(scope="session")
def field(analysis: Analysis) -> Field:
    """The shipped catalogue, read once."""
    return Field(analysis)
