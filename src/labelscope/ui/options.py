"""The page *Options*: what could be done, on the same attributes, down to the clauses and the cited lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from html import escape
from urllib.parse import urlencode, urlsplit

import streamlit as st

from labelscope import vocabulary
from labelscope.charts import options as charts
from labelscope.charts import palette
from labelscope.exporting import tables
from labelscope.figures import BAND, DRAWS, Figure
from labelscope.i18n import Translator, mark
from labelscope.model import Bound, Burden, CitedRange, Effect, EvidenceLine, Option, Precedent
from labelscope.options import ASSURANCE_PILLAR, ATTRIBUTES, COMMON_SHARE, RARE_SHARE, RIPE, AssessedOption
from labelscope.ui import cached, components, html, state
from labelscope.ui.frame import mode, show_answer

_UNIT: Mapping[tuple[str, int], str] = {
    ("criteria", 1): mark("criteria; more is better"),
    ("criteria", -1): mark("criteria; fewer is better"),
    ("audits", -1): mark("audits a firm and year; fewer is better"),
    ("share", 1): mark("share of criteria; more is better"),
}
_NOBODY = mark("Nought by definition: firms keep the scheme they have, and nobody is checked again.")
_SAME = mark("Nought by definition: no audit comes on top.")
_PROFILE = mark("Follows from what is sure to be asked (below).")
#: Where a figure comes from, by attribute and kind of option; the others follow from the sure profile.
_RULES: Mapping[tuple[str, str], str] = {
    ("coverage-gained", "none"): mark("Nought by definition: nothing new is asked."),
    **{("duplication", kind): _NOBODY for kind in ("none", "recognise", "official-list", "strengthen")},
    **{("audits", kind): _SAME for kind in ("none", "recognise", "official-list", "strengthen")},
    ("duplication", "new-label"): mark("What both the label and an existing scheme ask, on average over these."),
    ("duplication", "converge"): mark("What both schemes of a pair check today, on average over the pairs: "
                                      "it falls away once."),
    ("audits", "new-label"): mark("The audit rhythm that the scheme publishes."),
    ("audits", "converge"): mark("Of each pair the rarer audit falls away, on average over the pairs whose rhythm "
                                 "is known."),
}  # fmt: skip
_ADDS: Mapping[str, str] = {
    "common": mark("The option adds every criterion that at least {common} of the existing schemes ask."),
    "rare": mark("The option adds every content criterion that at most {rare} of the existing schemes ask."),
}
_METHOD: Mapping[str, str] = {
    "randomised": mark("randomised trial"),
    "quasi-experimental": mark("comparison with a similar group"),
    "cross-section": mark("comparison at one moment"),
    "systematic review": mark("systematic review"),
    "report": mark("report"),
    "case study": mark("case study"),
    "count": mark("count"),
}
_COUNTRY: Mapping[str, str] = {
    "any": mark("no country named"),
    "many": mark("many countries"),
    "international": mark("international"),
    "unknown": mark("country not known"),
    "EU": mark("European Union"),
}


# The page -------------------------------------------------------------------------------------


def answer(t: Translator) -> None:
    """What could be done, which does best today, and how sure that is."""
    html.show(style(mode()))
    advice = cached.advice().recommendation
    label = labels(t)
    show_answer(
        t(mark("There are {count} options. Weighed alike on {attributes} computed attributes, “{first}” does best "
               "(mean rank {first_rank} of {count}), then “{second}” ({second_rank}); “{last}” comes last "
               "({last_rank}). “{first}” comes first in {share} of the likely readings of what is not known; "
               "{unknown} of the cells are not known."),
          count=t.number(len(advice.ordered)), attributes=t.number(len(ATTRIBUTES)),
          first=label[advice.ordered[0]], second=label[advice.ordered[1]], last=label[advice.ordered[-1]],
          first_rank=t.number(advice.mean_ranks[advice.ordered[0]], 1),
          second_rank=t.number(advice.mean_ranks[advice.ordered[1]], 1),
          last_rank=t.number(advice.mean_ranks[advice.ordered[-1]], 1),
          share=t.percent(advice.first_share[advice.ordered[0]]), unknown=t.percent(unknown_cells()))
    )  # fmt: skip


def picture(t: Translator) -> None:
    """Options x attributes; on a phone one attribute at a time."""
    _legend(t)
    advice, label = cached.advice().recommendation, labels(t)
    picked, key = _picked(), f"options_{state.generation()}"
    with st.container(key="wide"):
        spec = cached.spec(
            lambda: charts.comparison(
                advice.ordered, label, _columns(t), _dots(t),
                lambda attribute, value: _write(t, ATTRIBUTES[attribute].unit, value, 1),
                mode(), picked,
            ),
            "options", cached.catalogue().checksum, cached.advice().schemes, mode(), t.language, picked,
        )  # fmt: skip
        components.draw(spec, _alt(t), key, on_click=lambda: _clicked(key))
        html.show(f'<p class="ls-caption">{escape(t(_ORDER))}</p>')
    with st.container(key="narrow"):
        attribute = components.pick_one(
            t(mark("Attribute")),
            "attribute",
            list(ATTRIBUTES),
            lambda a: t(ATTRIBUTES[a].label),
            next(iter(ATTRIBUTES)),
        )
        html.show(_attribute_table(t, attribute))
    said = f"{_where_dots_stand(t)} {t(_GAIN, attribute=t(ATTRIBUTES['coverage-gained'].label))}"
    html.show(f'<p class="ls-caption">{escape(said)}</p>')


def meaning(t: Translator) -> None:
    """What the attributes count, what is sure and what is typical; and how the options rank."""
    st.subheader(html.plain(t(mark("What the five attributes count"))), anchor=False)
    rows = [[_head(t, attribute.id), escape(t(attribute.explanation))] for attribute in ATTRIBUTES.values()]
    header = [t(mark("Attribute")), t(mark("What it counts"))]
    html.show(html.table(t(mark("The attributes, all computed from the catalogue")), header, rows))
    paragraphs = [
        t(mark("Sure to be asked: what every firm or product under an option is certain to be asked. For a label of "
               "its own these are its clauses. For a mark or a list over several schemes it is only what all of them "
               "ask, since a firm may come in through the weakest. For audits that are accepted mutually it is what "
               "holds in every pair once the weaker scheme has caught up with the stronger.")),
        t(mark("A typical existing scheme: the average of the {count} active schemes that demand something. Schemes "
               "that collect data or grade are left out. Content criteria say what must be respected; "
               "there are {content}."),
          count=t.number(len(cached.advice().options.existing)),
          content=t.number(len(cached.advice().matrix.content))),
    ]  # fmt: skip
    html.show("".join(f'<p class="opt-prose">{escape(text)}</p>' for text in paragraphs))
    st.subheader(html.plain(t(mark("How the options rank"))), anchor=False)
    html.show(ranking(t))
    html.show(f'<p class="ls-caption">{escape(readings_note(t))}</p>')


def detail(t: Translator) -> None:
    """One option in full: what it is made of, what is sure, what is cited."""
    advice, label = cached.advice().recommendation, labels(t)
    st.subheader(html.plain(t(mark("One option in full"))), anchor=False)
    chosen = components.pick_one(
        t(mark("Option")), "option", list(advice.ordered), lambda option: label[option], advice.advised
    )
    assessed = _assessed(chosen)
    option = assessed.option
    html.show(
        f'<h3 class="opt-name">{escape(label[chosen])}</h3>'
        f'<p class="opt-prose">{escape(option.description[t.language])}</p>'
    )
    _figures(t, assessed)
    _made_of(t, assessed)
    _sure(t, assessed)
    _ranges(t, option)


def twin(t: Translator) -> None:
    """Everything as tables, and the downloads."""
    with st.expander(t(mark("The options and the cited ranges as tables"))):
        for table in (tables.options(cached.advice(), t), tables.ranges(cached.advice(), t)):
            rows = [[escape(_value(t, value)) for value in row] for row in table.rows]
            html.show(html.table(table.name, table.header, rows))
    components.downloads(t, analysis=cached.advice())


# Pieces that the page Recommendation uses too -------------------------------------------------


def labels(t: Translator) -> dict[str, str]:
    """Option id to its name."""
    return {option.id: option.label[t.language] for option in cached.catalogue().options}


def unknown_cells() -> float:
    """Share of all cells that are not known, as the next steps count it."""
    steps = cached.advice().recommendation.steps
    return next(step.baseline for step in steps if step.key == "close-unknowns")


def unit_text(t: Translator, attribute: str) -> str:
    """What an attribute is measured in and which way is better."""
    found = ATTRIBUTES[attribute]
    return t(_UNIT.get((found.unit, found.direction), tables.UNIT[found.unit]))


def ranking(t: Translator) -> str:
    """Mean rank of every option and how often it comes first, as a table with bars."""
    advice, label = cached.advice().recommendation, labels(t)
    most = len(advice.ordered)
    rows = []
    for option in advice.ordered:
        rank, share = advice.mean_ranks[option], advice.first_share[option]
        place = (rank - 1) / (most - 1) if most > 1 else 0.0
        rows.append([
            escape(label[option]), f"{_point(place)} {escape(t.number(rank, 1))}",
            f"{bar(share)} {escape(t.percent(share))}",
        ])  # fmt: skip
    header = [
        t(mark("Option")),
        t(mark("Mean rank (1 is best, {last} is last)"), last=t.number(most)),
        t(mark("Comes first in the likely readings")),
    ]
    caption = t(mark("Rank over {attributes} attributes weighed alike, mean of {draws} likely readings of what is not "
                     "known"), attributes=t.number(len(ATTRIBUTES)), draws=t.number(DRAWS))  # fmt: skip
    return f'<div class="opt-cells">{html.table(caption, header, rows)}</div>'


def readings_note(t: Translator) -> str:
    """What the likely readings test, and what they do not."""
    figures = [f for assessed in cached.advice().options.options for f in assessed.figures.values()]
    fixed = sum(f.middle is not None and f.low == f.high for f in figures)
    return t(
        mark("Each reading fills in what is not known and ranks the options anew. The readings do not test other "
             "weights, other attributes or another choice of schemes, and {fixed} of the {count} figures are the same "
             "in all of them, since they follow from how the options are built."),
        fixed=t.number(fixed), count=t.number(len(figures)),
    )  # fmt: skip


def bar(share: float) -> str:
    """A filled bar from 0 to 1; the figure stands in text beside it."""
    width = min(max(share, 0), 1) * 100
    return f'<span class="ls-bar" aria-hidden="true"><i class="opt-fill" style="width:{width:.1f}%"></i></span>'


def _point(place: float) -> str:
    """A dot on a track from 0 to 1, without a line: a mean rank has no range."""
    left = f"left:{place * 100:.1f}%"
    return f'<span class="ls-bar" aria-hidden="true"><i class="ls-dot" style="{left}"></i></span>'


def scheme_link(t: Translator, scheme_id: str, text: str | None = None) -> str:
    """A scheme's short name, or other text, leading to its card."""
    query = escape(urlencode({"lang": t.language, "scheme": scheme_id}))
    return f'<a href="catalogue?{query}" target="_self">{escape(text or components.scheme_name(scheme_id))}</a>'


