"""Who covers what: a heatmap of themes that unfolds to criteria, and one theme as a list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import pandas as pd

from labelscope.charts import Spec, finish, numeric, palette
from labelscope.matrix import CoverageMatrix
from labelscope.model import Coverage

#: Order of segments in a strip; what is not known comes last and is never on the colour scale.
SEGMENTS = (
    Coverage.BEYOND, Coverage.FULL, Coverage.PARTIAL, Coverage.ABSENT, Coverage.NOT_NAMED, Coverage.NOT_ASSESSED,
    Coverage.NOT_PUBLIC, Coverage.DEPENDS_ON_LEVEL, Coverage.NOT_APPLICABLE,
)  # fmt: skip
SIGNS: Mapping[Coverage, str] = {
    Coverage.NOT_NAMED: "circle",
    Coverage.NOT_ASSESSED: "M-1,0L1,0",
    Coverage.NOT_PUBLIC: "M-.8,-.8L.8,-.8L.8,.8L-.8,.8Z",
    Coverage.DEPENDS_ON_LEVEL: "M0,-1L.9,.7L-.9,.7Z",
    Coverage.NOT_APPLICABLE: "M-.7,-.7L.7,.7M-.7,.7L.7,-.7",
}
_ROW, _NAMES, _GAP, _TILE = 17, 6.2, 0.35, 0.92
#: Room that one character of a slanted column name takes, in rows upwards and in columns to the right.
_RISE, _RUN = 0.3, 0.068
_HEAD = "head"


def heatmap(
    matrix: CoverageMatrix,
    order: Sequence[str],
    unfolded: str | None,
    words: Mapping[Coverage, str],
    language: str,
    mode: str,
    picked: tuple[str, str] | None = None,
    kinds: Sequence[str] = ("content", "system"),
) -> Spec:
    """Schemes (rows) x themes (columns), each cell a strip cut in proportion to its states.

    Parameters
    ----------
    order : scheme ids, top to bottom
    unfolded : id of the theme shown criterion by criterion, or None
    words : coverage names in the language shown
    picked : (scheme id, criterion or theme id) marked with the accent

    A click selects the point parameter `cell` with `scheme`, `theme` and `criterion`; a click on a
    column's name gives scheme and criterion `head`.
    """
    colours = palette(mode)
    columns = _columns(matrix, unfolded, language, kinds)
    heads_height = max(len(column["label"]) for column in columns) * _RISE + 0.6
    width = max(max(c["right"] + 0.2, (c["left"] + c["right"]) / 2 + len(c["label"]) * _RUN) for c in columns)
    schemes = matrix.catalogue.schemes
    strips, hits = [], []
    for y, scheme_id in enumerate(order):
        for column in columns:
            cells = [matrix.cell(scheme_id, criterion) for criterion in column["criteria"]]
            counts = Counter(cell.coverage for cell in cells)
            left, span = column["left"], column["right"] - column["left"]
            text = ", ".join(f"{counts[state]} {words[state]}" for state in SEGMENTS if counts[state])
            single = column["criteria"][0] if len(column["criteria"]) == 1 else "theme"
            hits.append((left, left + span, y, y + 1, scheme_id, column["theme"], single, schemes[scheme_id].short,
                         column["label"], words[cells[0].coverage] if single != "theme" else text))  # fmt: skip
            for state in SEGMENTS:
                if counts[state]:
                    share = span * counts[state] / len(cells)
                    strips.append((left, left + share, y + 0.08, y + 0.92, str(state), left + share / 2, y + 0.5))
                    left += share
    frame = pd.DataFrame(strips, columns=["x", "x2", "y", "y2", "state", "mx", "my"])
    clickable = pd.DataFrame(
        hits, columns=["x", "x2", "y", "y2", "scheme", "theme", "criterion", "name", "column", "what"]
    )
    names = pd.DataFrame({"x": -0.15, "y": [i + 0.5 for i in range(len(order))],
                          "text": [schemes[s].short for s in order]})  # fmt: skip
    heads = pd.DataFrame([
        {"x": (c["left"] + c["right"]) / 2, "y": -0.25, "text": c["label"], "open": c["is_open"], "scheme": _HEAD,
         "theme": c["theme"], "criterion": _HEAD}
        for c in columns
    ])  # fmt: skip
    x = alt.X(**numeric("x", -_NAMES, width))
    y_axis = alt.Y(**numeric("y", -heads_height, len(order), reverse=True))
    base = {"x2": "x2:Q", "y2": "y2:Q"}
    chosen = alt.selection_point(name="cell", fields=["scheme", "theme", "criterion"], on="click", empty=False)
    layers: list[alt.Chart] = [
        alt.Chart(frame).mark_rect(strokeWidth=0.7).encode(
            x, y_axis, **base,
            color=alt.Color("state:N", legend=None, scale=alt.Scale(domain=list(map(str, SEGMENTS)), range=[
                colours["beyond"], colours["full"], colours["partial"], colours["paper"], *[colours["unknown"]] * 5])),
            stroke=alt.condition("datum.state == 'absent'", alt.value(colours["sign"]), alt.value(colours["paper"])),
        ),
        alt.Chart(frame[frame.state.isin(list(map(str, SIGNS)))]).mark_point(filled=False, size=9, strokeWidth=1.1)
        .encode(
            alt.X(**numeric("mx", -_NAMES, width)), alt.Y(**numeric("my", -heads_height, len(order), reverse=True)),
            shape=alt.Shape("state:N", legend=None,
                            scale=alt.Scale(domain=list(map(str, SIGNS)), range=list(SIGNS.values()))),
            stroke=alt.value(colours["sign"]),
        ),
        alt.Chart(frame[frame.state == str(Coverage.BEYOND)]).mark_point(shape="cross", size=26, filled=True).encode(
            alt.X(**numeric("mx", -_NAMES, width)), alt.Y(**numeric("my", -heads_height, len(order), reverse=True)),
            color=alt.value(colours["paper"]),
        ),
        alt.Chart(names).mark_text(align="right", baseline="middle").encode(x, y_axis, text="text:N"),
        alt.Chart(heads).mark_text(align="left", baseline="middle", angle=305).encode(
            x, y_axis, text="text:N",
            color=alt.condition("datum.open", alt.value(colours["accent"]), alt.value(colours["ink"])),
        ),
    ]  # fmt: skip
    if picked:
        mine = clickable[(clickable.scheme == picked[0])
                         & ((clickable.criterion == picked[1]) | (clickable.theme == picked[1]))]  # fmt: skip
        for colour, thickness in ((colours["paper"], 6), (colours["accent"], 2.5)):
            layers.append(
                alt.Chart(mine).mark_rect(fill=None, stroke=colour, strokeWidth=thickness).encode(x, y_axis, **base)
            )
    head_hits = heads.assign(x=[c["left"] for c in columns], x2=[c["right"] for c in columns], y=-1.6, y2=0.0,
                             name="", column=heads.text, what="")  # fmt: skip
    tooltip = [alt.Tooltip(f"{field}:N", title=" " * (k + 1)) for k, field in enumerate(("name", "column", "what"))]
    layers.append(
        alt.Chart(pd.concat([clickable, head_hits[clickable.columns]], ignore_index=True))
        .mark_rect(opacity=0.001, cursor="pointer").encode(x, y_axis, **base, tooltip=tooltip).add_params(chosen)
    )  # fmt: skip
    chart = alt.layer(*layers).properties(width=1250, height=_ROW * (len(order) + heads_height))
    return finish(chart, mode, marks=len(frame) + len(clickable))


def theme_list(
    matrix: CoverageMatrix,
    order: Sequence[str],
    criteria: Sequence[str],
    words: Mapping[Coverage, str],
    mode: str,
) -> Spec:
    """Schemes as rows, one small square per criterion: for one theme, readable on a phone."""
    colours = palette(mode)
    schemes = matrix.catalogue.schemes
    rows = []
    for y, scheme_id in enumerate(order):
        cells = sorted((matrix.cell(scheme_id, c) for c in criteria), key=lambda cell: SEGMENTS.index(cell.coverage))
        for k, cell in enumerate(cells):
            rows.append((k, k + 0.92, y + 0.1, y + 0.9, str(cell.coverage), k + 0.46, y + 0.5,
                         schemes[scheme_id].short, words[cell.coverage]))  # fmt: skip
    frame = pd.DataFrame(rows, columns=["x", "x2", "y", "y2", "state", "mx", "my", "name", "what"])
    names = pd.DataFrame({"x": -0.15, "y": [i + 0.5 for i in range(len(order))],
                          "text": [schemes[s].short for s in order]})  # fmt: skip
    left = -0.85 * len(criteria)
    x = alt.X(**numeric("x", left, len(criteria)))
    y_axis = alt.Y(**numeric("y", 0, len(order), reverse=True))
    mx = alt.X(**numeric("mx", left, len(criteria)))
    my = alt.Y(**numeric("my", 0, len(order), reverse=True))
    layers = [
        alt.Chart(frame).mark_rect(strokeWidth=0.7).encode(
            x, y_axis, x2="x2:Q", y2="y2:Q",
            tooltip=[alt.Tooltip("name:N", title=" "), alt.Tooltip("what:N", title="  ")],
            color=alt.Color("state:N", legend=None, scale=alt.Scale(domain=list(map(str, SEGMENTS)), range=[
                colours["beyond"], colours["full"], colours["partial"], colours["paper"], *[colours["unknown"]] * 5])),
            stroke=alt.condition("datum.state == 'absent'", alt.value(colours["sign"]), alt.value(colours["paper"])),
        ),
        alt.Chart(frame[frame.state.isin(list(map(str, SIGNS)))]).mark_point(filled=False, size=14, strokeWidth=1.1)
        .encode(mx, my, stroke=alt.value(colours["sign"]),
                shape=alt.Shape("state:N", legend=None,
                                scale=alt.Scale(domain=list(map(str, SIGNS)), range=list(SIGNS.values())))),
        alt.Chart(frame[frame.state == str(Coverage.BEYOND)]).mark_point(shape="cross", size=40, filled=True).encode(
            mx, my, color=alt.value(colours["paper"])),
        alt.Chart(names).mark_text(align="right", baseline="middle").encode(x, y_axis, text="text:N"),
    ]  # fmt: skip
    return finish(alt.layer(*layers).properties(width="container", height=21 * len(order)), mode, marks=len(frame))


def _columns(matrix: CoverageMatrix, unfolded: str | None, language: str, kinds: Sequence[str]) -> list[dict[str, Any]]:
    tree = matrix.catalogue.criteria
    columns: list[dict[str, Any]] = []
    left, pillar = 0.0, None
    for theme in tree.themes:
        if tree.pillar_of(tree.of_theme(theme.id)[0].id).kind not in kinds:
            continue
        left += _GAP if pillar not in (None, theme.parent) else 0
        pillar = theme.parent
        criteria = [criterion.id for criterion in tree.of_theme(theme.id)]
        if theme.id == unfolded:
            for criterion in tree.of_theme(theme.id):
                columns.append({"left": left, "right": left + _TILE, "theme": theme.id, "criteria": [criterion.id],
                                "label": criterion.label[language], "is_open": True})  # fmt: skip
                left += 1
        else:
            columns.append({"left": left, "right": left + _TILE, "theme": theme.id, "criteria": criteria,
                            "label": theme.short[language], "is_open": False})  # fmt: skip
            left += 1
    return columns
