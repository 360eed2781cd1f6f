"""How well are names resolved? Measured on names with known answers (columns label_id, language, name, role).

Rows with role `index` are what a resolver may know; rows with role `query` are asked. *No match* is measured by
leaving labels out of the index: their names must then be answered so.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np

from labelscope.catalogue import Catalogue
from labelscope.embedding import Embedder, Progress
from labelscope.errors import CatalogueError
from labelscope.i18n import Translator, mark
from labelscope.model import Record, Text
from labelscope.names import UNKNOWN_SHARE, How, KnownName, NameIndex, Resolution, Resolver
from labelscope.names.choice import NONE, Example
from labelscope.names.evidence import Asked
from labelscope.names.index import Floats
from labelscope.names.known import catalogue_names
from labelscope.names.letters import LetterIndex, LetterTrust, learn_trust, mistyped
from labelscope.names.weights import Weights, fit
from labelscope.reading import ProblemList, read_table

HEADER = ("label_id", "language", "name", "role")
FOLDS = 5
BINS = 10
LEFT_OUT_FOLDS = 8
KNOWN_FOR_UNKNOWN = 2
MISTYPED = 3


class LabelledName(Record):
    """A name with the label it means; `index`: known to the resolver, `query`: to be asked."""

    label_id: Text
    language: Text
    name: Text
    role: Literal["index", "query"]


@dataclass(frozen=True, slots=True)
class NameQuality:
    """Shares between 0 and 1; None where there is nothing to divide by.

    `top1`, `top3`: queries whose label is the best candidate, or among the best three, whatever
    is said about *no match*. `none_recall`: queries of labels left out that are answered *no match*;
    `lost`: queries of known labels whose right answer is lost to *no match*; `known_as_none`: queries of known
    labels answered so, right candidate or not; `none_precision`: right among the answers *no match*,
    known and left-out queries weighing as in a list with the assumed share of unknown names. `ece`:
    expected calibration error of the probability of the answer, ten bins, weighed likewise.
    """

    queries: int
    top1: float | None
    top3: float | None
    ece: float | None
    none_precision: float | None
    none_recall: float | None
    lost: float | None
    known_as_none: float | None

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class _Outcome:
    language: str
    first: bool
    among: bool
    answered_none: bool
    probability: float
    right: bool


def read_labelled(path: Path) -> tuple[LabelledName, ...]:
    """Labelled names from a CSV file.

    Raises
    ------
    CatalogueError
        With every problem of the file.
    """
    problems = ProblemList(path.parent)
    names = [name for _, name in read_table(path, HEADER, LabelledName, problems)]
    if not problems.problems and {name.role for name in names} != {"index", "query"}:
        problems.add(path, "", "role", "", mark("the file needs rows of role index and of role query"))
    if problems.problems:
        raise CatalogueError(problems.problems)
    return tuple(names)


def evaluate(
    names: Sequence[LabelledName], embedder: Embedder | None, weights: Weights | None = None,
    cross_fit: bool = False, others: Sequence[LabelledName] = (), progress: Progress | None = None,
) -> tuple[NameQuality, dict[str, NameQuality]]:  # fmt: skip
    """Quality over all queries and by language.

    Parameters
    ----------
    names : sequence of LabelledName
    embedder : Embedder or None
    weights : Weights, optional
        The ones to measure; the shipped ones where none are given.
    cross_fit : bool
        Learn the weights anew for each fifth of the labels from the other four fifths of this file.
    others : sequence of LabelledName
        Names of another list to learn from beside them.
    progress : callable, optional
        Called with (done, all) parts of the work.
    """
    index = _index(names, embedder)
    queries = [name for name in names if name.role == "query"]
    fold_of = folds(names)
    known: dict[int, Resolution] = {}
    unknown: dict[int, Resolution] = {}
    for fold in range(FOLDS):
        mine = [k for k, query in enumerate(queries) if fold_of[query.label_id] == fold]
        if not mine:
            continue
        rest = [name for name in names if fold_of[name.label_id] != fold]
        used = learn(rest, embedder, others) if cross_fit else weights
        asked = [queries[k].name for k in mine]
        known.update(zip(mine, Resolver(index, used).resolve(asked), strict=True))
        if any(name.role == "index" for name in rest):
            unknown.update(zip(mine, Resolver(_index(rest, embedder), used).resolve(asked), strict=True))
        if progress is not None:
            progress(fold + 1, FOLDS)
    on_known = [_known_outcome(queries[k], known[k]) for k in sorted(known)]
    on_unknown = [_unknown_outcome(queries[k], unknown[k]) for k in sorted(unknown)]
    languages = sorted({query.language for query in queries})
    return _quality(on_known, on_unknown), {
        one: _quality([o for o in on_known if o.language == one], [o for o in on_unknown if o.language == one])
        for one in languages
    }


def folds(names: Sequence[LabelledName], count: int = FOLDS) -> dict[str, int]:
    """A fold for each label, at random from a fixed seed."""
    labels = sorted({name.label_id for name in names})
    return dict(zip(labels, np.random.default_rng(count).integers(0, count, len(labels)).tolist(), strict=True))


def learn(
    names: Sequence[LabelledName], embedder: Embedder | None, others: Sequence[LabelledName] = (), learned_on: str = ""
) -> Weights:
    """Weights learned from labelled names, and from those of another list beside them."""
    found = examples(names, embedder)
    if others:
        found += examples(others, embedder)
    return fit(found, letter_trust(names), learned_on)


def of_catalogue(catalogue: Catalogue) -> tuple[LabelledName, ...]:
    """The names of the catalogue's schemes as known names to learn from."""
    return tuple(
        LabelledName(label_id=known.id, language="und", name=known.name, role="index")
        for known in catalogue_names(catalogue)
    )