def scheme_pills(t: Translator, scheme_ids: Sequence[str]) -> str:
    """Schemes as small labels that lead to their cards, by name."""
    names = sorted(scheme_ids, key=lambda s: components.scheme_name(s).casefold())
    return f'<p class="opt-pills">{"".join(f"<span class=ls-pill>{scheme_link(t, s)}</span>" for s in names)}</p>'


def criterion_buttons(t: Translator, scheme_id: str, criteria: Sequence[str], name: str) -> None:
    """One button per criterion with what the scheme asks on it; each opens the clauses."""
    analysis, tree = cached.advice(), cached.catalogue().criteria
    with st.container(horizontal=True, gap="small", key=f"opt_buttons_{name}"):
        for criterion in criteria:
            coverage = t(vocabulary.COVERAGE[analysis.matrix.cell(scheme_id, criterion).coverage])
            text = t(mark("{criterion}: {coverage}"), criterion=tree[criterion].label[t.language], coverage=coverage)
            st.button(html.plain(text), key=f"{name}_{criterion}", type="tertiary", on_click=state.open_panel,
                      args=(scheme_id, criterion))  # fmt: skip


def range_ends(t: Translator, cited: CitedRange) -> tuple[str, str]:
    """Both ends of a cited range in words; never converted, never added up."""
    if cited.low is None and cited.high is None:
        return t(mark("no defensible range")), t(mark("no defensible range"))
    missing = t(mark("no line gives this end"))
    return (tables.bound_text(cited.low, t) or missing), (tables.bound_text(cited.high, t) or missing)


