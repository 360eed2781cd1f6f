"""Answers as a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from labelscope.names import Resolution

COLUMNS = ("name", "id", "matched", "how", "probability", "second_id", "second_matched", "second_probability")


def to_rows(answers: Sequence[Resolution]) -> list[dict[str, Any]]:
    """A dictionary for each answer, with the keys of COLUMNS; None where there is nothing."""
    return [_row(answer) for answer in answers]


def to_frame(answers: Sequence[Resolution]) -> pd.DataFrame:
    """The answers as a DataFrame with the columns COLUMNS."""
    import pandas as pd

    return pd.DataFrame(to_rows(answers), columns=list(COLUMNS))


def _row(answer: Resolution) -> dict[str, Any]:
    known = answer.id is not None
    first = answer.candidates[0] if known else None
    rest = answer.candidates[1:] if known else answer.candidates
    second = rest[0] if rest else None
    return {
        "name": answer.asked,
        "id": first.id if first else None,
        "matched": first.name if first else None,
        "how": str(answer.how),
        "probability": answer.probability,
        "second_id": second.id if second else None,
        "second_matched": second.name if second else None,
        "second_probability": second.probability if second else None,
    }
