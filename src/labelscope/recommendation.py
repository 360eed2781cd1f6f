"""The advice: language-free reasons with the figures and the criteria behind them.

The first recommendation weighs the computed attributes alike: in each likely draw of what is not
known the options are ranked on every attribute; the best mean rank over all draws is advised. How
often each option comes first, and what would change the advice, stand beside it. The draws test
what is not known, not the weights. Weights per stakeholder come later; cost, uptake, time
and effect are cited, not computed, so they stand beside the ranking and are not part of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from labelscope.figures import Floats
from labelscope.i18n import mark
from labelscope.model import Coverage
from labelscope.options import ATTRIBUTES, AssessedOption, OptionAssessment, RipePair, ranks

OLD_LABEL = "belgian-social-label"
NAMED_PAIRS = 5


@dataclass(frozen=True, slots=True)
class Reason:
    """A message template with its values: ids in `criteria` and `schemes`, numbers in `values`."""

    key: str
    message: str
    values: Mapping[str, float]
    criteria: tuple[str, ...] = ()
    schemes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """A next step with an indicator that can be measured: where it stands today and what to reach."""

    key: str
    message: str
    indicator: str
    baseline: float
    target: float
    criteria: tuple[str, ...] = ()
    schemes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LackingTheme:
    """Criteria of one theme that most existing schemes ask and the 2002 label is not known to ask."""

    theme_id: str
    criteria: tuple[str, ...]
    asked_by: float


@dataclass(frozen=True, slots=True)
class Recommendation:
    """What the evidence advises.

    Attributes
    ----------
    advised : str
        Id of the option with the best mean rank.
    mean_ranks : mapping of option id to mean rank over attributes and likely draws, 1 is best
    first_share : mapping of option id to the share of likely draws in which it comes first
    depends_on : mapping of attribute id to the option that leads if that attribute is left out
    lacking : themes that the 2002 label lacks
    rare, uncovered : content criteria that almost no, or no, existing scheme is known to ask
    rare_system : system criteria that almost no existing scheme is known to meet
    pairs : pairs ripe for mutual recognition
    """

    advised: str
    ordered: tuple[str, ...]
    mean_ranks: Mapping[str, float]
    first_share: Mapping[str, float]
    depends_on: Mapping[str, str]
    reasons: tuple[Reason, ...]
    lacking: tuple[LackingTheme, ...]
    rare: tuple[str, ...]
    rare_system: tuple[str, ...]
    uncovered: tuple[str, ...]
    pairs: tuple[RipePair, ...]
    steps: tuple[Step, ...]


def recommend(assessment: OptionAssessment) -> Recommendation:
    """The first recommendation from assessed options."""
    options = assessment.options
    ids = [assessed.option.id for assessed in options]
    tables = _rank_tables(assessment)
    mean = tables.mean((0, 2))
    order = sorted(range(len(ids)), key=lambda k: (float(mean[k]), k))
    advised = ids[order[0]]
    depends = {}
    for position, attribute in enumerate(ATTRIBUTES):
        rest = np.delete(tables, position, axis=2).mean((0, 2))
        leader = ids[min(range(len(ids)), key=lambda k: (float(rest[k]), order.index(k)))]
        if leader != advised:
            depends[attribute] = leader
    lacking = _lacking(assessment)
    chosen = options[order[0]]
    return Recommendation(
        advised,
        tuple(ids[k] for k in order),
        dict(zip(ids, (float(value) for value in mean), strict=True)),
        dict(zip(ids, _first_share(tables).tolist(), strict=True)),
        depends,
        _reasons(assessment, chosen, lacking),
        lacking,
        assessment.rare,
        assessment.rare_system,
        assessment.uncovered,
        assessment.ripe_pairs,
        _steps(assessment, lacking),
    )


def _rank_tables(assessment: OptionAssessment) -> Floats:
    """Ranks of every option on every attribute in every likely draw, shape (draws, options, attributes)."""
    tables = [
        np.stack([ranks(sample[:, k], a.direction) for k, a in enumerate(ATTRIBUTES.values())], axis=1)
        for sample in assessment.drawn
    ]
    return np.stack(tables)


def _first_share(tables: Floats) -> Floats:
    """Share of draws in which each option has the best mean rank; ties share."""
    mean = tables.mean(2)
    leads = mean == mean.min(1, keepdims=True)
    return np.asarray((leads / leads.sum(1, keepdims=True)).mean(0))


def _lacking(assessment: OptionAssessment) -> tuple[LackingTheme, ...]:
    matrix, tree = assessment.matrix, assessment.catalogue.criteria
    if OLD_LABEL not in matrix.schemes:
        return ()
    found = []
    for theme in tree.themes:
        common = [
            c.id for c in tree.of_theme(theme.id) if c.id in assessment.common and tree.kind_of(c.id) == "content"
        ]
        missing = [c for c in common if not matrix.cell(OLD_LABEL, c).coverage.is_asked]
        if common and len(missing) > len(common) / 2:
            asked_by = float(np.mean([assessment.asked_share[c] for c in missing]))
            found.append(LackingTheme(theme.id, tuple(missing), asked_by))
    return tuple(sorted(found, key=lambda theme: (-len(theme.criteria), -theme.asked_by)))


def _reasons(
    assessment: OptionAssessment, chosen: AssessedOption, lacking: tuple[LackingTheme, ...]
) -> tuple[Reason, ...]:
    matrix = assessment.matrix
    content = matrix.content
    common = tuple(c for c in content if c in assessment.common)
    reasons = []
    if OLD_LABEL in matrix.schemes:
        asked = tuple(c for c in content if matrix.cell(OLD_LABEL, c).coverage.is_asked)
        repeated = tuple(c for c in asked if c in assessment.common)
        reasons.append(
            Reason(
                "old-label-repeats",
                mark("Of the {asked} content criteria the 2002 label asks for, at least half of the existing schemes "
                     "already ask {repeated}."),
                {"asked": len(asked), "repeated": len(repeated)}, repeated, (OLD_LABEL,),
            )
        )  # fmt: skip
    if lacking:
        criteria = tuple(c for theme in lacking for c in theme.criteria)
        reasons.append(
            Reason(
                "old-label-lacks",
                mark("The 2002 label is not known to ask for {count} criteria that at least half of "
                     "the existing schemes ask."),
                {"count": len(criteria)}, criteria, (OLD_LABEL,),
            )
        )  # fmt: skip
    if assessment.ripe_pairs:
        best = assessment.ripe_pairs[0]
        reasons.append(
            Reason(
                "pairs-overlap",
                mark("{count} pairs of audit schemes each hold at least two thirds of the other: firms audited "
                     "under both are checked twice on the same things."),
                {"count": len(assessment.ripe_pairs)}, (), (best.first, best.second),
            )
        )  # fmt: skip
    reasons.append(
        Reason(
            "core-common",
            mark("{count} of {of} content criteria are known to be asked by at least half of the existing schemes; "
                 "{rare} by at most one in ten. A further list of labour rights would add little; "
                 "most could be added where the others are not known to ask."),
            {"count": len(common), "of": len(content), "rare": len(assessment.rare)}, assessment.rare,
        )
    )  # fmt: skip
    gained = chosen.figures["coverage-gained"].likely
    if gained is not None and gained[0] > 0:
        reasons.append(
            Reason(
                "coverage-gained",
                mark("The advised option likely gains {low} to {high} criteria over a typical existing scheme."),
                {"low": round(gained[0], 1), "high": round(gained[1], 1)}, chosen.added, chosen.members,
            )
        )  # fmt: skip
    return tuple(reasons)


def _steps(assessment: OptionAssessment, lacking: tuple[LackingTheme, ...]) -> tuple[Step, ...]:
    matrix = assessment.matrix
    pairs = assessment.ripe_pairs[:NAMED_PAIRS]
    unknown = [
        cell for cell in matrix.cells if not cell.coverage.is_known and cell.coverage is not Coverage.NOT_APPLICABLE
    ]
    applicable = sum(cell.coverage is not Coverage.NOT_APPLICABLE for cell in matrix.cells)
    share = len(unknown) / applicable
    steps = [
        Step(
            "close-unknowns",
            mark("Have the owners of the schemes confirm or correct what was not read."),
            mark("Share of cells that are not known"), round(share, 3), round(share / 2, 3),
        ),
        Step(
            "fill-gaps",
            mark("Write one public annex with what almost no scheme asks, open to every scheme."),
            mark("Rare criteria that at least one in ten existing schemes asks"), 0, len(assessment.rare),
            assessment.rare,
        ),
    ]  # fmt: skip
    if pairs:
        steps.insert(
            0,
            Step(
                "recognise-pairs",
                mark("Bring the owners of the closest audit schemes together on mutual recognition."),
                mark("Pairs that accept each other's audits"),
                sum(_accept_each_other(assessment, pair) for pair in pairs), len(pairs),
                (), tuple(dict.fromkeys(s for pair in pairs for s in (pair.first, pair.second))),
            ),
        )  # fmt: skip
    if lacking:
        criteria = tuple(c for theme in lacking for c in theme.criteria)
        steps.append(
            Step(
                "update-criteria",
                mark("Decide whether the criteria of the 2002 law are kept, updated or left; "
                     "the law's minimum is eight conventions."),
                mark("Common criteria that the Belgian rules ask for"), 0, len(criteria), criteria, (OLD_LABEL,),
            )
        )  # fmt: skip
    return tuple(steps)


def _accept_each_other(assessment: OptionAssessment, pair: RipePair) -> bool:
    schemes = assessment.catalogue.schemes
    ties = [(schemes[a], b) for a, b in ((pair.first, pair.second), (pair.second, pair.first))]
    mutual = any(t.scheme == b and t.direction == "mutual" for scheme, b in ties for t in scheme.recognition)
    return mutual or all(
        any(
            t.scheme == b and t.direction == "accepts" and t.relation in ("accepts", "mutual")
            for t in scheme.recognition
        )
        for scheme, b in ties
    )
