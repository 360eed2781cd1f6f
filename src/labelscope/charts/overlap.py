"""Who duplicates whom: an ordered heatmap of overlap with the tree that orders it."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from labelscope.charts import Spec, finish, numeric, palette
from labelscope.families import Families
from labelscope.overlap import OverlapMatrix

#: Ends of the steps of the colour scale; the last colour holds from there on.
STEPS = (0.0, 0.2, 0.4, 0.6, 0.8)
_ROW, _TREE, _NAMES, _LABELS = 14, 105, 158, 190
#: So much room is left for the cells on a page; where more schemes would need more, the cells get narrower.
_WIDEST = 650
_CHARACTERS, _LINE = 32, 13


def heatmap(
    overlap: OverlapMatrix,
    families: Families,
    order: Sequence[str],
    labels: Mapping[int, Sequence[str]],
    too_little: str,
    percent: str,
    mode: str,
    picked: tuple[str, str] | None = None,
) -> Spec:
    """Schemes x schemes in the order of the tree, with the tree beside them and a box around each family.

    Parameters
    ----------
    order : scheme ids that were grouped, top to bottom, in the order of `families`
    labels : what sets each family apart, by its number; as much as fits stands beside its box
    too_little : words for a pair without a figure
    percent : the percent sign as the language shown writes it, with its space
    picked : a pair marked with the accent

    A click selects the point parameter `cell` with `i` and `j`, positions in `order`.
    """
    colours = palette(mode)
    n = len(order)
    height = n * _ROW
    names = [overlap.matrix.catalogue.schemes[s].short for s in order]
    domain = {"low": 0, "high": n, "reverse": True}
    chart = (
        alt.hconcat(
            _tree(families, order, colours).properties(width=_TREE, height=height),
            _names(names, order, picked, domain, colours).properties(width=_NAMES, height=height),
            _heat(overlap, order, names, families, too_little, percent, picked, colours)
            .properties(width=min(height, _WIDEST), height=height),
            _labels(families, order, labels, domain, colours).properties(width=_LABELS, height=height),
            spacing=4,
        )
        .resolve_scale(y="shared")
    )  # fmt: skip
    return finish(chart, mode, marks=n * n)


def blocks(families: Families, order: Sequence[str]) -> list[tuple[int, int, int]]:
    """Family number, first row and row after the last, for every family in `order`."""
    found: list[tuple[int, int, int]] = []
    for row, scheme_id in enumerate(order):
        family = families.of(scheme_id)
        number = family.number if family else 0
        if found and found[-1][0] == number:
            found[-1] = (number, found[-1][1], row + 1)
        else:
            found.append((number, row, row + 1))
    return found


def branches(families: Families, order: Sequence[str]) -> list[tuple[float, float, float, float, float]]:
    """The tree over the schemes in `order`: height, upper and lower row, heights of the two ends below.

    Where only one side of a fork is in `order`, the fork falls away.
    """
    rows = {scheme_id: row + 0.5 for row, scheme_id in enumerate(order)}
    nodes: list[tuple[float, float] | None] = [
        (rows[leaf], 0.0) if leaf in rows else None for leaf in families.leaves
    ]  # fmt: skip
    found = []
    for left, right, distance, _ in families.linkage:
        ends = [node for node in (nodes[int(left)], nodes[int(right)]) if node is not None]
        if len(ends) < 2:
            nodes.append(ends[0] if ends else None)
            continue
        (upper, first), (lower, second) = sorted(ends)
        found.append((float(distance), upper, lower, first, second))
        nodes.append(((upper + lower) / 2, float(distance)))
    return found


def _tree(families: Families, order: Sequence[str], colours: Mapping[str, Any]) -> Any:
    points: list[tuple[int, int, float, float]] = []
    for k, (distance, upper, lower, first, second) in enumerate(branches(families, order)):
        corners = ((first, upper), (distance, upper), (distance, lower), (second, lower))
        points += [(k, step, height, row) for step, (height, row) in enumerate(corners)]
    frame = pd.DataFrame(points, columns=["branch", "step", "x", "y"])
    top = float(families.linkage[:, 2].max()) * 1.02
    return (
        alt.Chart(frame).mark_line(strokeWidth=1.2, color=colours["sign"])
        .encode(alt.X(**numeric("x", 0, top, reverse=True)), alt.Y(**numeric("y", 0, len(order), reverse=True)),
                detail="branch:N", order="step:Q")
    )  # fmt: skip


def _names(
    names: Sequence[str],
    order: Sequence[str],
    picked: tuple[str, str] | None,
    domain: Mapping[str, Any],
    colours: Mapping[str, Any],
) -> Any:
    frame = pd.DataFrame({"x": 0.99, "y": [row + 0.5 for row in range(len(order))], "text": names,
                          "picked": [scheme in (picked or ()) for scheme in order]})  # fmt: skip
    base = alt.Chart(frame).mark_text(align="right", baseline="middle", fontSize=11)
    x, y = alt.X(**numeric("x", 0, 1)), alt.Y(**numeric("y", **domain))
    return alt.layer(
        base.transform_filter("!datum.picked").encode(x, y, text="text:N"),
        base.transform_filter("datum.picked").encode(x, y, text="text:N", color=alt.value(colours["accent"])),
    )


def _heat(
    overlap: OverlapMatrix,
    order: Sequence[str],
    names: Sequence[str],
    families: Families,
    too_little: str,
    percent: str,
    picked: tuple[str, str] | None,
    colours: Mapping[str, Any],
) -> Any:
    n = len(order)
    rows = overlap.matrix.rows(order)
    values = overlap.symmetric[np.ix_(rows, rows)]
    i, j = np.nonzero(~np.eye(n, dtype=bool))
    shares = np.where(np.isnan(values[i, j]), -1, values[i, j].round(3))
    # As inline data: a frame of more than 5,000 rows is refused, and 72 schemes already make more pairs.
    triples = zip(i.tolist(), j.tolist(), shares.tolist(), strict=True)
    cells = alt.InlineData(values=[{"i": a, "j": b, "share": share} for a, b, share in triples])
    x, y = alt.X(**numeric("x", 0, n)), alt.Y(**numeric("y", 0, n, reverse=True))
    ends = {"x2": "x2:Q", "y2": "y2:Q"}
    said = f"datum.share < 0 ? {_quoted(too_little)} : round(datum.share * 100) + {_quoted(percent)}"
    cell = alt.Chart(cells).transform_calculate(
        x="datum.j", x2="datum.j + 1", y="datum.i", y2="datum.i + 1", mx="datum.j + .5", my="datum.i + .5",
        first=f"{list(names)}[datum.i]", second=f"{list(names)}[datum.j]", said=said,
    )  # fmt: skip
    boxes = pd.DataFrame([{"x": a, "x2": b, "y": a, "y2": b} for _, a, b in blocks(families, order)])
    layers: list[alt.Chart] = [
        cell.transform_filter("datum.share >= 0").mark_rect().encode(
            x, y, **ends,
            color=alt.Color("share:Q", legend=None, scale=alt.Scale(
                domain=list(STEPS), range=list(colours["heat"]), clamp=True, interpolate="lab")),
        ),
        cell.transform_filter("datum.share < 0").mark_rect(fill=colours["unknown"]).encode(x, y, **ends),
        cell.transform_filter("datum.share < 0").mark_point(
            filled=False, size=9, strokeWidth=1.1, shape="M-1,0L1,0", stroke=colours["sign"]
        ).encode(alt.X(**numeric("mx", 0, n)), alt.Y(**numeric("my", 0, n, reverse=True))),
        alt.Chart(boxes).mark_rect(fill=None, stroke=colours["ink"], strokeWidth=1.3).encode(x, y, **ends),
    ]  # fmt: skip
    if picked and all(scheme in order for scheme in picked):
        a, b = (order.index(scheme) for scheme in picked)
        mine = pd.DataFrame([{"x": q, "x2": q + 1, "y": p, "y2": p + 1} for p, q in ((a, b), (b, a))])
        for colour, thickness in ((colours["paper"], 5), (colours["accent"], 2.5)):
            layers.append(
                alt.Chart(mine).mark_rect(fill=None, stroke=colour, strokeWidth=thickness).encode(x, y, **ends)
            )
    chosen = alt.selection_point(name="cell", fields=["i", "j"], on="click", empty=False)
    tooltip = [alt.Tooltip(f"{field}:N", title=" " * (k + 1)) for k, field in enumerate(("first", "second", "said"))]
    layers.append(
        cell.mark_rect(opacity=0.001, cursor="pointer").encode(x, y, **ends, tooltip=tooltip).add_params(chosen)
    )
    return alt.layer(*layers)


def _labels(
    families: Families,
    order: Sequence[str],
    labels: Mapping[int, Sequence[str]],
    domain: Mapping[str, Any],
    colours: Mapping[str, Any],
) -> Any:
    rows = []
    for number, first, after in blocks(families, order):
        lines = _fitting(number, labels.get(number, ()), max(1, (after - first) * _ROW // _LINE))
        middle = (first + after) / 2 - (len(lines) - 1) * _LINE / _ROW / 2
        rows.append({"x": 0.02, "y": middle, "text": "\n".join(lines)})
    return (
        alt.Chart(pd.DataFrame(rows))
        .mark_text(align="left", baseline="middle", fontSize=11, lineBreak="\n", lineHeight=_LINE, color=colours["ink"])
        .encode(alt.X(**numeric("x", 0, 1)), alt.Y(**numeric("y", **domain)), text="text:N")
    )


def _fitting(number: int, parts: Sequence[str], room: int) -> list[str]:
    for count in range(len(parts), 0, -1):
        lines = textwrap.wrap(f"{number}. {'; '.join(parts[:count])}", _CHARACTERS)
        if len(lines) <= room:
            return lines
    return [f"{number}."]


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
