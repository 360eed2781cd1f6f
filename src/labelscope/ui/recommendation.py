"""The page *Recommendation*: the advice, why, how sure it is, what it depends on, and the next steps."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from html import escape
from urllib.parse import urlencode

import streamlit as st

from labelscope import vocabulary
from labelscope.charts import palette
from labelscope.charts.schemes import unknown_share
from labelscope.exporting.page import caveat
from labelscope.i18n import Translator, mark
from labelscope.model import Precedent
from labelscope.options import ATTRIBUTES, RARE_SHARE, RIPE, AssessedOption, RipePair
from labelscope.recommendation import NAMED_PAIRS, OLD_LABEL, Reason, Step
from labelscope.ui import cached, components, html, options, panel, state
from labelscope.ui.frame import mode, show_answer

#: Whose law is shown beside that which bears on the advised option.
_OUR_LAW = "Belgium"
#: Width of a column of text, in pixels.
_PROSE = 992
_FORMATS = (".html", ".xlsx", ".csv", ".json", ".tsv")


def advice(t: Translator) -> None:
    """The advice in one line, what it means, how sure it is, and what must be said beside it."""
    html.show(options.style(mode()))
    html.show(_style(mode()))
    found, label = cached.advice().recommendation, options.labels(t)
    chosen = _chosen()
    headline = escape(t(mark("Advice: {option}"), option=label[found.advised]))
    html.show(f'<div class="ls-advice rec-advice">{headline}{_for_whom(t, chosen)}</div>')
    second = found.ordered[1] if len(found.ordered) > 1 else found.advised
    show_answer(
        t(mark("Weighed alike on {attributes} computed attributes, it does best of {count} options: mean rank {rank}, "
               "against {second_rank} for “{second}”. It comes first in {share} of the likely readings of what is not "
               "known; {unknown} of the cells are not known."),
          attributes=t.number(len(ATTRIBUTES)), count=t.number(len(found.ordered)), second=label[second],
          rank=t.number(found.mean_ranks[found.advised], 1), second_rank=t.number(found.mean_ranks[second], 1),
          share=t.percent(found.first_share[found.advised]), unknown=t.percent(options.unknown_cells()))
    )  # fmt: skip
    html.show(f'<p class="opt-prose">{escape(chosen.option.description[t.language])}</p>')
    html.show(f'<p class="rec-caveat">{escape(caveat(t))}</p>')


def reasons(t: Translator) -> None:
    """Why: each reason with the way to the criteria and clauses behind it."""
    _title(t, mark("Why"))
    for number, reason in enumerate(cached.advice().recommendation.reasons, 1):
        text = escape(t.phrase(reason.message, reason.values))
        more = _more(t, reason)
        extra = f'<br><span class="ls-muted">{escape(more)}</span>' if more else ""
        html.show(f'<p class="rec-reason"><b>{number}</b><span>{text}{extra}</span></p>')
        _behind(t, reason)


def certainty(t: Translator) -> None:
    """How sure, and what would change the advice."""
    _title(t, mark("How sure are we?"))
    html.show(options.ranking(t))
    html.show(f'<p class="ls-caption">{escape(options.readings_note(t))}</p>')
    _title(t, mark("What it depends on"))
    found, label = cached.advice().recommendation, options.labels(t)
    lines = [
        t(mark("Without '{attribute}', '{option}' leads."), attribute=t(ATTRIBUTES[a].label), option=label[leader])
        for a, leader in found.depends_on.items()
    ]
    steady = [t.quoted(t(attribute.label)) for attribute in ATTRIBUTES.values() if attribute.id not in found.depends_on]
    if not found.depends_on:
        lines.append(t(mark("Leaving out any one attribute does not change the advice.")))
    elif steady:
        lines.append(
            t(mark("Leaving out any one of the others does not change the advice: {attributes}."),
              attributes=t.listing(steady))
        )  # fmt: skip
    if _chosen().option.design.kind == "strengthen":
        lines.append(t(mark("It is computed for one scheme. With another, the figures would differ; whether the owner "
                            "would agree was not asked.")))  # fmt: skip
    lines.append(
        t(mark("Cost, uptake, time and effect are cited, not computed: they stand beside it and could turn it."))
    )
    html.show(_list([escape(line) for line in lines]))
    _cited(t)


def lacking(t: Translator) -> None:
    """What the 2002 label lacks; every criterion opens its clauses."""
    analysis, tree = cached.advice(), cached.catalogue().criteria
    found = analysis.recommendation.lacking
    if not found:
        return
    _title(t, mark("What the 2002 label lacks"))
    criteria = [c for theme in found for c in theme.criteria]
    cells = [analysis.matrix.cell(OLD_LABEL, c).coverage for c in criteria]
    _prose(
        t(mark("In {themes} themes the label of 2002 is not known to ask for {count} criteria that at least half of "
               "the {schemes} active schemes ask. Click a criterion to see what was read."),
          themes=t.number(len(found)), count=t.number(len(criteria)),
          schemes=t.number(len(analysis.options.existing)))
    )  # fmt: skip
    absent = sum(cell.is_known for cell in cells)
    _prose(
        t(mark("For {absent} of these the theme was read in full and nothing was found; for the others we do not "
               "know."),
          absent=t.number(absent))
        if absent
        else t(mark("None of this is a proven absence: only main points of the label's rules could be read, or "
                    "nothing. The full texts of the decrees would settle it."))
    )  # fmt: skip
    for theme in found:
        name, share = escape(tree.theme(theme.theme_id).label[t.language]), t.percent(theme.asked_by)
        said = escape(t(mark("asked by {share} of the active schemes, on average"), share=share))
        with st.container(key=f"rec_row_lacks_{theme.theme_id}"):
            left, right = st.columns([2, 5])
            with left:
                html.show(f'<p class="rec-theme"><b>{name}</b><br><span class="ls-muted">{said}</span></p>')
            with right:
                options.criterion_buttons(t, OLD_LABEL, theme.criteria, f"lacks_{theme.theme_id}")


def gaps(t: Translator) -> None:
    """What almost no scheme, and what no scheme, is known to ask."""
    analysis = cached.advice()
    found = analysis.recommendation
    _title(t, mark("What almost no scheme is known to ask"))
    unknown = [unknown_share(analysis.options.matrix, analysis.options.existing, c)
               for c in (*found.rare, *found.rare_system)]  # fmt: skip
    _prose(
        t(mark("At most {share} of the {schemes} active schemes are known to ask for these. On average it is not known "
               "for {unknown} of them: what looks rare may only be little read."),
          share=t.percent(RARE_SHARE), schemes=t.number(len(analysis.options.existing)),
          unknown=t.percent(sum(unknown) / len(unknown) if unknown else 0.0))
    )  # fmt: skip
    parts = (
        (t(mark("What must be respected")), found.rare),
        (t(mark("How the scheme works")), found.rare_system),
    )
    for caption, criteria in parts:
        if criteria:
            html.show(_rare(t, caption, criteria))
    _open_asking(t, [*found.rare, *found.rare_system])
    _title(t, mark("What no scheme covers"))
    _prose(_uncovered(t))
    if found.uncovered:
        html.show(_list([escape(_criterion(t, c)) for c in found.uncovered]))


def pairs(t: Translator) -> None:
    """Pairs ripe for mutual recognition, both directions, and what each would have to add."""
    analysis = cached.advice()
    found = analysis.recommendation.pairs
    _title(t, mark("Ripe for mutual recognition"))
    if not found:
        _prose(t(mark("No pair of audit schemes holds enough of the other.")))
        return
    _prose(
        t.plural(
            mark("{count} pair of audit schemes: each holds at least {share} of what the other asks, they share a "
                 "sector, and enough was read of both. The scheme named first asks for less."),
            mark("{count} pairs of audit schemes: each holds at least {share} of what the other asks, they share a "
                 "sector, and enough was read of both. The closest come first; in each pair the scheme named first "
                 "asks for less."),
            len(found), share=t.percent(RIPE),
        )
    )  # fmt: skip
    html.show("".join(_pair(t, pair) for pair in found[:NAMED_PAIRS]))
    if len(found) > NAMED_PAIRS:
        rest = found[NAMED_PAIRS:]
        with st.expander(t.plural(mark("{count} more pair"), mark("{count} more pairs"), len(rest))):
            html.show("".join(_pair(t, pair) for pair in rest))
    schemes = components.ordered(tuple(dict.fromkeys(s for pair in found for s in (pair.first, pair.second))))
    wanted = {c for pair in found for c in (*pair.first_adds, *pair.second_adds)}
    components.open_cell(t, schemes, [c for c in analysis.matrix.content if c in wanted], "rec_pairs")


def steps(t: Translator) -> None:
    """Next steps, each with its indicator, where it stands and what to reach."""
    _title(t, mark("Next steps"))
    rows = [
        [escape(t(step.message)) + _on_whom(t, step), escape(t(step.indicator)), *_levels(t, step)]
        for step in cached.advice().recommendation.steps
    ]
    header = [t(mark("Step")), t(mark("Indicator")), t(mark("Today")), t(mark("Target"))]
    html.show(html.table(t(mark("What to do next, and how to see that it was done")), header, rows))


def legal(t: Translator) -> None:
    """What the project's own sources say on the law; nothing that is not sourced."""
    catalogue, advised = cached.catalogue(), cached.advice().recommendation.advised
    lines = [
        line
        for line in catalogue.evidence.values()
        if isinstance(line, Precedent) and line.measure == "legal"
        and (line.country == _OUR_LAW or line.option == advised)
    ]  # fmt: skip
    if not lines:
        return
    _title(t, mark("What the sources say on the law"))
    _prose(t(mark("Findings among the cited lines that bear on the law; this is no legal opinion.")))
    html.show("".join(options.line_html(t, line) for line in lines))
    old = catalogue.schemes.get(OLD_LABEL)
    if old is not None:
        title = escape(t(mark("Our own record of the label of 2002")))
        note = f"{html.foreign(old.status.note, t.language)} {panel.evidence_html(old, old.status.evidence, t)}"
        html.show(f'<p class="opt-prose"><b>{title}</b></p><p class="opt-prose">{note}</p>')


