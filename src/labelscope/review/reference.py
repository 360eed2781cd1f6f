"""Decisions as a reference: what has been decided is not asked again, and teaches the matcher."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass

from labelscope.matching.evidence import Decision
from labelscope.model import Reach
from labelscope.review.records import BatchKind, Clause, Event, Judgement, Loaded
from labelscope.review.state import ClauseState, Status, fold

#: The kind of batch and the clause made comparable (`Clause.key`): own words and a document's are two questions.
Question = tuple[BatchKind, str]


@dataclass(frozen=True, slots=True)
class TrainingExample:
    """A clause with what people decided: criterion -> reach, and the criteria that were proposed and not taken."""

    text: str
    language: str
    scheme_id: str
    reaches: Mapping[str, Reach]
    rejected: frozenset[str]


def standing_decisions(batches: Iterable[Loaded]) -> dict[Question, tuple[Event, ...]]:
    """Question -> the decisions that stand without conflict in every batch that asked it; those of the last one.

    A requirement of a document without own words is not decided in full and therefore not among them.
    """
    found: dict[Question, tuple[Event, ...]] = {}
    verdicts: dict[Question, set[object]] = defaultdict(set)
    for loaded in batches:
        for clause, state in _touched(loaded):
            asked = (loaded.batch.kind, clause.key)
            if state.accepted is None:
                verdicts[asked].add(None)
                continue
            verdicts[asked].add(_verdict(state.accepted))
            if _is_whole(loaded.batch.kind, state.accepted):
                opinions = sorted(state.opinions.values(), key=lambda event: event.id)
                found[asked] = (state.accepted,) if state.settlement else tuple(opinions)
    return {asked: events for asked, events in found.items() if len(verdicts[asked]) == 1}


def known_decisions(batches: Iterable[Loaded]) -> dict[str, tuple[Judgement, ...]]:
    """The text of a clause, made comparable -> the judgements that stand without conflict.

    Passages that were left out are not among them; a text that own words and a document share must be judged alike.
    """
    found: dict[str, list[tuple[Judgement, ...]]] = defaultdict(list)
    for (_, key), events in standing_decisions(batches).items():
        if not events[0].left_out:
            found[key].append(events[0].judgements)
    return {key: each[0] for key, each in found.items() if len({_reaches(one) for one in each}) == 1}


def decisions(batches: Iterable[Loaded], criteria: Container[str]) -> tuple[Decision, ...]:
    """What stands, as a matcher takes it; each is held apart with the scheme that it was decided for.

    A decision for a criterion that is not among `criteria` any more says nothing, and is not among them.
    """
    batches = tuple(batches)
    known = known_decisions(batches)
    schemes = {example.text: example.scheme_id for example in training_examples(batches)}
    return tuple(
        Decision(text, {one.criterion_id: one.reach for one in judged if one.reach is not Reach.NONE}, schemes[text])
        for text, judged in known.items()
        if all(one.criterion_id in criteria for one in judged)
    )


def training_examples(batches: Iterable[Loaded]) -> tuple[TrainingExample, ...]:
    """Every requirement on which a decision stands without conflict, each question once."""
    batches = tuple(batches)
    known = standing_decisions(batches)
    found: dict[Question, TrainingExample] = {}
    for loaded in batches:
        for clause in loaded.clauses:
            events = known.get((loaded.batch.kind, clause.key))
            if events is not None and not events[0].left_out:
                reaches = events[0].reaches
                rejected = frozenset(candidate.criterion_id for candidate in clause.candidates) - reaches.keys()
                example = TrainingExample(clause.key, clause.language, loaded.batch.scheme_id, reaches, rejected)
                found[loaded.batch.kind, clause.key] = example
    return tuple(found.values())


def _touched(loaded: Loaded) -> Iterable[tuple[Clause, ClauseState]]:
    """Clauses on which somebody has an opinion that stands."""
    states = fold(loaded.events)
    for clause in loaded.clauses:
        state = states.get(clause.id)
        if state is not None and state.status is not Status.OPEN:
            yield clause, state


def _is_whole(kind: BatchKind, event: Event) -> bool:
    return kind is BatchKind.CATALOGUE or event.words is not None or event.left_out


def _verdict(event: Event) -> object:
    return event.left_out, _reaches(event.judgements)


def _reaches(judgements: tuple[Judgement, ...]) -> frozenset[tuple[str, Reach]]:
    return frozenset((judgement.criterion_id, judgement.reach) for judgement in judgements)
