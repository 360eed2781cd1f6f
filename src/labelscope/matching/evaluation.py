"""How good are the proposals? Measured on labelled clauses (columns id, lang, text, criteria), and on curated ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from labelscope.criteria import CriteriaTree
from labelscope.errors import CatalogueError
from labelscope.i18n import Translator, mark
from labelscope.matching import Level, MatchedClause, Matcher
from labelscope.matching.evidence import Evidence
from labelscope.matching.fitting import Answers
from labelscope.model import Record, Text
from labelscope.reading import ProblemList, read_table, split

HEADER = ("id", "lang", "text", "criteria")
_BINS = 10


class LabelledClause(Record):
    """A clause with the criteria it belongs to, best first; none: nothing fits."""

    id: Text
    lang: Text
    text: Text
    criteria: tuple[str, ...]

    @property
    def slice(self) -> str:
        """What the file calls this kind of clause: the id up to its language, or nothing."""
        name, found, _ = self.id.partition(f"-{self.lang}-")
        return name if found else ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one clause; `certainty`: the probability given for the answer."""

    fits: bool
    first: bool
    among: bool
    said_nothing: bool
    certainty: float

    @property
    def is_right(self) -> bool:
        """Whether the answer holds: nothing fits where nothing does, else the first proposal."""
        return (not self.fits) if self.said_nothing else self.first


@dataclass(frozen=True, slots=True)
class Quality:
    """Shares between 0 and 1; None where there is nothing to divide by.

    `recall1`, `recall3`: clauses with a criterion of theirs as first, or among the first three. `none_precision`,
    `none_recall`: for the answer *nothing fits*. `lost`: clauses with a criterion that are answered so. `ece`:
    expected calibration error of the answers, over ten bins of equal width.
    """

    clauses: int
    with_criterion: int
    recall1: float | None
    recall3: float | None
    none_precision: float | None
    none_recall: float | None
    lost: float | None
    ece: float | None

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return {name: getattr(self, name) for name in self.__slots__}


def read_labelled(path: Path, tree: CriteriaTree) -> tuple[LabelledClause, ...]:
    """Labelled clauses from a CSV file.

    Raises
    ------
    CatalogueError
        With every problem of the file.
    """
    problems = ProblemList(path.parent)
    clauses = []
    shape = lambda row: {**row, "criteria": split(row["criteria"])}  # noqa: E731
    for place, clause in read_table(path, HEADER, LabelledClause, problems, shape):
        clauses.append(clause)
        for criterion_id in clause.criteria:
            if criterion_id not in tree:
                problems.add(path, place, "criteria", criterion_id, mark("no criterion has this id: mend it"))
    if not clauses and not problems.problems:
        problems.add(path, "", "", "", mark("this file holds no clause"))
    if problems.problems:
        raise CatalogueError(problems.problems)
    return tuple(clauses)


def evaluate(
    matcher: Matcher, clauses: Sequence[LabelledClause]
) -> tuple[Quality, dict[str, Quality], dict[str, Quality]]:
    """Quality over all clauses, by language, and by slice where the ids name slices."""
    matched = matcher.match([clause.text for clause in clauses])
    outcomes = [_outcome(clause.criteria, answer) for clause, answer in zip(clauses, matched, strict=True)]
    return (
        quality_of(outcomes),
        _by([clause.lang for clause in clauses], outcomes),
        _by([clause.slice for clause in clauses], outcomes),
    )


def evaluate_curated(answers: Answers, tree: CriteriaTree) -> tuple[Quality, dict[str, Quality], dict[str, Quality]]:
    """Quality over curated clauses (`fitting.cross_fitted`), by language, and by theme of a criterion of theirs."""
    order = np.argsort(-answers.utilities, axis=1)[:, :3]
    outcomes, themes = [], []
    for i, right in enumerate(answers.right):
        among = right[order[i]]
        outcomes.append(
            Outcome(bool(right.any()), bool(among[0]), bool(among.any()), bool(answers.is_nothing[i]),
                    float(answers.certainty[i]))
        )  # fmt: skip
        own = np.flatnonzero(right)
        themes.append(tree.theme_of(tree.criteria[int(own[0])].id).id if len(own) else "")
    return quality_of(outcomes), _by(answers.languages, outcomes), _by(themes, outcomes)


