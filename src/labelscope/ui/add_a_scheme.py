"""The page *Add a scheme*: a standard's document is read, and proposals are made for its clauses.

The document lives in the session until its clauses are proposed; then they lie in the working area, the review store.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

from labelscope.errors import CatalogueError, HostileInput
from labelscope.exporting.tables import Table
from labelscope.exporting.text import rows_to_csv
from labelscope.i18n import Translator, mark
from labelscope.ingestion import FORMATS, LIMITS, Document, Kind, ingest
from labelscope.ingestion import Clause as ReadClause
from labelscope.ingestion.limits import MEGABYTE
from labelscope.ingestion.listing import HEADER, list_clauses
from labelscope.matching import MatchedClause, Matcher
from labelscope.normalisation import fold
from labelscope.review.new_scheme import NewScheme, problems, read_form
from labelscope.review.proposing import match_clauses, matcher_name, start_document
from labelscope.ui import cached, components, html, new_scheme, reviewer, state
from labelscope.ui.frame import show_answer

MOST_CLAUSES = 2_000
_PER_PAGE = 25
_AT_ONCE = 32
_WARNINGS = 5
_LEFT, _OF, _MADE, _REFUSED, _ASKED = "add_left_out", "add_document", "add_made", "add_refused", "add_asked"
_KIND: Mapping[Kind, tuple[str, str]] = {
    Kind.CLAUSE: (mark("{count} paragraph"), mark("{count} paragraphs")),
    Kind.LIST_ITEM: (mark("{count} list item"), mark("{count} list items")),
    Kind.TABLE_CELL: (mark("{count} table cell"), mark("{count} table cells")),
    Kind.FOOTNOTE: (mark("{count} footnote"), mark("{count} footnotes")),
    Kind.HEADING: (mark("{count} heading"), mark("{count} headings")),
    Kind.BOILERPLATE: (mark("{count} repeated line"), mark("{count} repeated lines")),
}


@dataclass(frozen=True)
class Reading:
    """The uploaded document as it was read, with the places of the clauses that stay in."""

    name: str
    document: Document
    kept: tuple[int, ...]

    @property
    def clauses(self) -> tuple[ReadClause, ...]:
        """The clauses that are to be proposed for."""
        return tuple(self.document.clauses[place] for place in self.kept)


@st.cache_data(show_spinner=False, max_entries=2, scope="session")
def _read(name: str, data: bytes) -> tuple[Document | None, str, dict[str, str]]:
    """The document, or why it is refused: a remedy with its values."""
    try:
        return ingest(name, data), "", {}
    except HostileInput as error:
        return None, error.remedy, dict(error.values)


def document(t: Translator) -> Reading | None:
    """The upload, and what was read of it; None where there is nothing to go on with."""
    place = st.container()
    upload = st.file_uploader(
        t(mark("The standard, code or label rules, as a file")), key="add_upload",
        type=[suffix[1:] for suffixes in FORMATS.values() for suffix in suffixes],
        max_upload_size=LIMITS.file_bytes // MEGABYTE,
        help=html.plain(t(mark("PDF, DOCX, HTML, XLSX, CSV or plain text, at most {limit} MB. Scans without text, "
                               "locked files and files with macros are refused."),
                          limit=t.number(LIMITS.file_bytes // MEGABYTE))),
    )  # fmt: skip
    said = t(
        mark("The document itself is not kept. When you ask for proposals, the clauses you leave in are kept in the "
             "working area of this computer. Only your own words and the place in the document enter the catalogue, "
             "and only after review.")
    )  # fmt: skip
    html.show(f'<p class="ls-caption">{escape(said)}</p>')
    if upload is None:
        with place:
            show_answer(t(mark("Give the document of a standard. It is read clause by clause, criteria are proposed "
                               "for each clause, and people decide.")))  # fmt: skip
        return None
    with st.spinner(t(mark("Reading the document …")), show_time=True):
        read, remedy, values = _read(upload.name, upload.getvalue())
    if read is None:
        st.error(html.plain(t(remedy, **values)), icon=":material/error:")
        return None
    _begin(read.checksum)
    left = set(st.session_state[_LEFT])
    kept = tuple(place for place in range(len(read.clauses)) if place not in left)
    with place:
        _answer(t, read, len(kept))
    _facts(t, read)
    if not read.clauses:
        st.info(html.plain(t(mark("No clause was found in this document. It may hold only headings or pictures."))))
        return None
    return Reading(upload.name, read, kept)


def clauses(t: Translator, reading: Reading | None) -> None:
    """What was read, clause by clause under its headings, each with a box to leave it out."""
    if reading is None:
        return
    st.subheader(html.plain(t(mark("What was read"))), anchor=False)
    shown = _filter(t, reading.document)
    _several(t, reading, shown)
    if not shown:
        st.info(html.plain(t(mark("No clause is left. Change the filter."))))
        return
    pages = -(-len(shown) // _PER_PAGE)
    page = 1
    if pages > 1:
        if int(st.session_state.get("add_page", 1)) > pages:
            st.session_state["add_page"] = 1
        page = st.pagination(pages, key="add_page")
    _list(t, reading, shown[(page - 1) * _PER_PAGE : page * _PER_PAGE])
    st.download_button(
        t(mark("Download everything as CSV")), key="add_csv", data=lambda: _as_csv(reading.document),
        file_name="labelscope-clauses.csv", mime=components.MIME[".csv"], on_click="ignore", icon=":material/download:",
    )  # fmt: skip


def proposals(t: Translator, reading: Reading | None) -> None:
    """Which scheme, who, and the step to the review."""
    if reading is None:
        return
    st.subheader(html.plain(t(mark("Which scheme is it, and who reviews?"))), anchor=False)
    made = st.session_state.get(_MADE)
    if made and made[0] == reading.document.checksum:
        _done(t, int(made[1]))
        return
    new = t(mark("A new scheme"))
    old = t(mark("A scheme of the catalogue"))
    choice = st.segmented_control(
        t(mark("The document belongs to")), ["old", "new"], default="old", key="add_which", required=True,
        format_func=lambda which: {"old": old, "new": new}[which],
    )  # fmt: skip
    values = new_scheme.form(t) if choice == "new" else None
    scheme_id = "" if choice == "new" else _pick_scheme(t)
    who = reviewer.name(t, "add_who")
    _refusals(t)
    count = len(reading.kept)
    label = t.plural(mark("Propose criteria for {count} clause"), mark("Propose criteria for {count} clauses"), count)
    if count > MOST_CLAUSES:
        st.warning(html.plain(t(mark("At most {limit} clauses can be reviewed together. Leave some out, or split the "
                                     "document."), limit=t.number(MOST_CLAUSES))))  # fmt: skip
    place = st.container()
    st.button(html.plain(label), type="primary", key="add_propose", icon=":material/rule:", on_click=_ask,
              disabled=not 0 < count <= MOST_CLAUSES)  # fmt: skip
    if st.session_state.pop(_ASKED, False):
        _propose(t, reading, scheme_id, values, who, place)


# What was read --------------------------------------------------------------------------------


def _begin(checksum: str) -> None:
    """Forget what was chosen for another document."""
    if st.session_state.get(_OF) != checksum:
        st.session_state[_OF] = checksum
        st.session_state[_LEFT] = []
        st.session_state.pop(_REFUSED, None)


def _answer(t: Translator, read: Document, kept: int) -> None:
    said = t.plural(mark("{count} clause was found in this document; it may ask for something or not."),
                    mark("{count} clauses were found in this document; each may ask for something or not."),
                    len(read.clauses))  # fmt: skip
    if kept < len(read.clauses):
        said += " " + t(mark("{kept} stay in."), kept=t.number(kept))
    show_answer(said)


def _facts(t: Translator, read: Document) -> None:
    counts = Counter(clause.kind for clause in read.clauses)
    kinds = t.listing(t.plural(*_KIND[kind], counts[kind]) for kind in Kind if counts[kind])
    facts = [
        read.format.upper(),
        reviewer.language_name(t, read.language),
        kinds,
        t(mark("read by {reader}"), reader=read.extractor),
    ]
    said = " · ".join(fact for fact in facts if fact)
    html.show(f'<p class="ls-muted">{escape(said)}</p>')
    if not read.warnings:
        return
    said = t.plural(mark("{count} remark about this document. Read it before you go on."),
                    mark("{count} remarks about this document. Read them before you go on."),
                    len(read.warnings))  # fmt: skip
    lines = [html.plain(t(notice.message, **notice.values)) for notice in read.warnings]
    first, rest = lines[:_WARNINGS], lines[_WARNINGS:]
    st.warning("\n".join([html.plain(said), "", *(f"- {line}" for line in first)]), icon=":material/warning:")
    if rest:
        with st.expander(html.plain(t.plural(mark("{count} more remark"), mark("{count} more remarks"), len(rest)))):
            st.markdown("\n".join(f"- {line}" for line in rest))


def _filter(t: Translator, read: Document) -> list[int]:
    """Places of the clauses that the filter shows."""
    sections = list(dict.fromkeys(clause.headings for clause in read.clauses))
    kinds = [kind for kind in Kind if any(clause.kind is kind for clause in read.clauses)]
    columns = st.columns([3, 3, 2], vertical_alignment="bottom")
    asked = columns[0].text_input(t(mark("Words in number, heading or text")), key="add_words", max_chars=200,
                                  icon=":material/search:")  # fmt: skip
    section = columns[1].selectbox(
        t(mark("Section")), [-1, *range(len(sections))], key=f"add_section_{read.checksum[:8]}",
        format_func=lambda i: t(mark("all sections")) if i < 0 else _section(t, sections[i]),
    )  # fmt: skip
    kind = columns[2].selectbox(t(mark("Kind")), ["", *kinds], key=f"add_kind_{read.checksum[:8]}",
                                format_func=lambda k: _kind_name(t, k, read))  # fmt: skip
    words = fold(asked).split()
    return [
        place for place, clause in enumerate(read.clauses)
        if (section < 0 or clause.headings == sections[section])
        and (not kind or clause.kind == kind)
        and _has(clause, words)
    ]  # fmt: skip


def _section(t: Translator, headings: Sequence[str]) -> str:
    return " › ".join(headings) or t(mark("Without a heading"))


def _kind_name(t: Translator, kind: str, read: Document) -> str:
    if not kind:
        return t(mark("all kinds"))
    return t.plural(*_KIND[Kind(kind)], sum(clause.kind == kind for clause in read.clauses))


def _has(clause: ReadClause, words: Sequence[str]) -> bool:
    if not words:
        return True
    text = fold(f"{clause.number} {' '.join(clause.headings)} {clause.lead_in} {clause.text}")
    return all(word in text for word in words)


def _several(t: Translator, reading: Reading, shown: Sequence[int]) -> None:
    """Leave out, or take in again, all that the filter shows."""
    inside = set(reading.kept)
    out, back = [p for p in shown if p in inside], [p for p in shown if p not in inside]
    with st.container(horizontal=True, vertical_alignment="center"):
        if out:
            st.button(html.plain(t(mark("Leave out all {count} shown"), count=t.number(len(out)))), key="add_all_out",
                      on_click=_leave, args=(out, True))  # fmt: skip
        if back:
            st.button(html.plain(t(mark("Take all {count} shown in again"), count=t.number(len(back)))),
                      key="add_all_in", on_click=_leave, args=(back, False))  # fmt: skip


def _leave(places: Sequence[int], is_out: bool) -> None:
    """Leave clauses out, or take them in again; what was made of another choice no longer holds."""
    left = set(st.session_state[_LEFT])
    st.session_state[_LEFT] = sorted(left | set(places) if is_out else left - set(places))
    st.session_state.pop(_MADE, None)


def _list(t: Translator, reading: Reading, places: Sequence[int]) -> None:
    inside, above = set(reading.kept), None
    with st.container(key="add_list", gap="small"):
        for place in places:
            clause = reading.document.clauses[place]
            if clause.headings != above:
                above = clause.headings
                html.show(f'<p class="ls-above">{escape(_section(t, above))}</p>')
            key = f"add_{reading.document.checksum[:8]}_{place}"
            st.session_state[key] = place in inside
            st.checkbox(_label(t, clause, reading.document), key=key, on_change=_toggle, args=(key, place))


def _toggle(key: str, place: int) -> None:
    _leave([place], not st.session_state[key])


def _label(t: Translator, clause: ReadClause, read: Document) -> str:
    """Number, opening words, text, language where it is not the document's, page or cell."""
    number = f"**{html.plain(clause.number)}** " if clause.number else ""
    lead_in = f":gray[{html.plain(clause.lead_in)}] " if clause.lead_in else ""
    about = [] if clause.language == read.language else [reviewer.language_name(t, clause.language)]
    where = reviewer.place(t, clause.locator.page, clause.locator.page_label, clause.locator.cell)
    about += [where] if where else []
    tail = f" :gray[({html.plain(' · '.join(about))})]" if about else ""
    return f"{number}{lead_in}{html.plain(clause.text)}{tail}"


