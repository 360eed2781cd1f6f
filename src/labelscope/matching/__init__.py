"""From a written requirement to shared criteria: proposals, never decisions.

A matcher scores each clause against all criteria, keeps the best three with a named level, and
says *nothing fits* where the evidence is below what curated clauses show. It explains itself by
the words it met and by similar clauses of schemes in the catalogue. Everything it says is
*proposed, not reviewed*.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from labelscope.catalogue import Catalogue
from labelscope.embedding import Embedder, Progress
from labelscope.matching.scorers import (
    CANDIDATES,
    WEIGHTS,
    ExemplarScorer,
    LexicalScorer,
    Scores,
    SemanticScorer,
    TfidfScorer,
    standardise,
)
from labelscope.model import NO_TERM_FOUND, Reach
from labelscope.normalisation import clean_clause

TOP = 3
SIMILAR = 3
#: Shares of right first proposals among curated clauses from which a level is called so.
STRONG_SHARE, LIKELY_SHARE = 0.8, 0.7
#: Share of curated clauses with a criterion that may fall under *nothing fits*.
LOST_SHARE = 0.05


class Level(StrEnum):
    """How far a proposal can be trusted; `NONE` is *nothing fits*."""

    STRONG = "strong"
    LIKELY = "likely"
    WEAK = "weak"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class SimilarClause:
    """A clause of the catalogue near to the one asked about; `similarity` is a cosine."""

    requirement_id: str
    similarity: float
    reach: Reach


@dataclass(frozen=True, slots=True)
class Proposal:
    """One criterion proposed for a clause.

    `score` is the standardised, weighted sum; `strength` (0..1) the raw evidence that the level
    rests on; `term` the word of the criterion nearest to the clause; `reach` that of the most
    similar curated clause, a hint only.
    """

    criterion_id: str
    score: float
    strength: float
    level: Level
    term: str
    term_ratio: float
    similar: tuple[SimilarClause, ...]
    reach: Reach


@dataclass(frozen=True, slots=True)
class MatchedClause:
    """A clause with its best proposals. `level` NONE: nothing fits, the proposals are the nearest all the same."""

    text: str
    level: Level
    proposals: tuple[Proposal, ...]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Strength from which a first proposal is strong or likely, and below which nothing fits."""

    strong: float
    likely: float
    none: float