def reach_right(evidence: Evidence) -> tuple[float | None, float | None]:
    """Share of judgements whose reach the vote of other schemes' clauses gives, and the share that always saying the
    commonest reach of the criterion would give."""
    encoded = evidence.encode([row.text for row in evidence.rows], kept=True)
    cosines = evidence.to_rows(encoded)
    column = {criterion_id: k for k, criterion_id in enumerate(evidence.criteria)}
    common = {}
    for criterion_id in evidence.criteria:
        reached = [row.reached[criterion_id] for row in evidence.rows if criterion_id in row.reached]
        common[criterion_id] = max(set(reached), key=reached.count) if reached else None
    told = [
        (evidence.vote(column[criterion_id], cosines[i], row.group) == reach, common[criterion_id] == reach)
        for i, row in enumerate(evidence.rows)
        for criterion_id, reach in row.reached.items()
    ]
    return _share(sum(by_vote for by_vote, _ in told), len(told)), _share(sum(same for _, same in told), len(told))


def quality_of(outcomes: Sequence[Outcome]) -> Quality:
    """Shares over outcomes."""
    fitting = [one for one in outcomes if one.fits]
    nothing = [one for one in outcomes if not one.fits]
    said = [one for one in outcomes if one.said_nothing]
    return Quality(
        len(outcomes),
        len(fitting),
        _share(sum(one.first for one in fitting), len(fitting)),
        _share(sum(one.among for one in fitting), len(fitting)),
        _share(sum(not one.fits for one in said), len(said)),
        _share(sum(one.said_nothing for one in nothing), len(nothing)),
        _share(sum(one.said_nothing for one in fitting), len(fitting)),
        _calibration_error(outcomes),
    )


def quality_text(total: Quality, groups: Mapping[str, Quality], has_embedder: bool, t: Translator) -> str:
    """The figures in words, a line for each group."""
    heading = t(mark("Clauses: {count}, of which {fitting} have a criterion."),
                count=t.number(total.clauses), fitting=t.number(total.with_criterion))  # fmt: skip
    lines = [heading]
    if not has_embedder:
        lines.append(t(mark("No embedder: the proposals rest on words alone.")))
    for name, quality in {t(mark("all")): total, **groups}.items():
        lines.append(
            t(mark("{name}: first proposal right {recall1}, among the first three {recall3}; "
                   "'nothing fits' right {precision} of the time, found {recall}, lost {lost}; "
                   "calibration error {ece}."),
              name=name, recall1=t.percent(quality.recall1, 1), recall3=t.percent(quality.recall3, 1),
              precision=t.percent(quality.none_precision, 1), recall=t.percent(quality.none_recall, 1),
              lost=t.percent(quality.lost, 1), ece=t.percent(quality.ece, 1))
        )  # fmt: skip
    return "\n".join(lines)


def _outcome(criteria: Sequence[str], answer: MatchedClause) -> Outcome:
    proposed = [proposal.criterion_id for proposal in answer.proposals]
    return Outcome(
        bool(criteria), proposed[0] in criteria, any(one in criteria for one in proposed), answer.level is Level.NONE,
        answer.certainty,
    )  # fmt: skip


def _by(names: Sequence[str], outcomes: Sequence[Outcome]) -> dict[str, Quality]:
    groups = defaultdict(list)
    for name, outcome in zip(names, outcomes, strict=True):
        if name:
            groups[name].append(outcome)
    return {name: quality_of(group) for name, group in sorted(groups.items())}


def _calibration_error(outcomes: Sequence[Outcome]) -> float | None:
    if not outcomes:
        return None
    certainty = np.array([one.certainty for one in outcomes])
    right = np.array([one.is_right for one in outcomes], dtype=np.float64)
    place = np.minimum((certainty * _BINS).astype(int), _BINS - 1)
    return float(sum(abs((certainty[place == k] - right[place == k]).sum()) for k in range(_BINS)) / len(outcomes))


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
