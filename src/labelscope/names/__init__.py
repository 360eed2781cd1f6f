"""Any written name to the thing it means, saying how sure: a label, a standard, a convention.

>>> import labelscope as ls
>>> found = ls.resolve(["SA8000", "no such label at all"])
>>> found.columns.tolist()[:3]
['name', 'id', 'matched']

An exact name always wins and needs no model. Other names are looked up by letters first; what stays
open is compared by words and meaning and weighed by a choice model that may say *none*.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from labelscope.embedding import Progress
from labelscope.names.evidence import Asked
from labelscope.names.index import KnownName, NameIndex
from labelscope.names.weights import Weights, kind_for, shipped
from labelscope.names.wording import key

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Candidate", "How", "KnownName", "NameIndex", "Resolution", "Resolver", "resolve"]

TOP = 3
#: Share of unknown names that a list is taken to hold when nobody says otherwise.
UNKNOWN_SHARE = 0.1
LONGEST = 300
_BATCH = 512


class How(StrEnum):
    """How an answer was found."""

    EXACT = "exact"
    LETTERS = "letters"
    WEIGHED = "weighed"
    NONE = "no-match"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One thing that a name may mean: its id, the known name that shows it, and a probability."""

    id: str
    name: str
    probability: float


@dataclass(frozen=True, slots=True)
class Resolution:
    """The answer to one written name.

    `candidates`: the best, at most three, best first; they are there under *no match* too.
    `probability`: that the answer is right, be it an id or *no match*.
    """

    asked: str
    how: How
    candidates: tuple[Candidate, ...]
    probability: float

    @property
    def id(self) -> str | None:
        """The id meant, or None for *no match*."""
        return None if self.how is How.NONE else self.candidates[0].id


class Resolver:
    """Answers names from an index.

    Parameters
    ----------
    index : NameIndex
    weights : Weights, optional
        The shipped ones where none are given.
    unknown_share : float
        Share of names in the list that the index does not hold, before looking (0 < share < 1).
    """

    def __init__(self, index: NameIndex, weights: Weights | None = None, unknown_share: float = UNKNOWN_SHARE) -> None:
        if not 0 < unknown_share < 1:
            raise ValueError("unknown_share must lie between 0 and 1")
        self.index = index
        self.weights = weights or shipped(kind_for(index.embedder))
        self.unknown_share = unknown_share

    def resolve(self, names: Sequence[str], progress: Progress | None = None) -> tuple[Resolution, ...]:
        """The answers, in the order asked. `progress` is called with (done, all)."""
        answers: dict[str, Resolution] = {}
        distinct = list(dict.fromkeys(names))
        for name in distinct:
            exact = self.exact(name)
            if exact is not None:
                answers[name] = exact
        open_names = [name for name in distinct if name not in answers]
        for start in range(0, len(open_names), _BATCH):
            batch = open_names[start : start + _BATCH]
            answers.update(zip(batch, self._weigh(batch), strict=True))
            if progress is not None:
                progress(min(start + _BATCH, len(open_names)), len(open_names))
        return tuple(answers[name] for name in names)

    def exact(self, name: str) -> Resolution | None:
        """The answer without any model, where the name stands in the index but for case, accents and punctuation.

        A name that stands there under several ids has each of them as a candidate, equally probable.
        """
        written = key(name[:LONGEST])
        shown: dict[str, str] = {}
        for i in self.index.exact.get(written, ()):
            shown.setdefault(self.index.names[i].id, self.index.names[i].name)
        if shown:
            candidates = tuple(Candidate(one, known, 1 / len(shown)) for one, known in shown.items())
            return Resolution(name, How.EXACT, candidates, 1 / len(shown))
        return None if written else Resolution(name, How.NONE, (), 1.0)

    def _weigh(self, names: Sequence[str]) -> Iterator[Resolution]:
        asked = Asked(self.index, [name[:LONGEST] for name in names])
        for row, name in enumerate(names):
            choice = asked.choice_set(row)
            judged = self.weights.judge(choice.features, self.unknown_share)
            candidates = tuple(
                Candidate(
                    self.index.ids[choice.ids[k]], self.index.names[choice.shown[k]].name, float(judged.shares[k])
                )
                for k in np.argsort(-judged.shares, kind="stable")[:TOP]
            )
            if judged.is_unknown:
                yield Resolution(name, How.NONE, candidates, judged.unknown)
            else:
                yield Resolution(name, How.WEIGHED, candidates, candidates[0].probability)


def resolve(names: Sequence[str], index: NameIndex | None = None, unknown_share: float = UNKNOWN_SHARE) -> pd.DataFrame:
    """Written names to the things they mean.

    Parameters
    ----------
    names : sequence of str
    index : NameIndex, optional
        What may be meant; the schemes of the catalogue where none is given.
    unknown_share : float
        Share of the names that the index is taken not to hold.

    Returns
    -------
    DataFrame
        A row for each name: `name`, `id` (missing for *no match*), `matched` (the known name), `how`,
        `probability`, and the runner-up: `second_id`, `second_matched`, `second_probability`.
    """
    from labelscope.names.tables import to_frame

    if index is None:
        index = _shipped_index()
    return to_frame(Resolver(index, unknown_share=unknown_share).resolve(names))


@lru_cache(maxsize=1)
def _shipped_index() -> NameIndex:
    from labelscope.catalogue import load_catalogue
    from labelscope.embedding import open_embedder
    from labelscope.names.known import default_names

    return NameIndex(default_names(load_catalogue()), open_embedder())
