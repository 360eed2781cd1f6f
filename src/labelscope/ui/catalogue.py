"""The page *Catalogue*: what exists, as a table one can read, and a card for every scheme."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from html import escape, unescape
from urllib.parse import urlencode, urlsplit

import streamlit as st

from labelscope import vocabulary
from labelscope.charts import palette
from labelscope.charts import schemes as charts
from labelscope.charts.coverage import SEGMENTS
from labelscope.exporting.tables import figure_text
from labelscope.i18n import Translator, mark
from labelscope.matrix import CoverageMatrix, effective_reach
from labelscope.model import Coverage, Grade, Kind, Reach, Recognition, Scheme, Sourced
from labelscope.ui import cached, components, html, state
from labelscope.ui.frame import mode, show_answer
from labelscope.ui.panel import evidence_html

_HITS = 12
_NEAREST = 6
_SORTS: Mapping[str, str] = {
    "name": mark("Name, A to Z"),
    "family": mark("Family"),
    "asked": mark("Most content criteria known to be asked"),
    "assurance": mark("Most assurance pips filled"),
    "year": mark("Newest version"),
}
_KINDS: Mapping[str, str] = {"content": mark("What must be respected"), "system": mark("How the scheme works")}
_PIP: Mapping[str, str] = {
    "yes": mark("yes"),
    "partly": mark("partly"),
    "no": mark("no"),
    "unknown": mark("not known"),
}
_PIP_WORTH = {"yes": 2, "partly": 1}
_FLIPPED = {"accepts": "accepted-by", "accepted-by": "accepts"}
_KEPT = ("lang", "sector", "type", "status", "sort")
#: Fields whose values are words of the glossary, shown in the reader's language.
_WORDS: Mapping[str, Mapping[str, str]] = {
    "kind": {str(kind): name for kind, name in vocabulary.KIND.items()},
    "state": vocabulary.STATUS,
    "sector_groups": vocabulary.SECTOR,
}
_ANSWERS = (
    "consumer_facing", "type", "unions_in_governance", "model", "unannounced", "worker_interviews", "accreditation",
    "certified_list_public", "audit_reports_public", "scheme_mechanism", "small_firm_provisions",
)  # fmt: skip
_GROUPS = (
    "identity", "status", "scope", "governance", "assurance", "transparency", "grievance", "size", "local_actors",
    "cost",
)  # fmt: skip
#: An address inside escaped text; the closing bracket, full stop or semicolon after it stays outside.
_ADDRESS = re.compile(r"https?://(?:&amp;|[^\s<>&()\[\];])+(?<![.,])")
_ACCEPTED = mark("Meta-labels rest on the schemes they accept. With this on, what all of those ask counts too.")
_NUMBERS = ("audit_interval_months", "certificate_validity_months", "low_eur", "high_eur")


@dataclass(frozen=True)
class Choice:
    """What the reader chose to see: a list of schemes, or one scheme's card."""

    matrix: CoverageMatrix
    schemes: tuple[str, ...]
    scheme: str | None
    query: str


def controls(t: Translator) -> Choice:
    """The scheme whose card is open; without one, search, sector, kind, status and order."""
    html.show(_style(mode()))
    catalogue = cached.catalogue()
    scheme_id = _card_asked()
    if scheme_id is not None:
        _card_switch(t)
        scheme_id = st.session_state.get("pick_scheme")
    if scheme_id is not None:
        return Choice(cached.analysis().matrix, (), scheme_id, "")
    columns = st.columns([3, 2, 2, 2], vertical_alignment="bottom")
    with columns[0]:
        query = st.text_input(
            t(mark("Search a name in any language; typing errors are forgiven")), key="find", max_chars=200,
            icon=":material/search:", placeholder=t(mark("for example fair trade, Rugmark, milk")),
        )  # fmt: skip
    with columns[1]:
        in_sector = components.filter_schemes(t)
    with columns[2]:
        kinds = _pick_many(t, t(mark("Kind")), "type", _WORDS["kind"], t(mark("all kinds")))
    with columns[3]:
        states = _pick_many(t, t(mark("Status")), "status", vocabulary.STATUS, t(mark("any status")))
    with st.container(horizontal=True, vertical_alignment="bottom", key="cat_more"):
        st.selectbox(
            t(mark("Open the card of")), _by_name(catalogue.schemes), index=None, key="pick_scheme",
            format_func=components.scheme_name, placeholder=t(mark("choose a scheme")), on_change=_keep_card, width=300,
        )  # fmt: skip
        with st.popover(t(mark("Order and reading")), icon=":material/tune:"):
            order = components.pick_one(t(mark("Order")), "sort", list(_SORTS), lambda s: t(_SORTS[s]), "name")
            accepted = st.toggle(
                t(mark("Take in what is accepted")), key="accepted",
                help=t(_ACCEPTED),
            )  # fmt: skip
    matrix = cached.matrix_with_accepted() if accepted else cached.analysis().matrix
    chosen = [
        s for s in in_sector
        if (not kinds or str(catalogue.schemes[s].identity.kind) in kinds)
        and (not states or catalogue.schemes[s].status.state in states)
    ]  # fmt: skip
    if query.strip():
        found = [hit.scheme_id for hit in cached.search().find(query, _HITS)]
        return Choice(matrix, tuple(s for s in found if s in chosen), None, query.strip())
    return Choice(matrix, tuple(_sorted(chosen, order, matrix)), None, "")