def _as_csv(read: Document) -> bytes:
    return rows_to_csv(Table("clauses", HEADER, tuple(list_clauses(read))))


# Which scheme, and the proposals --------------------------------------------------------------


def _pick_scheme(t: Translator) -> str:
    chosen = st.selectbox(
        t(mark("Scheme")), sorted(cached.today().schemes, key=lambda s: _scheme_name(s).casefold()), index=None,
        key="add_scheme", format_func=_scheme_name, placeholder=t(mark("choose a scheme")),
        help=html.plain(t(mark("The rows of the document are added to those that the scheme has."))),
    )  # fmt: skip
    return chosen or ""


def _scheme_name(scheme_id: str) -> str:
    return cached.today().schemes[scheme_id].short


def _ask() -> None:
    st.session_state[_ASKED] = True


def _propose(
    t: Translator, reading: Reading, scheme_id: str, values: Mapping[str, object] | None, who: str,
    place: st.delta_generator.DeltaGenerator,
) -> None:  # fmt: skip
    refused: list[tuple[str, str, dict[str, str]]] = []
    scheme: str | NewScheme = scheme_id
    if values is not None:
        try:
            scheme = read_form(values)
            found = problems(scheme, cached.today())
        except CatalogueError as error:
            found = error.problems
        refused += [(p.field, p.remedy, dict(p.values)) for p in found]
    elif not scheme_id:
        refused.append(("", mark("Choose the scheme that the document belongs to."), {}))
    if not who:
        refused.append(("", mark("Say who reviews: write your name."), {}))
    if refused:
        st.session_state[_REFUSED] = [list(one) for one in refused]
        st.rerun()
    st.session_state.pop(_REFUSED, None)
    matcher = components.open_matcher(t, place, cached.decided())
    matched = _match(t, matcher, reading, place)
    batch = start_document(
        cached.review_store(), cached.today(), reading.document, reading.name, reading.clauses, scheme, matched,
        matcher_name(matcher), who,
    )  # fmt: skip
    st.session_state[_MADE] = [reading.document.checksum, batch.id]
    st.rerun()


