"""What speaks for each criterion: every scorer's view of a clause, side by side.

The reference set is what people judged (the rows of the catalogue, decisions of reviewers) and the clauses made up
for each criterion (criteria/exemplars/). Nothing of a group held apart is looked at, be it a row or what a
regression learned from it: a clause of a scheme can be asked as if its scheme were not in the catalogue.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from labelscope.catalogue import Catalogue
from labelscope.embedding import Embedder, Progress, Vectors, encode_kept, voices
from labelscope.matching.citations import Citations
from labelscope.matching.scorers import Known, Regression, Scores, Words, criterion_texts, level_texts, standardise
from labelscope.model import NO_TERM_FOUND, Reach
from labelscope.normalisation import clean_clause

#: By words; each voice of an embedder adds the three of MEANING under its number; one regression serves all voices.
WORDS = ("named", "cited", "words", "exemplar-words", "row-words")
MEANING = ("meaning", "exemplar-meaning", "row-meaning")
REGRESSION = "regression"
#: What the texts of a criterion count in the regression, against a clause of the reference set.
_OWN_WEIGHT = 0.3
#: From this share of a long label on (`Citations.named`), a clause that holds it is taken to mean the criterion.
_NAMED = 0.5
#: How many nearest clauses vote on what is reached, and how fast their votes fade with their distance.
_VOTERS, _SHARPNESS = 7, 5.0
_SUMMARISED = ("words", "exemplar-words", "meaning", "exemplar-meaning", REGRESSION)


def evidence_names(voice_count: int) -> tuple[str, ...]:
    """Names of the kinds of evidence for an embedder with that many voices (0: words alone)."""
    meanings = [f"{name}-{voice + 1}" for voice in range(voice_count) for name in MEANING]
    return (*WORDS, *meanings, *([REGRESSION] if voice_count else []))


@dataclass(frozen=True, slots=True)
class Encoded:
    """Cleaned texts, their n-grams (sparse), and their vectors by voice."""

    texts: tuple[str, ...]
    words: Any
    vectors: tuple[Vectors, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """A clause that people decided on: `reached` by criterion id; empty: nothing fits. `group`: held apart with."""

    text: str
    reached: Mapping[str, Reach]
    group: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What was found for texts.

    `scores`: standardised, shape (kinds of evidence, texts, criteria). `summary`: what speaks for any criterion at
    all, shape (texts, figures); the last figure is 1 where a criterion is named or cited
    outright, else 0.
    """

    scores: NDArray[np.float32]
    summary: Scores