def content(t: Translator, choice: Choice) -> None:
    """The table of schemes, or the card of one."""
    if choice.scheme is None:
        _answer(t, choice)
        _list(t, choice)
        components.downloads(t)
    else:
        _card(t, cached.catalogue().schemes[choice.scheme])


# Which card is open ---------------------------------------------------------------------------


def _card_asked() -> str | None:
    """The scheme in the URL; the browser's back button counts too."""
    in_url = st.query_params.get("scheme", "")
    if in_url != st.session_state.get("card_in_url", "") or "pick_scheme" not in st.session_state:
        found = state.from_url("scheme", cached.catalogue().schemes, (), 1)
        st.session_state["pick_scheme"] = found[0] if found else None
        notice = state.take_notice()
        if notice:
            st.info(Translator(state.language())(notice), icon=":material/info:")
        _keep_card()
    asked: str | None = st.session_state["pick_scheme"]
    return asked


def _keep_card() -> None:
    chosen = st.session_state.get("pick_scheme")
    state.to_url("scheme", [chosen] if chosen else [])
    st.session_state["card_in_url"] = chosen or ""


def _close_card() -> None:
    st.session_state["pick_scheme"] = None
    _keep_card()
    st.query_params.pop("theme", None)


def _card_switch(t: Translator) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", key="cat_switch"):
        st.button(t(mark("All schemes")), icon=":material/arrow_back:", on_click=_close_card)
        st.selectbox(
            t(mark("Scheme")), _by_name(cached.catalogue().schemes), key="pick_scheme", on_change=_keep_card,
            format_func=components.scheme_name, label_visibility="collapsed", width=300,
        )  # fmt: skip


def _by_name(schemes: Collection[str]) -> list[str]:
    return sorted(schemes, key=lambda s: components.scheme_name(s).casefold())


def _pick_many(t: Translator, label: str, name: str, words: Mapping[str, str], none: str) -> list[str]:
    key = f"pick_{name}"
    if key not in st.session_state:
        st.session_state[key] = state.from_url(name, words)
    chosen: list[str] = st.multiselect(
        label, list(words), key=key, format_func=lambda value: t(words[value]), placeholder=none
    )
    state.to_url(name, chosen)
    return chosen


def _sorted(schemes: Sequence[str], order: str, matrix: CoverageMatrix) -> list[str]:
    records = cached.catalogue().schemes
    by_name = _by_name(schemes)
    match order:
        case "family":
            return components.ordered(schemes)
        case "asked":
            asked = {s: charts.share(matrix, s, matrix.content).asked for s in schemes}
            return sorted(by_name, key=lambda s: (s in matrix.data_only, -asked[s]))
        case "assurance":
            worth = {s: sum(_PIP_WORTH.get(pip, 0) for pip in charts.pips(records[s]).values()) for s in schemes}
            return sorted(by_name, key=lambda s: -worth[s])
        case "year":
            return sorted(by_name, key=lambda s: -(records[s].identity.version_year or 0))
        case _:
            return by_name


# The table ------------------------------------------------------------------------------------


