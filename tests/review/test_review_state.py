"""What follows from the events, without a database."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from labelscope.model import Obligation, Reach
from labelscope.review.queue import margin, open_criteria, order, progress, uncertainty, value
from labelscope.review.records import (
    Batch,
    BatchKind,
    Candidate,
    Clause,
    Event,
    EventKind,
    Judgement,
    Loaded,
    OwnWords,
)
from labelscope.review.state import Status, agreement, fold, state_of

NOW = datetime(2026, 11, 24, tzinfo=UTC)
DECIDE, SKIP, WITHDRAW, SETTLE = EventKind.DECIDE, EventKind.SKIP, EventKind.WITHDRAW, EventKind.SETTLE
FULL, PARTIAL = {"wage": Reach.FULL}, {"wage": Reach.PARTIAL}


def event(
    number: int,
    who: str,
    kind: EventKind = DECIDE,
    reaches: dict[str, Reach] | None = None,
    clause: int = 1,
    **more: object,
) -> Event:
    judgements = tuple(Judgement(criterion, reach) for criterion, reach in (reaches or {}).items())
    return Event(number, NOW, who, clause, kind, judgements, **more)  # type: ignore[arg-type]


def words(obligation: Obligation = Obligation.IMMEDIATE) -> OwnWords:
    return OwnWords("t", "x", obligation, "1")


def test_the_last_decision_of_a_person_stands() -> None:
    state = fold([event(1, "Eva", reaches=PARTIAL), event(2, "Eva", reaches=FULL)])[1]
    assert (state.status, state.reviewers) == (Status.DECIDED, {"Eva"})
    assert state.accepted is not None
    assert state.accepted.id == 2


def test_order_is_that_of_the_numbers_not_of_arrival() -> None:
    events = [event(2, "Eva", reaches=FULL), event(1, "Eva", reaches=PARTIAL)]
    assert fold(events) == fold(reversed(events))


def test_two_who_agree_decide_and_two_who_do_not_are_in_conflict() -> None:
    both = [event(1, "Eva", reaches=FULL), event(2, "Jan", reaches=FULL)]
    assert fold(both)[1].status is Status.DECIDED
    differ = fold([both[0], event(2, "Jan", reaches=PARTIAL)])[1]
    assert (differ.status, differ.accepted) == (Status.CONFLICT, None)
    assert fold([event(1, "Eva"), event(2, "Jan", left_out=True)])[1].status is Status.CONFLICT


def test_a_conflict_ends_when_one_decides_anew() -> None:
    events = [event(1, "Eva", reaches=FULL), event(2, "Jan", reaches=PARTIAL), event(3, "Jan", reaches=FULL)]
    assert fold(events)[1].status is Status.DECIDED


def test_how_binding_a_clause_is_can_be_in_conflict_once_both_said_it() -> None:
    should = words(Obligation.RECOMMENDED)
    one = event(1, "Eva", reaches=FULL, words=words())
    assert fold([one, event(2, "Jan", reaches=FULL)])[1].status is Status.DECIDED
    assert fold([one, event(2, "Jan", reaches=FULL, words=should)])[1].status is Status.CONFLICT


def test_of_opinions_that_agree_one_with_words_counts() -> None:
    state = fold([event(1, "Eva", reaches=FULL), event(2, "Jan", reaches=FULL, words=words())])[1]
    assert state.accepted is not None
    assert state.accepted.words is not None


def test_a_settlement_holds_until_an_opinion_changes() -> None:
    events = [event(1, "Eva", reaches=FULL), event(2, "Jan", reaches=PARTIAL),
              event(3, "Jan", SETTLE, FULL, about=(1, 2), why="pay is named")]  # fmt: skip
    state = fold(events)[1]
    assert (state.status, state.accepted) == (Status.DECIDED, events[2])
    assert state.own("Jan") == events[1]
    changed = fold([*events, event(4, "Ada", reaches={"bonus": Reach.FULL})])[1]
    assert (changed.status, changed.settlement) == (Status.CONFLICT, None)
    assert fold([*events, event(4, "Jan", WITHDRAW, about=(3,))])[1].status is Status.CONFLICT
    assert fold([*events, event(4, "Jan", WITHDRAW, about=(2,))])[1].accepted == events[0]


def test_a_withdrawn_decision_uncovers_the_one_before() -> None:
    events = [event(1, "Eva", reaches=PARTIAL), event(2, "Eva", reaches=FULL), event(3, "Eva", WITHDRAW, about=(2,))]
    state = fold(events)[1]
    assert state.accepted == events[0]
    assert state.events == tuple(events)
    assert state.last("Eva") == events[0]


def test_nobody_sees_another_opinion_before_giving_one() -> None:
    first = event(1, "Eva", reaches=FULL)
    state = fold([first])[1]
    assert state.others("Jan") == ()
    assert not state.conflict_for("Jan")
    both = fold([first, event(2, "Jan", reaches=PARTIAL)])[1]
    assert both.others("Jan") == (first,)
    assert both.conflict_for("Jan")
    assert both.others("Ada") == ()
    assert not both.conflict_for("Ada")
    undone = fold([first, event(2, "Jan", reaches=PARTIAL), event(3, "Jan", WITHDRAW, about=(2,))])[1]
    assert undone.others("Jan") == ()


def test_skipping_is_no_opinion() -> None:
    state = fold([event(1, "Eva", SKIP)])[1]
    assert (state.status, state.is_skipped("Eva"), state.is_open_for("Eva")) == (Status.OPEN, True, True)
    assert not state.is_skipped("Jan")
    assert not fold([event(1, "Eva", SKIP), event(2, "Eva", reaches=FULL)])[1].is_skipped("Eva")


def test_a_clause_nobody_touched_is_open() -> None:
    state = state_of({}, 5)
    assert (state.status, state.accepted, state.is_open_for("Eva")) == (Status.OPEN, None, True)


# --- agreement ---


def clause(number: int, *candidates: Candidate, **more: object) -> Clause:
    return Clause(f"text {number}", candidates=candidates, id=number, batch_id=1, position=number, **more)  # type: ignore[arg-type]


def loaded(clauses: list[Clause], *events: Event) -> Loaded:
    return Loaded(Batch(1, "T", BatchKind.CATALOGUE, "alpha", "m", NOW, "Eva"), tuple(clauses), events)


def test_agreement_counts_blind_opinions_only() -> None:
    blind = [event(1, "Eva", reaches=FULL), event(2, "Jan", reaches=PARTIAL)]
    found = agreement(loaded([clause(1)], *blind, event(3, "Jan", reaches=FULL)))
    assert found is not None
    assert (found.named, found.both, found.same_criterion) == (1, 1, 1.0)
    assert found.reach_kappa == pytest.approx(0.0)
    assert agreement(loaded([clause(1)], blind[0])) is None
    carried = event(2, "Jan", reaches=FULL, carried=True)
    assert agreement(loaded([clause(1)], blind[0], carried)) is None


# --- the queue ---


def proposal(criterion: str, rank: int, probability: float | None) -> Candidate:
    return Candidate(rank, criterion, probability, Reach.FULL)


def test_the_least_sure_comes_first_and_skipped_ones_last() -> None:
    sure = clause(1, proposal("wage", 1, 0.9), proposal("bonus", 2, 0.05))
    close = clause(2, proposal("wage", 1, 0.45), proposal("bonus", 2, 0.44))
    hesitant = clause(3, proposal("wage", 1, 0.9), proposal("bonus", 2, 0.05), hesitations=("two-duties",))
    batch = loaded([sure, close, hesitant])
    assert order(batch, {}, "Eva") == (2, 3, 1)
    skipped = loaded([sure, close, hesitant], event(1, "Eva", SKIP, clause=2))
    assert order(skipped, fold(skipped.events), "Eva") == (3, 1, 2)
    assert order(skipped, fold(skipped.events), "Jan") == (2, 3, 1)
    decided = loaded([sure, close, hesitant], event(1, "Eva", reaches=FULL, clause=2))
    assert order(decided, fold(decided.events), "Eva") == (3, 1)


def test_what_settles_an_open_answer_comes_first() -> None:
    known, wanted = clause(1, proposal("wage", 1, 0.6)), clause(2, proposal("helmets", 1, 0.6))
    assert order(loaded([known, wanted]), {}, "Eva", {"helmets"}) == (2, 1)
    assert value(clause(1, proposal("wage", 1, 0.6), proposal("helmets", 2, 0.2)), {"helmets"}) == pytest.approx(0.25)
    assert value(clause(1), {"helmets"}) == 0.0


def test_uncertainty_without_probabilities_follows_the_level() -> None:
    plain = proposal("wage", 1, None)
    levels = [uncertainty(clause(1, plain, level=level)) for level in ("strong", "likely", "weak", "none")]
    assert levels == sorted(levels)
    assert margin(clause(1, plain)) is None
    assert uncertainty(clause(1)) == 0.5
    assert uncertainty(clause(1, proposal("wage", 1, 0.02), nothing=0.97)) == pytest.approx(0.06)
    assert uncertainty(clause(1, proposal("wage", 1, 0.4), nothing=0.5)) == 1.0


def test_progress_tells_pace_and_what_is_left() -> None:
    looked = [event(1, "Eva", reaches=FULL, clause=1, seconds=10.0), event(2, "Eva", clause=2, seconds=30.0)]
    skipped = event(3, "Eva", SKIP, clause=3, seconds=500.0)
    before = event(4, "Jan", reaches=FULL, clause=4, carried=True)
    batch = loaded([clause(n) for n in range(1, 6)], *looked, skipped, before)
    found = progress(batch, fold(batch.events), "Eva")
    assert (found.decided, found.skipped, found.all, found.left, found.seconds_each) == (3, 1, 5, 2, 20.0)
    assert found.minutes_left == pytest.approx(2 * 20 / 60)
    assert progress(batch, fold(batch.events), "Ada").minutes_left is None


def test_criteria_whose_answer_is_not_known(tiny_analysis: object) -> None:
    matrix = tiny_analysis.matrix  # type: ignore[attr-defined]
    everything = {cell.criterion_id for cell in matrix.cells}
    found = open_criteria(matrix, "beta", everything)
    assert "exits" in found
    assert "helmets" not in found
    assert open_criteria(matrix, "not-there", everything) == everything
    assert open_criteria(None, "beta", everything) == everything