def line_html(t: Translator, line: EvidenceLine, part: str = "") -> str:
    """One published line in full: year, country, finding, figure, source, grade."""
    parts = [str(line.year) if line.year else t(mark("year not given"))]
    heads = [escape(part) for part in parts]
    if isinstance(line, (Precedent, Burden, Effect)):
        heads.append(_country(t, line.country))
    heads += _about(t, line)
    carries = f' <span class="ls-pill">{escape(part)}</span>' if part else ""
    figure = _line_figure(t, line)
    grade = escape(t(vocabulary.LINE_GRADE[line.grade]))
    source = html.link(line.source, urlsplit(line.source).netloc.removeprefix("www."))
    return (
        f'<div class="ls-clause"><p><b>{escape(line.id)}</b>{carries} <span class="ls-muted">'
        f"{' · '.join(heads)}</span></p><p>{html.foreign(line.note, t.language)}</p>"
        f'{f"<p>{figure}</p>" if figure else ""}<p>{source} <span class="ls-grade">{grade}</span></p></div>'
    )


# The picture ----------------------------------------------------------------------------------

_ORDER = mark(
    "Best mean rank at the top. The number in each field is the likely band, or the figure itself where nothing "
    "unknown can move it. Click a row to read that option in full below."
)
_GAIN = mark(
    "Under “{attribute}” the dot can also stand too high: it is a difference, and what is not known counts as not "
    "asked by the typical scheme too. Where the dot stands beyond the band, the band is the safer reading."
)