def fingerprint(names: Sequence[LabelledName]) -> str:
    """A hash of what a file of labelled names says, whatever the order of its rows."""
    lines = sorted("\t".join((n.label_id, n.language, n.name, n.role)) for n in names)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def letter_trust(names: Sequence[LabelledName]) -> LetterTrust:
    """How far letters can be trusted: learned on queries and mistyped known names, with their label and without."""
    random = np.random.default_rng(0)
    asked = [(name.label_id, name.name) for name in names if name.role == "query"]
    for name in names:
        if name.role == "index":
            asked += [(name.label_id, mistyped(name.name, random)) for _ in range(MISTYPED)]
    tables, right = [], []
    fold_of = folds(names, LEFT_OUT_FOLDS)
    for fold in (NONE, *range(LEFT_OUT_FOLDS)):
        mine = [one for one in asked if fold in (NONE, fold_of[one[0]])]
        known = [name for name in names if fold_of[name.label_id] != fold]
        if not mine or not any(name.role == "index" for name in known):
            continue
        index = _index(known, None)
        nearest = LetterIndex(index).nearest([name for _, name in mine])
        tables.append(nearest.features)
        first = nearest.names[:, 0]
        right += [k >= 0 and index.names[k].id == label for k, (label, _) in zip(first, mine, strict=True)]
    return learn_trust(np.concatenate(tables), right)