def take_away(t: Translator) -> None:
    """Downloads, the page for a minister first."""
    with st.container(key="rec_open_files"):
        _title(t, mark("Take it with you"))
        components.downloads(t, _FORMATS, analysis=cached.advice())


def _for_whom(t: Translator, chosen: AssessedOption) -> str:
    """The scheme that the advice was computed for, and why that one, as HTML; empty for other kinds of option."""
    if chosen.option.design.kind != "strengthen":
        return ""
    rule = escape(
        t(mark("Computed for {scheme}: of the active schemes open to all sectors and verified by third parties, it "
               "is known to ask for most."), scheme=t.listing(map(components.scheme_name, chosen.members)))
    )  # fmt: skip
    card = t(mark("See its card"))
    return f"<p>{' '.join([rule, *(options.scheme_link(t, s, card) for s in chosen.members)])}</p>"


# Reasons --------------------------------------------------------------------------------------


def _more(t: Translator, reason: Reason) -> str:
    """What must be said beside a reason so that it is not taken for more than it is."""
    if reason.key == "coverage-gained":
        figure = _chosen().figures["coverage-gained"]
        if figure.low is not None and figure.high is not None:
            return t(mark("The full range, if everything not known falls the worst or the best way, is {low} to "
                          "{high}."), low=t.number(figure.low, 1), high=t.number(figure.high, 1))  # fmt: skip
    if reason.key == "old-label-repeats":
        analysis = cached.advice()
        unknown = sum(not analysis.matrix.cell(OLD_LABEL, c).coverage.is_known for c in analysis.matrix.content)
        return t(mark("For {unknown} of {of} content criteria it is not known whether the label of 2002 asks for "
                      "them."), unknown=t.number(unknown), of=t.number(len(analysis.matrix.content)))  # fmt: skip
    return ""