def _legend(t: Translator) -> None:
    keys = [
        (
            '<i class="ls-dot" style="left:50%"></i>',
            t(mark("Dot: the middle. What is known counts; what the main points of a text did not name, or what was "
                   "not read, counts as not asked.")),
        ),
        (
            '<i class="ls-band opt-band" style="left:20%;width:60%"></i>',
            t(mark("Band: likely. What is not known is filled in {draws} times, as often as criteria turned out to be "
                   "asked where a text was read in full; the band holds the middle {share} of the results."),
              draws=t.number(DRAWS), share=t.percent((BAND[1] - BAND[0]) / 100)),
        ),
        (
            '<i class="ls-range opt-range" style="left:0;width:100%"></i>',
            t(mark("Line: the full range. Everything that is not known falls the worst way, or the best way.")),
        ),
    ]  # fmt: skip
    items = "".join(
        f'<li><span class="ls-bar opt-key" aria-hidden="true">{sign}</span><span>{escape(text)}</span></li>'
        for sign, text in keys
    )
    html.show(f'<ul class="opt-legend">{items}</ul>')


def _where_dots_stand(t: Translator) -> str:
    figures = [f for assessed in cached.advice().options.options for f in assessed.figures.values()]
    moving = [f for f in figures if f.middle is not None and f.low is not None and f.high is not None
              and f.low < f.high]  # fmt: skip
    at_end = sum(f.middle in (f.low, f.high) for f in moving)
    outside = sum(
        f.likely is not None and f.middle is not None and not f.likely[0] <= f.middle <= f.likely[1] for f in moving
    )
    return t(
        mark("Why the dot may stand at an end: it is no best guess with an error to both sides. It counts what is not "
             "known as not asked, so it says “at least” where more would be asked and “at most” where fewer gaps would "
             "be left. Of {count} figures that can move, {at_end} have their dot at an end of the line and {outside} "
             "have it outside the likely band. The other {fixed} figures follow from how the option is built, or from "
             "a published audit rhythm."),
        count=t.number(len(moving)), at_end=t.number(at_end), outside=t.number(outside),
        fixed=t.number(len(figures) - len(moving)),
    )  # fmt: skip


def _columns(t: Translator) -> list[charts.Column]:
    return [charts.Column(a.id, t(a.label), unit_text(t, a.id)) for a in ATTRIBUTES.values()]


def _dots(t: Translator) -> list[charts.Dot]:
    found = []
    for assessed in cached.advice().options.options:
        for attribute in ATTRIBUTES.values():
            figure = assessed.figures[attribute.id]
            said = t(mark("{attribute}: {figure}"), attribute=t(attribute.label),
                     figure=_full(t, attribute.unit, figure))  # fmt: skip
            found.append(charts.Dot(assessed.option.id, attribute.id, figure, _short(t, attribute.unit, figure), said))
    return found


def _short(t: Translator, unit: str, figure: Figure) -> str:
    if figure.middle is None:
        return t(mark("not known"))
    low, high = figure.likely or (figure.middle, figure.middle)
    digits = 1 if unit == "audits" else 0
    ends = [_write(t, unit, value, digits) for value in (low, high)]
    return ends[0] if ends[0] == ends[1] else t(mark("{low} to {high}"), low=ends[0], high=ends[1])


def _full(t: Translator, unit: str, figure: Figure) -> str:
    """The figure with its ranges; where nothing unknown can move it, that instead."""
    if figure.middle is None:
        return t(mark("not known: too little was read"))
    if figure.low == figure.high:
        return t(mark("{figure}; nothing unknown can move it"), figure=_write(t, unit, figure.middle, 1))
    if figure.low is None or figure.high is None or figure.likely is None or unit == "share":
        return tables.figure_text(figure, t, unit)
    values = (figure.middle, figure.low, figure.high, *figure.likely)
    digits = 0 if all(float(round(value, 1)).is_integer() for value in values) else 1
    middle, low, high, start, end = (t.number(value, digits) for value in values)
    text = t(mark("{middle} ({low} to {high})"), middle=middle, low=low, high=high)
    return f"{text}; {t(mark('likely {low} to {high}'), low=start, high=end)}"