class Evidence:
    """The reference set of a catalogue, ready for comparing.

    Parameters
    ----------
    instruments : sequence of (id, name)
        Names of instruments, for citations.
    decisions : sequence of Decision
        What reviewers decided, beside the rows of the catalogue.
    progress : callable, optional
        Called with (done, all) while texts are embedded for the first time.
    """

    def __init__(
        self, catalogue: Catalogue, embedder: Embedder | None, instruments: Sequence[tuple[str, str]] = (),
        decisions: Sequence[Decision] = (), progress: Progress | None = None,
    ) -> None:  # fmt: skip
        tree = catalogue.criteria
        self.criteria = tuple(criterion.id for criterion in tree.criteria)
        self.names = evidence_names(len(embedder.parts) if embedder else 0)
        column = {criterion_id: k for k, criterion_id in enumerate(self.criteria)}
        count = len(self.criteria)
        self._embedder = embedder
        self._citations = Citations(tree, instruments)
        self._words = Words(tree)
        self.rows = [*row_decisions(catalogue), *decisions]
        self.row_ids = [row.id for group in catalogue.requirements.values() for row in group]
        shown = [(one.text, one.criteria, exemplar_group(one.id)) for one in catalogue.exemplars]
        fitting = [one for one in shown if one[1]]
        nothing = [one for one in shown if not one[1]]
        self.curated = Known(
            [[column[c] for c in row.reached] for row in self.rows], count, [row.group for row in self.rows]
        )
        self._exemplars = Known([[column[c[0]]] for _, c, _ in fitting], count, [g for *_, g in fitting])
        self._nothing = Known([[] for _ in nothing], count, [g for *_, g in nothing])
        groups = {"rows": [clean_clause(row.text) for row in self.rows],
                  "exemplars": [clean_clause(text) for text, *_ in fitting],
                  "nothing": [clean_clause(text) for text, *_ in nothing]}  # fmt: skip
        self._known_words = {name: self._words.encode(texts) if texts else None for name, texts in groups.items()}
        own = [(k, text) for k, criterion in enumerate(tree.criteria) for _, text in criterion_texts(criterion)]
        levels = [(k, text) for k, criterion in enumerate(tree.criteria) for text in level_texts(criterion)]
        self._own = Known([[k] for k, _ in own], count)
        self._vectors: dict[str, tuple[Vectors, ...]] = {}
        if embedder is not None:
            groups |= {"own": [text for _, text in own], "levels": [text for _, text in levels]}
            kept = encode_kept(embedder, [text for texts in groups.values() for text in texts], progress)
            edges = np.cumsum([len(texts) for texts in groups.values()])[:-1]
            parts = np.split(kept, edges)
            self._vectors = {name: voices(embedder, part) for name, part in zip(groups, parts, strict=True)}
            self._learn(count, np.array([k for k, _ in own]), np.array([k for k, _ in levels]), fitting)

    def _learn(self, count: int, own: NDArray[Any], levels: NDArray[Any], fitting: Sequence[Any]) -> None:
        centre = self._vectors["rows"] if len(self.rows) else self._vectors["own"]
        self._centre = tuple(voice.mean(0) for voice in centre)
        targets = {
            "rows": self.curated.targets.astype(np.float64), "exemplars": self._exemplars.targets.astype(np.float64),
            "nothing": np.zeros((len(self._nothing), count)), "own": np.eye(count)[own],
            "levels": np.eye(count)[levels],
        }  # fmt: skip
        held = {
            "rows": [row.group for row in self.rows], "exemplars": [group for *_, group in fitting],
            "nothing": list(self._nothing.groups),
        }  # fmt: skip
        self._regression = Regression(sum(self._embedder.parts) if self._embedder else 0, count + 1)
        for name, target in targets.items():
            empty = np.asarray(target.sum(1, keepdims=True) == 0, dtype=np.float64)
            weight = _OWN_WEIGHT if name in ("own", "levels") else 1.0
            self._regression.learn(self._centred(self._vectors[name]), np.hstack([target, empty]), weight,
                                   held.get(name, ()))  # fmt: skip

    def _centred(self, vectors: Sequence[Vectors]) -> Vectors:
        parts = []
        for voice, centre in zip(vectors, self._centre, strict=True):
            moved = voice - centre
            parts.append(moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-9))
        return np.hstack(parts) if parts else np.empty((0, 0), dtype=np.float32)

    def encode(self, texts: Sequence[str], kept: bool = False) -> Encoded:
        """Texts made ready; `kept`: they are the catalogue's own, and their vectors are kept by content."""
        cleaned = tuple(clean_clause(text) for text in texts)
        found: tuple[Vectors, ...] = ()
        if self._embedder is not None:
            encode = (lambda some: encode_kept(self._embedder, some)) if kept else self._embedder.encode
            found = voices(self._embedder, encode(list(cleaned)))
        return Encoded(cleaned, self._words.encode(cleaned), found)

    def see(self, encoded: Encoded, without: str | None = None) -> Seen:
        """Every kind of evidence for each criterion, with nothing of the group `without`."""
        by_words = {name: self._by_words(encoded, name) for name in ("rows", "exemplars", "nothing")}
        raw = {
            "named": self._citations.named(encoded.texts), "cited": self._citations.cited(encoded.texts),
            "words": self._words.score(encoded.words),
            "exemplar-words": self._exemplars.near(by_words["exemplars"], without),
            "row-words": self.curated.near(by_words["rows"], without),
        }  # fmt: skip
        figures = []
        for voice, vectors in enumerate(encoded.vectors):
            cosines = {name: vectors @ self._vectors[name][voice].T for name in ("own", "rows", "exemplars", "nothing")}
            raw[f"meaning-{voice + 1}"] = self._own.near(cosines["own"])
            raw[f"exemplar-meaning-{voice + 1}"] = self._exemplars.near(cosines["exemplars"], without)
            raw[f"row-meaning-{voice + 1}"] = self.curated.near(cosines["rows"], without)
            figures += self._against_nothing(cosines, without)
        if encoded.vectors:
            learned = self._regression.score(self._centred(encoded.vectors), without)
            raw[REGRESSION] = learned[:, :-1]
            figures.append(learned[:, -1])
        figures += self._against_nothing(by_words, without)
        for name, values in raw.items():
            if name.rstrip("-0123456789") in _SUMMARISED:
                ordered = -np.sort(-values, axis=1)
                figures += [
                    ordered[:, 0],
                    ordered[:, 0] - ordered[:, 1],
                    ordered[:, 0] - ordered[:, min(9, ordered.shape[1] - 1)],
                ]
        outright = (raw["cited"].max(1) > 0) | (raw["named"].max(1) >= _NAMED)
        figures.append(outright.astype(np.float64))
        shown = [raw[name] if name in ("named", "cited") else standardise(raw[name]) for name in self.names]
        return Seen(np.stack(shown).astype(np.float32), np.stack(figures, axis=1))

    def _against_nothing(self, cosines: Mapping[str, NDArray[Any]], without: str | None) -> list[Scores]:
        nothing = self._nothing.nearest(cosines["nothing"], without)
        return [
            nothing, nothing - self._exemplars.nearest(cosines["exemplars"], without),
            nothing - self.curated.nearest(cosines["rows"], without),
        ]  # fmt: skip

    def _by_words(self, encoded: Encoded, name: str) -> NDArray[Any]:
        known = self._known_words[name]
        if known is None:
            return np.zeros((len(encoded.texts), 0))
        return np.asarray((encoded.words @ known.T).toarray())

    def to_rows(self, encoded: Encoded) -> Scores:
        """Cosine with each clause of the reference set, shape (texts, rows): of meaning where there is one."""
        if encoded.vectors:
            return np.asarray(encoded.vectors[0] @ self._vectors["rows"][0].T, dtype=np.float64)
        return np.asarray(self._by_words(encoded, "rows"), dtype=np.float64)

    def vote(self, criterion: int, cosines: Scores, without: str | None = None) -> Reach:
        """What the nearest known clauses of a criterion reach, nearer ones counting more.

        `cosines` of one clause with each clause of the reference set, shape (rows,).
        """
        members = np.flatnonzero(self.curated.targets[:, criterion] & ~self.curated.held(without))
        near = members[np.argsort(-cosines[members], kind="stable")[:_VOTERS]]
        votes = dict.fromkeys((Reach.PARTIAL, Reach.FULL, Reach.BEYOND), 0.0)
        for row in near.tolist():
            weight = float(np.exp(_SHARPNESS * (cosines[row] - cosines[near[0]])))
            votes[self.rows[row].reached[self.criteria[criterion]]] += weight
        return max(votes, key=lambda reach: votes[reach])


def row_decisions(catalogue: Catalogue) -> list[Decision]:
    """The rows of a catalogue with what they reach, held apart by scheme."""
    return [
        Decision(
            row.text,
            {
                mapping.object_id: mapping.reach
                for mapping in catalogue.crosswalk.of_requirement(row.id)
                if mapping.object_id != NO_TERM_FOUND and mapping.reach is not Reach.NONE
            },
            scheme_id,
        )
        for scheme_id, rows in catalogue.requirements.items()
        for row in rows
    ]


def exemplar_group(exemplar_id: str) -> str:
    """What an exemplar is held apart with: those of its number, in every language and for every criterion.

    The four of a criterion are of four kinds, so that one is asked with only the other three kinds in sight.
    """
    number = exemplar_id.rpartition("-")[2]
    return f"exemplar {number if len(number) == 1 else 'multi' if exemplar_id.startswith('multi') else int(number) % 4}"