def _answer(t: Translator, choice: Choice) -> None:
    records = cached.catalogue().schemes
    if not choice.schemes:
        if choice.query and cached.search().find(choice.query, 1):
            st.info(t(mark("The search finds schemes, but the filters hide them. Remove a sector, kind or status.")))
        elif choice.query:
            st.info(t(mark("No scheme has a name like “{query}”. Try a shorter word, or an abbreviation."),
                      query=html.plain(choice.query)))  # fmt: skip
        else:
            st.info(t(mark("No scheme is left. Remove a sector, kind or status from the filters.")))
        return
    shares = [charts.share(choice.matrix, s, choice.matrix.content) for s in choice.schemes]
    cells = sum(item.of for item in shares) or 1
    asked, unknown = sum(item.asked for item in shares), sum(item.unknown for item in shares)
    labels = sum(records[s].identity.kind is Kind.PRODUCT_LABEL for s in choice.schemes)
    audits = sum(records[s].identity.kind is Kind.SITE_AUDIT for s in choice.schemes)
    counts = {
        "all": t.number(len(records)), "labels": t.number(labels), "audits": t.number(audits),
        "others": t.number(len(choice.schemes) - labels - audits), "low": t.percent(asked / cells),
        "high": t.percent((asked + unknown) / cells),
    }  # fmt: skip
    if len(choice.schemes) == len(records):
        said = t(
            mark("The catalogue holds {all} schemes (product labels: {labels}, site audits: {audits}, other kinds: "
                 "{others}). They are known to ask for {low} of the content criteria on average, in whole or in "
                 "part; if everything that is not known were asked, it would be {high}."),
            **counts,
        )  # fmt: skip
    else:
        said = t.plural(
            mark("Of the {all} schemes in the catalogue, {count} is shown (product labels: {labels}, site audits: "
                 "{audits}, other kinds: {others}). It is known to ask for {low} of the content criteria, in whole or "
                 "in part; if everything that is not known were asked, it would be {high}."),
            mark("Of the {all} schemes in the catalogue, {count} are shown (product labels: {labels}, site audits: "
                 "{audits}, other kinds: {others}). They are known to ask for {low} of the content criteria on "
                 "average, in whole or in part; if everything that is not known were asked, it would be {high}."),
            len(choice.schemes), **counts,
        )  # fmt: skip
    show_answer(said)


def _list(t: Translator, choice: Choice) -> None:
    if not choice.schemes:
        return
    tree = cached.catalogue().criteria
    pillars = [pillar for pillar in tree.pillars if pillar.kind == "content"]
    header = [
        t(mark("Scheme")), t(mark("Kind")), t(mark("Sector groups")), *(pillar.label[t.language] for pillar in pillars),
        t(mark("Assurance")), t(mark("Evidence, in % of its clauses")), t(mark("Status")), t(mark("Version of")),
    ]  # fmt: skip
    of_pillar = [[criterion.id for criterion in tree.of_pillar(pillar.id)] for pillar in pillars]
    rows = [_row(t, choice.matrix, cached.catalogue().schemes[s], of_pillar) for s in choice.schemes]
    _legend(t)
    html.show(f'<div class="cat-list">{_table(t(mark("Schemes and what is known of them")), header, rows, True)}</div>')
    html.show(f'<p class="ls-caption">{escape(t(charts.PIP_RULE))}</p>')


def _row(t: Translator, matrix: CoverageMatrix, scheme: Scheme, pillars: Sequence[Sequence[str]]) -> list[str]:
    if scheme.id in matrix.data_only:
        says = f'<span class="ls-muted">{escape(t(mark("collects data or grades")))}</span>'
        bars = [says, *[f'<span class="cat-again">{says}</span>'] * (len(pillars) - 1)]
    else:
        bars = [_bar(t, charts.share(matrix, scheme.id, criteria)) for criteria in pillars]
    built = ""
    if scheme.derived_from:
        built = f'<br><span class="cat-small">{escape(t(mark("rests on schemes it accepts")))}</span>'
    year = scheme.identity.version_year
    return [
        f"{_link(scheme.id)}{built}",
        escape(t(vocabulary.KIND[scheme.identity.kind])),
        escape(t.listing(t(vocabulary.SECTOR[sector]) for sector in scheme.scope.sector_groups)),
        *bars,
        _pips(t, scheme),
        _grades(t, scheme.id),
        escape(t(vocabulary.STATUS[scheme.status.state])),
        str(year) if year else escape(t(mark("not known"))),
    ]


