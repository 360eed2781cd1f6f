"""From decisions to the catalogue's files: first the difference, then the step."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from labelscope.errors import CatalogueError, Problem, ReviewRefused
from labelscope.i18n import Translator, mark
from labelscope.review import publishing
from labelscope.review.publishing import Plan
from labelscope.review.state import Status, state_of
from labelscope.ui import cached, html
from labelscope.ui.review import desk
from labelscope.ui.review.desk import Desk

_LOCAL = ("localhost", "127.0.0.1", "::1")
_DONE = "review_published"
_LONGEST = 60_000


def show(t: Translator, on: Desk) -> None:
    """What would change in the files, what hinders it, and the button."""
    done = st.session_state.pop(_DONE, None)
    if done is not None:
        st.success(html.plain(t(mark("Published. The catalogue on this computer now holds these decisions."))),
                   icon=":material/check:")  # fmt: skip
    _counts(t, on)
    desk.show_refusal(t)
    if not _is_local():
        said = t(mark("Publishing writes into the files of the computer that serves this page. It is done there, with "
                      "the command labelscope review publish {batch}."), batch=on.batch.id)  # fmt: skip
        st.info(html.plain(said))
        return
    if not _may_see(t, on):
        return
    try:
        plan = publishing.plan(cached.review_store(), on.batch.id)
    except CatalogueError as error:
        _problems(t, error.problems)
        return
    except ReviewRefused as error:
        st.error(html.plain(t(error.remedy, **error.values)), icon=":material/error:")
        return
    _problems(t, plan.problems)
    _notes(t, plan)
    if not plan.diff:
        st.info(html.plain(t(mark("There is nothing to publish: no decision is new."))))
        return
    said = t(mark("What would change in the files of the catalogue. Lines with + are added, lines with - go."))
    html.show(f'<p class="ls-caption">{escape(said)}</p>')
    st.code(plan.diff[:_LONGEST], language="diff", wrap_lines=True, height=420)
    if len(plan.diff) > _LONGEST:
        st.download_button(t(mark("Download the whole difference")), plan.diff, "labelscope.diff", "text/plain",
                           on_click="ignore", icon=":material/download:")  # fmt: skip
    sure = st.checkbox(t(mark("I have read what would change")), key=f"rv_sure_{on.batch.id}")
    st.button(
        t(mark("Publish into the catalogue")), type="primary", key="rv_publish", icon=":material/publish:",
        disabled=bool(plan.problems) or not sure, on_click=_publish, args=(on.batch.id, on.who, plan.diff),
    )  # fmt: skip


def _may_see(t: Translator, on: Desk) -> bool:
    """Whether this person may see what others decided: nothing of it is still open for them, or they want to."""
    count = sum(bool(on.state(c).reviewers) and on.state(c).is_open_for(on.who) for c in on.loaded.clauses)
    if not count:
        return True
    said = t.plural(
        mark("{count} clause that others have decided is still open for you. What would change shows their decision: "
             "decide first, if you are to be a second reader."),
        mark("{count} clauses that others have decided are still open for you. What would change shows their "
             "decisions: decide first, if you are to be a second reader."), count,
    )  # fmt: skip
    st.info(html.plain(said), icon=":material/visibility_off:")
    return st.checkbox(t(mark("Show it all the same")), key=f"rv_see_{on.batch.id}")


def _is_local() -> bool:
    return st.get_option("server.address") in _LOCAL


def _counts(t: Translator, on: Desk) -> None:
    states = [state_of(on.states, clause.id).status for clause in on.loaded.clauses]
    said = t(mark("Of {all} clauses: decided without conflict {decided}, to be settled {conflicts}, open {open}."),
             decided=t.number(states.count(Status.DECIDED)), all=t.number(len(states)),
             conflicts=t.number(states.count(Status.CONFLICT)), open=t.number(states.count(Status.OPEN)))  # fmt: skip
    html.show(f"<p>{escape(said)}</p>")


def _problems(t: Translator, problems: Sequence[Problem]) -> None:
    if not problems:
        return
    rows = [_problem(t, problem) for problem in problems]
    header = [t(mark("Place")), t(mark("Value")), t(mark("Remedy"))]
    st.error(html.plain(t.plural(mark("{count} problem keeps this batch from being published."),
                                 mark("{count} problems keep this batch from being published."), len(rows))),
             icon=":material/error:")  # fmt: skip
    html.show(html.table(t(mark("Problems")), header, rows))


def _notes(t: Translator, plan: Plan) -> None:
    """Rows that stay in English for now, and rows whose decision does not stand any more."""
    if plan.untranslated:
        said = t(mark("These rows stand in English until somebody translates them: {rows}."),
                 rows=t.listing(plan.untranslated))  # fmt: skip
        st.info(html.plain(said), icon=":material/translate:")
    if plan.stale:
        said = t(mark("These rows were published, and their decision does not stand any more; they are left as they "
                      "are: {rows}."), rows=t.listing(plan.stale))  # fmt: skip
        st.warning(html.plain(said), icon=":material/history:")


def _problem(t: Translator, problem: Problem) -> list[str]:
    place = " ".join(part for part in (problem.file, problem.row, problem.field) if part)
    return [escape(place), escape(problem.value), escape(t(problem.remedy, **problem.values))]


def _publish(batch_id: int, who: str, seen: str) -> None:
    """Publish what the page showed, and nothing else."""

    def act() -> None:
        store = cached.review_store()
        plan = publishing.plan(store, batch_id)
        if plan.diff != seen:
            raise ReviewRefused(mark("What would change is not what you have read any more. Read it again."))
        publishing.publish(plan, store, who)

    try:
        if desk.attempt(act):
            st.session_state[_DONE] = batch_id
            cached.forget()
    except CatalogueError as error:
        first = error.problems[0]
        st.session_state[desk.REFUSED] = [first.remedy, dict(first.values)]
