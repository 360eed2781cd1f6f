"""Pieces that several pages use: pickers, filters, legends, downloads."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from html import escape
from typing import Literal

import streamlit as st

from labelscope import vocabulary
from labelscope.analysis import Analysis
from labelscope.charts import Spec, palette
from labelscope.exporting import WRITERS
from labelscope.i18n import Translator, country_names, mark
from labelscope.matching import Matcher
from labelscope.matching.evidence import Decision
from labelscope.model import Coverage
from labelscope.selection import countries_of
from labelscope.ui import cached, html, state
from labelscope.ui.frame import mode

MIME = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".json": "application/json",
    ".html": "text/html",
}
_GLYPH = {
    Coverage.BEYOND: "+", Coverage.NOT_NAMED: "○", Coverage.NOT_ASSESSED: "–", Coverage.NOT_PUBLIC: "□",
    Coverage.DEPENDS_ON_LEVEL: "△", Coverage.NOT_APPLICABLE: "×",
}  # fmt: skip


def glyph(coverage: Coverage) -> str:
    """The sign that stands for a coverage where colour is not enough; empty where the fill says it."""
    return _GLYPH.get(coverage, "")


def scheme_name(scheme_id: str) -> str:
    """The short name of a scheme."""
    return cached.catalogue().schemes[scheme_id].short


def pick_schemes(label: str, name: str, default: Sequence[str], most: int) -> list[str]:
    """Several schemes, kept in the URL parameter `name`."""
    schemes = cached.catalogue().schemes
    key = f"pick_{name}"
    if key not in st.session_state:
        st.session_state[key] = state.from_url(name, schemes, default, most)
    chosen: list[str] = st.multiselect(
        label, sorted(schemes, key=lambda s: scheme_name(s).casefold()), key=key, max_selections=most,
        format_func=scheme_name, placeholder=" ",
    )  # fmt: skip
    state.to_url(name, chosen, default)
    return chosen


def pick_scheme(label: str, name: str, default: str, options: Sequence[str] | None = None) -> str:
    """One scheme, kept in the URL parameter `name`."""
    schemes = list(options or cached.catalogue().schemes)
    key = f"pick_{name}"
    if st.session_state.get(key) not in schemes:
        st.session_state[key] = state.one_from_url(name, schemes, default)
    chosen = str(st.selectbox(label, sorted(schemes, key=lambda s: scheme_name(s).casefold()), key=key,
                              format_func=scheme_name))  # fmt: skip
    state.to_url(name, [chosen], [default])
    return chosen


def pick_one(label: str, name: str, options: Sequence[str], shown: Callable[[str], str], default: str) -> str:
    """One of several ids, kept in the URL parameter `name`."""
    key = f"pick_{name}"
    if st.session_state.get(key) not in options:
        st.session_state[key] = state.one_from_url(name, options, default)
    chosen = str(st.selectbox(label, options, key=key, format_func=shown))
    state.to_url(name, [chosen], [default])
    return chosen


def filter_schemes(t: Translator) -> list[str]:
    """Schemes left by the filters that every page shares: sector, country of production, small firms, date."""
    kept = state.filters()
    groups = list(vocabulary.SECTOR)
    names = country_names(t.language)
    countries = sorted(countries_of(cached.catalogue()), key=lambda code: names.get(code, code))
    for name, allowed in (("sector", groups), ("country", countries)):
        if f"pick_{name}" not in st.session_state:
            st.session_state[f"pick_{name}"] = state.from_url(name, allowed, [c for c in kept[name] if c in allowed])
    if "pick_small" not in st.session_state:
        st.session_state["pick_small"] = state.one_from_url("small", ("1",), "1" if kept["small"] else "") == "1"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        sectors = st.multiselect(
            t(mark("Sector")), groups, key="pick_sector", format_func=lambda sector: t(vocabulary.SECTOR[sector]),
            placeholder=t(mark("all sectors")),
        )  # fmt: skip
        count = len(st.session_state["pick_country"]) + bool(st.session_state["pick_small"]) + bool(state.as_of())
        more = t(mark("More filters")) + (f" ({count})" if count else "")
        with st.popover(more, icon=":material/tune:"):
            chosen = st.multiselect(
                t(mark("Country of production")), countries, key="pick_country",
                format_func=lambda code: names.get(code, code), placeholder=t(mark("all countries")),
                help=t(mark("Schemes whose countries are not known stay in.")),
            )  # fmt: skip
            small = st.checkbox(
                t(mark("Provides for small firms or smallholders")), key="pick_small",
                help=t(mark("Only schemes that are known to do so; where it is not known, a scheme is left out.")),
            )  # fmt: skip
            _pick_date(t)
    state.keep_filters(sector=sectors, country=chosen, small=small)
    state.to_url("sector", sectors)
    state.to_url("country", chosen)
    state.to_url("small", ["1"] if small else [])
    return list(state.selection().schemes(cached.catalogue()))


def _pick_date(t: Translator) -> None:
    years = ["", *state.years()]
    if st.session_state.get("pick_asof") not in years:
        st.session_state["pick_asof"] = state.as_of()
    st.selectbox(
        t(mark("The catalogue as of the end of")), years, key="pick_asof",
        format_func=lambda year: year or t(mark("today")), on_change=_keep_date,
    )  # fmt: skip


def _keep_date() -> None:
    """Keep the chosen year; the catalogue of the next run is that of this date."""
    year = str(st.session_state["pick_asof"])
    state.keep_filters(asof=year)
    state.to_url("asof", [year] if year else [])


def advice_scope(t: Translator) -> None:
    """The filters of pages that advise, and what the advice is for where they are set."""
    chosen = filter_schemes(t)
    if len(chosen) < cached.FEWEST:
        st.info(t(mark("Fewer than {count} schemes are left, too few for advice of their own: it is shown for all."),
                  count=t.number(cached.FEWEST)))  # fmt: skip
    elif len(chosen) < len(cached.catalogue().schemes):
        said = t(mark("Computed from the {count} schemes that the filters leave, of {of}."),
                 count=t.number(len(chosen)), of=t.number(len(cached.catalogue().schemes)))  # fmt: skip
        html.show(f'<p class="ls-caption">{escape(said)}</p>')


def ordered(scheme_ids: Sequence[str]) -> list[str]:
    """Schemes in the order of the dendrogram; those that were not grouped last."""
    order = [*cached.analysis().families.order, *cached.analysis().families.left_out]
    wanted = set(scheme_ids)
    return [scheme_id for scheme_id in order if scheme_id in wanted]


def coverage_words(t: Translator) -> dict[Coverage, str]:
    """Coverage names in the reader's language."""
    return {state_: t(name) for state_, name in vocabulary.COVERAGE.items()}


