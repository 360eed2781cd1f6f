"""Who reviews, and where a clause stands: what the pages *Add a scheme* and *Review* have in common."""

from __future__ import annotations

import streamlit as st

from labelscope.i18n import Translator, mark
from labelscope.model import LANGUAGES
from labelscope.ui import html

LONGEST = 80
_NAME = "reviewer"


def name(t: Translator, key: str) -> str:
    """The box for the reviewer's name, kept for the session; empty where there is none."""
    st.session_state[key] = st.session_state.get(_NAME, "")
    st.text_input(
        t(mark("Your name")), key=key, max_chars=LONGEST, on_change=_keep, args=(key,), autocomplete="name",
        help=html.plain(t(mark("It stands beside each of your decisions. Nobody checks it."))),
    )  # fmt: skip
    return current()


def current() -> str:
    """The name of this session's reviewer."""
    return str(st.session_state.get(_NAME, ""))


def _keep(key: str) -> None:
    shown = "".join(c for c in str(st.session_state[key]) if c.isprintable())
    st.session_state[_NAME] = " ".join(shown.split())[:LONGEST]


def place(t: Translator, page: int | None, page_label: str, cell: str) -> str:
    """Page or cell of a clause in its document, in words; empty where neither is known."""
    if page is not None:
        return t(mark("page {page}"), page=page_label or str(page))
    return t(mark("cell {cell}"), cell=cell) if cell else ""


def language_name(t: Translator, language: str) -> str:
    """The name of a clause's language in the reader's; what cannot be told is said."""
    return str(t.locale.languages[language]) if language in LANGUAGES else t(mark("language undetermined"))
