"""Every clause of a batch in a table: what this person decided, what others did, what has to be settled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from textwrap import shorten

import streamlit as st

from labelscope.i18n import Translator, mark
from labelscope.review.records import Clause
from labelscope.review.state import agreement
from labelscope.ui import html
from labelscope.ui.review import desk
from labelscope.ui.review.clause_html import shown_words
from labelscope.ui.review.desk import Desk
from labelscope.ui.review.opinions import judgements_words

_PER_PAGE = 50
_EXCERPT = 160
_SHOWN: Mapping[str, str] = {
    "all": mark("all clauses"),
    "open": mark("still open for you"),
    "own": mark("decided by you"),
    "conflict": mark("where you and others differ"),
}


def show(t: Translator, on: Desk) -> None:
    """The table, a way to open one clause, and how far the readers agree."""
    counts = {name: [clause for clause in on.loaded.clauses if _is(on, clause, name)] for name in _SHOWN}
    shown = st.segmented_control(
        t(mark("Show")), list(_SHOWN), key="rv_shown", default="all", required=True,
        format_func=lambda name: f"{t(_SHOWN[name])} ({t.number(len(counts[name]))})",
    )  # fmt: skip
    clauses = counts[shown]
    if not clauses:
        st.info(html.plain(t(mark("No clause is of this kind."))))
        return
    pages = -(-len(clauses) // _PER_PAGE)
    page = st.pagination(pages, key=f"rv_page_{shown}") if pages > 1 else 1
    clauses = clauses[(page - 1) * _PER_PAGE : page * _PER_PAGE]
    _open(t, on, clauses)
    header = [t(mark("Clause")), t(mark("Text")), t(mark("You")), t(mark("Others"))]
    rows = [_row(t, on, clause) for clause in clauses]
    with st.container(key="wide"):
        html.show(html.table(t(mark("Clauses of this batch")), header, rows))
    with st.container(key="narrow"):
        html.show("".join(_narrow(header, row) for row in rows))
    _agreement(t, on)


def _is(on: Desk, clause: Clause, name: str) -> bool:
    state = on.state(clause)
    return {
        "all": True,
        "open": state.is_open_for(on.who),
        "own": state.own(on.who) is not None,
        "conflict": state.conflict_for(on.who),
    }[name]


def _row(t: Translator, on: Desk, clause: Clause) -> list[str]:
    state = on.state(clause)
    own, others = state.own(on.who), state.others(on.who)
    _, text, language = shown_words(t, clause)
    text = shorten(f"{clause.lead_in} {text}".strip(), _EXCERPT, placeholder=" …")
    mine = judgements_words(t, own) if own else ""
    if own is None:
        theirs = escape(t(mark("shown after your decision"))) if state.reviewers else ""
        theirs = f'<span class="ls-muted">{theirs}</span>' if theirs else ""
    else:
        theirs = "<br>".join(f"{escape(event.who)}: {escape(judgements_words(t, event))}" for event in others)
    if state.conflict_for(on.who):
        theirs += f"<br><b>{escape(t(mark('not settled')))}</b>"
    return [
        escape(clause.number or t.number(clause.position)),
        f'<span lang="{escape(language)}">{escape(text)}</span>',
        escape(mine), theirs,
    ]  # fmt: skip


def _narrow(header: Sequence[str], row: Sequence[str]) -> str:
    """A row of the table as a block, for a phone."""
    opinions = "".join(
        f'<p><span class="ls-muted">{escape(name)}:</span> {cell}</p>'
        for name, cell in zip(header[2:], row[2:], strict=True)
        if cell
    )
    return f'<div class="ls-clause"><p><b>{row[0]}</b> {row[1]}</p>{opinions}</div>'


def _open(t: Translator, on: Desk, clauses: list[Clause]) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            t(mark("Clause")), [clause.id for clause in clauses], key=f"rv_open_{clauses[0].id}",
            format_func=lambda clause_id: _in_box(t, on.by_id[clause_id]),
        )  # fmt: skip
        st.button(t(mark("Open this clause")), key="rv_open_it", on_click=_go, args=(chosen,))


def _in_box(t: Translator, clause: Clause) -> str:
    return f"{clause.number or t.number(clause.position)} · {shorten(shown_words(t, clause)[1], 70, placeholder=' …')}"


def _go(clause_id: int) -> None:
    desk.go_to(clause_id)
    st.session_state["rv_view"] = "decide"


def _agreement(t: Translator, on: Desk) -> None:
    found = agreement(on.loaded)
    if found is None:
        return
    said = t(
        mark("Where two people decided blind, both named the same criterion in {share} of the cases that one named."),
        share=t.percent(found.same_criterion),
    )
    html.show(f'<p class="ls-caption">{escape(said)}</p>')
