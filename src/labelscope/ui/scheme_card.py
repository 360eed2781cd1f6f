"""The card of one scheme: what it asks, its clauses and facts, its neighbours, and what is not known."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import partial
from html import escape

import streamlit as st

from labelscope import vocabulary
from labelscope.charts import schemes as charts
from labelscope.charts.coverage import SEGMENTS
from labelscope.exporting.tables import figure_text
from labelscope.history import until
from labelscope.i18n import Translator, mark
from labelscope.matrix import CoverageMatrix, effective_reach
from labelscope.model import Coverage, Reach, Recognition, Scheme, Sourced
from labelscope.ui import cached, components, html, scheme_html, state
from labelscope.ui.frame import mode, show_answer
from labelscope.ui.panel import evidence_html, wording_html
from labelscope.uris import scheme_uri

_NEAREST = 6
_KINDS: Mapping[str, str] = {"content": mark("What must be respected"), "system": mark("How the scheme works")}
_FLIPPED = {"accepts": "accepted-by", "accepted-by": "accepts"}
_ANSWERS = (
    "consumer_facing", "type", "unions_in_governance", "model", "unannounced", "worker_interviews", "accreditation",
    "certified_list_public", "audit_reports_public", "scheme_mechanism",
)  # fmt: skip
_GROUPS = (
    "identity", "status", "scope", "governance", "assurance", "transparency", "grievance", "size", "local_actors",
    "cost",
)  # fmt: skip
_NUMBERS = ("audit_interval_months", "certificate_validity_months", "low_eur", "high_eur")


def show(t: Translator, scheme: Scheme) -> None:
    """The card of one scheme."""
    st.header(html.plain(scheme.name), anchor=False)
    _card_answer(t, scheme)
    html.show(f"<p>{escape(scheme.summary[t.language])}</p>{_headline(t, scheme)}{_cite(t, scheme)}")
    tabs = st.tabs([
        t(mark("What it asks")), t(mark("Clauses")), t(mark("Facts")), t(mark("Ties and neighbours")),
        t(mark("What we do not know")),
    ])  # fmt: skip
    for tab, part in zip(tabs, (_asks, _clauses, _facts, _others, _unknown), strict=True):
        with tab:
            part(t, scheme)
    components.downloads(t)
    checksum = cached.catalogue().checksum
    components.download_exchange(t, "UNTP", scheme.id, partial(cached.untp_bytes, scheme.id, t.language, checksum))


def _card_answer(t: Translator, scheme: Scheme) -> None:
    matrix = cached.analysis().matrix
    if scheme.id in matrix.data_only:
        ids = [row.id for row in cached.catalogue().requirements[scheme.id]]
        nothing = cached.catalogue().crosswalk.share_without_criterion(ids)
        show_answer(
            t(mark("{scheme} collects data or grades: of the {count} clauses read, {share} ask for nothing themselves. "
                   "It is a way to share evidence, not a list of demands."),
              scheme=scheme.short, count=t.number(len(ids)), share=t.percent(nothing))
        )  # fmt: skip
        return
    own = charts.share(matrix, scheme.id, matrix.content)
    message = (
        mark("{scheme} is known to ask for {asked} of {of} content criteria: {full} in full, {partial} in part. "
             "We looked for {absent} more and found nothing asked; for {unknown} we do not know, so the true number "
             "lies between {asked} and {most}.")
        if own.absent
        else mark("{scheme} is known to ask for {asked} of {of} content criteria: {full} in full, {partial} in part. "
                  "For {unknown} we do not know, so the true number lies between {asked} and {most}.")
    )  # fmt: skip
    show_answer(
        t(message, scheme=scheme.short, asked=t.number(own.asked), of=t.number(own.of), full=t.number(own.full),
          partial=t.number(own.partial), absent=t.number(own.absent), unknown=t.number(own.unknown),
          most=t.number(own.asked + own.unknown))
    )  # fmt: skip
    if scheme.derived_from:
        taken = charts.share(cached.matrix_with_accepted(), scheme.id, matrix.content)
        said = t(
            mark("It rests on schemes that it accepts ({schemes}). With what all of these ask taken in, {asked} of "
                 "{of} content criteria are asked."),
            schemes=t.listing(components.scheme_name(s) for s in scheme.derived_from),
            asked=t.number(taken.asked), of=t.number(taken.of),
        )  # fmt: skip
        html.show(f"<p>{escape(said)}</p>")


def _headline(t: Translator, scheme: Scheme) -> str:
    """The first facts in one line, and what became of the scheme."""
    year = scheme.identity.version_year
    items = [
        (t(mark("Kind")), escape(t(vocabulary.KIND[scheme.identity.kind]))),
        (t(mark("Status")), escape(t(vocabulary.STATUS[scheme.status.state]))),
        (t(mark("Sector groups")), escape(t.listing(t(vocabulary.SECTOR[s]) for s in scheme.scope.sector_groups))),
        (t(mark("Year of the version")), str(year) if year else escape(t(mark("not known")))),
        (t(mark("Assurance")), scheme_html.pips(t, scheme)),
        (t(mark("Evidence, in % of its clauses")), scheme_html.grades(t, scheme.id)),
    ]
    if scheme.status.successor:
        items.insert(2, (t(vocabulary.FACT_FIELD["successor"]), scheme_html.link(scheme.status.successor)))
    cells = "".join(f"<div><dt>{escape(name)}</dt><dd>{value}</dd></div>" for name, value in items)
    return f'<dl class="cat-head">{cells}</dl>'


def _cite(t: Translator, scheme: Scheme) -> str:
    return f'<p class="cat-small cat-cite">{escape(t(mark("Cite as")))} <code>{escape(scheme_uri(scheme))}</code></p>'


def _asks(t: Translator, scheme: Scheme) -> None:
    tree = cached.catalogue().criteria
    matrix = cached.analysis().matrix
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kind = st.segmented_control(
            t(mark("Criteria")), list(_KINDS), default="content", key="card_kind", required=True,
            format_func=lambda k: t(_KINDS[k]),
        )  # fmt: skip
        if scheme.derived_from and st.toggle(t(mark("Take in what is accepted")), key="card_accepted"):
            matrix = cached.matrix_with_accepted()
    kind = str(kind or "content")
    themes = [theme.id for theme in tree.themes if tree.kind_of(tree.of_theme(theme.id)[0].id) == kind]
    left, right = st.columns([3, 2], gap="large")
    with right:
        theme_id = components.pick_one(
            t(mark("Theme")), "theme", themes, lambda theme: tree.theme(theme).label[t.language], themes[0]
        )
        _criteria(t, scheme, matrix, theme_id)
    with left:
        _legend_of(t, matrix, scheme.id, kind)
        key = f"card_{scheme.id}_{kind}_{state.generation()}"
        words = components.coverage_words(t)
        spec = cached.spec(
            lambda: charts.one_scheme(matrix, scheme.id, kind, theme_id, words, t.language, mode()),
            "one scheme", cached.catalogue().checksum, mode(), t.language, scheme.id, kind, theme_id,
            matrix is cached.analysis().matrix,
        )  # fmt: skip
        asked = sum(matrix.cell(scheme.id, c.id).coverage.is_asked for c in tree.of_kind(kind))
        alt = t(mark("{scheme}, theme by theme: {asked} of {of} criteria are asked for."), scheme=scheme.short,
                asked=asked, of=len(tree.of_kind(kind)))  # fmt: skip
        components.draw(spec, alt, key, on_click=lambda: _clicked(key, scheme.id))
        hint = t(mark("One row is a theme, one square a criterion; at the end of the row, how many are asked for. "
                      "Click a square for its clauses, a theme's name for its criteria."))  # fmt: skip
        html.show(f'<p class="ls-caption">{escape(hint)}</p>')
    with st.expander(t(mark("The picture as a table"))):
        rows = [_theme_row(t, matrix, scheme.id, theme) for theme in themes]
        html.show(scheme_html.table(t(mark("Criteria by theme")), [t(mark("Theme")), *_states_header(t)], rows, True))


_STATES = (Coverage.BEYOND, Coverage.FULL, Coverage.PARTIAL, Coverage.ABSENT)


def _states_header(t: Translator) -> list[str]:
    return [*(t(vocabulary.COVERAGE[item]) for item in _STATES), t(mark("not known")), t(mark("Criteria"))]


def _theme_row(t: Translator, matrix: CoverageMatrix, scheme_id: str, theme_id: str) -> list[str]:
    tree = cached.catalogue().criteria
    found = [matrix.cell(scheme_id, c.id).coverage for c in tree.of_theme(theme_id)]
    unknown = sum(not item.is_known for item in found)
    counts = [*(found.count(item) for item in _STATES), unknown, len(found)]
    return [escape(tree.theme(theme_id).label[t.language]), *map(t.number, counts)]


def _legend_of(t: Translator, matrix: CoverageMatrix, scheme_id: str, kind: str) -> None:
    present = {matrix.cell(scheme_id, c.id).coverage for c in cached.catalogue().criteria.of_kind(kind)}
    components.coverage_legend(t, [item for item in SEGMENTS if item in present])


def _criteria(t: Translator, scheme: Scheme, matrix: CoverageMatrix, theme_id: str) -> None:
    """The criteria of one theme; each opens its clauses."""
    tree = cached.catalogue().criteria
    reading = scheme.reading[theme_id]
    said = t(mark("Reading of this theme: {extent}."), extent=t(vocabulary.EXTENT[reading.extent]))
    html.show(f'<p class="ls-muted">{escape(said)}<br>{scheme_html.linked(reading.note, t)}</p>')
    with st.container(gap=None, key="cat_criteria"):
        for criterion in tree.of_theme(theme_id):
            cell = matrix.cell(scheme.id, criterion.id)
            st.button(
                f"**{html.plain(t(vocabulary.COVERAGE[cell.coverage]))}** · {html.plain(criterion.label[t.language])}",
                key=f"open_{criterion.id}", type="tertiary", on_click=state.open_panel, args=(scheme.id, criterion.id),
            )  # fmt: skip


def _clicked(key: str, scheme_id: str) -> None:
    point = components.clicked(key)
    if point.get("criterion") == charts.HEAD:
        st.session_state["pick_theme"] = point["theme"]
        state.bump()
    elif point:
        state.open_panel(scheme_id, point["criterion"])


_REACHES = tuple(Reach)


def _clauses(t: Translator, scheme: Scheme) -> None:
    catalogue = cached.catalogue()
    rows = catalogue.requirements[scheme.id]
    if not rows:
        st.info(t(mark("No clause of this scheme has been read.")))
        return
    header = [
        t(mark("Clause")),
        t(mark("In our own words")),
        t(mark("Obligation")),
        t(mark("Reaches")),
        t(mark("Source")),
    ]
    shown: list[list[str]] = []
    reached: set[str] = set()
    for row in rows:
        best: dict[str, Reach] = {}
        for mapping in catalogue.crosswalk.of_requirement(row.id):
            reach = effective_reach(catalogue, mapping)
            known = best.get(mapping.object_id, Reach.NONE)
            if mapping.object_id in catalogue.criteria and _REACHES.index(reach) > _REACHES.index(known):
                best[mapping.object_id] = reach
        reached |= set(best)
        reaches = [
            f"<li>{escape(catalogue.criteria[c].label[t.language])}: <b>{escape(t(vocabulary.REACH[reach]))}</b></li>"
            for c, reach in best.items()
        ]
        none = f'<span class="ls-muted">{escape(t(mark("asks for none of the criteria")))}</span>'
        shown.append([
            f'{html.printed(row.clause, t.language)} <span class="cat-small">{escape(row.id)}</span>',
            wording_html(row, t),
            escape(t(vocabulary.OBLIGATION[row.obligation])),
            f'<ul class="cat-plain">{"".join(reaches)}</ul>' if reaches else none,
            evidence_html(scheme, row.evidence, t),
        ])  # fmt: skip
    criteria = [c.id for c in catalogue.criteria.criteria if c.id in reached]
    if criteria:
        html.show(f"<p>{escape(t(mark('Why a clause reaches a criterion stands in its panel.')))}</p>")
        components.open_cell(t, [scheme.id], criteria, "card_clauses")
    caption = t.plural(mark("{count} clause of the scheme"), mark("{count} clauses of the scheme"), len(shown))
    html.show(scheme_html.table(caption, header, shown))


# Facts ----------------------------------------------------------------------------------------


def _facts(t: Translator, scheme: Scheme) -> None:
    parts = [_group(t, scheme, name) for name in _GROUPS]
    html.show(f'<div class="cat-facts">{"".join(parts)}</div>')
    _history(t, scheme)
    if scheme.uptake:
        rows = [
            [html.foreign(item.what, t.language), _decimal(t, item.figure),
             str(item.year) if item.year else escape(t(mark("not known"))),
             scheme_html.linked(item.note, t) if item.note else "", evidence_html(scheme, item.evidence, t)]
            for item in scheme.uptake
        ]  # fmt: skip
        header = [t(mark("What")), t(mark("Figure")), t(mark("Year")), t(mark("Note")), t(mark("Source"))]
        html.show(scheme_html.table(t(vocabulary.FACT_GROUP["uptake"]), header, rows))
    else:
        html.show(f"<p>{escape(t(mark('No figure on uptake is known.')))}</p>")
    if scheme.facts:
        rows = [
            [scheme_html.linked(fact.text, t), escape(t(vocabulary.FACT_KIND[fact.kind])),
             html.foreign(fact.locator, t.language), evidence_html(scheme, fact.evidence, t)]
            for fact in scheme.facts
        ]  # fmt: skip
        header = [t(mark("Fact")), t(mark("Kind")), t(mark("Place in the source")), t(mark("Source"))]
        html.show(scheme_html.table(t(vocabulary.FACT_GROUP["facts"]), header, rows))


def _history(t: Translator, scheme: Scheme) -> None:
    """What happened to the scheme, oldest first, up to the date that is shown."""
    events, known = until(cached.catalogue().history[scheme.id], state.as_of() or None), cached.catalogue().schemes
    rows = [
        [
            escape(event.date), escape(t(vocabulary.EVENT[event.kind])),
            (html.printed(event.label, t.language) if event.label else "")
            + (f" → {scheme_html.link(event.scheme)}" if event.scheme and event.scheme in known else ""),
            scheme_html.linked(event.note, t) if event.note else "", evidence_html(scheme, event.evidence, t),
        ]
        for event in events
    ]  # fmt: skip
    header = [t(mark("Date")), t(mark("What")), t(mark("Name or version")), t(mark("Note")), t(mark("Source"))]
    html.show(scheme_html.table(t(mark("History")), header, rows))


def _group(t: Translator, scheme: Scheme, name: str) -> str:
    group: Sourced = getattr(scheme, name)
    items = []
    for field in type(group).model_fields:
        if field == "evidence" or (field in ("successor", "countries_note") and getattr(group, field) is None):
            continue
        label = t(vocabulary.FACT_FIELD.get(field, field))
        items.append(f"<div><dt>{escape(label)}</dt><dd>{_value(t, field, getattr(group, field))}</dd></div>")
    return (
        f"<section><h4>{escape(t(vocabulary.FACT_GROUP[name]))}</h4><dl>{''.join(items)}</dl>"
        f'<p class="cat-small">{evidence_html(scheme, group.evidence, t)}</p></section>'
    )


def _value(t: Translator, field: str, value: object) -> str:
    """One fact as HTML: words of the glossary translated, numbers as the language writes them."""
    if value is None:
        return f'<span class="ls-muted">{escape(t(mark("not known")))}</span>'
    if field in ("nace", "cpv", "countries") and isinstance(value, tuple):
        return scheme_html.codes(t, field, value)
    if field in scheme_html.WORDS:
        if value == ():
            return escape(t(mark("none")))
        words = scheme_html.WORDS[field]
        values = value if isinstance(value, tuple) else (value,)
        return escape(t.listing(t(words[str(item)]) for item in values))
    if field in _ANSWERS:
        shown = escape(t(vocabulary.ANSWER[str(value)]))
        return f'<span class="ls-muted">{shown}</span>' if value == "unknown" else shown
    if field == "successor":
        return scheme_html.link(str(value))
    if field == "website":
        return html.link(str(value), str(value).removeprefix("https://").removeprefix("http://").rstrip("/"))
    if field in _NUMBERS and isinstance(value, int):
        return escape(t.number(value))
    if isinstance(value, tuple):
        return "<br>".join(scheme_html.linked(str(item), t) for item in value)
    return str(value) if isinstance(value, int) else scheme_html.linked(str(value), t)


def _decimal(t: Translator, value: Decimal) -> str:
    exponent = value.normalize().as_tuple().exponent
    return escape(t.number(float(value), max(0, -exponent) if isinstance(exponent, int) else 0))


# Other schemes --------------------------------------------------------------------------------


def _others(t: Translator, scheme: Scheme) -> None:
    _ties(t, scheme)
    st.subheader(html.plain(t(mark("Nearest schemes"))), anchor=False)
    _nearest(t, scheme)
    st.subheader(html.plain(t(mark("What would be lost if it went"))), anchor=False)
    _lost(t, scheme)


def _ties(t: Translator, scheme: Scheme) -> None:
    schemes = cached.catalogue().schemes
    rows = [
        _tie(
            t,
            scheme,
            tie,
            scheme_html.link(tie.scheme) if tie.scheme else html.foreign(tie.name, t.language),
            tie.direction,
        )
        for tie in scheme.recognition
    ]
    named = {tie.scheme for tie in scheme.recognition}
    for other in schemes.values():
        if other.id not in named:
            rows += [
                _tie(t, other, tie, scheme_html.link(other.id), _FLIPPED.get(tie.direction, tie.direction))
                for tie in other.recognition if tie.scheme == scheme.id
            ]  # fmt: skip
    if not rows:
        html.show(f"<p>{escape(t(mark('No tie to another scheme is known.')))}</p>")
        return
    header = [
        t(mark("Other scheme")), t(mark("Direction")), t(vocabulary.FACT_FIELD["relation"]), t(mark("Told by")),
        t(vocabulary.FACT_FIELD["note"]), t(mark("Source")),
    ]  # fmt: skip
    html.show(scheme_html.table(t(vocabulary.FACT_GROUP["recognition"]), header, rows))


def _tie(t: Translator, told_by: Scheme, tie: Recognition, other: str, direction: str) -> list[str]:
    return [
        other, escape(t(vocabulary.DIRECTION[direction])), escape(t(vocabulary.RELATION[tie.relation])),
        escape(t(mark("the record of {scheme}"), scheme=told_by.short)), scheme_html.linked(tie.note, t),
        evidence_html(told_by, tie.evidence, t),
    ]  # fmt: skip


def _nearest(t: Translator, scheme: Scheme) -> None:
    overlap = cached.analysis().overlap
    if scheme.id in overlap.matrix.data_only:
        said = t(
            mark("It collects data or grades and asks for next to nothing itself: by its demands it has no neighbours.")
        )
        html.show(f"<p>{escape(said)}</p>")
        return
    near = overlap.neighbours(scheme.id, _NEAREST)
    if not near:
        said = t(
            mark("No figure: in no pair with another scheme were at least {least} of the {of} content criteria read on "
                 "both sides."),
            least=t.number(overlap.min_base), of=t.number(len(overlap.criteria)),
        )  # fmt: skip
        html.show(f"<p>{escape(said)}</p>")
        return
    rows = []
    for other in near:
        pair = overlap.between(scheme.id, other)
        figure = pair.overlap
        bar = ""
        if figure.middle is not None and figure.low is not None and figure.high is not None:
            bar = html.range_bar(figure.low, figure.middle, figure.high, figure.likely) + "<br>"
        base = t(mark("{base} of {of}"), base=t.number(figure.base), of=t.number(figure.of))
        rows.append([
            scheme_html.link(other), bar + escape(figure_text(figure, t, "share")),
            escape(figure_text(pair.first_in_second, t, "share")),
            escape(figure_text(pair.second_in_first, t, "share")),
            escape(base),
        ])  # fmt: skip
    header = [
        t(mark("Other scheme")), t(mark("Overlap")),
        t(mark("Share of {scheme} that the other asks too"), scheme=scheme.short),
        t(mark("Share of the other that {scheme} asks too"), scheme=scheme.short), t(mark("Criteria read in both")),
    ]  # fmt: skip
    html.show(scheme_html.table(t(mark("The schemes that ask for the most alike, on content criteria")), header, rows))
    html.show(f'<p class="ls-caption">{escape(t(_MEANING))}</p>')
    if scheme.derived_from:
        said = t(
            mark(
                "These figures rest on its own clauses. What holds with the schemes it accepts is on the page Overlap."
            )
        )
        html.show(f'<p class="ls-caption">{escape(said)}</p>')


_MEANING = mark(
    "The first figure counts what main points did not name as not asked, on the criteria read on both sides. "
    "The range in brackets lets everything that is not known fall the worst and the best way. The likely band draws "
    "what is not known at the rate at which criteria turned out to be asked once a theme was read in full."
)


def _lost(t: Translator, scheme: Scheme) -> None:
    overlap, tree = cached.analysis().overlap, cached.catalogue().criteria
    if scheme.id in overlap.matrix.data_only:
        said = t(mark("No demand would be lost, but what firms share through it would be."))
        html.show(f"<p>{escape(said)}</p>")
        return
    found = overlap.uniqueness(scheme.id)
    figure = found.lost
    if found.criteria:
        said = t.plural(
            mark("By what is known, {count} content criterion is asked more by this scheme than by any other; counted "
                 "in criteria, a partial one as one half: {figure}."),
            mark("By what is known, {count} content criteria are asked more by this scheme than by any other; counted "
                 "in criteria, a partial one as one half: {figure}."),
            len(found.criteria), figure=figure_text(figure, t, "criteria"),
        )  # fmt: skip
    else:
        said = t(
            mark("By what is known, nothing: every content criterion that it asks for is asked at least as much by "
                 "another scheme. Counted in criteria: {figure}."),
            figure=figure_text(figure, t, "criteria"),
        )  # fmt: skip
    base = t(mark("Base: {base} of {of} content criteria read in this scheme."), base=t.number(figure.base),
             of=t.number(figure.of))  # fmt: skip
    items = "".join(f"<li>{escape(tree[c].label[t.language])}</li>" for c in found.criteria)
    html.show(
        f'<p>{escape(said)} <span class="ls-muted">{escape(base)}</span></p>{f"<ul>{items}</ul>" if items else ""}'
    )
    if found.criteria:
        components.open_cell(t, [scheme.id], list(found.criteria), "card_lost")


# What is not known ----------------------------------------------------------------------------


def _unknown(t: Translator, scheme: Scheme) -> None:
    matrix, tree = cached.analysis().matrix, cached.catalogue().criteria
    counts = {}
    for theme in tree.themes:
        found = [matrix.cell(scheme.id, c.id).coverage for c in tree.of_theme(theme.id)]
        not_named = found.count(Coverage.NOT_NAMED)
        counts[theme.id] = (not_named, sum(not item.is_known for item in found) - not_named, len(found))
    order = sorted(counts, key=lambda theme: (-counts[theme][0], -counts[theme][1]))
    first = [tree.theme(theme).label[t.language] for theme in order[:3] if counts[theme][0]]
    if first:
        said = t(
            mark("Reading these themes in full would settle most: {themes}. Only their main points were read so far."),
            themes=t.listing(first),
        )
        html.show(f"<p><b>{escape(said)}</b></p>")
    header = [
        t(mark("Theme")), t(mark("How far it was read")), t(mark("Criteria that main points do not name")),
        t(mark("Criteria not known for other reasons")), t(mark("Criteria")), t(vocabulary.FACT_FIELD["note"]),
    ]  # fmt: skip
    rows = [
        [escape(tree.theme(theme).label[t.language]), escape(t(vocabulary.EXTENT[scheme.reading[theme].extent])),
         *map(t.number, counts[theme]), scheme_html.linked(scheme.reading[theme].note, t)]
        for theme in order
    ]  # fmt: skip
    html.show(
        scheme_html.table(
            t(mark("How far each theme was read; what would settle most stands first")), header, rows, True
        )
    )
    title = escape(t(mark("What the record itself says is missing")))
    items = "".join(f"<li>{scheme_html.linked(gap, t)}</li>" for gap in scheme.gaps)
    none = f"<p>{escape(t(mark('The record names nothing.')))}</p>"
    html.show(f"<h4>{title}</h4>{f'<ul>{items}</ul>' if items else none}")
