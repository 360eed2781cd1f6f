"""The page *Overlap*: who duplicates whom, from the map of all pairs to the criteria behind one figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np
import streamlit as st

from labelscope.charts import containment, palette, shared_sets
from labelscope.charts import overlap as charts
from labelscope.families import BOOTSTRAPS, DEFAULT_FAMILIES, FIRM, WEIGHTS, Families, Family
from labelscope.figures import Figure
from labelscope.i18n import Translator, mark
from labelscope.model import Coverage
from labelscope.overlap import MAX_SHARED, MIN_BASE_SHARE, OverlapMatrix, PairOverlap, SharedSet
from labelscope.ui import cached, components, html, state
from labelscope.ui.frame import mode, show_answer

NUMBERS = tuple(str(number) for number in range(2, 13))
DEFAULT_PAIR = ("sa8000", "amfori-bsci")
DEFAULT_SETS = ("belgian-social-label", "sa8000", "amfori-bsci", "smeta-sedex", "fair-wear", "gots")
#: A scheme known to ask fewer criteria than this is left out of containment: it would be "100 % contained".
SMALL = 8
#: Two schemes that share at least this much count as sharing at least half in the answer.
HALF = 0.5
_FEW_WINGS, _NARROW_ROWS = 20, 10
#: Mean silhouettes below these are called hardly and partly apart (Kaufman and Rousseeuw 1990).
_HARDLY, _PARTLY = 0.25, 0.5

VIEWS: Mapping[str, str] = {
    "map": mark("The map"),
    "families": mark("Families"),
    "shared": mark("Shared by exactly whom"),
    "inside": mark("Who is inside whom"),
    "lost": mark("What would be lost"),
}
_COUNTS: Mapping[str, tuple[float, str]] = {
    "partial": (0.5, mark("A partial demand counts")),
    "full": (1.0, mark("Only a full demand counts")),
}


@dataclass(frozen=True)
class Choice:
    """What the reader chose to see. `order`: schemes left by the filter, as the tree orders them."""

    overlap: OverlapMatrix
    families: Families
    number: str
    weight: str
    order: tuple[str, ...]
    collectors: tuple[str, ...]
    accepted: bool

    @property
    def key(self) -> tuple[Any, ...]:
        """What pictures on these choices are kept by."""
        return cached.catalogue().checksum, mode(), self.number, self.weight, self.order, self.accepted


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
    """One of the five views, chosen above it and kept in the URL."""
    if len(choice.order) < 2:
        return
    if st.session_state.get("pick_view") not in VIEWS:
        st.session_state["pick_view"] = state.one_from_url("view", VIEWS, "map")
    chosen = str(st.segmented_control(
        t(mark("View")), list(VIEWS), key="pick_view", format_func=lambda view: t(VIEWS[view]), required=True,
        label_visibility="collapsed",
    ))  # fmt: skip
    state.to_url("view", [chosen], ["map"])
    {"map": _map, "families": _families, "shared": _shared, "inside": _inside, "lost": _lost}[chosen](t, choice)


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


# --- figures in words, used by other pages too


def pair_sentence(t: Translator, pair: PairOverlap) -> str:
    """How much two schemes share, or why that is not known."""
    first, second = components.scheme_name(pair.first), components.scheme_name(pair.second)
    if pair.overlap.middle is None:
        return t(
            mark("How much {first} and {second} share is not known, anything from {low} to {high}: only {base} of "
                 "{of} criteria were read in both."),
            first=first, second=second, low=t.percent(pair.overlap.low), high=t.percent(pair.overlap.high),
            base=t.number(pair.overlap.base), of=t.number(pair.overlap.of),
        )  # fmt: skip
    return t(mark("{first} and {second} share {figure} of all that either of them asks."), first=first, second=second,
             figure=figure_words(t, pair.overlap))  # fmt: skip


def figure_words(t: Translator, figure: Figure) -> str:
    """A share with its full range, likely band and base, inside a sentence; for a figure that is known."""
    likely = figure.likely or (figure.low, figure.high)
    return t(
        mark("{middle} ({low} to {high} possible, {likely_low} to {likely_high} likely; {base} of {of} criteria read "
             "in both)"),
        middle=t.percent(figure.middle), low=t.percent(figure.low), high=t.percent(figure.high),
        likely_low=t.percent(likely[0]), likely_high=t.percent(likely[1]), base=t.number(figure.base),
        of=t.number(figure.of),
    )  # fmt: skip


def figure_html(t: Translator, figure: Figure) -> str:
    """A share as a bar with its range, and in words."""
    if figure.base >= MIN_BASE_SHARE * figure.of and figure.middle is None:
        return escape(t(mark("No figure: it is not known to ask for anything.")))
    if figure.middle is None or figure.low is None or figure.high is None:
        text = t(mark("No figure: too little was read in both, {base} of {of} criteria. Possible is {low} to {high}."),
                 base=t.number(figure.base), of=t.number(figure.of), low=t.percent(figure.low),
                 high=t.percent(figure.high))  # fmt: skip
        return escape(text)
    bar = html.range_bar(figure.low, figure.middle, figure.high, figure.likely)
    likely = figure.likely or (figure.low, figure.high)
    text = t(mark("{low} to {high} possible, {likely_low} to {likely_high} likely; {base} of {of} criteria read in "
                  "both"),
             low=t.percent(figure.low), high=t.percent(figure.high), likely_low=t.percent(likely[0]),
             likely_high=t.percent(likely[1]), base=t.number(figure.base), of=t.number(figure.of))  # fmt: skip
    return f'<b>{escape(t.percent(figure.middle))}</b> {bar}<br><span class="ls-muted">{escape(text)}</span>'


def _known_pairs(choice: Choice) -> list[tuple[str, str, float, float]]:
    rows = choice.overlap.matrix.rows(choice.order)
    shares, ranks = choice.overlap.symmetric[np.ix_(rows, rows)], choice.overlap.ranking[np.ix_(rows, rows)]
    return [
        (choice.order[i], choice.order[j], float(shares[i, j]), float(ranks[i, j]))
        for i, j in zip(*np.triu_indices(len(rows), 1), strict=True)
        if not np.isnan(shares[i, j])
    ]


# --- the map and one pair


def _map(t: Translator, choice: Choice) -> None:
    options = [*choice.order, *choice.collectors]
    columns = st.columns(2)
    with columns[0]:
        first = components.pick_scheme(
            t(mark("One scheme")), "first", _either(DEFAULT_PAIR[0], options[0], options), options
        )
    with columns[1]:
        second = components.pick_scheme(
            t(mark("The other scheme")), "second", _either(DEFAULT_PAIR[1], options[1], options), options
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


def _either(wanted: str, otherwise: str, options: Sequence[str]) -> str:
    return wanted if wanted in options else otherwise


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
        for other in near[:_NARROW_ROWS]
    ]
    caption = t(mark("The nearest schemes to {scheme}"), scheme=name)
    html.show(html.table(caption, [t(mark("Scheme")), t(mark("Share of all that either asks"))], rows))


def _pair(t: Translator, choice: Choice, pair: PairOverlap) -> None:
    names = {s: components.scheme_name(s) for s in (pair.first, pair.second)}
    schemes = cached.catalogue().schemes
    st.subheader(html.plain(t(mark("{first} and {second}"), first=names[pair.first], second=names[pair.second])),
                 anchor=False)  # fmt: skip
    _warn_of_collectors(t, choice, (pair.first, pair.second))
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
        _pills(
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
            _pills(t, label, alone, one, f"only_{one}_{other}")


_BY_OWN = mark("What they have in common, by their own clauses")
_BY_ACCEPTED = mark("What they have in common, with what they accept taken in")


def _criteria_count(t: Translator, count: int) -> str:
    return t.plural(mark("{count} criterion"), mark("{count} criteria"), count)


def _pills(t: Translator, label: str, criteria: Sequence[str], scheme_id: str, name: str) -> None:
    """Criteria as buttons; each opens the clause panel of one scheme."""
    tree = cached.catalogue().criteria
    key = f"overlap_pills_{name}"
    st.pills(
        label, criteria, key=key, format_func=lambda c: html.plain(tree[c].label[t.language]),
        label_visibility="collapsed", on_change=_open_pill, args=(key, scheme_id),
    )  # fmt: skip


def _open_pill(key: str, scheme_id: str) -> None:
    chosen = st.session_state.get(key)
    if chosen:
        state.open_panel(scheme_id, str(chosen))
        st.session_state[key] = None


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


def _warn_of_collectors(t: Translator, choice: Choice, chosen: Sequence[str]) -> None:
    found = [components.scheme_name(s) for s in chosen if s in choice.overlap.matrix.data_only]
    if found:
        text = t(mark("{schemes}: collects data or grades and demands next to nothing itself. "
                      "It is a way to share evidence, not a weak label."), schemes=t.listing(found))  # fmt: skip
        st.info(html.plain(text), icon=":material/info:")


# --- families


def _families(t: Translator, choice: Choice) -> None:
    families = choice.families
    firm = sum(family.is_firm for family in families.families)
    text = t(mark("{firm} of {families} families are firm: over {runs} resamplings of the criteria they come back "
                  "with a mean agreement of at least {least} (1 would be always the same schemes)."),
             firm=t.number(firm), families=t.number(len(families.families)), runs=t.number(BOOTSTRAPS),
             least=t.number(FIRM, 1))  # fmt: skip
    apart = (
        _HARDLY_APART if families.silhouette < _HARDLY else _PARTLY_APART if families.silhouette < _PARTLY else _APART
    )
    html.show(f"<p><b>{escape(text)}</b></p>")
    text = t(apart, silhouette=t.number(families.silhouette, 2))
    html.show(f"<p>{escape(text)}</p>")
    tree = cached.catalogue().criteria
    rows, cards = [], []
    for family in families.families:
        members = [s for s in family.schemes if s in choice.order]
        hidden = len(family.schemes) - len(members)
        names = escape("; ".join(map(components.scheme_name, members)))
        if hidden:
            more = t.plural(mark("{count} scheme more, outside the sector filter"),
                            mark("{count} schemes more, outside the sector filter"), hidden)  # fmt: skip
            names += f' <span class="ls-muted">({escape(more)})</span>'
        marks = "".join(f'<span class="ls-pill">{escape(tree[c].label[t.language])}</span>' for c in family.marks)
        holds = escape(_firmness(t, family))
        rows.append([str(family.number), marks, names, holds])
        cards.append(f"<p><b>{family.number}.</b> {marks}<br>{names}<br><span class='ls-muted'>{holds}</span></p>")
    if choice.collectors:
        collectors = escape("; ".join(map(components.scheme_name, choice.collectors)))
        kind = escape(t(mark("collects data or grades")))
        rows.append(["–", kind, collectors, escape(t(mark("not grouped")))])
        cards.append(f"<p><b>–</b> {kind}<br>{collectors}</p>")
    header = [t(mark("Family")), t(mark("Set apart by")), t(mark("Schemes")), t(mark("Does it hold?"))]
    with st.container(key="wide"):
        html.show(html.table(t(mark("Families of schemes by what sets them apart")), header, rows))
    with st.container(key="narrow"):
        html.show("".join(cards))
    html.show(f"<p><b>{escape(t(mark('Open what sets a family apart')))}</b></p>")
    by_number = {str(family.number): family for family in families.families}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            t(mark("Family")), list(by_number), key="overlap_family",
            format_func=lambda n: t(mark("{number}: {what}"), number=n, what="; ".join(
                tree[c].label[t.language] for c in by_number[n].marks[:1])),
        )  # fmt: skip
    family = by_number[str(chosen)]
    components.open_cell(t, family.schemes, family.marks, f"overlap_family_{choice.number}_{choice.weight}_{chosen}")


_HARDLY_APART = mark(
    "The families are hardly apart: mean silhouette {silhouette}, where 1 is fully apart and 0 not at all."
)
_PARTLY_APART = mark(
    "The families are partly apart: mean silhouette {silhouette}, where 1 is fully apart and 0 not at all."
)
_APART = mark("The families are clearly apart: mean silhouette {silhouette}, where 1 is fully apart and 0 not at all.")


def _firmness(t: Translator, family: Family) -> str:
    if family.is_firm:
        return t(mark("firm: agreement {stability}"),
                 stability=t.number(family.stability, 2))  # fmt: skip
    return t(mark("not firm: agreement {stability}"),
             stability=t.number(family.stability, 2))  # fmt: skip


# --- shared by exactly whom


def _shared(t: Translator, choice: Choice) -> None:
    columns = st.columns([3, 2], vertical_alignment="bottom")
    with columns[0]:
        chosen = _pick_sets(t)
    with columns[1]:
        counting = components.pick_one(
            t(mark("What counts")), "counts", list(_COUNTS), lambda name: t(_COUNTS[name][1]), "partial"
        )
    if not chosen:
        st.info(t(mark("Choose at least one scheme.")), icon=":material/info:")
        return
    _warn_of_collectors(t, choice, chosen)
    at_least = _COUNTS[counting][0]
    groups = choice.overlap.shared_sets(chosen, at_least)
    if not groups:
        html.show(f"<p>{escape(t(mark('These schemes are not known to ask for anything.')))}</p>")
        return
    html.show("".join(f"<p>{text}</p>" for text in _shared_sentences(t, choice, chosen, groups)))
    combos = {"|".join(group.schemes): group for group in groups}
    if st.session_state.get("overlap_combo") not in combos:
        st.session_state["overlap_combo"] = next(iter(combos))
    picked = str(st.session_state["overlap_combo"])
    with st.container(key="wide"):
        _upset(t, choice, chosen, groups, picked, counting)
    with st.container(key="narrow"):
        html.show("".join(_group_html(t, choice, chosen, group) for group in groups[:_NARROW_ROWS]))
    combo = str(st.selectbox(
        t(mark("Group of criteria")), list(combos), key="overlap_combo",
        format_func=lambda c: _group_title(t, chosen, combos[c]),
    ))  # fmt: skip
    _group(t, choice, chosen, combos[combo])
    box = st.expander(t(mark("The groups as a table")), key="overlap_groups", on_change="rerun")
    if box.open:
        with box:
            _groups_table(t, choice, chosen, groups)


def _pick_sets(t: Translator) -> list[str]:
    return components.pick_schemes(t(mark("Schemes, up to eight")), "sets", DEFAULT_SETS, MAX_SHARED)


def _shared_sentences(
    t: Translator, choice: Choice, chosen: Sequence[str], groups: Sequence[SharedSet]
) -> tuple[str, str]:
    total = sum(len(group.criteria) for group in groups)
    by_all = sum(len(group.criteria) for group in groups if len(group.schemes) == len(chosen))
    alone = sum(len(group.criteria) for group in groups if len(group.schemes) == 1)
    first = t(mark("Between them they ask for {total} of {of} criteria: {by_all} by all, {alone} by one of them "
                   "only, as far as we know."),
              total=t.number(total), of=t.number(len(choice.overlap.criteria)), by_all=t.number(by_all),
              alone=t.number(alone))  # fmt: skip
    missing = [_missing(choice, chosen, group) for group in groups]
    second = _missing_words(t, {name: sum(item[name] for item in missing) for name in missing[0]})
    return f"<b>{escape(first)}</b>", escape(second)


def _missing(choice: Choice, chosen: Sequence[str], group: SharedSet) -> dict[str, int]:
    """How many dots of a group are missing: read and absent, asked in part only, or not known."""
    matrix = choice.overlap.matrix
    cells = [matrix.cell(s, c).coverage for s in chosen if s not in group.schemes for c in group.criteria]
    absent = sum(coverage is Coverage.ABSENT for coverage in cells)
    partial = sum(coverage.is_asked for coverage in cells)
    return {"absent": absent, "partial": partial, "unknown": len(cells) - absent - partial}


def _missing_words(t: Translator, missing: Mapping[str, int]) -> str:
    total = sum(missing.values())
    if not total:
        return t(mark("No dot is missing."))
    values = {name: t.number(count) for name, count in missing.items()}
    if missing["partial"]:
        return t(mark("Of {total} missing dots, {absent} are known to be absent, {partial} are asked in part, and "
                      "for {unknown} we do not know."), total=t.number(total), **values)  # fmt: skip
    return t(mark("Of {total} missing dots, {absent} are known to be absent; for {unknown} we do not know."),
             total=t.number(total), **values)  # fmt: skip


def _upset(
    t: Translator, choice: Choice, chosen: Sequence[str], groups: Sequence[SharedSet], picked: str, counting: str
) -> None:
    def build() -> dict[str, Any]:
        columns = [
            shared_sets.Column(group, _dots(choice, chosen, group), _group_title(t, chosen, group))
            for group in groups[: shared_sets.MAX_COLUMNS]
        ]
        sizes = [
            (s, components.scheme_name(s), sum(len(group.criteria) for group in groups if s in group.schemes))
            for s in chosen
        ]
        return shared_sets.upset(columns, sizes, mode(), picked)

    spec = cached.spec(build, "upset", t.language, cached.catalogue().checksum, mode(), tuple(chosen), counting,
                       choice.accepted, picked)  # fmt: skip
    key = f"upset_{state.generation()}"
    alt = t(mark("Bars for {groups} groups of criteria by which of {schemes} schemes ask for them; the largest holds "
                 "{size}."),
            groups=t.number(len(groups)), schemes=t.number(len(chosen)),
            size=t.number(len(groups[0].criteria)))  # fmt: skip
    components.draw(spec, alt, key, on_click=lambda: _combo_clicked(key))
    rest = groups[shared_sets.MAX_COLUMNS :]
    caption = t(_DOTS_PARTIAL if counting == "partial" else _DOTS_FULL)
    html.show(f'<p class="ls-caption">{escape(caption)}</p>')
    if rest:
        text = t.plural(mark("{count} smaller group, with {criteria} criteria in all, stands only in the box and the "
                             "table below."),
                        mark("{count} smaller groups, with {criteria} criteria in all, stand only in the box and the "
                             "table below."),
                        len(rest), criteria=t.number(sum(len(group.criteria) for group in rest)))  # fmt: skip
        html.show(f'<p class="ls-caption">{escape(text)}</p>')


_DOTS_PARTIAL = mark(
    "A column is a group of criteria that exactly the schemes with a dark dot are known to ask for. An outlined dot: "
    "the scheme was read on all of them and asks for none. A pale dot: for some of them we do not know. Click a "
    "column for its criteria."
)
_DOTS_FULL = mark(
    "A column is a group of criteria that exactly the schemes with a dark dot are known to ask for in full. An "
    "outlined dot: the scheme was read on all of them and asks for none in full. A pale dot: for some of them we do "
    "not know. Click a column for its criteria."
)


def _dots(choice: Choice, chosen: Sequence[str], group: SharedSet) -> dict[str, str]:
    matrix = choice.overlap.matrix
    states = {}
    for scheme_id in chosen:
        known = all(matrix.cell(scheme_id, c).coverage.is_known for c in group.criteria)
        inside = scheme_id in group.schemes
        states[scheme_id] = shared_sets.ASKED if inside else shared_sets.ABSENT if known else shared_sets.UNKNOWN
    return states


def _combo_clicked(key: str) -> None:
    combo = components.clicked(key).get("combo")
    if combo:
        st.session_state["overlap_combo"] = combo
        state.bump()


def _group_title(t: Translator, chosen: Sequence[str], group: SharedSet) -> str:
    count = t.number(len(group.criteria))
    if len(group.schemes) == len(chosen):
        return t(mark("{count} · asked by all"), count=count)
    names = t.listing(map(components.scheme_name, group.schemes))
    if len(group.schemes) == 1:
        return t(mark("{count} · asked only by {schemes}"), count=count, schemes=names)
    return t(mark("{count} · asked by exactly {schemes}"), count=count, schemes=names)


def _group(t: Translator, choice: Choice, chosen: Sequence[str], group: SharedSet) -> None:
    html.show(f"<p>{escape(_interval(t, group))} {escape(_missing_words(t, _missing(choice, chosen, group)))}</p>")
    shown = group.schemes[0]
    if len(group.schemes) > 1:
        shown = str(st.selectbox(
            t(mark("A click shows the clauses of")), group.schemes, format_func=components.scheme_name,
            key=f"overlap_member_{'_'.join(group.schemes)}",
        ))  # fmt: skip
    _pills(t, t(mark("Criteria of the group")), group.criteria, shown, f"group_{'_'.join(group.schemes)}")


def _interval(t: Translator, group: SharedSet) -> str:
    return t(mark("This group holds {count} criteria as far as we know: {low} for certain, at most {high}."),
             count=t.number(len(group.criteria)), low=t.number(group.low), high=t.number(group.high))  # fmt: skip


def _group_html(t: Translator, choice: Choice, chosen: Sequence[str], group: SharedSet) -> str:
    tree = cached.catalogue().criteria
    criteria = "".join(f"<li>{escape(tree[c].label[t.language])}</li>" for c in group.criteria)
    said = f"{escape(_interval(t, group))} {escape(_missing_words(t, _missing(choice, chosen, group)))}"
    return (
        f"<details><summary>{escape(_group_title(t, chosen, group))}</summary><ul>{criteria}</ul>"
        f'<p class="ls-muted">{said}</p></details>'
    )


def _groups_table(t: Translator, choice: Choice, chosen: Sequence[str], groups: Sequence[SharedSet]) -> None:
    tree = cached.catalogue().criteria
    rows = [
        [escape(t.listing(map(components.scheme_name, group.schemes))), t.number(len(group.criteria)),
         escape(t(mark("{low} to {high}"), low=t.number(group.low), high=t.number(group.high))),
         escape("; ".join(tree[c].label[t.language] for c in group.criteria)),
         escape(_missing_words(t, _missing(choice, chosen, group)))]
        for group in groups
    ]  # fmt: skip
    header = [t(mark("Asked by exactly")), t(mark("Number")), t(mark("Certain to possible")), t(mark("Criteria")),
              t(mark("Missing dots"))]  # fmt: skip
    html.show(html.table(t(mark("Groups of criteria, largest first")), header, rows))


# --- who is inside whom


def _inside(t: Translator, choice: Choice) -> None:
    options = [*choice.order, *choice.collectors]
    chosen = components.pick_scheme(
        t(mark("Scheme")), "inside", _either(DEFAULT_PAIR[0], options[0], options), options
    )  # fmt: skip
    name = components.scheme_name(chosen)
    matrix = choice.overlap.matrix
    if chosen in matrix.data_only:
        _warn_of_collectors(t, choice, [chosen])
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
        html.show(_paired_bars(t, shown[:_NARROW_ROWS], left, right))
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
    chosen = [s for s in _pick_sets(t) if s not in choice.overlap.matrix.data_only]
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


# --- what would be lost


def _lost(t: Translator, choice: Choice) -> None:
    tree = cached.catalogue().criteria
    found = [choice.overlap.uniqueness(s, choice.order) for s in choice.order]
    found.sort(key=lambda item: -(item.lost.middle or 0))
    losing = [item for item in found if item.criteria]
    if losing:
        text = t(mark("{count} of these {of} schemes ask for something that no other of them is known to ask, or to "
                      "ask as fully; it would be lost if they went. Most would be lost with {scheme}: {criteria}."),
                 of=t.number(len(found)), count=t.number(len(losing)),
                 scheme=components.scheme_name(losing[0].scheme_id),
                 criteria="; ".join(tree[c].label[t.language] for c in losing[0].criteria))  # fmt: skip
    else:
        text = t(mark("Whichever of these {of} schemes went, another one is known to ask for all that it asks."),
                 of=t.number(len(found)))  # fmt: skip
    html.show(f"<p><b>{escape(text)}</b></p>")
    if losing:
        rows = [
            [escape(components.scheme_name(item.scheme_id)),
             escape("; ".join(tree[c].label[t.language] for c in item.criteria)), _count_html(t, item.lost)]
            for item in losing
        ]  # fmt: skip
        header = [
            t(mark("If this scheme went")),
            t(mark("this would be lost")),
            t(mark("Criteria, a partial one counts one half")),
        ]
        html.show(html.table(t(mark("What no other scheme is known to ask as far")), header, rows))
        with st.container(horizontal=True, vertical_alignment="bottom"):
            chosen = st.selectbox(t(mark("Scheme")), [item.scheme_id for item in losing], key="overlap_losing",
                                  format_func=components.scheme_name)  # fmt: skip
        item = next(item for item in losing if item.scheme_id == chosen)
        _pills(t, t(mark("Criteria that would be lost")), item.criteria, item.scheme_id, f"lost_{item.scheme_id}")
    rest = [item for item in found if not item.criteria]
    if rest and losing:
        worst = max(item.lost.high or 0 for item in rest)
        text = t(mark("For the other {count} nothing is known to be lost: for all that they ask there is another "
                      "scheme that asks as much. In the worst case, were everything unknown to fall that way, up to "
                      "{worst} criteria would be."),
                 count=t.number(len(rest)), worst=t.number(worst, 1 if worst % 1 else 0))  # fmt: skip
        html.show(f'<p class="ls-caption">{escape(text)}</p>')
    caption = t(mark("This counts words on paper. A scheme may matter for whom it reaches, how it checks or who "
                     "stands behind it even where others ask for the same."))  # fmt: skip
    html.show(f'<p class="ls-caption">{escape(caption)}</p>')


def _count_html(t: Translator, figure: Figure) -> str:
    def show(value: float | None) -> str:
        return t.number(value, 1 if value is not None and value % 1 else 0)

    likely = figure.likely or (figure.low, figure.high)
    text = t(mark("{low} to {high} possible, {likely_low} to {likely_high} likely; {base} of {of} criteria read"),
             low=show(figure.low), high=show(figure.high), likely_low=show(likely[0]), likely_high=show(likely[1]),
             base=t.number(figure.base), of=t.number(figure.of))  # fmt: skip
    return f'<b>{escape(show(figure.middle))}</b><br><span class="ls-muted">{escape(text)}</span>'