def _write(t: Translator, unit: str, value: float, digits: int) -> str:
    if unit == "share":
        return t.percent(value)
    return t.number(value, 0 if float(round(value, digits)).is_integer() else digits)


def _head(t: Translator, attribute: str) -> str:
    unit = escape(unit_text(t, attribute))
    return f'{escape(t(ATTRIBUTES[attribute].label))}<br><span class="opt-unit">{unit}</span>'


def _alt(t: Translator) -> str:
    advice, label = cached.advice().recommendation, labels(t)
    return t(mark("{count} options on {attributes} attributes with their ranges; “{first}” has the best mean rank."),
             count=t.number(len(advice.ordered)), attributes=t.number(len(ATTRIBUTES)),
             first=label[advice.advised])  # fmt: skip


def _attribute_table(t: Translator, attribute: str) -> str:
    found, label = ATTRIBUTES[attribute], labels(t)
    figures = {a.option.id: a.figures[attribute] for a in cached.advice().options.options}
    low, high = charts.domain(list(figures.values()))
    rows = [
        [escape(label[option]), f"{_scaled(figures[option], low, high)}<br>"
         f"{escape(_full(t, found.unit, figures[option]))}"]
        for option in cached.advice().recommendation.ordered
    ]  # fmt: skip
    ends = [_write(t, found.unit, value, 0) for value in (low, high)]
    scale = t(mark("{unit}; from {low} to {high}"), unit=unit_text(t, attribute), low=ends[0], high=ends[1])
    return f'<div class="opt-cells">{html.table(t(found.label), [t(mark("Option")), scale], rows)}</div>'


def _scaled(figure: Figure, low: float, high: float) -> str:
    if figure.middle is None or figure.low is None or figure.high is None:
        return ""
    span = high - low
    likely = (
        ((figure.likely[0] - low) / span, (figure.likely[1] - low) / span) if figure.likely is not None else None
    )  # fmt: skip
    return html.range_bar((figure.low - low) / span, (figure.middle - low) / span, (figure.high - low) / span, likely)


def _picked() -> str:
    advice = cached.advice().recommendation
    kept = st.session_state.get("pick_option")
    return str(kept) if kept in advice.ordered else state.one_from_url("option", advice.ordered, advice.advised)


def _clicked(key: str) -> None:
    point = components.clicked(key)
    if point.get("option") in cached.advice().recommendation.ordered:
        st.session_state["pick_option"] = point["option"]
        state.bump()


# One option -----------------------------------------------------------------------------------


def _assessed(option_id: str) -> AssessedOption:
    return next(found for found in cached.advice().options.options if found.option.id == option_id)


def _figures(t: Translator, assessed: AssessedOption) -> None:
    every = cached.advice().options.options
    rows = []
    for attribute in ATTRIBUTES.values():
        figure = assessed.figures[attribute.id]
        low, high = charts.domain([other.figures[attribute.id] for other in every])
        said = _full(t, attribute.unit, figure)
        rule = _RULES.get((attribute.id, assessed.option.design.kind), _PROFILE)
        rows.append([
            _head(t, attribute.id), f"{_scaled(figure, low, high)}<br>{escape(said)}", escape(t(rule)),
        ])  # fmt: skip
    header = [t(mark("Attribute")), t(mark("Middle, full range and likely band")), t(mark("Where it comes from"))]
    caption = t(mark("The figures of this option, each on the scale of the picture above"))
    html.show(f'<div class="opt-cells">{html.table(caption, header, rows)}</div>')
    base = assessed.figures["gaps-left"]
    if assessed.members:
        said = t(mark("Base: {base} of {of} content criteria were assessed in every scheme that this option is made "
                      "of."), base=t.number(base.base), of=t.number(base.of))  # fmt: skip
        html.show(f'<p class="ls-caption">{escape(said)}</p>')


