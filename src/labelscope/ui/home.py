"""The page *Home*: what the evidence says today, all schemes by family, and the doors to the other pages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from html import escape
from urllib.parse import urlencode

import streamlit as st

from labelscope import vocabulary
from labelscope.charts import palette
from labelscope.charts import schemes as charts
from labelscope.families import FIRM
from labelscope.i18n import Translator, mark
from labelscope.options import ATTRIBUTES
from labelscope.recommendation import OLD_LABEL
from labelscope.ui import cached, components, html
from labelscope.ui.frame import PAGES, mode, show_answer

_EXAMPLES = 3
_ACROSS = 4
_FORMS: Mapping[str, str] = {
    "label": mark("product label"),
    "audit": mark("site audit or membership initiative"),
    "other": mark("another kind"),
}
#: What lies behind each door, in the reader's words.
_DOORS: Mapping[str, str] = {
    "catalogue": mark("Every scheme with its facts, clauses and sources."),
    "coverage": mark("Themes and criteria against schemes, down to the clause."),
    "compare": mark("Two to five schemes side by side, differences first."),
    "overlap": mark("Which schemes ask for the same, and what would be lost without one."),
    "match": mark("Paste the requirements of a label and see what they correspond to."),
    "options": mark("The ways forward on the same attributes, with their ranges."),
    "recommendation": mark("The advice on one page, what it depends on, and the next steps."),
    "method": mark("The way from document to advice, and what is missing."),
}


def sentences(t: Translator) -> None:
    """What the evidence says today: the advice with its caveat, the 2002 label, what almost no scheme asks."""
    html.show(_style(mode()))
    _advice(t)
    items = [said for said in (_old_label(t), _rare(t)) if said]
    html.show(f'<ul class="home-why">{"".join(f"<li>{escape(said)}</li>" for said in items)}</ul>')
    with st.expander(t(mark("Which criteria are these?"))):
        _criteria(t)


def strip(t: Translator) -> None:
    """All schemes by family; each leads to its card."""
    rows = charts.strip(cached.analysis().families, cached.catalogue().schemes)
    grouped = [row for row in rows if row.stability is not None]
    title = t.plural(
        mark("{schemes} schemes fall into {families} families by what sets them apart; {count} of these is firm"),
        mark("{schemes} schemes fall into {families} families by what sets them apart; {count} of these are firm"),
        sum(row.is_firm for row in grouped), schemes=t.number(sum(len(row.schemes) for row in grouped)),
        families=t.number(len(grouped)),
    )  # fmt: skip
    st.subheader(html.plain(title), anchor=False)
    keys = "".join(
        f'<span class="ls-key"><span class="home-mark {form}" aria-hidden="true"></span>{escape(t(words))}</span>'
        for form, words in _FORMS.items()
    )
    html.show(f"<div>{keys}</div>{''.join(_row(t, row) for row in rows)}")
    caption = t(
        mark("A family is named by the criteria in which its schemes stand out; rare criteria weigh more. It is firm "
             "if, with the criteria drawn anew many times, it comes out much the same (mean agreement of at least "
             "{least}). A scheme's name leads to its card."),
        least=t.percent(FIRM),
    )  # fmt: skip
    html.show(f'<p class="ls-caption">{escape(caption)}</p>')


def doors(t: Translator) -> None:
    """The other pages, each with its question."""
    st.subheader(html.plain(t(mark("Where to go from here"))), anchor=False)
    names = list(_DOORS)
    for start in range(0, len(names), _ACROSS):
        columns = st.columns(_ACROSS)
        for column, name in zip(columns, names[start : start + _ACROSS], strict=False):
            with column, st.container(border=True, height="stretch", gap="xsmall", key=f"home_door_{name}"):
                st.page_link(f"pages/{name}.py", label=f"**{html.plain(t(PAGES[name][1]))}**")
                html.show(f'<p class="ls-caption">{escape(t(_DOORS[name]))}</p>')


def twin(t: Translator) -> None:
    """The families as a table, and the downloads."""
    with st.expander(t(mark("The families as a table, and downloads"))):
        rows = []
        for row in charts.strip(cached.analysis().families, cached.catalogue().schemes):
            names = sorted((components.scheme_name(item.scheme_id) for item in row.schemes), key=str.casefold)
            firm = t.percent(row.stability) if row.stability is not None else ""
            rows.append([escape(_name(t, row)), escape(firm), t.number(len(names)), escape("; ".join(names))])
        header = [t(mark("Family")), t(mark("Mean agreement")), t(mark("Number")), t(mark("Schemes"))]
        html.show(html.table(t(mark("Schemes by family")), header, rows))
        components.downloads(t)


def _advice(t: Translator) -> None:
    found, catalogue = cached.analysis().recommendation, cached.catalogue()
    label = {option.id: option.label[t.language] for option in catalogue.options}
    show_answer(
        t(mark("On today's evidence, “{option}” does best on the {count} attributes that can be computed, weighed "
               "alike; “{second}” comes next and “{last}” last. With these weights it comes first in {share} of the "
               "likely readings of what is not known."),
          option=label[found.advised], second=label[found.ordered[1]], last=label[found.ordered[-1]],
          count=t.number(len(ATTRIBUTES)), share=t.percent(found.first_share[found.advised]))
    )  # fmt: skip
    caveats = []
    advised = next(assessed for assessed in cached.analysis().options.options if assessed.option.id == found.advised)
    if advised.option.design.kind == "strengthen":
        caveats.append(
            t(mark("Computed for {scheme}: of the active schemes open to all sectors and verified by third parties, it "
                   "is known to ask for most."), scheme=t.listing(map(components.scheme_name, advised.members)))
        )  # fmt: skip
    caveats += [
        t(
            mark("Without '{attribute}', '{option}' leads."),
            attribute=t(ATTRIBUTES[name].label),
            option=label[leader],
        )
        for name, leader in found.depends_on.items()
    ] or [t(mark("No single attribute, left out, changes this."))]
    caveats.append(
        t(mark("Cost, uptake, time and effect are cited, not computed: they stand beside it and could turn it."))
    )
    html.show(f'<p class="ls-muted">{escape(" ".join(caveats))}</p>')


def _old_label(t: Translator) -> str:
    analysis = cached.analysis()
    reasons = {reason.key: reason for reason in analysis.recommendation.reasons}
    if "old-label-repeats" not in reasons:
        return ""
    own = charts.share(analysis.matrix, OLD_LABEL, analysis.matrix.content)
    lacking = reasons.get("old-label-lacks")
    return t(
        mark("The label of 2002 is known to ask for {asked} of {of} content criteria ({asked} to {most}, since "
             "{unknown} are not known). At least half of the {schemes} active schemes already ask for {repeated} of "
             "these; they ask for {lacking} others that the label of 2002 is not known to ask."),
        asked=t.number(own.asked), of=t.number(own.of), most=t.number(own.asked + own.unknown),
        unknown=t.number(own.unknown), schemes=t.number(len(analysis.options.existing)),
        repeated=t.number(len(reasons["old-label-repeats"].criteria)),
        lacking=t.number(len(lacking.criteria) if lacking else 0),
    )  # fmt: skip


def _rare(t: Translator) -> str:
    analysis, tree = cached.analysis(), cached.catalogue().criteria
    rare = analysis.recommendation.rare
    if not rare:
        return ""
    unknown = [charts.unknown_share(analysis.matrix, analysis.options.existing, c) for c in rare]
    common = [c for c in analysis.options.common if c in analysis.matrix.content]
    return t(
        mark("At least half of the active schemes ask for {common} of {of} content criteria; at most one in ten is "
             "known to ask for {rare} others, among them {names}. There most could be added, with a caution: for these "
             "criteria we do not know what {unknown} of the schemes ask."),
        common=t.number(len(common)), of=t.number(len(analysis.matrix.content)), rare=t.number(len(rare)),
        names=t.listing(t.quoted(tree[c].label[t.language]) for c in rare[:_EXAMPLES]),
        unknown=t.percent(sum(unknown) / len(unknown)),
    )  # fmt: skip


def _criteria(t: Translator) -> None:
    """The criteria behind the sentences, each with a way to its clauses."""
    analysis, tree = cached.analysis(), cached.catalogue().criteria
    asked_share, existing = analysis.options.asked_share, analysis.options.existing
    reasons = {reason.key: reason for reason in analysis.recommendation.reasons}
    both = [c for key in ("old-label-repeats", "old-label-lacks") if key in reasons for c in reasons[key].criteria]
    label, known = t(mark("Criterion")), t(mark("Active schemes known to ask for it"))
    if both:
        rows = [
            [escape(tree[c].label[t.language]),
             escape(t(vocabulary.COVERAGE[analysis.matrix.cell(OLD_LABEL, c).coverage])), t.percent(asked_share[c])]
            for c in both
        ]  # fmt: skip
        caption = t(mark("What most active schemes ask, and what the label of 2002 says on it"))
        html.show(html.table(caption, [label, t(mark("Label of 2002")), known], rows))
        components.open_cell(t, [OLD_LABEL], both, "home_old")
    rare = analysis.recommendation.rare
    if rare:
        rows = [
            [escape(tree[c].label[t.language]), t.percent(asked_share[c]),
             t.percent(charts.unknown_share(analysis.matrix, existing, c))]
            for c in rare
        ]  # fmt: skip
        caption = t(mark("What almost no active scheme is known to ask"))
        html.show(html.table(caption, [label, known, t(mark("Active schemes of which it is not known"))], rows))
        components.open_cell(t, components.ordered(existing), rare, "home_rare")


def _name(t: Translator, row: charts.StripRow) -> str:
    if row.stability is None:
        return t(mark("Collect data or grade: they ask for next to nothing themselves"))
    tree = cached.catalogue().criteria
    return " · ".join(tree[c].label[t.language] for c in row.criteria)


def _row(t: Translator, row: charts.StripRow) -> str:
    firm = ""
    if row.stability is not None:
        message = mark("firm ({share} agreement)") if row.is_firm else mark("not firm ({share} agreement)")
        firm = f'<p class="home-firm">{escape(t(message, share=t.percent(row.stability)))}</p>'
    chips = "".join(f"<li>{_chip(t, item)}</li>" for item in row.schemes)
    solid = "firm" if row.is_firm else "loose"
    return (
        f'<section class="home-row {solid}"><div><h4>{escape(_name(t, row))}</h4>{firm}</div>'
        f'<ul class="home-chips">{chips}</ul></section>'
    )


def _chip(t: Translator, item: charts.Mark) -> str:
    scheme = cached.catalogue().schemes[item.scheme_id]
    query = escape(urlencode({"lang": t.language, "scheme": item.scheme_id}))
    names = ["home-chip", *(["old"] if item.scheme_id == OLD_LABEL else []), *([] if item.is_active else ["still"])]
    status = "" if item.is_active else f" ({t(vocabulary.STATUS[scheme.status.state])})"
    return (
        f'<a class="{" ".join(names)}" href="catalogue?{query}" title="{escape(scheme.summary[t.language])}">'
        f'<span class="home-mark {item.form}" aria-hidden="true"></span>{escape(scheme.short + status)}</a>'
    )


@cache
def _style(shown: str) -> str:
    c = palette(shown)
    return f"""<style>
