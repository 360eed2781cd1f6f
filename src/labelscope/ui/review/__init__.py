"""The page *Review*: machine proposes, person decides, file remembers."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import streamlit as st

from labelscope.errors import ReviewRefused
from labelscope.i18n import Translator, mark
from labelscope.review.proposing import match_rows, matcher_name, start_catalogue
from labelscope.review.records import Summary
from labelscope.ui import cached, components, html, reviewer, state
from labelscope.ui.frame import mode, show_answer
from labelscope.ui.review import deciding, desk, overview, owner, publishing
from labelscope.ui.review.desk import Desk
from labelscope.ui.review.style import style

VIEWS: Mapping[str, str] = {
    "decide": mark("Decide"),
    "overview": mark("All clauses"),
    "publish": mark("Publish"),
    "owner": mark("Ask the owner"),
}


def show(t: Translator) -> None:
    """The batch, the person, and the view that they chose."""
    html.show(style(mode()))
    try:
        batches = cached.review_store().batches()
    except ReviewRefused as error:
        st.error(html.plain(t(error.remedy, **error.values)), icon=":material/error:")
        return
    place = st.container()
    batch = _pick(t, batches) if batches else None
    if batch is None:
        with place:
            show_answer(t(mark("Nothing waits for review yet. Give a document, or take the rows of a scheme that is in "
                               "the catalogue.")))  # fmt: skip
        _start(t, expanded=True)
        return
    if not reviewer.current():
        with place:
            show_answer(t(mark("The machine has proposed; you decide, clause by clause. Write your name to begin.")))
        return
    on = Desk(cached.review_store().load(batch.batch.id), reviewer.current())
    chosen = st.segmented_control(
        t(mark("View")), list(VIEWS), default="decide", key="rv_view", required=True,
        format_func=lambda view: t(VIEWS[view]), label_visibility="collapsed",
    )  # fmt: skip
    if chosen == "decide":
        deciding.show(t, on)
    elif chosen == "overview":
        overview.show(t, on)
    elif chosen == "publish":
        publishing.show(t, on)
    else:
        owner.show(t, on.batch.scheme_id, on.who)
    _start(t, expanded=False)


def _pick(t: Translator, batches: tuple[Summary, ...]) -> Summary | None:
    by_id = {str(summary.batch.id): summary for summary in batches}
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    with left:
        key = "pick_batch"
        if st.session_state.get(key) not in by_id:
            st.session_state[key] = state.one_from_url("batch", by_id, next(iter(by_id)))
        chosen = str(st.selectbox(
            t(mark("What is reviewed")), list(by_id), key=key, on_change=desk.go_to, args=(None,),
            format_func=lambda batch_id: _title(t, by_id[batch_id]),
        ))  # fmt: skip
        state.to_url("batch", [chosen])
    with right:
        reviewer.name(t, "review_who")
    return by_id[chosen]


def _title(t: Translator, summary: Summary) -> str:
    count = t.plural(mark("{count} clause"), mark("{count} clauses"), summary.clauses)
    return f"{summary.batch.title} · {count} · {t.date(summary.batch.created_at)}"


def _start(t: Translator, expanded: bool) -> None:
    """Two ways to something to review."""
    with st.expander(html.plain(t(mark("Begin another review"))), expanded=expanded, icon=":material/add:"):
        st.page_link("pages/add_a_scheme.py", label=t(mark("Add a scheme from its document")),
                     icon=":material/upload_file:", query_params={"lang": t.language})  # fmt: skip
        said = t(mark("Or decide anew on every row of a scheme that is in the catalogue:"))
        html.show(f"<p>{escape(said)}</p>")
        with st.container(horizontal=True, vertical_alignment="bottom"):
            schemes = sorted(cached.today().schemes, key=lambda s: cached.today().schemes[s].short.casefold())
            chosen = st.selectbox(
                t(mark("Scheme")), schemes, index=None, key="rv_scheme", placeholder=t(mark("choose a scheme")),
                format_func=lambda s: cached.today().schemes[s].short,
            )  # fmt: skip
            who = reviewer.name(t, "review_who_new") if expanded else reviewer.current()
            place = st.container()
            if st.button(t(mark("Propose for its rows")), key="rv_start", disabled=not chosen or not who):
                _start_catalogue(t, str(chosen), who, place)


def _start_catalogue(t: Translator, scheme_id: str, who: str, place: st.delta_generator.DeltaGenerator) -> None:
    matcher = components.open_matcher(t, place, cached.decided())
    with place, st.spinner(t(mark("Looking for what corresponds to each requirement …"))):
        matched = match_rows(matcher, cached.today(), scheme_id)
    batch = start_catalogue(cached.review_store(), cached.today(), scheme_id, matched, matcher_name(matcher), who)
    st.session_state["pick_batch"] = str(batch.id)
    desk.go_to(None)
    st.rerun()
