"""The view *Families*: what sets schemes apart, and whether each family holds."""

from __future__ import annotations

from html import escape

import streamlit as st

from labelscope.families import BOOTSTRAPS, FIRM, Family
from labelscope.i18n import Translator, mark
from labelscope.ui import cached, components, html
from labelscope.ui.overlap.parts import Choice

#: Mean silhouettes below these are called hardly and partly apart (Kaufman and Rousseeuw 1990).
_HARDLY, _PARTLY = 0.25, 0.5


def show_families(t: Translator, choice: Choice) -> None:
    """The families with what marks them, their members and whether they hold."""
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
