"""The view *The map*: all pairs as a heatmap in the order of the tree, and the criteria behind one pair."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import numpy as np
import streamlit as st

from labelscope.charts import overlap as charts
from labelscope.charts import palette
from labelscope.i18n import Translator, mark
from labelscope.model import Coverage
from labelscope.overlap import PairOverlap
from labelscope.ui import cached, components, html, state
from labelscope.ui.frame import mode
from labelscope.ui.overlap.parts import DEFAULT_PAIR, NARROW_ROWS, Choice, either, pills, warn_of_collectors
from labelscope.ui.shares import figure_html, pair_sentence


def show_map(t: Translator, choice: Choice) -> None:
    """The heatmap of all pairs (on a phone, the nearest schemes), and the pair that is chosen."""
    options = [*choice.order, *choice.collectors]
    columns = st.columns(2)
    with columns[0]:
        first = components.pick_scheme(
            t(mark("One scheme")), "first", either(DEFAULT_PAIR[0], options[0], options), options
        )
    with columns[1]:
        second = components.pick_scheme(
            t(mark("The other scheme")), "second", either(DEFAULT_PAIR[1], options[1], options), options
        )
    pair = choice.overlap.between(first, second) if first != second else None
    if pair is None:
        st.info(t(mark("Choose two different schemes.")), icon=":material/info:")
    elif not {first, second} & choice.overlap.matrix.data_only:
        html.show(f"<p><b>{escape(pair_sentence(t, pair))}</b></p>")
    with st.container(key="wide"):
        _heatmap(t, choice, (first, second))
    with st.container(key="narrow"):
        _neighbours(t, choice, first)
    if pair is not None:
        _pair(t, choice, pair)
    box = st.expander(
        t(mark("All pairs of {scheme} as a table"), scheme=html.plain(components.scheme_name(first))),
        key="overlap_twin", on_change="rerun",
    )  # fmt: skip
    if box.open:
        with box:
            _pairs_table(t, choice, first)


def _heatmap(t: Translator, choice: Choice, picked: tuple[str, str]) -> None:
    tree = cached.catalogue().criteria
    labels = {f.number: [tree[c].label[t.language] for c in f.marks] for f in choice.families.families}
    spec = cached.spec(
        lambda: charts.heatmap(choice.overlap, choice.families, choice.order, labels, t(_TOO_LITTLE), _percent_sign(t),
                               mode(), picked),
        "overlap", t.language, picked, *choice.key,
    )  # fmt: skip
    key = f"overlap_{state.generation()}"
    _legend(t)
    alt = t(mark("Heatmap of the overlap between {schemes} schemes in {families} families, with the tree that orders "
                 "them."),
            schemes=t.number(len(choice.order)), families=choice.number)  # fmt: skip
    components.draw(spec, alt, key, on_click=lambda: _clicked(key, choice.order))
    html.show(f'<p class="ls-caption">{escape(t(_HINT))}</p>')


_TOO_LITTLE = mark("too little was read in both")


_HINT = mark(
    "One row and one column is a scheme, in the same order; the darker a cell, the more the two ask for the same. "
    "Boxes are families, with what sets them apart. The tree joins what is alike: the further left, the less alike. "
    "Click a cell for the pair."
)


def _legend(t: Translator) -> None:
    colours = palette(mode())
    keys = []
    for k, (step, colour) in enumerate(zip(charts.STEPS, colours["heat"], strict=True)):
        text = t.percent(step)
        if k == len(charts.STEPS) - 1:
            text = t(mark("{share} or more"), share=text)
        look = f"background:{colour};border:1px solid {colours['rule']}"
        keys.append(f'<span class="ls-key"><i aria-hidden="true" style="{look}"></i>{escape(text)}</span>')
    keys.append(
        f'<span class="ls-key"><i aria-hidden="true" style="background:{colours["unknown"]};color:{colours["sign"]}">'
        f"–</i>{escape(t(_TOO_LITTLE))}</span>"
    )
    title = escape(t(mark("Share of all that either asks:")))
    html.show(f'<div><span class="ls-key"><b>{title}</b></span>{"".join(keys)}</div>')


def _percent_sign(t: Translator) -> str:
    return t.percent(0).removeprefix("0")


def _clicked(key: str, order: Sequence[str]) -> None:
    point = components.clicked(key)
    places = [int(point[field]) for field in ("i", "j") if point.get(field, "").isdecimal()]
    if len(places) == 2 and all(place < len(order) for place in places):
        st.session_state["pick_first"], st.session_state["pick_second"] = (order[place] for place in places)
        state.bump()


def _neighbours(t: Translator, choice: Choice, first: str) -> None:
    near = [s for s in choice.overlap.neighbours(first, len(choice.overlap.schemes)) if s in choice.order]
    name = components.scheme_name(first)
    if not near:
        text = t(mark("Too little was read of {scheme} to name its neighbours."), scheme=name)
        html.show(f"<p>{escape(text)}</p>")
        return
    rows = [
        [escape(components.scheme_name(other)), figure_html(t, choice.overlap.between(first, other).overlap)]
        for other in near[:NARROW_ROWS]
    ]
    caption = t(mark("The nearest schemes to {scheme}"), scheme=name)
    html.show(html.table(caption, [t(mark("Scheme")), t(mark("Share of all that either asks"))], rows))


def _pair(t: Translator, choice: Choice, pair: PairOverlap) -> None:
    names = {s: components.scheme_name(s) for s in (pair.first, pair.second)}
    schemes = cached.catalogue().schemes
    st.subheader(html.plain(t(mark("{first} and {second}"), first=names[pair.first], second=names[pair.second])),
                 anchor=False)  # fmt: skip
    warn_of_collectors(t, choice, (pair.first, pair.second))
    if not set(names) & choice.overlap.matrix.data_only:
        caption = _BY_ACCEPTED if choice.accepted else _BY_OWN
        html.show(_pair_figures(t, pair, t(caption)))
        if not choice.accepted and any(schemes[s].derived_from for s in names):
            html.show(
                _pair_figures(t, cached.overlap_with_accepted().between(pair.first, pair.second), t(_BY_ACCEPTED))
            )
    matrix = choice.overlap.matrix
    asks = {s: [c for c in choice.overlap.criteria if matrix.cell(s, c).coverage.is_asked] for s in names}
    both = [c for c in asks[pair.first] if c in asks[pair.second]]
    html.show(f"<p><b>{escape(t(mark('Both ask for:')))}</b> {escape(_criteria_count(t, len(both)))}</p>")
    if both:
        shown = st.segmented_control(
            t(mark("A click shows the clauses of")), list(names), default=pair.first, required=True,
            format_func=lambda s: html.plain(names[s]), key=f"overlap_side_{pair.first}_{pair.second}",
        )  # fmt: skip
        pills(
            t, t(mark("Criteria that both ask for")), both, str(shown or pair.first), f"both_{pair.first}_{pair.second}"
        )
    for one, other in ((pair.first, pair.second), (pair.second, pair.first)):
        alone = [c for c in asks[one] if c not in asks[other]]
        absent = sum(matrix.cell(other, c).coverage is Coverage.ABSENT for c in alone)
        text = t(mark("{other} is known not to ask {absent} of them; for {unknown} we do not know."),
                 other=names[other], absent=t.number(absent), unknown=t.number(len(alone) - absent))  # fmt: skip
        head = t(mark("Only {scheme} is known to ask for:"), scheme=names[one])
        html.show(
            f"<p><b>{escape(head)}</b> {escape(_criteria_count(t, len(alone)))}. {escape(text if alone else '')}</p>"
        )
        if alone:
            label = t(mark("Criteria that only {scheme} asks for"), scheme=html.plain(names[one]))
            pills(t, label, alone, one, f"only_{one}_{other}")


_BY_OWN = mark("What they have in common, by their own clauses")


_BY_ACCEPTED = mark("What they have in common, with what they accept taken in")


def _criteria_count(t: Translator, count: int) -> str:
    return t.plural(mark("{count} criterion"), mark("{count} criteria"), count)


def _pair_figures(t: Translator, pair: PairOverlap, caption: str) -> str:
    first, second = components.scheme_name(pair.first), components.scheme_name(pair.second)
    says = mark("Of what {inner} asks, {outer} asks too")
    rows = [
        [escape(t(mark("Of what either asks, both ask"))), figure_html(t, pair.overlap)],
        [escape(t(says, inner=first, outer=second)), figure_html(t, pair.first_in_second)],
        [escape(t(says, inner=second, outer=first)), figure_html(t, pair.second_in_first)],
    ]
    return html.table(caption, [t(mark("Question")), t(mark("Share"))], rows)


def _pairs_table(t: Translator, choice: Choice, first: str) -> None:
    rows = []
    for other in sorted(choice.order, key=lambda s: -_rank(choice, first, s)):
        if other != first:
            pair = choice.overlap.between(first, other)
            rows.append([escape(components.scheme_name(other)), figure_html(t, pair.overlap)])
    caption = t(mark("Overlap of {scheme} with every other scheme, nearest first; the downloads hold all pairs"),
                scheme=components.scheme_name(first))  # fmt: skip
    html.show(html.table(caption, [t(mark("Scheme")), t(mark("Share of all that either asks"))], rows))


def _rank(choice: Choice, first: str, second: str) -> float:
    i, j = choice.overlap.matrix.rows((first, second))
    value = float(choice.overlap.ranking[i, j])
    return 0.0 if np.isnan(value) else value
