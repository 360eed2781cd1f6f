"""The round with a scheme's owner: a workbook with its rows goes out, answers come in with their origin."""

from __future__ import annotations

from functools import partial
from html import escape

import streamlit as st

from labelscope.errors import CatalogueError, Refusal
from labelscope.i18n import Translator, mark
from labelscope.review import owner
from labelscope.review.records import OwnerAnswer
from labelscope.ui import cached, components, html
from labelscope.ui.panel import wording_html

_IN, _UPLOADS = "owner_read", "owner_uploads"
_MEGABYTES = 5


def show(t: Translator, scheme_id: str, who: str) -> None:
    """Download, upload, and the answers beside the rows."""
    if scheme_id not in cached.today().requirements:
        st.info(
            html.plain(t(mark("The scheme is not in the catalogue yet. Publish first; then its owner can be asked.")))
        )
        return
    scheme = cached.today().schemes[scheme_id]
    said = t(mark("Send the owner of {scheme} a workbook with every row in our own words and what we judged of it. The "
                  "answers stand beside the rows with their origin. They are never published by themselves: a person "
                  "decides."), scheme=scheme.short)  # fmt: skip
    html.show(f"<p>{escape(said)}</p>")
    st.download_button(
        t(mark("Download the workbook for the owner")), key="owner_out", icon=":material/download:", on_click="ignore",
        data=partial(owner.export_rows, cached.today(), scheme_id, t.language), mime=components.MIME[".xlsx"],
        file_name=f"labelscope-{scheme_id}-{t.language}.xlsx",
    )  # fmt: skip
    _upload(t, who)
    _answers(t, scheme_id)


def _upload(t: Translator, who: str) -> None:
    with st.form("owner_form", border=True):
        left, right = st.columns([3, 2], gap="medium")
        left.file_uploader(
            t(mark("The workbook that the owner sent back (XLSX)")), type=["xlsx"], key=_upload_key(),
            max_upload_size=_MEGABYTES,
        )  # fmt: skip
        right.text_input(t(mark("Whose answers are these?")), key="owner_origin", max_chars=80,
                         placeholder=t(mark("name and body")))  # fmt: skip
        right.date_input(t(mark("Answered on")), key="owner_day", value="today", format="DD/MM/YYYY")
        st.form_submit_button(t(mark("Take the answers in")), on_click=_take, args=(who,), icon=":material/upload:")
    kept = st.session_state.pop(_IN, None)
    if kept is None:
        return
    count, problems = kept
    if not problems:
        st.success(html.plain(t.plural(mark("{count} answer taken in."), mark("{count} answers taken in."), count)))
        return
    st.error("\n".join(f"- {html.plain(place + ': ' if place else '')}{html.plain(t(remedy, **values))}"
                       for place, remedy, values in problems), icon=":material/error:")  # fmt: skip


def _upload_key() -> str:
    return f"owner_upload_{st.session_state.get(_UPLOADS, 0)}"


def _take(who: str) -> None:
    upload, origin = st.session_state.get(_upload_key()), str(st.session_state.get("owner_origin") or "").strip()
    refused: list[list[object]] = []
    if upload is None:
        refused.append(["", mark("Choose the workbook first."), {}])
    if not origin:
        refused.append(["", mark("Say whose answers these are."), {}])
    if refused or upload is None:
        st.session_state[_IN] = [0, refused]
        return
    try:
        taken = owner.import_answers(
            upload.getvalue(), origin, who, cached.review_store(), cached.today(),
            answered_on=st.session_state["owner_day"], name=upload.name,
        )  # fmt: skip
        st.session_state[_IN] = [len(taken), []]
        st.session_state[_UPLOADS] = st.session_state.get(_UPLOADS, 0) + 1
    except CatalogueError as error:
        st.session_state[_IN] = [0, [[f"{p.row} {p.field}".strip(), p.remedy, dict(p.values)] for p in error.problems]]
    except Refusal as error:
        st.session_state[_IN] = [0, [["", error.remedy, dict(error.values)]]]


def _answers(t: Translator, scheme_id: str) -> None:
    answers = cached.review_store().owner_answers(scheme_id)
    if not answers:
        html.show(f'<p class="ls-caption">{escape(t(mark("No answer has come in yet.")))}</p>')
        return
    rows = []
    for row in cached.today().requirements[scheme_id]:
        if row.id in answers:
            said = "".join(_answer(t, answer, row.fingerprint) for answer in answers[row.id])
            rows.append([html.printed(row.clause, t.language), wording_html(row, t), said])
    header = [t(mark("Clause")), t(mark("Our words")), t(mark("The owner's answer"))]
    html.show(html.table(t(mark("What the owner answered")), header, rows))


def show_answers(t: Translator, scheme_id: str, requirement_id: str | None) -> None:
    """What the owner answered about one row, where there is something."""
    row = cached.today().requirement_by_id.get(requirement_id or "")
    answers = cached.review_store().owner_answers(scheme_id).get(row.id, ()) if row else ()
    if row and answers:
        said = "".join(_answer(t, answer, row.fingerprint) for answer in answers)
        title = escape(t(mark("The owner's answer")))
        html.show(f'<div class="ls-clause"><h3 class="rv-head">{title}</h3>{said}</div>')


def _answer(t: Translator, answer: OwnerAnswer, now: str) -> str:
    parts = [answer.text, answer.source, answer.comment]
    if answer.of != now:
        parts.append(t(mark("The row has been worded anew since.")))
    said = "".join(f"<p>{escape(part)}</p>" for part in parts if part)
    origin = t(mark("{origin}, {date}, file {checksum}"), origin=answer.origin, date=t.date(answer.answered_on),
               checksum=answer.checksum[:8])  # fmt: skip
    return f'<p><b>{escape(t(owner.ANSWER[answer.answer]))}</b></p>{said}<p class="ls-muted">{escape(origin)}</p>'