def _link(scheme_id: str, text: str | None = None) -> str:
    kept = {name: st.query_params[name] for name in _KEPT if name in st.query_params}
    query = urlencode({**kept, "scheme": scheme_id})
    return f'<a href="catalogue?{escape(query)}">{escape(text or components.scheme_name(scheme_id))}</a>'


def _table(caption: str, header: Sequence[str], rows: Sequence[Sequence[str]], short: bool = False) -> str:
    """A table whose rows become cards on a phone: each cell carries its column's name, shown only there.

    `short`: the cells are short enough to stand beside their names.
    """
    labelled = [
        [row[0], *(f'<span class="cat-label" aria-hidden="true">{escape(name)}</span><div>{cell}</div>'
                   for name, cell in zip(header[1:], row[1:], strict=True))]
        for row in rows
    ]  # fmt: skip
    kind = "cat-table cat-short" if short else "cat-table"
    return f'<div class="{kind}">{html.table(caption, header, labelled)}</div>'


def _bar(t: Translator, share: charts.Share) -> str:
    if not share.of:
        return escape(t(mark("not applicable")))
    parts = (("full", share.full), ("partial", share.partial), ("absent", share.absent), ("unknown", share.unknown))
    pieces = "".join(
        f'<i class="{name}" style="width:{100 * count / share.of:.1f}%"></i>' for name, count in parts if count
    )
    said = t(mark("{asked} of {of} asked, {unknown} not known"), asked=share.asked, of=share.of, unknown=share.unknown)
    return (
        f'<span class="cat-bar" title="{escape(said)}" aria-hidden="true">{pieces}</span>'
        f'<span class="cat-small" aria-hidden="true">{share.asked}/{share.of}</span>'
        f'<span class="cat-said">{escape(said)}</span>'
    )


def _pips(t: Translator, scheme: Scheme) -> str:
    found = charts.pips(scheme)
    said = "; ".join(f"{t(charts.PIPS[name][0])}: {t(_PIP[answer])}" for name, answer in found.items())
    dots = "".join(f'<i class="{answer}"></i>' for answer in found.values())
    return (
        f'<span class="cat-pips" title="{escape(said)}" aria-hidden="true">{dots}</span>'
        f'<span class="cat-said">{escape(said)}</span>'
    )


def _grades(t: Translator, scheme_id: str) -> str:
    shares = charts.grade_shares([row.evidence for row in cached.catalogue().requirements[scheme_id]])
    if not shares:
        return escape(t(mark("no clause read")))
    shown = " ".join(
        f"<span>{vocabulary.GRADE_MARK[grade]}\u202f{t.number(100 * part)}</span>" for grade, part in shares.items()
    )
    said = "; ".join(f"{t(vocabulary.GRADE[grade])}: {t.percent(part)}" for grade, part in shares.items())
    return (
        f'<span class="cat-grades" title="{escape(said)}" aria-hidden="true">{shown}</span>'
        f'<span class="cat-said">{escape(said)}</span>'
    )


def _legend(t: Translator) -> None:
    bars = (
        ("full", mark("asked in full or beyond")), ("partial", mark("asked in part")),
        ("absent", mark("looked for, not asked")), ("unknown", mark("not known")),
    )  # fmt: skip
    keys = [
        f'<span class="ls-key"><span class="cat-bar cat-keybar" aria-hidden="true">'
        f'<i class="{name}" style="width:100%"></i>'
        f"</span>{escape(t(words))}</span>"
        for name, words in bars
    ]
    dots = [
        f'<span class="ls-key"><span class="cat-pips" aria-hidden="true"><i class="{name}"></i></span>'
        f"{escape(t(words))}</span>"
        for name, words in _PIP.items()
    ]
    grades = [
        f'<span class="ls-key">{vocabulary.GRADE_MARK[grade]} {escape(t(vocabulary.GRADE[grade]))}</span>'
        for grade in Grade
    ]
    names = t.listing(t(name) for name, _ in charts.PIPS.values())
    lines = (
        (t(mark("Bars: share of the criteria")), keys),
        (t(mark("Pips, left to right: {names}"), names=names), dots),
        (t(mark("Evidence: share of its clauses")), grades),
    )
    html.show(
        "".join(
            f'<div class="cat-legend"><span class="cat-small">{escape(title)}</span> {"".join(items)}</div>'
            for title, items in lines
        )
    )