def _behind(t: Translator, reason: Reason) -> None:
    analysis = cached.advice()
    if reason.key == "pairs-overlap":
        first, second = reason.schemes
        shared = [
            c for c in analysis.matrix.content
            if all(analysis.matrix.cell(s, c).coverage.is_asked for s in (first, second))
        ]  # fmt: skip
        with st.expander(
            t(mark("What the closest pair shares: {first} and {second}"), first=components.scheme_name(first),
              second=components.scheme_name(second)), width=_PROSE,
        ):  # fmt: skip
            _prose(t.plural(mark("Both ask for this criterion."), mark("Both ask for these {count} criteria."),
                            len(shared)))  # fmt: skip
            options.criterion_buttons(t, first, shared, "shared")
            components.open_cell(t, [first, second], shared, "rec_closest")
        return
    if not reason.criteria:
        return
    summary = t.plural(mark("The {count} criterion behind this"), mark("The {count} criteria behind this"),
                       len(reason.criteria))  # fmt: skip
    with st.expander(summary, width=_PROSE):
        if reason.schemes:
            scheme = reason.schemes[0]
            _prose(t(mark("What {scheme} asks on each today; click one to see its clauses."),
                     scheme=components.scheme_name(scheme)))  # fmt: skip
            options.criterion_buttons(t, scheme, reason.criteria, f"reason_{reason.key}")
        else:
            components.open_cell(t, components.ordered(analysis.options.existing), reason.criteria,
                                 f"reason_{reason.key}")  # fmt: skip


