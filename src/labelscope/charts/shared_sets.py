"""Which criteria are asked by exactly which schemes: an UpSet plot in one view."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import altair as alt
import pandas as pd

from labelscope.charts import Spec, finish, numeric, palette
from labelscope.overlap import SharedSet

#: Columns that fit on a screen; the rest is said in words.
MAX_COLUMNS = 18
#: What a dot says: asked, read in full and absent, or (for some criterion of the column) not known.
ASKED, ABSENT, UNKNOWN = "asked", "absent", "unknown"
_COLUMN, _ROW, _NAMES, _SIZES, _BARS = 38, 26, 4.6, 2.6, 6.0


@dataclass(frozen=True, slots=True)
class Column:
    """One group of criteria: the set, the state of its dot by scheme, and its words for the tooltip."""

    group: SharedSet
    dots: Mapping[str, str]
    words: str


def upset(
    columns: Sequence[Column],
    schemes: Sequence[tuple[str, str, int]],
    mode: str,
    picked: str | None = None,
) -> Spec:
    """Groups as columns, their sizes as bars above, schemes as rows, their sizes as bars to the left.

    Parameters
    ----------
    columns : groups, left to right
    schemes : id, name and number of criteria asked, top to bottom
    picked : the ids of a group's schemes joined by "|", marked with the accent

    A click on a bar or its dots selects the point parameter `cell` with `combo`, ids joined by "|".
    """
    colours = palette(mode)
    row_of = {scheme_id: row for row, (scheme_id, _, _) in enumerate(schemes)}
    n, width = len(schemes), len(columns)
    tallest = max((len(column.group.criteria) for column in columns), default=1)
    largest = max((size for _, _, size in schemes), default=1) or 1
    bars, dots, joins, hits = [], [], [], []
    for x, column in enumerate(columns):
        combo = "|".join(column.group.schemes)
        size = len(column.group.criteria)
        mine = combo == picked
        top = -0.35 - size / tallest * (_BARS - 1.2)
        bars.append((x + 0.18, x + 0.82, top, -0.35, x + 0.5, top - 0.3, str(size), mine))
        rows = [row_of[scheme_id] for scheme_id in column.group.schemes]
        joins.append((x + 0.5, min(rows) + 0.5, max(rows) + 0.5, mine))
        dots += [
            (x + 0.5, row + 0.5, column.dots[scheme_id], mine and column.dots[scheme_id] == ASKED)
            for scheme_id, row in row_of.items()
        ]
        hits.append((x, x + 1, -_BARS, n, combo, column.words))
    bar_frame = pd.DataFrame(bars, columns=["x", "x2", "y", "y2", "mx", "my", "text", "mine"])
    dot_frame = pd.DataFrame(dots, columns=["x", "y", "state", "mine"])
    join_frame = pd.DataFrame(joins, columns=["x", "y", "y2", "mine"])
    hit_frame = pd.DataFrame(hits, columns=["x", "x2", "y", "y2", "combo", "words"])
    size_frame = pd.DataFrame([
        {"x": -_NAMES - size / largest * (_SIZES - 0.9), "x2": -_NAMES, "y": row + 0.22, "y2": row + 0.78,
         "my": row + 0.5, "mx": -_NAMES - size / largest * (_SIZES - 0.9) - 0.1, "text": str(size), "name": name,
         "nx": -0.25}
        for row, (_, name, size) in enumerate(schemes)
    ])  # fmt: skip
    stripes = pd.DataFrame([{"x": -_NAMES, "x2": width, "y": row, "y2": row + 1} for row in range(0, n, 2)])
    left = -_NAMES - _SIZES

    def at_x(field: str) -> alt.X:
        return alt.X(**numeric(field, left, max(width, 1)))

    def at_y(field: str) -> alt.Y:
        return alt.Y(**numeric(field, -_BARS, n, reverse=True))

    ends = {"x2": "x2:Q", "y2": "y2:Q"}
    colour = alt.condition("datum.mine", alt.value(colours["accent"]), alt.value(colours["full"]))
    dot = alt.Chart(dot_frame)
    chosen = alt.selection_point(name="cell", fields=["combo"], on="click", empty=False)
    layers = [
        alt.Chart(stripes).mark_rect(color=colours["panel"]).encode(at_x("x"), at_y("y"), **ends),
        alt.Chart(bar_frame).mark_rect().encode(at_x("x"), at_y("y"), **ends, color=colour),
        alt.Chart(bar_frame).mark_text(baseline="middle", fontWeight=600).encode(at_x("mx"), at_y("my"), text="text:N"),
        alt.Chart(join_frame).mark_rule(strokeWidth=3).encode(at_x("x"), at_y("y"), y2="y2:Q", color=colour),
        dot.transform_filter(f"datum.state == '{UNKNOWN}'").mark_circle(size=90, opacity=1).encode(
            at_x("x"), at_y("y"), color=alt.value(colours["rule"])),
        dot.transform_filter(f"datum.state == '{ABSENT}'").mark_point(size=80, strokeWidth=1.4, filled=True).encode(
            at_x("x"), at_y("y"), fill=alt.value(colours["paper"]), stroke=alt.value(colours["sign"])),
        dot.transform_filter(f"datum.state == '{ASKED}'").mark_circle(size=150, opacity=1).encode(
            at_x("x"), at_y("y"), color=colour),
        alt.Chart(size_frame).mark_rect(color=colours["partial"]).encode(at_x("x"), at_y("y"), **ends),
        alt.Chart(size_frame).mark_text(align="right", baseline="middle", color=colours["muted"]).encode(
            at_x("mx"), at_y("my"), text="text:N"),
        alt.Chart(size_frame).mark_text(align="right", baseline="middle").encode(
            at_x("nx"), at_y("my"), text="name:N"),
        alt.Chart(hit_frame).mark_rect(opacity=0.001, cursor="pointer").encode(
            at_x("x"), at_y("y"), **ends, tooltip=[alt.Tooltip("words:N", title=" ")]).add_params(chosen),
    ]  # fmt: skip
    chart = alt.layer(*layers).properties(width=_COLUMN * (max(width, 1) - left), height=_ROW * (n + _BARS))
    return finish(chart, mode, marks=len(dots))
