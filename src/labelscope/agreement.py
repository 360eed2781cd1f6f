"""Do two readers agree? The second, independent reading of the rows against the first.

The second reader saw the English wording of each row and the criteria, never the first reading. What counts as
agreement: the same criterion for a row, and where both name it, the same reach. Cohen's kappa takes off what
would be the same by chance. A second reading of a wording that has changed since does not count.

Where the two differed, a third reading settled it (criteria/settlement/): the crosswalk holds what was settled, the
settlement what each reader had said, so that agreement is always that of the two readers.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from labelscope.catalogue import Catalogue, home
from labelscope.errors import CatalogueError
from labelscope.i18n import mark
from labelscope.model import NO_TERM_FOUND, Reach, SecondReading, Settlement
from labelscope.reading import ProblemList, read_table

HEADER = tuple(SecondReading.model_fields)
SETTLEMENT_HEADER = tuple(Settlement.model_fields)
_ORDER = tuple(Reach)

Readings = Mapping[str, Mapping[str, Reach]]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement on one theme or one criterion, or on all (`id` empty).

    `named`: pairs of row and criterion that at least one reader named; `both`: that both named. `same_criterion`:
    share of them that both named, as F1; `criterion_kappa` over all pairs of row and criterion; `reach_kappa` over
    what both named. None where there is nothing to compare.
    """

    id: str
    named: int
    both: int
    same_criterion: float | None
    criterion_kappa: float | None
    reach_kappa: float | None


#: Folders of blind readings: of all rows, and of rows near criteria whose wording was mended since.
SECOND, AGAIN = "second-reading", "re-reading"


def read_second(catalogue: Catalogue, root: Path | None = None, name: str = SECOND) -> dict[str, dict[str, Reach]]:
    """A blind reading: row id -> criterion -> highest reach; a row where nothing fits has no criterion.

    Raises
    ------
    CatalogueError
        With every problem of every file.
    """
    base = root or home()
    folder = base / "criteria" / name
    problems = ProblemList(base)
    rows = {row.id: row for group in catalogue.requirements.values() for row in group}
    found: dict[str, dict[str, Reach]] = {}
    for path in sorted(folder.glob("*.csv")):
        for place, line in read_table(path, HEADER, SecondReading, problems):
            row = rows.get(line.subject_id)
            if row is None:
                problems.add(path, place, "subject_id", line.subject_id, mark("no requirement has this id: mend it"))
            elif line.object_id != NO_TERM_FOUND and line.object_id not in catalogue.criteria:
                problems.add(path, place, "object_id", line.object_id, mark("no criterion has this id: mend it"))
            elif line.of == row.fingerprint:
                _add(found.setdefault(row.id, {}), line.object_id, line.reach)
    if problems.problems:
        raise CatalogueError(problems.problems)
    return found


def read_settlements(catalogue: Catalogue, root: Path | None = None) -> tuple[Settlement, ...]:
    """How differences were settled, where the row is still worded as it was read.

    Raises
    ------
    CatalogueError
        With every problem of every file; a settlement that the crosswalk does not follow is one.
    """
    base = root or home()
    problems = ProblemList(base)
    judged = judgements(catalogue)
    found: list[Settlement] = []
    for path in sorted((base / "criteria" / "settlement").glob("*.csv")):
        for place, line in read_table(path, SETTLEMENT_HEADER, Settlement, problems):
            row = catalogue.requirement_by_id.get(line.subject_id)
            if row is None:
                problems.add(path, place, "subject_id", line.subject_id, mark("no requirement has this id: mend it"))
            elif line.object_id not in catalogue.criteria:
                problems.add(path, place, "object_id", line.object_id, mark("no criterion has this id: mend it"))
            elif line.of == row.fingerprint:
                found.append(line)
                if judged.get(row.id, {}).get(line.object_id) != line.settled:
                    remedy = mark("the crosswalk says otherwise: follow the settlement, or settle anew with a reason")
                    problems.add(path, place, "settled", f"{line.object_id} {line.settled}", remedy)
    if problems.problems:
        raise CatalogueError(problems.problems)
    return tuple(found)


def measure_again(catalogue: Catalogue, again: Readings) -> tuple[Agreement, tuple[Agreement, ...]]:
    """What was settled against the reading after the wording was mended: over all its criteria, and by criterion."""
    criteria = sorted({criterion for of_row in again.values() for criterion in of_row})
    settled = judgements(catalogue)
    each = tuple(compare(settled, again, frozenset([criterion]), criterion) for criterion in criteria)
    return compare(settled, again, frozenset(criteria)), tuple(sorted(each, key=_worst))


