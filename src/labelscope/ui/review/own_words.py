"""The own words of a clause of a document: how it is to stand in the catalogue, with live checks."""

from __future__ import annotations

from html import escape

import streamlit as st

from labelscope import vocabulary
from labelscope.i18n import Translator, mark
from labelscope.model import Obligation, Reach
from labelscope.normalisation import clean_clause
from labelscope.review.own_words import WordingFault, wording_faults
from labelscope.review.records import Clause, OwnWords
from labelscope.ui import cached, html, reviewer
from labelscope.ui.review.desk import Desk

_MOST, _LONGEST_TOPIC = 1_000, 100
_FIELDS = ("text", "topic", "clause", "obligation", "confirmed")


def form(t: Translator, on: Desk, clause: Clause) -> tuple[WordingFault, ...]:
    """The boxes; what is wrong with the words so far."""
    _prefill(t, on, clause)
    with st.container(border=True, key="rv_words"):
        html.show(f"<h3 class=rv-head>{escape(t(mark('In our own words, in English')))}</h3>")
        st.text_area(
            t(mark("What the clause asks")), key=_key("text", clause), max_chars=_MOST, height=96,
            help=html.plain(t(mark("One duty, in plain English. Not more than six words in a row may be those of the "
                                   "document. It can also be written later, but a decision without own words is not "
                                   "published."))),
        )  # fmt: skip
        _offer(t, clause)
        st.text_input(t(mark("Topic")), key=_key("topic", clause), max_chars=_LONGEST_TOPIC)
        left, right = st.columns(2, vertical_alignment="bottom")
        left.selectbox(t(mark("How binding")), list(Obligation), key=_key("obligation", clause),
                       format_func=lambda value: t(vocabulary.OBLIGATION[value]))  # fmt: skip
        right.text_input(t(mark("Place in the document")), key=_key("clause", clause), max_chars=100)
        return _remarks(t, clause)


def given(clause: Clause) -> OwnWords | None:
    """What stands in the boxes; None where no text was written."""
    text = str(st.session_state.get(_key("text", clause)) or "").strip()
    if not text:
        return None
    topic, place = (str(st.session_state.get(_key(name, clause)) or "").strip() for name in ("topic", "clause"))
    obligation = Obligation(st.session_state.get(_key("obligation", clause)) or Obligation.IMMEDIATE)
    return OwnWords(topic, text, obligation, place, bool(st.session_state.get(_key("confirmed", clause))))


def hinder(clause: Clause, words: OwnWords | None) -> bool:
    """Whether own words keep a decision from being saved: a refusal, or remarks that nobody confirmed."""
    faults = _faults(clause, words) if words else ()
    return any(fault.is_refusal or not (words and words.confirmed) for fault in faults)


def _faults(clause: Clause, words: OwnWords) -> tuple[WordingFault, ...]:
    """Everything wrong with own words, also that they are still those of another clause."""
    faults = wording_faults(words, clause.text, clause.language, clause.lead_in)
    if words.text != st.session_state.get(f"words_taken_{clause.id}"):
        return faults
    return (*faults, WordingFault(mark("these are the words for a clause of another scheme: fit them to this one")))


def _key(name: str, clause: Clause) -> str:
    return f"words_{name}_{clause.id}"


def _prefill(t: Translator, on: Desk, clause: Clause) -> None:
    """What this person wrote before, else the heading as topic and the printed place."""
    own = on.state(clause).own(on.who)
    words = own.words if own else None
    place = clause.number or reviewer.place(
        Translator("en"), clause.locator.get("page"), clause.locator.get("page_label", ""),
        clause.locator.get("cell", ""),
    )  # fmt: skip
    first = {
        "text": words.text if words else "",
        "topic": words.topic if words else _topic(clause),
        "clause": words.clause if words else place,
        "obligation": words.obligation if words else Obligation.IMMEDIATE,
        "confirmed": words.confirmed if words else False,
    }
    for name in _FIELDS:
        st.session_state.setdefault(_key(name, clause), first[name])


def _topic(clause: Clause) -> str:
    """The heading, where it is English; else what the first proposal is about."""
    if clause.language == "en" and clause.headings:
        return clean_clause(clause.headings[-1])[:_LONGEST_TOPIC]
    first = [one.criterion_id for one in clause.candidates[:1] if one.criterion_id in cached.today().criteria]
    return cached.today().criteria[first[0]].label["en"][:_LONGEST_TOPIC] if first else ""


def _offer(t: Translator, clause: Clause) -> None:
    """The words of the nearest curated clause, as a start."""
    rows = cached.today().requirement_by_id
    near = [one for candidate in clause.candidates[:1] for one in candidate.similar if one.requirement_id in rows]
    if not near or near[0].reach is Reach.NONE:
        return
    row = rows[near[0].requirement_id]
    scheme = cached.today().schemes[row.scheme_id].short
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            html.plain(t(mark("Start from the words for {scheme}"), scheme=scheme)), key=f"words_take_{clause.id}",
            icon=":material/content_copy:", on_click=_take, args=(clause.id, row.id), type="tertiary",
            help=html.plain(row.wording("en").text),
        )  # fmt: skip


def _take(clause_id: int, requirement_id: str) -> None:
    row = cached.today().requirement_by_id[requirement_id]
    st.session_state[f"words_text_{clause_id}"] = row.wording("en").text
    st.session_state[f"words_obligation_{clause_id}"] = row.obligation
    st.session_state[f"words_confirmed_{clause_id}"] = False
    st.session_state[f"words_taken_{clause_id}"] = row.wording("en").text


def _remarks(t: Translator, clause: Clause) -> tuple[WordingFault, ...]:
    words = given(clause)
    if words is None:
        return ()
    faults = _faults(clause, words)
    refusals = [fault for fault in faults if fault.is_refusal]
    for fault in refusals:
        st.error(html.plain(t(fault.remedy, **fault.values)), icon=":material/block:")
    warnings = [fault for fault in faults if not fault.is_refusal]
    for fault in warnings:
        st.warning(html.plain(t(fault.remedy, **fault.values)), icon=":material/warning:")
    if warnings and not refusals:
        st.checkbox(t(mark("I have seen these remarks and stand by the words")), key=_key("confirmed", clause))
    return faults
