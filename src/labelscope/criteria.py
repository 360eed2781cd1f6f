"""The shared criteria tree: pillars > themes > criteria, read from criteria/criteria.yaml and checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from labelscope.i18n import mark
from labelscope.model import CriteriaFile, Criterion, Pillar, Theme
from labelscope.reading import ProblemList, build, read_yaml


class CriteriaTree:
    """Pillars, themes and criteria, in file order."""

    def __init__(self, file: CriteriaFile) -> None:
        self.version = file.version
        self.pillars: tuple[Pillar, ...] = file.pillars
        self.themes: tuple[Theme, ...] = file.themes
        self.criteria: tuple[Criterion, ...] = file.criteria
        self._pillar = {pillar.id: pillar for pillar in file.pillars}
        self._theme = {theme.id: theme for theme in file.themes}
        self._criterion = {criterion.id: criterion for criterion in file.criteria}

    def __contains__(self, criterion_id: object) -> bool:
        return criterion_id in self._criterion

    def __getitem__(self, criterion_id: str) -> Criterion:
        return self._criterion[criterion_id]

    def theme(self, theme_id: str) -> Theme:
        """The theme with this id."""
        return self._theme[theme_id]

    def theme_of(self, criterion_id: str) -> Theme:
        """The theme that a criterion belongs to."""
        return self._theme[self._criterion[criterion_id].parent]

    def pillar_of(self, criterion_id: str) -> Pillar:
        """The pillar that a criterion belongs to."""
        return self._pillar[self.theme_of(criterion_id).parent]

    def kind_of(self, criterion_id: str) -> str:
        """`content` or `system`."""
        return self.pillar_of(criterion_id).kind

    def of_theme(self, theme_id: str) -> tuple[Criterion, ...]:
        """The criteria of one theme."""
        return tuple(criterion for criterion in self.criteria if criterion.parent == theme_id)

    def of_pillar(self, pillar_id: str) -> tuple[Criterion, ...]:
        """The criteria of one pillar."""
        return tuple(c for c in self.criteria if self.theme_of(c.id).parent == pillar_id)

    def of_kind(self, kind: str) -> tuple[Criterion, ...]:
        """The content criteria, or the system criteria."""
        return tuple(criterion for criterion in self.criteria if self.kind_of(criterion.id) == kind)


@dataclass(frozen=True, slots=True)
class Outline:
    """Ids and parents that the criteria file names, in file order, even where it has other faults."""

    pillars: tuple[str, ...]
    themes: tuple[tuple[str, str], ...]
    criteria: tuple[tuple[str, str], ...]

    @property
    def theme_ids(self) -> tuple[str, ...]:
        """Ids of the themes."""
        return tuple(dict.fromkeys(theme_id for theme_id, _ in self.themes))

    @property
    def criterion_ids(self) -> frozenset[str]:
        """Ids of the criteria."""
        return frozenset(criterion_id for criterion_id, _ in self.criteria)


def read_criteria(path: Path, problems: ProblemList) -> tuple[CriteriaTree | None, Outline | None]:
    """The tree, or None with every fault of it recorded; and its outline where the file can be read at all."""
    data = read_yaml(path, problems)
    if data is None:
        return None, None
    before = len(problems.problems)
    file = build(path, "", CriteriaFile, data, problems)
    outline = _outline(data)
    if outline is not None:
        _check_shape(path, outline, problems)
    if file is not None:
        _check_words(path, file, problems)
    return (CriteriaTree(file) if file and len(problems.problems) == before else None), outline


def find_cycle(edges: Mapping[str, Iterable[str]]) -> list[str] | None:
    """Some cycle of a directed graph, as the list of its nodes with the first repeated; None if there is none."""
    done: set[str] = set()
    for start in edges:
        path: list[str] = []
        pending = [iter((start,))]
        while pending:
            node = next((n for n in pending[-1] if n not in done), None)
            if node is None:
                pending.pop()
                if path:
                    done.add(path.pop())
            elif node in path:
                return [*path[path.index(node) :], node]
            else:
                path.append(node)
                pending.append(iter(tuple(edges.get(node, ()))))
    return None


def repeated(ids: Iterable[str]) -> list[str]:
    """Values that stand more than once."""
    return [value for value, count in Counter(ids).items() if count > 1]


def _outline(data: Any) -> Outline | None:
    groups = []
    for name in ("pillars", "themes", "criteria"):
        entries = data.get(name) if isinstance(data, dict) else None
        if not isinstance(entries, list):
            return None
        named = [entry for entry in entries if isinstance(entry, dict) and isinstance(entry.get("id"), str)]
        groups.append(tuple((entry["id"], str(entry.get("parent", ""))) for entry in named))
    return Outline(tuple(pillar for pillar, _ in groups[0]), groups[1], groups[2])


def _check_shape(path: Path, outline: Outline, problems: ProblemList) -> None:
    pairs = [*outline.themes, *outline.criteria]
    for node_id in repeated([*outline.pillars, *(node_id for node_id, _ in pairs)]):
        problems.add(path, node_id, "id", node_id, mark("this id stands twice: give one of them another id"))
    parents: dict[str, list[str]] = {pillar: [] for pillar in outline.pillars}
    parents |= {node_id: [parent] for node_id, parent in pairs}
    cycle = find_cycle(parents)
    if cycle:
        remedy = mark("the tree runs in a circle ({cycle}): let a theme hang on a pillar, a criterion on a theme")
        problems.add(path, cycle[0], "parent", cycle[1], remedy, cycle=" > ".join(cycle))
    for theme_id, parent in outline.themes:
        if parent not in outline.pillars:
            problems.add(path, theme_id, "parent", parent, mark("no pillar has this id: name one that exists"))
    for criterion_id, parent in outline.criteria:
        if parent not in outline.theme_ids:
            problems.add(path, criterion_id, "parent", parent, mark("no theme has this id: name one that exists"))


def _check_words(path: Path, file: CriteriaFile, problems: ProblemList) -> None:
    criteria = {criterion.id for criterion in file.criteria}
    terms: dict[tuple[str, str], str] = {}
    for criterion in file.criteria:
        for neighbour in criterion.neighbours:
            if neighbour not in criteria:
                remedy = mark("no criterion has this id: mend it or remove it")
                problems.add(path, criterion.id, "neighbours", neighbour, remedy)
        for language in type(criterion.terms).model_fields:
            for term in criterion.terms[language]:
                other = terms.setdefault((language, term.casefold()), criterion.id)
                if other != criterion.id:
                    remedy = mark("this term also stands under {other}: one term, one criterion")
                    problems.add(path, criterion.id, f"terms.{language}", term, remedy, other=other)
