"""From a written requirement to shared criteria: proposals, never decisions.

A matcher compares each clause with the criteria and with clauses whose criteria are known, adds the evidence up with
learned weights, and proposes criteria with a probability and what the clause reaches on them. *Nothing fits* is an
answer. It says by name why it hesitates, and explains itself by the words it met and by similar clauses of schemes in
the catalogue. Everything it says is *proposed, not reviewed*.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from labelscope.catalogue import Catalogue
from labelscope.embedding import Embedder, Progress
from labelscope.matching.combiner import KINDS, RUNNERS_UP, Combiner, behind, shares, shipped
from labelscope.matching.evidence import Decision, Evidence
from labelscope.matching.scorers import Bools, Scores, Terms
from labelscope.model import LANGUAGES, Reach
from labelscope.names.known import instrument_names
from labelscope.normalisation import clean_clause

TOP = 3
SIMILAR = 3
#: Probabilities from which a proposal is called strong or likely.
STRONG_SHARE, LIKELY_SHARE = 0.8, 0.5
#: Probability from which a proposal after the first is taken for a duty of its own.
TOGETHER = 0.5
#: Two proposals nearer than this are told apart by a person only.
NEAR = 0.2
#: A criterion that fewer clauses of the catalogue reach is thinly known.
THIN = 5
_SHORT = 3


class Level(StrEnum):
    """How far a proposal can be trusted; `NONE` is *nothing fits*."""

    STRONG = "strong"
    LIKELY = "likely"
    WEAK = "weak"
    NONE = "none"


class Hesitation(StrEnum):
    """Why a person should look closely: little is known of the criterion, two are near, the language, too few words."""

    THIN = "thin"
    NEAR = "near"
    LANGUAGE = "language"
    SHORT = "short"


@dataclass(frozen=True, slots=True)
class SimilarClause:
    """A clause of the catalogue near to the one asked about; `similarity` is a cosine."""

    requirement_id: str
    similarity: float
    reach: Reach


@dataclass(frozen=True, slots=True)
class Proposal:
    """One criterion proposed for a clause.

    `probability` (0..1): that this criterion is right; of a runner-up, what is left to it if
    neither the first is nor nothing fits. `level`: of a duty after the first, how sure it is that it holds too.
    `evidence`: each kind of evidence times its weight, relative to the mean of all criteria. `term`: the word of
    the criterion nearest to the clause. `reach`: by vote of the nearest known clauses of that criterion.
    """

    criterion_id: str
    probability: float
    level: Level
    term: str
    term_ratio: float
    similar: tuple[SimilarClause, ...]
    reach: Reach
    evidence: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MatchedClause:
    """A clause with its best proposals.

    `level` NONE: nothing fits, the proposals are the nearest all the same. `nothing`: probability of that. `duties`:
    the first proposal and those that seem to hold beside it, where a clause has several duties.
    """

    text: str
    level: Level
    proposals: tuple[Proposal, ...]
    nothing: float
    duties: tuple[Proposal, ...]
    hesitations: tuple[Hesitation, ...]

    @property
    def certainty(self) -> float:
        """Probability that the answer given is right: that nothing fits, or that the first criterion does."""
        return self.nothing if self.level is Level.NONE else self.proposals[0].probability


class Matcher:
    """Proposes shared criteria of a catalogue for clauses.

    Parameters
    ----------
    catalogue : Catalogue
    embedder : Embedder or None
        Without one, matching rests on words alone and says so (`has_embedder`).
    progress : callable, optional
        Called with (done, all) while the catalogue's texts are embedded for the first time.
    instruments : sequence of (id, name)
        Names of conventions and directives, so that a clause that cites one is understood; those shipped by default.
    decisions : sequence of Decision
        What reviewers decided; a clause with the same words is answered so.
    combiner : Combiner, optional
        Other weights than those shipped.
    """

    def __init__(
        self, catalogue: Catalogue, embedder: Embedder | None, progress: Progress | None = None,
        instruments: Sequence[tuple[str, str]] | None = None, decisions: Sequence[Decision] = (),
        combiner: Combiner | None = None,
    ) -> None:  # fmt: skip
        self.catalogue = catalogue
        names = instrument_names() if instruments is None else instruments
        self.evidence = Evidence(catalogue, embedder, names, decisions, progress)
        self.criteria = self.evidence.criteria
        self.combiner = combiner or shipped(KINDS[min(len(embedder.parts), 2) if embedder else 0])
        self._embedder = embedder
        self._terms = Terms(catalogue.criteria)
        self._members = [np.flatnonzero(belongs) for belongs in self.evidence.curated.targets.T]
        self._decided = {clean_clause(one.text): one.reached for one in decisions}

    @property
    def has_embedder(self) -> bool:
        """Whether meaning counts beside words."""
        return self._embedder is not None

    def match(
        self, texts: Sequence[str], headings: Sequence[str] | None = None, languages: Sequence[str] | None = None
    ) -> tuple[MatchedClause, ...]:
        """The best proposals for each clause.

        Parameters
        ----------
        headings : sequence of str, optional
            The heading above each clause; empty where there is none.
        languages : sequence of str, optional
            The language of each clause, as ingestion tells it.
        """
        if not texts:
            return ()
        headings = list(headings or [""] * len(texts))
        has_heading = np.array([bool(heading.strip()) for heading in headings])
        encoded = self.evidence.encode(texts)
        seen = self.evidence.see(encoded)
        above = self._above(headings, has_heading, seen.scores)
        utilities = self.combiner.utilities(seen.scores, above)
        verdict = self.combiner.judge(utilities, seen.summary, has_heading)
        cosines = self.evidence.to_rows(encoded)
        parts = self._parts(seen.scores, above)
        return tuple(
            self._matched(
                text, encoded.texts[i], utilities[i], parts[:, i], float(verdict.right[i]),
                float(verdict.nothing[i]), bool(verdict.is_nothing[i]), cosines[i], languages[i] if languages else "",
            )
            for i, text in enumerate(texts)
        )  # fmt: skip

    def first(self, texts: Sequence[str]) -> tuple[NDArray[np.int16], Scores, Bools]:
        """For long lists: the three best criteria of each clause (columns of `criteria`), the probability of the
        answer given, and whether it is *nothing fits*."""
        seen = self.evidence.see(self.evidence.encode(texts))
        utilities = self.combiner.utilities(seen.scores, None)
        verdict = self.combiner.judge(utilities, seen.summary, np.zeros(len(texts), dtype=bool))
        best = np.argsort(-utilities, axis=1, kind="stable")[:, :TOP].astype(np.int16)
        return best, verdict.certainty, verdict.is_nothing

    def _above(self, headings: Sequence[str], has_heading: Bools, like: NDArray[Any]) -> NDArray[Any] | None:
        """Evidence of the headings, zero where there is none; each is looked at once."""
        if not has_heading.any():
            return None
        different = list(dict.fromkeys(heading for heading in headings if heading.strip()))
        scores = self.evidence.see(self.evidence.encode(different)).scores
        place = {heading: k for k, heading in enumerate(different)}
        result = np.zeros_like(like)
        own = np.flatnonzero(has_heading)
        result[:, own] = scores[:, np.array([place[headings[k]] for k in own.tolist()])]
        return result

    def _parts(self, text: NDArray[Any], above: NDArray[Any] | None) -> NDArray[Any]:
        parts = self.combiner.text[:, None, None] * text
        return np.asarray(parts if above is None else parts + self.combiner.heading[:, None, None] * above)

    def _matched(
        self, text: str, cleaned: str, utilities: Scores, parts: NDArray[Any], right: float, nothing: float,
        is_nothing: bool, cosines: Scores, language: str,
    ) -> MatchedClause:  # fmt: skip
        decided = self._decided.get(cleaned)
        if decided:
            utilities = utilities + 1e3 * np.array([criterion in decided for criterion in self.criteria])
            right, nothing, is_nothing = 1.0, 0.0, False
        elif decided is not None:
            nothing, is_nothing = 1.0, True
        order = np.argsort(-utilities, kind="stable")[:RUNNERS_UP]
        left = shares(np.where(np.arange(len(utilities)) == order[0], -np.inf, utilities)[None, :])[0]
        rest = max(1 - right - nothing, 0.0)
        probabilities = {int(k): right if k == order[0] else rest * float(left[k]) for k in order}
        if decided:
            certain = np.array([float(self.criteria[k] in decided) for k in order])
        else:
            certain = self.combiner.together.probability(behind(utilities[None, :])[0, order])
        joins = certain >= TOGETHER
        made: dict[int, Proposal] = {}
        for rank, k in enumerate(order.tolist()):
            if rank < TOP or joins[rank]:
                holds = right if rank == 0 else min(right, certain[rank]) if joins[rank] else probabilities[k]
                level = Level.NONE if is_nothing else level_of(holds)
                made[k] = self._proposal(
                    cleaned, k, probabilities[k], level, parts[:, k] - parts.mean(1), cosines, decided
                )
        proposals = tuple(made[k] for k in order[:TOP].tolist())
        duties = () if is_nothing else tuple(made[k] for r, k in enumerate(order.tolist()) if r == 0 or joins[r])
        level = Level.NONE if is_nothing else proposals[0].level
        hesitations = () if decided is not None else self._hesitations(cleaned, proposals, is_nothing, order, language)
        return MatchedClause(text, level, proposals, nothing, duties, hesitations)

    def _proposal(
        self, cleaned: str, k: int, probability: float, level: Level, parts: NDArray[Any], cosines: Scores,
        decided: Mapping[str, Reach] | None,
    ) -> Proposal:  # fmt: skip
        criterion_id = self.criteria[k]
        term, ratio = self._terms.best(cleaned, k)
        evidence = {name: float(value) for name, value in zip(self.evidence.names, parts, strict=True)}
        reach = (decided or {}).get(criterion_id) or self.evidence.vote(k, cosines)
        return Proposal(criterion_id, probability, level, term, ratio, self._similar(k, cosines), reach, evidence)

    def _similar(self, k: int, cosines: Scores) -> tuple[SimilarClause, ...]:
        members = self._members[k][self._members[k] < len(self.evidence.row_ids)]
        order = members[np.argsort(-cosines[members], kind="stable")[:SIMILAR]]
        return tuple(
            SimilarClause(self.evidence.row_ids[i], float(cosines[i]), self.evidence.rows[i].reached[self.criteria[k]])
            for i in order.tolist()
        )

    def _hesitations(
        self, cleaned: str, proposals: Sequence[Proposal], is_nothing: bool, order: NDArray[np.intp], language: str
    ) -> tuple[Hesitation, ...]:
        found = {
            Hesitation.THIN: not is_nothing and len(self._members[order[0]]) < THIN,
            Hesitation.NEAR: not is_nothing and proposals[0].probability - proposals[1].probability < NEAR,
            Hesitation.LANGUAGE: bool(language) and language not in LANGUAGES,
            Hesitation.SHORT: len(cleaned.split()) < _SHORT,
        }
        return tuple(one for one, is_so in found.items() if is_so)


def level_of(probability: float) -> Level:
    """The step that a probability stands on."""
    if probability >= STRONG_SHARE:
        return Level.STRONG
    return Level.LIKELY if probability >= LIKELY_SHARE else Level.WEAK
