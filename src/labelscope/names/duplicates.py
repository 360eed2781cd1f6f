"""Names of one list that mean the same label, grouped for a person to confirm."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from labelscope.embedding import Embedder, Progress
from labelscope.errors import HostileInput
from labelscope.i18n import mark
from labelscope.names.evidence import Asked
from labelscope.names.index import KnownName, NameIndex
from labelscope.names.weights import kind_for, shipped
from labelscope.names.wording import key, numbers

MAX_NAMES = 20_000
_BATCH = 256
#: How often a name of a list is taken to have no duplicate in it.
ALONE_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Group:
    """Names taken for one label, the first of the list in front; `probability`: the weakest link that holds them."""

    names: tuple[str, ...]
    probability: float


def group_names(
    names: Sequence[str], embedder: Embedder | None, threshold: float = 0.5, progress: Progress | None = None
) -> tuple[Group, ...]:
    """Groups of two names or more, the surest first.

    Two groups are joined while the mean probability over all pairs across them reaches `threshold`; names with
    different numbers in them are never joined.

    Raises
    ------
    HostileInput
        If there are more distinct names than can be compared with each other.
    """
    distinct = [name for name in dict.fromkeys(names) if key(name)]
    if len(distinct) > MAX_NAMES:
        remedy = mark("{count} different names are too many to compare with each other; at most {limit} can be.")
        raise HostileInput(remedy, count=str(len(distinct)), limit=str(MAX_NAMES))
    if len(distinct) < 2:
        return ()
    links = _links(distinct, embedder, progress)
    group_of = list(range(len(distinct)))
    members = {k: [k] for k in group_of}
    weakest = dict.fromkeys(group_of, 1.0)
    for (a, b), _ in sorted(links.items(), key=lambda link: (-link[1], link[0])):
        one, other = group_of[a], group_of[b]
        if one == other:
            continue
        across = [links.get((min(x, y), max(x, y)), 0.0) for x in members[one] for y in members[other]]
        mean = float(np.mean(across))
        if mean < threshold or any(
            numbers(distinct[x]) != numbers(distinct[y]) for x in members[one] for y in members[other]
        ):
            continue
        for k in members[other]:
            group_of[k] = one
        members[one] += members.pop(other)
        weakest[one] = min(weakest[one], weakest.pop(other), mean)
    groups = [Group(tuple(distinct[k] for k in sorted(m)), weakest[one]) for one, m in members.items() if len(m) > 1]
    return tuple(sorted(groups, key=lambda group: (-group.probability, group.names)))


def _links(names: Sequence[str], embedder: Embedder | None, progress: Progress | None) -> dict[tuple[int, int], float]:
    index = NameIndex([KnownName(str(k), name) for k, name in enumerate(names)], embedder)
    weights = shipped(kind_for(embedder))
    links: dict[tuple[int, int], float] = {}
    for start in range(0, len(names), _BATCH):
        asked = Asked(index, names[start : start + _BATCH])
        rows = range(start, min(start + _BATCH, len(names)))
        for k in rows:
            choice = asked.choice_set(k - start, without=k)
            judged = weights.judge(choice.features, ALONE_SHARE)
            # a choice divides its certainty among duplicates of each other; against the best, each keeps its own
            certain = (1 - judged.unknown) * judged.shares / max(float(judged.shares.max(initial=0.0)), 1e-12)
            for other, same in zip(choice.shown.tolist(), certain.tolist(), strict=True):
                pair = (min(k, other), max(k, other))
                links[pair] = max(links.get(pair, 0.0), 1.0 if key(names[k]) == key(names[other]) else same)
        if progress is not None:
            progress(rows.stop, len(names))
    return links


def to_csv(groups: Sequence[Group]) -> str:
    """A line for each name: group, name, probability, and an empty column for the person who confirms."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("group", "name", "probability", "confirmed"))
    for number, group in enumerate(groups, start=1):
        writer.writerows((number, name, f"{group.probability:.3f}", "") for name in group.names)
    return out.getvalue()
