"""Which clause reaches what on which criterion: the readers' judgements.

The relation of SSSOM exports is derived from the reach, never judged apart, so the two cannot
contradict each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property

from labelscope.model import NO_TERM_FOUND, Reach, RequirementMapping

HEADER = ("subject_id", "object_id", "mapping_justification", "reach", "rationale", "doubt", "together")

#: SKOS reads "clause broadMatch criterion" as "the criterion is broader": a partial clause is the narrower one.
PREDICATES = {
    Reach.NONE: "skos:relatedMatch",
    Reach.PARTIAL: "skos:broadMatch",
    Reach.FULL: "skos:exactMatch",
    Reach.BEYOND: "skos:narrowMatch",
}


class Crosswalk:
    """All mappings of a catalogue, in file order.

    Parameters
    ----------
    mappings : iterable of RequirementMapping
    """

    def __init__(self, mappings: Iterable[RequirementMapping]) -> None:
        self.mappings = tuple(mappings)

    def __len__(self) -> int:
        return len(self.mappings)

    def __iter__(self) -> Iterator[RequirementMapping]:
        return iter(self.mappings)

    @cached_property
    def _by_cell(self) -> dict[tuple[str, str], tuple[RequirementMapping, ...]]:
        cells = defaultdict(list)
        for mapping in self.mappings:
            if mapping.object_id != NO_TERM_FOUND:
                cells[mapping.subject_id.rpartition(".")[0], mapping.object_id].append(mapping)
        return {cell: tuple(lines) for cell, lines in cells.items()}

    @cached_property
    def _by_subject(self) -> dict[str, tuple[RequirementMapping, ...]]:
        subjects = defaultdict(list)
        for mapping in self.mappings:
            subjects[mapping.subject_id].append(mapping)
        return {subject: tuple(lines) for subject, lines in subjects.items()}

    def cell(self, scheme_id: str, criterion_id: str) -> tuple[RequirementMapping, ...]:
        """The judgements behind one cell of the matrix."""
        return self._by_cell.get((scheme_id, criterion_id), ())

    def of_requirement(self, requirement_id: str) -> tuple[RequirementMapping, ...]:
        """Every judgement on one clause."""
        return self._by_subject.get(requirement_id, ())

    def share_without_criterion(self, requirement_ids: Iterable[str]) -> float | None:
        """Share of these clauses that reach nothing anywhere; None where there are none."""
        ids = list(requirement_ids)
        if not ids:
            return None
        return sum(all(m.reach is Reach.NONE for m in self.of_requirement(i)) for i in ids) / len(ids)