def examples(names: Sequence[LabelledName], embedder: Embedder | None) -> list[Example]:
    """What can be learned from a file, from indexes that lack some of its labels.

    Each index is asked for the names of the labels it lacks and for some names of labels it has, known names being
    left out when they are asked; so nothing but the name tells whether its label is there.
    """
    found: list[Example] = []
    random = np.random.default_rng(1)
    fold_of = folds(names, LEFT_OUT_FOLDS)
    for fold in range(LEFT_OUT_FOLDS):
        kept = [name for name in names if fold_of[name.label_id] != fold]
        lacking = [name for name in names if fold_of[name.label_id] == fold]
        if not lacking or not any(name.role == "index" for name in kept):
            continue
        index = _index(kept, embedder)
        place = {(known.id, known.name): row for row, known in enumerate(index.names)}
        several = {one for one, many in zip(index.ids, np.bincount(index.owner) > 1, strict=True) if many}
        askable = [name for name in kept if name.role == "query" or name.label_id in several]
        some = [askable[k] for k in random.permutation(len(askable))[: KNOWN_FOR_UNKNOWN * len(lacking)]]
        asked = Asked(index, [name.name for name in (*lacking, *some)])
        for row, name in enumerate((*lacking, *some)):
            without = place.get((name.label_id, name.name)) if name.role == "index" else None
            choice = asked.choice_set(row, without)
            right = [k for k, one in enumerate(choice.ids) if index.ids[one] == name.label_id]
            if row < len(lacking) or right:
                found.append(Example(name.label_id, choice.features, right[0] if right else NONE))
    return found


def _index(names: Sequence[LabelledName], embedder: Embedder | None) -> NameIndex:
    return NameIndex([KnownName(n.label_id, n.name, n.language) for n in names if n.role == "index"], embedder)


def _known_outcome(query: LabelledName, answer: Resolution) -> _Outcome:
    found = [candidate.id for candidate in answer.candidates]
    none = answer.how is How.NONE
    first = found[:1] == [query.label_id]
    return _Outcome(query.language, first, query.label_id in found, none, answer.probability, first and not none)


def _unknown_outcome(query: LabelledName, answer: Resolution) -> _Outcome:
    none = answer.how is How.NONE
    return _Outcome(query.language, False, False, none, answer.probability, none)


def _quality(known: Sequence[_Outcome], unknown: Sequence[_Outcome]) -> NameQuality:
    if not known:
        return NameQuality(0, None, None, None, None, None, None, None)
    as_none = float(np.mean([o.answered_none for o in known]))
    recall = float(np.mean([o.answered_none for o in unknown])) if unknown else None
    share = UNKNOWN_SHARE if unknown else 0.0
    said_none = share * (recall or 0.0) + (1 - share) * as_none
    weights = np.array([(1 - share) / len(known)] * len(known) + [share / max(1, len(unknown))] * len(unknown))
    outcomes = [*known, *unknown]
    return NameQuality(
        len(known),
        float(np.mean([o.first for o in known])),
        float(np.mean([o.among for o in known])),
        calibration_error([o.probability for o in outcomes], [o.right for o in outcomes], weights),
        share * (recall or 0.0) / said_none if said_none else None,
        recall,
        float(np.mean([o.first and o.answered_none for o in known])),
        as_none,
    )


def calibration_error(probabilities: Sequence[float], right: Sequence[bool], weights: Floats) -> float:
    """Expected calibration error: mean distance of probability and share of right answers over ten equal bins."""
    p, r, w = np.asarray(probabilities), np.asarray(right, dtype=float), np.asarray(weights)
    bins = np.minimum((p * BINS).astype(int), BINS - 1)
    gaps = [abs(float((w[bins == b] * (p[bins == b] - r[bins == b])).sum())) for b in range(BINS)]
    return float(sum(gaps) / w.sum())


def names_text(total: NameQuality, by_language: dict[str, NameQuality], has_embedder: bool, t: Translator) -> str:
    """The figures in words, a line per language."""
    lines = [t(mark("Names asked: {count}."), count=t.number(total.queries))]
    if not has_embedder:
        lines.append(t(mark("No embedder: names are compared by words alone.")))
    for name, quality in {t(mark("all")): total, **by_language}.items():
        lines.append(
            t(mark("{name}: right first {top1}, among the first three {top3}; "
                   "unknown names answered 'no match' {recall}, "
                   "known names lost {lost}; calibration error {ece}."),
              name=name, top1=t.percent(quality.top1, 1), top3=t.percent(quality.top3, 1),
              recall=t.percent(quality.none_recall, 1), lost=t.percent(quality.lost, 1), ece=t.percent(quality.ece, 1))
        )  # fmt: skip
    return "\n".join(lines)
