"""Small pictures of schemes: the strip by family, shares, assurance in five pips, one scheme theme by theme."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from labelscope.charts import Spec, finish, numeric, palette
from labelscope.charts.coverage import SEGMENTS, SIGNS
from labelscope.families import Families
from labelscope.i18n import mark
from labelscope.matrix import CoverageMatrix
from labelscope.model import Assurance, Coverage, Evidence, Grade, Kind, Scheme

#: What a mark's form says about a scheme.
FORM: Mapping[Kind, str] = {
    Kind.PRODUCT_LABEL: "label", Kind.SITE_AUDIT: "audit", Kind.MEMBERSHIP_INITIATIVE: "audit",
    Kind.COMPANY_RATING: "other", Kind.SECTOR_AGREEMENT: "other", Kind.INSPECTION_PROGRAMME: "other",
    Kind.CONVERGENCE_FRAMEWORK: "other",
}  # fmt: skip
#: Months between audits up to which a check counts as yearly.
YEARLY = 12
_ROW, _NAMES, _COUNT = 22, 0.85, 3.0
HEAD = "head"


@dataclass(frozen=True, slots=True)
class Mark:
    """One scheme on the strip."""

    scheme_id: str
    form: str
    is_active: bool


@dataclass(frozen=True, slots=True)
class StripRow:
    """One family on the strip: its marks (criteria), how firm it is, its schemes in tree order.

    `stability` is None for the schemes that were not grouped, because they collect data or grade.
    """

    criteria: tuple[str, ...]
    stability: float | None
    is_firm: bool
    schemes: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """Counts of the criteria of one pillar for one scheme; criteria that do not apply are left out."""

    full: int
    partial: int
    absent: int
    unknown: int

    @property
    def asked(self) -> int:
        """Criteria asked for, in whole or in part."""
        return self.full + self.partial

    @property
    def of(self) -> int:
        """All criteria that apply."""
        return self.full + self.partial + self.absent + self.unknown


def _by_word(yes: Sequence[str], partly: Sequence[str], no: Sequence[str]) -> Callable[[str], str]:
    table = {**dict.fromkeys(yes, "yes"), **dict.fromkeys(partly, "partly"), **dict.fromkeys(no, "no")}
    return lambda value: table.get(value, "unknown")


_THIRD_PARTY = _by_word(("third-party",), ("mixed",), ())
_ACCREDITED = _by_word(("accredited",), ("owner-approved",), ("none",))
_REQUIRED = _by_word(("required",), ("possible",), ("no",))


def _yearly(assurance: Assurance) -> str:
    months = assurance.audit_interval_months
    return "unknown" if not months else "yes" if months <= YEARLY else "no"


#: The five pips, in their order: name and the rule that reads one fact.
PIPS: Mapping[str, tuple[str, Callable[[Assurance], str]]] = {
    "third-party-audit": (mark("third party"), lambda a: _THIRD_PARTY(a.model)),
    "accreditation": (mark("accreditation"), lambda a: _ACCREDITED(a.accreditation)),
    "audit-frequency": (mark("every year or more often"), _yearly),
    "unannounced-visits": (mark("unannounced visits"), lambda a: _REQUIRED(a.unannounced)),
    "worker-interviews": (mark("interviews with workers"), lambda a: _REQUIRED(a.worker_interviews)),
}
PIP_RULE = mark(
    "Assurance in five pips, read from the facts of the record. Yes: verified by a third party; verifiers accredited; "
    "checked every year or more often; unannounced visits required; interviews with workers required. "
    "Partly: a mix of third and second party; verifiers approved by the owner; visits or interviews possible. "
    "No: the record says so, or checks are more than a year apart."
)


def strip(families: Families, schemes: Mapping[str, Scheme]) -> tuple[StripRow, ...]:
    """All schemes by family, in the order of the tree; those that were not grouped last."""

    def marks(ids: Sequence[str]) -> tuple[Mark, ...]:
        return tuple(Mark(s, FORM[schemes[s].identity.kind], schemes[s].status.state == "active") for s in ids)

    rows = [
        StripRow(family.marks, family.stability, family.is_firm, marks(family.schemes)) for family in families.families
    ]
    if families.left_out:
        rows.append(StripRow((), None, False, marks(families.left_out)))
    return tuple(rows)


def share(matrix: CoverageMatrix, scheme_id: str, criteria: Sequence[str]) -> Share:
    """How many of some criteria a scheme asks for, does not ask for, and how many are not known."""
    states = [matrix.cell(scheme_id, criterion).coverage for criterion in criteria]
    counts = Counter(states)
    full, partial = counts[Coverage.FULL] + counts[Coverage.BEYOND], counts[Coverage.PARTIAL]
    rest = sum(not item.is_known and item is not Coverage.NOT_APPLICABLE for item in states)
    return Share(full, partial, counts[Coverage.ABSENT], rest)


def unknown_share(matrix: CoverageMatrix, schemes: Sequence[str], criterion: str) -> float:
    """Share of some schemes of which it is not known whether they ask for a criterion that applies to them."""
    states = [matrix.cell(scheme_id, criterion).coverage for scheme_id in schemes]
    unknown = sum(not item.is_known and item is not Coverage.NOT_APPLICABLE for item in states)
    return unknown / len(states) if states else 0.0


def pips(scheme: Scheme) -> dict[str, str]:
    """What is known of the five assurance facts: pip -> `yes`, `partly`, `no` or `unknown`."""
    return {name: rule(scheme.assurance) for name, (_, rule) in PIPS.items()}


def grade_shares(evidence: Sequence[Evidence]) -> dict[Grade, float]:
    """Share of each grade among clauses; empty where there are none."""
    counts = Counter(item.grade for item in evidence)
    return {grade: counts[grade] / len(evidence) for grade in Grade if counts[grade]}


def one_scheme(
    matrix: CoverageMatrix,
    scheme_id: str,
    kind: str,
    chosen: str | None,
    words: Mapping[Coverage, str],
    language: str,
    mode: str,
) -> Spec:
    """One scheme: a row per theme, a square per criterion, the number asked at the end.

    Parameters
    ----------
    kind : `content` or `system`
    chosen : id of the theme whose name takes the accent, or None
    words : coverage names in the language shown

    A click selects the point parameter `cell` with `theme` and `criterion` (`head` on a theme's name).
    """
    colours = palette(mode)
    tree = matrix.catalogue.criteria
    themes = [theme for theme in tree.themes if tree.kind_of(tree.of_theme(theme.id)[0].id) == kind]
    widest = max(len(tree.of_theme(theme.id)) for theme in themes)
    squares: list[dict[str, Any]] = []
    names: list[dict[str, Any]] = []
    y, pillar = 0.0, None
    for theme in themes:
        y += 0.5 if pillar not in (None, theme.parent) else 0
        pillar = theme.parent
        cells = [matrix.cell(scheme_id, criterion.id) for criterion in tree.of_theme(theme.id)]
        cells.sort(key=lambda cell: SEGMENTS.index(cell.coverage))
        for k, cell in enumerate(cells):
            squares.append({
                "x": k + 0.04, "x2": k + 0.96, "y": y + 0.1, "y2": y + 0.9, "mx": k + 0.5, "my": y + 0.5,
                "state": str(cell.coverage), "theme": theme.id, "criterion": cell.criterion_id,
                "name": tree[cell.criterion_id].label[language], "what": words[cell.coverage],
            })  # fmt: skip
        asked = sum(cell.coverage.is_asked for cell in cells)
        names.append({
            "x": -_NAMES * widest, "x2": -0.05, "y": y, "y2": y + 1, "my": y + 0.5, "end": widest + _COUNT,
            "text": theme.short[language], "count": f"{asked}/{len(cells)}", "is_open": theme.id == chosen,
            "theme": theme.id, "criterion": HEAD, "name": theme.label[language], "what": f"{asked}/{len(cells)}",
        })  # fmt: skip
        y += 1
    left, right = -_NAMES * widest, widest + _COUNT

    def across(field: str) -> alt.X:
        return alt.X(**numeric(field, left, right))

    def down(field: str) -> alt.Y:
        return alt.Y(**numeric(field, 0, y, reverse=True))

    frame, heads = pd.DataFrame(squares), pd.DataFrame(names)
    picked = alt.selection_point(name="cell", fields=["theme", "criterion"], on="click", empty=False)
    columns = ["x", "x2", "y", "y2", "theme", "criterion", "name", "what"]
    layers = [
        alt.Chart(frame).mark_rect(strokeWidth=0.8).encode(
            across("x"), down("y"), x2="x2:Q", y2="y2:Q",
            color=alt.Color("state:N", legend=None, scale=alt.Scale(domain=list(map(str, SEGMENTS)), range=[
                colours["beyond"], colours["full"], colours["partial"], colours["paper"], *[colours["unknown"]] * 5])),
            stroke=alt.condition("datum.state == 'absent'", alt.value(colours["sign"]), alt.value(colours["paper"])),
        ),
        alt.Chart(frame[frame.state.isin(list(map(str, SIGNS)))]).mark_point(filled=False, size=20, strokeWidth=1.2)
        .encode(across("mx"), down("my"), stroke=alt.value(colours["sign"]),
                shape=alt.Shape("state:N", legend=None,
                                scale=alt.Scale(domain=list(map(str, SIGNS)), range=list(SIGNS.values())))),
        alt.Chart(frame[frame.state == str(Coverage.BEYOND)]).mark_point(shape="cross", size=50, filled=True)
        .encode(across("mx"), down("my"), color=alt.value(colours["paper"])),
        alt.Chart(heads).mark_text(align="left", baseline="middle", fontSize=13).encode(
            across("x"), down("my"), text="text:N",
            color=alt.condition("datum.is_open", alt.value(colours["accent"]), alt.value(colours["ink"]))),
        alt.Chart(heads).mark_text(align="right", baseline="middle").encode(
            across("end"), down("my"), text="count:N", color=alt.value(colours["muted"])),
        alt.Chart(pd.concat([frame[columns], heads[columns]], ignore_index=True))
        .mark_rect(opacity=0.001, cursor="pointer")
        .encode(across("x"), down("y"), x2="x2:Q", y2="y2:Q",
                tooltip=[alt.Tooltip("name:N", title=" "), alt.Tooltip("what:N", title="  ")])
        .add_params(picked),
    ]  # fmt: skip
    return finish(alt.layer(*layers).properties(width="container", height=round(_ROW * y)), mode, marks=len(frame))
