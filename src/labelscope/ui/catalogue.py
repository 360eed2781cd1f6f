"""The page *Catalogue*: what exists, as a table one can read, and a card for every scheme."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

from labelscope import vocabulary
from labelscope.charts import schemes as charts
from labelscope.i18n import Translator, mark
from labelscope.matrix import CoverageMatrix
from labelscope.model import Grade, Kind, Scheme
from labelscope.ui import cached, components, html, scheme_card, scheme_html, state
from labelscope.ui.frame import mode, show_answer

_HITS = 12
_SORTS: Mapping[str, str] = {
    "name": mark("Name, A to Z"),
    "family": mark("Family"),
    "asked": mark("Most content criteria known to be asked"),
    "assurance": mark("Most assurance pips filled"),
    "year": mark("Newest version"),
}
_PIP_WORTH = {"yes": 2, "partly": 1}
_ACCEPTED = mark("Meta-labels rest on the schemes they accept. With this on, what all of those ask counts too.")


@dataclass(frozen=True)
class Choice:
    """What the reader chose to see: a list of schemes, or one scheme's card."""

    matrix: CoverageMatrix
    schemes: tuple[str, ...]
    scheme: str | None
    query: str


def controls(t: Translator) -> Choice:
    """The scheme whose card is open; without one, search, sector, kind, status and order."""
    html.show(scheme_html.style(mode()))
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
        kinds = _pick_many(t, t(mark("Kind")), "type", scheme_html.WORDS["kind"], t(mark("all kinds")))
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
        scheme_card.show(t, cached.catalogue().schemes[choice.scheme])


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
    table = scheme_html.table(t(mark("Schemes and what is known of them")), header, rows, short=True)
    html.show(f'<div class="cat-list">{table}</div>')
    html.show(f'<p class="ls-caption">{escape(t(charts.PIP_RULE))}</p>')


def _row(t: Translator, matrix: CoverageMatrix, scheme: Scheme, pillars: Sequence[Sequence[str]]) -> list[str]:
    if scheme.id in matrix.data_only:
        says = f'<span class="ls-muted">{escape(t(mark("collects data or grades")))}</span>'
        bars = [says, *[f'<span class="cat-again">{says}</span>'] * (len(pillars) - 1)]
    else:
        bars = [scheme_html.bar(t, charts.share(matrix, scheme.id, criteria)) for criteria in pillars]
    built = ""
    if scheme.derived_from:
        built = f'<br><span class="cat-small">{escape(t(mark("rests on schemes it accepts")))}</span>'
    year = scheme.identity.version_year
    return [
        f"{scheme_html.link(scheme.id)}{built}",
        escape(t(vocabulary.KIND[scheme.identity.kind])),
        escape(t.listing(t(vocabulary.SECTOR[sector]) for sector in scheme.scope.sector_groups)),
        *bars,
        scheme_html.pips(t, scheme),
        scheme_html.grades(t, scheme.id),
        escape(t(vocabulary.STATUS[scheme.status.state])),
        str(year) if year else escape(t(mark("not known"))),
    ]


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
        for name, words in scheme_html.PIP.items()
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
