"""From what the matcher says to a batch that people can review."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from labelscope.catalogue import Catalogue
from labelscope.errors import CatalogueError
from labelscope.ingestion import Clause as DocumentClause
from labelscope.ingestion import Document
from labelscope.matching import MatchedClause, Matcher, Proposal
from labelscope.review import new_scheme
from labelscope.review.new_scheme import NewScheme
from labelscope.review.records import Batch, BatchKind, Candidate, DocumentOrigin, NewClause, question
from labelscope.version import VERSION

if TYPE_CHECKING:
    from labelscope.review.store import ReviewStore


def match_clauses(matcher: Matcher, clauses: Sequence[DocumentClause]) -> tuple[MatchedClause, ...]:
    """Proposals for clauses of a document: each with the words that open its sentence, under its innermost heading."""
    return matcher.match(
        [question(clause.lead_in, clause.text) for clause in clauses],
        [clause.headings[-1] if clause.headings else "" for clause in clauses],
        [clause.language for clause in clauses],
    )


def match_rows(matcher: Matcher, catalogue: Catalogue, scheme_id: str) -> tuple[MatchedClause, ...]:
    """Proposals for the rows of a scheme, each under its topic."""
    rows = catalogue.requirements[scheme_id]
    return matcher.match([row.text for row in rows], [row.topic for row in rows], ["en"] * len(rows))


def matcher_name(matcher: Matcher) -> str:
    """What proposed, for the record."""
    return f"labelscope {VERSION}, {'words and meaning' if matcher.has_embedder else 'words'}"


def start_catalogue(
    store: ReviewStore, catalogue: Catalogue, scheme_id: str, matched: Sequence[MatchedClause], matcher_name: str,
    who: str, title: str = "",
) -> Batch:  # fmt: skip
    """A batch of every row of a scheme that is in the catalogue; `matched` as `match_rows` gives it."""
    rows = catalogue.requirements[scheme_id]
    clauses = [
        _clause(one, NewClause(row.text, "en", number=row.clause, headings=(row.topic,), requirement_id=row.id))
        for row, one in zip(rows, matched, strict=True)
    ]
    return store.add_batch(
        title=title or catalogue.schemes[scheme_id].short, kind=BatchKind.CATALOGUE, scheme_id=scheme_id,
        matcher=matcher_name, who=who, clauses=clauses,
    )  # fmt: skip


def start_document(
    store: ReviewStore, catalogue: Catalogue, document: Document, name: str, clauses: Sequence[DocumentClause],
    scheme: str | NewScheme, matched: Sequence[MatchedClause], matcher_name: str, who: str, title: str = "",
    url: str | None = None,
) -> Batch:  # fmt: skip
    """A batch of clauses of an uploaded document; `matched` as `match_clauses` gives it.

    Parameters
    ----------
    name : str
        Of the uploaded file.
    scheme : str or NewScheme
        The id of a scheme of the catalogue, or the form of a new one.
    title, url : str
        Of the document as a source; the title is the file's name where none is given.

    Raises
    ------
    CatalogueError
        If the form does not go with the catalogue.
    """
    form = scheme if isinstance(scheme, NewScheme) else None
    if form is not None and (found := new_scheme.problems(form, catalogue)):
        raise CatalogueError(found)
    origin = DocumentOrigin(name, document.checksum, document.extractor, document.language, title or name, url)
    kept = [_clause(one, _of_document(clause)) for clause, one in zip(clauses, matched, strict=True)]
    short = form.short if form is not None else catalogue.schemes[str(scheme)].short
    return store.add_batch(
        title=f"{short}: {title or name}", kind=BatchKind.DOCUMENT, scheme_id=form.id if form else str(scheme),
        matcher=matcher_name, who=who, clauses=kept, document=origin, new_scheme=form,
    )  # fmt: skip


def _of_document(clause: DocumentClause) -> NewClause:
    place = clause.locator
    locator = {"page": place.page, "page_label": place.page_label, "cell": place.cell, "start": place.start,
               "end": place.end, "kind": str(clause.kind)}  # fmt: skip
    return NewClause(
        clause.text, clause.language, clause.lead_in, clause.number, clause.headings, None,
        {key: value for key, value in locator.items() if value not in (None, "")},
    )  # fmt: skip


def _clause(matched: MatchedClause, clause: NewClause) -> NewClause:
    """The clause with what the matcher says of it."""
    duties = {proposal.criterion_id for proposal in matched.duties}
    candidates = tuple(
        _candidate(rank, proposal, proposal.criterion_id in duties)
        for rank, proposal in enumerate(_with_duties(matched), start=1)
    )
    return NewClause(
        clause.text, clause.language, clause.lead_in, clause.number, clause.headings, clause.requirement_id,
        clause.locator, str(matched.level), matched.nothing, tuple(map(str, matched.hesitations)), candidates,
    )  # fmt: skip


def _with_duties(matched: MatchedClause) -> list[Proposal]:
    """The proposals, and those of several duties that are not among them."""
    return list({proposal.criterion_id: proposal for proposal in (*matched.proposals, *matched.duties)}.values())


def _candidate(rank: int, proposal: Proposal, together: bool) -> Candidate:
    return Candidate(
        rank, proposal.criterion_id, proposal.probability, proposal.reach, together, proposal.term, proposal.similar,
        proposal.evidence,
    )  # fmt: skip