# The card -------------------------------------------------------------------------------------


def _card(t: Translator, scheme: Scheme) -> None:
    st.header(html.plain(scheme.name), anchor=False)
    _card_answer(t, scheme)
    html.show(f"<p>{escape(scheme.summary[t.language])}</p>{_headline(t, scheme)}")
    tabs = st.tabs([
        t(mark("What it asks")), t(mark("Clauses")), t(mark("Facts")), t(mark("Ties and neighbours")),
        t(mark("What we do not know")),
    ])  # fmt: skip
    for tab, part in zip(tabs, (_asks, _clauses, _facts, _others, _unknown), strict=True):
        with tab:
            part(t, scheme)
    components.downloads(t)


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
        (t(mark("Assurance")), _pips(t, scheme)),
        (t(mark("Evidence, in % of its clauses")), _grades(t, scheme.id)),
    ]
    if scheme.status.successor:
        items.insert(2, (t(vocabulary.FACT_FIELD["successor"]), _link(scheme.status.successor)))
    cells = "".join(f"<div><dt>{escape(name)}</dt><dd>{value}</dd></div>" for name, value in items)
    return f'<dl class="cat-head">{cells}</dl>'


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
        html.show(_table(t(mark("Criteria by theme")), [t(mark("Theme")), *_states_header(t)], rows, True))


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
    html.show(f'<p class="ls-muted">{escape(said)}<br>{_linked(reading.note, t)}</p>')
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
            f'{html.foreign(row.clause, t.language)} <span class="cat-small">{escape(row.id)}</span>',
            html.foreign(row.text, t.language),
            escape(t(vocabulary.OBLIGATION[row.obligation])),
            f'<ul class="cat-plain">{"".join(reaches)}</ul>' if reaches else none,
            evidence_html(scheme, row.evidence, t),
        ])  # fmt: skip
    criteria = [c.id for c in catalogue.criteria.criteria if c.id in reached]
    if criteria:
        html.show(f"<p>{escape(t(mark('Why a clause reaches a criterion stands in its panel.')))}</p>")
        components.open_cell(t, [scheme.id], criteria, "card_clauses")
    caption = t.plural(mark("{count} clause of the scheme"), mark("{count} clauses of the scheme"), len(shown))
    html.show(_table(caption, header, shown))


# Facts ----------------------------------------------------------------------------------------


def _facts(t: Translator, scheme: Scheme) -> None:
    parts = [_group(t, scheme, name) for name in _GROUPS]
    html.show(f'<div class="cat-facts">{"".join(parts)}</div>')
    if scheme.uptake:
        rows = [
            [html.foreign(item.what, t.language), _decimal(t, item.figure),
             str(item.year) if item.year else escape(t(mark("not known"))),
             _linked(item.note, t) if item.note else "", evidence_html(scheme, item.evidence, t)]
            for item in scheme.uptake
        ]  # fmt: skip
        header = [t(mark("What")), t(mark("Figure")), t(mark("Year")), t(mark("Note")), t(mark("Source"))]
        html.show(_table(t(vocabulary.FACT_GROUP["uptake"]), header, rows))
    else:
        html.show(f"<p>{escape(t(mark('No figure on uptake is known.')))}</p>")
    if scheme.facts:
        rows = [
            [_linked(fact.text, t), escape(t(vocabulary.FACT_KIND[fact.kind])),
             html.foreign(fact.locator, t.language), evidence_html(scheme, fact.evidence, t)]
            for fact in scheme.facts
        ]  # fmt: skip
        header = [t(mark("Fact")), t(mark("Kind")), t(mark("Place in the source")), t(mark("Source"))]
        html.show(_table(t(vocabulary.FACT_GROUP["facts"]), header, rows))