def _made_of(t: Translator, assessed: AssessedOption) -> None:
    title = escape(t(mark("What it is made of")))
    html.show(f'<h4 class="opt-h">{title}</h4><p class="opt-prose">{escape(_rule(t, assessed))}</p>')
    if assessed.members:
        html.show(scheme_pills(t, assessed.members))
    if assessed.possible_members:
        said = t.plural(
            mark("{count} further scheme would come in if what is not known about it turned out well:"),
            mark("{count} further schemes would come in if what is not known about them turned out well:"),
            len(assessed.possible_members),
        )
        html.show(f'<p class="opt-prose">{escape(said)}</p>{scheme_pills(t, assessed.possible_members)}')
    if assessed.added:
        said = " ".join(
            t(_ADDS[name], common=t.percent(COMMON_SHARE), rare=t.percent(RARE_SHARE))
            for name in assessed.option.design.adds
        )
        html.show(f'<p class="opt-prose">{escape(said)}</p>')
        summary = t.plural(mark("The {count} criterion that it adds"), mark("The {count} criteria that it adds"),
                           len(assessed.added))  # fmt: skip
        inside = _by_theme(t, assessed.added)
        html.show(f'<details class="opt-open"><summary>{escape(summary)}</summary>{inside}</details>')


def _rule(t: Translator, assessed: AssessedOption) -> str:
    analysis, tree = cached.advice(), cached.catalogue().criteria
    design = assessed.option.design
    names = t.listing(map(components.scheme_name, assessed.members))
    admits = t.listing(t.quoted(tree[c].label[t.language]) for c in design.admits)
    match design.kind:
        case "none":
            return t(mark("No scheme is chosen and none changes. What is sure is only what every one of the {count} "
                          "existing schemes asks."), count=t.number(len(analysis.options.existing)))  # fmt: skip
        case "new-label" if not assessed.members:
            return t(mark("A label of its own that builds on no existing scheme."))
        case "new-label":
            return t(mark("A label of its own that starts from the clauses of this scheme: {scheme}."), scheme=names)
        case "recognise" | "official-list":
            return t.plural(
                mark("{count} existing scheme is known to meet what admission asks, at least in part: {criteria}."),
                mark("{count} existing schemes are known to meet what admission asks, at least in part: {criteria}. "
                     "What is sure is only what all of these ask."),
                len(assessed.members), criteria=admits,
            )  # fmt: skip
        case "converge":
            return t(mark("{pairs} pairs of audit schemes, made of {count} schemes, each hold at least {share} of the "
                          "other, share a sector and were read widely enough to say so."),
                     pairs=t.number(len(analysis.options.ripe_pairs)), count=t.number(len(assessed.members)),
                     share=t.percent(RIPE))  # fmt: skip
        case _:
            return t(mark("Computed for {scheme}: of the active schemes open to all sectors and verified by third "
                          "parties, it is known to ask for most. Another could be chosen; the figures would differ."),
                     scheme=names)  # fmt: skip


def _sure(t: Translator, assessed: AssessedOption) -> None:
    analysis, tree = cached.advice(), cached.catalogue().criteria
    title = escape(t(mark("What is sure to be asked, and what is not")))
    said = t(mark("Of {of} content criteria, {asked} are sure to be asked, at least in part; {missing} are not."),
             of=t.number(len(analysis.matrix.content)), asked=t.number(len(assessed.asked)),
             missing=t.number(len(assessed.missing)))  # fmt: skip
    html.show(f'<h4 class="opt-h">{title}</h4><p class="opt-prose">{escape(said)}</p>')
    added, none = set(assessed.added), f'<span class="ls-muted">{escape(t(mark("none")))}</span>'
    rows = []
    for theme in tree.themes:
        inside = [criterion.id for criterion in tree.of_theme(theme.id)]
        sure = [c for c in inside if c in assessed.asked]
        not_sure = [c for c in inside if c in assessed.missing]
        if sure or not_sure:
            rows.append([
                escape(theme.label[t.language]),
                f'<span class="opt-count">{escape(_of(t, len(sure), len(sure) + len(not_sure)))}</span>',
                _criteria(t, sure, added) or none, _criteria(t, not_sure) or none,
            ])  # fmt: skip
    header = [t(mark("Theme")), t(mark("Sure")), t(mark("Sure to be asked")), t(mark("Not sure to be asked"))]
    caption = t(mark("Content criteria by theme; the mark + stands beside a criterion that the option adds"))
    summary = t(mark("Criterion by criterion"))
    html.show(
        f'<details class="opt-open" {"open" if len(assessed.missing) < len(assessed.asked) else ""}>'
        f"<summary>{escape(summary)}</summary>{html.table(caption, header, rows)}</details>"
    )
    schemes = components.ordered(assessed.members or analysis.options.existing)
    assurance = [c.id for c in tree.of_pillar(ASSURANCE_PILLAR)]
    wanted = {*assessed.asked, *assessed.missing, *assurance}
    html.show(f'<p class="ls-caption">{escape(t(_BEHIND))}</p>')
    components.open_cell(
        t, schemes, [c for c in analysis.matrix.criteria if c in wanted], f"option_{assessed.option.id}"
    )


