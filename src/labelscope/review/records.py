"""The nouns of a review, as the store keeps them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from labelscope.matching import SimilarClause
from labelscope.model import Obligation, Reach
from labelscope.normalisation import clean_clause
from labelscope.review.new_scheme import NewScheme


class BatchKind(StrEnum):
    """What is reviewed: rows of a scheme that is in the catalogue, or the clauses of an uploaded document."""

    CATALOGUE = "catalogue"
    DOCUMENT = "document"


class EventKind(StrEnum):
    """What a person can do about a clause."""

    DECIDE = "decide"
    """Say what the clause reaches; without a judgement: a requirement that no criterion fits."""
    SKIP = "skip"
    WITHDRAW = "withdraw"
    """Undo events of one's own."""
    SETTLE = "settle"
    """Say, with a reason, what holds where opinions differ."""


class Answer(StrEnum):
    """What the owner of a scheme says of a row."""

    AGREE = "agree"
    CHANGE = "change"
    GONE = "gone"
    """No longer in the scheme."""


@dataclass(frozen=True, slots=True)
class DocumentOrigin:
    """The uploaded document of a batch: SHA-256 of the file, and `title` and `url` under which it becomes a source."""

    name: str
    checksum: str
    extractor: str
    language: str
    title: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """Clauses that are reviewed together. `matcher` names what proposed; times are in UTC."""

    id: int
    title: str
    kind: BatchKind
    scheme_id: str
    matcher: str
    created_at: datetime
    created_by: str
    document: DocumentOrigin | None = None
    new_scheme: NewScheme | None = None
    """The form, where publishing is to make the scheme."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One proposal of the matcher. Unknown probability is None.

    `rank` counts from 1; `together`: proposed as one duty of several; `term`: the word that was met; `evidence`: what
    each scorer says.
    """

    rank: int
    criterion_id: str
    probability: float | None
    reach: Reach
    together: bool = False
    term: str = ""
    similar: tuple[SimilarClause, ...] = ()
    evidence: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NewClause:
    """A clause as it enters the store. `text` holds the original words, which stay there.

    `locator` holds what of `ingestion.Locator` is known (`page`, `page_label`, `cell`, `start`, `end`); `level` is the
    matcher's (`matching.Level`); `nothing` the probability that no criterion fits, None where the matcher gives none.
    """

    text: str
    language: str = "en"
    lead_in: str = ""
    number: str = ""
    headings: tuple[str, ...] = ()
    requirement_id: str | None = None
    locator: Mapping[str, Any] = field(default_factory=dict)
    level: str = ""
    nothing: float | None = None
    hesitations: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = ()

    @property
    def key(self) -> str:
        """What makes two clauses the same question: the words with those that open the sentence."""
        return question(self.lead_in, self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause(NewClause):
    """A clause of a batch. `position` counts from 1, in the order of the scheme or document."""

    id: int
    batch_id: int
    position: int


def question(lead_in: str, text: str) -> str:
    """A clause as one sentence, made comparable; without its lead-in an item can say the opposite of what is meant."""
    return clean_clause(f"{clean_clause(lead_in)} {clean_clause(text)}" if lead_in else text)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a clause reaches on a criterion, and why; the rationale may be empty where a proposal was accepted."""

    criterion_id: str
    reach: Reach
    rationale: str = ""


@dataclass(frozen=True, slots=True)
class OwnWords:
    """How a clause of a document is to stand in the catalogue, in English.

    `clause` is the locator that readers see (`3.2`, `page 12`); `confirmed`: the reviewer has seen the warnings of
    `own_words.wording_faults` and stands by the words.
    """

    topic: str
    text: str
    obligation: Obligation
    clause: str
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """One act of one person about one clause; never changed. Order is that of `id`; `at` is in UTC.

    `left_out`: the passage of a document asks for nothing and does not enter the catalogue. `about`: ids of the
    events that are withdrawn or settled, or that this one was carried over from (`carried`). `seconds`: how long the
    person looked at the clause.
    """

    id: int
    at: datetime
    who: str
    clause_id: int
    kind: EventKind
    judgements: tuple[Judgement, ...] = ()
    words: OwnWords | None = None
    why: str = ""
    seconds: float = 0.0
    about: tuple[int, ...] = ()
    carried: bool = False
    left_out: bool = False

    @property
    def reaches(self) -> Mapping[str, Reach]:
        """Criterion -> reach."""
        return {judgement.criterion_id: judgement.reach for judgement in self.judgements}


@dataclass(frozen=True, slots=True)
class Loaded:
    """A batch with everything in it, as one read gives it."""

    batch: Batch
    clauses: tuple[Clause, ...]
    events: tuple[Event, ...]

    def clause(self, clause_id: int) -> Clause:
        """The clause with this id; KeyError if it is not of this batch."""
        for clause in self.clauses:
            if clause.id == clause_id:
                return clause
        raise KeyError(clause_id)


@dataclass(frozen=True, slots=True)
class Summary:
    """A batch with how many clauses it has and how many each reviewer has decided."""

    batch: Batch
    clauses: int
    decided_by: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Published:
    """A decision that went into the catalogue, as which row."""

    clause_id: int
    event_id: int
    requirement_id: str


@dataclass(frozen=True, slots=True)
class NewOwnerAnswer:
    """What an owner says of a row; `of` is the fingerprint of the wording that they were shown."""

    requirement_id: str
    of: str
    answer: Answer
    text: str = ""
    source: str = ""
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerAnswer(NewOwnerAnswer):
    """The same in the store, with its origin: who answered, on which day, in which file, entered by whom and when."""

    origin: str
    answered_on: date
    checksum: str
    at: datetime
    who: str
