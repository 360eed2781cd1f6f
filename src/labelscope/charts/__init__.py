"""Results to Altair specifications: pure functions, one module per picture.

Marks are laid out in Python in row and column units; Altair draws them. Every function returns a
dict ready for `st.vega_lite_chart`, with its own background so that it stays readable when the
page's mode is switched.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import altair as alt

Spec = dict[str, Any]
#: Above so many marks a chart is drawn on a canvas.
CANVAS_MARKS = 2_000
FONT = '"Source Sans", "Source Sans 3", "Source Sans Pro", sans-serif'


@cache
def palette(mode: str) -> Mapping[str, Any]:
    """The colours of one mode, `light` or `dark`."""
    table = tomllib.loads((Path(__file__).parent / "palette.toml").read_text())
    return dict(table["dark" if mode == "dark" else "light"])


def finish(chart: alt.TopLevelMixin, mode: str, marks: int = 0) -> Spec:
    """A chart as a dict, with the palette's background, our font and the right renderer.

    Parameters
    ----------
    marks : int
        Number of marks, to choose between SVG (each mark readable) and canvas.
    """
    colours = palette(mode)
    spec: Spec = chart.to_dict(validate=False)
    spec["background"] = colours["paper"]
    spec["config"] = {
        "font": FONT,
        "view": {"stroke": None},
        "text": {"color": colours["ink"], "fontSize": 12},
        "title": {
            "color": colours["ink"], "fontSize": 15, "fontWeight": 600, "anchor": "start",
            "subtitleColor": colours["muted"], "subtitleFontSize": 12,
        },
        "axis": {
            "labelColor": colours["ink"], "titleColor": colours["muted"], "gridColor": colours["rule"],
            "domainColor": colours["rule"], "tickColor": colours["rule"], "labelFontSize": 12, "titleFontSize": 12,
        },
        "legend": {"labelColor": colours["ink"], "titleColor": colours["muted"]},
    }  # fmt: skip
    spec["usermeta"] = {"embedOptions": {"renderer": "canvas" if marks > CANVAS_MARKS else "svg"}}
    return spec


def numeric(name: str, low: float, high: float, reverse: bool = False) -> Mapping[str, Any]:
    """Encoding options of a layout axis in row or column units: no axis, fixed domain."""
    return {"field": name, "type": "quantitative", "axis": None,
            "scale": alt.Scale(domain=[low, high], nice=False, zero=False, reverse=reverse)}  # fmt: skip
