"""The page *Overlap*: who duplicates whom, from the map of all pairs to the criteria behind one figure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape

import numpy as np
import streamlit as st

from labelscope.families import DEFAULT_FAMILIES, WEIGHTS
from labelscope.i18n import Translator, mark
from labelscope.ui import cached, components, html, state
from labelscope.ui.frame import show_answer
from labelscope.ui.overlap.candidates import show_candidates
from labelscope.ui.overlap.exact_sets import show_shared
from labelscope.ui.overlap.families import show_families
from labelscope.ui.overlap.inside import show_inside
from labelscope.ui.overlap.lost import show_lost
from labelscope.ui.overlap.pairs import show_map
from labelscope.ui.overlap.parts import Choice
from labelscope.ui.shares import figure_words

NUMBERS = tuple(str(number) for number in range(2, 13))
#: Two schemes that share at least this much count as sharing at least half in the answer.
HALF = 0.5
VIEWS: Mapping[str, str] = {
    "map": mark("The map"),
    "families": mark("Families"),
    "shared": mark("Shared by exactly whom"),
    "inside": mark("Who is inside whom"),
    "lost": mark("What would be lost"),
    "candidates": mark("Candidates for consolidation"),
}
_SHOW: Mapping[str, Callable[[Translator, Choice], None]] = {
    "map": show_map,
    "families": show_families,
    "shared": show_shared,
    "inside": show_inside,
    "lost": show_lost,
    "candidates": show_candidates,
}


def controls(t: Translator) -> Choice:
    """Sector, number of families, weight of rare criteria, derived schemes."""
    columns = st.columns([3, 2, 3, 2], vertical_alignment="bottom")
    with columns[0]:
        left = set(components.filter_schemes(t))
    with columns[1]:
        number = components.pick_one(t(mark("Number of families")), "families", NUMBERS, str, str(DEFAULT_FAMILIES))
    with columns[2]:
        weight = components.pick_one(
            t(mark("Weight in the families")), "weight", list(WEIGHTS), lambda name: t(WEIGHTS[name][1]), "rare"
        )
    with columns[3]:
        accepted = st.toggle(
            t(mark("Take in what is accepted")), key="accepted",
            help=t(mark("Meta-labels rest on the schemes they accept. With this on, what all of those ask counts too; "
                        "the families always rest on a scheme's own clauses.")),
        )  # fmt: skip
    families = cached.families(int(number), weight)
    overlap = cached.overlap_with_accepted() if accepted else cached.analysis().overlap
    order = tuple(scheme for scheme in families.order if scheme in left)
    return Choice(overlap, families, number, weight, order, tuple(s for s in families.left_out if s in left), accepted)


def answer(t: Translator, choice: Choice) -> None:
    """How many pairs share at least half, and the closest pair with its interval."""
    pairs = _known_pairs(choice)
    if not pairs:
        st.info(t(mark("No pair of schemes is left of which enough was read. Remove a sector from the filter.")))
        return
    half = sum(share >= HALF for _, _, share, _ in pairs)
    first, second, _, _ = max(pairs, key=lambda pair: pair[3])
    of = len(choice.order) * (len(choice.order) - 1) // 2
    show_answer(
        t(mark("Of {known} pairs of schemes of which enough was read, {half} share at least half of what either asks. "
               "The closest are {first} and {second}: they share {figure}."),
          known=t.number(len(pairs)), half=t.number(half), first=components.scheme_name(first),
          second=components.scheme_name(second),
          figure=figure_words(t, choice.overlap.between(first, second).overlap))
    )  # fmt: skip
    parts = []
    if of > len(pairs):
        parts.append(t.plural(mark("For {count} more pair too little was read in both to give a figure."),
                              mark("For {count} more pairs too little was read in both to give a figure."),
                              of - len(pairs)))  # fmt: skip
    if choice.collectors:
        parts.append(t(mark("Left out, because they collect data or grade and demand next to nothing: {schemes}."),
                       schemes=t.listing(map(components.scheme_name, choice.collectors))))  # fmt: skip
    if parts:
        html.show("".join(f'<p class="ls-caption">{escape(part)}</p>' for part in parts))


def views(t: Translator, choice: Choice) -> None:
    """One of the views, chosen above it and kept in the URL."""
    if len(choice.order) < 2:
        return
    if st.session_state.get("pick_view") not in VIEWS:
        st.session_state["pick_view"] = state.one_from_url("view", VIEWS, "map")
    chosen = str(st.segmented_control(
        t(mark("View")), list(VIEWS), key="pick_view", format_func=lambda view: t(VIEWS[view]), required=True,
        label_visibility="collapsed",
    ))  # fmt: skip
    state.to_url("view", [chosen], ["map"])
    _SHOW[chosen](t, choice)


def details(t: Translator) -> None:
    """What the figures mean, and the downloads."""
    with st.expander(t(mark("How to read the figures"))):
        html.show("".join(f'<p class="ls-muted">{escape(t(text))}</p>' for text in _MEANING))
    components.downloads(t)


_MEANING = (
    mark("Overlap is what two schemes both ask, divided by what either of them asks. A full demand counts 1, a "
         "partial one one half. Only what schemes ask is compared; how they verify it is not mixed in."),
    mark("The figure counts what the main points did not name as not asked, and leaves out what was not read."),
    mark("The possible range lets everything that is not known fall the worst and the best way. It is honest, and "
         "wide."),
    mark("The likely band draws what is not known at the rate at which criteria turned out to be asked once a theme "
         "was read in full. It may lie beside the figure: fuller reading finds more, in both or in one only."),
    mark("Where fewer than a third of the criteria were read in both schemes, there is no figure: a handful of "
         "criteria would make false neighbours. The colours on the map and the order of neighbours rest on this "
         "reading."),
)  # fmt: skip


def _known_pairs(choice: Choice) -> list[tuple[str, str, float, float]]:
    rows = choice.overlap.matrix.rows(choice.order)
    shares, ranks = choice.overlap.symmetric[np.ix_(rows, rows)], choice.overlap.ranking[np.ix_(rows, rows)]
    return [
        (choice.order[i], choice.order[j], float(shares[i, j]), float(ranks[i, j]))
        for i, j in zip(*np.triu_indices(len(rows), 1), strict=True)
        if not np.isnan(shares[i, j])
    ]
