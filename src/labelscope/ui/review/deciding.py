"""One clause at a time: what it says, what is proposed, and the keys to decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st

from labelscope import vocabulary
from labelscope.i18n import Translator, mark
from labelscope.matching import Level
from labelscope.model import Reach
from labelscope.review import queue
from labelscope.review.records import Candidate, Clause, Judgement
from labelscope.review.state import Status
from labelscope.ui import cached, html
from labelscope.ui.review import desk, facets, own_words, owner
from labelscope.ui.review.clause_html import clause_html, nothing_html, proposal_html
from labelscope.ui.review.desk import Desk
from labelscope.ui.review.opinions import judgements_words, show_opinions
from labelscope.ui.words import share_words

#: The buttons of the proposals, in their order.
_TAKES: Mapping[str, str] = {
    "accept": mark("Accept"),
    "second": mark("Take the second"),
    "third": mark("Take the third"),
}
#: From this probability on, a doubt is told that no criterion fits.
_DOUBT = 0.2
_REACHES = (Reach.PARTIAL, Reach.FULL, Reach.BEYOND)
_KEYS = "review_keys"
#: Single keys; Streamlit keeps C and R to itself.
_SHORTCUT = {"accept": "A", "second": "2", "third": "3", "choose": "E", "nothing": "X", "leave": "L", "skip": "S",
             "undo": "U", "next": "N"}  # fmt: skip


def show(t: Translator, on: Desk) -> None:
    """The clause to decide on, or what there is to say where the queue is empty."""
    _progress(t, on)
    left = facets.filter_queue(t, on.order)
    clause = on.by_id.get(st.session_state.get(desk.AT) or 0) or (left[0] if left else None)
    _undo(t, on)
    desk.show_refusal(t)
    if clause is None:
        _nothing_left(t, on)
        return
    desk.begin(clause)
    left_side, right_side = st.columns([5, 6], gap="large")
    with left_side:
        html.show(clause_html(t, clause, on.batch.document.name if on.batch.document else on.batch.title))
        _hesitations(t, clause)
        owner.show_answers(t, on.batch.scheme_id, clause.requirement_id)
        if on.is_document:
            own_words.form(t, on, clause)
    with right_side:
        if on.state(clause).own(on.who) is not None:
            show_opinions(t, on, clause)
            _button(t, "next", mark("Next clause"), desk.go_to, (None,), kind="primary")
            html.show(f'<h3 class="rv-head">{escape(t(mark("Change your decision")))}</h3>')
        if st.session_state.get(desk.CHOOSING) == clause.id:
            _choose(t, on, clause)
        else:
            _proposals(t, on, clause)


# Progress and what was done last --------------------------------------------------------------


def _progress(t: Translator, on: Desk) -> None:
    done = queue.progress(on.loaded, on.states, on.who)
    said = t(mark("Clauses decided: {decided} of {all}"), decided=t.number(done.decided), all=t.number(done.all))
    if done.skipped:
        said += " · " + t(mark("skipped: {count}"), count=t.number(done.skipped))
    if done.seconds_each is not None and done.left:
        said += " · " + t(mark("pace: {seconds} s each, about {minutes} min left"),
                          seconds=t.number(max(done.seconds_each, 1)),
                          minutes=t.number(max(done.minutes_left or 0, 1)))  # fmt: skip
    st.progress(done.decided / done.all if done.all else 1.0, text=html.plain(said))


def _undo(t: Translator, on: Desk) -> None:
    last = on.last_own
    if last is None:
        return
    clause = on.by_id[last.clause_id]
    with st.container(horizontal=True, vertical_alignment="center", key="rv_last"):
        others = on.state(clause).others(on.who)
        agreed = ""
        if others and last.kind is not last.kind.SKIP:
            agreed = " " + (t(mark("Others see it differently.")) if on.state(clause).status is Status.CONFLICT
                            else t(mark("Others agree.")))  # fmt: skip
        said = t(mark("Last: clause {number}, {what}."), number=clause.number or t.number(clause.position),
                 what=judgements_words(t, last))  # fmt: skip
        html.show(f'<p class="ls-muted" role="status" style="margin:0">{escape(said + agreed)}</p>')
        _button(t, "undo", mark("Undo"), _undo_now, (last.id, clause.id, on.who), kind="tertiary")


def _undo_now(event_id: int, clause_id: int, who: str) -> None:
    if desk.attempt(lambda: cached.review_store().withdraw(event_id, who)):
        desk.go_to(clause_id)


def _nothing_left(t: Translator, on: Desk) -> None:
    if on.order:
        st.info(html.plain(t(mark("No open clause passes the filter. Change it, or go on without."))))
        return
    st.success(html.plain(t(mark("You have decided on every clause of this batch. A second person can now decide "
                                 "without seeing what you decided; or publish."))))  # fmt: skip


# The clause -----------------------------------------------------------------------------------


def _hesitations(t: Translator, clause: Clause) -> None:
    lines = [t(words) for name, words in vocabulary.HESITATION.items() if name in clause.hesitations]
    if not _nothing_proposed(clause) and (clause.nothing or 0.0) >= _DOUBT:
        lines.append(t(mark("Perhaps no criterion fits ({share})."), share=share_words(t, clause.nothing or 0.0)))
    if lines:
        items = "".join(f"<li>{escape(line)}</li>" for line in lines)
        html.show(
            f'<p class="rv-head">{escape(t(mark("Why the machine hesitates")))}</p><ul class=rv-list>{items}</ul>'
        )


def _proposals(t: Translator, on: Desk, clause: Clause) -> None:
    known = [one for one in clause.candidates if one.criterion_id in cached.today().criteria]
    duties = [one for one in known if one.together]
    offered: list[Candidate | None] = [None, *known] if _nothing_proposed(clause) else [*known]
    _several_duties(t, duties)
    for (name, words), candidate in zip(_TAKES.items(), offered, strict=False):
        with st.container(border=True, key=f"rv_{name}", gap="small"):
            above = st.container()
            with st.container(horizontal=True, vertical_alignment="center"):
                takes = [] if candidate is None else duties if name == "accept" and len(duties) > 1 else [candidate]
                _button(t, name, words, _accept, (on.batch.id, clause.id, on.who, [c.criterion_id for c in takes]),
                        clause=clause, kind="primary" if name == "accept" else "secondary")  # fmt: skip
                reach = _reach(t, clause, candidate) if candidate else Reach.NONE
            with above:
                html.show(proposal_html(t, candidate, reach, "meaning" in on.batch.matcher) if candidate
                          else nothing_html(t, clause))  # fmt: skip
    with st.container(horizontal=True, key="rv_others"):
        _button(t, "choose", mark("Choose criteria"), _start_choosing, (clause.id,), clause=clause)
        _button(t, "nothing", mark("No criterion fits"), _accept, (on.batch.id, clause.id, on.who, []), clause=clause)
        if on.is_document:
            _button(t, "leave", mark("Asks for nothing"), _leave_out, (clause.id, on.who), clause=clause)
        _button(t, "skip", mark("Skip"), _skip, (clause.id, on.who), clause=clause)
    _legend(t)


def _nothing_proposed(clause: Clause) -> bool:
    """Whether the machine itself proposes that no criterion fits."""
    return clause.level == Level.NONE


def _several_duties(t: Translator, duties: Sequence[Candidate]) -> None:
    if len(duties) > 1:
        tree = cached.today().criteria
        named = t.listing(tree[one.criterion_id].label[t.language] for one in duties)
        st.info(html.plain(t(mark("Proposed together, since the clause asks for several things: {criteria}. Accepting "
                                  "takes them all."), criteria=named)))  # fmt: skip


def _reach(t: Translator, clause: Clause, candidate: Candidate) -> Reach:
    key = f"reach_{clause.id}_{candidate.criterion_id}"
    st.session_state.setdefault(key, candidate.reach if candidate.reach in _REACHES else Reach.PARTIAL)
    label = t(mark("What the clause reaches on: {criterion}"),
              criterion=cached.today().criteria[candidate.criterion_id].label[t.language])  # fmt: skip
    return Reach(str(st.segmented_control(
        html.plain(label), list(_REACHES), key=key, required=True, label_visibility="collapsed",
        format_func=lambda reach: t(vocabulary.REACH[reach]),
    )))  # fmt: skip


def _button(
    t: Translator, name: str, label: str, act: object, args: tuple[object, ...], clause: Clause | None = None,
    kind: str = "secondary",
) -> None:  # fmt: skip
    """A button with its key; keyed by the clause, so that a second press cannot fall on the next one."""
    st.button(
        t(label), key=f"rv_do_{name}_{clause.id if clause else 0}", on_click=act, args=args, type=kind,  # type: ignore[arg-type]
        shortcut=_SHORTCUT[name] if st.session_state.get(_KEYS, True) else None,
    )  # fmt: skip


def _legend(t: Translator) -> None:
    """What the keys do, and the switch that turns them off."""
    pairs = (
        ("A", mark("accept the first proposal")), ("2", mark("take the second")), ("3", mark("take the third")),
        ("E", mark("choose criteria")), ("X", mark("no criterion fits")), ("L", mark("asks for nothing (documents)")),
        ("S", mark("skip")), ("U", mark("undo")), ("N", mark("next clause")),
    )  # fmt: skip
    keys = "".join(f'<span class="ls-key"><kbd>{key}</kbd> {escape(t(words))}</span>' for key, words in pairs)
    html.show(f'<div class="rv-keys">{keys}</div>')
    st.session_state.setdefault(_KEYS, True)
    said = t(mark("Turn this off if you speak to your computer or use keys of your own."))
    st.toggle(t(mark("Single keys decide")), key=_KEYS, persist_state="session", help=html.plain(said))


# What the keys do -----------------------------------------------------------------------------


def _accept(batch_id: int, clause_id: int, who: str, criteria: Sequence[str]) -> None:
    """Decide for these criteria, each at the reach that stands beside it; none: no criterion fits."""
    clause = cached.review_store().load(batch_id).clause(clause_id)
    proposed = {candidate.criterion_id: candidate.reach for candidate in clause.candidates}
    reaches = {
        criterion: Reach(st.session_state.get(f"reach_{clause_id}_{criterion}") or proposed[criterion])
        for criterion in criteria
    }
    _decide(batch_id, clause, who, [Judgement(criterion, reach) for criterion, reach in reaches.items()])


def _decide(batch_id: int, clause: Clause, who: str, judgements: Sequence[Judgement], why: str = "") -> None:
    words = own_words.given(clause)
    if own_words.hinder(clause, words):
        st.session_state[desk.REFUSED] = [
            mark("Not saved: mend the own words, or confirm the remarks about them."), {},
        ]  # fmt: skip
        return
    store, spent = cached.review_store(), desk.seconds(clause.id)
    if not desk.attempt(lambda: store.decide(clause.id, who, judgements, words=words, why=why, seconds=spent)):
        return
    _after(batch_id, clause.id, who)


def _after(batch_id: int, clause_id: int, who: str) -> None:
    """Go on; stay where this person must know that others decided otherwise."""
    on = Desk(cached.review_store().load(batch_id), who)
    desk.go_to(clause_id if on.state(on.by_id[clause_id]).conflict_for(who) else None)


def _leave_out(clause_id: int, who: str) -> None:
    spent = desk.seconds(clause_id)
    if desk.attempt(lambda: cached.review_store().leave_out(clause_id, who, seconds=spent)):
        desk.go_to(None)


def _skip(clause_id: int, who: str) -> None:
    spent = desk.seconds(clause_id)
    if desk.attempt(lambda: cached.review_store().skip(clause_id, who, seconds=spent)):
        desk.go_to(None)


# Choosing freely ------------------------------------------------------------------------------


def _start_choosing(clause_id: int) -> None:
    st.session_state[desk.CHOOSING] = clause_id


def _stop_choosing() -> None:
    st.session_state[desk.CHOOSING] = None


def _choose(t: Translator, on: Desk, clause: Clause) -> None:
    """Any criteria, several at once, each with its reach and one reason."""
    tree = cached.today().criteria
    order = {candidate.criterion_id: candidate.rank for candidate in clause.candidates}
    options = sorted(
        (criterion.id for criterion in tree.criteria),
        key=lambda c: (order.get(c, len(order) + 1), tree[c].label[t.language].casefold()),
    )
    with st.container(border=True, key="rv_choose"):
        html.show(f"<h3 class=rv-head>{escape(t(mark('What does this clause ask for?')))}</h3>")
        own = on.state(clause).own(on.who)
        st.session_state.setdefault(f"choose_{clause.id}", list(own.reaches) if own else [])
        chosen = st.multiselect(
            t(mark("Criteria")), options, key=f"choose_{clause.id}",
            placeholder=t(mark("write a word of the criterion")),
            format_func=lambda c: f"{tree[c].label[t.language]} · {_theme(t, c)}",
        )  # fmt: skip
        for criterion_id in chosen:
            _chosen(t, clause, criterion_id)
        st.text_area(t(mark("Why, in one sentence")), key=f"choose_why_{clause.id}", max_chars=1_000, height=80)
        with st.container(horizontal=True):
            st.button(
                t(mark("Save")), type="primary", key=f"rv_do_save_{clause.id}", shortcut="Ctrl+Enter",
                disabled=not chosen, on_click=_save_chosen, args=(on.batch.id, clause.id, on.who),
            )  # fmt: skip
            st.button(t(mark("Back to the proposals")), key=f"rv_do_back_{clause.id}", on_click=_stop_choosing)


def _theme(t: Translator, criterion_id: str) -> str:
    tree = cached.today().criteria
    theme = next(theme for theme in tree.themes if theme.id == tree[criterion_id].parent)
    return theme.short[t.language]


def _chosen(t: Translator, clause: Clause, criterion_id: str) -> None:
    criterion = cached.today().criteria[criterion_id]
    key = f"reach_{clause.id}_{criterion_id}"
    st.session_state.setdefault(key, Reach.PARTIAL)
    reach = st.segmented_control(
        html.plain(criterion.label[t.language]), list(_REACHES), key=key, required=True,
        format_func=lambda value: t(vocabulary.REACH[value]),
    )  # fmt: skip
    html.show(f'<p class="ls-muted">{escape(getattr(criterion.levels, str(reach))[t.language])}</p>')


def _save_chosen(batch_id: int, clause_id: int, who: str) -> None:
    clause = cached.review_store().load(batch_id).clause(clause_id)
    why = str(st.session_state.get(f"choose_why_{clause_id}") or "").strip()
    chosen: Sequence[str] = st.session_state.get(f"choose_{clause_id}") or []
    judgements = [
        Judgement(criterion, Reach(st.session_state.get(f"reach_{clause_id}_{criterion}") or Reach.PARTIAL), why)
        for criterion in chosen
    ]
    _decide(batch_id, clause, who, judgements, why)