def coverage_legend(t: Translator, states: Sequence[Coverage] | None = None) -> None:
    """The colours and signs of coverage, in words."""
    colours = palette(mode())
    used = states or [
        Coverage.ABSENT, Coverage.PARTIAL, Coverage.FULL, Coverage.BEYOND, Coverage.NOT_NAMED, Coverage.NOT_ASSESSED,
        Coverage.NOT_APPLICABLE,
    ]  # fmt: skip
    fill = {Coverage.ABSENT: "paper", Coverage.PARTIAL: "partial", Coverage.FULL: "full", Coverage.BEYOND: "beyond"}
    keys = []
    for item in used:
        colour = colours[fill.get(item, "unknown")]
        ink = colours["paper"] if item is Coverage.BEYOND else colours["sign"]
        edge = f"1px solid {colours['sign']}" if item is Coverage.ABSENT else "none"
        keys.append(
            f'<span class="ls-key" title="{escape(t(vocabulary.COVERAGE_MEANING[item]))}">'
            f'<i aria-hidden="true" style="background:{colour};color:{ink};border:{edge}">{_GLYPH.get(item, "")}</i>'
            f"{escape(t(vocabulary.COVERAGE[item]))}</span>"
        )
    html.show(f"<div>{''.join(keys)}</div>")