# What it depends on ---------------------------------------------------------------------------


def _cited(t: Translator) -> None:
    """What is cited for the advised option, in short."""
    chosen = _chosen().option
    rows = []
    for name, title in vocabulary.RANGE.items():
        low, high = options.range_ends(t, getattr(chosen, name))
        rows.append([escape(t(title)), escape(low), escape(high)])
    caption = t(mark("Cited for “{option}”: each end in its own unit and year, never added up or converted"),
                option=chosen.label[t.language])  # fmt: skip
    html.show(html.table(caption, [t(mark("Measure")), t(mark("Low end")), t(mark("High end"))], rows))
    query = escape(urlencode({"lang": t.language, "option": chosen.id}))
    text = escape(t(mark("All options with the lines behind these figures")))
    html.show(f'<p><a href="options?{query}" target="_self">{text}</a></p>')


# Gaps -----------------------------------------------------------------------------------------


def _asking(criterion: str) -> list[str]:
    """Existing schemes known to ask for a criterion, by name."""
    assessment = cached.advice().options
    found = [s for s in assessment.existing if assessment.matrix.cell(s, criterion).coverage.is_asked]
    return sorted(found, key=lambda s: components.scheme_name(s).casefold())


def _rare(t: Translator, caption: str, criteria: Sequence[str]) -> str:
    assessment = cached.advice().options
    rows = []
    for criterion in criteria:
        share = assessment.asked_share[criterion]
        asking = _asking(criterion)
        unknown = unknown_share(assessment.matrix, assessment.existing, criterion)
        rows.append([
            escape(_criterion(t, criterion)), f"{options.bar(share)} {escape(t.percent(share))}",
            t.listing(options.scheme_link(t, s) for s in asking), escape(t.percent(unknown)),
        ])  # fmt: skip
    header = [t(mark("Criterion")), t(mark("Known to ask for it")), t(mark("Schemes that do")), t(mark("Not known"))]
    return f'<div class="opt-cells rec-rare">{html.table(caption, header, rows)}</div>'


def _open_asking(t: Translator, criteria: Sequence[str]) -> None:
    """Two boxes and a button: a rare criterion, then one of the schemes that ask for it."""
    asked = [c for c in criteria if _asking(c)]
    if not asked:
        return
    with st.container(horizontal=True, vertical_alignment="bottom", key="rec_open_rare"):
        criterion = st.selectbox(
            t(mark("Criterion")), asked, key="rec_rare_criterion", format_func=lambda c: _criterion(t, c)
        )
        scheme = st.selectbox(
            t(mark("Scheme")), _asking(criterion), key=f"rec_rare_{criterion}", format_func=components.scheme_name
        )
        st.button(t(mark("Show the clauses")), key="rec_rare_open", on_click=state.open_panel, args=(scheme, criterion))