def _of(t: Translator, part: int, whole: int) -> str:
    return t(mark("{asked} of {of}"), asked=t.number(part), of=t.number(whole))


_BEHIND = mark("The clauses behind this, for one of the schemes that the option rests on:")


def _criteria(t: Translator, criteria: Sequence[str], added: set[str] | None = None) -> str:
    tree = cached.catalogue().criteria
    return escape("; ".join(tree[c].label[t.language] + (" +" if c in (added or ()) else "") for c in criteria))


def _by_theme(t: Translator, criteria: Sequence[str]) -> str:
    tree = cached.catalogue().criteria
    rows = []
    for theme in tree.themes:
        inside = [criterion.id for criterion in tree.of_theme(theme.id) if criterion.id in criteria]
        if inside:
            rows.append([escape(theme.label[t.language]), _criteria(t, inside)])
    return html.table(t(mark("Criteria added, by theme")), [t(mark("Theme")), t(mark("Criteria"))], rows)


# Cited ranges ---------------------------------------------------------------------------------


def _ranges(t: Translator, option: Option) -> None:
    title = escape(t(mark("What others paid, reached and waited: cited, not computed")))
    html.show(
        f'<h4 class="opt-h">{title}</h4><p class="opt-prose">{escape(t(_CITED))}</p>'
        + "".join(_range(t, name, getattr(option, name)) for name in vocabulary.RANGE)
    )


_CITED = mark(
    "Each end is a published figure in its own unit, currency and year, with the lines it rests on. Nothing is added "
    "up and nothing is converted; ends in different units cannot be compared."
)


def _range(t: Translator, name: str, cited: CitedRange) -> str:
    known = cached.catalogue().evidence
    if cited.low is None and cited.high is None:
        says_so = cited.note.en.startswith("No defensible range")
        ends = "" if says_so else f'<p class="opt-none">{escape(t(mark("No defensible range")))}</p>'
    else:
        words = (t(mark("Low end")), t(mark("High end")))
        ends = "".join(_end(t, word, bound) for word, bound in zip(words, (cited.low, cited.high), strict=True))
        ends = f'<dl class="opt-ends">{ends}</dl>'
    carried = {name: bound.lines if bound else () for name, bound in (("low", cited.low), ("high", cited.high))}
    lines = list(dict.fromkeys([*carried["low"], *carried["high"], *cited.lines]))
    if lines:
        summary = t.plural(mark("The {count} line behind this"), mark("The {count} lines behind this"), len(lines))
        inside = "".join(line_html(t, known[line], _carries(t, line, carried)) for line in lines if line in known)
        opened = f"<details class='opt-open'><summary>{escape(summary)}</summary>{inside}</details>"
    else:
        opened = f'<p class="ls-muted">{escape(t(mark("No line was found.")))}</p>'
    return (
        f'<section class="opt-range-row"><h5>{escape(t(vocabulary.RANGE[name]))}</h5><div>{ends}'
        f"<p>{escape(cited.note[t.language])}</p>{opened}</div></section>"
    )


def _end(t: Translator, word: str, bound: Bound | None) -> str:
    if bound is None:
        return f"<div><dt>{escape(word)}</dt><dd>{escape(t(mark('no line gives this end')))}</dd></div>"
    return (
        f"<div><dt>{escape(word)}</dt><dd><b>{escape(tables.bound_text(bound, t))}</b> "
        f'<span class="ls-muted">{escape(t.listing(bound.lines))}</span></dd></div>'
    )


def _carries(t: Translator, line: str, carried: Mapping[str, Sequence[str]]) -> str:
    if line in carried["low"] and line in carried["high"]:
        return t(mark("both ends"))
    if line in carried["low"]:
        return t(mark("low end"))
    return t(mark("high end")) if line in carried["high"] else ""


def _about(t: Translator, line: EvidenceLine) -> list[str]:
    """What a line speaks of, as pieces of HTML."""
    if isinstance(line, Precedent):
        return [html.foreign(line.precedent, t.language), escape(t(vocabulary.MEASURE[line.measure]))]
    if isinstance(line, Burden):
        return [*_scheme(t, line.scheme), html.foreign(line.measure, t.language)]
    if isinstance(line, Effect):
        return [
            *_scheme(t, line.scheme), html.foreign(line.population, t.language), escape(t(_METHOD[line.method])),
            escape(t(vocabulary.EFFECT_DIRECTION[line.direction])),
        ]  # fmt: skip
    return []