def judgements(catalogue: Catalogue) -> dict[str, dict[str, Reach]]:
    """What the crosswalk says of each row: criterion -> highest reach.

    *Together* lines are left out, since a row alone was read twice.
    """
    found: dict[str, dict[str, Reach]] = defaultdict(dict)
    for line in catalogue.crosswalk:
        if not line.together:
            _add(found[line.subject_id], line.object_id, line.reach)
    return dict(found)


def first_reading(catalogue: Catalogue, settlements: Iterable[Settlement]) -> dict[str, dict[str, Reach]]:
    """The first reading in the same shape: the crosswalk as it was before differences were settled."""
    found = judgements(catalogue)
    for line in settlements:
        of_row = found.setdefault(line.subject_id, {})
        if line.first is None:
            of_row.pop(line.object_id, None)
        else:
            of_row[line.object_id] = line.first
    return found


def unsettled(catalogue: Catalogue, second: Readings, settlements: Iterable[Settlement]) -> tuple[tuple[str, str], ...]:
    """Pairs of row and criterion on which the crosswalk differs from the second reading without a written reason.

    Rows that the crosswalk judges only together with others are left out.
    """
    judged = judgements(catalogue)
    settled = {(line.subject_id, line.object_id) for line in settlements}
    return tuple(
        (row, criterion)
        for row in sorted(second.keys() & judged.keys())
        for criterion in sorted(judged[row].keys() | second[row].keys())
        if judged[row].get(criterion) != second[row].get(criterion) and (row, criterion) not in settled
    )


def measure(first: Readings, second: Readings, catalogue: Catalogue) -> tuple[Agreement, tuple[Agreement, ...]]:
    """Agreement over everything, and by theme with the worst first."""
    everything = frozenset(criterion.id for criterion in catalogue.criteria.criteria)
    themes: dict[str, set[str]] = defaultdict(set)
    for criterion in catalogue.criteria.criteria:
        themes[criterion.parent].add(criterion.id)
    by_theme = [compare(first, second, frozenset(members), theme) for theme, members in themes.items()]
    return compare(first, second, everything), tuple(sorted(by_theme, key=_worst))


def by_criterion(first: Readings, second: Readings, catalogue: Catalogue, least: int = 10) -> tuple[Agreement, ...]:
    """Agreement on each criterion that was named at least so often, the worst first."""
    each = (compare(first, second, frozenset([c.id]), c.id) for c in catalogue.criteria.criteria)
    return tuple(sorted((one for one in each if one.named >= least), key=_worst))


def compare(first: Readings, second: Readings, criteria: frozenset[str], name: str = "") -> Agreement:
    """Agreement on some criteria, over the rows that both have read."""
    rows = sorted(first.keys() & second.keys())
    pairs: list[tuple[Reach, Reach]] = []
    one_only = other_only = 0
    for row in rows:
        one, other = first[row].keys() & criteria, second[row].keys() & criteria
        pairs += [(first[row][c], second[row][c]) for c in sorted(one & other)]
        one_only += len(one - other)
        other_only += len(other - one)
    both, named = len(pairs), len(pairs) + one_only + other_only
    neither = len(rows) * len(criteria) - named
    presence = Counter(
        {(True, True): both, (True, False): one_only, (False, True): other_only, (False, False): neither}
    )
    return Agreement(
        name, named, both, 2 * both / (named + both) if named else None, kappa(presence) if named else None,
        kappa(Counter(pairs)),
    )  # fmt: skip


def kappa(counts: Mapping[Any, int]) -> float | None:
    """Cohen's kappa of two readers from how often each pair of answers occurs; None where it is not defined."""
    total = sum(counts.values())
    if not total:
        return None
    own: Counter[object] = Counter()
    other: Counter[object] = Counter()
    for (one, two), count in counts.items():
        own[one] += count
        other[two] += count
    same = sum(count for (one, two), count in counts.items() if one == two) / total
    chance = sum(own[answer] * other[answer] for answer in own) / total**2
    return (same - chance) / (1 - chance) if chance < 1 else None


def lines(total: Agreement, by_theme: Sequence[Agreement]) -> Iterable[tuple[str, ...]]:
    """Figures as text, all themes last."""
    for one in (*by_theme, total):
        shares = (one.same_criterion, one.criterion_kappa, one.reach_kappa)
        yield (one.id or "all", str(one.named), *("-" if share is None else f"{share:.2f}" for share in shares))


def _add(of_row: dict[str, Reach], criterion: str, reach: Reach) -> None:
    if criterion != NO_TERM_FOUND:
        of_row[criterion] = max(of_row.get(criterion, Reach.NONE), reach, key=_ORDER.index)


def _worst(one: Agreement) -> tuple[float, str]:
    return (2.0 if one.criterion_kappa is None else one.criterion_kappa, one.id)
