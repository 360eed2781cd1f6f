"""The view *Who is inside whom*: how much of one scheme is already in another."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

import numpy as np
import streamlit as st

from labelscope.charts import containment
from labelscope.figures import Figure
from labelscope.i18n import Translator, mark
from labelscope.overlap import PairOverlap
from labelscope.ui import cached, components, html, state
from labelscope.ui.frame import mode
from labelscope.ui.overlap.parts import DEFAULT_PAIR, NARROW_ROWS, Choice, either, pick_sets, warn_of_collectors
from labelscope.ui.shares import figure_html, figure_words

#: A scheme known to ask fewer criteria than this is left out of containment: it would be "100 % contained".
SMALL = 8
_FEW_WINGS = 20


def show_inside(t: Translator, choice: Choice) -> None:
    """How much of one scheme is in each other and back, and the grid of several."""
    options = [*choice.order, *choice.collectors]
    chosen = components.pick_scheme(
        t(mark("Scheme")), "inside", either(DEFAULT_PAIR[0], options[0], options), options
    )  # fmt: skip
    name = components.scheme_name(chosen)
    matrix = choice.overlap.matrix
    if chosen in matrix.data_only:
        warn_of_collectors(t, choice, [chosen])
    else:
        pairs, left_out = _containments(choice, chosen)
        if not pairs:
            text = t(
                mark("Too little was read of {scheme} to say what it contains or where it is contained."), scheme=name
            )
            html.show(f"<p>{escape(text)}</p>")
        else:
            _butterfly(t, choice, chosen, pairs)
        if left_out:
            text = t(mark("Left out, because fewer than {small} criteria are known to be asked or too little was "
                          "read in both: {schemes}."),
                     small=t.number(SMALL), schemes="; ".join(map(components.scheme_name, left_out)))  # fmt: skip
            html.show(f'<p class="ls-caption">{escape(text)}</p>')
    st.subheader(t(mark("Each in each")), anchor=False)
    _grid(t, choice)


def _containments(choice: Choice, chosen: str) -> tuple[list[PairOverlap], list[str]]:
    """Pairs of one scheme, most contained in it first; and the schemes left out for a small base."""
    matrix = choice.overlap.matrix

    def asked(scheme_id: str) -> int:
        return sum(matrix.cell(scheme_id, c).coverage.is_asked for c in choice.overlap.criteria)

    i = int(matrix.rows([chosen])[0])
    others = [s for s in choice.order if s != chosen and s not in matrix.data_only]
    enough = [
        s for s in others
        if asked(s) >= SMALL and not np.isnan(choice.overlap.symmetric[i, int(matrix.rows([s])[0])])
    ]  # fmt: skip
    found = cached.spec(
        lambda: {"pairs": [choice.overlap.between(chosen, s) for s in enough]},
        "containments", chosen, *choice.key,
    )["pairs"]  # fmt: skip
    pairs: list[PairOverlap] = sorted(found, key=lambda pair: -(pair.second_in_first.middle or 0))
    return pairs, [s for s in others if s not in enough]


def _butterfly(t: Translator, choice: Choice, chosen: str, pairs: Sequence[PairOverlap]) -> None:
    name = components.scheme_name(chosen)
    top = pairs[0]
    text = t(mark("Of what {other} asks, {scheme} asks {share} too. Of what {scheme} asks, {other} asks {back} too."),
             scheme=name, other=components.scheme_name(top.second), share=figure_words(t, top.second_in_first),
             back=t.percent(top.first_in_second.middle))  # fmt: skip
    html.show(f"<p><b>{escape(text)}</b></p>")
    everyone = len(pairs) > _FEW_WINGS and st.toggle(t(mark("Show all schemes")), key="overlap_all")
    shown = pairs if everyone else pairs[:_FEW_WINGS]
    left = t(mark("Share of the other that {scheme} asks too"), scheme=name)
    right = t(mark("Share of {scheme} that the other asks too"), scheme=name)

    def build() -> dict[str, Any]:
        wings = [
            containment.Wing(
                components.scheme_name(pair.second), pair.second_in_first, pair.first_in_second,
                t.percent(pair.second_in_first.middle), t.percent(pair.first_in_second.middle),
            )
            for pair in shown
        ]  # fmt: skip
        return containment.butterfly(wings, left, right, mode())

    with st.container(key="wide"):
        spec = cached.spec(build, "butterfly", t.language, chosen, len(shown), *choice.key)
        components.draw(spec, f"{left}. {right}.", f"butterfly_{state.generation()}")
    with st.container(key="narrow"):
        html.show(_paired_bars(t, shown[:NARROW_ROWS], left, right))
    caption = t(mark("The bar is the figure, over a grey bar of the whole; the thin line is the likely band, which "
                     "lies outside the bar where fuller reading would find more. Most contained first."))  # fmt: skip
    html.show(f'<p class="ls-caption">{escape(caption)}</p>')
    with st.container(horizontal=True, vertical_alignment="bottom"):
        other = st.selectbox(t(mark("What both ask, and what only one asks")), [pair.second for pair in pairs],
                             key=f"overlap_with_{chosen}", format_func=components.scheme_name)  # fmt: skip
        st.button(t(mark("Show this pair")), key="overlap_show_pair", on_click=_show_pair, args=(chosen, other))
    box = st.expander(t(mark("The bars as a table, with ranges")), key="overlap_bars", on_change="rerun")
    if box.open:
        with box:
            rows = [
                [escape(components.scheme_name(pair.second)), figure_html(t, pair.second_in_first),
                 figure_html(t, pair.first_in_second)]
                for pair in pairs
            ]  # fmt: skip
            html.show(html.table(t(mark("What {scheme} and each other scheme hold of each other"), scheme=name),
                                 [t(mark("Scheme")), left, right], rows))  # fmt: skip


def _show_pair(first: str, second: str) -> None:
    st.session_state["pick_view"], st.session_state["pick_first"], st.session_state["pick_second"] = (
        "map",
        first,
        second,
    )


def _paired_bars(t: Translator, pairs: Sequence[PairOverlap], left: str, right: str) -> str:
    def line(label: str, figure: Figure) -> str:
        if figure.middle is None or figure.low is None or figure.high is None:
            return ""
        bar = html.range_bar(figure.low, figure.middle, figure.high, figure.likely)
        return (
            f'<div>{bar} <b>{escape(t.percent(figure.middle))}</b> <span class="ls-muted">{escape(label)}</span></div>'
        )

    return "".join(
        f'<div style="margin:0 0 1rem"><b>{escape(components.scheme_name(pair.second))}</b>'
        f"{line(left, pair.second_in_first)}{line(right, pair.first_in_second)}</div>"
        for pair in pairs
    )


def _grid(t: Translator, choice: Choice) -> None:
    chosen = [s for s in pick_sets(t) if s not in choice.overlap.matrix.data_only]
    if len(chosen) < 2:
        st.info(t(mark("Choose at least two schemes that make demands.")), icon=":material/info:")
        return
    rows = choice.overlap.matrix.rows(chosen)
    values = choice.overlap.containment[np.ix_(rows, rows)]
    shares = [[None if np.isnan(value) else float(value) for value in line] for line in values]
    texts = [[t.percent(share) if share is not None else "–" for share in line] for line in shares]
    names = [components.scheme_name(s) for s in chosen]
    row_title, column_title = t(mark("Of what this scheme asks …")), t(mark("… so much is also asked by"))
    alt = t(mark("Grid of how much each of {schemes} schemes holds of each other."), schemes=t.number(len(chosen)))
    lines = [
        [escape(name), *("" if i == j else escape(text) for j, text in enumerate(texts[i]))]
        for i, name in enumerate(names)
    ]  # fmt: skip
    table = html.table(alt, [row_title, *names], lines)
    html.show(_GRID_STYLE)
    with st.container(key="wide_grid"):
        spec = cached.spec(
            lambda: containment.grid(names, shares, texts, row_title, column_title, mode()),
            "grid", t.language, cached.catalogue().checksum, mode(), tuple(chosen), choice.accepted,
        )  # fmt: skip
        components.draw(spec, alt, f"grid_{state.generation()}")
        box = st.expander(t(mark("The grid as a table")), key="overlap_grid", on_change="rerun")
        if box.open:
            with box:
                html.show(table)
    with st.container(key="narrow_grid"):
        html.show(table)


_GRID_STYLE = (
    "<style>.st-key-narrow_grid{display:none}@media (max-width:700px){.st-key-wide_grid{display:none}"
    ".st-key-narrow_grid{display:flex}}</style>"
)