def _scheme(t: Translator, scheme_id: str) -> list[str]:
    return [scheme_link(t, scheme_id)] if scheme_id in cached.catalogue().schemes else []


def _line_figure(t: Translator, line: EvidenceLine) -> str:
    """The figure of a line in its own unit, as HTML; empty where it has none."""
    if isinstance(line, Effect):
        ends = [] if line.size is None else [_decimal(t, line.size)]
    elif isinstance(line, (Precedent, Burden)):
        ends = [_decimal(t, value) for value in dict.fromkeys((line.low, line.high)) if value is not None]
    else:
        return ""
    if not ends:
        return ""
    number = ends[0] if len(ends) == 1 else t(mark("{low} to {high}"), low=ends[0], high=ends[1])
    unit = html.foreign(line.unit, t.language) if line.unit else ""
    return f"<b>{escape(number)}</b> {unit}"


def _decimal(t: Translator, value: Decimal) -> str:
    exponent = value.normalize().as_tuple().exponent
    return t.number(float(value), max(0, -exponent) if isinstance(exponent, int) else 0)


def _country(t: Translator, name: str) -> str:
    """A country in the reader's language where it has a code, as HTML."""
    if name in _COUNTRY:
        return escape(t(_COUNTRY[name]))
    code = _territories().get(name)
    shown = t.locale.territories.get(code) if code else None
    return escape(shown) if shown else html.foreign(name, t.language)


@cache
def _territories() -> dict[str, str]:
    return {name: code for code, name in Translator("en").locale.territories.items()}


def _value(t: Translator, value: tables.Value) -> str:
    if value is None:
        return t(mark("not known"))
    return value if isinstance(value, str) else t.number(value, 0 if float(value).is_integer() else 2)


@cache
def style(shown: str) -> str:
    """Rules of this page and of the pieces that it lends."""
    c = palette(shown)
    return f"""<style>
.opt-prose{{max-width:62rem;margin:.2rem 0 .6rem;line-height:1.55;color:{c["ink"]}}}
.opt-legend.opt-legend{{list-style:none;margin:.2rem 0 .6rem;padding:0;display:grid;gap:.4rem 1.6rem;
grid-template-columns:repeat(auto-fit,minmax(18rem,1fr));max-width:80rem}}
.opt-legend.opt-legend li{{display:flex;gap:.6rem;margin:0;padding:0;font-size:.9rem;line-height:1.45;
color:{c["ink"]}}}
.opt-legend .opt-key{{flex:none;width:2.4rem;margin-top:.2rem}}
.opt-key .opt-band{{opacity:1}}.opt-key .opt-range{{height:.13rem}}
.opt-cells .ls-band{{opacity:1;background:{c["partial"]}}}.opt-cells .ls-dot{{border:1px solid {c["paper"]}}}
.opt-cells .ls-bar{{margin-right:.5rem}}
.opt-fill{{top:.2rem;left:0;height:.5rem;background:{c["partial"]};border-radius:2px}}
.opt-h.opt-h{{margin:.8rem 0 0;padding:0;font-size:1.1rem}}
.opt-unit{{font-weight:400;font-size:.88rem;color:{c["muted"]}}}
.opt-name.opt-name{{margin:.2rem 0;padding:0;font-size:1.35rem}}
.opt-pills{{line-height:1.9}}.opt-count{{white-space:nowrap}}
.opt-open summary{{cursor:pointer;padding:.25rem 0;color:{c["ink"]}}}
.opt-range-row{{display:grid;grid-template-columns:14rem 1fr;gap:.2rem 1.5rem;padding:.8rem 0;
border-top:1px solid {c["rule"]}}}
.opt-range-row.opt-range-row h5{{margin:0;padding:0;font-size:1rem;line-height:1.4}}
.opt-range-row p{{margin:0 0 .4rem;max-width:62rem;line-height:1.5}}
.opt-ends.opt-ends{{display:flex;flex-wrap:wrap;gap:.3rem 2.5rem;margin:0 0 .4rem;padding:0}}
.opt-ends.opt-ends dt{{font-size:.85rem;color:{c["muted"]};margin:0;padding:0}}
.opt-ends.opt-ends dd{{margin:0;padding:0;font-size:1.05rem}}
.opt-none{{font-size:1.05rem;font-weight:600}}
@media (max-width:700px){{.opt-range-row{{grid-template-columns:1fr}}.opt-cells .ls-bar{{width:6rem}}}}
@media print{{.ls-bar,.ls-bar i{{print-color-adjust:exact;-webkit-print-color-adjust:exact}}}}
</style>"""
