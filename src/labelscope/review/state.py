"""What follows from the events: what stands, who agrees with whom, what is open. Nothing here is stored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from labelscope.agreement import Agreement, compare
from labelscope.model import Reach
from labelscope.review.records import Event, EventKind, Loaded


class Status(StrEnum):
    """Where a clause stands."""

    OPEN = "open"
    DECIDED = "decided"
    CONFLICT = "conflict"


@dataclass(frozen=True)
class ClauseState:
    """What stands of one clause; `events` are all of it, withdrawn ones too, in their order."""

    events: tuple[Event, ...] = ()
    opinions: Mapping[str, Event] = field(default_factory=dict)
    """Who -> the last decision, or leaving out, that is not withdrawn."""
    settlement: Event | None = None
    """The settlement that holds: the opinions are those that it was about."""
    standing: tuple[Event, ...] = ()
    """Every event that is not withdrawn, in their order."""

    @property
    def reviewers(self) -> frozenset[str]:
        """Who has an opinion that stands."""
        return frozenset(self.opinions)

    @property
    def status(self) -> Status:
        """Open without an opinion; a conflict where opinions differ and no settlement holds."""
        if not self.opinions:
            return Status.OPEN
        return Status.CONFLICT if self.settlement is None and self.differs else Status.DECIDED

    @property
    def differs(self) -> bool:
        """Whether two opinions that stand are not the same, reasons and words apart.

        An opinion without own words says nothing yet of how binding the clause is.
        """
        opinions = self.opinions.values()
        said = {(event.left_out, frozenset(event.reaches.items())) for event in opinions}
        return len(said) > 1 or len({event.words.obligation for event in opinions if event.words}) > 1

    @property
    def accepted(self) -> Event | None:
        """What counts: the settlement, else the first of opinions that agree; of both, one with own words if there is.

        None while the clause is open or in conflict.
        """
        if self.status is not Status.DECIDED:
            return None
        opinions = sorted(self.opinions.values(), key=lambda event: event.id)
        worded = next((event for event in opinions if event.words is not None), opinions[0])
        if self.settlement is None:
            return worded
        return self.settlement if self.settlement.words else replace(self.settlement, words=worded.words)

    def own(self, who: str) -> Event | None:
        """What stands of this person."""
        return self.opinions.get(who)

    def others(self, who: str) -> tuple[Event, ...]:
        """What stands of others, oldest first; nothing before this person has an opinion that stands."""
        if who not in self.opinions:
            return ()
        return tuple(sorted((e for name, e in self.opinions.items() if name != who), key=lambda event: event.id))

    def last(self, who: str) -> Event | None:
        """The last act of this person here that is not undone: what undo would withdraw."""
        own = (event for event in reversed(self.standing) if event.who == who and not event.carried)
        return next(own, None)

    def is_skipped(self, who: str) -> bool:
        """Whether the last act of this person was to skip, without an opinion that stands."""
        last = self.last(who)
        return who not in self.opinions and last is not None and last.kind is EventKind.SKIP

    def is_open_for(self, who: str) -> bool:
        """Whether this person may still be asked: no opinion of theirs stands, and the answer is not known already."""
        known = any(event.carried for event in self.opinions.values())
        return who not in self.opinions and not (known and self.status is Status.DECIDED)

    def conflict_for(self, who: str) -> bool:
        """Whether there is a conflict that this person may see."""
        return who in self.opinions and self.status is Status.CONFLICT


_NOTHING = ClauseState()
States = Mapping[int, ClauseState]


def fold(events: Iterable[Event]) -> dict[int, ClauseState]:
    """Clause id -> what stands. Clauses without an event are not in it: see `state_of`."""
    by_clause: dict[int, list[Event]] = defaultdict(list)
    for event in sorted(events, key=lambda event: event.id):
        by_clause[event.clause_id].append(event)
    return {clause_id: _fold_one(tuple(of_clause)) for clause_id, of_clause in by_clause.items()}


def state_of(states: States, clause_id: int) -> ClauseState:
    """The state of a clause, also of one that nobody has touched."""
    return states.get(clause_id, _NOTHING)


def _fold_one(events: tuple[Event, ...]) -> ClauseState:
    gone = {about for event in events if event.kind is EventKind.WITHDRAW for about in event.about}
    standing = tuple(event for event in events if event.kind is not EventKind.WITHDRAW and event.id not in gone)
    opinions = {event.who: event for event in standing if event.kind is EventKind.DECIDE}
    now = {event.id for event in opinions.values()}
    settlements = [event for event in standing if event.kind is EventKind.SETTLE and set(event.about) == now]
    return ClauseState(events, opinions, settlements[-1] if settlements else None, standing)


def blind(state: ClauseState) -> dict[str, Event]:
    """Who -> their last decision that was made before they could see anybody else's; carried-over ones are none."""
    decided = [event for event in state.events if event.kind is EventKind.DECIDE and not event.carried]
    found: dict[str, Event] = {}
    for event in decided:
        before = [other for other in decided if other.id < event.id]
        could_see = any(other.who == event.who for other in before) and any(other.who != event.who for other in before)
        if not could_see:
            found[event.who] = event
    return {who: event for who, event in found.items() if event in state.standing}


def agreement(loaded: Loaded) -> Agreement | None:
    """How far the first two readers of each clause agree, before they saw each other's opinion; None where none did.

    Passages that one of them left out count as reaching nothing.
    """
    first: dict[str, Mapping[str, Reach]] = {}
    second: dict[str, Mapping[str, Reach]] = {}
    for clause_id, state in fold(loaded.events).items():
        readers = sorted(blind(state).values(), key=lambda event: event.id)
        if len(readers) > 1:
            first[str(clause_id)], second[str(clause_id)] = readers[0].reaches, readers[1].reaches
    if not first:
        return None
    named = frozenset(criterion for of_clause in (*first.values(), *second.values()) for criterion in of_clause)
    return compare(first, second, named)
