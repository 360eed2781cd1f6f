"""Clause to clause: which clauses of two schemes say the same, which are stricter, contradict or have no counterpart.

Counterparts. Two clauses can be counterparts where readers judged that both reach the same criterion, or where their
words are the same. On each shared criterion a clause is put beside the clause of the other scheme that is nearest
to it; several clauses of one scheme beside one of the other are normal.

Relation, on the criteria that the two share, from what people judged and wrote:

1. the same words and the same obligation: *same*;
2. one permits outright what the other forbids: *contradicts*;
3. else three comparisons, each of which can favour a side, favour none, or not be decidable: how binding each is,
   what each reaches on the criterion, and the numbers of each in the same role;
4. all on one side: that side is *stricter*; none: *same*; on both sides, or one that cannot be decided: *differs*.

Two clauses that each reach a part of a criterion may each reach another part: that cannot be decided, save where
their numbers or nearly the same words settle it. Nor can it where a criterion is met by any one of several measures.

The embedder only chooses among clauses that share a criterion, and orders; it never decides a relation.

What this cannot know: what a scheme's own text says beyond our summary of it, whether two clauses that both reach all
of a criterion mean the same in practice, what lies outside the criteria, and how either is enforced. No counterpart
is not the same as not asked: `ClausePair.elsewhere` says what is known of the other scheme.
"""

from __future__ import annotations

from labelscope.clause_pairs.counterparts import pair_clauses
from labelscope.clause_pairs.pair import ClausePair, Closeness, Finding, NumberPair, Relation, Side, count_outcomes
from labelscope.clause_pairs.quantities import MEASURES, Measure, Quantity

__all__ = [
    "MEASURES",
    "ClausePair",
    "Closeness",
    "Finding",
    "Measure",
    "NumberPair",
    "Quantity",
    "Relation",
    "Side",
    "count_outcomes",
    "pair_clauses",
]
