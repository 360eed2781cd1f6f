"""What a page run of *Review* works on: one batch, as it stands for one person."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import streamlit as st

from labelscope.errors import ReviewRefused
from labelscope.i18n import Translator
from labelscope.review import queue
from labelscope.review.records import Batch, BatchKind, Clause, Event, Loaded
from labelscope.review.state import ClauseState, fold, state_of
from labelscope.ui import cached, html

#: Session keys: the clause that is looked at beside the queue, since when, what is being chosen, what was refused.
AT, SINCE, CHOOSING, REFUSED = "review_at", "review_since", "review_choosing", "review_refused"


@dataclass(frozen=True)
class Desk:
    """A batch, who looks at it, and what follows from its events."""

    loaded: Loaded
    who: str

    @property
    def batch(self) -> Batch:
        """The batch."""
        return self.loaded.batch

    @property
    def is_document(self) -> bool:
        """Whether the clauses come from an uploaded document."""
        return self.batch.kind is BatchKind.DOCUMENT

    @cached_property
    def states(self) -> Mapping[int, ClauseState]:
        """Clause id -> what stands."""
        return fold(self.loaded.events)

    def state(self, clause: Clause) -> ClauseState:
        """What stands of a clause."""
        return state_of(self.states, clause.id)

    @cached_property
    def order(self) -> tuple[Clause, ...]:
        """Clauses that this person may still be asked, those that teach most first."""
        wanted = queue.open_criteria(
            cached.matrix_today() if self.batch.scheme_id in cached.today().schemes else None, self.batch.scheme_id,
            [criterion.id for criterion in cached.today().criteria.criteria],
        )  # fmt: skip
        return tuple(self.by_id[clause_id] for clause_id in queue.order(self.loaded, self.states, self.who, wanted))

    @cached_property
    def by_id(self) -> Mapping[int, Clause]:
        """Every clause of the batch."""
        return {clause.id: clause for clause in self.loaded.clauses}

    @property
    def last_own(self) -> Event | None:
        """This person's last act in the batch that is not undone."""
        own = (self.state(clause).last(self.who) for clause in self.loaded.clauses)
        return max((event for event in own if event is not None), key=lambda event: event.id, default=None)


def begin(clause: Clause) -> None:
    """Note since when a clause is looked at."""
    since = st.session_state.get(SINCE)
    if not since or since[0] != clause.id:
        st.session_state[SINCE] = [clause.id, time.time()]


def seconds(clause_id: int) -> float:
    """How long a clause has been looked at; 0 where that is not known."""
    since = st.session_state.get(SINCE)
    return max(time.time() - since[1], 0.0) if since and since[0] == clause_id else 0.0


def go_to(clause_id: int | None) -> None:
    """Look at one clause, or at the next of the queue."""
    st.session_state[AT] = clause_id
    st.session_state[CHOOSING] = None
    st.session_state[SINCE] = None


def attempt(act: Callable[[], object]) -> bool:
    """Do something to the store; what it refuses is kept for the page."""
    st.session_state[REFUSED] = None
    try:
        act()
    except ReviewRefused as error:
        st.session_state[REFUSED] = [error.remedy, dict(error.values)]
        return False
    return True


def show_refusal(t: Translator) -> None:
    """What the store refused last, once."""
    refused = st.session_state.pop(REFUSED, None)
    if refused:
        st.error(html.plain(t(refused[0], **refused[1])), icon=":material/error:")