def _uncovered(t: Translator) -> str:
    assessment = cached.advice().options
    content = assessment.matrix.content
    none = cached.advice().recommendation.uncovered
    if none:
        return t.plural(
            mark("{count} of {of} content criteria is not known to be asked by any of the {schemes} active schemes:"),
            mark("{count} of {of} content criteria are not known to be asked by any of the {schemes} active schemes:"),
            len(none), of=t.number(len(content)), schemes=t.number(len(assessment.existing)),
        )  # fmt: skip
    thin = [c for c in content if len(_asking(c)) == 1]
    if not thin:
        return t(mark("Every one of the {of} content criteria is asked, at least in part, by two or more of the "
                      "{schemes} active schemes. No gap is left that nobody covers."),
                 of=t.number(len(content)), schemes=t.number(len(assessment.existing)))  # fmt: skip
    named = t.listing(f"{t.quoted(_criterion(t, c))} ({components.scheme_name(_asking(c)[0])})" for c in thin)
    return t.plural(
        mark("No gap is left that nobody covers: each of the {of} content criteria is asked, at least in part, by one "
             "or more of the {schemes} active schemes. That rests on a single scheme for {count} of them: {named}. "
             "One scheme asking is no cover for firms in other sectors."),
        mark("No gap is left that nobody covers: each of the {of} content criteria is asked, at least in part, by one "
             "or more of the {schemes} active schemes. That rests on a single scheme for {count} of them: {named}. "
             "One scheme asking is no cover for firms in other sectors."),
        len(thin), of=t.number(len(content)), schemes=t.number(len(assessment.existing)), named=named,
    )  # fmt: skip


# Pairs and steps ------------------------------------------------------------------------------


def _pair(t: Translator, pair: RipePair) -> str:
    first, second = components.scheme_name(pair.first), components.scheme_name(pair.second)
    links = f"{options.scheme_link(t, pair.first)} · {options.scheme_link(t, pair.second)}"
    shares = "".join(
        f"<p>{options.bar(share)} {escape(text)}</p>"
        for share, text in (
            (pair.first_in_second, t(mark("{share} of what {first} asks is also in {second}"),
                                     share=t.percent(pair.first_in_second), first=first, second=second)),
            (pair.second_in_first, t(mark("{share} of what {first} asks is also in {second}"),
                                     share=t.percent(pair.second_in_first), first=second, second=first)),
        )
    )  # fmt: skip
    lists = "".join(
        f"<div><h5>{escape(title)}</h5>{_list([escape(_criterion(t, c)) for c in criteria])}</div>"
        for title, criteria in (
            (_to_add(t, first, pair.first_adds), pair.first_adds),
            (_to_add(t, second, pair.second_adds), pair.second_adds),
        )
        if criteria
    )
    query = escape(urlencode({"lang": t.language, "schemes": f"{pair.first},{pair.second}"}))
    compare = escape(t(mark("Compare the two, clause by clause")))
    return (
        f'<section class="ls-card rec-pair opt-cells"><h4>{links}</h4>{shares}<div class="rec-adds">{lists}</div>'
        f'<p><a href="compare?{query}" target="_self">{compare}</a></p></section>'
    )


def _to_add(t: Translator, scheme: str, criteria: Sequence[str]) -> str:
    return t.plural(
        mark("To match the other, {scheme} would have to add or deepen {count} criterion"),
        mark("To match the other, {scheme} would have to add or deepen {count} criteria"),
        len(criteria), scheme=scheme,
    )  # fmt: skip


def _on_whom(t: Translator, step: Step) -> str:
    """The schemes or criteria that a step is about, as HTML."""
    names = [components.scheme_name(s) for s in step.schemes] if len(step.schemes) > 1 else []
    names += [_criterion(t, c) for c in step.criteria]
    return f'<br><span class="opt-unit">{escape(t.listing(names))}</span>' if names else ""


