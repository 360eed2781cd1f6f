"""What people decided, in words, and what to do where they differ."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from labelscope import vocabulary
from labelscope.i18n import Translator, mark
from labelscope.review.records import Clause, Event, EventKind
from labelscope.review.state import Status
from labelscope.ui import cached, html
from labelscope.ui.review import desk
from labelscope.ui.review.desk import Desk


def judgements_words(t: Translator, event: Event) -> str:
    """A decision in a few words."""
    if event.left_out:
        return t(mark("asks for nothing"))
    if event.kind is EventKind.SKIP:
        return t(mark("skipped"))
    if not event.judgements:
        return t(mark("no criterion fits"))
    tree = cached.today().criteria
    return t.listing(
        f"{tree[one.criterion_id].label[t.language] if one.criterion_id in tree else one.criterion_id} "
        f"({t(vocabulary.REACH[one.reach])})"
        for one in event.judgements
    )


def opinion_html(t: Translator, event: Event, who: str) -> str:
    """Who decided what, when and why, with their own words where there are some."""
    name = t(mark("You")) if event.who == who else event.who
    reasons = [one.rationale for one in event.judgements if one.rationale] + ([event.why] if event.why else [])
    why = "".join(f"<p>{escape(reason)}</p>" for reason in reasons)
    words = ""
    if event.words:
        binding = t(vocabulary.OBLIGATION[event.words.obligation])
        words = f"<p>{escape(binding)}: {html.foreign(event.words.text, t.language)}</p>"
    from_before = f" · {escape(t(mark('decided in an earlier review')))}" if event.carried else ""
    when = t.date(event.at)
    return (
        f'<div class="ls-clause full"><p><b>{escape(name)}</b>: {escape(judgements_words(t, event))}</p>{why}{words}'
        f'<p class="ls-muted">{escape(when)}{from_before}</p></div>'
    )


def show_opinions(t: Translator, on: Desk, clause: Clause) -> None:
    """What this person decided, and what others did; nothing of others before this person has decided."""
    state = on.state(clause)
    own = state.own(on.who)
    if own is None:
        return
    others = state.others(on.who)
    html.show("".join(opinion_html(t, event, on.who) for event in (own, *others)))
    if state.settlement is not None:
        said = t(mark("Settled by {who}: {what}. {why}"), who=state.settlement.who,
                 what=judgements_words(t, state.settlement), why=state.settlement.why)  # fmt: skip
        st.success(html.plain(said), icon=":material/handshake:")
    elif state.status is Status.CONFLICT:
        said = t(mark("You do not agree. Both decisions are kept, and none of them is published until one of you "
                      "changes theirs or the difference is settled."))  # fmt: skip
        st.warning(html.plain(said), icon=":material/call_split:")
        _settle(t, on, clause, (own, *others))
    elif others:
        st.success(html.plain(t(mark("You agree."))), icon=":material/check:")


def _settle(t: Translator, on: Desk, clause: Clause, opinions: Sequence[Event]) -> None:
    """Say, with a reason, which of the opinions holds."""
    shown = {
        event.id: f"{t(mark('You')) if event.who == on.who else event.who}: {judgements_words(t, event)}"
        for event in opinions
    }
    with st.form(f"review_settle_{clause.id}", border=True):
        st.radio(t(mark("What holds")), list(shown), key=f"settle_what_{clause.id}",
                 format_func=lambda event_id: html.plain(shown[event_id]))  # fmt: skip
        st.text_input(t(mark("Reason")), key=f"settle_why_{clause.id}", max_chars=1_000)
        st.form_submit_button(
            t(mark("Settle the difference")), on_click=_settle_now, args=(on.batch.id, clause.id, on.who),
        )  # fmt: skip


def _settle_now(batch_id: int, clause_id: int, who: str) -> None:
    chosen, why = st.session_state[f"settle_what_{clause_id}"], str(st.session_state[f"settle_why_{clause_id}"])
    store = cached.review_store()
    event = next(event for event in store.load(batch_id).events if event.id == chosen)
    desk.attempt(lambda: store.settle(
        clause_id, who, event.judgements, words=event.words, left_out=event.left_out, why=why,
        seconds=desk.seconds(clause_id),
    ))  # fmt: skip
