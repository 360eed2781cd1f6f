"""How much of one scheme is in another: butterfly bars for one scheme, a numbered grid for a few."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from labelscope.charts import Spec, finish, numeric, palette
from labelscope.figures import Figure

_ROW, _SIDE, _NAMES = 24, 330, 180
_CELL_WIDTH, _CELL_HEIGHT, _GRID_NAMES = 104, 40, 1.85
#: Above this share a number stands in the paper's colour on the dark cell.
_DARK = 0.57
_WRAP, _LINE = 14, 13


@dataclass(frozen=True, slots=True)
class Wing:
    """One other scheme: its share that the chosen one asks, the chosen one's share that it asks, both in words."""

    name: str
    theirs: Figure
    ours: Figure
    theirs_text: str
    ours_text: str


def butterfly(wings: Sequence[Wing], left_title: str, right_title: str, mode: str) -> Spec:
    """Names in the middle; to the left the share of the other in the chosen one, to the right the reverse.

    Each bar stands over a grey bar of the whole; the line over it is the likely band.
    """
    n = len(wings)
    colours = palette(mode)
    height = n * _ROW
    names = pd.DataFrame({"x": 0.5, "y": [row + 0.5 for row in range(n)], "text": [wing.name for wing in wings]})
    middle = (
        alt.Chart(names).mark_text(align="center", baseline="middle")
        .encode(alt.X(**numeric("x", 0, 1)), alt.Y(**numeric("y", 0, n, reverse=True)), text="text:N")
        .properties(width=_NAMES, height=height)
    )  # fmt: skip
    left = _wing([(wing.theirs, wing.theirs_text) for wing in wings], left_title, True, mode)
    right = _wing([(wing.ours, wing.ours_text) for wing in wings], right_title, False, mode)
    chart = alt.hconcat(left, middle, right, spacing=6).resolve_scale(y="shared", x="independent")
    spec = finish(chart, mode, marks=n * 8)
    spec["config"]["title"] |= {"fontSize": 12, "fontWeight": 600, "color": colours["muted"]}
    return spec


def _wing(figures: Sequence[tuple[Figure, str]], title: str, reverse: bool, mode: str) -> Any:
    colours = palette(mode)
    n = len(figures)
    bars = pd.DataFrame([
        {"zero": 0.0, "one": 1.0, "y": row + 0.2, "y2": row + 0.8, "my": row + 0.5, "x": figure.middle or 0.0,
         "low": figure.likely[0] if figure.likely else figure.middle or 0.0,
         "high": figure.likely[1] if figure.likely else figure.middle or 0.0, "at": 1.02, "text": text}
        for row, (figure, text) in enumerate(figures)
    ])  # fmt: skip

    def at_x(field: str) -> alt.X:
        return alt.X(**numeric(field, 0, 1.16, reverse=reverse))

    def at_y(field: str) -> alt.Y:
        return alt.Y(**numeric(field, 0, n, reverse=True))

    frame = alt.Chart(bars)
    return alt.layer(
        frame.mark_rect(color=colours["unknown"]).encode(at_x("zero"), at_y("y"), x2="one:Q", y2="y2:Q"),
        frame.mark_rect(color=colours["partial"]).encode(at_x("zero"), at_y("y"), x2="x:Q", y2="y2:Q"),
        frame.mark_rule(strokeWidth=4, color=colours["paper"]).encode(at_x("low"), at_y("my"), x2="high:Q"),
        frame.mark_rule(strokeWidth=2, color=colours["ink"]).encode(at_x("low"), at_y("my"), x2="high:Q"),
        frame.mark_text(align="right" if reverse else "left", baseline="middle").encode(
            at_x("at"), at_y("my"), text="text:N"),
    ).properties(width=_SIDE, height=n * _ROW,
                 title=alt.Title(title, anchor="end" if reverse else "start", frame="group"))  # fmt: skip


def grid(names: Sequence[str], shares: Sequence[Sequence[float | None]], texts: Sequence[Sequence[str]],
         row_title: str, column_title: str, mode: str) -> Spec:  # fmt: skip
    """Row: of what this scheme asks; column: so much is also asked by that one. A number in each cell."""
    colours = palette(mode)
    n = len(names)
    cells = pd.DataFrame([
        {"x": j, "x2": j + 1, "y": i, "y2": i + 1, "mx": j + 0.5, "my": i + 0.5, "text": texts[i][j],
         "share": share if share is not None else -1.0}
        for i, line in enumerate(shares) for j, share in enumerate(line) if i != j
    ])  # fmt: skip
    wrapped = [textwrap.wrap(name, _WRAP) for name in names]
    heads = pd.DataFrame([{"x": j + 0.5, "y": -0.15 - (len(lines) - 1) * _LINE / _CELL_HEIGHT, "text": "\n".join(lines)}
                          for j, lines in enumerate(wrapped)])  # fmt: skip
    sides = pd.DataFrame([{"x": -0.08, "y": i + 0.5, "text": name} for i, name in enumerate(names)])
    titles = pd.DataFrame([{"x": -0.08, "y": -0.15, "text": row_title, "align": "side"},
                           {"x": 0.0, "y": -1.5, "text": column_title, "align": "head"}])  # fmt: skip

    def at_x(field: str) -> alt.X:
        return alt.X(**numeric(field, -_GRID_NAMES, n))

    def at_y(field: str) -> alt.Y:
        return alt.Y(**numeric(field, -1.8, n, reverse=True))

    frame = alt.Chart(cells)
    ends = {"x2": "x2:Q", "y2": "y2:Q"}
    ink = alt.condition(f"datum.share > {_DARK}", alt.value(colours["paper"]), alt.value(colours["ink"]))
    layers = [
        frame.transform_filter("datum.share >= 0").mark_rect(stroke=colours["paper"], strokeWidth=2).encode(
            at_x("x"), at_y("y"), **ends,
            color=alt.Color("share:Q", legend=None, scale=alt.Scale(
                domain=[0, 0.25, 0.5, 0.75, 1], range=list(colours["heat"]), clamp=True, interpolate="lab"))),
        frame.transform_filter("datum.share < 0").mark_rect(
            fill=colours["unknown"], stroke=colours["paper"], strokeWidth=2).encode(at_x("x"), at_y("y"), **ends),
        frame.mark_text(baseline="middle", fontSize=13).encode(at_x("mx"), at_y("my"), text="text:N", color=ink),
        alt.Chart(heads).mark_text(baseline="bottom", lineBreak="\n", lineHeight=_LINE, fontSize=11).encode(
            at_x("x"), at_y("y"), text="text:N"),
        alt.Chart(sides).mark_text(align="right", baseline="middle").encode(at_x("x"), at_y("y"), text="text:N"),
        alt.Chart(titles).transform_filter("datum.align == 'side'").mark_text(
            align="right", baseline="bottom", color=colours["muted"]).encode(at_x("x"), at_y("y"), text="text:N"),
        alt.Chart(titles).transform_filter("datum.align == 'head'").mark_text(
            align="left", baseline="middle", color=colours["muted"]).encode(at_x("x"), at_y("y"), text="text:N"),
    ]  # fmt: skip
    chart = alt.layer(*layers).properties(width=_CELL_WIDTH * (n + _GRID_NAMES), height=_CELL_HEIGHT * (n + 1.8))
    return finish(chart, mode, marks=n * n)