def _group(t: Translator, scheme: Scheme, name: str) -> str:
    group: Sourced = getattr(scheme, name)
    items = []
    for field in type(group).model_fields:
        if field == "evidence" or (field == "successor" and getattr(group, field) is None):
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
    if field in _WORDS:
        words = _WORDS[field]
        values = value if isinstance(value, tuple) else (value,)
        return escape(t.listing(t(words[str(item)]) for item in values))
    if field in _ANSWERS:
        shown = escape(t(vocabulary.ANSWER[str(value)]))
        return f'<span class="ls-muted">{shown}</span>' if value == "unknown" else shown
    if field == "successor":
        return _link(str(value))
    if field == "website":
        return html.link(str(value), str(value).removeprefix("https://").removeprefix("http://").rstrip("/"))
    if field in _NUMBERS and isinstance(value, int):
        return escape(t.number(value))
    if isinstance(value, tuple):
        return "<br>".join(_linked(str(item), t) for item in value)
    return str(value) if isinstance(value, int) else _linked(str(value), t)


def _linked(text: str, t: Translator) -> str:
    """English text of the record, marked as such, its addresses as short links."""

    def short(found: re.Match[str]) -> str:
        address = unescape(found.group(0))
        return html.link(address, urlsplit(address).netloc.removeprefix("www."))

    return _ADDRESS.sub(short, html.foreign(text, t.language))


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
        _tie(t, scheme, tie, _link(tie.scheme) if tie.scheme else html.foreign(tie.name, t.language), tie.direction)
        for tie in scheme.recognition
    ]
    named = {tie.scheme for tie in scheme.recognition}
    for other in schemes.values():
        if other.id not in named:
            rows += [
                _tie(t, other, tie, _link(other.id), _FLIPPED.get(tie.direction, tie.direction))
                for tie in other.recognition if tie.scheme == scheme.id
            ]  # fmt: skip
    if not rows:
        html.show(f"<p>{escape(t(mark('No tie to another scheme is known.')))}</p>")
        return
    header = [
        t(mark("Other scheme")), t(mark("Direction")), t(vocabulary.FACT_FIELD["relation"]), t(mark("Told by")),
        t(vocabulary.FACT_FIELD["note"]), t(mark("Source")),
    ]  # fmt: skip
    html.show(_table(t(vocabulary.FACT_GROUP["recognition"]), header, rows))


def _tie(t: Translator, told_by: Scheme, tie: Recognition, other: str, direction: str) -> list[str]:
    return [
        other, escape(t(vocabulary.DIRECTION[direction])), escape(t(vocabulary.RELATION[tie.relation])),
        escape(t(mark("the record of {scheme}"), scheme=told_by.short)), _linked(tie.note, t),
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
            _link(other), bar + escape(figure_text(figure, t, "share")),
            escape(figure_text(pair.first_in_second, t, "share")),
            escape(figure_text(pair.second_in_first, t, "share")),
            escape(base),
        ])  # fmt: skip
    header = [
        t(mark("Other scheme")), t(mark("Overlap")),
        t(mark("Share of {scheme} that the other asks too"), scheme=scheme.short),
        t(mark("Share of the other that {scheme} asks too"), scheme=scheme.short), t(mark("Criteria read in both")),
    ]  # fmt: skip
    html.show(_table(t(mark("The schemes that ask for the most alike, on content criteria")), header, rows))
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
         *map(t.number, counts[theme]), _linked(scheme.reading[theme].note, t)]
        for theme in order
    ]  # fmt: skip
    html.show(_table(t(mark("How far each theme was read; what would settle most stands first")), header, rows, True))
    title = escape(t(mark("What the record itself says is missing")))
    items = "".join(f"<li>{_linked(gap, t)}</li>" for gap in scheme.gaps)
    none = f"<p>{escape(t(mark('The record names nothing.')))}</p>"
    html.show(f"<h4>{title}</h4>{f'<ul>{items}</ul>' if items else none}")


# Style ----------------------------------------------------------------------------------------


