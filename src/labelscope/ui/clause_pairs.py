"""The view *Clause to clause* of the page *Compare*: clauses of two schemes side by side, how they relate and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, partial
from html import escape
from itertools import combinations, groupby

import streamlit as st

from labelscope import vocabulary
from labelscope.charts import palette
from labelscope.clause_pairs import MEASURES, ClausePair, NumberPair, Side, count_outcomes
from labelscope.clause_pairs.pair import OUTCOMES
from labelscope.exporting.pairs import (
    CAUTION,
    PAIR_WRITERS,
    Comparison,
    also,
    figure_words,
    outcome_words,
    reasons,
)
from labelscope.i18n import Translator, mark
from labelscope.ui import cached, components, html, state
from labelscope.ui.frame import mode
from labelscope.ui.panel import clause_html, wording_html

_VIEWS = {"criteria": mark("Criterion by criterion"), "clauses": mark("Clause to clause")}
_ALL = "all"
#: So many pairs are shown unfolded; of more, the first theme.
_FEW = 12


def is_chosen(t: Translator) -> bool:
    """The switch between the two views; whether this one is wanted."""
    key = "pick_view"
    if st.session_state.get(key) not in _VIEWS:
        st.session_state[key] = state.one_from_url("view", _VIEWS, "criteria")
    chosen = str(
        st.segmented_control(
            t(mark("View")), list(_VIEWS), key=key, required=True, format_func=lambda view: t(_VIEWS[view]),
            label_visibility="collapsed",
        )
    )  # fmt: skip
    state.to_url("view", [chosen], ["criteria"])
    return chosen == "clauses"


def show(t: Translator, schemes: Sequence[str]) -> None:
    """The view for two of the chosen schemes."""
    if len(schemes) < 2:
        return
    first, second = _pick_pair(t, schemes)
    with st.spinner(t(mark("Reading the clauses side by side …"))):
        pairs = cached.clause_pairs(first, second)
    comparison = Comparison(cached.catalogue(), first, second, pairs)
    html.show(_style(mode()))
    _summary(t, comparison)
    shown = _filter(t, comparison)
    if not shown:
        st.info(t(mark("No pair is left. Remove a filter.")))
    groups = [(theme, list(group)) for theme, group in groupby(shown, key=partial(_theme, comparison))]
    for place, (theme, group) in enumerate(groups):
        html.show(_section(t, comparison, theme, group, is_open=place == 0 or len(shown) <= _FEW))
    _downloads(t, comparison)


def _pick_pair(t: Translator, schemes: Sequence[str]) -> tuple[str, str]:
    pairs = {f"{first}~{second}": (first, second) for first, second in combinations(schemes, 2)}
    if len(pairs) == 1:
        return next(iter(pairs.values()))
    names = {
        key: t(mark("{first} and {second}"), first=components.scheme_name(a), second=components.scheme_name(b))
        for key, (a, b) in pairs.items()
    }
    return pairs[components.pick_one(t(mark("Two of these schemes")), "pair", list(pairs), names.__getitem__,
                                     next(iter(pairs)))]  # fmt: skip


# --- how they stand


def _summary(t: Translator, comparison: Comparison) -> None:
    counts = count_outcomes(comparison.pairs)
    met = {side: len({getattr(pair, side) for pair in comparison.pairs if pair.first and pair.second})
           for side in ("first", "second")}  # fmt: skip
    of = {
        "first": len(comparison.catalogue.requirements[comparison.first]),
        "second": len(comparison.catalogue.requirements[comparison.second]),
    }
    said = t(
        mark("{met} of {of} clauses of {first} have a counterpart in {second}, and {others} of {all} the other way "
             "round."),
        met=t.number(met["first"]), of=t.number(of["first"]), others=t.number(met["second"]),
        all=t.number(of["second"]), **comparison.names,
    )  # fmt: skip
    if not counts["contradicts"]:
        said += " " + t(mark("No contradiction was found."))
    html.show(
        f"<p>{escape(said)}</p>{_bar(counts)}"
        f'<p class="ls-caption">{escape(t(CAUTION))}</p>'
        f"<details><summary>{escape(t(mark('What the relations mean')))}</summary>"
        f"{_meanings(t, comparison, counts)}</details>"
    )


def _bar(counts: Mapping[str, int]) -> str:
    parts = "".join(
        f'<i class="cp-{outcome}" style="flex:{count}">{vocabulary.OUTCOME_SIGN[outcome]}</i>'
        for outcome, count in counts.items()
        if count
    )
    return f'<div class="cp-bar" aria-hidden="true">{parts}</div>'


def _meanings(t: Translator, comparison: Comparison, counts: Mapping[str, int]) -> str:
    terms = "".join(
        f'<dt><span class="cp-chip cp-{outcome}">{_named(t, comparison, outcome)}</span> '
        f"{t.number(counts[outcome])}</dt>"
        f"<dd>{escape(t(meaning, **comparison.names))}</dd>"
        for outcome, meaning in vocabulary.OUTCOME_MEANING.items()
    )
    return f'<dl class="cp-terms">{terms}</dl>'


def _named(t: Translator, comparison: Comparison, outcome: str) -> str:
    sign = vocabulary.OUTCOME_SIGN[outcome]
    return f'<span aria-hidden="true">{sign}</span> {escape(outcome_words(outcome, comparison, t))}'


def _filter(t: Translator, comparison: Comparison) -> list[ClausePair]:
    counts = count_outcomes(comparison.pairs)
    outcomes = [outcome for outcome, count in counts.items() if count]
    tree = comparison.catalogue.criteria
    themes = [_ALL, *(theme.id for theme in tree.themes if any(theme.id == _theme(comparison, p)
                                                                for p in comparison.pairs))]  # fmt: skip
    key = f"pick_relation_{comparison.first}_{comparison.second}"
    if key not in st.session_state:
        st.session_state[key] = [outcome for outcome in state.from_url("relation", OUTCOMES) if outcome in outcomes]
    with st.container(key="cp_filters"):
        wanted = st.pills(
            t(mark("Relation")), outcomes, selection_mode="multi", key=key,
            format_func=lambda one: html.plain(f"{vocabulary.OUTCOME_SIGN[one]} {outcome_words(one, comparison, t)} "
                                               f"({t.number(counts[one])})"),
        )  # fmt: skip
        state.to_url("relation", wanted)
        theme = components.pick_one(
            t(mark("Theme")), "theme", themes,
            lambda one: t(mark("all themes")) if one == _ALL else tree.theme(one).label[t.language], _ALL,
        )  # fmt: skip
    return [
        pair for pair in comparison.pairs
        if (not wanted or pair.outcome in wanted) and theme in (_ALL, _theme(comparison, pair))
    ]  # fmt: skip


def _theme(comparison: Comparison, pair: ClausePair) -> str:
    return comparison.catalogue.criteria.theme_of(pair.criteria[0]).id if pair.criteria else ""


# --- side by side


def _section(t: Translator, comparison: Comparison, theme: str, pairs: Sequence[ClausePair], *, is_open: bool) -> str:
    """One theme: its name, how its pairs stand, and, unfolded, the pairs."""
    name = (
        comparison.catalogue.criteria.theme(theme).label[t.language]
        if theme
        else t(mark("Clauses that reach no shared criterion"))
    )
    counts = {outcome: count for outcome, count in count_outcomes(pairs).items() if count}
    said = "; ".join(f"{outcome_words(outcome, comparison, t)}: {t.number(n)}" for outcome, n in counts.items())
    tally = " ".join(f"<b>{vocabulary.OUTCOME_SIGN[outcome]}</b> {t.number(n)}" for outcome, n in counts.items())
    return (
        f'<details class="cp-theme"{" open" if is_open else ""}><summary><span class="cp-name">{escape(name)}</span>'
        f'<span class="cp-said">{escape(said)}</span><span class="cp-mini" aria-hidden="true">{_bar(counts)}</span>'
        f'<span class="cp-tally" aria-hidden="true">{tally}</span></summary>'
        f"{_table(t, comparison, name, pairs)}</details>"
    )


def _table(t: Translator, comparison: Comparison, caption: str, pairs: Sequence[ClausePair]) -> str:
    first, second = comparison.names["first"], comparison.names["second"]
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in (first, t(mark("Relation")), second))
    seen: set[str] = set()
    body = "".join(_pair(t, comparison, pair, seen) for pair in pairs)
    return (
        f'<table class="cp-table"><caption class="cp-said">{escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead>{body}</table>"
    )


def _pair(t: Translator, comparison: Comparison, pair: ClausePair, seen: set[str]) -> str:
    labels = "; ".join(comparison.catalogue.criteria[c].label[t.language] for c in pair.criteria[:3])
    more = len(pair.criteria) - 3
    if more > 0:
        labels += "; " + t.plural(mark("and {count} more"), mark("and {count} more"), more)
    chip = f'<span class="cp-chip cp-{pair.outcome}">{_named(t, comparison, pair.outcome)}</span>'
    subject = f'<span class="cp-subject">{escape(labels)}</span>'
    cells = [_side(t, comparison, pair, name, seen) for name in ("first", "second")]
    return (
        f'<tbody class="cp-pair"><tr><td class="cp-side">{cells[0]}</td><td class="cp-relation">{chip}{subject}</td>'
        f'<td class="cp-side">{cells[1]}</td></tr>'
        f'<tr><td colspan="3"><details><summary>{escape(t(mark("Why, judgements and sources")))}</summary>'
        f"{_grounds(t, comparison, pair)}</details></td></tr></tbody>"
    )


def _side(t: Translator, comparison: Comparison, pair: ClausePair, name: str, seen: set[str]) -> str:
    scheme = comparison.names[name]
    row_id = getattr(pair, name)
    who = f'<span class="cp-who">{escape(scheme)}</span>'
    if row_id is None:
        return f'{who}<span class="ls-muted">{escape(_absence(t, comparison, pair))}</span>'
    row = comparison.catalogue.requirement_by_id[row_id]
    again = " cp-again" if row_id in seen else ""
    seen.add(row_id)
    numbers = "".join(_number(t, number, name) for number in pair.numbers)
    return (
        f'{who}<span class="cp-clause">{html.printed(row.clause, t.language)} · '
        f"{escape(t(vocabulary.OBLIGATION[row.obligation]))}</span>"
        f'<span class="cp-words{again}">{wording_html(row, t)}</span>{numbers}'
    )


def _absence(t: Translator, comparison: Comparison, pair: ClausePair) -> str:
    """What a clause without counterpart stands beside: what is known of the other scheme there."""
    known = dict.fromkeys(t(vocabulary.COVERAGE[coverage]) for coverage in (pair.elsewhere or {}).values())
    if not known:
        return t(mark("No counterpart"))
    return t(mark("No counterpart; there: {coverage}"), coverage=t.listing(known))


def _number(t: Translator, number: NumberPair, name: str) -> str:
    own, other = (number.first, number.second) if name == "first" else (number.second, number.first)
    if not own:
        return ""
    said = escape(t(mark("{role}: {figure}"), role=t(MEASURES[number.measure].label), figure=figure_words(own, t)))
    if not other:
        return f'<span class="cp-number">{said}</span>'
    if number.favours is Side.EVEN:
        return f'<span class="cp-number">{said} <span aria-hidden="true">=</span></span>'
    note = f" <em>{escape(t(mark('stricter')))}</em>" if number.favours == name else ""
    return f'<span class="cp-number"><mark>≠ {said}</mark>{note}</span>'


def _grounds(t: Translator, comparison: Comparison, pair: ClausePair) -> str:
    said = [*reasons(pair, comparison, t), *also(pair, comparison, t)]
    if pair.closeness is not None:
        hint = t(mark("{closeness} (a hint, not a reason)"), closeness=t(vocabulary.CLOSENESS[pair.closeness]))
        said.append(hint[:1].upper() + hint[1:])
    listed = "".join(f"<li>{escape(sentence)}</li>" for sentence in said)
    judged = "".join(f"<div>{_judgements(t, comparison, pair, row_id)}</div>" for row_id in (pair.first, pair.second))
    return f'<ul class="cp-reasons">{listed}</ul><div class="cp-judged">{judged}</div>'


def _judgements(t: Translator, comparison: Comparison, pair: ClausePair, row_id: str | None) -> str:
    if row_id is None:
        return ""
    found = comparison.catalogue.crosswalk.of_requirement(row_id)
    shared = [mapping for mapping in found if mapping.object_id in pair.criteria] or list(found[:1])
    parts = []
    for mapping in shared:
        tree = comparison.catalogue.criteria
        label = tree[mapping.object_id].label[t.language] if mapping.object_id in tree else ""
        parts.append((f"<h4>{escape(label)}</h4>" if label else "") + clause_html(mapping, t))
    return "".join(parts)


def _downloads(t: Translator, comparison: Comparison) -> None:
    with st.container(horizontal=True):
        for suffix, write in PAIR_WRITERS.items():
            st.download_button(
                f"{t(mark('Download clause to clause'))} ({suffix[1:].upper()})", data=partial(write, comparison, t),
                file_name=f"labelscope-pairs-{comparison.first}-{comparison.second}-{t.language}{suffix}",
                mime=components.MIME[suffix], on_click="ignore", key=f"pairs_{suffix[1:]}", icon=":material/download:",
            )  # fmt: skip


@cache
def _style(shown: str) -> str:
    c = palette(shown)
    fills = {
        "same": (c["full"], c["paper"], c["full"]),
        "stricter-first": (c["partial"], c["ink"], c["partial"]),
        "stricter-second": (c["partial"], c["ink"], c["partial"]),
        "differs": (c["panel"], c["ink"], c["sign"]),
        "contradicts": (c["accent"], c["paper"], c["accent"]),
        "none-first": (c["paper"], c["muted"], c["sign"]),
        "none-second": (c["paper"], c["muted"], c["sign"]),
    }
    rules = "".join(
        f".cp-{name}{{background:{fill};color:{ink};border:1px {'dashed' if 'none' in name else 'solid'} {edge}}}"
        for name, (fill, ink, edge) in fills.items()
    )
    return f"""<style>{rules}
