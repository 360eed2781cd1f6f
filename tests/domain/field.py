"""How the tests of this folder ask the shipped catalogue: what a scheme asks, and which clauses reach what."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from labelscope.analysis import Analysis
from labelscope.matrix import CoverageMatrix, effective_reach
from labelscope.model import Coverage, Reach, Scheme

STATED = (Reach.FULL, Reach.BEYOND)


@dataclass(frozen=True)
class Line:
    """One judgement: the clauses it rests on, their text, and what they reach after the cap by obligation."""

    scheme: str
    clauses: tuple[str, ...]
    text: str
    reach: Reach

    def says(self, pattern: str) -> bool:
        """Whether the text of the clauses holds the pattern, in any case."""
        return re.search(pattern, self.text, re.IGNORECASE) is not None

    def __str__(self) -> str:
        return f"{'+'.join(self.clauses)} ({self.reach}): {self.text}"


class Field:
    """The shipped catalogue as somebody in the field would ask it."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self.catalogue = analysis.catalogue
        self.matrix: CoverageMatrix = analysis.matrix

    @cached_property
    def schemes(self) -> dict[str, Scheme]:
        return dict(self.catalogue.schemes)

    def coverage(self, scheme_id: str, criterion_id: str) -> Coverage:
        return self.matrix.cell(scheme_id, criterion_id).coverage

    def asks(self, scheme_id: str, criterion_id: str) -> bool:
        return self.coverage(scheme_id, criterion_id).is_asked

    def askers(self, criterion_id: str) -> set[str]:
        return {scheme_id for scheme_id in self.schemes if self.asks(scheme_id, criterion_id)}

    def in_full(self, criterion_id: str) -> set[str]:
        """Schemes that ask all of it, or more."""
        return {s for s in self.schemes if self.coverage(s, criterion_id) in (Coverage.FULL, Coverage.BEYOND)}

    def share(self, criterion_id: str, schemes: set[str]) -> float:
        return sum(self.asks(scheme_id, criterion_id) for scheme_id in schemes) / len(schemes)

    def lines(self, criterion_id: str) -> list[Line]:
        """Every judgement on a criterion; never none, so that no statement about them holds for want of any."""
        found = []
        for mapping in self.catalogue.crosswalk:
            if mapping.object_id == criterion_id:
                texts = [self.catalogue.requirement_by_id[clause].text for clause in mapping.subjects]
                scheme_id = mapping.subject_id.rpartition(".")[0]
                reach = effective_reach(self.catalogue, mapping)
                found.append(Line(scheme_id, mapping.subjects, " ".join(texts), reach))
        assert found, criterion_id
        return found

    def lines_in_full(self, criterion_id: str) -> list[Line]:
        """Judgements that reach full."""
        found = [line for line in self.lines(criterion_id) if line.reach is Reach.FULL]
        assert found, criterion_id
        return found

    def silent_on(self, criterion_id: str, *patterns: str) -> list[str]:
        """Judgements that reach full although their clauses lack one of these words."""
        lines = self.lines_in_full(criterion_id)
        return [str(line) for line in lines if not all(line.says(pattern) for pattern in patterns)]

    def in_full_though(self, criterion_id: str, pattern: str, but_not: str = r"(?!)") -> list[str]:
        """Judgements that reach full or beyond although their clauses say this (and not that)."""
        speaking = [x for x in self.lines(criterion_id) if x.says(pattern) and not x.says(but_not)]
        assert speaking, f"no clause on {criterion_id} says {pattern}"
        return [str(line) for line in speaking if line.reach in STATED]

    def of_kind(self, kind: str) -> set[str]:
        return {scheme.id for scheme in self.schemes.values() if scheme.identity.kind == kind}

    def only_in(self, *sector_groups: str) -> set[str]:
        """Schemes that serve none but these groups of sectors."""
        return {s.id for s in self.schemes.values() if set(s.scope.sector_groups) <= set(sector_groups)}

    def content_asked(self, scheme_id: str, matrix: CoverageMatrix | None = None) -> int:
        """Number of content criteria that a scheme asks, at least in part."""
        table = matrix or self.matrix
        return sum(table.cell(scheme_id, c).coverage.is_asked for c in table.content)
