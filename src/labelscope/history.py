"""Schemes over time: what state a scheme was in on a day.

A date may be a year, a month or a day; a year stands for its last day. An event that is dated by year alone counts
from the beginning of that year.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from labelscope.model import Event, EventKind

State = Literal["active", "dormant", "merged", "withdrawn"]
_STATE: dict[EventKind, State] = {
    EventKind.LAUNCHED: "active",
    EventKind.REVIVED: "active",
    EventKind.DORMANT: "dormant",
    EventKind.MERGED: "merged",
    EventKind.SUPERSEDED: "merged",
    EventKind.ENDED: "withdrawn",
}


def until(events: Sequence[Event], date: str | None) -> tuple[Event, ...]:
    """The events up to a date; all of them without one."""
    return tuple(events) if date is None else tuple(event for event in events if event.date <= f"{date}-99")


def state_at(events: Sequence[Event], date: str | None = None) -> State | None:
    """The state on a date; None before the launch. What was merged into another scheme stays so when it ends."""
    state: State | None = None
    for event in until(events, date):
        after = _STATE.get(event.kind)
        if after is not None and not (after == "withdrawn" and state == "merged"):
            state = after
    return state


def name_at(events: Sequence[Event], date: str) -> str | None:
    """The name on a date, where a later event changed it; None where it is today's."""
    naming = [event for event in events if event.kind in (EventKind.LAUNCHED, EventKind.RENAMED) and event.label]
    before = until(naming, date)
    return before[-1].label if before and len(before) < len(naming) else None