class Matcher:
    """Scores clauses against the shared criteria of a catalogue.

    Parameters
    ----------
    catalogue : Catalogue
    embedder : Embedder or None
        Without one, matching rests on words alone and says so (`has_embedder`).
    progress : callable, optional
        Called with (done, all) while the catalogue's texts are embedded for the first time.
    """

    def __init__(self, catalogue: Catalogue, embedder: Embedder | None, progress: Progress | None = None) -> None:
        self.catalogue = catalogue
        self.criteria = tuple(criterion.id for criterion in catalogue.criteria.criteria)
        self._column = {criterion_id: k for k, criterion_id in enumerate(self.criteria)}
        rows = [row for group in catalogue.requirements.values() for row in group]
        self._clause_ids = [row.id for row in rows]
        clauses = [clean_clause(row.text) for row in rows]
        self._tfidf = TfidfScorer(catalogue.criteria, clauses)
        self._semantic = SemanticScorer(catalogue.criteria, clauses, embedder, progress) if embedder else None
        self._lexical = LexicalScorer(catalogue.criteria)
        shown = [exemplar for exemplar in catalogue.exemplars if exemplar.criteria]
        owners = np.array([self._column[exemplar.criteria[0]] for exemplar in shown], dtype=np.intp)
        texts = [clean_clause(exemplar.text) for exemplar in shown]
        self._exemplars = ExemplarScorer(owners, len(self.criteria), self._tfidf, texts) if shown else None
        self._exemplar_vectors = self._semantic.encode_kept(texts) if self._semantic and shown else None
        self._reach: dict[tuple[str, str], Reach] = {
            (subject, mapping.object_id): mapping.reach
            for mapping in catalogue.crosswalk
            for subject in mapping.subjects
        }
        self._clauses_of = self._index_clauses()
        self.thresholds = self._learn_thresholds(clauses)

    @property
    def has_embedder(self) -> bool:
        """Whether meaning counts beside words."""
        return self._semantic is not None

    def score(self, texts: Sequence[str]) -> Scores:
        """Combined scores, shape (texts, criteria); higher is nearer."""
        return self._combine([clean_clause(text) for text in texts])[0]

    def match(self, texts: Sequence[str]) -> tuple[MatchedClause, ...]:
        """The best proposals for each clause."""
        if not texts:
            return ()
        cleaned = [clean_clause(text) for text in texts]
        scores, strengths, similar = self._combine(cleaned, with_similar=True)
        assert similar is not None
        return tuple(
            self._matched(text, cleaned[i], scores[i], strengths[i], similar[i]) for i, text in enumerate(texts)
        )

    def _combine(self, cleaned: Sequence[str], with_similar: bool = False) -> tuple[Scores, Scores, Scores | None]:
        vectors = self._semantic.encode(cleaned) if self._semantic else None
        return self._combine_encoded(cleaned, vectors, with_similar)

    def _combine_encoded(
        self, cleaned: Sequence[str], vectors: object, with_similar: bool
    ) -> tuple[Scores, Scores, Scores | None]:
        by_words = self._tfidf.score(cleaned)
        total = WEIGHTS["tfidf"] * standardise(by_words)
        strengths, similar = by_words, None
        if self._semantic is not None and isinstance(vectors, np.ndarray):
            by_meaning = self._semantic.score(vectors)
            total = total + WEIGHTS["semantic"] * standardise(by_meaning)
            strengths = (by_words + by_meaning) / 2
            similar = self._semantic.similar(vectors) if with_similar else None
            if self._exemplars is not None and self._exemplar_vectors is not None:
                near = self._exemplars.by_meaning(vectors, self._exemplar_vectors)
                total = total + WEIGHTS["exemplar-semantic"] * standardise(near)
        elif with_similar:
            similar = self._tfidf.similar(cleaned)
        if self._exemplars is not None:
            total = total + WEIGHTS["exemplar-tfidf"] * standardise(self._exemplars.by_words(cleaned))
        candidates = np.argsort(-total, axis=1)[:, :CANDIDATES]
        total = total + WEIGHTS["lexical"] * standardise(self._lexical.score(cleaned, candidates))
        return total, strengths, similar

    def _matched(self, text: str, cleaned: str, scores: Scores, strengths: Scores, similar: Scores) -> MatchedClause:
        best = np.argsort(-scores, kind="stable")[:TOP]
        first = float(strengths[best[0]])
        level = self._level(first)
        proposals = []
        for rank, k in enumerate(best):
            term, ratio = self._lexical.best_term(cleaned, int(k))
            near = self._similar_clauses(int(k), similar)
            reach = near[0].reach if near else Reach.PARTIAL
            own = level if rank == 0 else self._runner_up(float(strengths[k]), level)
            proposals.append(
                Proposal(self.criteria[k], float(scores[k]), float(strengths[k]), own, term, ratio, near, reach)
            )
        return MatchedClause(text, level, tuple(proposals))

    def _level(self, strength: float) -> Level:
        if strength < self.thresholds.none:
            return Level.NONE
        if strength >= self.thresholds.strong:
            return Level.STRONG
        return Level.LIKELY if strength >= self.thresholds.likely else Level.WEAK

    def _runner_up(self, strength: float, first: Level) -> Level:
        own = min(first, self._level(strength), key=_STEPS.index)
        return Level.WEAK if own is Level.NONE and first is not Level.NONE else own

    def _index_clauses(self) -> list[np.ndarray[tuple[int], np.dtype[np.intp]]]:
        rows: list[list[int]] = [[] for _ in self.criteria]
        for i, requirement_id in enumerate(self._clause_ids):
            for mapping in self.catalogue.crosswalk.of_requirement(requirement_id):
                if mapping.object_id != NO_TERM_FOUND and mapping.reach is not Reach.NONE:
                    rows[self._column[mapping.object_id]].append(i)
        return [np.array(sorted(set(members)), dtype=np.intp) for members in rows]

    def _similar_clauses(self, criterion: int, similarity: Scores) -> tuple[SimilarClause, ...]:
        members = self._clauses_of[criterion]
        order = members[np.argsort(-similarity[members], kind="stable")[:SIMILAR]]
        criterion_id = self.criteria[criterion]
        return tuple(
            SimilarClause(self._clause_ids[i], float(similarity[i]), self._reach[self._clause_ids[i], criterion_id])
            for i in order
        )

    def _learn_thresholds(self, clauses: Sequence[str]) -> Thresholds:
        vectors = self._semantic.clause_vectors if self._semantic else None
        scores, strengths, _ = self._combine_encoded(clauses, vectors, with_similar=False)
        first = scores.argmax(1)
        strength = strengths[np.arange(len(first)), first]
        right = np.zeros(len(first), dtype=bool)
        fits = np.zeros(len(first), dtype=bool)
        for k, members in enumerate(self._clauses_of):
            fits[members] = True
            right[members] |= first[members] == k
        none = float(np.quantile(strength[fits], LOST_SHARE)) if fits.any() else 0.0
        likely = _from_which(strength, right, LIKELY_SHARE)
        return Thresholds(max(_from_which(strength, right, STRONG_SHARE), likely), max(likely, none), none)


_STEPS = (Level.NONE, Level.WEAK, Level.LIKELY, Level.STRONG)


def _from_which(strength: Scores, right: np.ndarray[tuple[int], np.dtype[np.bool_]], share: float) -> float:
    """The lowest strength from which on at least this share of first proposals is right."""
    order = np.argsort(-strength, kind="stable")
    shares = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(shares >= share)
    enough = enough[enough >= 20]
    return float(strength[order][enough[-1]]) if len(enough) else float("inf")
