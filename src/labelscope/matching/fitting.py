"""What the combiner learns from: curated clauses as if their scheme were new, and exemplars as if their kind were.

`labelscope fit clauses` writes the weights; `labelscope evaluate curated` measures on the curated clauses
with weights that were learned without the scheme asked about.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from labelscope.catalogue import Catalogue
from labelscope.embedding import Progress
from labelscope.matching.combiner import (
    RUNNERS_UP,
    Combiner,
    Logistic,
    behind,
    learn_weights,
    margins,
    no_criterion,
    odds,
)
from labelscope.matching.evidence import Evidence, exemplar_group
from labelscope.matching.scorers import Bools, Scores

FOLDS = 3
#: Share of fitting curated clauses that may be answered *nothing fits*.
LOST_SHARE = 0.05
#: The same of exemplars while their kind is held apart. A new clause has all kinds in sight and is lost less often:
#: three to five in a hundred where it was measured (docs/reference/quality.md).
LOST_OF_KIND = 0.08
#: Share of clauses without a criterion for which probabilities of clauses without a heading hold.
NOTHING_SHARE = 0.2
#: What a curated clause counts in learning, with its heading and without, against an exemplar.
_ROW, _BARE_ROW = 0.3, 0.1
#: Kinds of exemplars that say their duty outright (criteria/README.md); probabilities without a heading hold for such.
_OUTRIGHT = ("exemplar 1", "exemplar 2", "exemplar multi")
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Examples:
    """Clauses whose criteria are known, with the evidence found while their group was held apart.

    `text`, `heading`: shape (kinds, examples, criteria), float16 to save memory; `right`: shape (examples,
    criteria); `summary`: shape (examples, figures); `is_row`: curated clause or exemplar; `languages`: of the text.
    """

    names: tuple[str, ...]
    groups: tuple[str, ...]
    languages: tuple[str, ...]
    text: NDArray[np.float16]
    heading: NDArray[np.float16]
    summary: Scores
    right: Bools
    is_row: Bools
    has_heading: Bools

    def __len__(self) -> int:
        return len(self.groups)

    @property
    def fits(self) -> Bools:
        """Whether a criterion fits, shape (examples,)."""
        return np.asarray(self.right.any(1))

    def part(self, chosen: NDArray[np.intp]) -> Examples:
        """Some of the examples."""
        return Examples(
            self.names, tuple(self.groups[k] for k in chosen), tuple(self.languages[k] for k in chosen),
            self.text[:, chosen], self.heading[:, chosen], self.summary[chosen], self.right[chosen],
            self.is_row[chosen], self.has_heading[chosen],
        )  # fmt: skip

    def joined(self, other: Examples) -> Examples:
        """Both, one after the other."""
        return Examples(
            self.names, self.groups + other.groups, self.languages + other.languages,
            np.concatenate([self.text, other.text], axis=1), np.concatenate([self.heading, other.heading], axis=1),
            np.concatenate([self.summary, other.summary]), np.concatenate([self.right, other.right]),
            np.concatenate([self.is_row, other.is_row]), np.concatenate([self.has_heading, other.has_heading]),
        )  # fmt: skip

    def without_headings(self) -> Examples:
        """The same clauses, their headings unknown."""
        return Examples(
            self.names, self.groups, self.languages, self.text, np.zeros_like(self.heading), self.summary, self.right,
            self.is_row, np.zeros_like(self.has_heading),
        )  # fmt: skip


def row_examples(
    evidence: Evidence, catalogue: Catalogue, language: str = "en", progress: Progress | None = None
) -> Examples:
    """Every curated clause in one language, under its topic, with its scheme held apart."""
    rows = [row.wording(language) for group in catalogue.requirements.values() for row in group]
    groups = [row.group for row in evidence.rows[: len(rows)]]
    return _examples(
        evidence, [row.text for row in rows], [row.topic for row in rows], groups, [language] * len(rows),
        evidence.curated.targets[: len(rows)], True, progress,
    )  # fmt: skip


def exemplar_examples(evidence: Evidence, catalogue: Catalogue, progress: Progress | None = None) -> Examples:
    """Every exemplar, with those of its kind held apart."""
    column = {criterion_id: k for k, criterion_id in enumerate(evidence.criteria)}
    right = np.zeros((len(catalogue.exemplars), len(column)), dtype=bool)
    for i, one in enumerate(catalogue.exemplars):
        right[i, [column[criterion] for criterion in one.criteria]] = True
    return _examples(
        evidence, [one.text for one in catalogue.exemplars], None, [exemplar_group(e.id) for e in catalogue.exemplars],
        [one.language for one in catalogue.exemplars], right, False, progress,
    )  # fmt: skip


def _examples(
    evidence: Evidence, texts: Sequence[str], headings: Sequence[str] | None, groups: Sequence[str],
    languages: Sequence[str], right: Bools, is_row: bool, progress: Progress | None,
) -> Examples:  # fmt: skip
    count = len(texts)
    shape = (len(evidence.names), count, right.shape[1])
    text, heading = np.zeros(shape, dtype=np.float16), np.zeros(shape, dtype=np.float16)
    summaries: dict[int, Scores] = {}
    held, done = np.array(groups, dtype=object), 0
    for group in dict.fromkeys(groups):
        members = np.flatnonzero(held == group)
        for part in np.array_split(members, -(-len(members) // _BATCH)):
            seen = evidence.see(evidence.encode([texts[k] for k in part], kept=True), group)
            text[:, part] = seen.scores
            summaries |= dict(zip(part.tolist(), seen.summary, strict=True))
            if headings is not None:
                above = evidence.encode([headings[k] for k in part], kept=True)
                heading[:, part] = evidence.see(above, group).scores
            done += len(part)
            if progress is not None:
                progress(done, count)
    has_heading = np.full(count, headings is not None)
    summary = np.stack([summaries[k] for k in range(count)])
    return Examples(evidence.names, tuple(groups), tuple(languages), text, heading, summary, right,
                    np.full(count, is_row), has_heading)  # fmt: skip


def fit(rows: Examples, exemplars: Examples, learned_on: str = "") -> Combiner:
    """Learn a combiner; probabilities are learned on sums by weights that have not seen the group of the example."""
    everything = rows.joined(rows.without_headings()).joined(exemplars)
    groups = sorted(set(everything.groups))
    folds = dict(zip(groups, np.random.default_rng(0).permutation(len(groups)) % FOLDS, strict=True))
    fold = np.array([folds[group] for group in everything.groups])
    utilities = np.zeros(everything.right.shape)
    for k in range(FOLDS):
        found = _weigh(everything.part(np.flatnonzero(fold != k)))
        own = np.flatnonzero(fold == k)
        utilities[own] = _sums(*found, everything.part(own))
    text, heading = _weigh(everything)
    first = utilities.argmax(1)
    is_right = everything.right[np.arange(len(first)), first]
    nothing, held_back = _learn_nothing(everything)
    shown, fits = ~everything.is_row, everything.fits
    outright = shown & fits & np.isin(np.array(everything.groups), _OUTRIGHT)
    headed = everything.has_heading & fits
    floors = (_floor(held_back[outright], LOST_OF_KIND), _floor(held_back[headed], LOST_SHARE))
    figures = margins(utilities, held_back)
    asked = outright | (shown & ~fits)
    weights = _weights(asked, fits)
    rarer = LOST_SHARE / LOST_OF_KIND
    return Combiner(
        rows.names, text, heading, _calibrate(figures, is_right, asked, weights),
        _calibrate(figures, is_right, everything.has_heading, np.ones(len(everything))), nothing,
        _calibrate(odds(held_back), ~fits, asked & (held_back > floors[0]), weights * np.where(fits, rarer, 1)),
        floors,
        _learn_together(everything, utilities), learned_on,
    )  # fmt: skip


def _floor(held_back: Scores, share: float) -> float:
    return float(np.clip(np.quantile(held_back, 1 - share), 1e-3, 1))


def _calibrate(figures: Scores, is_right: Bools, chosen: Bools, weights: Scores) -> Logistic:
    """That an answer is right."""
    return Logistic.learn(figures[chosen], is_right[chosen], weights=weights[chosen])


def _weights(chosen: Bools, fits: Bools) -> Scores:
    """Weights that give clauses without a criterion the stated share among those chosen."""
    share = NOTHING_SHARE / (1 - NOTHING_SHARE) * (chosen & fits).sum() / max(1, (chosen & ~fits).sum())
    return np.where(fits, 1.0, share)


@dataclass(frozen=True, slots=True)
class Answers:
    """What was said of examples, in their order: sums (examples, criteria), the probability of the answer, *nothing
    fits* or not; and what would have been right."""

    utilities: Scores
    certainty: Scores
    is_nothing: Bools
    right: Bools
    languages: tuple[str, ...]


def cross_fitted(rows: Examples, exemplars: Examples, asked: Examples) -> Answers:
    """Curated clauses answered by combiners that were learned on other schemes; evidence leaves the own scheme out.

    `asked` are clauses of the same schemes as `rows`: in another language, or without their headings.
    """
    schemes = sorted(set(rows.groups))
    folds = dict(zip(schemes, np.random.default_rng(1).permutation(len(schemes)) % FOLDS, strict=True))
    learned_from = np.array([folds[group] for group in rows.groups])
    place = np.array([folds[group] for group in asked.groups])
    utilities, certainty = np.zeros(asked.right.shape), np.zeros(len(asked))
    is_nothing = np.zeros(len(asked), dtype=bool)
    for k in range(FOLDS):
        combiner, own = fit(rows.part(np.flatnonzero(learned_from != k)), exemplars), np.flatnonzero(place == k)
        some = asked.part(own)
        utilities[own] = _sums(combiner.text, combiner.heading, some)
        verdict = combiner.judge(utilities[own], some.summary, some.has_heading)
        certainty[own], is_nothing[own] = verdict.certainty, verdict.is_nothing
    return Answers(utilities, certainty, is_nothing, asked.right, asked.languages)


def _weigh(examples: Examples) -> tuple[Scores, Scores]:
    usable = examples.part(np.flatnonzero(examples.fits))
    weights = np.where(usable.is_row, np.where(usable.has_heading, _ROW, _BARE_ROW), 1.0)
    return learn_weights(usable.names, usable.text, usable.heading, usable.right, weights)


def _sums(text: Scores, heading: Scores, examples: Examples) -> Scores:
    return np.asarray(
        np.tensordot(text, examples.text.astype(np.float64), axes=1)
        + np.tensordot(heading, examples.heading.astype(np.float64), axes=1)
    )


def _learn_nothing(examples: Examples) -> tuple[Logistic, Scores]:
    """From exemplars; also what each example gets from what was learned without it."""
    shown = ~examples.is_row
    held_back = np.zeros(len(examples))
    part = np.arange(len(examples)) % FOLDS
    for k in range(FOLDS):
        rest, own = shown & (part != k), part == k
        learned = Logistic.learn(examples.summary[rest, :-1], ~examples.fits[rest], 0.1)
        held_back[own] = no_criterion(learned, examples.summary[own])
    return Logistic.learn(examples.summary[shown, :-1], ~examples.fits[shown], 0.1), held_back


def _learn_together(examples: Examples, utilities: Scores) -> Logistic:
    """Whether a runner-up of a clause whose first proposal is right holds too."""
    order = np.argsort(-utilities, axis=1)[:, :RUNNERS_UP]
    first = examples.right[np.arange(len(order)), order[:, 0]]
    chosen = np.flatnonzero(first & (examples.has_heading | ~examples.is_row))
    figures = np.take_along_axis(behind(utilities[chosen]), order[chosen, 1:, None], axis=1)
    holds = np.take_along_axis(examples.right[chosen], order[chosen, 1:], axis=1)
    return Logistic.learn(figures.reshape(-1, figures.shape[2]), holds.ravel())
