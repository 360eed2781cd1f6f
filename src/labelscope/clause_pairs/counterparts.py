"""Which clauses of two schemes stand beside each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from labelscope.catalogue import Catalogue
from labelscope.clause_pairs.pair import ClausePair, NumberPair, Relation, Side
from labelscope.clause_pairs.quantities import MEASURES, find_quantities
from labelscope.clause_pairs.relations import LADDERS, Clause, judge, words
from labelscope.embedding import Embedder, Vectors, encode_kept, voices
from labelscope.matrix import CoverageMatrix, build_matrix, effective_reach
from labelscope.model import Reach

Link = tuple[int, int]


def pair_clauses(
    catalogue: Catalogue, first: str, second: str, embedder: Embedder | None = None
) -> tuple[ClausePair, ...]:
    """Every clause of two schemes with its counterparts, in the order of the criteria.

    Parameters
    ----------
    first, second : str
        Scheme ids; a scheme may be held against itself.
    embedder : Embedder, optional
        Chooses between clauses that share a criterion; without one, words in common do.

    Raises
    ------
    KeyError
        If a scheme is not in the catalogue.
    """
    own, others = read_clauses(catalogue, first), read_clauses(catalogue, second)
    nearness = _nearness(own, others, embedder)
    matrix = build_matrix(catalogue, dict.fromkeys((first, second)))
    pairs = []
    for i, j in sorted(_links(own, others, nearness)):
        similarity = None if embedder is None else float(nearness[i, j])
        pairs.append(replace(judge(catalogue.criteria, own[i], others[j]), similarity=similarity))
    paired, paired_others = {pair.first for pair in pairs}, {pair.second for pair in pairs}
    pairs += [_alone(clause, second, matrix, Side.FIRST) for clause in own if clause.id not in paired]
    pairs += [_alone(clause, first, matrix, Side.SECOND) for clause in others if clause.id not in paired_others]
    order = {criterion.id: k for k, criterion in enumerate(catalogue.criteria.criteria)}

    def place(pair: ClausePair) -> tuple[int, bool, str, str]:
        first_criterion = min((order[criterion] for criterion in pair.criteria), default=len(order))
        return first_criterion, pair.first is None, pair.first or "", pair.second or ""

    return tuple(sorted(pairs, key=place))


def read_clauses(catalogue: Catalogue, scheme_id: str) -> list[Clause]:
    """The clauses of a scheme with what was judged of them. What a clause reaches only with others counts as a part."""
    alone: dict[str, dict[str, set[Reach]]] = defaultdict(lambda: defaultdict(set))
    jointly: dict[str, set[str]] = defaultdict(set)
    for row in catalogue.requirements[scheme_id]:
        for mapping in catalogue.crosswalk.of_requirement(row.id):
            if mapping.reach is Reach.NONE:
                continue
            if mapping.together:
                for subject in mapping.subjects:
                    jointly[subject].add(mapping.object_id)
            else:
                alone[row.id][mapping.object_id].add(effective_reach(catalogue, mapping))
    clauses = []
    for row in catalogue.requirements[scheme_id]:
        reaches = {criterion: frozenset(found) for criterion, found in alone[row.id].items()}
        only_jointly = frozenset(jointly[row.id] - reaches.keys())
        reaches |= {criterion: frozenset({Reach.PARTIAL}) for criterion in only_jointly}
        clauses.append(Clause(row, reaches, only_jointly, find_quantities(row.text, reaches.keys())))
    return clauses


def _nearness(own: Sequence[Clause], others: Sequence[Clause], embedder: Embedder | None) -> Vectors:
    """How alike the wordings are, shape (own, others): cosines, or shares of words in common."""
    if embedder is None:
        bags, other_bags = ([words(clause.row.text) for clause in side] for side in (own, others))
        shares = [[len(bag & other) / (len(bag | other) or 1) for other in other_bags] for bag in bags]
        return np.array(shares, dtype=np.float32).reshape(len(own), len(others))
    sides = [voices(embedder, encode_kept(embedder, [c.row.text for c in side])) for side in (own, others)]
    lengths = [[np.maximum(np.linalg.norm(v, axis=1, keepdims=True), 1e-9) for v in side] for side in sides]
    cosines = [
        (a / long_a) @ (b / long_b).T for a, long_a, b, long_b in zip(sides[0], lengths[0], sides[1], lengths[1],
                                                                     strict=True)
    ]  # fmt: skip
    return np.asarray(np.mean(cosines, axis=0), dtype=np.float32).round(4)


def _links(own: Sequence[Clause], others: Sequence[Clause], nearness: Vectors) -> set[Link]:
    """Clauses of the same words; on each shared criterion those that are best for each other; then, for a clause that
    is best for none, the one that is best for it."""
    links = set(_twins(own, others))
    settled, settled_others = {i for i, _ in links}, {j for _, j in links}
    best: dict[int, list[tuple[float, int]]] = defaultdict(list)
    best_other: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for criterion in dict.fromkeys(criterion for clause in own for criterion in clause.reaches):
        these = [i for i, clause in enumerate(own) if criterion in clause.reaches]
        those = [j for j, clause in enumerate(others) if criterion in clause.reaches]
        if not those:
            continue
        scores = np.array([[_score(own[i], others[j], criterion, float(nearness[i, j])) for j in those] for i in these])
        rows, columns = scores.argmax(axis=1), scores.argmax(axis=0)
        for k, i in enumerate(these):
            if i not in settled:
                best[i].append((float(scores[k, rows[k]]), those[rows[k]]))
                if columns[rows[k]] == k and those[rows[k]] not in settled_others:
                    links.add((i, those[rows[k]]))
        for k, j in enumerate(those):
            if j not in settled_others:
                best_other[j].append((float(scores[columns[k], k]), these[columns[k]]))
    linked, linked_others = {i for i, _ in links}, {j for _, j in links}
    links |= {(i, max(found)[1]) for i, found in best.items() if i not in linked}
    links |= {(max(found)[1], j) for j, found in best_other.items() if j not in linked_others}
    return links | set(_on_ladders(own, others, links))


def _twins(own: Sequence[Clause], others: Sequence[Clause]) -> Iterator[Link]:
    of_text = defaultdict(list)
    for j, clause in enumerate(others):
        of_text[clause.row.text].append(j)
    for i, clause in enumerate(own):
        twins = of_text[clause.row.text]
        if twins:
            yield i, next((j for j in twins if others[j].id == clause.id), twins[0])


def _score(own: Clause, other: Clause, criterion: str, nearness: float) -> float:
    """How well two clauses go together on a criterion: wording, other criteria, numbers in one role, reach."""
    shared, either = own.reaches.keys() & other.reaches.keys(), own.reaches.keys() | other.reaches.keys()
    roles = {q.measure for q in own.quantities} & {q.measure for q in other.quantities}
    in_role = any(criterion in MEASURES[role].criteria for role in roles)
    alike = own.reaches[criterion] == other.reaches[criterion]
    return nearness + 0.3 * len(shared) / len(either) + 0.3 * in_role + 0.1 * alike


def _on_ladders(own: Sequence[Clause], others: Sequence[Clause], links: set[Link]) -> Iterator[Link]:
    """Clauses that would stay alone, beside those on the rung above or below."""
    linked, linked_others = {i for i, _ in links}, {j for _, j in links}
    for low, high in LADDERS.items():
        for below, above in ((low, high), (high, low)):
            these = [i for i, clause in enumerate(own) if below in clause.reaches]
            those = [j for j, clause in enumerate(others) if above in clause.reaches]
            if these and those:
                yield from ((i, those[0]) for i in these if i not in linked)
                yield from ((these[0], j) for j in those if j not in linked_others)


def _alone(clause: Clause, other: str, matrix: CoverageMatrix, side: Side) -> ClausePair:
    criteria = tuple(c.id for c in matrix.catalogue.criteria.criteria if c.id in clause.reaches)
    is_first = side is Side.FIRST
    return ClausePair(
        clause.id if is_first else None, None if is_first else clause.id, Relation.NONE, None, criteria,
        numbers=tuple(
            NumberPair(q.measure, (q,) if is_first else (), () if is_first else (q,), Side.EVEN)
            for q in clause.quantities
        ),
        elsewhere={criterion: matrix.cell(other, criterion).coverage for criterion in criteria},
    )  # fmt: skip