def _match(
    t: Translator, matcher: Matcher, reading: Reading, place: st.delta_generator.DeltaGenerator
) -> tuple[MatchedClause, ...]:
    clauses = reading.clauses
    bar, matched = place.progress(0.0), list[MatchedClause]()
    for start in range(0, len(clauses), _AT_ONCE):
        done = t(mark("{done} of {count} clauses"), done=t.number(start), count=t.number(len(clauses)))
        bar.progress(start / len(clauses), text=html.plain(done))
        matched += match_clauses(matcher, clauses[start : start + _AT_ONCE])
    return tuple(matched)


def _refusals(t: Translator) -> None:
    refused = st.session_state.get(_REFUSED)
    if refused:
        lines = [
            (f"**{html.plain(new_scheme.field_name(t, field))}**: " if field else "") + html.plain(t(remedy, **values))
            for field, remedy, values in refused
        ]
        st.error("\n".join(f"- {line}" for line in lines), icon=":material/error:")


def _done(t: Translator, batch_id: int) -> None:
    said = t(mark("Criteria have been proposed. Nothing of it is in the catalogue: each proposal waits for a person to "
                  "decide."))  # fmt: skip
    st.success(html.plain(said), icon=":material/check:")
    with st.container(horizontal=True):
        st.page_link(
            "pages/review.py", label=t(mark("Go to the review")), icon=":material/arrow_forward:",
            query_params={"lang": state.language(), "batch": str(batch_id)},
        )  # fmt: skip
        st.button(t(mark("Propose once more")), key="add_again", on_click=_again)


def _again() -> None:
    st.session_state.pop(_MADE, None)
