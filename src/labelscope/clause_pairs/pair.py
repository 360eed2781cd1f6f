"""What is said of two clauses that stand beside each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from labelscope.clause_pairs.quantities import Quantity
from labelscope.model import Coverage

#: Cosines between the steps of `Closeness`.
CLOSE, RELATED = 0.75, 0.5


class Relation(StrEnum):
    """How one clause stands to its counterpart."""

    SAME = "same"
    STRICTER = "stricter"
    DIFFERS = "differs"
    CONTRADICTS = "contradicts"
    NONE = "none"


class Side(StrEnum):
    """Which of the two something favours; `UNDECIDED`: nobody can say."""

    FIRST = "first"
    SECOND = "second"
    EVEN = "even"
    UNDECIDED = "undecided"

    @property
    def mirrored(self) -> Side:
        """The same seen from the other scheme."""
        return {Side.FIRST: Side.SECOND, Side.SECOND: Side.FIRST}.get(self, self)


class Closeness(StrEnum):
    """How alike two wordings are, as a hint for the eye: no evidence for a relation."""

    CLOSE = "close"
    RELATED = "related"
    DISTANT = "distant"


@dataclass(frozen=True, slots=True)
class Finding:
    """One comparison, of the whole clauses or on one subject.

    Attributes
    ----------
    what : str
        `wording`, `permission`, `obligation`, `reach`, `part`, `number`, `figure-of-one` (only
        one side gives a figure, and it is the side that nothing else favours), `figures` or `ladder`.
    favours : Side
    subject : str
        A criterion, or the role of a number; empty for the whole clauses.
    first, second : tuple of str
        What stands on each side: obligations, reaches, criteria, words or figures.
    """

    what: str
    favours: Side
    subject: str = ""
    first: tuple[str, ...] = ()
    second: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NumberPair:
    """The numbers of both sides in one role; a side without any is empty."""

    measure: str
    first: tuple[Quantity, ...]
    second: tuple[Quantity, ...]
    favours: Side


@dataclass(frozen=True, slots=True)
class ClausePair:
    """A clause of the first scheme beside one of the second; without counterpart one of the two is None.

    Attributes
    ----------
    first, second : str or None
        Row ids.
    relation : Relation
    stricter : Side or None
        The side whose clause is stricter, where one is.
    criteria : tuple of str
        What the two share; for a clause without counterpart, all that it reaches.
    findings : tuple of Finding
        What the relation was decided from.
    numbers : tuple of NumberPair
    also_first, also_second : tuple of str
        Criteria that only this side of the pair reaches.
    elsewhere : mapping of str to Coverage
        For a clause without counterpart: what is known of the other scheme on its criteria.
    similarity : float or None
        Cosine of the two wordings; None without an embedder.
    """

    first: str | None
    second: str | None
    relation: Relation
    stricter: Side | None = None
    criteria: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    numbers: tuple[NumberPair, ...] = ()
    also_first: tuple[str, ...] = ()
    also_second: tuple[str, ...] = ()
    elsewhere: Mapping[str, Coverage] | None = None
    similarity: float | None = None

    @property
    def closeness(self) -> Closeness | None:
        """The similarity in steps; None where it was not measured."""
        if self.similarity is None:
            return None
        if self.similarity >= CLOSE:
            return Closeness.CLOSE
        return Closeness.RELATED if self.similarity >= RELATED else Closeness.DISTANT

    @property
    def outcome(self) -> str:
        """The relation with its side: one of `OUTCOMES`."""
        if self.relation is Relation.STRICTER:
            return f"stricter-{self.stricter}"
        if self.relation is Relation.NONE:
            return f"none-{'second' if self.first is None else 'first'}"
        return str(self.relation)


#: Relations with their side; `none-first`: a clause of the first scheme without counterpart.
OUTCOMES = ("same", "stricter-first", "stricter-second", "differs", "contradicts", "none-first", "none-second")


def count_outcomes(pairs: Iterable[ClausePair]) -> Mapping[str, int]:
    """Pairs by outcome, in the order of `OUTCOMES`."""
    counts = dict.fromkeys(OUTCOMES, 0)
    for pair in pairs:
        counts[pair.outcome] += 1
    return counts