def _levels(t: Translator, step: Step) -> list[str]:
    """Baseline and target; a share where the baseline is one."""
    is_share = not float(step.baseline).is_integer()
    return [t.percent(value) if is_share else t.number(value) for value in (step.baseline, step.target)]


# Small pieces ---------------------------------------------------------------------------------


def _chosen() -> AssessedOption:
    analysis = cached.advice()
    return next(found for found in analysis.options.options if found.option.id == analysis.recommendation.advised)


def _criterion(t: Translator, criterion: str) -> str:
    return cached.catalogue().criteria[criterion].label[t.language]


def _title(t: Translator, message: str) -> None:
    st.subheader(html.plain(t(message)), anchor=False)


def _prose(text: str) -> None:
    html.show(f'<p class="opt-prose">{escape(text)}</p>')


def _list(items: Sequence[str]) -> str:
    return f'<ul class="rec-list">{"".join(f"<li>{item}</li>" for item in items)}</ul>'


@cache
def _style(shown: str) -> str:
    c = palette(shown)
    return f"""<style>
.rec-advice p{{font-size:1.05rem;margin:.2rem 0 0;max-width:62rem}}
.rec-caveat{{border:1px solid {c["rule"]};border-radius:.4rem;padding:.6rem .9rem;max-width:62rem;line-height:1.5;
color:{c["ink"]}}}
.rec-reason{{display:flex;gap:.8rem;max-width:62rem;margin:.3rem 0 0;font-size:1.08rem;line-height:1.5;
color:{c["ink"]}}}
.rec-reason>b{{flex:none;width:1.7rem;height:1.7rem;border-radius:50%;text-align:center;line-height:1.7rem;
font-size:.95rem;background:{c["full"]};color:{c["paper"]}}}
.rec-list.rec-list{{margin:.1rem 0 .4rem;padding:0 0 0 1.2rem;max-width:62rem}}
.rec-list.rec-list li{{margin:0 0 .25rem;line-height:1.5;font-size:1rem}}
.rec-theme{{margin:0;line-height:1.45}}
[class*="st-key-rec_row_"]{{border-top:1px solid {c["rule"]};padding-top:.6rem}}
[class*="st-key-opt_buttons_"] button{{text-align:left;text-decoration:underline;text-underline-offset:.2em;
white-space:normal;height:auto;min-height:1.9rem}}
[class*="st-key-opt_buttons_"] button *{{white-space:normal;overflow:visible;text-overflow:clip}}
.rec-rare .ls-bar{{width:4.5rem}}
@media (min-width:701px){{.rec-rare td:nth-child(2){{white-space:nowrap}}}}
.rec-pair{{margin:0 0 .9rem;background:transparent}}
.rec-pair.rec-pair h4{{margin:0 0 .3rem;padding:0;font-size:1.1rem}}
.rec-pair p{{margin:.15rem 0}}
.rec-adds{{display:grid;grid-template-columns:repeat(auto-fit,minmax(18rem,1fr));gap:.4rem 2rem;margin:.5rem 0}}
.rec-adds.rec-adds h5{{margin:0 0 .3rem;padding:0;font-size:.95rem;line-height:1.4}}
.rec-adds .rec-list{{columns:13rem 2;column-gap:1.5rem}}
.rec-adds .rec-list.rec-list li{{break-inside:avoid;margin:0;font-size:.93rem;line-height:1.5}}
@media print{{
[data-testid="stSelectbox"],[data-testid="stDownloadButton"],[data-testid="stButtonGroup"],
[data-testid="stExpander"]:not(:has(details[open])),[class*="st-key-rec_open_"],
[data-testid="stBaseButton-secondary"]{{display:none!important}}
.rec-pair,.rec-reason,.ls-table tr,.ls-clause{{break-inside:avoid}}
h2,h3,h4{{break-after:avoid}}
.ls-advice,.rec-reason>b{{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
.ls-scroll{{overflow:visible}}
}}
</style>"""
