"""How good are the proposals? Measured on labelled clauses (columns id, lang, text, criteria)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from labelscope.criteria import CriteriaTree
from labelscope.errors import CatalogueError
from labelscope.i18n import Translator, mark
from labelscope.matching import Level, Matcher
from labelscope.model import Record, Text
from labelscope.reading import ProblemList, read_table, split

HEADER = ("id", "lang", "text", "criteria")


class LabelledClause(Record):
    """A clause with the criteria it belongs to, best first; none: nothing fits."""

    id: Text
    lang: Text
    text: Text
    criteria: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quality:
    """Shares between 0 and 1; None where there is nothing to divide by.

    `recall1`, `recall3`: clauses with a criterion of theirs as first, or among the first three.
    `none_precision`, `none_recall`: for the answer *nothing fits*.
    """

    clauses: int
    with_criterion: int
    recall1: float | None
    recall3: float | None
    none_precision: float | None
    none_recall: float | None

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


def evaluate(matcher: Matcher, clauses: Sequence[LabelledClause]) -> tuple[Quality, dict[str, Quality]]:
    """Quality over all clauses and by language."""
    matched = matcher.match([clause.text for clause in clauses])
    outcomes = defaultdict(list)
    for clause, answer in zip(clauses, matched, strict=True):
        proposed = [proposal.criterion_id for proposal in answer.proposals]
        first = proposed[0] in clause.criteria
        among = any(criterion_id in clause.criteria for criterion_id in proposed)
        outcomes[clause.lang].append((bool(clause.criteria), first, among, answer.level is Level.NONE))
    everything = [outcome for group in outcomes.values() for outcome in group]
    return _quality(everything), {lang: _quality(group) for lang, group in sorted(outcomes.items())}


def quality_text(total: Quality, by_language: dict[str, Quality], has_embedder: bool, t: Translator) -> str:
    """The figures in words, a line per language."""
    heading = t(mark("Clauses: {count}, of which {fitting} have a criterion."),
                count=t.number(total.clauses), fitting=t.number(total.with_criterion))  # fmt: skip
    lines = [heading]
    if not has_embedder:
        lines.append(t(mark("No embedder: the proposals rest on words alone.")))
    for name, quality in {t(mark("all")): total, **by_language}.items():
        lines.append(
            t(mark("{name}: first proposal right {recall1}, among the first three {recall3}; "
                   "'nothing fits' right {precision} of the time, found {recall}."),
              name=name, recall1=t.percent(quality.recall1, 1), recall3=t.percent(quality.recall3, 1),
              precision=t.percent(quality.none_precision, 1), recall=t.percent(quality.none_recall, 1))
        )  # fmt: skip
    return "\n".join(lines)


def _quality(outcomes: Sequence[tuple[bool, bool, bool, bool]]) -> Quality:
    fitting = [outcome for outcome in outcomes if outcome[0]]
    nothing = [outcome for outcome in outcomes if not outcome[0]]
    said_none = [outcome for outcome in outcomes if outcome[3]]
    return Quality(
        len(outcomes),
        len(fitting),
        _share(sum(first for _, first, _, _ in fitting), len(fitting)),
        _share(sum(among for _, _, among, _ in fitting), len(fitting)),
        _share(sum(not fits for fits, _, _, _ in said_none), len(said_none)),
        _share(sum(none for _, _, _, none in nothing), len(nothing)),
    )


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