@cache
def _style(shown: str) -> str:
    c = palette(shown)
    hatch = f"repeating-linear-gradient(135deg,{c['unknown']} 0 3px,{c['sign']}66 3px 4px)"
    return f"""<style>
.cat-small{{font-size:.82rem;color:{c["muted"]};font-weight:400}}
.cat-said{{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}}
.cat-label{{display:none}}
.cat-grades{{display:inline-flex;gap:.45rem;font-size:.85rem}}.cat-grades span{{white-space:nowrap}}
.cat-again{{visibility:hidden}}
.cat-legend{{margin:.1rem 0}}.cat-legend>.cat-small{{margin-right:.6rem}}
.cat-table{{position:relative;overflow-wrap:anywhere;margin-bottom:1rem}}
.cat-table th,.cat-table td{{overflow-wrap:break-word}}
.cat-list thead th{{font-size:.82rem;line-height:1.25;vertical-align:bottom;hyphens:auto}}
.cat-list .ls-table td,.cat-list .ls-table th{{padding:.4rem .35rem}}
.cat-list tbody th{{min-width:8.5rem}}.cat-list td:nth-child(3){{min-width:9rem}}
.cat-list td,.cat-list th{{font-size:.9rem;line-height:1.35}}
.cat-bar{{display:flex;width:4.4rem;height:.8rem;overflow:hidden;background:{c["paper"]};margin-top:.3rem}}
.cat-bar i{{display:block;height:100%;box-sizing:border-box}}
.cat-bar .full{{background:{c["full"]}}}.cat-bar .partial{{background:{c["partial"]}}}
.cat-bar .absent{{border:1px solid {c["sign"]}}}.cat-bar .unknown{{background:{hatch}}}
.cat-keybar{{width:1.4rem;margin:0}}
.cat-pips{{display:inline-flex;gap:.2rem;vertical-align:middle}}
.cat-pips i{{width:.85rem;height:.85rem;box-sizing:border-box;border-radius:50%;border:1.5px solid {c["sign"]};
position:relative}}
.cat-pips .yes{{background:{c["full"]};border-color:{c["full"]}}}
.cat-pips .partly{{background:linear-gradient(90deg,{c["full"]} 50%,transparent 50%);border-color:{c["full"]}}}
.cat-pips .unknown{{border:none}}
.cat-pips .unknown::after{{content:"";position:absolute;left:15%;right:15%;top:45%;height:2px;background:{c["sign"]}}}
.cat-head.cat-head{{display:flex;flex-wrap:wrap;gap:.3rem 2rem;margin:.4rem 0;padding:0}}
.cat-head dt,.cat-facts dt{{margin:0;padding:0;font-size:.82rem;color:{c["muted"]};font-weight:400}}
.cat-head dd,.cat-facts dd{{margin:0 0 .35rem;padding:0;overflow-wrap:anywhere}}
.cat-facts{{columns:30rem 2;margin-bottom:1.5rem;column-gap:2.5rem}}
.cat-facts section{{break-inside:avoid;border-top:1px solid {c["rule"]};padding:.7rem 0 .6rem;margin:0}}
.cat-facts.cat-facts h4{{margin:0;padding:0 0 .4rem;font-size:1.05rem}}
.cat-facts.cat-facts dl{{margin:0;padding:0}}
.cat-facts dl>div{{display:grid;grid-template-columns:minmax(7rem,11rem) 1fr;gap:0 1rem;align-items:baseline}}
.cat-facts p{{overflow-wrap:anywhere;margin:.2rem 0}}
.cat-plain.cat-plain{{margin:0;padding:0;list-style:none}}
.cat-plain li{{margin:0 0 .2rem;padding:0}}
.st-key-cat_criteria button{{text-align:left;justify-content:flex-start;min-height:2rem}}
@media (max-width:700px){{
.cat-table table,.cat-table tbody,.cat-table tr,.cat-table td,.cat-table tbody th,.cat-table caption{{display:block}}
.cat-table thead{{display:none}}
.cat-table tr{{border-bottom:1px solid {c["rule"]};padding:.6rem 0}}
.cat-table .ls-table td,.cat-table .ls-table tbody th{{border:none;padding:.15rem 0}}
.cat-table td:has(.cat-again){{display:none}}
.cat-table .cat-label{{display:block;font-size:.82rem;color:{c["muted"]}}}
.cat-short .ls-table td{{display:grid;grid-template-columns:10rem 1fr;gap:0 .8rem;align-items:baseline}}
.cat-facts dl>div{{display:block}}
.cat-list td br{{display:none}}
.cat-list .cat-bar{{display:inline-flex;margin:0 .5rem 0 0;vertical-align:middle}}
.cat-list tbody th{{font-size:1.05rem}}
}}
</style>"""