.cp-bar{{display:flex;gap:2px;height:1.6rem;max-width:62rem;margin:.3rem 0 .5rem}}
.cp-bar i{{font-style:normal;font-size:.8rem;text-align:center;box-sizing:border-box;min-width:1.2rem;
line-height:1.5rem;border-radius:2px;overflow:hidden}}
.cp-terms{{margin:.4rem 0 .8rem;font-size:.92rem;max-width:62rem;color:{c["ink"]}}}.cp-terms dt{{font-weight:600}}
.cp-terms dd{{margin:0 0 .4rem 1.2rem}}
.cp-table.cp-table{{width:100%;table-layout:fixed;border-collapse:collapse;color:{c["ink"]};margin:0 0 1.2rem}}
.cp-theme{{border-top:1px solid {c["sign"]}}}
.cp-theme>summary{{display:grid;grid-template-columns:1.1rem minmax(0,1fr) 14rem 13rem;gap:0 .8rem;align-items:center;
cursor:pointer;padding:.6rem 0;list-style:none}}
.cp-theme>summary::-webkit-details-marker{{display:none}}
.cp-theme>summary::before{{content:"+";font-weight:600;color:{c["muted"]}}}.cp-theme[open]>summary::before{{content:"−"}}
.cp-theme>summary:focus-visible{{outline:2px solid {c["accent"]};outline-offset:1px}}
.cp-name{{font-weight:600;font-size:1.05rem;color:{c["ink"]}}}
.cp-mini .cp-bar{{height:.9rem;margin:0}}.cp-mini i{{font-size:0;min-width:.3rem}}
.cp-tally{{font-size:.85rem;color:{c["muted"]};white-space:nowrap}}.cp-tally b{{font-weight:600;margin-left:.35rem}}
.cp-said.cp-said{{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}}
.cp-table thead th{{text-align:left;font-size:.85rem;font-weight:600;color:{c["muted"]};padding:.3rem .8rem .3rem 0;
border-bottom:1px solid {c["sign"]}}}
.cp-table thead th:nth-child(2){{width:13.5rem}}
.cp-table td{{vertical-align:top;padding:.6rem .8rem .1rem 0;border:0;overflow-wrap:break-word}}
.cp-pair{{border-bottom:1px solid {c["rule"]}}}
.cp-pair td[colspan]{{padding:0 0 .5rem}}
.cp-side span{{display:block}}.cp-side .cp-words span,.cp-side .cp-clause span,.cp-number span{{display:inline}}
.cp-who.cp-who{{display:none}}
.cp-clause{{font-size:.82rem;color:{c["muted"]};line-height:1.35;overflow-wrap:anywhere}}
.cp-words{{line-height:1.45;max-width:44rem}}.cp-again{{color:{c["muted"]}}}
.cp-number{{font-size:.88rem;margin-top:.2rem}}
.cp-number mark{{background:none;color:{c["ink"]};font-weight:700;text-decoration:underline;
text-decoration-thickness:2px;text-underline-offset:2px}}
.cp-number em{{font-style:normal;font-weight:600;color:{c["warning"]}}}
.cp-chip{{display:inline-block;border-radius:2px;padding:.1rem .5rem;font-size:.88rem;line-height:1.35}}
.cp-subject{{display:block;font-size:.82rem;line-height:1.35;color:{c["muted"]};margin-top:.3rem}}
.cp-pair summary{{cursor:pointer;font-size:.85rem;color:{c["primary"] if shown == "light" else c["full"]};
padding:.25rem 0}}
.cp-pair summary:focus-visible{{outline:2px solid {c["accent"]};outline-offset:1px}}
.cp-reasons.cp-reasons{{margin:.2rem 0 .8rem 1.2rem;padding:0;font-size:.92rem}}
.cp-judged{{display:grid;grid-template-columns:1fr 1fr;gap:0 2rem;font-size:.92rem}}
.cp-judged h4{{font-size:.95rem;margin:0 0 .2rem;padding:0}}.cp-judged>div{{min-width:0;overflow-wrap:anywhere}}
@media (max-width:700px){{
.cp-table,.cp-table tbody,.cp-table tr,.cp-table td{{display:block}}
.cp-table thead{{display:none}}
.cp-table td{{padding:.35rem 0 0}}
.cp-pair{{padding:.4rem 0}}
.cp-pair tr:first-child{{display:flex;flex-direction:column}}
.cp-relation{{order:-1}}
.cp-who.cp-who{{display:block;font-weight:600;font-size:.88rem}}
.cp-judged{{grid-template-columns:1fr}}
.cp-bar i{{min-width:.8rem;font-size:.7rem}}
.cp-theme>summary{{grid-template-columns:1.1rem minmax(0,1fr)}}.cp-mini{{display:none}}.cp-tally{{grid-column:2}}
}}
</style>"""
