"""Options x attributes: one small picture per attribute on its own scale, with full range, likely band and middle."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

import altair as alt
import pandas as pd

from labelscope.charts import Spec, finish, numeric, palette
from labelscope.figures import Figure

#: Width of the names and of the space between two pictures; each picture is one unit wide.
_NAMES, _GAP = 1.55, 0.17
_ROW, _FOOT = 48, 0.5
_TITLE_LINE, _UNIT_LINE, _AIR = 16, 13, 22
#: Room for the dot at both ends of a picture.
_INSET = 0.035
_NAME_CHARACTERS, _TITLE_CHARACTERS, _UNIT_CHARACTERS = 24, 20, 26
_MOST_STEPS = 4
#: Height, within a row, of the number in words and of the marks.
_WORDS, _MARKS = 0.28, 0.66


@dataclass(frozen=True, slots=True)
class Column:
    """One attribute: its title and what it is measured in, in the language shown."""

    attribute: str
    title: str
    unit: str


@dataclass(frozen=True, slots=True)
class Dot:
    """One option on one attribute: the figure, the few words beside it and all of it for the tooltip."""

    option: str
    attribute: str
    figure: Figure
    words: str
    said: str


def domain(figures: Sequence[Figure]) -> tuple[float, float]:
    """Round ends of a scale that holds all these figures, and nought."""
    ends = [value for f in figures for value in (f.low, f.middle, f.high) if value is not None]
    ends += [value for f in figures for value in f.likely or ()]
    low, high = min([0.0, *ends]), max([0.0, *ends])
    high = high if high > low else low + 1.0
    step = _step(low, high)
    return floor(low / step + 1e-9) * step, ceil(high / step - 1e-9) * step


def ticks(low: float, high: float) -> list[float]:
    """Round values between the ends of a scale, nought among them."""
    step = _step(low, high)
    return [k * step for k in range(round(low / step), round(high / step) + 1)]


def _step(low: float, high: float) -> float:
    step = float(10 ** floor(log10((high - low) / _MOST_STEPS)))
    while (high - low) / step > _MOST_STEPS + 1e-9:
        step *= 2.5 if f"{step:e}"[0] == "2" else 2
    return step


def comparison(
    order: Sequence[str],
    names: Mapping[str, str],
    columns: Sequence[Column],
    dots: Sequence[Dot],
    write: Callable[[str, float], str],
    mode: str,
    picked: str | None = None,
) -> Spec:
    """Options (rows) x attributes, each with its own scale.

    Parameters
    ----------
    order : option ids, top to bottom
    names : their names in the language shown
    write : attribute id and value to the text under a tick
    picked : the option marked with the accent

    A click selects the point parameter `cell` with `option` and `attribute`.
    """
    colours = palette(mode)
    row = {option: y for y, option in enumerate(order)}
    left = {column.attribute: k * (1 + _GAP) for k, column in enumerate(columns)}
    scale = {
        column.attribute: domain([dot.figure for dot in dots if dot.attribute == column.attribute])
        for column in columns
    }

    def place(attribute: str, value: float | None) -> float | None:
        if value is None:
            return None
        low, high = scale[attribute]
        return left[attribute] + _INSET + (value - low) / (high - low) * (1 - 2 * _INSET)

    width = (len(columns) - 1) * (1 + _GAP) + 1
    marks = pd.DataFrame([
        {
            "option": dot.option, "attribute": dot.attribute, "y": row[dot.option] + _MARKS,
            "low": place(dot.attribute, dot.figure.low), "high": place(dot.attribute, dot.figure.high),
            "x": place(dot.attribute, dot.figure.middle),
            "from": place(dot.attribute, dot.figure.likely[0] if dot.figure.likely else None),
            "to": place(dot.attribute, dot.figure.likely[1] if dot.figure.likely else None),
            "top": row[dot.option] + _MARKS - 0.13, "foot": row[dot.option] + _MARKS + 0.13,
        }
        for dot in dots
    ])  # fmt: skip
    words = pd.DataFrame([
        {"x": left[dot.attribute] + _INSET, "y": row[dot.option] + _WORDS, "text": dot.words,
         "known": dot.figure.middle is not None}
        for dot in dots
    ])  # fmt: skip
    hits = pd.DataFrame([
        {"x": left[dot.attribute] - _GAP / 2, "x2": left[dot.attribute] + 1 + _GAP / 2, "y": row[dot.option],
         "y2": row[dot.option] + 1, "option": dot.option, "attribute": dot.attribute, "name": names[dot.option],
         "said": dot.said}
        for dot in dots
    ] + [
        {"x": -_NAMES, "x2": -_GAP / 2, "y": row[option], "y2": row[option] + 1, "option": option, "attribute": "",
         "name": names[option], "said": ""}
        for option in order
    ])  # fmt: skip
    lines = pd.DataFrame([
        {"x": place(column.attribute, value), "y": 0.0, "y2": float(len(order)), "nought": value == 0,
         "foot": len(order) + 0.22, "text": write(column.attribute, value)}
        for column in columns for value in ticks(*scale[column.attribute])
    ])  # fmt: skip
    titles = [_wrap(column.title, _TITLE_CHARACTERS) for column in columns]
    units = [_wrap(column.unit, _UNIT_CHARACTERS) for column in columns]
    room = max(_TITLE_LINE * (title.count("\n") + 1) for title in titles)
    head = (room + max(_UNIT_LINE * (unit.count("\n") + 1) for unit in units) + _AIR) / _ROW
    heads = pd.DataFrame([
        {"x": left[column.attribute] + _INSET, "y": -head + 0.1, "unit_y": -head + 0.14 + room / _ROW,
         "text": title, "unit": unit}
        for column, title, unit in zip(columns, titles, units, strict=True)
    ])  # fmt: skip
    labels = pd.DataFrame([
        {"x": -_NAMES + 0.05, "y": row[option] + 0.5, "picked": option == picked,
         "text": _wrap(names[option], _NAME_CHARACTERS)}
        for option in order
    ])  # fmt: skip
    labels["lines"] = [text.count("\n") for text in labels.text]
    rows = pd.DataFrame([{"x": -_NAMES, "x2": width, "y": float(y)} for y in range(len(order) + 1)])
    band = pd.DataFrame([
        {"x": -_NAMES, "x2": width, "y": row[picked], "y2": row[picked] + 1},
    ] if picked in row else [], columns=["x", "x2", "y", "y2"])  # fmt: skip

    across, down = (-_NAMES, width + 0.02), (-head, len(order) + _FOOT)

    def x(field: str = "x") -> alt.X:
        return alt.X(**numeric(field, *across))

    def y(field: str = "y") -> alt.Y:
        return alt.Y(**numeric(field, *down, reverse=True))

    chosen = alt.selection_point(name="cell", fields=["option", "attribute"], on="click", empty=False)
    likely, known = marks[marks["from"].notna()], marks[marks.x.notna()]
    name_layers = [
        alt.Chart(labels[labels.lines == count])
        .mark_text(align="left", baseline="middle", fontSize=13, lineBreak="\n", lineHeight=15, dy=-7.5 * count)
        .encode(x(), y(), text="text:N",
                color=alt.condition("datum.picked", alt.value(colours["accent"]), alt.value(colours["ink"])))
        for count in sorted(set(labels.lines))
    ]  # fmt: skip
    layers = [
        alt.Chart(band).mark_rect(color=colours["panel"]).encode(x(), y(), x2="x2:Q", y2="y2:Q"),
        alt.Chart(rows).mark_rule(color=colours["rule"]).encode(x(), y(), x2="x2:Q"),
        alt.Chart(lines).mark_rule().encode(
            x(), y(), y2="y2:Q",
            color=alt.condition("datum.nought", alt.value(colours["sign"]), alt.value(colours["rule"])),
        ),
        alt.Chart(lines).mark_text(fontSize=11, color=colours["muted"]).encode(x(), y("foot"), text="text:N"),
        alt.Chart(heads).mark_text(align="left", baseline="top", fontSize=13, fontWeight=600, lineBreak="\n",
                                   lineHeight=_TITLE_LINE).encode(x(), y(), text="text:N"),
        alt.Chart(heads).mark_text(align="left", baseline="top", fontSize=11, color=colours["muted"], lineBreak="\n",
                                   lineHeight=_UNIT_LINE).encode(x(), y("unit_y"), text="unit:N"),
        *name_layers,
        alt.Chart(marks[marks.low.notna() & (marks.high > marks.low)]).mark_rule(
            strokeWidth=2, strokeCap="round", color=colours["sign"]).encode(x("low"), y(), x2="high:Q"),
        alt.Chart(likely[likely.to > likely["from"]]).mark_rect(color=colours["partial"], cornerRadius=2).encode(
            x("from"), y("top"), x2="to:Q", y2="foot:Q"),
        alt.Chart(known).mark_circle(size=95, color=colours["full"], opacity=1, stroke=colours["paper"], strokeWidth=1)
        .encode(x(), y()),
        alt.Chart(words[words.known]).mark_text(align="left", baseline="middle", fontSize=12, dx=4).encode(
            x(), y(), text="text:N"),
        alt.Chart(words[~words.known]).mark_text(align="left", baseline="middle", fontSize=12, fontStyle="italic", dx=4,
                                                 color=colours["muted"]).encode(x(), y(), text="text:N"),
        alt.Chart(hits).mark_rect(opacity=0.001, cursor="pointer").encode(
            x(), y(), x2="x2:Q", y2="y2:Q",
            tooltip=[alt.Tooltip("name:N", title=" "), alt.Tooltip("said:N", title="  ")],
        ).add_params(chosen),
    ]  # fmt: skip
    height = round(_ROW * (len(order) + head + _FOOT))
    return finish(alt.layer(*layers).properties(width="container", height=height), mode, marks=len(hits))


def _wrap(text: str, characters: int) -> str:
    return "\n".join(textwrap.wrap(text, characters))