.home-why.home-why{{margin:.2rem 0 .4rem;padding:0 0 0 1.2rem;max-width:62rem}}
.home-why li{{margin:0 0 .5rem;line-height:1.55}}
.home-row{{display:grid;grid-template-columns:20rem 1fr;gap:.2rem 1.5rem;padding:.7rem 0;
border-top:1px solid {c["rule"]}}}
.home-row.home-row h4{{margin:0;padding:0;font-size:.95rem;line-height:1.4}}
.home-row .home-firm{{margin:.15rem 0 0;font-size:.85rem;color:{c["muted"]}}}
.home-chips.home-chips{{margin:0;padding:0;list-style:none;display:flex;flex-wrap:wrap;gap:.35rem .4rem;
align-content:flex-start}}
.home-chips.home-chips li{{margin:0;padding:0}}
.home-chip{{display:inline-flex;align-items:center;gap:.4rem;padding:.15rem .6rem;border:1px solid {c["rule"]};
border-radius:1rem;font-size:.88rem;text-decoration:none;color:{c["ink"]};background:{c["panel"]}}}
.home-chip:hover,.home-chip:focus-visible{{border-color:{c["accent"]};text-decoration:underline}}
.home-chip.still{{border-style:dashed;border-color:{c["sign"]}}}.home-chip.old{{border:2px solid {c["accent"]}}}
.home-mark{{flex:none;display:inline-block;width:.65rem;height:.65rem;background:{c["full"]}}}
.home-mark.label{{border-radius:50%}}.home-mark.audit{{background:{c["partial"]}}}
.home-mark.other{{background:{c["paper"]};border:1.5px solid {c["sign"]};transform:rotate(45deg) scale(.9)}}
[class*="st-key-home_door_"] a{{padding-left:0;padding-right:0;white-space:normal}}
[class*="st-key-home_door_"] a *{{white-space:normal;overflow:visible;text-overflow:clip}}
@media (max-width:700px){{.home-row{{grid-template-columns:1fr}}.home-chip{{padding:.3rem .7rem}}}}
</style>"""
