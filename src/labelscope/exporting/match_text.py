"""Proposals and the assessor's answer as plain text, for the command line."""

from __future__ import annotations

from collections.abc import Sequence

from labelscope import vocabulary
from labelscope.i18n import Translator, mark
from labelscope.matching import Level, MatchedClause, Matcher
from labelscope.matching.answer import Assessment
from labelscope.matching.intake import Item


def match_text(
    items: Sequence[Item], matched: Sequence[MatchedClause], answer: Assessment, matcher: Matcher, t: Translator
) -> str:
    """Every requirement with its proposals, then the nearest schemes, what is repeated and what is added."""
    tree, schemes = matcher.catalogue.criteria, matcher.catalogue.schemes

    def named(ids: Sequence[str]) -> str:
        return t.listing(tree[c].label[t.language] for c in ids) if ids else t(mark("nothing"))

    lines = [t(mark("Proposed by machine, not reviewed by anyone.")), ""]
    for item, clause in zip(items, matched, strict=True):
        lines.append(f"{item.id} {item.text}".strip())
        if clause.level is Level.NONE:
            lines.append(f"  {t(vocabulary.LEVEL[Level.NONE])} ({t.percent(clause.nothing)})")
        if len(clause.duties) > 1:
            asked = named([proposal.criterion_id for proposal in clause.duties])
            lines.append("  " + t(mark("Seems to ask for several things: {criteria}"), criteria=asked))
        for proposal in clause.proposals:
            near = ", ".join(
                f"{schemes[c.requirement_id.rpartition('.')[0]].short} {c.requirement_id}" for c in proposal.similar
            )
            lines.append(
                "  "
                + t(mark("{criterion} ({level}, {score}; word “{term}”; similar clauses: {clauses})"),
                    criterion=tree[proposal.criterion_id].label[t.language], level=t(vocabulary.LEVEL[proposal.level]),
                    score=t.percent(proposal.probability), term=proposal.term, clauses=near)
            )  # fmt: skip
        lines += [f"  {t(vocabulary.HESITATION[one])}" for one in clause.hesitations]
    lines += ["", t(mark("Nearest schemes, content criteria only"))]
    for neighbour in answer.neighbours:
        lines.append(
            t(mark("- {scheme}: asks {share} of what this label asks (up to {high}); "
                   "this label asks {back} of what it asks"),
              scheme=schemes[neighbour.scheme_id].short, share=t.percent(neighbour.in_scheme.middle),
              high=t.percent(neighbour.in_scheme.high), back=t.percent(neighbour.in_label.middle))
        )  # fmt: skip
    lines += ["", t(mark("Repeats what at least half of the schemes ask: {criteria}"), criteria=named(answer.repeats))]
    lines += [t(mark("Adds what at most one scheme in ten is known to ask: {criteria}"), criteria=named(answer.adds))]
    return "\n".join(lines)
