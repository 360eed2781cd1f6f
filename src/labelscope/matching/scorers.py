"""Ways to compare a clause with the texts of criteria and with clauses whose criteria are known.

All give an array of shape (texts, criteria): n-grams of characters against one document for each criterion; the mean
cosine with the three best texts of a criterion; a ridge regression from vectors. What is to be held apart (the rows
of a scheme, when its own clauses are asked) can be left out of each.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from labelscope.criteria import CriteriaTree
from labelscope.embedding import Vectors
from labelscope.model import LANGUAGES, Criterion

Scores = NDArray[np.float64]
Bools = NDArray[np.bool_]
BEST_TEXTS = 3


def criterion_texts(criterion: Criterion) -> list[tuple[str, str]]:
    """Label, definition and terms of a criterion as (language, text)."""
    return [
        (language, text)
        for language in LANGUAGES
        for text in (criterion.label[language], criterion.definition[language], *criterion.terms[language])
    ]


def level_texts(criterion: Criterion) -> list[str]:
    """What partial, full and beyond ask for, in four languages."""
    levels = (criterion.levels.partial, criterion.levels.full, criterion.levels.beyond)
    return [level[language] for level in levels for language in LANGUAGES]


class Words:
    """Character n-grams, weighted by how rare they are among the criteria."""

    def __init__(self, tree: CriteriaTree) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer

        documents = [
            " ".join([text for _, text in criterion_texts(criterion)] + level_texts(criterion))
            for criterion in tree.criteria
        ]
        self._vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, dtype=np.float32)
        self._documents: Any = self._vectorizer.fit_transform(documents)

    def encode(self, texts: Sequence[str]) -> Any:
        """Texts as weighted n-grams, a sparse matrix of shape (texts, n-grams)."""
        return self._vectorizer.transform(texts)

    def score(self, encoded: Any) -> Scores:
        """Cosine with each criterion, shape (texts, criteria), 0..1."""
        return np.asarray((encoded @ self._documents.T).toarray(), dtype=np.float64)


class Known:
    """Texts whose criteria are known, compared by cosine.

    Parameters
    ----------
    criteria : sequence of iterables of int
        The columns of the criteria that each text belongs to.
    count : int
        How many criteria there are.
    groups : sequence of str
        What each text is held apart with.
    """

    def __init__(self, criteria: Sequence[Iterable[int]], count: int, groups: Sequence[str] = ()) -> None:
        belongs = np.zeros((len(criteria), count), dtype=bool)
        for i, some in enumerate(criteria):
            belongs[i, list(some)] = True
        self.targets = belongs
        self._members = [np.flatnonzero(belongs[:, k]) for k in range(count)]
        self.groups = np.array(groups or [""] * len(criteria), dtype=object)

    def __len__(self) -> int:
        return len(self.targets)

    def held(self, without: str | None) -> Bools:
        """Which texts are held apart, shape (texts,)."""
        return np.asarray(self.groups == without) if without else np.zeros(len(self), dtype=bool)

    def near(self, cosines: NDArray[Any], without: str | None = None) -> Scores:
        """Mean cosine with the three nearest texts of each criterion, shape (asked, criteria).

        A criterion with no text left gets the lowest value of the clause.
        """
        used = ~self.held(without)
        result = np.full((len(cosines), len(self._members)), np.nan)
        for k, members in enumerate(self._members):
            own = members[used[members]]
            if len(own):
                count = min(BEST_TEXTS, len(own))
                result[:, k] = np.partition(cosines[:, own], -count, axis=1)[:, -count:].mean(1)
        missing = np.isnan(result[:1]).any(0)
        lowest = result[:, ~missing].min(1, keepdims=True) if not missing.all() else np.zeros((len(result), 1))
        return np.where(missing, lowest, result)

    def nearest(self, cosines: NDArray[Any], without: str | None = None) -> Scores:
        """Mean cosine with the three nearest texts of any criterion, shape (asked,)."""
        own = np.flatnonzero(~self.held(without))
        if not len(own):
            return np.zeros(len(cosines))
        count = min(BEST_TEXTS, len(own))
        return np.asarray(np.partition(cosines[:, own], -count, axis=1)[:, -count:].mean(1), dtype=np.float64)


class Regression:
    """Ridge regression from vectors to criteria, learned in closed form; a group can be taken out again.

    Rows of vectors come centred, each voice of length 1.
    """

    PENALTY = 1.0

    def __init__(self, width: int, count: int) -> None:
        self._squares = self.PENALTY * np.eye(width + 1)
        self._products = np.zeros((width + 1, count))
        self._parts: list[tuple[Scores, Scores, float, NDArray[Any]]] = []
        self._solved: Scores | None = None

    def learn(self, vectors: Vectors, targets: Scores, weight: float, groups: Sequence[str] = ()) -> None:
        """Add examples: vectors of shape (texts, width), targets of shape (texts, criteria)."""
        rows = _with_one(vectors)
        self._squares += weight * rows.T @ rows
        self._products += weight * rows.T @ targets
        if len(groups):
            self._parts.append((rows, targets, weight, np.array(groups, dtype=object)))
        self._solved = None

    def score(self, vectors: Vectors, without: str | None = None) -> Scores:
        """What each criterion gets, shape (texts, criteria); about 1 for a clear example, 0 for none."""
        if without is None:
            if self._solved is None:
                self._solved = np.asarray(np.linalg.solve(self._squares, self._products))
            return np.asarray(_with_one(vectors) @ self._solved)
        squares, products = self._squares.copy(), self._products.copy()
        for rows, targets, weight, groups in self._parts:
            own = groups == without
            squares -= weight * rows[own].T @ rows[own]
            products -= weight * rows[own].T @ targets[own]
        return np.asarray(_with_one(vectors) @ np.linalg.solve(squares, products))


class Terms:
    """The label or term of a criterion that stands in the clause, typing errors forgiven."""

    def __init__(self, tree: CriteriaTree) -> None:
        self._terms = [
            list(dict.fromkeys(t.casefold() for lang in LANGUAGES for t in (c.label[lang], *c.terms[lang])))
            for c in tree.criteria
        ]

    def best(self, text: str, criterion: int) -> tuple[str, float]:
        """The term of one criterion that the clause comes closest to, and how close, 0..1.

        A short term inside a long clause says little, so terms under twelve letters count less.
        """
        from rapidfuzz import fuzz, process

        terms = self._terms[criterion]
        ratios = process.cdist([text.casefold()], terms, scorer=fuzz.partial_ratio)[0] / 100
        damped = ratios * np.minimum(1.0, np.array([len(term) for term in terms]) / 12)
        best = int(damped.argmax())
        return terms[best], float(damped[best])


def standardise(scores: Scores) -> Scores:
    """Scores per clause with mean 0 and deviation 1, shape unchanged."""
    spread = scores.std(-1, keepdims=True)
    return np.asarray((scores - scores.mean(-1, keepdims=True)) / np.where(spread > 0, spread, 1))


def _with_one(vectors: Vectors) -> Scores:
    return np.hstack([np.asarray(vectors, dtype=np.float64), np.ones((len(vectors), 1))])
