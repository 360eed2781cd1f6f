"""The frame of every page: language, navigation, title, notices, the clause panel, the foot."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from labelscope.errors import CatalogueError
from labelscope.i18n import Translator, mark
from labelscope.model import LANGUAGES
from labelscope.ui import cached, html, panel, state
from labelscope.ui.style import style_sheet
from labelscope.version import VERSION

#: Page file -> (title in the navigation, the question that is the page's title).
PAGES: Mapping[str, tuple[str, str]] = {
    "home": (mark("Home"), mark("Revive a social label, or consolidate what exists?")),
    "catalogue": (mark("Catalogue"), mark("What exists?")),
    "coverage": (mark("Coverage"), mark("Who covers what?")),
    "compare": (mark("Compare"), mark("Where do these schemes differ?")),
    "overlap": (mark("Overlap"), mark("Who duplicates whom?")),
    "lenses": (mark("Lenses"), mark("How far is a yardstick met?")),
    "names": (mark("Names"), mark("What do these names mean?")),
    "match": (mark("Match"), mark("Where would this label fit?")),
    "add_a_scheme": (mark("Add a scheme"), mark("What does a new standard ask for?")),
    "review": (mark("Review"), mark("Are these proposals right?")),
    "options": (mark("Options"), mark("What could be done?")),
    "recommendation": (mark("Recommendation"), mark("What do we recommend, and how sure are we?")),
    "method": (mark("Method"), mark("How do we know, and what do we not know?")),
}


def t() -> Translator:
    """The translator of the reader's language."""
    return Translator(state.language())


def mode() -> str:
    """`light` or `dark`, as the reader's browser shows the app."""
    return "dark" if st.context.theme.type == "dark" else "light"


def run_app() -> None:
    """Set the page up, draw language and navigation, run the chosen page."""
    st.set_page_config(page_title="labelscope", page_icon=str(Path(__file__).parent / "icon.png"), layout="wide")
    words = t()
    if st.query_params.get("lang") != words.language:
        state.set_language(words.language)
    chosen = _navigation(words)
    html.show(style_sheet(mode()))
    # the only script of the app: the value comes from a fixed list of four
    st.html(f"<script>document.documentElement.lang='{words.language}'</script>", unsafe_allow_javascript=True)
    _language_switch(words)
    if not _catalogue_is_sound(words):
        return
    st.session_state["framed"] = True
    chosen.run()


def _catalogue_is_sound(words: Translator) -> bool:
    """Whether the data files can be read; if not, every problem is on the page."""
    try:
        cached.catalogue()
    except CatalogueError as error:
        st.error(words(mark("The data files hold problems. Mend them and start the app again.")))
        rows = [
            [escape(p.file), escape(f"{p.row} {p.field}"), escape(p.value), escape(words(p.remedy, **p.values))]
            for p in error.problems
        ]
        header = [words(mark("File")), words(mark("Place")), words(mark("Value")), words(mark("Remedy"))]
        html.show(html.table(words(mark("Problems")), header, rows))
        return False
    return True


def _navigation(words: Translator) -> StreamlitPage:
    pages = [
        st.Page(f"pages/{name}.py", title=words(title), url_path=name, default=name == "home")
        for name, (title, _) in PAGES.items()
    ]
    return st.navigation(pages, position="top")


def _ensure_frame(words: Translator) -> None:
    """Go through app.py first.

    Until `st.navigation` has run once in a server's life, Streamlit takes pages/ for its older
    kind of multipage app and runs the file behind a deep link without the frame.
    """
    if not st.session_state.pop("framed", False):
        _navigation(words)
        st.rerun()


def open_page(name: str, answer: str = "") -> None:
    """Title and, under it, the sentence that answers it (plain text, shown larger)."""
    words = t()
    _ensure_frame(words)
    st.title(words(PAGES[name][1]), anchor=False)
    _show_date(words)
    if answer:
        show_answer(answer)


def _show_date(words: Translator) -> None:
    """What a reader must know who looks at the catalogue of an earlier year."""
    year = state.as_of()
    if not year:
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        said = words(
            mark("The catalogue as of the end of {year}: the schemes of that time, each in the state it was in. "
                 "Clauses and facts are those of the edition that was read, which may be younger."),
            year=year,
        )  # fmt: skip
        html.show(f'<p style="margin:0">{escape(said)}</p>')
        st.button(words(mark("Back to today")), on_click=_back_to_today)


def _back_to_today() -> None:
    state.keep_filters(asof="")
    st.session_state["pick_asof"] = ""
    st.query_params.pop("asof", None)


def show_answer(answer: str) -> None:
    """The one sentence that answers the page's question."""
    html.show(f'<p class="ls-answer">{escape(answer)}</p>')


def close_page() -> None:
    """The clause panel, if one is asked for, and the foot with sources and version."""
    words = t()
    panel.show_if_asked(words)
    notice = state.take_notice()
    if notice:
        st.toast(html.plain(words(notice)), icon=":material/info:", duration="infinite")
    catalogue = cached.catalogue()
    st.divider()
    foot = words(
        mark("Data: labelscope catalogue {checksum}, {schemes} schemes, CC BY 4.0. Scheme texts in our own words, "
             "read twice. Program {version}, EUPL-1.2."),
        checksum=catalogue.checksum[:8], schemes=words.number(len(catalogue.schemes)), version=VERSION,
    )  # fmt: skip
    html.show(f'<p class="ls-caption">{escape(foot)}</p>')


def _language_switch(words: Translator) -> None:
    with st.container(horizontal=True, horizontal_alignment="right"):
        st.segmented_control(
            words(mark("Language")), LANGUAGES, default=words.language, key="language_switch", required=True,
            format_func=str.upper, label_visibility="collapsed", on_change=_keep_language,
        )  # fmt: skip


def _keep_language() -> None:
    """Change the language; a box keeps the words it was first drawn with unless its value is set anew."""
    state.set_language(st.session_state["language_switch"])
    for key, value in dict(st.session_state).items():
        if isinstance(value, str | list):
            st.session_state[key] = value
