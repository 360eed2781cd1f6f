"""How two clauses that stand beside each other relate, from what was judged of them and from their numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from labelscope.clause_pairs.pair import ClausePair, Finding, NumberPair, Relation, Side
from labelscope.clause_pairs.quantities import MEASURES, Quantity, loose_figures, normalise
from labelscope.criteria import CriteriaTree
from labelscope.model import Criterion, Obligation, Reach, Requirement

#: Criteria on one scale: whoever is owed the second is owed at least the first.
LADDERS: Mapping[str, str] = {"wage-minimum": "living-wage"}
#: Criteria that any one of several measures meets in full: two clauses can do so by different ones.
ANY_MEASURE = frozenset({
    "affordability", "capacity-building", "chain-of-custody", "children-rights", "community-engagement",
    "consumer-protection", "cost-internalisation", "environment-link", "fair-price", "gender-equality",
    "living-income", "local-benefit", "long-term-trade", "migrant-workers", "mutual-recognition", "osh-committee",
    "sme-route", "worker-participation",
})  # fmt: skip
#: Share of words in common from which two clauses are worded alike.
SAME_WORDS = 0.6

_BINDING = {Obligation.RECOMMENDED: 0, Obligation.TIME_BOUND: 1, Obligation.IMMEDIATE: 2}
_RANK = {Reach.PARTIAL: 1, Reach.FULL: 2, Reach.BEYOND: 3}


@dataclass(frozen=True)
class Clause:
    """A requirement with what was judged of it.

    `reaches`: criterion -> reaches, capped by the obligation; `jointly`: criteria that it reaches only together with
    other clauses; `quantities`: its numbers.
    """

    row: Requirement
    reaches: Mapping[str, frozenset[Reach]]
    jointly: frozenset[str]
    quantities: tuple[Quantity, ...]

    @property
    def id(self) -> str:
        """The id of the row."""
        return self.row.id


def judge(tree: CriteriaTree, own: Clause, other: Clause) -> ClausePair:
    """Two clauses beside each other, with their relation and what it was decided from."""
    shared = [c for c in tree.criteria if c.id in own.reaches and c.id in other.reaches]
    numbers = _compare_numbers(own, other, {c.id for c in shared})
    if own.row.text == other.row.text and own.row.obligation is other.row.obligation:
        findings = [Finding("wording", Side.EVEN)]
    else:
        findings = _findings(own, other, shared, numbers) if shared else _ladder(own, other)
    relation, favours = _decide(findings)
    also_first, also_second = (
        tuple(c.id for c in tree.criteria if c.id in one.reaches and c.id not in another.reaches)
        for one, another in ((own, other), (other, own))
    )
    criteria = tuple(c.id for c in shared) or (*also_first, *also_second)
    return ClausePair(
        own.id, other.id, relation, favours if relation is Relation.STRICTER else None, criteria, tuple(findings),
        numbers, also_first, also_second,
    )  # fmt: skip


def _decide(findings: Sequence[Finding]) -> tuple[Relation, Side]:
    if any(finding.what == "permission" for finding in findings):
        return Relation.CONTRADICTS, Side.UNDECIDED
    sides = {finding.favours for finding in findings} - {Side.EVEN}
    if not sides:
        return Relation.SAME, Side.EVEN
    if len(sides) > 1 or Side.UNDECIDED in sides:
        return Relation.DIFFERS, Side.UNDECIDED
    return Relation.STRICTER, sides.pop()


def _findings(own: Clause, other: Clause, shared: Sequence[Criterion], numbers: Sequence[NumberPair]) -> list[Finding]:
    bindings = [side.row.obligation for side in (own, other)]
    found = [
        *_permissions(own, other, shared, numbers),
        Finding(
            "obligation", _more(*(_BINDING[one] for one in bindings)), "", (str(bindings[0]),), (str(bindings[1]),)
        ),
    ]
    both = [number for number in numbers if number.first and number.second]
    alike = _are_worded_alike(own, other)
    for criterion in shared:
        counted = alike or any(criterion.id in MEASURES[number.measure].criteria for number in both)
        found.append(_on_criterion(own, other, criterion.id, counted))
    for number in both:
        figures = [tuple(f"{one.value:g}" for one in side) for side in (number.first, number.second)]
        found.append(Finding("number", number.favours, number.measure, figures[0], figures[1]))
    if own.reaches.keys() == other.reaches.keys() and not both:
        found += _loose(own, other)
    leading = {finding.favours for finding in found}
    for number in numbers:
        lagging = Side.FIRST if number.first else Side.SECOND
        if number not in both and lagging not in leading and lagging.mirrored in leading:
            found.append(Finding("figure-of-one", lagging, number.measure))
    return found


def _on_criterion(own: Clause, other: Clause, criterion: str, is_settled: bool) -> Finding:
    """What each reaches. `is_settled`: numbers or words tell whether two parts are the same one."""
    first, second = own.reaches[criterion], other.reaches[criterion]
    shown = [tuple(reach.value for reach in Reach if reach in side) for side in (first, second)]
    what, favours = "reach", Side.UNDECIDED
    if first == second and (is_settled or (criterion not in ANY_MEASURE and Reach.FULL in first)):
        favours = Side.EVEN
    elif first == second:
        what = "part"
    elif criterion not in own.jointly | other.jointly | ANY_MEASURE:
        ranks = [_rank(side) for side in (first, second)]
        favours = Side.UNDECIDED if 0 in ranks else _more(*ranks)
    return Finding(what, favours, criterion, shown[0], shown[1])


def _rank(reaches: frozenset[Reach]) -> int:
    """How far a clause goes by itself. Beyond without full is an extra alone and has no place on the scale: 0."""
    if Reach.BEYOND in reaches and Reach.FULL not in reaches:
        return 0
    return max(_RANK[reach] for reach in reaches)


def _more(first: float, second: float) -> Side:
    return Side.EVEN if first == second else Side.FIRST if first > second else Side.SECOND


# --- numbers


def _compare_numbers(own: Clause, other: Clause, criteria: set[str]) -> tuple[NumberPair, ...]:
    found = []
    for measure in MEASURES.values():
        if measure.criteria and measure.criteria.isdisjoint(criteria):
            continue
        first, second = (tuple(q for q in side.quantities if q.measure == measure.id) for side in (own, other))
        if first or second:
            favours = _stricter_number(measure.higher_is_stricter, first, second)
            found.append(NumberPair(measure.id, first, second, favours))
    return tuple(found)


def _stricter_number(higher: bool | None, first: Sequence[Quantity], second: Sequence[Quantity]) -> Side:
    """The side of the stricter figure; equal figures: the one without exceptions; else undecided."""
    if not first or not second:
        return Side.EVEN
    if {one.value for one in first} == {one.value for one in second}:
        return _more(-sum(one.eased for one in first), -sum(one.eased for one in second))
    if higher is None or len(first) > 1 or len(second) > 1:
        return Side.UNDECIDED
    favours = _more(first[0].value, second[0].value)
    favours = favours if higher else favours.mirrored
    strict, weak = (first[0], second[0]) if favours is Side.FIRST else (second[0], first[0])
    return favours if weak.eased or not strict.eased else Side.UNDECIDED


def _loose(own: Clause, other: Clause) -> list[Finding]:
    """Figures of one unit that differ and of which nobody knows the strict side."""
    figures = [loose_figures(side.row.text) for side in (own, other)]
    units = {unit for _, unit in figures[0]} & {unit for _, unit in figures[1]}
    shown = [tuple(sorted(f"{number:g} {unit}" for number, unit in side if unit in units)) for side in figures]
    return [] if shown[0] == shown[1] else [Finding("figures", Side.UNDECIDED, "", shown[0], shown[1])]


def _ladder(own: Clause, other: Clause) -> list[Finding]:
    """The clause on the upper rung is stricter where it is owed in full."""
    found = []
    for low, high in LADDERS.items():
        for lower, upper, favours in ((own, other, Side.SECOND), (other, own, Side.FIRST)):
            if low in lower.reaches and high in upper.reaches:
                is_owed = Reach.FULL in upper.reaches[high]
                rungs = ((low,), (high,)) if favours is Side.SECOND else ((high,), (low,))
                found.append(Finding("ladder", favours if is_owed else Side.UNDECIDED, high, *rungs))
    return found


# --- permissions and bans

_PARTS = re.compile(r"[.;:,]\s")
_PERMITS = re.compile(
    r"\b(?:is|are) (?:allowed|permitted|accepted)\b|\bmay (?:be (?:used|employed|required|kept|held|done)|work)\b"
)
_FORBIDS = re.compile(
    r"\b(?:no(?! (?:more|less|fewer|later|longer))|not|neither|never|nobody|none|nor|without|bann?\w*|forbid\w*|"
    r"prohibit\w*|excluded|ruled out)\b"
)
_SOFTENED = re.compile(r"\b(?:only|unless|except\w*|save|if|where|when|until|provided|condition\w*|but|not the rule)\b")


def _permissions(
    own: Clause, other: Clause, shared: Sequence[Criterion], numbers: Sequence[NumberPair]
) -> list[Finding]:
    """What one side permits outright and the other forbids outright, in the words of a shared criterion."""
    found = []
    for number in numbers:
        figures = [tuple(f"{one.value:g}" for one in side) for side in (number.first, number.second)]
        for these, those in ((number.first, number.second), (number.second, number.first)):
            if any(a.allowed and not b.allowed and not b.eased and a.value < b.value for a in these for b in those):
                found.append(Finding("permission", Side.UNDECIDED, number.measure, figures[0], figures[1]))
    for criterion in shared:
        named = words(" ".join((criterion.label.en, criterion.definition.en, *criterion.terms.en)))
        for permits, forbids in ((own, other), (other, own)):
            both = _outright(permits, _PERMITS, _FORBIDS) & _outright(forbids, _FORBIDS, _PERMITS) & named
            if len(both) > 1:
                found.append(Finding("permission", Side.UNDECIDED, criterion.id, tuple(sorted(both))))
    return found


def _outright(clause: Clause, says: re.Pattern[str], not_says: re.Pattern[str]) -> frozenset[str]:
    """Words of the half-sentences that say something without a condition."""
    parts = [
        part for part in _PARTS.split(normalise(clause.row.text))
        if says.search(part) and not not_says.search(part) and not _SOFTENED.search(part)
    ]  # fmt: skip
    return words(" ".join(parts))


# --- words

_STOP = frozenset({
    "a", "all", "also", "and", "any", "are", "as", "at", "be", "by", "can", "each", "every", "for", "from", "has",
    "have", "if", "in", "into", "is", "it", "its", "least", "more", "most", "must", "of", "on", "one", "only", "or",
    "other", "own", "same", "such", "than", "that", "the", "their", "them", "these", "they", "this", "those", "to",
    "under", "up", "where", "which", "who", "with",
})  # fmt: skip


def words(text: str) -> frozenset[str]:
    """The words and numbers of an English text that carry meaning, without the endings of plural and past."""
    found = re.findall(r"[a-z]+|\d+", normalise(text))
    return frozenset(re.sub(r"(?<=\w{3})(?:ed|es|s|e)$", "", word) for word in found if word not in _STOP)


def _are_worded_alike(own: Clause, other: Clause) -> bool:
    first, second = words(own.row.text), words(other.row.text)
    return len(first & second) >= SAME_WORDS * len(first | second)