def draw(spec: Spec, alt: str, key: str, on_click: Callable[[], None] | None = None) -> None:
    """A chart with its text alternative; `on_click` is called after a selection."""
    width: Literal["stretch", "content"] = "stretch" if spec.get("width") == "container" else "content"
    if on_click is None:
        st.vega_lite_chart(spec=spec, theme=None, width=width, alt=alt, key=key)
    else:
        st.vega_lite_chart(spec=spec, theme=None, width=width, alt=alt, key=key, on_select=on_click)


def clicked(key: str, name: str = "cell") -> dict[str, str]:
    """What the last click on a chart selected, as plain text values."""
    event = st.session_state.get(key)
    points = (event or {}).get("selection", {}).get(name, []) if event is not None else []
    return {field: str(value) for field, value in points[0].items()} if points else {}


def open_cell(t: Translator, schemes: Sequence[str], criteria: Sequence[str], name: str) -> None:
    """The way to a cell's clauses without a mouse: two boxes and a button."""
    tree = cached.catalogue().criteria
    with st.container(horizontal=True, vertical_alignment="bottom"):
        scheme = st.selectbox(t(mark("Scheme")), schemes, key=f"{name}_scheme", format_func=scheme_name)
        criterion = st.selectbox(
            t(mark("Criterion")), criteria, key=f"{name}_criterion", format_func=lambda c: tree[c].label[t.language]
        )
        if scheme and criterion:
            st.button(
                t(mark("Show the clauses")), key=f"{name}_open", on_click=state.open_panel, args=(scheme, criterion)
            )


def downloads(t: Translator, suffixes: Sequence[str] = tuple(WRITERS), analysis: Analysis | None = None) -> None:
    """Exports of the whole catalogue, or of the schemes of an analysis, made when they are asked for."""
    language, checksum, date = t.language, cached.catalogue().checksum, state.as_of()
    whole = analysis is None or len(analysis.schemes) == len(cached.catalogue().schemes)
    schemes = None if whole or analysis is None else analysis.schemes
    part = "" if schemes is None else f"-{len(schemes)}"
    with st.container(horizontal=True):
        for suffix in suffixes:
            st.download_button(
                f"{t(mark('Download'))} {suffix[1:].upper()}",
                data=partial(cached.export_bytes, suffix, language, date, schemes),
                file_name=f"labelscope-{checksum[:8]}{part}-{language}{suffix}",
                mime=MIME[suffix], key=f"download_{suffix[1:]}", on_click="ignore", icon=":material/download:",
            )  # fmt: skip


def download_exchange(t: Translator, name: str, stem: str, make: Callable[[], bytes]) -> None:
    """One exchange file, made when it is asked for."""
    st.download_button(
        f"{t(mark('Download'))} {name}", data=make, file_name=f"labelscope-{stem}-{t.language}.json",
        mime=MIME[".json"], key=f"download_{name}", on_click="ignore", icon=":material/download:",
    )  # fmt: skip


def open_matcher(
    t: Translator, place: st.delta_generator.DeltaGenerator, decided: tuple[Decision, ...] = ()
) -> Matcher:
    """The matcher, that knows what was decided.

    While the catalogue's texts are embedded for the first time, a bar shows how far it is.

    The work runs beside the page, since what is drawn inside a cached function would be drawn again
    each time its result is taken from the cache.
    """
    state = [0, 0]

    def report(done: int, whole: int) -> None:
        state[:] = done, whole

    with ThreadPoolExecutor(1) as pool:
        work = pool.submit(cached.matcher, report, decided)
        bar = None
        words = html.plain(
            t(mark("First use: the texts of the catalogue are prepared. This takes a minute or two, once."))
        )
        started = time.monotonic()
        while not work.done():
            if time.monotonic() - started > 0.3:
                bar = bar or place.progress(0.0)
                bar.progress(min(state[0] / state[1], 1.0) if state[1] else 0.0, text=words)
            time.sleep(0.05)
        return work.result()
