"""Ways to score a clause against every criterion, and their combination.

- `tfidf`: character 2- to 5-grams over labels, definitions, levels and terms in four languages;
- `semantic`: cosine of embeddings, the mean of a criterion's three best texts;
- `exemplar-tfidf`, `exemplar-semantic`: the same two against clauses made up for each criterion
  (criteria/exemplars/), the mean of the three nearest;
- `lexical`: rapidfuzz partial ratio of the best label or term inside the clause, only for the
  candidates that the others put first.

Scores are standardised per clause and added with fixed weights; nothing is trained.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from labelscope.criteria import CriteriaTree
from labelscope.embedding import Embedder, Progress, Vectors, encode_kept, voices
from labelscope.model import LANGUAGES, Criterion

Scores = NDArray[np.float64]

WEIGHTS = {"semantic": 1.0, "tfidf": 0.7, "exemplar-semantic": 1.0, "exemplar-tfidf": 0.5, "lexical": 0.1}
#: Candidates per clause that the lexical scorer looks at.
CANDIDATES = 20
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


class TfidfScorer:
    """Character n-grams of a clause against one document per criterion."""

    def __init__(self, tree: CriteriaTree, clauses: Sequence[str]) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer

        documents = [
            " ".join([text for _, text in criterion_texts(criterion)] + level_texts(criterion))
            for criterion in tree.criteria
        ]
        self._vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
        self._documents: Any = self._vectorizer.fit_transform(documents)
        self._clauses: Any = self._vectorizer.transform(clauses) if clauses else None

    def score(self, texts: Sequence[str]) -> Scores:
        """Cosine with each criterion, shape (texts, criteria), 0..1."""
        return np.asarray((self._vectorizer.transform(texts) @ self._documents.T).toarray())

    def encode(self, texts: Sequence[str]) -> Any:
        """Texts as weighted n-grams, a sparse matrix of shape (texts, n-grams)."""
        return self._vectorizer.transform(texts)

    def similar(self, texts: Sequence[str]) -> Scores:
        """Cosine with each known clause, shape (texts, clauses), 0..1."""
        return np.asarray((self._vectorizer.transform(texts) @ self._clauses.T).toarray())


class SemanticScorer:
    """Embeddings of a clause, by the first voice of the embedder, against the texts of each criterion."""

    def __init__(
        self, tree: CriteriaTree, clauses: Sequence[str], embedder: Embedder, progress: Progress | None = None
    ) -> None:
        texts = [(k, text) for k, criterion in enumerate(tree.criteria) for _, text in criterion_texts(criterion)]
        vectors = voices(embedder, encode_kept(embedder, [text for _, text in texts] + list(clauses), progress))[0]
        self._embedder = embedder
        self._vectors, self._clauses = vectors[: len(texts)], vectors[len(texts) :]
        owners = np.array([k for k, _ in texts])
        self._slices = [np.flatnonzero(owners == k) for k in range(len(tree.criteria))]

    @property
    def clause_vectors(self) -> Vectors:
        """Vectors of the known clauses, shape (clauses, dimensions)."""
        return self._clauses

    def encode_kept(self, texts: Sequence[str]) -> Vectors:
        """Vectors of the catalogue's own texts, kept by content, shape (texts, dimensions)."""
        return voices(self._embedder, encode_kept(self._embedder, texts))[0]

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of new texts, shape (texts, dimensions)."""
        return voices(self._embedder, self._embedder.encode(texts))[0]

    def score(self, vectors: Vectors) -> Scores:
        """Mean cosine with a criterion's three best texts, shape (texts, criteria), -1..1."""
        cosines = vectors @ self._vectors.T
        columns = []
        for own in self._slices:
            best = np.partition(cosines[:, own], -BEST_TEXTS, axis=1)[:, -BEST_TEXTS:]
            columns.append(best.mean(1))
        return np.stack(columns, axis=1).astype(np.float64)

    def similar(self, vectors: Vectors) -> Scores:
        """Cosine with each known clause, shape (texts, clauses), -1..1."""
        return (vectors @ self._clauses.T).astype(np.float64)


class ExemplarScorer:
    """Nearness to clauses made up for each criterion: by words and, where there are vectors, by meaning.

    Parameters
    ----------
    owners : ndarray of int, shape (exemplars,)
        The column of the criterion that each exemplar shows.
    """

    def __init__(self, owners: NDArray[np.intp], criteria: int, tfidf: TfidfScorer, texts: Sequence[str]) -> None:
        self._slices = [np.flatnonzero(owners == k) for k in range(criteria)]
        self._tfidf = tfidf
        self._documents = tfidf.encode(texts)

    def by_words(self, texts: Sequence[str]) -> Scores:
        """Mean cosine with the three nearest exemplars of each criterion, shape (texts, criteria), 0..1."""
        return self._draw_together(np.asarray((self._tfidf.encode(texts) @ self._documents.T).toarray()))

    def by_meaning(self, vectors: Vectors, exemplars: Vectors) -> Scores:
        """The same of embeddings, -1..1."""
        return self._draw_together((vectors @ exemplars.T).astype(np.float64))

    def _draw_together(self, cosines: Scores) -> Scores:
        columns = np.zeros((len(cosines), len(self._slices)))
        for k, own in enumerate(self._slices):
            if len(own):
                count = min(BEST_TEXTS, len(own))
                columns[:, k] = np.partition(cosines[:, own], -count, axis=1)[:, -count:].mean(1)
        return columns


class LexicalScorer:
    """The label or term of a criterion that stands in the clause, typing errors forgiven."""

    def __init__(self, tree: CriteriaTree) -> None:
        self._terms = [
            list(dict.fromkeys(t.casefold() for lang in LANGUAGES for t in (c.label[lang], *c.terms[lang])))
            for c in tree.criteria
        ]

    def score(self, texts: Sequence[str], candidates: NDArray[np.intp]) -> Scores:
        """Best partial ratio among the candidates, shape (texts, criteria), 0..1; 0 elsewhere."""
        result = np.zeros((len(texts), len(self._terms)))
        for i, text in enumerate(texts):
            for k in candidates[i]:
                result[i, k] = self.best_term(text, int(k))[1]
        return result

    def best_term(self, text: str, criterion: int) -> tuple[str, float]:
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
    spread = scores.std(1, keepdims=True)
    return np.asarray((scores - scores.mean(1, keepdims=True)) / np.where(spread > 0, spread, 1))
