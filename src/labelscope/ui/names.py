"""The page *Names*: a list of names as people wrote them, and what each of them means."""

from __future__ import annotations

from collections import Counter
from html import escape

import streamlit as st

from labelscope.i18n import Translator, mark
from labelscope.names import How, Resolution
from labelscope.names.tables import to_frame
from labelscope.ui import cached, html
from labelscope.ui.frame import show_answer

MAX_NAMES = 300
MAX_CHARACTERS = 60_000
_VERY_LIKELY, _LIKELY = 0.9, 0.7
#: Only the name itself is certain; nothing else is shown as more than this.
_NEARLY = 0.99


def show(t: Translator) -> None:
    """The box for names and, once there are some, the table of answers."""
    written = st.text_area(
        t(mark("Names, one on each line")), key="names_written", height=190, max_chars=MAX_CHARACTERS,
        placeholder=t(mark("for example: Max Havelar, C138, Blauwe engel")),
    )  # fmt: skip
    names = list(dict.fromkeys(line.strip() for line in written.splitlines() if line.strip()))
    if not names:
        show_answer(t(mark("Write names of labels or conventions as you found them: any of four languages, "
                           "abbreviations, old names, slips of the keyboard.")))  # fmt: skip
        said = t(mark("What you write here is not kept. Lists of any length, in CSV, Excel or Parquet, are "
                      "answered by the command labelscope resolve."))  # fmt: skip
        html.show(f'<p class="ls-caption">{escape(said)}</p>')
        return
    if len(names) > MAX_NAMES:
        st.warning(t.plural(mark("Only the first {limit} names are looked up; {count} name is left out."),
                            mark("Only the first {limit} names are looked up; {count} names are left out."),
                            len(names) - MAX_NAMES, limit=t.number(MAX_NAMES)))  # fmt: skip
        names = names[:MAX_NAMES]
    with st.spinner(t(mark("Looking the names up …"))):
        answers = cached.resolver().resolve(names)
    _summary(t, answers)
    header = [t(mark("Written")), t(mark("Means")), t(mark("How sure")), t(mark("Or else"))]
    rows = [[escape(a.asked), _meant(t, a), escape(_certainty(t, a)), _runner_up(t, a)] for a in answers]
    html.show(html.table(t(mark("What the names mean")), header, rows))
    st.download_button(
        t(mark("Download as CSV")), to_frame(answers).to_csv(index=False).encode("utf-8-sig"), "names.csv", "text/csv",
        icon=":material/download:",
    )  # fmt: skip


def _summary(t: Translator, answers: tuple[Resolution, ...]) -> None:
    kinds = Counter("none" if a.id is None else "sure" if a.probability >= _VERY_LIKELY else "open" for a in answers)
    show_answer(
        t(mark("Of {count} names: certain or very likely {sure}, to be checked {open}, no match {none}."),
          count=t.number(len(answers)), sure=t.number(kinds["sure"]), open=t.number(kinds["open"]),
          none=t.number(kinds["none"]))
    )  # fmt: skip


def _meant(t: Translator, answer: Resolution) -> str:
    if answer.id is None:
        return escape(t(mark("no match")))
    return _shown(t, answer.candidates[0].id, answer.candidates[0].name)


def _shown(t: Translator, known_id: str, name: str) -> str:
    scheme = cached.catalogue().schemes.get(known_id)
    if scheme is None:
        return escape(_instrument(t, known_id, name))
    address = f"catalogue?lang={t.language}&scheme={scheme.id}"
    return f'<a href="{escape(address)}" target="_self">{escape(scheme.short)}</a>'


def _instrument(t: Translator, known_id: str, name: str) -> str:
    """The first name of a convention in the reader's language, and the one that was met."""
    own = [one.name for one in cached.resolver().index.names if one.id == known_id and one.language == t.language]
    return name if not own or own[0] == name else f"{own[0]} ({name})"


def _certainty(t: Translator, answer: Resolution) -> str:
    if answer.how is How.EXACT and answer.probability == 1:
        return t(mark("the name itself"))
    if answer.how is How.EXACT:
        return t(mark("several things have this name"))
    share = t.percent(min(answer.probability, _NEARLY))
    if answer.id is None:
        return t(mark("{share} sure that it is not here"), share=share)
    if answer.probability >= _VERY_LIKELY:
        return t(mark("very likely ({share})"), share=share)
    if answer.probability >= _LIKELY:
        return t(mark("likely ({share})"), share=share)
    return t(mark("uncertain ({share}): please check"), share=share)


def _runner_up(t: Translator, answer: Resolution) -> str:
    rest = answer.candidates[1:] if answer.id is not None else answer.candidates
    second = [candidate for candidate in rest if candidate.probability >= 0.01][:1]
    if not second:
        return ""
    shown = _shown(t, second[0].id, second[0].name)
    return f"{shown} ({escape(t.percent(second[0].probability))})"
